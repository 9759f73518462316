"""What an upheld challenge or complaint does to the tender: nothing, another award, another evaluation, or its end."""

from datetime import datetime

from bidding.models import Award, BidEvaluation, EarlierEvaluation, Lot, Seat, Tender
from bidding.queries.tenders import award_of, lot_of
from bidding.states import SEAT, TENDER, Remedy, SeatState, TenderState
from marketplace.audit.actions import record
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from organizations.models import User
from projects.states import ProjectState

from .awards import revoke_award
from .ending import cancel_tender, fail_locked
from .tenders import locked

REVOKING = (Remedy.NEXT_CANDIDATE, Remedy.EVALUATE_AGAIN, Remedy.NEW_PROCEDURE)


def remedies_for(tender: Tender, now: datetime) -> list[str]:
    """Return the remedies that the present state of the tender allows."""
    phase, signed = tender.phase(now), is_signed(tender)
    if phase == TenderState.PUBLISHED:
        return [Remedy.NONE, Remedy.AMEND, Remedy.NEW_PROCEDURE]
    if signed or phase in {TenderState.FAILED, TenderState.CANCELLED, TenderState.CLOSED}:
        return [Remedy.NONE]
    if phase in {TenderState.AWARDED, TenderState.EVALUATED}:
        return [Remedy.NONE, *REVOKING]
    return [Remedy.NONE, Remedy.NEW_PROCEDURE]


def is_signed(tender: Tender) -> bool:
    """Say whether the contract is signed; of a lot its own contract counts, not that of another lot."""
    if tender.division_id is None:
        return tender.project.state != ProjectState.TENDERING
    return Award.objects.filter(lot__tender=tender, contract__signed_at__isnull=False).exists()


def carry_out_locked(tender: Tender, *, remedy: str, actor: User, reason: str, now: datetime) -> None:
    """Carry a remedy out; the caller's transaction and lock hold. Refused (409) when the state does not allow it."""
    if remedy not in remedies_for(tender, now):
        raise Refused(
            "bidding.remedy_impossible", status=409, field="remedy", citation=Citation("GPR", "art. 54")
        )
    if remedy == Remedy.NEW_PROCEDURE and tender.phase(now) == TenderState.PUBLISHED:
        cancel_tender(actor=actor, tender=tender, reason=reason[:1000], now=now)
        return
    if remedy not in REVOKING:
        return
    award = award_of(lot_of(tender))
    if award is not None:
        revoke_award(actor=actor, award=award, reason=reason[:1000], now=now)
    tender = locked(tender)
    if remedy == Remedy.NEW_PROCEDURE:
        fail_locked(tender, actor=actor, code="failed_illegal", note=reason[:1000], now=now)
    elif remedy == Remedy.EVALUATE_AGAIN:
        _reopen_locked(tender, actor=actor, reason=reason, now=now)


def _reopen_locked(tender: Tender, *, actor: User, reason: str, now: datetime) -> None:
    """Set the evaluation aside, as it was, and give the committee its sheets back."""
    require_transition(TENDER, tender.state, TenderState.EVALUATING)
    lot = tender.lots.get()
    _set_aside(lot, reason, now)
    for seat in Seat.objects.select_for_update().filter(lot=lot, state=SeatState.LOCKED).order_by("pk"):
        require_transition(SEAT, seat.state, SeatState.CLEARED)
        seat.state, seat.locked_at = SeatState.CLEARED, None
        seat.save(update_fields=["state", "locked_at"])
    tender.state = TenderState.EVALUATING
    tender.save(update_fields=["state", "changed_at"])
    record(
        actor=actor,
        action="evaluation.reopened",
        subject=tender,
        at=now,
        before={"state": TenderState.EVALUATED},
        after={"state": tender.state},
        reason=reason,
    )


def _set_aside(lot: Lot, reason: str, now: datetime) -> None:
    old = BidEvaluation.objects.get(lot=lot)
    names = ("lot", "input", "result", "digest", "bidders", "draw", "made_by", "made_at")
    EarlierEvaluation.objects.create(
        **{name: getattr(old, name) for name in names}, reason=reason[:2000], set_aside_at=now
    )
    old.delete()
