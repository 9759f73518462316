"""The tender document: its terms and sixteen groups for the buyer, its page and PDF for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.papers import edit_terms, paper_html, take_document
from bidding.actions.tenders import notice_body
from bidding.forms.papers import TakeForm, TermsForm
from bidding.models import Tender, TenderDocument
from bidding.permissions import may_edit_tender
from bidding.permissions.papers import may_take_document
from bidding.queries.amendments import versions_of
from bidding.queries.bids import bidding_organizations
from bidding.queries.chapters import paper_title
from bidding.queries.officers import roster_record, usable_keys
from bidding.queries.terms import FIELDS, group_states, terms_of
from bidding.rules.terms import tier
from bidding.states import TenderState
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.pdf import pdf_of
from marketplace.web.sentences import refusal_text

from . import official, public


@require_http_methods(["GET", "POST"])
def tender_terms(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write what the document says beside the draft; the sixteen groups stand beside it."""
    tender = official.find(request, public_id)
    demand(may_edit_tender(request.user, tender))
    form = TermsForm(official.posted(request), initial=TermsForm.initial_of(terms_of(tender)))
    if form.is_bound and form.is_valid():
        content = {name: form.cleaned_data[name] for name in FIELDS if name in form.cleaned_data}
        if attempt(form, edit_terms, actor=request.user, tender=tender, content=content, now=request.now):
            messages.success(request, _("Saved. Check the list, then hand in."))
            return redirect("bidding:tender_terms", public_id=public_id)
    context = {
        "tender": tender,
        "form": form,
        "groups": group_states(tender),
        "tier": tier(tender.whole_budget),
    }
    return page(request, "bidding/tender_terms.html", context)


@require_safe
def tender_preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the document as it would be published today."""
    tender = official.find(request, public_id)
    if tender.published_at:
        return redirect("bidding:tender_paper", public_id=public_id)
    try:
        html = preview_html(request, tender)
    except Refused as refused:
        return page(request, "bidding/tender_preview.html", tender=tender, refused=refusal_text(refused))
    return page(request, "bidding/tender_preview.html", tender=tender, html=html)


def preview_html(request: HttpRequest, tender: Tender) -> str:
    """Return the document as it would be published today. Raises Refused where no profile fits."""
    tender.notice_date = day_of(request.now)
    return paper_html(tender, notice_body(tender, roster_record(usable_keys())))


def _document(request: HttpRequest, public_id: str, version: int | None) -> tuple[Tender, TenderDocument]:
    tender = public.find(public_id, request)
    rows = versions_of(tender)
    found = rows.first() if version is None else rows.filter(version=version).first()
    if found is None or not found.html:
        raise Http404
    return tender, found


@login_not_required
@require_safe
def tender_paper(request: HttpRequest, public_id: str, version: int | None = None) -> HttpResponse:
    """Show a version of the document as it was frozen; without a number the one in force."""
    tender, document = _document(request, public_id, version)
    mine = bidding_organizations(request.user) if request.user.is_authenticated else []
    taken = tender.takers.filter(organization__in=mine).exists() if mine else False
    context = {
        "tender": tender,
        "document": document,
        "title": paper_title(tender),
        "newest": document.digest == tender.document_digest,
        "may_take": bool(mine) and not taken and tender.shown_phase == TenderState.PUBLISHED,
        "taken": taken,
        "form": TakeForm(choices=mine) if mine else None,
    }
    return page(request, "bidding/tender_paper.html", context)


@login_not_required
@require_safe
def paper_pdf(request: HttpRequest, public_id: str, version: int | None = None) -> HttpResponse:
    """Hand out a version of the document as PDF."""
    tender, document = _document(request, public_id, version)
    name = f"{tender.reference}-v{document.version}"
    return pdf_answer(request, tender, document.html, document.digest, name=name)


def pdf_answer(request: HttpRequest, tender: Tender, html: str, digest: str, *, name: str) -> HttpResponse:
    """Answer with a PDF that carries the digest of its data; a plain page says so where none is made."""
    try:
        content = pdf_of(f"{html}<p>SHA-256 <code>{digest}</code></p>", title=name)
    except Refused as refused:
        response = page(request, "bidding/no_pdf.html", tender=tender, reason=refusal_text(refused))
        response.status_code = refused.status
        return response
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@require_http_methods(["POST"])
def document_take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the document for an organization: from now on every change is sent to it."""
    tender = public.find(public_id, request)
    form = TakeForm(request.POST, choices=bidding_organizations(request.user))
    if form.is_valid():
        organization = form.cleaned_data["organization"]
        demand(may_take_document(request.user, tender, organization))
        if attempt(
            form, take_document, actor=request.user, tender=tender, organization=organization, now=request.now
        ):
            messages.success(request, _("Taken. Every change of the document is sent to your organization."))
    for error in form.non_field_errors():
        messages.warning(request, error)
    return redirect("bidding:tender_paper", public_id=public_id)
