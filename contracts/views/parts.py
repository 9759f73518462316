"""Accept a milestone in part; deduct for good what was not cured; the certificates of parts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contracts import actions
from contracts.forms.delivery import PartForm
from contracts.forms.shared import ReasonForm
from contracts.models import Milestone, PartAcceptance
from contracts.permissions import may_deduct_remainder
from contracts.queries.acceptance import proposal_of
from contracts.queries.contracts import contracts_of_departments, public_contracts
from contracts.rules.milestones import due_moment
from contracts.states import OWED_STATES
from marketplace.core.clock import is_late
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from payments.models import PaymentOrder

from .shared import posted


def part(request: HttpRequest, context: dict) -> HttpResponse:
    """Show what the lines propose; accept that part or another sum with its reason."""
    checked, row = context["form"], context["milestone"]
    findings = checked.findings()
    lines = proposal_of(row, checked.standards, findings)
    is_sent = "confirm_part" in request.POST
    form = PartForm(
        request.POST if is_sent else None, initial={"amount": lines.proposed, "reason": lines.missing}
    )
    if is_sent and form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            actions.accept_part,
            actor=request.user,
            milestone=row,
            amount=given["amount"],
            reason=given["reason"],
            cure_by=due_moment(given["cure_by"]),
            now=request.now,
            **checked.acceptance(),
        )
        if done:
            text = _("Accepted in part. Payment order {reference} waits for release by a second person.")
            messages.success(request, told(text, done.order))
            return redirect("contracts:work_detail", row.contract.public_id)
    return page(request, "contracts/accept_part.html", context | {"form": form}, checked=checked, lines=lines)


def told(text: str, order: PaymentOrder | None) -> str:
    """Return what the officer reads after an acceptance: which order waits, or that penalties took the sum."""
    return text.format(reference=order.reference) if order else _("Accepted. Penalties took the whole sum.")


@require_http_methods(["GET", "POST"])
def deduct(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Decide that the rest of a milestone is not paid."""
    contract = get_object_or_404(contracts_of_departments(request.user), public_id=public_id)
    milestone = get_object_or_404(
        contract.milestones.filter(state__in=OWED_STATES, accepted_amount__gt=0), number=number
    )
    demand(may_deduct_remainder(request.user, milestone))
    form = ReasonForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = actions.deduct_remainder
        if attempt(form, act, actor=request.user, milestone=milestone, reason=reason, now=request.now):
            messages.success(request, _("Deducted; the supplier was told."))
            return redirect("contracts:work_detail", public_id)
    return page(
        request,
        "contracts/deduct.html",
        form=form,
        milestone=milestone,
        contract=contract,
        parts=milestone.parts.order_by("number"),
        is_open=not is_late(request.now, milestone.deadline),
    )


@login_not_required
@require_GET
def part_certificate(request: HttpRequest, public_id: str, number: int, part_number: int) -> HttpResponse:
    """Show the certificate of a part of a milestone."""
    contract = get_object_or_404(public_contracts(), public_id=public_id)
    milestone = get_object_or_404(Milestone.objects.filter(contract=contract), number=number)
    made = get_object_or_404(PartAcceptance.objects.filter(milestone=milestone), number=part_number)
    return page(request, "contracts/certificate.html", milestone=milestone, contract=contract, made=made)
