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
from .recoveries import cancel_recovery, claim_recovery, receive_recovery, set_off_penalty
from .settlements import convert_deposit, forfeit_deposit, propose_settlement, return_deposit

__all__ = [
    "cancel_payment",
    "cancel_recovery",
    "claim_recovery",
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
    "receive_recovery",
    "release_payment",
    "require_deposit",
    "return_deposit",
    "reveal_deposit",
    "send_payments",
    "set_off_penalty",
    "start_returns",
    "waive_interest",
]
