"""Ask a bidder in writing during the evaluation, take its answer, correct a price, and declare a bid invalid."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from bidding.models import Bid, Hearing, Invalidity
from bidding.queries.bids import qualified_bids
from bidding.queries.evaluation import low_price_triggers
from bidding.rules.hearings import CORRECTION, LOW_PRICE, check_answer_time, check_time
from bidding.rules.price_correction import PriceLine, correct_price
from bidding.states import TenderState
from marketplace.audit.actions import record
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from organizations.models import User
from organizations.queries.people import members_of

from .committee import demand_state, locked_lot


def _locked(bid: Bid) -> Bid:
    """Return the bid with its lot locked; refused (409) unless it is under evaluation."""
    lot = locked_lot(bid.lot)
    demand_state(lot.tender, TenderState.EVALUATING)
    fresh = qualified_bids(lot).filter(pk=bid.pk).first()
    if fresh is None:
        raise Refused("bidding.not_under_evaluation", status=409)
    fresh.lot = lot
    return fresh


@transaction.atomic
def ask_bidder(
    *, actor: User, bid: Bid, kind: str, text: str, minutes: int, now: datetime, **price: object
) -> Hearing:
    """Ask for a written clarification, or for the explanation of a low price (at least 30 minutes, LOW-05).

    Raises Refused 409 for a price that no line of the low-price rule touches or that was asked about before.
    """
    bid = _locked(bid)
    tender, answer_by = bid.lot.tender, now + timedelta(minutes=minutes)
    check_time(kind, tender.notice_date, now, answer_by)
    if kind == LOW_PRICE and bid.pk not in low_price_triggers(bid.lot):
        raise Refused("bidding.no_trigger", status=409)
    if kind in {LOW_PRICE, CORRECTION} and bid.hearings.filter(kind=kind).exists():
        raise Refused("bidding.heard_already", status=409)
    hearing = Hearing.objects.create(
        bid=bid, kind=kind, text=text, asked_by=actor, asked_at=now, answer_by=answer_by, **price
    )
    after = {"bid": bid.receipt_number, "kind": kind, "answer_by": answer_by, **price}
    record(actor=actor, action="bidder.asked", subject=hearing, at=now, after=after)
    notify(
        recipients=members_of(bid.organization),
        kind="bidding.hearing_asked",
        key=f"{hearing.pk}",
        at=now,
        path=hearing.path,
        title=tender.title,
        minutes=minutes,
    )
    return hearing


def correct_bid_price(
    *,
    actor: User,
    bid: Bid,
    body: Decimal,
    text: str,
    minutes: int,
    now: datetime,
    in_words: Decimal | None = None,
    lines: Sequence[PriceLine] = (),
) -> Hearing:
    """Find the price that stands when the papers of a bid disagree, in legal order, and ask the bidder to confirm it.

    `body`, `in_words` (yuan) and `lines` are read by the committee in the bid; the opening summary is known.
    Raises Refused 409 when the papers agree (EVA-10; O87 art. 59).
    """
    found = correct_price(summary=bid.opened.price, body=body, in_words=in_words, lines=lines)
    if not found.needs_confirmation:
        raise Refused("bidding.papers_agree", status=409, citation=Citation("O87", "art. 59"))
    return ask_bidder(
        actor=actor, bid=bid, kind=CORRECTION, text=text, minutes=minutes, now=now, price=found.price,
        rule=found.rule,
    )  # fmt: skip


@transaction.atomic
def answer_hearing(
    *, actor: User, hearing: Hearing, answer: str, now: datetime, is_confirmed: bool | None = None
) -> Hearing:
    """Keep the bidder's one written answer; a correction is confirmed or not. Raises Refused 409 after the time."""
    bid = _locked(hearing.bid)
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    hearing.bid = bid
    if hearing.answered_at is not None:
        raise Refused("bidding.hearing_answered", status=409)
    check_answer_time(now, hearing.answer_by)
    if hearing.kind == CORRECTION and is_confirmed is None:
        raise Refused("bidding.confirm_or_not", field="is_confirmed")
    hearing.answer, hearing.answered_by, hearing.answered_at = answer, actor, now
    hearing.is_confirmed = is_confirmed if hearing.kind == CORRECTION else None
    hearing.save(update_fields=["answer", "answered_by", "answered_at", "is_confirmed"])
    after = {"bid": bid.receipt_number, "kind": hearing.kind, "is_confirmed": hearing.is_confirmed}
    record(actor=actor, action="bidder.answered", subject=hearing, at=now, after=after)
    return hearing


@transaction.atomic
def declare_invalid(*, actor: User, bid: Bid, ground: str, reason: str, now: datetime) -> Invalidity:
    """Declare a bid invalid for a legal ground (INV-01); it is scored and ranked no longer. 409 when it is already."""
    bid = _locked(bid)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    row = Invalidity.objects.create(bid=bid, ground=ground, reason=reason, decided_by=actor, decided_at=now)
    record(
        actor=actor,
        action="bid.invalid",
        subject=bid.lot,
        at=now,
        after={"bid": bid.receipt_number, "ground": ground},
        reason=reason,
    )
    return row
