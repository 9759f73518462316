"""An invited tender: qualification notice, applications, the buyer's check, the draw from a seed fixed beforehand."""

import json
import secrets
from datetime import datetime

from django.db import transaction

from bidding.models import Candidate, Prequalification, Tender
from bidding.permissions.invitations import may_apply
from bidding.queries.drafts import review_draft
from bidding.queries.invitations import candidates_of, prequalification_of
from bidding.rules.findings import require
from bidding.rules.invitations import check_application_time, drawn
from bidding.states import TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.clock import day_of, is_late, local
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from marketplace.web.access import demand
from marketplace.workdays.queries import database_now, load_calendar
from organizations.models import Organization, User
from organizations.queries.people import members_of
from organizations.states import OrganizationState

from .tenders import locked

LATER = {"NOT-07", "DOC-02", "CAL-03"}
NOTICED = (
    "title", "need", "place", "qualification", "budget", "ceiling", "starts_on", "ends_on", "contact",
    "contact_phone", "cause", "cause_note", "approval_number", "official_address",
)  # fmt: skip


@transaction.atomic
def publish_prequalification(
    *, actor: User, tender: Tender, apply_by: datetime, now: datetime, official_address: str = ""
) -> Prequalification:
    """Publish the qualification notice of an invited draft, by somebody who did not prepare it (NOT-03)."""
    tender = locked(tender)
    if tender.state != TenderState.DRAFT or tender.procedure != "invited":
        raise Refused("bidding.not_a_draft", status=409)
    if prequalification_of(tender) is not None:
        raise Refused("bidding.notice_is_out", status=409)
    if actor.pk == tender.created_by_id:
        raise Refused("bidding.four_eyes", status=403)
    if official_address:
        tender.official_address = official_address
        tender.save(update_fields=["official_address", "changed_at"])
    if not tender.official_address:
        raise Refused(
            "bidding.no_official_address", field="official_address", citation=Citation("GPR", "art. 8")
        )
    findings = review_draft(tender, now)
    require(row for row in findings if row.rule not in LATER and row.field != "bid_deadline")
    check_application_time(day_of(now), apply_by, load_calendar())
    seed = secrets.token_hex(16)
    row = Prequalification(
        tender=tender, seed=seed, seed_digest=digest(seed.encode()), published_by=actor, published_at=now,
        apply_by=apply_by,
    )  # fmt: skip
    row.notice = _notice(row, tender)
    row.digest = digest(row.notice)
    row.save(force_insert=True)
    record(
        actor=actor,
        action="qualification.published",
        subject=row,
        at=now,
        after={"notice": row.digest, "apply_by": apply_by, "seed": row.seed_digest},
    )
    _announce(row, now)
    return row


def _notice(row: Prequalification, tender: Tender) -> dict[str, object]:
    """Return the qualification notice as plain data; the seed stands in it as its SHA-256 only."""
    body = {
        **{name: getattr(tender, name) for name in NOTICED},
        "schema": "qualification-notice/1",
        "reference": tender.reference,
        "buyer": {"name": tender.buyer.name, "address": tender.buyer.address},
        "published_at": row.published_at,
        "apply_by": row.apply_by,
        "seed_sha256": row.seed_digest,
    }
    return json.loads(canonical(body))


def _announce(row: Prequalification, now: datetime) -> None:
    tender = row.tender
    fitting = Organization.objects.filter(
        state=OrganizationState.VERIFIED, categories__contains=[tender.project.category_id]
    )
    for organization in fitting:
        notify(
            recipients=members_of(organization),
            kind="bidding.qualification_notice",
            key=f"{row.pk}",
            at=now,
            path=row.path,
            title=tender.title,
            until=f"{local(row.apply_by):%Y-%m-%d %H:%M}",
        )


