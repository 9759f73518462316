"""Prepare, hand in, publish, close and end tenders."""

import json
from datetime import datetime

from django.db import transaction

from bidding.events import TenderPublished
from bidding.models import Criterion, Lot, OfficerKey, RosterMember, Tender, TenderDocument
from bidding.queries.approvals import current_approval
from bidding.queries.bids import needed_suppliers
from bidding.queries.divisions import lots_record
from bidding.queries.drafts import prefilled, prefilled_criteria, review_draft
from bidding.queries.invitations import CLOSED_LISTS, prequalification_of, source_of
from bidding.queries.local_values import local_profile
from bidding.queries.officers import roster_record, usable_keys
from bidding.queries.terms import terms_of
from bidding.rules.contents import GROUPS
from bidding.rules.schedule import simulated
from bidding.states import TENDER, TenderState
from marketplace.audit.actions import next_reference, record
from marketplace.core.canonical import canonical, digest
from marketplace.core.clock import day_of, local
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.outbox.actions import publish
from marketplace.statutes import STATUTES
from marketplace.web.models import Stop
from marketplace.web.spine import write_stop
from marketplace.workdays.queries import load_calendar
from organizations.models import Organization, User
from organizations.queries.people import members_of, officials_with
from organizations.states import OrganizationState, PostRole
from payments.rules.deposits import check_deposit
from projects.models import Project
from projects.states import ProjectState

from .approvals import begin_locked
from .lots import begin_tendering, check_lots, keep_together, locked_together, require_of_lot
from .papers import paper_html, terms_record, write_terms

MOST_CRITERIA = 20
EDITABLE = (
    "title", "need", "place", "qualification", "acceptance", "payment", "contact", "contact_phone",
    "starts_on", "ends_on", "track", "procedure", "method", "price_points", "tie_break", "budget", "ceiling", "deposit",
    "is_overdue_declared", "is_sme_reserved", "official_address", "approval_number", "cause", "cause_note",
    "comment_record",
    "bid_deadline",
)  # fmt: skip


def locked(tender: Tender) -> Tender:
    """Return the tender's row locked for change."""
    return (
        Tender.objects.select_for_update(of=("self",))
        .select_related("project__category", "buyer", "spine", "division")
        .get(pk=tender.pk)
    )


