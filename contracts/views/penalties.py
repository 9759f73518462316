"""Penalties: proposed by an officer, answered by the organization, decided by an approver, looked at again by another."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts import actions
from contracts.forms.penalties import (
    DECISIONS,
    OUTCOMES,
    AnswerForm,
    DecideForm,
    ObjectForm,
    ProposeForm,
    count_text,
)
from contracts.models import Penalty, PenaltyFile
from contracts.permissions import (
    may_answer_penalty,
    may_decide_penalty,
    may_decide_penalty_objection,
    may_object_to_penalty,
    may_propose_penalty,
)
from contracts.queries.penalties import (
    is_objectable,
    is_ripe,
    money_rows,
    options_of,
    penalties_of,
    terms_of,
)
from contracts.rules.penalties import cap_of
from contracts.states import PenaltyState
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page

from .shared import posted
from .versions import side_contract, side_path

P = PenaltyState


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose a penalty; the page shows for each cause what the clause gives."""
    contract = side_contract(request, "work", public_id)
    demand(may_propose_penalty(request.user, contract))
    options = [row for row in options_of(contract, request.now) if row.amount]
    form = ProposeForm(posted(request)[0], options=options)
    if request.method == "POST" and form.is_valid():
        given = {"actor": request.user, "contract": contract, "now": request.now}
        done = attempt(form, actions.propose_penalty, **given, **form.cleaned_data)
        if done:
            messages.success(request, _("Proposed; the organization was told and is heard first."))
            return redirect("contracts:work_penalty", public_id, done.number)
    terms = terms_of(contract)
    context = {"form": form, "contract": contract, "options": options, "terms": terms}
    context |= {"cap": cap_of(contract.amount, terms), "late_percent": terms.late_day * 100}
    return page(request, "contracts/penalty_new.html", context)


def _found(request: HttpRequest, side: str, public_id: str, number: int) -> Penalty:
    contract = side_contract(request, side, public_id)
    row = get_object_or_404(penalties_of(contract).prefetch_related("files"), number=number)
    row.contract = contract
    return row


def _forms(request: HttpRequest, side: str, row: Penalty) -> dict[str, forms.Form]:
    """Return the form of the act that this person can do now."""
    user, now = request.user, request.now
    if side == "mine":
        if row.state == P.PROPOSED and may_answer_penalty(user, row):
            return {"answer_form": AnswerForm()}
        if is_objectable(row, now) and may_object_to_penalty(user, row):
            return {"object_form": ObjectForm()}
        return {}
    if is_ripe(row, now) and may_decide_penalty(user, row):
        return {"decide_form": DecideForm(choices=DECISIONS)}
    if row.state == P.OBJECTED and may_decide_penalty_objection(user, row):
        return {"judge_form": DecideForm(choices=OUTCOMES)}
    return {}


def _show(request: HttpRequest, side: str, row: Penalty, **given: object) -> HttpResponse:
    context = {
        "row": row,
        "contract": row.contract,
        "side": side,
        "back": side_path(row.contract, side),
        "count": count_text(row.count),
        "money": money_rows(row),
        "files": [file for file in row.files.all() if not file.is_objection],
        "objection_files": [file for file in row.files.all() if file.is_objection],
        **_forms(request, side, row),
    }
    return page(request, "contracts/penalty.html", {**context, **given})


@require_GET
def detail(request: HttpRequest, public_id: str, number: int, side: str) -> HttpResponse:
    """Show a penalty to one side, with the act that comes next."""
    return _show(request, side, _found(request, side, public_id, number))


@require_POST
def answer(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Say what the organization has to say."""
    row = _found(request, "mine", public_id, number)
    demand(may_answer_penalty(request.user, row))
    form = AnswerForm(*posted(request))
    return _act(request, "mine", row, ("answer_form", form), actions.answer_penalty)


@require_POST
def object_to(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Object to a decision."""
    row = _found(request, "mine", public_id, number)
    demand(may_object_to_penalty(request.user, row))
    form = ObjectForm(*posted(request))
    return _act(request, "mine", row, ("object_form", form), actions.object_to_penalty)


@require_POST
def decide(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Confirm, lower or drop a proposal."""
    row = _found(request, "work", public_id, number)
    demand(may_decide_penalty(request.user, row))
    form = DecideForm(request.POST, choices=DECISIONS)

    def act(*, outcome: str, **given: object) -> Penalty:
        return actions.decide_penalty(is_imposed=outcome != "drop", **given)  # type: ignore[arg-type]

    return _act(request, "work", row, ("decide_form", form), act)


@require_POST
def judge(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Decide on an objection."""
    row = _found(request, "work", public_id, number)
    demand(may_decide_penalty_objection(request.user, row))
    form = DecideForm(request.POST, choices=OUTCOMES)
    return _act(request, "work", row, ("judge_form", form), actions.decide_penalty_objection)


def _act(
    request: HttpRequest, side: str, row: Penalty, named: tuple[str, forms.Form], act: Callable[..., Penalty]
) -> HttpResponse:
    name, form = named
    if form.is_valid():
        given = {"actor": request.user, "penalty": row, "now": request.now, **form.cleaned_data}
        if attempt(form, act, **given):
            messages.success(request, _("Done; the other side was told."))
            return redirect(f"contracts:{side}_penalty", row.contract.public_id, row.number)
        row.refresh_from_db(fields=["state", "answer", "decision", "amount"])
    return _show(request, side, row, **{name: form})


@require_GET
def file(request: HttpRequest, public_id: str, file_id: str, side: str) -> HttpResponse:
    """Hand out evidence to both sides."""
    files = PenaltyFile.objects.filter(penalty__contract=side_contract(request, side, public_id))
    return hand_out(get_object_or_404(files, public_id=file_id))
