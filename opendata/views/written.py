"""What the writing API takes and answers, field by field; an unknown field is refused."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(max_length=400)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Amount = Annotated[str | int, Field(description="yuan as a decimal text, such as 125000.00")]
Hex64 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class In(Schema):
    """A body: only the named fields."""

    model_config = ConfigDict(extra="forbid")


class SignIn(In):
    """Who signs in: e-mail or mobile number, password, code of the second factor."""

    login: Line
    password: Annotated[str, StringConstraints(max_length=400)]
    code: Annotated[str, StringConstraints(max_length=20)]


class CodeIn(In):
    """A code of the second factor."""

    code: Annotated[str, StringConstraints(max_length=20)]


class SessionOut(Schema):
    """The token for the `Authorization: Bearer` header, and until when it works."""

    token: str
    expires_at: datetime
    user: str
    name: str


class CriterionIn(In):
    """A criterion with its points and how they are given."""

    text: Line
    kind: Literal["technical", "ability", "standing"] = "technical"
    points: Amount
    bands: Text


class TenderFields(In):
    """The content of a tender; what is left out keeps the value that the project gives."""

    title: Line | None = None
    need: Text | None = None
    place: Line | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    profile: Line | None = Field(None, description="track/procedure, such as statutory/open")
    approval_number: Line | None = None
    budget: Amount | None = None
    ceiling: Amount | None = None
    method: Literal["comprehensive", "lowest_price"] | None = None
    price_points: Amount | None = None
    tie_break: Literal["draw", "standing"] | None = None
    qualification: Text | None = None
    is_overdue_declared: bool | None = None
    acceptance: Text | None = None
    payment: Text | None = None
    comment_record: Line | None = None
    contact: Line | None = None
    contact_phone: Line | None = None
    bid_deadline: datetime | None = Field(None, description="without a zone: Asia/Shanghai")
    criteria: list[CriterionIn] | None = Field(None, max_length=20)


class TenderIn(TenderFields):
    """A new tender from a listed project."""

    project: Line = Field(description="id of the project")


class AmendmentIn(In):
    """What changes in a published tender, and why. Object, qualification, money and method cannot be amended."""

    reason: Annotated[str, StringConstraints(max_length=1000)]
    need: Text | None = None
    place: Line | None = None
    acceptance: Text | None = None
    payment: Text | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    ceiling: Amount | None = None
    contact: Line | None = None
    contact_phone: Line | None = None
    criteria: list[CriterionIn] | None = Field(None, max_length=20)
    bid_deadline: datetime | None = Field(None, description="only later than the published one")


class ExtensionIn(In):
    """A later deadline, and why."""

    bid_deadline: datetime = Field(description="later than the published one; without a zone: Asia/Shanghai")
    reason: Annotated[str, StringConstraints(max_length=1000)]


class AmendmentOut(Schema):
    """A change of a published tender: proposed, published by a second official, or dropped."""

    number: int
    state: str
    is_material: bool = Field(description="whether sealed bids must be confirmed for the new version")
    reason: str
    changes: list[dict[str, Any]]
    bid_deadline: datetime | None = Field(description="the new deadline, when it moves")
    proposed_at: datetime
    decided_at: datetime | None
    digest: str | None = Field(None, description="digest of the new version of the document")

    @staticmethod
    def resolve_digest(row: Any) -> str | None:
        """Return the digest of the published version."""
        return row.document.digest if row.document_id else None


class AmendmentsOut(Schema):
    """Every change in order."""

    amendments: list[AmendmentOut]


class SharesIn(In):
    """Key shares that an officer decrypted: per bid and envelope 66 hex digits, or null for one that does not open."""

    shares: list[dict[str, Any]] = Field(max_length=3000)


class ShareListOut(Schema):
    """The own encrypted shares of an officer."""

    model_config = ConfigDict(extra="allow")

    tender: str
    x: int
    key: str
    shares: list[dict[str, Any]]


class ProgressOut(Schema):
    """Where the opening stands: closed (the other officer is awaited), opened or failed."""

    tender: str
    state: str
    end_reason: str


class PublishIn(In):
    """The address of the notice on the official medium, where the procedure needs one."""

    official_address: Annotated[str, StringConstraints(max_length=200)] = ""


class LotIn(In):
    """One lot: its name, its money, its ceiling."""

    title: Line
    budget: Amount
    ceiling: Amount | None = None


class LotsIn(In):
    """How a draft is divided: its lots, and how many of them one supplier may win in which order."""

    lots: list[LotIn] = Field(max_length=10)
    most_lots: int | None = Field(None, ge=1, le=10)
    award_order: Literal["number", "budget"] = "number"


class ReasonIn(In):
    """A reason that is kept and shown to those concerned."""

    reason: Annotated[str, StringConstraints(max_length=1000)]


class CriterionOut(Schema):
    """A criterion of the document."""

    id: int = Field(alias="pk")
    code: str
    kind: str
    text: str
    bands: str
    points: Decimal


class TenderFile(Schema):
    """A tender as its officials work on it; after publication the same as the public record."""

    id: str = Field(alias="public_id")
    reference: str
    project: str = Field(alias="project.public_id")
    state: str
    title: str
    lot: int = Field(alias="lot_number", description="Number of the lot; 1 for a purchase in one piece")
    need: str
    place: str
    qualification: str
    acceptance: str
    payment: str
    track: str
    procedure: str
    method: str
    price_points: Decimal | None
    budget: Decimal
    ceiling: Decimal | None
    bid_deadline: datetime | None
    published_at: datetime | None
    digest: str = Field(alias="document_digest")
    roster_digest: str
    return_reason: str
    end_reason: str
    end_note: str
    criteria: list[CriterionOut]

    @staticmethod
    def resolve_criteria(row: Any) -> list[Any]:
        """Return the criteria of the one lot."""
        return list(row.lots.get().criteria.all())


class OrganizationIn(In):
    """The own organization; needed only by members of several."""

    organization: Annotated[str, StringConstraints(max_length=12)] = ""


class SealIn(OrganizationIn):
    """A container `sealbid/1`: three envelopes, each with its outer manifest and the encrypted key shares."""

    envelopes: list[dict[str, Any]] = Field(max_length=3)


class PartOut(Schema):
    """A part: how long it is, how much arrived, its hash once complete."""

    name: str
    size: int
    received: int
    is_complete: bool
    sha256: str
    chunk_sha256: str = ""


class PartsOut(Schema):
    """The own parts for a tender."""

    parts: list[PartOut]


class TermsOut(Schema):
    """All that a sealing program needs (docs/sealbid-1.md)."""

    model_config = ConfigDict(extra="allow")

    schema_: str = Field(alias="schema")
    header: dict[str, Any]
    holders: list[dict[str, Any]]
    threshold: int
    limits: dict[str, int]


class ReceiptOut(Schema):
    """A signed receipt, and what opens its leaf in the log."""

    receipt: dict[str, Any]
    signature: str
    state: str
    log: dict[str, Any] | None = None


class ReceiptIn(In):
    """A receipt to verify, as it was handed out; `state` and `log` may stay in it."""

    receipt: dict[str, Any]
    signature: Annotated[str, StringConstraints(max_length=200)]
    state: Line | None = None
    log: dict[str, Any] | None = None


class KeyOut(Schema):
    """The public key (Ed25519, hex) that signs receipts and opening records."""

    key: str


class VerdictOut(KeyOut):
    """Whether the receipt carries our signature over exactly this content."""

    is_valid: bool


class PriceOut(Schema):
    """The sealed price form of a bid and the key that opens it."""

    receipt: str
    sha256: str
    key: str | None = Field(description="age identity; none when the bid could not be opened")
    ciphertext: str = Field(description="address of the age file")


class OpeningOut(Schema):
    """The opening record, its digest and signature, and the price forms that anybody can open again."""

    record: dict[str, Any]
    digest: str
    signature: str
    prices: list[PriceOut]


class HeadOut(Schema):
    """A checkpoint: size, root (hex), signed note."""

    size: int
    root: str
    checkpoint: str


class InclusionOut(Schema):
    """A proof of inclusion (index, size, root, checkpoint), or of consistency (old, new); the path is hex."""

    path: list[str]
    index: int | None = None
    size: int | None = None
    root: str | None = None
    checkpoint: str | None = None
    old: HeadOut | None = None
    new: HeadOut | None = None


class ReceivedOut(Schema):
    """A notice of the payment provider is kept."""

    received: bool
