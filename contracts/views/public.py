"""What everybody sees of contracts, and where residents check them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contracts import actions
from contracts.forms.shared import CheckForm, PublicContractFilter
from contracts.models import CheckPhoto, Contract, Milestone, ReportFile
from contracts.permissions import may_check_milestone
from contracts.queries.contracts import checks_summary, progress_by_contract, public_contracts
from contracts.queries.penalties import public_penalties
from contracts.queries.tickets import taken_up
from contracts.states import SHOWN_REPORTS, CheckResult, ContractState, FileKind
from marketplace.core.canonical import canonical
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page
from marketplace.web.paging import keyset_page

from .shared import final_context, milestone_rows, papers_of, pictures_of, posted

NEWEST = ("-signed_at", "-id")


@login_not_required
@require_GET
def contract_list(request: HttpRequest) -> HttpResponse:
    """List the public contracts with who, how much and how far."""
    found = PublicContractFilter(request.GET, public_contracts())
    rows = keyset_page(found.qs.distinct(), order=NEWEST, cursor=request.GET.get("after", ""))
    known = progress_by_contract(rows.rows, request.now)
    shown = [{"contract": row, "progress": known.get(row.pk)} for row in rows.rows]
    return page(request, "contracts/contract_list.html", filter=found, page=rows, rows=shown)


def _contract(public_id: str) -> Contract:
    return get_object_or_404(public_contracts(), public_id=public_id)


@login_not_required
@require_GET
def contract_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a contract: four questions, money, milestones with photos, indicators, payments, checks."""
    contract = _contract(public_id)
    rows = milestone_rows(contract, request.now)
    checks = checks_summary(contract)
    context = {
        "contract": contract,
        "rows": rows,
        "shows_photos": not contract.category.is_identity_secret,
        "check_counts": [(CheckResult(key).label, count) for key, count in sorted(checks.items())],
        "check_total": sum(checks.values()),
        **papers_of(contract, request.now),
        "tickets": taken_up(contract),
        "imposed": public_penalties(contract),
        **pictures_of(contract, rows, request.now),
    }
    return page(request, "contracts/contract_detail.html", context)


@login_not_required
@require_GET
def document(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the signed document with its digest."""
    contract = _contract(public_id)
    papers = papers_of(contract, request.now)
    return page(request, "contracts/document_page.html", papers, contract=contract)


@login_not_required
@require_GET
def document_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the document in the canonical form of which the digest was taken."""
    contract = _contract(public_id)
    response = HttpResponse(canonical(contract.document), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{contract.reference}.json"'
    return response


@login_not_required
@require_GET
def certificate(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Show the certificate of acceptance of a milestone."""
    rows = Milestone.objects.filter(contract=_contract(public_id), acceptance__isnull=False)
    milestone = get_object_or_404(rows.select_related("acceptance", "contract"), number=number)
    return page(
        request,
        "contracts/certificate.html",
        milestone=milestone,
        contract=milestone.contract,
        made=milestone.acceptance,
    )


@login_not_required
@require_GET
def final(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the final certificate of a closed contract: parts, deductions and penalties, never persons."""
    contract = get_object_or_404(public_contracts(), public_id=public_id, state=ContractState.CLOSED)
    return page(request, "contracts/final.html", final_context(contract, request.now), contract=contract)


@login_not_required
@require_GET
def photo(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Hand out a photo of an accepted report, except where recipients must stay unknown."""
    file = get_object_or_404(
        ReportFile,
        public_id=file_id,
        kind=FileKind.PHOTO,
        report__state__in=SHOWN_REPORTS,
        report__milestone__contract__in=public_contracts().filter(
            public_id=public_id, category__is_identity_secret=False
        ),
    )
    return hand_out(file)


@login_not_required
@require_GET
def check_photo(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """Hand out the photo of a resident's check."""
    contracts = public_contracts().filter(public_id=public_id, category__is_identity_secret=False)
    return hand_out(
        get_object_or_404(CheckPhoto, public_id=file_id, check_row__milestone__contract__in=contracts)
    )


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Let a resident say whether a milestone was done as promised."""
    contract = _contract(public_id)
    running = Milestone.objects.filter(contract=contract, contract__state=ContractState.ACTIVE)
    milestone = get_object_or_404(running.select_related("contract__organization"), number=number)
    demand(may_check_milestone(request.user, milestone))
    form = CheckForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            actions.record_check,
            actor=request.user,
            milestone=milestone,
            now=request.now,
            **form.cleaned_data,
        )
        if done:
            messages.success(request, _("Thank you. Your finding is public, your name is not."))
            return redirect("contracts:detail", public_id)
    return page(request, "contracts/check.html", form=form, milestone=milestone, contract=contract)
