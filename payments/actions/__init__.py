from .answers import import_bank_answer, receive_bank_answer
from .deposits import (
    declare_deposit,
    disclose_deposits,
    miss_deposit,
    receive_deposit,
    require_deposit,
    reveal_deposit,
    start_returns,
)
from .files import send_payments
from .interest import order_interest, propose_interest, waive_interest
from .orders import cancel_payment, order_again, order_payment, release_payment
from .settlements import convert_deposit, forfeit_deposit, propose_settlement, return_deposit

__all__ = [
    "cancel_payment",
    "convert_deposit",
    "declare_deposit",
    "disclose_deposits",
    "forfeit_deposit",
    "import_bank_answer",
    "miss_deposit",
    "order_again",
    "order_interest",
    "order_payment",
    "propose_interest",
    "propose_settlement",
    "receive_bank_answer",
    "receive_deposit",
    "release_payment",
    "require_deposit",
    "return_deposit",
    "reveal_deposit",
    "send_payments",
    "start_returns",
    "waive_interest",
]
