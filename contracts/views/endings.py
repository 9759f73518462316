"""Suspend, resume, terminate, subcontract: pages of both sides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts import actions
from contracts.forms.shared import ConfirmForm, DecideForm, SubcontractForm, SuspendForm, TerminateForm
from contracts.permissions import (
    may_decide_subcontract,
    may_propose_subcontract,
    may_suspend_contract,
    may_terminate_contract,
)
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page

from .shared import posted
from .versions import side_contract

ACTS = {
    "suspend": (SuspendForm, actions.suspend_contract, may_suspend_contract),
    "resume": (ConfirmForm, actions.resume_contract, may_suspend_contract),
    "terminate": (TerminateForm, actions.terminate_contract, may_terminate_contract),
}


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Suspend a contract, let it go on, or end it early."""
    contract = side_contract(request, "work", public_id)
    form_class, action, permission = ACTS[act]
    demand(permission(request.user, contract))
    form = form_class(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        given = {"actor": request.user, "contract": contract, "now": request.now}
        if attempt(form, action, **given, **form.cleaned_data):
            messages.success(request, _("Done; the supplier was told."))
            return redirect("contracts:work_detail", public_id)
    return page(request, "contracts/ending.html", form=form, contract=contract, act=act)


@require_http_methods(["GET", "POST"])
def subcontract(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for consent to a subcontract."""
    contract = side_contract(request, "mine", public_id)
    demand(may_propose_subcontract(request.user, contract))
    form = SubcontractForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        given = {"actor": request.user, "contract": contract, "now": request.now}
        if attempt(form, actions.propose_subcontract, **given, **form.cleaned_data):
            messages.success(request, _("Sent; the buyer decides."))
            return redirect("contracts:mine_detail", public_id)
    return page(request, "contracts/subcontract.html", form=form, contract=contract)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """Consent to a subcontract or refuse it."""
    contract = side_contract(request, "work", public_id)
    demand(may_decide_subcontract(request.user, contract))
    row = get_object_or_404(contract.subcontracts, pk=key)
    form = DecideForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        given = {"actor": request.user, "subcontract": row, "now": request.now}
        if attempt(form, actions.decide_subcontract, **given, **form.cleaned_data):
            messages.success(request, _("Done; the supplier was told."))
            return redirect("contracts:work_detail", public_id)
    return page(request, "contracts/subcontract.html", form=form, contract=contract, subcontract=row)