@transaction.atomic
def create_tender(*, actor: User, project: Project, now: datetime, **content: object) -> Tender:
    """Begin a tender from a listed project, prefilled from it; refused when one runs already."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    running = project.tenders.exclude(state__in=[TenderState.FAILED, TenderState.CANCELLED])
    if project.state != ProjectState.LISTED or running.exists():
        raise Refused("bidding.project_not_listed", status=409)
    tender = Tender(
        reference=next_reference("ZB", day_of(now).year),
        project=project,
        spine_id=project.spine_id,
        buyer=project.department,
        created_by=actor,
        created_at=now,
        **{**prefilled(project, day_of(now)), **content},
    )
    tender.save(force_insert=True)
    write_terms(tender)
    lot = Lot.objects.create(tender=tender, title=tender.title, budget=tender.budget, ceiling=tender.ceiling)
    if tender.method == "comprehensive":
        write_criteria(lot, prefilled_criteria())
    record(
        actor=actor,
        action="tender.created",
        subject=tender,
        at=now,
        after={"state": tender.state, "project": project.reference, "budget": tender.budget},
    )
    return tender


def criteria_rows(lot: Lot) -> list[dict[str, object]]:
    """Return the criteria of a lot as plain data."""
    return [
        {
            "code": row.code, "kind": row.kind, "text": row.text, "bands": row.bands,
            "points": row.points, "is_objective": row.is_objective,
        }
        for row in lot.criteria.all()
    ]  # fmt: skip


def write_criteria(lot: Lot, rows: list[dict[str, object]]) -> None:
    """Replace the criteria of a lot; refused above twenty."""
    if len(rows) > MOST_CRITERIA:
        raise Refused("bidding.too_many_criteria", field="criteria")
    lot.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(lot=lot, position=place, **{"code": f"c{place}", **row})
        for place, row in enumerate(rows, start=1)
    )


@transaction.atomic
def edit_tender(
    *,
    actor: User,
    tender: Tender,
    content: dict[str, object],
    criteria: list[dict[str, object]] | None = None,
    now: datetime,
    seen_at: datetime | None = None,
) -> Tender:
    """Save a draft; refused when it is no draft, or a colleague saved it after it was shown (409)."""
    tender = locked(tender)
    if tender.state != TenderState.DRAFT:
        raise Refused("bidding.not_a_draft", status=409)
    if seen_at is not None and tender.changed_at != seen_at:
        raise Refused("bidding.stale", status=409)
    if content.get("ceiling") and content["ceiling"] > content.get("budget", tender.budget):  # type: ignore[operator]
        raise Refused("bidding.ceiling_above_budget", citation=Citation("O87", "art. 12"), field="ceiling")
    if content.get("budget") and content["budget"] > tender.project.budget:  # type: ignore[operator]
        raise Refused("bidding.budget_above_project", field="budget", budget=tender.project.budget)
    check_lots(tender, content)
    if content.get("deposit"):
        budget = content.get("budget", tender.budget)
        cap = STATUTES.on("bond.bid_max", day_of(now))
        check_deposit(content["deposit"], budget, cap, field="deposit")  # type: ignore[arg-type]
    demand_unnoticed(tender, content)
    changed = {name: value for name, value in content.items() if getattr(tender, name) != value}
    before = {name: getattr(tender, name) for name in changed}
    for name, value in changed.items():
        setattr(tender, name, value)
    tender.save(update_fields=[*EDITABLE, "changed_at"])
    keep_together(tender)
    if tender.procedure not in CLOSED_LISTS:
        tender.invited.clear()
    lot = tender.lots.get()
    lot.title, lot.budget, lot.ceiling = tender.title, tender.budget, tender.ceiling
    lot.save(update_fields=["title", "budget", "ceiling"])
    if criteria is not None:
        write_criteria(lot, criteria)
    record(
        actor=actor,
        action="tender.edited",
        subject=tender,
        at=now,
        before=before,
        after={**changed, "criteria": lot.criteria.count()},
    )
    return tender


FROZEN = (
    "title", "need", "place", "qualification", "budget", "starts_on", "ends_on", "track", "procedure", "cause",
)  # fmt: skip


def demand_unnoticed(tender: Tender, content: dict[str, object]) -> None:
    """Refuse to change what a qualification notice or the publicity of a single source has told everybody (DOC-05)."""
    source = source_of(tender)
    is_out = prequalification_of(tender) is not None or (source is not None and source.published_at)
    changed = [name for name in FROZEN if name in content and content[name] != getattr(tender, name)]
    if is_out and changed:
        label = Tender._meta.get_field(changed[0]).verbose_name  # noqa: SLF001 - Django's public-in-practice Meta
        raise Refused("bidding.notice_frozen", status=409, field=changed[0], what=label)


@transaction.atomic
def submit_tender(*, actor: User, tender: Tender, now: datetime) -> Tender:
    """Hand in a draft with all its lots; refused with the article for everything that the law blocks."""
    rows = locked_together(tender)
    for row in rows:
        require_transition(TENDER, row.state, TenderState.SUBMITTED)
        require_of_lot(row, tender, review_draft(row, now))
    asked = [_hand_in(row, actor, now, is_first=row is rows[0]) for row in rows]
    handed = next(row for row in rows if row.pk == tender.pk)
    if any(asked):
        return handed
    notify(
        recipients=officials_with(PostRole.APPROVER, department=handed.buyer).exclude(pk=actor.pk),
        kind="bidding.tender_to_publish",
        key=f"{handed.pk}:{now.isoformat()}",
        at=now,
        path=f"/work/tenders/{handed.public_id}/",
        title=handed.title,
        reference=handed.reference,
    )
    return handed


def _hand_in(tender: Tender, actor: User, now: datetime, *, is_first: bool) -> bool:
    """Hand one tender in; say whether an approval chain was asked."""
    tender.state, tender.submitted_by, tender.submitted_at = TenderState.SUBMITTED, actor, now
    tender.return_reason = ""
    tender.save(update_fields=["state", "submitted_by", "submitted_at", "return_reason", "changed_at"])
    record(
        actor=actor,
        action="tender.submitted",
        subject=tender,
        at=now,
        before={"state": TenderState.DRAFT},
        after={"state": tender.state},
    )
    return begin_locked(tender, now, is_told=is_first) is not None


@transaction.atomic
def return_tender(*, actor: User, tender: Tender, reason: str, now: datetime) -> Tender:
    """Return a handed-in draft with all its lots and a comment to who prepared it."""
    rows = locked_together(tender)
    demand_reason(reason)
    for row in rows:
        require_transition(TENDER, row.state, TenderState.DRAFT)
        row.state, row.return_reason = TenderState.DRAFT, reason
        row.save(update_fields=["state", "return_reason", "changed_at"])
        record(
            actor=actor,
            action="tender.returned",
            subject=row,
            at=now,
            before={"state": TenderState.SUBMITTED},
            after={"state": row.state},
            reason=reason,
        )
    returned = next(row for row in rows if row.pk == tender.pk)
    notify(
        recipients=[returned.submitted_by],
        kind="bidding.tender_returned",
        key=f"{returned.pk}:{now.isoformat()}",
        at=now,
        path=f"/work/tenders/{returned.public_id}/",
        title=returned.title,
        reason=reason,
    )
    return returned


def demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")


@transaction.atomic
def publish_tender(*, actor: User, tender: Tender, now: datetime, official_address: str = "") -> Tender:
    """Freeze the notice, make it public and open the tender with all its lots for bids; by somebody who did not prepare it."""
    rows = locked_together(tender)
    for row in rows:
        require_transition(TENDER, row.state, TenderState.PUBLISHED)
        if actor.pk in {row.created_by_id, row.submitted_by_id}:
            raise Refused("bidding.four_eyes", status=403)
        if (waiting := current_approval(row)) is not None:
            raise Refused("bidding.approval_waits", status=409, step=waiting.name)
        row.official_address = official_address or row.official_address
        require_of_lot(row, tender, review_draft(row, now, publishing=True))
    keys = usable_keys()
    for row in rows:
        _publish(row, actor, keys, now, is_first=row is rows[0])
    return next(row for row in rows if row.pk == tender.pk)


def _publish(tender: Tender, actor: User, keys: list[OfficerKey], now: datetime, *, is_first: bool) -> None:
    _freeze(tender, actor, keys, now)
    RosterMember.objects.bulk_create(
        RosterMember(tender=tender, version=1, position=place, officer=key.officer, key=key)
        for place, key in enumerate(keys, start=1)
    )
    begin_tendering(tender, actor=actor, now=now)
    record(
        actor=actor,
        action="tender.published",
        subject=tender,
        at=now,
        before={"state": TenderState.SUBMITTED},
        after={
            "state": tender.state,
            "document": tender.document_digest,
            "roster": tender.roster_digest,
            "bid_deadline": tender.bid_deadline,
        },
    )
    _announce(tender, now, is_told=is_first)


def _freeze(tender: Tender, actor: User, keys: list[OfficerKey], now: datetime) -> None:
    roster = roster_record(keys)
    tender.state, tender.published_by, tender.published_at = TenderState.PUBLISHED, actor, now
    tender.notice_date = day_of(now)
    profile = local_profile(tender.track, tender.procedure, tender.notice_date)
    tender.profile_version, tender.has_final_quotes = profile.version, profile.final_quotes
    tender.roster_version, tender.roster_digest = 1, digest(roster)
    body = notice_body(tender, roster)
    html = paper_html(tender, body)
    body["html_sha256"] = digest(html.encode())
    tender.document_digest = digest(body)
    tender.save()
    TenderDocument.objects.create(
        tender=tender, version=1, body=body, html=html, digest=tender.document_digest, published_at=now
    )


def notice_body(tender: Tender, roster: list[dict[str, object]]) -> dict[str, object]:
    """Return the notice as plain data: everything that binds buyer and bidders (NOT-01, O87 art. 13, 20)."""
    lot = tender.lots.get()
    day = tender.notice_date
    profile = local_profile(tender.track, tender.procedure, day)
    steps = simulated(profile, day, tender.bid_deadline, load_calendar())
    facts = {name: getattr(tender, name) for name in EDITABLE}
    body = {
        **facts,
        "schema": "tender-document/1",
        "reference": tender.reference,
        "public_id": tender.public_id,
        "project": tender.project.reference,
        "category": tender.project.category_id,
        "buyer": {
            "name": tender.buyer.name, "address": tender.buyer.address, "phone": tender.buyer.phone,
        },
        "profile": profile.version,
        "basis": [profile.basis.instrument, profile.basis.article, profile.basis.trust],
        "suppliers": needed_suppliers(tender, day),
        "final_quotes": profile.final_quotes,
        "blocks_overdue": profile.blocks_overdue or tender.is_overdue_declared,
        "score_scale": tender.score_scale,
        "rounding": tender.rounding,
        "low_price_rates": tender.low_price_rates,
        "notice_date": day,
        "published_at": tender.published_at,
        "criteria": criteria_rows(lot),
        **lots_record(tender),
        "terms": terms_record(terms_of(tender)),
        "contents": [{"number": group.number, "code": group.code} for group in GROUPS],
        "steps": [step.as_record() for step in steps],
        "roster": roster,
        "roster_digest": tender.roster_digest,
        "sealing": {"container": "sealbid/1", "threshold": 2, "officers": len(roster), "by": "server"},
    }  # fmt: skip
    return json.loads(canonical(body))


def _announce(tender: Tender, now: datetime, *, is_told: bool) -> None:
    """Write the stop and the event of every lot; organizations are told once, of the first."""
    write_stop(
        spine_id=tender.spine_id,
        stop=Stop.TENDER,
        reference=tender.reference,
        title=tender.title,
        path=tender.path,
        at=now,
    )
    publish(TenderPublished(tender_id=tender.pk))
    if not is_told:
        return
    is_closed = tender.procedure in CLOSED_LISTS
    fitting = Organization.objects.filter(
        state=OrganizationState.VERIFIED, categories__contains=[tender.project.category_id]
    )
    for organization in tender.invited.all() if is_closed else fitting:
        notify(
            recipients=members_of(organization),
            kind="bidding.invited" if is_closed else "bidding.tender_published",
            key=f"{tender.pk}",
            at=now,
            path=tender.path,
            title=tender.title,
            buyer=tender.buyer.name,
            budget=tender.budget,
            deadline=moment_text(tender.bid_deadline),
        )


def moment_text(moment: datetime | None) -> str:
    """Return a moment on the district's wall clock."""
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""
