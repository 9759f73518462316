"""The winner does not sign: the officer proposes what follows, the approver decides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts import actions
from contracts.forms.shared import DecideForm, FailureForm
from contracts.permissions import may_decide_signing_failure, may_report_signing_failure
from contracts.queries.failures import candidates_after, open_failure
from contracts.states import NextStep
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page

from .shared import posted
from .versions import side_contract


@require_http_methods(["GET", "POST"])
def not_signed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose what follows when the winner does not sign, or decide on such a proposal."""
    contract = side_contract(request, "work", public_id)
    failure = open_failure(contract)
    given = {"actor": request.user, "now": request.now}
    if failure is None:
        demand(may_report_signing_failure(request.user, contract))
        form: FailureForm | DecideForm = FailureForm(posted(request)[0], left=candidates_after(contract))
        act, given = actions.report_signing_failure, given | {"contract": contract}
    else:
        demand(may_decide_signing_failure(request.user, failure))
        form = DecideForm(posted(request)[0])
        act, given = actions.decide_signing_failure, given | {"failure": failure}
    if request.method == "POST" and form.is_valid():
        done = attempt(form, act, **given, **form.cleaned_data)
        if done:
            return _after(request, done)
    context = {"form": form, "contract": contract, "failure": failure, "left": candidates_after(contract)}
    return page(request, "contracts/not_signed.html", context)


def _after(request: HttpRequest, failure) -> HttpResponse:
    contract = failure.contract
    if failure.is_consented is None:
        messages.success(request, _("Sent to the approver."))
    elif not failure.is_consented:
        messages.success(request, _("Not consented; the officer was told."))
    elif failure.next_step == NextStep.NEXT:
        messages.success(request, _("The award was taken back. Propose the next candidate."))
        return redirect(f"/work/tenders/{contract.award.lot.tender.public_id}/")
    else:
        messages.success(request, _("The tender ended without award. The project can be tendered anew."))
    return redirect("contracts:work_detail", contract.public_id)
