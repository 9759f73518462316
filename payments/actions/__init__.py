from .answers import import_bank_answer, receive_bank_answer
from .files import send_payments
from .orders import cancel_payment, order_again, order_payment, release_payment

__all__ = [
    "cancel_payment",
    "import_bank_answer",
    "order_again",
    "order_payment",
    "receive_bank_answer",
    "release_payment",
    "send_payments",
]
