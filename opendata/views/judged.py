"""What committee and award take and answer, field by field; an unknown field is refused."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import StringConstraints

from .written import Amount, CriterionOut, In, Line


class SeatOut(Schema):
    """An own seat on a committee."""

    id: int = Field(alias="pk")
    tender: str = Field(alias="lot.tender.public_id")
    state: str
    role: str
    is_chair: bool


class BidderOut(Schema):
    """An opened bid as the committee sees it."""

    bid: str = Field(alias="public_id")
    organization: str = Field(alias="organization.public_id")
    organization_name: str = Field(alias="organization.name")
    price: Decimal = Field(alias="opened.price")


class SeatsOut(Schema):
    """The own seats, newest first."""

    seats: list[SeatOut]


class BidsOut(Schema):
    """Opened bids."""

    bids: list[BidderOut]


class SheetOut(Schema):
    """The own points for one bid, by criterion id; open ones are missing."""

    bid: str
    points: dict[str, str]
    comment: str


class ScoresOut(Schema):
    """An own seat, the criteria, the bids, and what was scored so far."""

    seat: SeatOut
    criteria: list[CriterionOut]
    bids: list[BidderOut]
    sheets: list[SheetOut]


class DeclarationIn(In):
    """A declaration before any scoring."""

    has_conflict: bool
    statement: Annotated[str, StringConstraints(max_length=1000)] = ""


class PointsIn(In):
    """Points for one bid, by criterion id; a missing criterion stays open."""

    points: dict[str, Amount] = Field(max_length=40)
    comment: Annotated[str, StringConstraints(max_length=2000)] = ""


class QualificationIn(In):
    """The buyer's decision on one bid; a reason when it is not qualified."""

    is_qualified: bool
    reason: Annotated[str, StringConstraints(max_length=1000)] = ""


class LowPriceIn(In):
    """The committee's decision on a price that looks abnormally low."""

    is_explained: bool
    reason: Annotated[str, StringConstraints(max_length=1000)]


class CommitteeIn(In):
    """Representatives of the buyer by id; experts are drawn, or named with a reason."""

    representatives: list[Line] = Field(default_factory=list, max_length=9)
    experts: list[Line] | None = Field(None, max_length=9)
    reason: Annotated[str, StringConstraints(max_length=1000)] = ""


class CommitteeOut(Schema):
    """How many members were seated; their names stay secret until the result."""

    members: int


class EvaluationOut(Schema):
    """The frozen evaluation: its digest, the input that anybody can recompute, and the result."""

    digest: str
    input: dict[str, Any]
    result: dict[str, Any]


class AwardIn(In):
    """Why the first candidate wins; naming another bid is refused."""

    reason: Annotated[str, StringConstraints(max_length=2000)]
    bid: Line | None = None


class AwardOut(Schema):
    """An award as its officials see it."""

    id: str = Field(alias="public_id")
    tender: str = Field(alias="lot.tender.public_id")
    state: str
    organization: str = Field(alias="organization.public_id")
    amount: Decimal
    total_score: Decimal | None
    reason: str
    notice_at: datetime | None
    sign_by: date | None
    digest: str
