"""Propose, confirm and revoke awards; tell every bidder what the law owes them."""

import json
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import translation

from bidding.events import AwardConfirmed
from bidding.models import Award, Bid, BidEvaluation, Invalidity, Lot, Qualification, Talk, Tender
from bidding.phrases.law import UNDECIDED
from bidding.queries.bids import counted_bids
from bidding.queries.challenges import what_stops
from bidding.queries.consortia import promised_by
from bidding.queries.divisions import earlier_undecided, full_winners
from bidding.queries.evaluation import active_seats, standing_prices
from bidding.queries.invitations import CLOSED_LISTS
from bidding.rules.awards import AwardDates, award_dates, check_choice, decision_due
from bidding.states import AWARD, TENDER, AwardState, Procedure, SeatRole, TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.outbox.actions import publish
from marketplace.web.models import Stop
from marketplace.web.spine import write_stop
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import CalendarNotLoaded
from organizations.models import Organization, User
from organizations.queries.people import members_of, officials_with
from organizations.states import PostRole
from payments.actions import start_returns
from payments.states import ReturnGround

from .reports import freeze_report
from .tenders import locked


def candidates(evaluation: BidEvaluation) -> list[dict[str, object]]:
    """Return the ranked rows without bids whose award was revoked, and of those who have won enough lots (LOT-02)."""
    # LOT-02
    revoked = Award.objects.filter(
        lot=evaluation.lot, state=AwardState.REVOKED, proposed_at__gte=evaluation.made_at
    )
    full = full_winners(evaluation.lot.tender)
    gone = set(revoked.values_list("bid__receipt_number", flat=True))
    gone |= {bidder for bidder, organization in evaluation.bidders.items() if organization in full}
    rows = [row for row in evaluation.result["bids"] if row["rank"] and row["bidder"] not in gone]
    first = min((row["rank"] for row in rows), default=None)
    return [{**row, "rank": 1 if row["rank"] == first else row["rank"]} for row in rows]


def first_candidate(evaluation: BidEvaluation) -> str:
    """Return the bidder code that the award goes to; refused when nobody is left or a tie is open."""
    rows = candidates(evaluation)
    if not rows:
        raise Refused("bidding.no_candidate", status=409)
    first = [str(row["bidder"]) for row in rows if row["rank"] == 1]
    if len(first) == 1:
        return first[0]
    for name in (evaluation.draw or {}).get("order", []):
        if name in first:
            return str(name)
    raise Refused("bidding.tie_undecided", status=409, citation=Citation("O87", "art. 68"))


@transaction.atomic
def propose_award(*, actor: User, lot: Lot, reason: str, now: datetime, bid: Bid | None = None) -> Award:
    """Propose the first candidate; any other bid is refused (GPR art. 43). One active award per lot (LOW-08)."""
    tender = locked(lot.tender)
    if tender.state != TenderState.EVALUATED:
        raise Refused(
            "bidding.award_exists" if tender.state == TenderState.AWARDED else "bidding.not_under_evaluation",
            status=409,
        )
    if lot.awards.exclude(state=AwardState.REVOKED).exists():
        raise Refused("bidding.award_exists", status=409)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    _demand_earlier_lots(tender)
    evaluation = BidEvaluation.objects.get(lot=lot)
    first = first_candidate(evaluation)
    chosen = bid.receipt_number if bid else first
    check_choice(chosen, candidates(evaluation), first)
    row = next(row for row in evaluation.result["bids"] if row["bidder"] == chosen)
    winner = Bid.objects.select_related("opened", "organization").get(receipt_number=chosen)
    lot.tender = tender
    freeze_report(lot, actor=actor, now=now)
    award = Award.objects.create(
        lot=lot,
        bid=winner,
        organization=winner.organization,
        amount=standing_prices(lot).get(winner.pk, winner.opened.price),
        total_score=Decimal(row["total"]) if row["total"] else None,
        reason=reason,
        proposed_by=actor,
        proposed_at=now,
        needs_closer_watch=bool(row["low_price_triggers"]),
    )
    record(
        actor=actor,
        action="award.proposed",
        subject=award,
        at=now,
        after={"bid": chosen, "amount": award.amount, "total": row["total"]},
        reason=reason,
    )
    notify(
        recipients=officials_with(PostRole.APPROVER, department=tender.buyer).exclude(pk=actor.pk),
        kind="bidding.award_to_confirm",
        key=f"{award.pk}",
        at=now,
        path=f"/work/tenders/{tender.public_id}/",
        title=tender.title,
        reference=tender.reference,
    )
    return award


