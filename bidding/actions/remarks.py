"""What bidders say at the opening and what they are answered: the annex of the record (O87 art. 42); recordings."""

import json
from datetime import datetime

from django.db import IntegrityError, transaction

from bidding.models import Opening, OpeningRemark, Recording, Tender
from bidding.queries.bids import counted_bids
from bidding.queries.officers import roster_of
from bidding.queries.remarks import open_remarks, remarks_of
from bidding.sealing import keys
from bidding.states import RemarkKind, TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from marketplace.web.files import Checked
from marketplace.workdays.queries import database_now
from organizations.models import Organization, User
from organizations.queries.people import members_of, officials_with
from organizations.states import PostRole

from .tenders import demand_reason, locked

ARTICLE = Citation("O87", "art. 42")


def _demand_time(tender: Tender) -> None:
    """Refuse (409) before the deadline, and after the record with its annex is closed."""
    opening = Opening.objects.filter(tender=tender).first()
    phase = tender.phase(database_now())
    if phase not in {TenderState.CLOSED, TenderState.OPENED} or (opening and opening.annexed_at):
        raise Refused("bidding.opening_over", status=409, citation=ARTICLE)


@transaction.atomic
def raise_remark(
    *, actor: User, tender: Tender, organization: Organization, kind: str, text: str, now: datetime
) -> OpeningRemark:
    """Confirm the opening record, object to it, or ask that an official stands aside, for a bidder (OPEN-04).

    Raises Refused 409 outside the opening, before the record for a confirmation, for a second confirmation.
    """
    tender = locked(tender)
    _demand_time(tender)
    if kind == RemarkKind.CONFIRMED and tender.state != TenderState.OPENED:
        raise Refused("bidding.no_record_yet", status=409, citation=ARTICLE)
    if kind != RemarkKind.CONFIRMED:
        demand_reason(text)
    try:
        with transaction.atomic():
            remark = OpeningRemark.objects.create(
                tender=tender, organization=organization, kind=kind, text=text, raised_by=actor, raised_at=now
            )
    except IntegrityError:
        raise Refused("bidding.confirmed_already", status=409) from None
    record(
        actor=actor,
        action="opening.remarked",
        subject=remark,
        at=now,
        after={"kind": kind, "organization": organization.public_id},
        reason=text,
    )
    if kind != RemarkKind.CONFIRMED:
        _ask(tender, remark, now)
    return remark


def _ask(tender: Tender, remark: OpeningRemark, now: datetime) -> None:
    officers = [member.officer for member in roster_of(tender)]
    notify(
        recipients=[*officials_with(PostRole.PROJECT_OFFICER, department=tender.buyer), *officers],
        kind="bidding.remark_raised",
        key=f"{remark.pk}",
        at=now,
        path=f"/work/tenders/{tender.public_id}/opening/",
        title=tender.title,
        reference=tender.reference,
    )


@transaction.atomic
def answer_remark(*, actor: User, remark: OpeningRemark, answer: str, now: datetime) -> OpeningRemark:
    """Answer an objection or request on the spot; one answer, part of the record."""
    tender = locked(remark.tender)
    remark = (
        OpeningRemark.objects.select_for_update(of=("self",)).select_related("organization").get(pk=remark.pk)
    )
    if remark.kind == RemarkKind.CONFIRMED or remark.answered_at:
        raise Refused("bidding.remark_answered", status=409)
    demand_reason(answer)
    remark.answer, remark.answered_by, remark.answered_at = answer, actor, now
    remark.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        actor=actor,
        action="opening.answered",
        subject=remark,
        at=now,
        after={"remark": remark.pk},
        reason=answer,
    )
    notify(
        recipients=members_of(remark.organization),
        kind="bidding.remark_answered",
        key=f"{remark.pk}",
        at=now,
        path=f"{tender.path}opening/remarks/",
        title=tender.title,
        reference=tender.reference,
    )
    return remark


def annex_locked(tender: Tender, now: datetime) -> None:
    """Freeze and sign what was said at the opening of a locked tender, once; refused (409) while an answer is due.

    Who said nothing accepts the opening (O87 art. 42).
    """
    # OPEN-04
    opening = Opening.objects.filter(tender=tender, completed_at__isnull=False, annexed_at=None).first()
    if opening is None:
        return
    if missing := open_remarks(tender).count():
        raise Refused("bidding.remarks_open", status=409, missing=missing, citation=ARTICLE)
    opening.annex = json.loads(canonical(opening_annex(tender, opening, now)))
    opening.annex_digest = digest(opening.annex)
    opening.annex_signature = keys.sign(opening.annex)
    opening.annexed_at = now
    opening.save(update_fields=["annex", "annex_digest", "annex_signature", "annexed_at"])


def opening_annex(tender: Tender, opening: Opening, now: datetime) -> dict[str, object]:
    """Return the annex of the opening record: objections with their answers, who confirmed, who accepts by silence."""
    rows = list(remarks_of(tender))
    said = {row.organization_id for row in rows if row.kind == RemarkKind.CONFIRMED}
    bids = counted_bids(tender.lots.get()).select_related("organization")
    silent = [bid.organization.name for bid in bids if bid.organization_id not in said]
    return {
        "schema": "opening-annex/1",
        "tender": tender.reference,
        "record": opening.digest,
        "closed_at": now,
        "remarks": [_recorded(row) for row in rows],
        "confirmed": [row.organization.name for row in rows if row.kind == RemarkKind.CONFIRMED],
        "accepted_by_silence": silent,
        "key": keys.key_id(),
    }


def _recorded(row: OpeningRemark) -> dict[str, object]:
    return {
        "organization": row.organization.name,
        "kind": row.kind,
        "text": row.text,
        "by": row.raised_by.name,
        "raised_at": row.raised_at,
        "answer": row.answer,
        "answered_at": row.answered_at,
    }


@transaction.atomic
def keep_recording(
    *, actor: User, tender: Tender, phase: str, checked: Checked, note: str, now: datetime
) -> Recording:
    """Attach a recording of the opening or the evaluation, with its digest (OPEN-07)."""
    # OPEN-07
    tender = locked(tender)
    if tender.phase(database_now()) in {TenderState.DRAFT, TenderState.SUBMITTED, TenderState.PUBLISHED}:
        raise Refused("bidding.recording_early", status=409, citation=Citation("O87", "art. 39"))
    row = Recording.keep(checked, tender=tender, phase=phase, note=note, kept_by=actor, kept_at=now)
    record(
        actor=actor,
        action="recording.kept",
        subject=row,
        at=now,
        after={"phase": phase, "sha256": row.sha256, "size": row.size},
    )
    return row
