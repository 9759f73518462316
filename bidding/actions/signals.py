"""Look for signs that bids were made together, and write down what the committee decides on them."""

from datetime import datetime

from django.db import transaction

from bidding.models import Lot, Signal
from bidding.queries.bids import qualified_bids
from bidding.queries.signals import traits_of
from bidding.rules.collusion import find_signs
from bidding.states import InvalidGround, TenderState
from marketplace.audit.actions import record
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from organizations.models import Department, User
from organizations.queries.people import officials_with
from organizations.states import DepartmentKind, PostRole

from .committee import demand_state, locked_lot
from .hearings import declare_invalid


def keep_signals(*, lot: Lot, now: datetime) -> list[Signal]:
    """Keep every sign among the qualified bids of a locked lot; only when its evaluation begins."""
    bids = {bid.receipt_number: bid for bid in qualified_bids(lot)}
    signs = find_signs([traits_of(bid) for bid in bids.values()], lot.tender.notice_date)
    kept = []
    for sign in signs:
        signal = Signal.objects.create(lot=lot, rule=sign.rule, evidence=sign.evidence, found_at=now)
        signal.bids.set([bids[name] for name in sign.bidders])
        kept.append(signal)
    return kept


@transaction.atomic
def decide_signal(*, actor: User, signal: Signal, is_confirmed: bool, reason: str, now: datetime) -> Signal:
    """Write down the committee's decision: a confirmed sign makes its bids invalid and is reported (COL-06).

    Raises Refused 409 when decided already or the bids are not under evaluation, 422 without a reason.
    """
    lot = locked_lot(signal.lot)
    demand_state(lot.tender, TenderState.EVALUATING)
    signal = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    if signal.is_confirmed is not None:
        raise Refused("bidding.signal_decided", status=409)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason", citation=Citation("O87", "art. 37"))
    signal.is_confirmed, signal.reason, signal.decided_by, signal.decided_at = (
        is_confirmed,
        reason,
        actor,
        now,
    )
    signal.save(update_fields=["is_confirmed", "reason", "decided_by", "decided_at"])
    numbers = sorted(signal.bids.values_list("receipt_number", flat=True))
    record(
        actor=actor,
        action="signal.decided",
        subject=lot,
        at=now,
        after={"rule": signal.rule, "bids": numbers, "is_confirmed": is_confirmed},
        reason=reason,
    )
    if is_confirmed:
        for bid in signal.bids.filter(invalidity__isnull=True).order_by("pk"):
            declare_invalid(actor=actor, bid=bid, ground=InvalidGround.COLLUSION, reason=reason, now=now)
        _report(signal, lot, numbers, now)
    return signal


def _report(signal: Signal, lot: Lot, numbers: list[str], now: datetime) -> None:
    """Report a confirmed sign in writing to the finance department and the auditors (COL-06, O87 art. 36, 37)."""
    people = set(officials_with(PostRole.AUDITOR))
    for department in Department.objects.filter(kind=DepartmentKind.FINANCE):
        people |= set(officials_with(department=department))
    notify(
        recipients=sorted(people, key=lambda user: user.pk),
        kind="bidding.collusion_confirmed",
        key=f"{signal.pk}",
        at=now,
        path=f"/work/tenders/{lot.tender.public_id}/",
        title=lot.tender.title,
        reference=lot.tender.reference,
        bids=", ".join(numbers),
        reason=signal.reason,
    )
