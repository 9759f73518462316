"""The talks of a consultation or negotiation: heard suppliers, changes of the need, leaving, asking for final quotes."""

from datetime import datetime

from django.db import transaction

from bidding.models import Bid, Departure, Lot, NeedChange, Negotiation, QuoteShare, Seat, Talk
from bidding.queries.bids import qualified_bids
from bidding.queries.negotiations import least_of, started_of
from bidding.rules.negotiations import (
    check_go_on,
    check_in_time,
    check_left,
    check_talks,
    cited,
    quote_deadline,
)
from bidding.states import NEED_CHANGE, NEGOTIATION, NeedChangeState, NegotiationState, TenderState
from marketplace.audit.actions import record
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.workdays.queries import database_now
from organizations.models import User
from organizations.queries.people import members_of
from payments.actions import start_returns
from payments.states import ReturnGround

from .committee import demand_state, locked_lot
from .tenders import demand_reason


def begin_negotiation(lot: Lot, now: datetime) -> None:
    """Open the talks of a locked lot whose document promises final quotes; nothing happens for others or again."""
    if lot.tender.has_final_quotes:
        Negotiation.objects.get_or_create(lot=lot, defaults={"begun_at": now})


def locked_negotiation(lot: Lot) -> Negotiation:
    """Return the negotiation locked after its tender; refused (409) where there is none or evaluation is over."""
    lot = locked_lot(lot)
    demand_state(lot.tender, TenderState.EVALUATING)
    row = Negotiation.objects.select_for_update(of=("self",)).filter(lot=lot).first()
    if row is None:
        raise Refused("bidding.no_talks", status=409)
    row.lot = lot
    return row


def demand_talks(negotiation: Negotiation) -> None:
    """Refuse (409) what belongs to the talks once final quotes are asked for."""
    if negotiation.state != NegotiationState.RUNNING:
        raise Refused("bidding.talks_over", status=409)


def demand_quotes_open(lot: Lot) -> None:
    """Refuse scores before the final quotes are open: proposal and quote are scored together (F214 art. 23)."""
    row = Negotiation.objects.filter(lot=lot).first()
    if row is not None and row.state != NegotiationState.QUOTED:
        raise Refused("bidding.quotes_not_open", status=409, citation=cited(lot.tender.procedure, "quotes"))


def demand_quoted(lot: Lot) -> None:
    """Refuse a result without opened final quotes, or with two suppliers that nobody chose to go on with (EVA-13)."""
    row = Negotiation.objects.filter(lot=lot).first()
    if row is None:
        return
    demand_quotes_open(lot)
    check_go_on(lot.tender.procedure, qualified_bids(lot).count(), started_of(lot), row.go_on_reason)


@transaction.atomic
def keep_talk(*, actor: User, bid: Bid, text: str, now: datetime) -> Talk:
    """Write down what the committee and one supplier talked about; the supplier reads its own record (NEG-02)."""
    negotiation = locked_negotiation(bid.lot)
    demand_talks(negotiation)
    bid = _remaining(bid, negotiation)
    talk = Talk.objects.create(bid=bid, text=text, kept_by=actor, kept_at=now)
    record(
        actor=actor,
        action="negotiation.talked",
        subject=negotiation,
        at=now,
        after={"bid": bid.receipt_number, "talk": talk.pk},
    )
    return talk


def _remaining(bid: Bid, negotiation: Negotiation) -> Bid:
    found = qualified_bids(negotiation.lot).filter(pk=bid.pk).first()
    if found is None:
        raise Refused("bidding.has_left", status=409)
    found.lot = negotiation.lot
    return found


@transaction.atomic
def propose_need_change(*, actor: User, lot: Lot, text: str, now: datetime) -> NeedChange:
    """Propose a substantive change of the need in writing; nothing is sent before the buyer confirms it (NEG-03)."""
    negotiation = locked_negotiation(lot)
    demand_talks(negotiation)
    change = NeedChange.objects.create(
        negotiation=negotiation,
        number=negotiation.changes.count() + 1,
        text=text,
        proposed_by=actor,
        proposed_at=now,
    )
    record(
        actor=actor,
        action="need_change.proposed",
        subject=change,
        at=now,
        after={"number": change.number, "state": change.state},
        reason=text,
    )
    return change


@transaction.atomic
def confirm_need_change(*, actor: User, change: NeedChange, now: datetime) -> NeedChange:
    """Confirm a change for the buyer and send it to every remaining supplier at once (NEG-03, F214 art. 20)."""
    negotiation, change = _decided(actor, change, NeedChangeState.SENT, now)
    for bid in qualified_bids(negotiation.lot):
        notify(
            recipients=members_of(bid.organization),
            kind="bidding.need_changed",
            key=f"{change.pk}",
            at=now,
            path=f"{negotiation.lot.tender.path}negotiation/",
            title=negotiation.lot.tender.title,
            number=change.number,
            text=change.text[:300],
        )
    return change


@transaction.atomic
def drop_need_change(*, actor: User, change: NeedChange, reason: str, now: datetime) -> NeedChange:
    """Refuse a change for the buyer, with a reason; the suppliers never hear of it."""
    demand_reason(reason)
    return _decided(actor, change, NeedChangeState.DROPPED, now, reason)[1]


