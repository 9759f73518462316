"""A single-source purchase: name the supplier, keep the experts' arguments, publish, answer objections (GPL art. 31)."""

import json
from datetime import datetime

from django.db import IntegrityError, transaction

from bidding.models import Argument, Award, SingleSource, SourceObjection, Tender
from bidding.queries.drafts import review_draft
from bidding.queries.invitations import facts_of, source_of
from bidding.rules.findings import require
from bidding.rules.periods import after
from bidding.rules.single_source import ADDITION, ONLY
from bidding.states import TenderState
from marketplace.audit.actions import record
from marketplace.core.canonical import canonical, digest
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from organizations.models import Organization, User
from organizations.queries.people import officials_with
from organizations.states import PostRole

from .invitations import NOTICED
from .tenders import locked

LATER = {"GEN-06", "GEN-07"}
ORDER = Citation("O74", "art. 39", "G")


def _draft(tender: Tender) -> Tender:
    tender = locked(tender)
    if tender.state != TenderState.DRAFT or tender.procedure != "single":
        raise Refused("bidding.not_a_draft", status=409)
    return tender


def _unpublished(source: SingleSource | None) -> None:
    if source is not None and source.published_at is not None:
        raise Refused("bidding.notice_is_out", status=409)


@transaction.atomic
def name_single_supplier(
    *, actor: User, tender: Tender, supplier: Organization | None, original: Award | None, now: datetime
) -> SingleSource:
    """Name the only supplier of a draft; for an addition it is the supplier of the original contract (GEN-06)."""
    tender = _draft(tender)
    source = source_of(tender)
    _unpublished(source)
    if tender.cause == ADDITION:
        if original is None:
            raise Refused("bidding.no_original", field="original", citation=Citation("GPL", "art. 31(3)"))
        supplier = original.organization
    else:
        original = None
    if supplier is None:
        raise Refused("bidding.no_single_supplier", field="supplier", citation=Citation("GPL", "art. 31"))
    source = source or SingleSource(tender=tender)
    source.supplier, source.original = supplier, original
    source.save()
    tender.invited.set([supplier])
    if tender.cause == ADDITION:
        require(row for row in review_draft(tender, now) if row.rule == "GEN-06")
    record(
        actor=actor,
        action="single_supplier.named",
        subject=source,
        at=now,
        after={"supplier": supplier.public_id, "original": original.public_id if original else ""},
    )
    return source


@transaction.atomic
def keep_argument(
    *, actor: User, tender: Tender, name: str, employer: str, title: str, opinion: str, now: datetime
) -> Argument:
    """Keep what an expert argues about the only supplier; name, employer and title become public (Order 74 art. 38)."""
    tender = _draft(tender)
    source = source_of(tender)
    _unpublished(source)
    if source is None:
        raise Refused("bidding.no_single_supplier", status=409, citation=Citation("GPL", "art. 31"))
    try:
        with transaction.atomic():
            argument = Argument.objects.create(
                source=source, name=name, employer=employer, title=title, opinion=opinion, kept_by=actor,
                kept_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("bidding.argued_already", status=409, field="name") from error
    record(actor=actor, action="argument.kept", subject=source, at=now, after={"argument": argument.pk})
    return argument


@transaction.atomic
def publish_single_source(
    *, actor: User, tender: Tender, now: datetime, official_address: str = ""
) -> SingleSource:
    """Publish the only supplier for at least five working days, by somebody who did not prepare it (GEN-07)."""
    tender = _draft(tender)
    source = source_of(tender)
    if source is None:
        raise Refused("bidding.no_single_supplier", status=409, citation=Citation("GPL", "art. 31"))
    _unpublished(source)
    if actor.pk == tender.created_by_id:
        raise Refused("bidding.four_eyes", status=403)
    if official_address:
        tender.official_address = official_address
        tender.save(update_fields=["official_address", "changed_at"])
    if not tender.official_address:
        raise Refused(
            "bidding.no_official_address", field="official_address", citation=Citation("GPR", "art. 8")
        )
    day = day_of(now)
    least = STATUTES.on("single.arguments", day)
    if tender.cause == ONLY and source.arguments.count() < least.days:
        raise Refused("bidding.few_arguments", status=409, least=least.days, citation=least.citation)
    findings = review_draft(tender, now)
    require(row for row in findings if row.rule not in LATER and row.field != "bid_deadline")
    source.published_by, source.published_at = actor, now
    source.ends_on = after(day, STATUTES.on("single.publicity", day), load_calendar())
    source.notice = json.loads(canonical(_notice(source, tender)))
    source.digest = digest(source.notice)
    source.save()
    record(
        actor=actor,
        action="single_source.published",
        subject=source,
        at=now,
        after={"notice": source.digest, "ends_on": source.ends_on},
    )
    return source


def _notice(source: SingleSource, tender: Tender) -> dict[str, object]:
    return {
        **{name: getattr(tender, name) for name in NOTICED},
        "schema": "single-source/1",
        "reference": tender.reference,
        "buyer": {"name": tender.buyer.name, "address": tender.buyer.address},
        "supplier": {"name": source.supplier.name, "address": source.supplier.address},
        "published_at": source.published_at,
        "ends_on": source.ends_on,
        "arguments": [
            {"name": row.name, "employer": row.employer, "title": row.title, "opinion": row.opinion}
            for row in source.arguments.all()
        ],
    }


@transaction.atomic
def object_to_single_source(
    *, actor: User, source: SingleSource, text: str, now: datetime
) -> SourceObjection:
    """Object in writing while the publicity runs; one objection for each person (Order 74 art. 39)."""
    tender = locked(source.tender)
    is_over = source.ends_on is None or day_of(now) > source.ends_on
    if is_over or tender.state != TenderState.DRAFT:
        raise Refused("bidding.publicity_over", status=409, citation=ORDER)
    try:
        with transaction.atomic():
            row = SourceObjection.objects.create(source=source, author=actor, text=text, filed_at=now)
    except IntegrityError as error:
        raise Refused("bidding.objected_already", status=409) from error
    record(actor=actor, action="single_source.objected", subject=row, at=now, after={"objection": row.pk})
    notify(
        recipients=officials_with(PostRole.PROJECT_OFFICER, department=tender.buyer),
        kind="bidding.source_objected",
        key=f"{row.pk}",
        at=now,
        path=f"/work/tenders/{tender.public_id}/",
        title=tender.title,
    )
    return row


@transaction.atomic
def answer_source_objection(
    *, actor: User, objection: SourceObjection, answer: str, now: datetime
) -> SourceObjection:
    """Answer an objection after arguing it again; the answer is public, its author is told (Order 74 art. 39)."""
    tender = _draft(objection.source.tender)
    objection = SourceObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if objection.answered_at is not None:
        raise Refused("bidding.hearing_answered", status=409)
    objection.answer, objection.answered_by, objection.answered_at = answer, actor, now
    objection.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        actor=actor,
        action="single_source.answered",
        subject=objection,
        at=now,
        after={"objection": objection.pk, "open": facts_of(tender).open_objections},
    )
    notify(
        recipients=[objection.author],
        kind="bidding.source_answered",
        key=f"{objection.pk}",
        at=now,
        path=objection.source.path,
        title=tender.title,
    )
    return objection
