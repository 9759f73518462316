"""Supplements: propose, read, agree, put in force, refuse, withdraw; the same pages for both sides."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts import actions
from contracts.forms.drafting import ChangeForm, MilestoneForm, change_forms
from contracts.forms.shared import ReasonForm, SignForm
from contracts.models import Contract, ContractChange
from contracts.permissions import (
    may_agree_change,
    may_approve_change,
    may_propose_change,
    may_refuse_change,
    may_withdraw_change,
)
from contracts.queries.changes import room_of
from contracts.queries.documents import rows_of
from contracts.rules.changes import GROUNDS
from contracts.rules.documents import differences
from contracts.states import OPEN_CHANGES, ChangeState, ContractState
from marketplace.core.refusals import Refused
from marketplace.web.access import Verdict, demand, denied
from marketplace.web.pages import attempt, page
from marketplace.web.sentences import citation_text
from organizations.permissions import require_fresh_second_factor

from .shared import posted
from .versions import side_contract, side_path


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, public_id: str, side: str) -> HttpResponse:
    """Propose a change of a running contract."""
    contract = side_contract(request, side, public_id)
    demand(may_propose_change(request.user, contract))
    if contract.state != ContractState.ACTIVE:
        demand(denied("contracts.not_in_force"))
    data = posted(request)[0]
    initial = {name: getattr(contract, name) for name in ("amount", "ends_on", "acceptance_plan")}
    form, parts = ChangeForm(data, initial=initial), change_forms(contract, data)
    if data is not None and all([form.is_valid(), *(part.is_valid() for _number, part in parts)]):
        plans = [part.plan(number=number) for number, part in parts]
        done = attempt(
            form,
            actions.propose_change,
            actor=request.user,
            contract=contract,
            milestones=[plan for plan in plans if plan],
            now=request.now,
            **form.cleaned_data,
        )
        if done:
            messages.success(request, _("Proposed; the other side was told."))
            return redirect(_address(done, side))
    return page(request, "contracts/change_new.html", _propose_context(contract, form, parts, side))


def _propose_context(
    contract: Contract, form: ChangeForm, parts: list[tuple[int | None, MilestoneForm]], side: str
) -> dict[str, object]:
    context = {"contract": contract, "form": form, "parts": parts, "room": room_of(contract)}
    context["back"] = side_path(contract, side)
    return context | {f"part{place}": part for place, (_number, part) in enumerate(parts)}


def _address(change: ContractChange, side: str) -> str:
    return f"{side_path(change.contract, side)}changes/{change.number}/"


def _change(request: HttpRequest, public_id: str, number: int, side: str) -> ContractChange:
    contract = side_contract(request, side, public_id)
    rows = ContractChange.objects.filter(contract=contract).select_related(
        "contract__organization", "contract__buyer", "base", "proposed_by", "agreed_by", "ended_by"
    )
    return get_object_or_404(rows, number=number)


def _ground(change: ContractChange) -> str:
    """Return what a change rests on, in the reader's language."""
    return citation_text(Refused("contracts.ground", citation=GROUNDS[change.reason]))


def _verdicts(request: HttpRequest, change: ContractChange) -> dict[str, bool | Verdict]:
    user, state = request.user, change.state
    proposed, agreed = state == ChangeState.PROPOSED, state == ChangeState.AGREED
    return {
        "may_agree": proposed and may_agree_change(user, change),
        "may_approve": agreed and may_approve_change(user, change),
        "may_refuse": state in OPEN_CHANGES and may_refuse_change(user, change),
        "may_withdraw": state in OPEN_CHANGES and may_withdraw_change(user, change),
    }


@require_http_methods(["GET"])
def change(request: HttpRequest, public_id: str, number: int, side: str) -> HttpResponse:
    """Show what a change does, field by field, with the document as it will read."""
    row = _change(request, public_id, number, side)
    context = {
        "contract": row.contract,
        "change": row,
        "changed": rows_of(differences(row.base.document, row.document)),
        "ground": _ground(row),
        "back": side_path(row.contract, side),
        **_verdicts(request, row),
    }
    return page(request, "contracts/change.html", context)


SIGNED = {
    "agree": (actions.agree_change, may_agree_change),
    "approve": (actions.approve_change, may_approve_change),
}


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def sign_change(request: HttpRequest, public_id: str, number: int, side: str, act: str) -> HttpResponse:
    """Agree to a change, or put it in force: the digest of what was read goes with it."""
    row = _change(request, public_id, number, side)
    action, permission = SIGNED[act]
    demand(permission(request.user, row))
    form = SignForm(posted(request)[0], initial={"digest": row.digest})
    if request.method == "POST" and form.is_valid():
        digest = form.cleaned_data["digest"]
        text = _("Agreed.") if act == "agree" else _("In force; the notice is public.")
        if _done(request, form, action, text, change=row, digest=digest):
            return redirect(_address(row, side))
    changed = rows_of(differences(row.base.document, row.document))
    context = {"form": form, "contract": row.contract, "change": row, "changed": changed, "act": act}
    context |= {"ground": _ground(row), "back": _address(row, side)}
    return page(request, "contracts/change_sign.html", context)


@require_http_methods(["GET", "POST"])
def end_change(request: HttpRequest, public_id: str, number: int, side: str, act: str) -> HttpResponse:
    """Refuse a change with the reason, or withdraw the own proposal."""
    row = _change(request, public_id, number, side)
    refuses = act == "refuse"
    demand((may_refuse_change if refuses else may_withdraw_change)(request.user, row))
    form = ReasonForm(posted(request)[0])
    if not refuses:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        action = actions.refuse_change if refuses else actions.withdraw_change
        if _done(request, form, action, _("Done; both sides were told."), change=row, **form.cleaned_data):
            return redirect(_address(row, side))
    context = {"form": form, "contract": row.contract, "change": row, "refuses": refuses}
    return page(request, "contracts/change_end.html", context, back=_address(row, side))


def _done(request: HttpRequest, form: object, action: Callable, text: str, **arguments: object) -> bool:
    if attempt(form, action, actor=request.user, now=request.now, **arguments) is None:
        return False
    messages.success(request, text)
    return True
