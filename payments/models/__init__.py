from .deposits import Deposit
from .interest import InterestClaim
from .ledger import LedgerEntry, LedgerLine
from .orders import AnswerLine, BankAnswer, PaymentFile, PaymentOrder
from .provider import ProviderAccount, ProviderEvent, ProviderMovement
from .recoveries import Recovery

__all__ = [
    "AnswerLine",
    "BankAnswer",
    "Deposit",
    "InterestClaim",
    "LedgerEntry",
    "LedgerLine",
    "PaymentFile",
    "PaymentOrder",
    "ProviderAccount",
    "ProviderEvent",
    "ProviderMovement",
    "Recovery",
]
