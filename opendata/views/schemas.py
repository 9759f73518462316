"""What the API answers, field by field; a field that is not named here is never shown."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Field, Schema


class Named(Schema):
    """A department, community or category by code."""

    code: str
    name: str
    name_en: str = ""


class ProjectOut(Schema):
    """A public service project."""

    id: str = Field(alias="public_id")
    reference: str
    title: str
    title_en: str
    summary: str
    state: str
    category: Named
    department: Named
    communities: list[Named]
    budget: Decimal
    starts_on: date
    ends_on: date
    recipients: str
    listed_at: datetime | None
    path: str
    is_demo: bool

    @staticmethod
    def resolve_communities(row: Any) -> list[Any]:
        """Return the communities (prefetched)."""
        return list(row.communities.all())


class TenderOut(Schema):
    """A published tender; bids are never part of it."""

    id: str = Field(alias="public_id")
    reference: str
    project: str = Field(alias="project.public_id")
    title: str
    need: str
    qualification: str
    state: str
    track: str
    procedure: str
    method: str
    buyer: Named
    lot: int = Field(alias="lot_number", description="Number of the lot; 1 for a purchase in one piece")
    budget: Decimal
    ceiling: Decimal | None
    notice_date: date | None
    published_at: datetime | None
    bid_deadline: datetime | None
    digest: str = Field(alias="document_digest")
    official_address: str
    path: str
    is_demo: bool


class SupplierOut(Schema):
    """An organization named in another record."""

    id: str = Field(alias="public_id")
    name: str
    name_en: str


class ContractOut(Schema):
    """A published contract."""

    id: str = Field(alias="public_id")
    reference: str
    project: str = Field(alias="project.public_id")
    title: str
    state: str
    buyer: Named
    supplier: SupplierOut = Field(alias="organization")
    category: Named
    amount: Decimal
    starts_on: date
    ends_on: date
    difficulty: int
    signed_at: datetime | None
    closed_at: datetime | None
    digest: str
    path: str
    is_demo: bool


class OrganizationOut(Schema):
    """A verified organization; no persons, no bank details."""

    id: str = Field(alias="public_id")
    name: str
    name_en: str
    kind: str
    credit_code: str | None = Field(alias="uscc")
    summary: str
    registrar: str
    registered_on: date | None
    assessment_grade: int | None
    grade_issued_on: date | None
    categories: list[str]
    path: str
    is_demo: bool


class StandingOut(Schema):
    """One row of the ranking."""

    organization: SupplierOut
    category: str
    rank: int | None
    status: str
    score: Decimal
    low: Decimal
    high: Decimal
    contracts: int
    evidence: int
    as_of: datetime
    version: str
    params_hash: str


class PastOut(Schema):
    """A historical record with its source."""

    id: str = Field(alias="public_id")
    kind: str
    ocid: str | None
    title: str
    title_en: str
    buyer: str
    supplier: str
    amount: Decimal | None
    currency: str
    day: date | None
    category: str | None = Field(alias="category_id")
    method: str
    status: str
    summary: str
    source_title: str
    source_address: str
    path: str


class NeedOut(Schema):
    """A need that everybody may read; its author is never shown."""

    id: str = Field(alias="public_id")
    reference: str
    community: Named
    kind: str
    title: str
    state: str
    raised_at: datetime | None
    screened_at: datetime | None
    path: str


class IndexOut(Schema):
    """The way into the interface."""

    title: str
    version: str
    description: str
    collections: dict[str, str]


class PageOut(Schema):
    """One page of a list: rows, and the cursor of the next page (empty on the last)."""

    next: str
    results: list[Any]


class ProblemOut(Schema):
    """An error (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str = ""