def _demand_earlier_lots(tender: Tender) -> None:
    """Refuse (409) while a lot that comes before in the stated order is undecided (LOT-02)."""
    # LOT-02
    earlier = earlier_undecided(tender)
    if earlier is not None:
        raise Refused(
            "bidding.earlier_lot_first", status=409, lot=earlier.lot_number, title=earlier.title,
            citation=Citation("O87", "art. 20"),
        )  # fmt: skip


@transaction.atomic
def propose_undecided(*, lot: Lot, now: datetime) -> Award | None:
    """Propose the first candidate for the buyer that has not decided in time (AWD-02, O87 art. 68).

    Returns None where it is not due, something is proposed already, or nobody is left. Raises CalendarNotLoaded.
    """
    tender = locked(lot.tender)
    evaluation = BidEvaluation.objects.get(lot=lot)
    if tender.state != TenderState.EVALUATED or lot.awards.exists():
        return None
    if day_of(now) <= decision_due(day_of(evaluation.made_at), load_calendar()):
        return None
    with translation.override("zh-hans"):
        reason = str(UNDECIDED)
    return propose_award(actor=evaluation.made_by, lot=lot, reason=reason, now=now)


def propose_due_awards(now: datetime) -> int:
    """Propose for every buyer that has not decided in time, one transaction each; return how many awards were made."""
    made = 0
    rows = Lot.objects.filter(
        tender__state=TenderState.EVALUATED, awards__isnull=True, evaluation__isnull=False
    )
    for lot in rows.select_related("tender").order_by("pk"):
        try:
            made += propose_undecided(lot=lot, now=now) is not None
        except (Refused, CalendarNotLoaded):
            continue
    return made


@transaction.atomic
def confirm_award(*, actor: User, award: Award, now: datetime) -> Award:
    """Confirm what another official proposed: the result notice is frozen and public, the periods begin."""
    tender = locked(award.lot.tender)
    award = (
        Award.objects.select_for_update(of=("self",))
        .select_related("organization", "lot", "bid")
        .get(pk=award.pk)
    )
    award.lot.tender = tender
    require_transition(AWARD, award.state, AwardState.CONFIRMED)
    require_transition(TENDER, tender.state, TenderState.AWARDED)
    if actor.pk == award.proposed_by_id:
        raise Refused("bidding.four_eyes", status=403)
    if stop := what_stops(tender, now):
        raise Refused(stop, status=409, citation=Citation("GPR", "art. 54"))
    dates = award_dates(day_of(now), load_calendar())
    _confirm(award, actor, dates, now)
    tender.state, tender.ended_at = TenderState.AWARDED, now
    tender.save(update_fields=["state", "ended_at", "changed_at"])
    record(
        actor=actor,
        action="award.confirmed",
        subject=award,
        at=now,
        before={"state": AwardState.PROPOSED},
        after={"state": award.state, "document": award.digest, "amount": award.amount},
    )
    write_stop(
        spine_id=tender.spine_id,
        stop=Stop.TENDER,
        reference=tender.reference,
        title=tender.title,
        path=tender.path,
        at=now,
    )
    publish(AwardConfirmed(award_id=award.pk))
    start_returns(
        actor=actor,
        subject_reference=tender.reference,
        ground=ReturnGround.LOST,
        now=now,
        but=[award.organization_id],
    )
    _tell_bidders(award, tender, now)
    return award


def _confirm(award: Award, actor: User, dates: AwardDates, now: datetime) -> None:
    award.state, award.confirmed_by, award.notice_at = AwardState.CONFIRMED, actor, now
    award.notice_ends_on, award.challenge_ends_on = dates.notice_ends_on, dates.challenge_ends_on
    award.sign_by, award.sign_not_before = dates.sign_by, dates.sign_not_before
    award.dates = [step.as_record() for step in dates.steps]
    award.document = json.loads(canonical(result_notice(award)))
    award.digest = digest(award.document)
    award.save()


def result_notice(award: Award) -> dict[str, object]:
    """Return the result notice: parties, winner, sum, score, experts, reason, dates (O87 art. 69; 243号)."""
    # COM-08, AWD-04
    lot, tender = award.lot, award.lot.tender
    evaluation = BidEvaluation.objects.get(lot=lot)
    row = next(r for r in evaluation.result["bids"] if r["bidder"] == award.bid.receipt_number)
    given = next(b for b in evaluation.input["bids"] if b["bidder"] == award.bid.receipt_number)
    seats = list(active_seats(lot))
    return {
        "schema": "result-notice/1",
        "tender": tender.reference,
        "title": tender.title,
        "buyer": {"name": tender.buyer.name, "address": tender.buyer.address, "phone": tender.contact_phone},
        "winner": {
            "name": award.organization.name,
            "uscc": award.organization.uscc,
            "address": award.organization.address,
        },
        **promised_by(award),
        "amount": award.amount,
        "need": tender.need,
        "starts_on": tender.starts_on,
        "ends_on": tender.ends_on,
        "method": tender.method,
        "total": row["total"],
        "evaluated_price": row["evaluated_price"],
        "price_score": row["price_score"],
        "factor_scores": row["factor_scores"],
        "scores": given["scores"],
        "base_price": min(r["evaluated_price"] for r in _ranked(evaluation)) if _ranked(evaluation) else None,
        "bids": counted_bids(lot).count(),
        "ranked": len(_ranked(evaluation)),
        "reason": award.reason,
        "experts": [seat.member.name for seat in seats if seat.role == SeatRole.EXPERT],
        "representatives": [seat.member.name for seat in seats if seat.role == SeatRole.BUYER],
        "evaluation": evaluation.digest,
        **_closed(lot),
        **_lot_facts(evaluation),
        "draw": evaluation.draw,
        "steps": award.dates,
        "published_at": award.notice_at,
    }


