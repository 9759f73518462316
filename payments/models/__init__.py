from .ledger import LedgerEntry, LedgerLine
from .orders import AnswerLine, BankAnswer, PaymentFile, PaymentOrder

__all__ = ["AnswerLine", "BankAnswer", "LedgerEntry", "LedgerLine", "PaymentFile", "PaymentOrder"]