@transaction.atomic
def apply_for_invitation(
    *, actor: User, row: Prequalification, organization: Organization, statement: str, now: datetime
) -> Candidate:
    """Apply, or change the own application, until the time is over. Raises Refused 409 late, Denied 403."""
    tender = locked(row.tender)
    moment = database_now()
    if is_late(moment, row.apply_by) or tender.state != TenderState.DRAFT:
        raise Refused("bidding.application_late", status=409, citation=Citation("GPR", "art. 21"))
    demand(may_apply(actor, row, organization))
    candidate, is_new = Candidate.objects.update_or_create(
        prequalification=row,
        organization=organization,
        defaults={"statement": statement, "applied_by": actor, "applied_at": moment},
    )
    record(
        actor=actor,
        action="candidate.applied" if is_new else "candidate.changed",
        subject=candidate,
        at=now,
        after={"statement": digest(statement.encode())},
    )
    return candidate


@transaction.atomic
def judge_candidate(
    *, actor: User, candidate: Candidate, is_accepted: bool, reason: str, now: datetime
) -> Candidate:
    """Decide on one application after the time to apply, before the draw; a refusal needs its reason."""
    row = _undrawn(candidate.prequalification)
    if not is_accepted and not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk, prequalification=row)
    before = candidate.is_accepted
    candidate.is_accepted, candidate.reason = is_accepted, reason
    candidate.decided_by, candidate.decided_at = actor, now
    candidate.save(update_fields=["is_accepted", "reason", "decided_by", "decided_at"])
    record(
        actor=actor,
        action="candidate.judged",
        subject=candidate,
        at=now,
        before={"is_accepted": before},
        after={"is_accepted": is_accepted},
        reason=reason,
    )
    return candidate


def _undrawn(row: Prequalification) -> Prequalification:
    """Return the notice locked after its tender; refused before the time to apply is over and after the draw."""
    tender = locked(row.tender)
    row = Prequalification.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.tender = tender
    if not is_late(database_now(), row.apply_by):
        raise Refused(
            "bidding.applications_run", status=409, until=f"{local(row.apply_by):%Y-%m-%d %H:%M}",
            citation=Citation("GPR", "art. 21"),
        )  # fmt: skip
    if row.drawn_at is not None or tender.state != TenderState.DRAFT:
        raise Refused("bidding.drawn_already", status=409)
    return row


@transaction.atomic
def draw_invited(*, actor: User, row: Prequalification, wanted: int, now: datetime) -> Prequalification:
    """Draw at least three of all accepted by the seed that the notice has fixed; everybody can repeat it (NOT-07)."""
    row = _undrawn(row)
    candidates = list(candidates_of(row))
    if missing := sum(one.is_accepted is None for one in candidates):
        raise Refused("bidding.candidates_open", status=409, missing=missing)
    accepted = {one.organization.public_id: one.organization for one in candidates if one.is_accepted}
    chosen = drawn(row.seed, accepted, wanted, day_of(row.published_at))
    row.tender.invited.set([accepted[name] for name in chosen])
    row.drawn_at = now
    row.record = json.loads(
        canonical(
            {
                "schema": "invitation-draw/1",
                "tender": row.tender.reference,
                "seed": row.seed,
                "among": sorted(accepted),
                "drawn": chosen,
                "drawn_at": now,
            }
        )
    )
    row.record_digest = digest(row.record)
    row.save(update_fields=["drawn_at", "record", "record_digest"])
    record(
        actor=actor,
        action="invited.drawn",
        subject=row,
        at=now,
        after={"among": len(accepted), "drawn": len(chosen), "record": row.record_digest},
    )
    for one in candidates:
        is_in = one.organization.public_id in chosen
        kind = "bidding.candidate_drawn" if is_in else "bidding.candidate_not_drawn"
        reason = one.reason if one.is_accepted is False else ""
        notify(
            recipients=members_of(one.organization), kind=kind, key=f"{row.pk}", at=now, path=row.path,
            title=row.tender.title, reason=reason,
        )  # fmt: skip
    return row
