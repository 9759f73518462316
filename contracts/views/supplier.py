"""Pages of the organization that delivers."""

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts import actions
from contracts.forms.delivery import ReportForm, UploadForm
from contracts.forms.shared import SignForm
from contracts.models import Contract, Milestone, Report, ReportFile
from contracts.permissions import may_propose_change, may_report_milestone, may_sign_for_supplier
from contracts.queries.contracts import contracts_of_supplier
from contracts.queries.penalties import penalties_of
from contracts.states import OWED_STATES, ContractState, ReportState
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page
from marketplace.web.sentences import refusal_text
from organizations.permissions import require_fresh_second_factor

from .shared import list_page, milestone_rows, papers_of, pictures_of, posted


@require_GET
def contract_list(request: HttpRequest) -> HttpResponse:
    """List the contracts of the person's organizations."""
    return list_page(
        request,
        "contracts/my_contracts.html",
        contracts_of_supplier(request.user),
        lambda row: row.supplier_path,
    )


def _contract(request: HttpRequest, public_id: str) -> Contract:
    return get_object_or_404(contracts_of_supplier(request.user), public_id=public_id)


@require_GET
def contract_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a contract to its supplier: what is owed, what was accepted, what is paid."""
    contract = _contract(request, public_id)
    rows = milestone_rows(contract, request.now)
    context = {
        "contract": contract,
        "rows": rows,
        "may_sign": contract.state == ContractState.OFFERED and may_sign_for_supplier(request.user, contract),
        "is_supplier": True,
        "may_propose": contract.state == ContractState.ACTIVE and may_propose_change(request.user, contract),
        "penalties": list(penalties_of(contract)),
        **papers_of(contract, request.now),
        **pictures_of(contract, rows, request.now),
    }
    return page(request, "contracts/my_contract.html", context)


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the offered document and sign it."""
    contract = _contract(request, public_id)
    demand(may_sign_for_supplier(request.user, contract))
    form = SignForm(posted(request)[0], initial={"digest": contract.digest})
    if request.method == "POST" and form.is_valid():
        digest = form.cleaned_data["digest"]
        if attempt(
            form,
            actions.sign_for_supplier,
            actor=request.user,
            contract=contract,
            digest=digest,
            now=request.now,
        ):
            messages.success(request, _("Signed. The buyer signs next."))
            return redirect("contracts:mine_detail", public_id)
    return page(request, "contracts/sign.html", form=form, contract=contract)


def _milestone(request: HttpRequest, public_id: str, number: int) -> Milestone:
    contract = _contract(request, public_id)
    rows = Milestone.objects.filter(contract=contract).select_related("contract__organization")
    milestone = get_object_or_404(rows, number=number)
    demand(may_report_milestone(request.user, milestone))
    return milestone


def _draft(milestone: Milestone) -> Report | None:
    """Return the draft, or what was returned or accepted in part and will be copied into the next one."""
    begun = (ReportState.DRAFT, ReportState.RETURNED, ReportState.PARTLY_ACCEPTED)
    rows = milestone.reports.filter(state__in=begun)
    return rows.prefetch_related("values", "files").order_by("-number").first()


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Write the report on a milestone: save as often as wanted, submit once."""
    milestone = _milestone(request, public_id, number)
    if milestone.state not in OWED_STATES or milestone.contract.state != ContractState.ACTIVE:
        return redirect("contracts:mine_detail", public_id)
    known = _draft(milestone)
    form = ReportForm(*posted(request), milestone=milestone, report=known)
    if "autosave" in request.POST:
        return _autosave(request, form, milestone)
    if request.method == "POST" and _keep(request, form, milestone):
        return redirect("contracts:mine_detail", public_id)
    returned = milestone.reports.filter(state=ReportState.RETURNED).order_by("-number").first()
    context = {
        "form": form,
        "milestone": milestone,
        "contract": milestone.contract,
        "report": _draft(milestone) or known,
        "returned": returned,
        "part": milestone.parts.order_by("-number").first(),
    }
    return page(request, "contracts/report.html", context)


def _keep(request: HttpRequest, form: ReportForm, milestone: Milestone) -> bool:
    """Save what is valid, then submit when asked; say whether the page is done with."""
    valid = form.is_valid()
    person = {"actor": request.user, "milestone": milestone, "now": request.now}
    kept = attempt(form, actions.save_report, **person, **form.kept())
    current = _draft(milestone)
    if current is not None:
        form.renew(current.version)
    if kept is None or not valid:
        return False
    if "submit" in request.POST:
        if attempt(form, actions.submit_report, **person) is None:
            return False
        messages.success(request, _("Submitted. You will be told when it has been accepted or returned."))
    else:
        messages.success(request, _("Draft saved."))
    return True


def _autosave(request: HttpRequest, form: ReportForm, milestone: Milestone) -> JsonResponse:
    """Keep what was typed so far; tell when, or what another window saved meanwhile."""
    form.is_valid()
    kept = form.kept() | {"photos": (), "documents": (), "removed": ()}
    try:
        saved = actions.save_report(actor=request.user, milestone=milestone, now=request.now, **kept)
    except Refused as refused:
        answer: dict[str, object] = {"text": refusal_text(refused)}
        current = _draft(milestone)
        if refused.code == "contracts.stale_report" and current is not None:
            answer |= {"theirs": current.summary, "version": current.version}
        return JsonResponse(answer, status=refused.status)
    text = _("Saved {time}").format(time=f"{local(request.now):%H:%M}")
    wrong = [str(form[name].label) for name in form.errors if name in form.fields]
    if wrong:
        text = _("Saved {time}, except: {fields}").format(
            time=f"{local(request.now):%H:%M}", fields="、".join(wrong)
        )
    return JsonResponse({"text": text, "version": saved.version})


@never_cache
@require_POST
def photo_part(request: HttpRequest, public_id: str, number: int, digest: str) -> HttpResponse:
    """Take one part of a photo; the answer says how much has arrived, or which file it has become."""
    milestone = _milestone(request, public_id, number)
    given = UploadForm(request.GET)
    if not given.is_valid():
        return JsonResponse({"text": _("This part of a photo cannot be read.")}, status=422)
    try:
        upload = actions.upload_photo(
            actor=request.user,
            milestone=milestone,
            digest=digest,
            part=request.body,
            now=request.now,
            **given.cleaned_data,
        )
    except RequestDataTooBig:
        return JsonResponse({"text": _("This part of a photo cannot be read.")}, status=413)
    except Refused as refused:
        return JsonResponse({"text": refusal_text(refused)}, status=refused.status)
    file = upload.file.public_id if upload.file else None
    return JsonResponse({"received": upload.received, "file": file})


@require_GET
def file(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Hand out a file of the organization's own report."""
    contract = _contract(request, public_id)
    return hand_out(get_object_or_404(ReportFile, public_id=file_id, report__milestone__contract=contract))
