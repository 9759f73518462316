"""What has to be put right: ordered by the buyer, answered by the organization, checked, decided above."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts import actions
from contracts.forms.stages import AnswerItemsForm, CheckAnswerForm, FailForm, RectifyForm
from contracts.models import Contract, Rectification, RectificationFile
from contracts.permissions import (
    may_answer_rectification,
    may_decide_rectification,
    may_order_rectification,
)
from contracts.queries.stages import is_at_level_above
from contracts.rules.milestones import due_moment
from contracts.rules.rectification import is_overdue
from contracts.states import ContractState, RectificationState
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page
from marketplace.workdays.queries import load_calendar

from .shared import posted
from .versions import side_contract, side_path

F = RectificationState


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, public_id: str) -> HttpResponse:
    """Order things to be put right."""
    contract = side_contract(request, "work", public_id)
    demand(may_order_rectification(request.user, contract))
    form = RectifyForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        done = attempt(
            form, actions.order_rectification, actor=request.user, contract=contract, now=request.now,
            due_at=due_moment(given.pop("due_on")), **given,
        )  # fmt: skip
        if done:
            messages.success(request, _("Ordered; the organization was told."))
            return redirect("contracts:work_rectification", public_id, done.number)
    return page(request, "contracts/rectify.html", form=form, contract=contract)


def _found(contract: Contract, number: int) -> Rectification:
    rows = contract.rectifications.prefetch_related("items__files").select_related("stage")
    row = get_object_or_404(rows, number=number)
    row.contract = contract
    return row


def _show(request: HttpRequest, side: str, row: Rectification, **given: object) -> HttpResponse:
    user, is_work = request.user, side == "work"
    running = row.contract.state == ContractState.ACTIVE
    is_above = is_at_level_above(row, load_calendar(), request.now)
    answers = running and not is_work and row.state == F.ORDERED and may_answer_rectification(user, row)
    checks = running and is_work and row.state == F.ANSWERED and may_order_rectification(user, row.contract)
    decides = running and is_work and is_above and may_decide_rectification(user, row)
    context = {
        "row": row,
        "contract": row.contract,
        "side": side,
        "back": side_path(row.contract, side),
        "is_late": is_overdue(is_ordered=row.state == F.ORDERED, due_at=row.due_at, now=request.now),
        "is_above": is_above,
        "answer_form": AnswerItemsForm(items=row.items.all()) if answers else None,
        "check_form": CheckAnswerForm() if checks else None,
        "fail_form": FailForm() if decides else None,
    }
    return page(request, "contracts/rectification.html", {**context, **given})


@require_GET
def detail(request: HttpRequest, public_id: str, number: int, side: str) -> HttpResponse:
    """Show an order to one side, with the act that comes next."""
    return _show(request, side, _found(side_contract(request, side, public_id), number))


@require_POST
def answer(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Answer every item with evidence."""
    row = _found(side_contract(request, "mine", public_id), number)
    demand(may_answer_rectification(request.user, row))
    form = AnswerItemsForm(*posted(request), items=row.items.all())
    if form.is_valid() and attempt(
        form, actions.answer_rectification, actor=request.user, rectification=row, now=request.now,
        answers=form.answers(), files=form.evidence(),
    ):  # fmt: skip
        messages.success(request, _("Answered; the buyer checks it."))
        return redirect("contracts:mine_rectification", public_id, number)
    return _show(request, "mine", row, answer_form=form)


@require_POST
def check(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Find it put right, or send it back."""
    row = _found(side_contract(request, "work", public_id), number)
    demand(may_order_rectification(request.user, row.contract))
    form = CheckAnswerForm(request.POST)
    if form.is_valid():
        given = {**form.cleaned_data}
        day = given.pop("due_on")
        if attempt(
            form, actions.check_rectification, actor=request.user, rectification=row, now=request.now,
            due_at=due_moment(day) if day else None, **given,
        ):  # fmt: skip
            messages.success(request, _("Done; the organization was told."))
            return redirect("contracts:work_rectification", public_id, number)
    return _show(request, "work", row, check_form=form)


@require_POST
def fail(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Decide, as the level above, that it was not put right."""
    row = _found(side_contract(request, "work", public_id), number)
    demand(may_decide_rectification(request.user, row))
    form = FailForm(request.POST)
    if form.is_valid() and attempt(
        form, actions.fail_rectification, actor=request.user, rectification=row, now=request.now,
        **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, _("Done; the organization was told."))
        return redirect("contracts:work_rectification", public_id, number)
    return _show(request, "work", row, fail_form=form)


@require_GET
def file(request: HttpRequest, public_id: str, file_id: str, side: str) -> HttpResponse:
    """Hand out the evidence of an answer to both sides."""
    files = RectificationFile.objects.filter(
        item__rectification__contract=side_contract(request, side, public_id)
    )
    return hand_out(get_object_or_404(files, public_id=file_id))