def _decided(
    actor: User, change: NeedChange, to: str, now: datetime, reason: str = ""
) -> tuple[Negotiation, NeedChange]:
    negotiation = locked_negotiation(change.negotiation.lot)
    demand_talks(negotiation)
    change = NeedChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    require_transition(NEED_CHANGE, change.state, to)
    if change.proposed_by_id == actor.pk:
        raise Refused("bidding.four_eyes", status=403)
    change.state, change.decided_by, change.decided_at, change.reason = to, actor, now, reason
    change.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record(
        actor=actor,
        action="need_change.sent" if to == NeedChangeState.SENT else "need_change.dropped",
        subject=change,
        at=now,
        before={"state": NeedChangeState.PROPOSED},
        after={"state": to, "number": change.number},
        reason=reason,
    )
    return negotiation, change


@transaction.atomic
def leave_negotiation(*, actor: User, bid: Bid, reason: str, now: datetime) -> Departure:
    """Take an organization out of the talks before its final quote; its deposit starts on its way back (NEG-04)."""
    negotiation = locked_negotiation(bid.lot)
    tender = negotiation.lot.tender
    if negotiation.state == NegotiationState.QUOTED or hasattr(bid, "final_quote"):
        raise Refused("bidding.quote_binds", status=409, citation=cited(tender.procedure, "leaving"))
    if negotiation.quote_by is not None and negotiation.state == NegotiationState.QUOTING:
        check_in_time(tender.procedure, database_now(), negotiation.quote_by)
    bid = _remaining(bid, negotiation)
    demand_reason(reason)
    departure = Departure.objects.create(bid=bid, reason=reason, left_by=actor, left_at=now)
    record(
        actor=actor,
        action="negotiation.left",
        subject=negotiation,
        at=now,
        after={"bid": bid.receipt_number},
        reason=reason,
    )
    start_returns(
        actor=actor,
        subject_reference=tender.reference,
        ground=ReturnGround.WITHDRAWN,
        now=now,
        only=bid.organization,
    )
    return departure


@transaction.atomic
def go_on_with_two(*, actor: User, lot: Lot, reason: str, now: datetime) -> Negotiation:
    """Record the buyer's choice to go on although only two of the suppliers are left (EVA-13)."""
    negotiation = locked_negotiation(lot)
    demand_reason(reason)
    negotiation.go_on_reason = reason
    negotiation.save(update_fields=["go_on_reason"])
    record(
        actor=actor,
        action="negotiation.goes_on",
        subject=negotiation,
        at=now,
        after={"left": qualified_bids(negotiation.lot).count()},
        reason=reason,
    )
    return negotiation


@transaction.atomic
def ask_final_quotes(*, actor: User, seat: Seat, request: str, minutes: int, now: datetime) -> Negotiation:
    """End the talks and ask every remaining supplier for its final quote until the same moment (NEG-01, NEG-02)."""
    negotiation = locked_negotiation(seat.lot)
    tender, bids = negotiation.lot.tender, list(qualified_bids(negotiation.lot))
    require_transition(NEGOTIATION, negotiation.state, NegotiationState.QUOTING)
    if negotiation.changes.filter(state=NeedChangeState.PROPOSED).exists():
        raise Refused("bidding.change_open", status=409, citation=cited(tender.procedure, "changes"))
    heard = set(Talk.objects.filter(bid__in=bids).values_list("bid_id", flat=True))
    check_talks(tender.procedure, sum(bid.pk not in heard for bid in bids))
    started = started_of(negotiation.lot)
    check_left(tender.procedure, len(bids), least_of(negotiation.lot))
    check_go_on(tender.procedure, len(bids), started, negotiation.go_on_reason)
    moment = database_now()
    negotiation.quote_by = quote_deadline(tender.procedure, moment, minutes)
    negotiation.state, negotiation.request = NegotiationState.QUOTING, request
    negotiation.turn += 1
    negotiation.asked_by, negotiation.asked_at = actor, moment
    negotiation.save()
    record(
        actor=actor,
        action="final_quotes.asked",
        subject=negotiation,
        at=now,
        before={"state": NegotiationState.RUNNING},
        after={"state": negotiation.state, "quote_by": negotiation.quote_by, "suppliers": len(bids)},
    )
    for bid in bids:
        notify(
            recipients=members_of(bid.organization),
            kind="bidding.final_quote_asked",
            key=f"{negotiation.pk}:{negotiation.turn}",
            at=now,
            path=f"{tender.path}negotiation/",
            title=tender.title,
            until=f"{local(negotiation.quote_by):%Y-%m-%d %H:%M}",
        )
    return negotiation


@transaction.atomic
def renew_final_quotes(*, actor: User, lot: Lot, reason: str, now: datetime) -> Negotiation:
    """Begin the final quotes anew when those handed in cannot be opened any more; nobody has read any of them.

    Refused (409) before the time for quotes is over and once an opening officer has handed in a key.
    """
    negotiation = locked_negotiation(lot)
    require_transition(NEGOTIATION, negotiation.state, NegotiationState.RUNNING)
    demand_reason(reason)
    shares = QuoteShare.objects.filter(quote__bid__lot=negotiation.lot)
    if database_now() < negotiation.quote_by:
        raise Refused("bidding.quotes_run", status=409)
    if shares.filter(opened__isnull=False).exists():
        raise Refused("bidding.quotes_opening", status=409)
    dropped = [share.quote for share in shares.select_related("quote").distinct("quote")]
    shares.delete()
    for quote in dropped:
        quote.delete()
    negotiation.state = NegotiationState.RUNNING
    negotiation.save(update_fields=["state"])
    record(
        actor=actor,
        action="final_quotes.renewed",
        subject=negotiation,
        at=now,
        before={"state": NegotiationState.QUOTING},
        after={"state": negotiation.state, "unopened": sorted(quote.digest for quote in dropped)},
        reason=reason,
    )
    return negotiation
