from .deposits import Deposit
from .ledger import LedgerEntry, LedgerLine
from .orders import AnswerLine, BankAnswer, PaymentFile, PaymentOrder
from .provider import ProviderAccount, ProviderEvent, ProviderMovement

__all__ = [
    "AnswerLine",
    "BankAnswer",
    "Deposit",
    "LedgerEntry",
    "LedgerLine",
    "PaymentFile",
    "PaymentOrder",
    "ProviderAccount",
    "ProviderEvent",
    "ProviderMovement",
]
