"""The flat tables of the downloads: columns by name, rows from the public querysets of the rooms."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bidding.queries.tenders import public_tenders
from contracts.queries.contracts import public_contracts
from deliberation.queries.needs import public_needs
from marketplace.statutes import STATUTES
from organizations.queries.organizations import public_organizations
from projects.models import PastProcess
from projects.queries.projects import public_projects
from ranking.queries.standings import ranking_table

Column = tuple[str, Callable[[Any], object]]
CHUNK = 500


@dataclass(frozen=True)
class Table:
    """One download."""

    name: str
    title: object
    rows: Callable[[], QuerySet | list]
    columns: tuple[Column, ...]

    def lines(self) -> Iterator[list[object]]:
        """Yield the header, then every row; reads the database in chunks."""
        yield [name for name, _get in self.columns]
        rows = self.rows()
        found = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows
        for row in found:
            yield [get(row) for _name, get in self.columns]

    def count(self) -> int:
        """Return how many rows there are."""
        rows = self.rows()
        return rows.count() if isinstance(rows, QuerySet) else len(rows)


def field(path: str) -> Callable[[Any], object]:
    """Return a reader of a dotted path; a missing link reads as nothing."""

    def read(row: Any) -> object:
        for part in path.split("."):
            row = getattr(row, part, None)
            if row is None:
                return None
        return row

    return read


def named(*pairs: str) -> tuple[Column, ...]:
    """Return columns from `name` or `name=path` texts."""
    split = [pair.partition("=") for pair in pairs]
    return tuple((name, field(path or name)) for name, _sign, path in split)


def _communities(row: Any) -> str:
    return " ".join(community.code for community in row.communities.all())


TABLES = {
    table.name: table
    for table in (
        Table(
            "projects",
            _("Service projects"),
            lambda: public_projects().order_by("pk"),
            (
                *named(
                    "id=public_id", "reference", "title", "title_en", "state", "category=category_id",
                    "department=department.name", "budget", "starts_on", "ends_on", "recipients", "listed_at",
                    "closed_at", "is_demo",
                ),
                ("communities", _communities),
            ),
        ),
        Table(
            "tenders",
            _("Tenders"),
            lambda: public_tenders().order_by("pk"),
            named(
                "id=public_id", "reference", "project=project.public_id", "title", "state", "track", "procedure",
                "buyer=buyer.name", "budget", "ceiling", "notice_date", "published_at", "bid_deadline",
                "digest=document_digest", "is_demo",
            ),
        ),
        Table(
            "contracts",
            _("Contracts"),
            lambda: public_contracts().order_by("pk"),
            named(
                "id=public_id", "reference", "project=project.public_id", "title", "state", "buyer=buyer.name",
                "supplier=organization.public_id", "supplier_name=organization.name", "category=category_id",
                "amount", "starts_on", "ends_on", "signed_at", "closed_at", "digest", "is_demo",
            ),
        ),
        Table(
            "organizations",
            _("Social organizations"),
            lambda: public_organizations().select_related("community").order_by("pk"),
            named(
                "id=public_id", "name", "name_en", "kind", "credit_code=uscc", "community=community.code",
                "registered_on", "registrar", "assessment_grade", "grade_issued_on", "is_demo",
            ),
        ),
        Table(
            "ranking",
            _("Standings of organizations"),
            lambda: ranking_table().order_by("pk"),
            named(
                "organization=organization.public_id", "name=organization.name", "category", "rank", "status",
                "score", "low", "high", "contracts", "evidence", "as_of", "version", "params_hash",
            ),
        ),
        Table(
            "needs",
            _("Needs of residents"),
            lambda: public_needs().order_by("pk"),
            named(
                "id=public_id", "reference", "community=community.code", "kind", "title", "state", "rule=rule.code",
                "raised_at", "screened_at",
            ),
        ),
        Table(
            "past-processes",
            _("Historical records"),
            lambda: PastProcess.objects.defer("body", "summary").order_by("pk"),
            named(
                "id=public_id", "kind", "ocid", "title", "title_en", "buyer", "supplier", "amount", "currency",
                "day", "category=category_id", "method", "status", "source_title", "source_address",
            ),
        ),
        Table(
            "rules",
            _("Rules and their sources"),
            STATUTES.all,
            named(
                "key", "value", "unit", "document=citation.instrument", "article=citation.article",
                "trust=citation.trust", "rule", "since", "until", "note",
            ),
        ),
    )
}  # fmt: skip
