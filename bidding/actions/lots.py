"""What lots of one purchase do together: they are locked, handed in and published at once, and end one by one."""

from datetime import datetime

from bidding.models import Tender
from bidding.queries.divisions import lots_of, running_beside
from bidding.queries.invitations import CLOSED_LISTS
from bidding.rules.findings import Finding, require
from bidding.rules.lots import check_sum
from bidding.states import TenderState
from marketplace.core.refusals import Citation, Refused
from organizations.models import User
from projects.actions import advance_project
from projects.states import ProjectState

TOGETHER = (
    "track", "procedure", "cause", "cause_note", "approval_number", "comment_record", "contact", "contact_phone",
    "bid_deadline",
)  # fmt: skip
"""What all lots of a purchase have in common, because they are published together and judged by the whole money."""


def locked_together(tender: Tender) -> list[Tender]:
    """Return the tender and the lots in the same state, all locked, by number; alone without a division."""
    rows = Tender.objects.select_for_update(of=("self",)).select_related(
        "project__category", "buyer", "spine", "division", "created_by", "submitted_by"
    )
    if tender.division_id is None:
        return [rows.get(pk=tender.pk)]
    found = list(rows.filter(division=tender.division_id).order_by("pk"))
    state = next(row.state for row in found if row.pk == tender.pk)
    return sorted((row for row in found if row.state == state), key=lambda row: row.lot_number)


def require_of_lot(row: Tender, asked: Tender, findings: list[Finding]) -> None:
    """Raise what blocks a lot; of another lot than the one at hand, say which."""
    try:
        require(findings)
    except Refused as refused:
        if row.pk == asked.pk:
            raise
        raise Refused(
            "bidding.lot_blocked", citation=refused.citation, lot=row.lot_number, title=row.title
        ) from refused


def begin_tendering(tender: Tender, *, actor: User, now: datetime) -> None:
    """Move the project to tendering; a lot tendered again leaves it where its other lots have brought it."""
    delivering = {ProjectState.CONTRACTED, ProjectState.DELIVERING}
    if tender.division_id is not None and tender.project.state in delivering:
        return
    tender.project = advance_project(actor=actor, project=tender.project, to=ProjectState.TENDERING, now=now)


def free_project(tender: Tender, *, actor: User | None, now: datetime) -> None:
    """List the project again after an end without award, unless another of its lots goes on."""
    if not running_beside(tender).exists():
        advance_project(actor=actor, project=tender.project, to=ProjectState.LISTED, now=now)


def check_lots(tender: Tender, content: dict[str, object]) -> None:
    """Refuse a lot above what the other lots leave of the purchase, and a closed list of bidders for lots."""
    # LOT-01
    if tender.division is None:
        return
    if content.get("procedure", tender.procedure) in CLOSED_LISTS:
        raise Refused("bidding.closed_list_divided", citation=Citation("GPL", "art. 29"), field="profile")
    others = [row.budget for row in lots_of(tender) if row.lot_number != tender.lot_number]
    check_sum([*others, content.get("budget", tender.budget)], tender.division.budget)  # type: ignore[list-item]


def keep_together(tender: Tender) -> None:
    """Give the other drafts of the purchase what all lots have in common."""
    if tender.division_id is None:
        return
    drafts = Tender.objects.filter(division=tender.division_id, state=TenderState.DRAFT)
    given = {name: getattr(tender, name) for name in TOGETHER}
    drafts.exclude(pk=tender.pk).update(**given, changed_at=tender.changed_at)
