"""Forms of bidding: they only clean; rules and states judge in the actions."""

from .bids import BidForm, KeyForm, PassphraseForm, ReceiptForm, RecoveryForm, SharesForm
from .evaluation import (
    CommitteeForm,
    DeclarationForm,
    LowPriceForm,
    QualificationForm,
    ReplaceForm,
    ScoreForm,
)
from .tenders import (
    ConfirmForm,
    CriteriaForms,
    FailForm,
    PublishForm,
    ReasonForm,
    TenderForm,
    criteria_initial,
)

__all__ = [
    "BidForm", "CommitteeForm", "ConfirmForm", "CriteriaForms", "DeclarationForm", "FailForm", "KeyForm",
    "LowPriceForm", "PassphraseForm", "PublishForm", "QualificationForm", "ReasonForm", "ReceiptForm",
    "RecoveryForm", "ReplaceForm", "ScoreForm", "SharesForm", "TenderForm", "criteria_initial",
]  # fmt: skip
