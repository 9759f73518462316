"""The tender document: its terms, its frozen page, and who took it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation

from bidding.models import DocumentTaker, Tender, Terms
from bidding.queries.chapters import chapters_of, paper_title
from bidding.queries.terms import FIELDS, prefilled_terms, terms_of
from bidding.rules.findings import require
from bidding.rules.terms import check_terms
from bidding.states import TenderState
from marketplace.audit.actions import record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.workdays.queries import database_now
from organizations.models import Organization, User


def write_terms(tender: Tender) -> Terms:
    """Write the prefilled terms of a new tender."""
    return Terms.objects.create(tender=tender, **prefilled_terms(tender))


@transaction.atomic
def edit_terms(*, actor: User, tender: Tender, content: dict[str, object], now: datetime) -> Terms:
    """Save the terms of a draft's document; refused (409) after publication, (422) outside the bounds of law."""
    tender = (
        Tender.objects.select_for_update(of=("self",)).select_related("buyer", "project").get(pk=tender.pk)
    )
    if tender.state != TenderState.DRAFT:
        raise Refused("bidding.not_a_draft", status=409)
    terms = terms_of(tender)
    before = {name: getattr(terms, name) for name in content if getattr(terms, name) != content[name]}
    for name, value in content.items():
        setattr(terms, name, value)
    require(
        check_terms(
            day=day_of(now),
            small=terms.small_deduction,
            consortium=terms.consortium_deduction,
            is_reserved=tender.is_sme_reserved,
        )
    )
    terms.save()
    record(
        actor=actor,
        action="tender.terms_edited",
        subject=tender,
        at=now,
        before=before,
        after={name: content[name] for name in before},
    )
    return terms


def terms_record(terms: Terms) -> dict[str, object]:
    """Return the terms as plain data for the frozen document."""
    return {name: getattr(terms, name) for name in FIELDS}


def paper_html(tender: Tender, notice: dict[str, object]) -> str:
    """Return the page of the document in Chinese, as it is frozen."""
    terms = terms_of(tender)
    with translation.override("zh-hans"):
        context = {
            "tender": tender,
            "notice": notice,
            "title": paper_title(tender),
            "chapters": chapters_of(tender, terms, notice),
        }
        return render_to_string("bidding/paper.html", context)


@transaction.atomic
def take_document(*, actor: User, tender: Tender, organization: Organization, now: datetime) -> DocumentTaker:
    """Note that an organization took the document: every change reaches it (DOC-06). Once per organization."""
    if tender.phase(database_now()) != TenderState.PUBLISHED:
        raise Refused("bidding.not_open", status=409, citation=Citation("O87", "art. 18"))
    try:
        with transaction.atomic():
            taker = DocumentTaker.objects.create(
                tender=tender, organization=organization, taken_by=actor, taken_at=now
            )
    except IntegrityError:
        raise Refused("bidding.document_taken", status=409) from None
    record(actor=actor, action="document.taken", subject=taker, at=now, after={"tender": tender.reference})
    return taker
