"""Divide a purchase into lots, share what they have in common, and look for a supplier for a failed lot again."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from bidding.models import Division, Lot, Tender, Terms
from bidding.queries.divisions import lots_of, running_beside
from bidding.queries.invitations import CLOSED_LISTS
from bidding.queries.terms import FIELDS, terms_of
from bidding.rules.lots import LotPlan, check_plans
from bidding.states import TENDER, TenderState
from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from organizations.models import User
from projects.models import Project
from projects.states import ProjectState

from .lots import locked_together
from .tenders import EDITABLE, criteria_rows, write_criteria

SHARED = (
    "qualification", "acceptance", "payment", "method", "price_points", "tie_break", "is_overdue_declared",
    "is_sme_reserved",
)  # fmt: skip
OWN = {"title", "budget", "ceiling", "deposit"}


@transaction.atomic
def divide_tender(
    *,
    actor: User,
    tender: Tender,
    plans: Sequence[LotPlan],
    most_lots: int | None,
    award_order: str,
    now: datetime,
) -> Division:
    """Divide a draft into lots, or divide it anew; every lot gets the draft's content and is then edited alone.

    Refused (409) unless a draft, (422) for lots that do not fit the money, or with a closed list of bidders.
    """
    rows = locked_together(tender)
    first = rows[0]
    if tender.pk not in {row.pk for row in rows} or first.state != TenderState.DRAFT:
        raise Refused("bidding.not_a_draft", status=409)
    if first.procedure in CLOSED_LISTS:
        raise Refused("bidding.closed_list_divided", citation=Citation("GPL", "art. 29"))
    if running_beside(first).exclude(pk__in=[row.pk for row in rows]).exists():
        raise Refused("bidding.lots_are_out", status=409)
    whole = Decimal(str(first.whole_budget))
    check_plans(plans, whole, most_lots)
    division = first.division or Division(project=first.project, title=first.title, budget=whole)
    before = {"lots": len(rows), "most_lots": division.most_lots}
    division.most_lots, division.award_order = most_lots, award_order
    division.made_by, division.made_at = actor, now
    division.save()
    for number, plan in enumerate(plans, start=1):
        kept = rows[number - 1] if number <= len(rows) else _copied(first, division, number, actor, now)
        _write_lot(kept, division, number, plan)
    for spare in rows[len(plans) :]:
        _drop(spare, actor, now)
    after = {"lots": len(plans), "most_lots": most_lots, "budgets": [plan.budget for plan in plans]}
    record(actor=actor, action="tender.divided", subject=first, at=now, before=before, after=after)
    return division


def _write_lot(tender: Tender, division: Division, number: int, plan: LotPlan) -> None:
    tender.division, tender.lot_number = division, number
    tender.title, tender.budget, tender.ceiling = plan.title, plan.budget, plan.ceiling
    tender.save(update_fields=["division", "lot_number", "title", "budget", "ceiling", "changed_at"])
    Lot.objects.filter(tender=tender).update(
        number=number, title=plan.title, budget=plan.budget, ceiling=plan.ceiling
    )


def _copied(source: Tender, division: Division, number: int, actor: User, now: datetime) -> Tender:
    """Return a new draft with the content of another lot."""
    kept = {name: getattr(source, name) for name in EDITABLE}
    tender = Tender.objects.create(
        reference=next_reference("ZB", day_of(now).year), project=source.project, spine_id=source.spine_id,
        buyer=source.buyer, division=division, lot_number=number, created_by=actor, created_at=now,
        **{**kept, "deposit": None},
    )  # fmt: skip
    Terms.objects.create(tender=tender, **_terms(source))
    lot = Lot.objects.create(
        tender=tender, number=number, title=tender.title, budget=tender.budget, ceiling=tender.ceiling
    )
    write_criteria(lot, criteria_rows(source.lots.get()))
    return tender


def _terms(source: Tender) -> dict[str, object]:
    terms = terms_of(source)
    return {name: getattr(terms, name) for name in FIELDS}


def _drop(tender: Tender, actor: User, now: datetime) -> None:
    require_transition(TENDER, tender.state, TenderState.CANCELLED)
    tender.state, tender.end_reason, tender.ended_at = TenderState.CANCELLED, "cancelled", now
    tender.save(update_fields=["state", "end_reason", "ended_at", "changed_at"])
    record(
        actor=actor,
        action="tender.cancelled",
        subject=tender,
        at=now,
        before={"state": TenderState.DRAFT},
        after={"state": tender.state},
    )


@transaction.atomic
def share_content(*, actor: User, tender: Tender, now: datetime) -> list[Tender]:
    """Give the criteria, conditions and terms of one draft lot to the others; name and money stay their own."""
    rows = locked_together(tender)
    source = next(row for row in rows if row.pk == tender.pk)
    if source.state != TenderState.DRAFT or source.division_id is None:
        raise Refused("bidding.not_a_draft", status=409)
    others = [row for row in rows if row.pk != source.pk]
    criteria, terms = criteria_rows(source.lots.get()), _terms(source)
    for row in others:
        for name in SHARED:
            setattr(row, name, getattr(source, name))
        row.save(update_fields=[*SHARED, "changed_at"])
        Terms.objects.filter(tender=row).update(**terms)
        write_criteria(row.lots.get(), criteria)
    record(
        actor=actor,
        action="tender.lots_shared",
        subject=source,
        at=now,
        after={"lots": [row.lot_number for row in others], "criteria": len(criteria)},
    )
    return others


@transaction.atomic
def tender_lot_again(*, actor: User, tender: Tender, now: datetime) -> Tender:
    """Begin a new procedure for a lot that ended without award, while the other lots go on (GPL art. 37).

    Refused (409) unless the lot ended after its publication, and while a new procedure for it runs.
    """
    project = Project.objects.select_for_update(of=("self",)).get(pk=tender.project_id)
    tender = (
        Tender.objects.select_for_update(of=("self",)).select_related("division", "buyer").get(pk=tender.pk)
    )
    ended = tender.state in {TenderState.FAILED, TenderState.CANCELLED} and tender.published_at is not None
    is_newest = any(row.pk == tender.pk for row in lots_of(tender))
    if tender.division is None or not ended or not is_newest:
        raise Refused("bidding.lot_not_ended", status=409)
    if project.state in {ProjectState.CLOSED, ProjectState.CANCELLED}:
        raise Refused("bidding.project_not_listed", status=409)
    again = _copied(tender, tender.division, tender.lot_number, actor, now)
    again.bid_deadline, again.official_address = None, ""
    again.save(update_fields=["bid_deadline", "official_address", "changed_at"])
    record(
        actor=actor,
        action="tender.created",
        subject=again,
        at=now,
        after={"state": again.state, "again": tender.reference, "lot": tender.lot_number},
    )
    return again