def _lot_facts(evaluation: BidEvaluation) -> dict[str, object]:
    """Return which lot of which purchase it is, and who was passed over having won enough lots (LOT-02)."""
    tender = evaluation.lot.tender
    if tender.division is None:
        return {}
    full = full_winners(tender)
    ranked = {row["bidder"] for row in evaluation.result["bids"] if row["rank"]}
    passed = {who for bidder, who in evaluation.bidders.items() if bidder in ranked and who in full}
    names = Organization.objects.filter(public_id__in=passed).order_by("name").values_list("name", flat=True)
    return {
        "lot": tender.lot_number,
        "purchase": tender.division.title,
        "most_lots": tender.division.most_lots,
        "passed_over": list(names),
    }


def _closed(lot: Lot) -> dict[str, object]:
    """Return what is told of a closed list of bidders with the result: who was invited, what was talked about."""
    tender = lot.tender
    if tender.procedure not in CLOSED_LISTS:
        return {}
    talks = Talk.objects.filter(bid__lot=lot) if tender.procedure == Procedure.SINGLE else Talk.objects.none()
    return {
        "invited": list(tender.invited.order_by("pk").values_list("name", flat=True)),
        "talks": [{"at": row.kept_at, "text": row.text} for row in talks.order_by("pk")],
    }


def _ranked(evaluation: BidEvaluation) -> list[dict[str, object]]:
    return sorted(
        (row for row in evaluation.result["bids"] if row["rank"]),
        key=lambda row: Decimal(str(row["evaluated_price"])),
    )


def _tell_bidders(award: Award, tender: Tender, now: datetime) -> None:
    # AWD-05
    evaluation = BidEvaluation.objects.get(lot=award.lot)
    rows = {row["bidder"]: row for row in evaluation.result["bids"]}
    failed = dict(
        Qualification.objects.filter(bid__lot=award.lot, is_qualified=False).values_list("bid_id", "reason")
    )
    failed |= dict(Invalidity.objects.filter(bid__lot=award.lot).values_list("bid_id", "reason"))
    for bid in counted_bids(award.lot).select_related("organization"):
        row = rows.get(bid.receipt_number, {})
        kind, facts = "bidding.award_lost", {
            "total": row.get("total") or "—",
            "rank": row.get("rank") or "—",
            "until": award.challenge_ends_on or "",
        }  # fmt: skip
        if bid.pk == award.bid_id:
            kind, facts = "bidding.award_won", {"amount": award.amount, "sign_by": award.sign_by or ""}
        elif bid.pk in failed:
            kind, facts = "bidding.bid_unqualified", {"reason": failed[bid.pk]}
        notify(
            recipients=members_of(bid.organization),
            kind=kind,
            key=f"{award.pk}",
            at=now,
            path=f"{tender.path}result/",
            title=tender.title,
            reference=tender.reference,
            **facts,
        )


@transaction.atomic
def revoke_award(*, actor: User, award: Award, reason: str, now: datetime) -> Award:
    """Take an award back (the winner refuses, or a proposal was wrong); the next candidate may follow (GPR 49)."""
    tender = locked(award.lot.tender)
    award = Award.objects.select_for_update(of=("self",)).select_related("lot").get(pk=award.pk)
    require_transition(AWARD, award.state, AwardState.REVOKED)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    before = award.state
    if tender.state == TenderState.AWARDED:
        require_transition(TENDER, tender.state, TenderState.EVALUATED)
        tender.state, tender.ended_at = TenderState.EVALUATED, None
        tender.save(update_fields=["state", "ended_at", "changed_at"])
    award.state, award.revoke_reason, award.revoked_at = AwardState.REVOKED, reason, now
    award.save(update_fields=["state", "revoke_reason", "revoked_at"])
    record(
        actor=actor,
        action="award.revoked",
        subject=award,
        at=now,
        before={"state": before},
        after={"state": award.state},
        reason=reason,
    )
    return award
