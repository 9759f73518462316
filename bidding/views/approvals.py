"""Approval chains for administrators; the decision on a step for those who hold it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.approvals import approve_tender, end_chain, make_chain, send_back_tender
from bidding.forms.approvals import ApproveForm, ChainForm, StepForms
from bidding.forms.tenders import ConfirmForm, ReasonForm
from bidding.models import Tender
from bidding.permissions.approvals import may_approve_tender, may_keep_approval_chains
from bidding.queries.approvals import approvals_of, chains, current_approval
from bidding.queries.drafts import review_draft
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.sentences import refusal_text
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import officials_with

from .official import lots_beside, posted
from .papers import preview_html


@require_safe
def chain_list(request: HttpRequest) -> HttpResponse:
    """Show the chains in force."""
    demand(may_keep_approval_chains(request.user))
    return page(request, "bidding/chain_list.html", chains=chains())


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def chain_new(request: HttpRequest) -> HttpResponse:
    """Set a chain; one in force for the same track and amount ends with it."""
    demand(may_keep_approval_chains(request.user))
    form = ChainForm(posted(request))
    rows = StepForms(posted(request), prefix="s", form_kwargs={"people": officials_with()})
    if form.is_bound and form.is_valid() and rows.is_valid():
        data = form.cleaned_data
        made = attempt(
            form, make_chain, actor=request.user, track=data["track"], budget_from=data["budget_from"] or 0,
            basis=data["basis"], steps=rows.rows(), now=request.now,
        )  # fmt: skip
        if made:
            messages.success(request, _("The chain holds for tenders that are handed in from now on."))
            return redirect("bidding:chain_list")
    elif form.is_bound and form.is_valid():
        form.add_error(None, _("Correct the steps marked below."))
    return page(request, "bidding/chain_new.html", form=form, rows=rows)


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def chain_end(request: HttpRequest, chain_id: int) -> HttpResponse:
    """End a chain."""
    demand(may_keep_approval_chains(request.user))
    chain = get_object_or_404(chains(), pk=chain_id)
    form = ConfirmForm(posted(request))
    if form.is_bound and attempt(form, end_chain, actor=request.user, chain=chain, now=request.now):
        messages.success(request, _("The chain has ended."))
        return redirect("bidding:chain_list")
    return page(request, "bidding/chain_end.html", form=form, chain=chain)


def _shown(request: HttpRequest, tender: Tender) -> str:
    try:
        return preview_html(request, tender)
    except Refused as refused:
        return refusal_text(refused)


@require_http_methods(["GET", "POST"])
def tender_approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the handed-in tender, then agree to the current step or return it with a comment."""
    rows = Tender.objects.select_related("buyer", "project__category", "created_by", "submitted_by")
    tender = get_object_or_404(rows, public_id=public_id)
    demand(may_approve_tender(request.user, tender))
    is_return = "return" in request.POST
    form = ApproveForm(posted(request) if not is_return else None)
    back = ReasonForm(posted(request) if is_return else None)
    given = {"actor": request.user, "tender": tender, "now": request.now}
    done = ""
    if form.is_bound and form.is_valid():
        agreed = attempt(form, approve_tender, comment=form.cleaned_data["comment"], **given)
        done = _("Approved. The next step is asked.") if agreed else ""
    elif back.is_bound and back.is_valid():
        returned = attempt(back, send_back_tender, reason=back.cleaned_data["reason"], **given)
        done = _("Returned with your comment.") if returned else ""
    if done:
        messages.success(request, done)
        return redirect("desk:home")
    context = {
        "tender": tender,
        "form": back if is_return else form,
        "approve": form,
        "back": back,
        "step": current_approval(tender),
        "approvals": approvals_of(tender),
        "findings": review_draft(tender, request.now),
        "lot": tender.lots.get(),
        "lots": lots_beside(tender, request, is_public=False),
        "may": {},
        "html": _shown(request, tender),
    }
    return page(request, "bidding/tender_approve.html", context)
