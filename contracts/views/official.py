"""Pages of the buyer: draw up, sign, accept, close."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts import actions
from contracts.forms.delivery import AcceptForm
from contracts.forms.drafting import TermForm, milestone_forms
from contracts.forms.shared import CloseForm, CountersignForm, ReasonForm, ReturnForm
from contracts.models import Contract, Milestone, Report, ReportFile
from contracts.permissions import (
    may_accept_milestone,
    may_ask_for_deposit,
    may_close_contract,
    may_decide_signing_failure,
    may_edit_contract,
    may_file_contract,
    may_order_rectification,
    may_propose_change,
    may_propose_penalty,
    may_recall_contract,
    may_report_signing_failure,
    may_sign_for_buyer,
    may_suspend_contract,
    may_terminate_contract,
)
from contracts.queries.acceptance import standards_of
from contracts.queries.clocks import is_copied
from contracts.queries.contracts import checks_summary, contracts_of_departments
from contracts.queries.failures import open_failure
from contracts.queries.penalties import may_be_punished, penalties_of, terms_of
from contracts.rules.failures import UNSIGNED
from contracts.rules.milestones import due_moment
from contracts.states import ContractState, ReportState
from marketplace.core.refusals import Refused
from marketplace.web.access import demand, denied
from marketplace.web.pages import attempt, hand_out, page
from marketplace.web.sentences import refusal_text
from organizations.models import User
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import has_post, is_official
from organizations.states import PostRole

from .parts import part, told
from .shared import final_context, list_page, milestone_rows, papers_of, pictures_of, posted


@require_GET
def contract_list(request: HttpRequest) -> HttpResponse:
    """List the contracts of the person's departments."""
    if not is_official(request.user):
        demand(denied("contracts.not_officer"))
    return list_page(
        request,
        "contracts/work_contracts.html",
        contracts_of_departments(request.user),
        lambda row: row.desk_path,
    )


def _contract(request: HttpRequest, public_id: str) -> Contract:
    return get_object_or_404(contracts_of_departments(request.user), public_id=public_id)


@require_GET
def contract_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a contract to the buyer with what may be done now."""
    contract = _contract(request, public_id)
    rows = milestone_rows(contract, request.now)
    state, user = contract.state, request.user
    unsigned = {ContractState.OFFERED, ContractState.SUPPLIER_SIGNED}
    context = {
        "contract": contract,
        "rows": rows,
        "may_edit": may_edit_contract(user, contract),
        "may_sign": state == ContractState.SUPPLIER_SIGNED and may_sign_for_buyer(user, contract),
        "may_recall": state in unsigned and may_recall_contract(user, contract),
        "may_ask_for_deposit": state in {ContractState.SUPPLIER_SIGNED, ContractState.ACTIVE}
        and may_ask_for_deposit(user, contract),
        "may_close": state == ContractState.ACTIVE and may_close_contract(user, contract),
        "may_suspend": state in {ContractState.ACTIVE, ContractState.SUSPENDED}
        and may_suspend_contract(user, contract),
        "may_terminate": state in {ContractState.ACTIVE, ContractState.SUSPENDED}
        and may_terminate_contract(user, contract),
        "is_official": True,
        **_failure(user, contract),
        "may_deduct": state == ContractState.ACTIVE
        and has_post(user, PostRole.APPROVER, department=contract.buyer),
        "penalties": list(penalties_of(contract)),
        "may_propose_penalty": may_be_punished(contract) and may_propose_penalty(user, contract),
        "may_order": state == ContractState.ACTIVE and may_order_rectification(user, contract),
        **_papers(request, contract),
        **pictures_of(contract, rows, request.now),
    }
    return page(request, "contracts/work_contract.html", context)


def _failure(user: User, contract: Contract) -> dict[str, object]:
    if contract.state not in UNSIGNED:
        return {}
    failure = open_failure(contract)
    may = may_decide_signing_failure(user, failure) if failure else may_report_signing_failure(user, contract)
    return {"open_failure": failure, "may_say_not_signed": may}


def _papers(request: HttpRequest, contract: Contract) -> dict[str, object]:
    papers = papers_of(contract, request.now)
    files = is_copied(contract) and may_file_contract(request.user, contract)
    running = contract.state == ContractState.ACTIVE
    return papers | {
        "uncopied": [row for row in papers["versions"] if files and row.copied_at is None],
        "may_propose": running and may_propose_change(request.user, contract),
    }


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Edit term and milestones while the contract is drawn up."""
    contract = _contract(request, public_id)
    demand(may_edit_contract(request.user, contract))
    data = request.POST if request.method == "POST" else None
    terms = terms_of(contract)
    initial = {name: getattr(contract, name, None) for name in TermForm.base_fields} | TermForm.shown(terms)
    form, parts = TermForm(data, initial=initial), milestone_forms(contract, data)
    if data is not None and all([form.is_valid(), *(part.is_valid() for part in parts)]):
        done = attempt(
            form,
            actions.edit_contract,
            actor=request.user,
            contract=contract,
            milestones=[plan for plan in (part.plan() for part in parts) if plan],
            now=request.now,
            **form.given(terms),
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect("contracts:work_detail", public_id)
        form.data = form.data.copy()
        form.data["version"] = str(Contract.objects.get(pk=contract.pk).version)
    context = {"form": form, "parts": parts, "contract": contract}
    context |= {f"part{place}": part for place, part in enumerate(parts)}
    return page(request, "contracts/edit.html", context)


def _act(request: HttpRequest, act: Callable, text: str, public_id: str, **arguments: object) -> HttpResponse:
    try:
        act(actor=request.user, now=request.now, **arguments)
    except Refused as refused:
        messages.error(request, refusal_text(refused))
    else:
        messages.success(request, text)
    return redirect("contracts:work_detail", public_id)


@require_POST
def offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Freeze the document and offer it for signature."""
    contract = _contract(request, public_id)
    demand(may_edit_contract(request.user, contract))
    text = _("Offered. The supplier's legal representative was told.")
    return _act(request, actions.offer_contract, text, public_id, contract=contract)


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the document that the supplier signed, sign it and make it public."""
    contract = _contract(request, public_id)
    demand(may_sign_for_buyer(request.user, contract))
    form = CountersignForm(posted(request)[0], initial={"digest": contract.digest})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            actions.sign_for_buyer,
            actor=request.user,
            contract=contract,
            digest=form.cleaned_data["digest"],
            late_reason=form.cleaned_data["late_reason"],
            now=request.now,
        )
        if done:
            messages.success(request, _("Signed and published."))
            return redirect("contracts:work_detail", public_id)
    return page(request, "contracts/sign.html", form=form, contract=contract, is_official=True)


