"""The document that both sides sign: canonical data, and the page made from it."""

from django.template.loader import render_to_string
from django.utils import translation

from contracts.models import Contract, Milestone
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES

VERSION = "contract/1"


def document_of(contract: Contract) -> dict[str, object]:
    """Return the contract as plain data; its canonical form is what the digest is taken of."""
    supplier, buyer = contract.organization, contract.buyer
    return {
        "format": VERSION,
        "reference": contract.reference,
        "title": contract.title,
        "project": contract.project.reference,
        "tender": contract.award.lot.tender.reference,
        "category": contract.category_id,
        "buyer": {"name": buyer.name, "address": buyer.address, "phone": buyer.phone},
        "supplier": {
            "name": supplier.name,
            "uscc": supplier.uscc or "",
            "address": supplier.address,
            "legal_representative": supplier.legal_representative,
        },
        "amount": f"{contract.amount:.2f}",
        "currency": "CNY",
        "starts_on": contract.starts_on.isoformat(),
        "ends_on": contract.ends_on.isoformat(),
        "recipients": contract.recipients,
        "acceptance": contract.acceptance_plan,
        "payment_days": STATUTES.on("payment.supplier", day_of(contract.drawn_up_at)).days,
        "milestones": [_milestone(row) for row in contract.milestones.prefetch_related("indicators")],
    }


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


def page_of(contract: Contract) -> str:
    """Return the document as HTML in Chinese, the language in which it is signed."""
    with translation.override("zh-hans"):
        return render_to_string(
            "contracts/document.html", {"document": contract.document, "digest": contract.digest}
        )
