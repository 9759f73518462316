"""The lots of a divided purchase: which stand beside a tender, what is decided, who has won enough."""

from django.db.models import QuerySet

from bidding.models import Award, Tender
from bidding.rules.lots import awarding_order, full_suppliers
from bidding.states import AwardState, TenderState

ENDED = (TenderState.FAILED, TenderState.CANCELLED)
DECIDED = (TenderState.AWARDED, *ENDED)


def lots_of(tender: Tender) -> list[Tender]:
    """Return the newest tender of every lot by number, the given one included; nothing without a division."""
    if tender.division_id is None:
        return []
    rows = Tender.objects.filter(division=tender.division_id).select_related("buyer", "division")
    dropped = {"state": TenderState.CANCELLED, "published_at": None}
    newest = {row.lot_number: row for row in rows.exclude(**dropped).order_by("pk")}
    return [newest[number] for number in sorted(newest)]


def public_lots_of(tender: Tender) -> list[Tender]:
    """Return the lots that were published."""
    return [row for row in lots_of(tender) if row.published_at is not None]


def running_beside(tender: Tender) -> QuerySet[Tender]:
    """Return the other tenders of the project that have not ended without award."""
    return Tender.objects.filter(project=tender.project_id).exclude(pk=tender.pk).exclude(state__in=ENDED)


def earlier_undecided(tender: Tender) -> Tender | None:
    """Return the lot that must be decided first, where one supplier may win only some lots."""
    # LOT-02
    division = tender.division
    if division is None or division.most_lots is None:
        return None
    rows = {row.lot_number: row for row in lots_of(tender)}
    order = awarding_order({number: row.budget for number, row in rows.items()}, division.award_order)
    before = order[: order.index(tender.lot_number)]
    return next((rows[number] for number in before if rows[number].state not in DECIDED), None)


def full_winners(tender: Tender) -> set[str]:
    """Return the public ids of organizations that have won as many other lots as the document allows."""
    division = tender.division
    if division is None or division.most_lots is None:
        return set()
    others = Award.objects.filter(lot__tender__division=division).exclude(lot__tender=tender)
    wins = others.exclude(state=AwardState.REVOKED).values_list("organization__public_id", flat=True)
    return full_suppliers(wins, division.most_lots)


def lots_record(tender: Tender) -> dict[str, object]:
    """Return what the document says of the other lots; nothing for a purchase in one piece."""
    division = tender.division
    if division is None:
        return {}
    rows = [
        {"number": row.lot_number, "title": row.title, "budget": row.budget, "reference": row.reference}
        for row in lots_of(tender)
    ]
    order = {"most_lots": division.most_lots, "award_order": division.award_order}
    return {"lot": tender.lot_number, "lots": rows, "whole_budget": division.budget, **order}