@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a contract back for correction, with the reason."""
    contract = _contract(request, public_id)
    demand(may_recall_contract(request.user, contract))
    form = ReasonForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = actions.recall_contract
        if attempt(form, act, actor=request.user, contract=contract, reason=reason, now=request.now):
            messages.success(request, _("Done; the supplier was told."))
            return redirect("contracts:work_detail", public_id)
    return page(request, "contracts/ending.html", form=form, contract=contract, act="recall")


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a delivered contract."""
    contract = _contract(request, public_id)
    demand(may_close_contract(request.user, contract))
    form = CloseForm(posted(request)[0])
    checks = sum(checks_summary(contract).values())
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            actions.close_contract,
            actor=request.user,
            contract=contract,
            now=request.now,
            **form.cleaned_data,
        )
        if done:
            messages.success(request, _("Completed. The performance review begins."))
            return redirect("contracts:work_detail", public_id)
    context = {"form": form, "contract": contract, "checks": checks}
    return page(request, "contracts/close.html", context | final_context(contract, request.now))


def _milestone(request: HttpRequest, public_id: str, number: int) -> tuple[Milestone, Report]:
    """Return a milestone and its latest report that was submitted; 404 where there is none."""
    contract = _contract(request, public_id)
    milestone = get_object_or_404(
        Milestone.objects.filter(contract=contract).select_related("contract__buyer"), number=number
    )
    demand(may_accept_milestone(request.user, milestone))
    reports = milestone.reports.exclude(state=ReportState.DRAFT).order_by("-number")
    report = (
        reports.select_related("milestone", "submitted_by")
        .prefetch_related("values__indicator", "files")
        .first()
    )
    if report is None:
        demand(denied("contracts.nothing_submitted"))
    return milestone, report


@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Read a report beside its plan; accept it, which orders the payment."""
    row, report = _milestone(request, public_id, number)
    form = AcceptForm(
        posted(request)[0],
        standards=standards_of(report),
        is_public_service=row.contract.is_public_service,
    )
    context = {"form": form, "milestone": row, "contract": row.contract, "report": report}
    if request.method == "POST" and form.is_valid():
        if form.is_short:
            return part(request, context)
        if "confirm" not in request.POST:
            return page(request, "contracts/accept_check.html", context, answers=form.answers())
        done = attempt(
            form,
            actions.accept_milestone,
            actor=request.user,
            milestone=row,
            now=request.now,
            **form.acceptance(),
        )
        if done:
            text = _("Accepted. Payment order {reference} waits for release by a second person.")
            messages.success(request, told(text, done.order))
            return redirect("contracts:work_detail", public_id)
    return page(request, "contracts/accept.html", context)


@require_http_methods(["GET", "POST"])
def return_report(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Send a report back with reasons and a new day."""
    row, report = _milestone(request, public_id, number)
    form = ReturnForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            actions.return_report,
            actor=request.user,
            milestone=row,
            reason=form.cleaned_data["reason"],
            resubmit_by=due_moment(form.cleaned_data["resubmit_by"]),
            now=request.now,
        )
        if done:
            messages.success(request, _("Returned; the supplier was told."))
            return redirect("contracts:work_detail", public_id)
    context = {"form": form, "milestone": row, "contract": row.contract, "report": report}
    return page(request, "contracts/return.html", context)


@require_GET
def file(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Hand out a file of a submitted report to the buyer."""
    contract = _contract(request, public_id)
    files = ReportFile.objects.exclude(report__state=ReportState.DRAFT)
    return hand_out(get_object_or_404(files, public_id=file_id, report__milestone__contract=contract))
