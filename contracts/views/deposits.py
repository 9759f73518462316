"""For officials: ask for a performance deposit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts.actions.deposits import ask_for_performance_deposit
from contracts.forms.deposits import DepositForm
from contracts.permissions import may_ask_for_deposit
from contracts.queries.contracts import contracts_of_departments
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page


@require_http_methods(["GET", "POST"])
def ask_for_deposit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for a performance deposit and show where it stands."""
    contract = get_object_or_404(contracts_of_departments(request.user), public_id=public_id)
    demand(may_ask_for_deposit(request.user, contract))
    form = DepositForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = attempt(
            form,
            ask_for_performance_deposit,
            actor=request.user,
            contract=contract,
            now=request.now,
            **form.cleaned_data,
        )
        if found:
            messages.success(request, _("The supplier was told what is due and how."))
            return redirect(found.path)
    return page(request, "contracts/deposit.html", form=form, contract=contract)
