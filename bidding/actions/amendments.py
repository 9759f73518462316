"""Amend a published tender before its deadline: by two officials, with time to read, as a new version for everybody."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.dateparse import parse_date

from bidding.models import Amendment, Tender, TenderDocument
from bidding.queries.amendments import amendments_of, waiting_amendment
from bidding.queries.bids import counted_bids, profile_of
from bidding.queries.drafts import minimum_applies, review_draft
from bidding.rules.amendments import (
    CLARIFICATION,
    MATERIAL,
    MINOR,
    check_reading_time,
    extended,
    is_material,
)
from bidding.rules.findings import require
from bidding.states import AMENDMENT, AmendmentState, TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.workdays.queries import database_now, load_calendar
from organizations.models import Organization, User
from organizations.queries.people import members_of, officials_with
from organizations.states import OrganizationState, PostRole

from .clarified import answer_with_locked, free_locked
from .papers import paper_html
from .tenders import criteria_rows, demand_reason, locked, moment_text, notice_body, write_criteria

AMENDABLE = (*MATERIAL, *MINOR)
DAYS = ("starts_on", "ends_on")


@transaction.atomic
def propose_amendment(
    *,
    actor: User,
    tender: Tender,
    content: Mapping[str, object],
    reason: str,
    now: datetime,
    criteria: list[dict[str, object]] | None = None,
    bid_deadline: datetime | None = None,
    clarifies: tuple[str, str] | None = None,
) -> Amendment:
    """Propose changes, a later deadline, or both; a material change moves the deadline as far as the law asks.

    `clarifies` is a question and its answer: part of the document and a material change.

    Raises Refused 409 after the deadline, while another proposal waits, or for an earlier deadline;
    422 for what cannot be amended (object, qualification, money), for nothing, and for too little time to read.
    """
    tender = locked(tender)
    _demand_open(tender)
    demand_reason(reason)
    if waiting_amendment(tender):
        raise Refused("bidding.amendment_waits", status=409)
    changes = _changes(tender, content, criteria)
    if clarifies is not None:
        changes.append({"field": CLARIFICATION, "before": clarifies[0], "after": clarifies[1]})
    material = is_material(str(row["field"]) for row in changes)
    deadline = _deadline(tender, bid_deadline, now, is_material=material)
    if not changes and deadline is None:
        raise Refused("bidding.nothing_amended")
    amendment = Amendment.objects.create(
        tender=tender,
        number=amendments_of(tender).count() + 1,
        changes=changes,
        criteria=json.loads(canonical(criteria)) if criteria is not None else None,
        bid_deadline=deadline,
        is_material=material,
        reason=reason,
        proposed_by=actor,
        proposed_at=now,
    )
    after = {"number": amendment.number, "fields": [row["field"] for row in changes], "deadline": deadline}
    record(actor=actor, action="amendment.proposed", subject=amendment, at=now, after=after, reason=reason)
    _ask_approvers(amendment, tender, actor, now)
    return amendment


def _ask_approvers(amendment: Amendment, tender: Tender, actor: User, now: datetime) -> None:
    notify(
        recipients=officials_with(PostRole.APPROVER, department=tender.buyer).exclude(pk=actor.pk),
        kind="bidding.amendment_to_publish",
        key=f"{amendment.pk}",
        at=now,
        path=f"/work/tenders/{tender.public_id}/",
        title=tender.title,
        reference=tender.reference,
    )


def _demand_open(tender: Tender) -> None:
    """Refuse (409) unless the tender is open for bids by the clock of the database."""
    if tender.phase(database_now()) != TenderState.PUBLISHED:
        raise Refused("bidding.too_late_to_amend", status=409, citation=Citation("O87", "art. 27"))


def _changes(
    tender: Tender, content: Mapping[str, object], criteria: list[dict[str, object]] | None
) -> list[dict[str, object]]:
    # DOC-05
    if forbidden := sorted(set(content) - set(AMENDABLE)):
        raise Refused(
            "bidding.not_amendable",
            citation=Citation("O87", "art. 27"),
            field=forbidden[0],
            what=forbidden[0],
        )
    ceiling = content.get("ceiling")
    if ceiling is not None and ceiling > tender.budget:  # type: ignore[operator]
        raise Refused("bidding.ceiling_above_budget", citation=Citation("O87", "art. 12"), field="ceiling")
    rows = [
        {"field": name, "before": getattr(tender, name), "after": value}
        for name, value in content.items()
        if getattr(tender, name) != value
    ]
    if criteria is not None:
        rows.append({"field": "criteria", "before": criteria_rows(tender.lots.get()), "after": criteria})
    return json.loads(canonical(rows))


def _deadline(
    tender: Tender, wanted: datetime | None, now: datetime, *, is_material: bool
) -> datetime | None:
    """Return the new deadline, or None when it stays. Refused 409 when earlier, 422 when too early to read."""
    old, calendar, profile = tender.bid_deadline, load_calendar(), profile_of(tender)
    if wanted is not None and wanted < old:
        raise Refused("bidding.deadline_earlier", status=409, field="bid_deadline", deadline=moment_text(old))
    new = wanted if wanted is not None and wanted > old else None
    if not is_material or not minimum_applies():
        return new
    dates = (profile, tender.notice_date, day_of(now))
    if new is not None:
        require(check_reading_time(*dates, new, calendar))
        return new
    moved = extended(*dates, old, calendar)
    return moved if moved > old else None


@transaction.atomic
def publish_amendment(*, actor: User, amendment: Amendment, now: datetime) -> Amendment:
    """Publish what another official proposed: a new version of the document, and everybody concerned is told.

    After a material change a sealed bid must be confirmed for the new version. Raises Refused 403 for the proposer,
    409 after the deadline.
    """
    tender, amendment = _locked(amendment)
    _demand_open(tender)
    require_transition(AMENDMENT, amendment.state, AmendmentState.PUBLISHED)
    if actor.pk == amendment.proposed_by_id:
        raise Refused("bidding.four_eyes", status=403)
    before = {"document": tender.document_digest, "bid_deadline": tender.bid_deadline}
    _apply(tender, amendment, now)
    document = _new_version(tender, amendment, now)
    amendment.state, amendment.decided_by, amendment.decided_at = AmendmentState.PUBLISHED, actor, now
    amendment.document = document
    amendment.save(update_fields=["state", "decided_by", "decided_at", "document", "bid_deadline"])
    record(
        actor=actor,
        action="tender.amended",
        subject=tender,
        at=now,
        before=before,
        after={
            "document": document.digest,
            "bid_deadline": tender.bid_deadline,
            "is_material": amendment.is_material,
        },
        reason=amendment.reason,
    )
    answer_with_locked(amendment, actor=actor, now=now)
    _tell(tender, amendment, now)
    return amendment


def _locked(amendment: Amendment) -> tuple[Tender, Amendment]:
    tender = locked(amendment.tender)
    fresh = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    return tender, fresh


def _apply(tender: Tender, amendment: Amendment, now: datetime) -> None:
    for row in amendment.changes:
        if row["field"] not in {"criteria", CLARIFICATION}:
            setattr(tender, row["field"], _value(row["field"], row["after"]))
    lot = tender.lots.get()
    lot.ceiling = tender.ceiling
    lot.save(update_fields=["ceiling"])
    if amendment.criteria is not None:
        write_criteria(lot, [{**row, "points": Decimal(str(row["points"]))} for row in amendment.criteria])
    _move_deadline(tender, amendment, now)
    require(found for found in review_draft(tender, now) if found.field != "bid_deadline")


def _move_deadline(tender: Tender, amendment: Amendment, now: datetime) -> None:
    """Set the proposed deadline, later still when the proposal waited so long that the time to read is too short."""
    old = tender.bid_deadline
    new = max(old, amendment.bid_deadline or old)
    if amendment.is_material and minimum_applies():
        new = extended(profile_of(tender), tender.notice_date, day_of(now), new, load_calendar())
    tender.bid_deadline = new
    amendment.bid_deadline = new if new > old else None


def _value(name: str, value: object) -> object:
    if value is None:
        return None
    if name in DAYS:
        return parse_date(str(value))
    return Decimal(str(value)) if name == "ceiling" else value


def _new_version(tender: Tender, amendment: Amendment, now: datetime) -> TenderDocument:
    older = tender.documents.order_by("-version").first()
    body = {
        **notice_body(tender, older.body["roster"]),
        "version": older.version + 1,
        "amends": older.digest,
        "amended_at": now,
        "reason": amendment.reason,
        "is_material": amendment.is_material,
        "changes": amendment.changes,
    }
    body = json.loads(canonical(body))
    html = paper_html(tender, body)
    body["html_sha256"] = digest(html.encode())
    tender.document_digest = digest(body)
    tender.save()
    return TenderDocument.objects.create(
        tender=tender,
        version=older.version + 1,
        body=body,
        html=html,
        digest=tender.document_digest,
        published_at=now,
    )


def _tell(tender: Tender, amendment: Amendment, now: datetime) -> None:
    """Tell who may be interested and who has bid; each message goes to one person and names no other."""
    fitting = Organization.objects.filter(
        state=OrganizationState.VERIFIED, categories__contains=[tender.project.category_id]
    )
    # DOC-06: every organization that took the document has its own message, kept with its moment
    concerned = Organization.objects.filter(
        Q(bids__in=counted_bids(tender.lots.get())) | Q(pk__in=tender.takers.values("organization"))
    )
    for organization in {one.pk: one for one in (*fitting, *concerned)}.values():
        notify(
            recipients=members_of(organization),
            kind="bidding.tender_confirm_again" if amendment.is_material else "bidding.tender_amended",
            key=f"{amendment.pk}",
            at=now,
            path=tender.path,
            title=tender.title,
            reason=amendment.reason,
            deadline=moment_text(tender.bid_deadline),
        )


@transaction.atomic
def drop_amendment(*, actor: User, amendment: Amendment, reason: str, now: datetime) -> Amendment:
    """Take a proposal back, or refuse it, with a reason."""
    _tender, amendment = _locked(amendment)
    require_transition(AMENDMENT, amendment.state, AmendmentState.DROPPED)
    demand_reason(reason)
    amendment.state, amendment.decided_by, amendment.decided_at = AmendmentState.DROPPED, actor, now
    amendment.save(update_fields=["state", "decided_by", "decided_at"])
    free_locked(amendment)
    record(
        actor=actor,
        action="amendment.dropped",
        subject=amendment,
        at=now,
        before={"state": AmendmentState.PROPOSED},
        after={"state": amendment.state},
        reason=reason,
    )
    return amendment
