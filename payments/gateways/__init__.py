"""Ways to move money, behind one small interface; the bank transfer file is always there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from payments.rules.answers import AnswerRow


class GatewayStatus(StrEnum):
    """Where a movement of money stands at the provider."""

    REQUIRES_ACTION = "requires_action"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Account:
    """Who is paid or pays: shown name, account number, bank."""

    name: str
    number: str = ""
    bank: str = ""


@dataclass(frozen=True)
class Movement:
    """The provider's record of a movement: status, its own number, where or how the payer goes on."""

    status: GatewayStatus
    number: str = ""
    redirect: str = ""
    instructions: Mapping[str, str] = field(default_factory=dict)


class Gateway(Protocol):
    """What every gateway offers; amounts are yuan with two places, references are ours."""

    code: str

    def create_collection(
        self, *, purpose: str, payer: Account, amount: Decimal, reference: str
    ) -> Movement: ...

    def refund(self, *, number: str, amount: Decimal, reference: str) -> Movement: ...

    def create_disbursement(
        self, *, payee: Account, amount: Decimal, reference: str, purpose: str
    ) -> Movement: ...

    def fetch_status(self, *, number: str) -> GatewayStatus: ...

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> Sequence[AnswerRow]: ...
