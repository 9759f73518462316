"""The opening ceremony: two officers of the roster, after the deadline; resumable bid by bid.

An officer's turn is the same whether the server unlocks the key with the passphrase, the officer decrypts the shares
on the own machine and posts them, or reports the key lost. When too few keys are left the bidders are asked for
their recovery keys.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from pyrage import x25519

from bidding.models import Bid, Envelope, KeyLoss, Opening, OpeningShare, RosterMember, SealedShare, Tender
from bidding.queries.bids import counted_bids, needed_suppliers
from bidding.queries.openings import officer_of, shares_for
from bidding.sealing import keys
from bidding.sealing.officers import Unlocking, open_share, prove, unlock
from bidding.sealing.shares import read_shares, share_is_wrong
from bidding.states import BidState, TenderState
from marketplace.audit.actions import record
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.notifications.actions import notify
from marketplace.workdays.queries import database_now
from organizations.models import User
from organizations.queries.people import members_of

from .ending import close_locked, fail_locked
from .records import complete
from .tenders import demand_reason, locked
from .unsealing import is_key_lost, is_officer_awaited, open_one

RECOVERY_WINDOW = timedelta(hours=24)
DONE = {TenderState.OPENED, TenderState.FAILED}
Provide = Callable[[list[Bid]], Mapping[int, bytes]]


def open_bids(
    *,
    actor: User,
    tender: Tender,
    passphrase: str,
    now: datetime,
    unlocking: Unlocking = unlock,
) -> Tender:
    """Hand in the officer's key for this tender; the second officer's opens the bids.

    Unlocking takes about a second by design; whoever opens many tenders in a row may remember the identity.
    Raises Refused 409 before the deadline, for the same officer twice; 403 for others; 422 for a wrong passphrase.
    Too few bids: nothing is decrypted, the tender has failed. A repeated act after the opening answers the record.
    """
    tender = _current(tender)
    if tender.state in DONE:
        return tender
    member = officer_of(actor, tender)
    identity = unlocking(bytes(member.key.locked_identity), passphrase)
    prove(member.key.recipient, identity)

    def provide(bids: list[Bid]) -> dict[int, bytes]:
        return {row.envelope_id: _opened(identity, row) for row in shares_for(bids, member)}

    return _take_turn(actor, tender, member, provide, now)


def _opened(identity: x25519.Identity, row: SealedShare) -> bytes:
    """Return the raw share, or nothing when it was not dealt as it should have been."""
    share = open_share(identity, row.blob) or b""
    return b"" if share_is_wrong(row.envelope.manifest, row.member.position, share) else share


def post_shares(*, actor: User, tender: Tender, shares: object, now: datetime) -> Tender:
    """Hand in shares that the officer has decrypted elsewhere; the second officer's open the bids.

    `shares` is the JSON list of {"bid": …, "envelope": …, "share": hex or null}; null says that the own program
    could not open that share. It may come in several posts. Every share is checked alone: a wrong one is refused
    (422) with the officer's key and nothing of that post is kept; other officers' shares are unaffected.
    Raises Refused as `open_bids`.
    """
    tender = _current(tender)
    if tender.state in DONE:
        return tender
    member = officer_of(actor, tender)
    given = read_shares(shares)
    rows = {
        (row.bid.public_id, row.kind): row
        for row in Envelope.objects.filter(bid__in=counted_bids(tender.lots.get())).select_related("bid")
    }
    if not set(given) <= set(rows):
        raise Refused("bidding.share_unknown")
    wrong = [
        rows[place]
        for place, share in given.items()
        if share_is_wrong(rows[place].manifest, member.position, share)
    ]
    if wrong:
        _note_wrong(actor, tender, member, wrong)
        raise Refused("bidding.share_wrong", key=member.key.fingerprint, count=len(wrong))
    return _take_turn(
        actor, tender, member, lambda _bids: {rows[k].pk: share for k, share in given.items()}, now
    )


@transaction.atomic
def _note_wrong(actor: User, tender: Tender, member: RosterMember, wrong: list[Envelope]) -> None:
    """Keep the attempt in the log: the refusal itself rolls back everything else."""
    record(
        actor=actor,
        action="opening.share_refused",
        subject=tender,
        at=database_now(),
        after={"place": member.position, "key": member.key.fingerprint, "wrong": len(wrong)},
    )


def report_key_lost(*, actor: User, tender: Tender, reason: str, now: datetime) -> Tender:
    """Say that the own key cannot be used any more; it counts as the officer's turn.

    When no two officers are left with keys, the bidders are asked for their recovery keys for a day.
    """
    tender = _current(tender)
    if tender.state in DONE:
        return tender
    demand_reason(reason)
    member = officer_of(actor, tender)
    if _write_loss(actor, tender, member, reason).state in DONE:
        return _current(tender)
    return finish_opening(tender=tender, now=now)


def _current(tender: Tender) -> Tender:
    return Tender.objects.select_related("buyer", "project__category").get(pk=tender.pk)


def _take_turn(actor: User, tender: Tender, member: RosterMember, provide: Provide, now: datetime) -> Tender:
    tender = _hand_in(actor, tender, member, provide)
    if tender.state in DONE:
        return tender
    return finish_opening(tender=tender, now=now)


def _begin(actor: User, tender: Tender, moment: datetime) -> tuple[Tender, Opening | None]:
    """Close the locked tender if the clock alone has, fail it with too few bids, else return its opening."""
    # OPEN-02
    if tender.state == TenderState.PUBLISHED:
        close_locked(tender, moment)
    if tender.state != TenderState.CLOSED:
        return tender, None
    if counted_bids(tender.lots.get()).count() < needed_suppliers(tender):
        few = "failed_few_bidders"
        return fail_locked(tender, actor=actor, code=few, note=few, now=moment), None
    opening, _ = Opening.objects.get_or_create(
        tender=tender, defaults={"started_at": moment, "first_officer": actor}
    )
    if opening.second_officer_id is None and opening.first_officer_id != actor.pk:
        opening.second_officer = actor
        opening.save(update_fields=["second_officer"])
    return tender, opening


@transaction.atomic
def _hand_in(actor: User, tender: Tender, member: RosterMember, provide: Provide) -> Tender:
    moment = database_now()
    tender, opening = _begin(actor, locked(tender), moment)
    if opening is None:
        return tender
    bids = list(counted_bids(tender.lots.get()))
    given = provide(bids)
    known = set(OpeningShare.objects.filter(member=member).values_list("envelope_id", flat=True))
    fresh = {key: share for key, share in given.items() if key not in known}
    if not fresh:
        raise Refused(
            "bidding.same_officer" if known else "bidding.shares_missing", status=409 if known else 422
        )
    OpeningShare.objects.bulk_create(
        OpeningShare(
            envelope_id=key, member=member, blob=keys.wrap(share, f"share:{key}"), received_at=moment
        )
        for key, share in fresh.items()
    )
    usable = sum(share != b"" for share in fresh.values())
    record(
        actor=actor,
        action="opening.key_handed_in",
        subject=opening,
        at=moment,
        after={"place": member.position, "shares": usable, "bids": len(bids)},
    )
    if not usable:
        raise Refused("bidding.shares_unusable")
    return tender


@transaction.atomic
def _write_loss(actor: User, tender: Tender, member: RosterMember, reason: str) -> Tender:
    moment = database_now()
    tender, opening = _begin(actor, locked(tender), moment)
    if opening is None:
        return tender
    _, is_new = KeyLoss.objects.get_or_create(
        member=member, defaults={"reason": reason, "reported_at": moment}
    )
    if not is_new:
        raise Refused("bidding.same_officer", status=409)
    record(
        actor=actor,
        action="opening.key_lost",
        subject=opening,
        at=moment,
        after={"place": member.position, "key": member.key.fingerprint},
        reason=reason,
    )
    return tender


def finish_opening(*, tender: Tender, now: datetime) -> Tender:
    """Open what is in reach, bid by bid, then write the record; safe to repeat after a crash."""
    opening = Opening.objects.filter(tender=tender).select_related("tender").first()
    if opening is None or opening.second_officer_id is None:
        return tender
    if opening.completed_at is None:
        lot = tender.lots.get()
        for bid in list(counted_bids(lot).filter(state=BidState.SEALED)):
            open_one(bid=bid, tender=opening.tender)
        _ask_bidders(tender=opening.tender)
        complete(tender=tender)
    tender.refresh_from_db()
    return tender


@transaction.atomic
def _ask_bidders(*, tender: Tender) -> None:
    """Ask, once, the bidders of bids that the officers' keys cannot open any more for their recovery keys."""
    waiting = list(
        counted_bids(tender.lots.get()).filter(state=BidState.SEALED).select_related("organization")
    )
    if not waiting or not is_key_lost(tender) or any(is_officer_awaited(bid, tender) for bid in waiting):
        return
    opening = Opening.objects.select_for_update(of=("self",)).get(tender=tender)
    if opening.recovery_ends_at is not None:
        return
    moment = database_now()
    opening.recovery_ends_at = moment + RECOVERY_WINDOW
    opening.save(update_fields=["recovery_ends_at"])
    record(
        actor=None,
        action="opening.recovery_asked",
        subject=opening,
        at=moment,
        after={"until": opening.recovery_ends_at, "bids": len(waiting)},
    )
    for bid in waiting:
        notify(
            recipients=members_of(bid.organization),
            kind="bidding.recovery_asked",
            key=bid.receipt_number,
            at=moment,
            path=f"/receipts/{bid.receipt_number}/recovery/",
            title=tender.title,
            receipt=bid.receipt_number,
            until=f"{local(opening.recovery_ends_at):%Y-%m-%d %H:%M}",
        )


def finish_due_openings() -> int:
    """Take up openings that a crash interrupted or whose time for recovery keys is over; return how many."""
    rows = Opening.objects.filter(completed_at=None, second_officer__isnull=False).select_related("tender")
    due = list(rows.order_by("pk"))
    for opening in due:
        try:
            finish_opening(tender=opening.tender, now=database_now())
        except Refused:  # the disk is full: this one waits, the others go on
            continue
    return len(due)
