"""The contract's document in all its versions: page, data, PDF, what differs; and its clocks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contracts import actions
from contracts.forms.shared import CopyForm
from contracts.models import Contract, ContractVersion
from contracts.permissions import may_file_contract
from contracts.queries.changes import versions_of
from contracts.queries.contracts import contracts_of_departments, contracts_of_supplier, public_contracts
from contracts.queries.documents import rows_of, tender_differences
from contracts.rules.documents import differences
from marketplace.core.canonical import canonical
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.pdf import pdf_of
from marketplace.web.sentences import refusal_text

from .shared import posted

SIDES = {"work": contracts_of_departments, "mine": contracts_of_supplier}


def side_contract(request: HttpRequest, side: str, public_id: str) -> Contract:
    """Return a contract that the person's side may read; 404 otherwise."""
    return get_object_or_404(SIDES[side](request.user), public_id=public_id)


def side_path(contract: Contract, side: str) -> str:
    """Return the page of the contract for one side."""
    return contract.desk_path if side == "work" else contract.supplier_path


def _version(public_id: str, number: int) -> ContractVersion:
    rows = ContractVersion.objects.filter(contract__in=public_contracts(), contract__public_id=public_id)
    return get_object_or_404(rows.select_related("contract__organization", "contract__buyer"), number=number)


@login_not_required
@require_GET
def version(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Show a version of the document, and what it changed."""
    row = _version(public_id, number)
    earlier = row.contract.versions.filter(number=number - 1).first()
    changed = rows_of(differences(earlier.document, row.document)) if earlier else []
    context = {"contract": row.contract, "version": row, "changed": changed}
    context["versions"] = versions_of(row.contract)
    return page(request, "contracts/version.html", context)


@login_not_required
@require_GET
def version_data(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Hand out a version as the bytes of which its digest is taken."""
    row = _version(public_id, number)
    response = HttpResponse(canonical(row.document), content_type="application/json")
    name = f"{row.contract.reference}-v{number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_not_required
@require_GET
def version_pdf(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Hand out a version as PDF; a plain page says so where this installation makes none."""
    row = _version(public_id, number)
    return _pdf(request, row.contract, row.document_html, row.digest, f"{row.contract.reference}-v{number}")


@require_GET
def side_pdf(request: HttpRequest, public_id: str, side: str) -> HttpResponse:
    """Hand out the document that waits for signatures, or is in force, to the two sides."""
    contract = side_contract(request, side, public_id)
    if not contract.document_html:
        return redirect(side_path(contract, side))
    return _pdf(request, contract, contract.document_html, contract.digest, contract.reference)


def _pdf(request: HttpRequest, contract: Contract, html: str, digest: str, name: str) -> HttpResponse:
    try:
        content = pdf_of(f"{html}<p>SHA-256 <code>{digest}</code></p>", title=contract.reference)
    except Refused as refused:
        context = {"contract": contract, "reason": refusal_text(refused)}
        response = page(request, "contracts/no_pdf.html", context)
        response.status_code = refused.status
        return response
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@login_not_required
@require_GET
def public_differences(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show everybody in what a contract differs from tender document and award."""
    contract = get_object_or_404(public_contracts().select_related("award__lot__tender"), public_id=public_id)
    return _differences(request, contract, contract.path)


@require_GET
def side_differences(request: HttpRequest, public_id: str, side: str) -> HttpResponse:
    """Show the two sides the same before they sign."""
    contract = side_contract(request, side, public_id)
    return _differences(request, contract, side_path(contract, side))


def _differences(request: HttpRequest, contract: Contract, back: str) -> HttpResponse:
    rows = rows_of(tender_differences(contract))
    return page(request, "contracts/differences.html", contract=contract, rows=rows, back=back)


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Note that finance received its copy of a version."""
    contract = side_contract(request, "work", public_id)
    demand(may_file_contract(request.user, contract))
    row = get_object_or_404(contract.versions, number=number)
    form = CopyForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            actions.record_copy,
            actor=request.user,
            version=row,
            note=form.cleaned_data["note"],
            now=request.now,
        )
        if done:
            messages.success(request, _("Recorded."))
            return redirect("contracts:work_detail", public_id)
    return page(request, "contracts/copy.html", form=form, contract=contract, version=row)
