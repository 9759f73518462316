"""The document that both sides sign: canonical data, and the page made from it."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, Milestone
from contracts.rules.documents import Difference, Document, differences, promised
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES

from .clauses import articles_of
from .penalties import terms_of

VERSION = "contract/2"
WITH_PENALTIES = "contract/3"
SIGNED_IN = "zh-hans"


def document_of(contract: Contract) -> dict[str, object]:
    """Return the contract as plain data; its canonical form is what the digest is taken of."""
    supplier, buyer = contract.organization, contract.buyer
    days = STATUTES.on("payment.supplier", day_of(contract.drawn_up_at)).days
    with translation.override(SIGNED_IN):
        articles = articles_of(contract, payment_days=days)
    return {
        "format": WITH_PENALTIES if terms_of(contract).is_agreed else VERSION,
        "reference": contract.reference,
        "title": contract.title,
        "project": contract.project.reference,
        "tender": contract.award.lot.tender.reference,
        "award": contract.award.digest,
        "category": contract.category_id,
        "place": contract.award.lot.tender.place,
        "buyer": {"name": buyer.name, "address": buyer.address, "phone": buyer.phone},
        "supplier": {
            "name": supplier.name,
            "uscc": supplier.uscc or "",
            "address": supplier.address,
            "legal_representative": supplier.legal_representative,
        },
        **_members(contract),
        "amount": f"{contract.amount:.2f}",
        "currency": "CNY",
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "recipients": contract.recipients,
        "acceptance": contract.acceptance_plan,
        "subcontracting": contract.subcontracting,
        "payment_days": days,
        **_penalties(contract),
        "milestones": [_milestone(row) for row in contract.milestones.prefetch_related("indicators")],
        "articles": articles,
    }


def _penalties(contract: Contract) -> dict[str, object]:
    """Return the penalty clause as data; contracts without one read as they always did."""
    terms = terms_of(contract)
    if not terms.is_agreed:
        return {}
    clause = {
        "late_day": f"{terms.late_day:.6f}", "breach": f"{terms.breach:.2f}", "cap": f"{terms.cap:.4f}",
    }  # fmt: skip
    return {"penalties": clause}


def _members(contract: Contract) -> dict[str, object]:
    """Return the members of a consortium as the result notice names them; nothing for one supplier alone."""
    members = (contract.award.document or {}).get("members")
    return {"members": members} if members else {}


def _milestone(milestone: Milestone) -> dict[str, object]:
    return {
        "number": milestone.number,
        "title": milestone.title,
        "deliverable": milestone.deliverable,
        "due_at": milestone.due_at.isoformat(),
        "share": f"{milestone.share:.2f}",
        "amount": f"{milestone.amount:.2f}",
        "indicators": [
            {"name": row.name, "unit": row.unit, "planned": f"{row.planned:.2f}"}
            for row in milestone.indicators.all()
        ],
    }


def html_of(document: Document, digest: str) -> str:
    """Return a document as HTML in Chinese, the language in which it is signed."""
    with translation.override(SIGNED_IN):
        return render_to_string("contracts/document.html", {"document": document, "digest": digest})


def page_of(contract: Contract) -> str:
    """Return the contract's frozen document as HTML."""
    return html_of(contract.document, contract.digest)


def tendered_document(contract: Contract) -> dict[str, object]:
    """Return what tender and award say about the fields of the contract, in the form of a contract document."""
    award, tender = contract.award, contract.award.lot.tender
    return {
        "title": tender.title,
        "supplier": {"name": award.organization.name},
        "buyer": {"name": tender.buyer.name},
        "place": tender.place,
        "amount": f"{award.amount:.2f}",
        "starts_on": tender.starts_on.isoformat(),
        "ends_on": tender.ends_on.isoformat(),
        "recipients": contract.project.recipients,
        "acceptance": tender.acceptance,
    }


def tender_differences(contract: Contract) -> list[Difference]:
    """Return in what the contract differs from tender document and award (CON-02, O87 art. 71)."""
    document = contract.document or document_of(contract)
    own = {key: value for key, value in document.items() if key != "milestones"}
    return [*differences(tendered_document(contract), own), *_promised(contract, document)]


def _promised(contract: Contract, document: Document) -> list[Difference]:
    """Compare the project's planned numbers with what the milestones promise."""
    found = []
    for row in contract.project.indicators.all():
        planned = promised(document, row.name, row.unit)
        if planned != row.planned:
            found.append(Difference(row.name, None, f"{row.planned:.2f}", f"{planned:.2f}"))
    return found


FIELD_LABELS = {
    "title": _("Title"),
    "supplier": _("Who does it"),
    "buyer": _("Who buys"),
    "place": _("Place"),
    "amount": _("Amount"),
    "starts_on": _("Service begins"),
    "ends_on": _("Service ends"),
    "recipients": _("Recipients"),
    "acceptance": _("Acceptance"),
    "payment_days": _("Days until payment"),
    "subcontracting": _("Parts that may be subcontracted"),
    "penalties": _("Penalty clause (share per late day / yuan per standard / cap)"),
    "deliverable": _("What is delivered"),
    "due_at": _("Report due"),
    "share": _("Share"),
    "indicators": _("Indicators"),
}


def rows_of(found: list[Difference]) -> list[dict[str, object]]:
    """Return differences with labels in the reader's language."""
    return [
        {
            "label": FIELD_LABELS.get(row.field, row.field),
            "milestone": row.milestone,
            "before": row.before,
            "after": row.after,
        }
        for row in found
    ]
