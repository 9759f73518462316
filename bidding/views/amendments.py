"""Change a published tender by two officials; every version and its differences are public."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.amendments import drop_amendment, propose_amendment, publish_amendment
from bidding.forms import ConfirmForm, CriteriaForms, ReasonForm, criteria_initial
from bidding.forms.amendments import AmendmentForm
from bidding.models import Amendment, Tender
from bidding.permissions import may_drop_amendment, may_propose_amendment, may_publish_amendment
from bidding.queries.amendments import amendments_of, versions_of, waiting_amendment
from bidding.queries.questions import open_questions
from bidding.queries.tenders import lot_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.permissions import require_fresh_second_factor

from . import official, public


@require_http_methods(["GET", "POST"])
def amendment_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose a change, a later deadline, or both; one proposal waits at a time."""
    tender = official.find(request, public_id)
    demand(may_propose_amendment(request.user, tender))
    if (waiting := waiting_amendment(tender)) is not None:
        return redirect("bidding:amendment", public_id=public_id, number=waiting.number)
    lot, data = lot_of(tender), official.posted(request)
    form = AmendmentForm(data, tender=tender)
    rows = CriteriaForms(data, prefix="c", initial=criteria_initial(lot))
    if form.is_bound and form.is_valid() and rows.is_valid():
        amendment = attempt(
            form, propose_amendment, actor=request.user, tender=tender, content=form.content(), now=request.now,
            reason=form.cleaned_data["reason"], bid_deadline=form.deadline(), criteria=_criteria(rows, lot),
        )  # fmt: skip
        if amendment:
            messages.success(request, _("Proposed. A colleague publishes it."))
            return redirect("bidding:amendment", public_id=public_id, number=amendment.number)
    elif form.is_bound and not rows.is_valid():
        form.add_error(None, _("Correct the criteria marked below."))
    open_now = open_questions(tender).count()
    return page(
        request, "bidding/amendment_new.html", tender=tender, form=form, rows=rows, open_questions=open_now
    )


def _criteria(rows: Any, lot: Any) -> list[dict[str, object]] | None:
    """Return the criteria when one of them was changed, with the codes that they had."""
    given = rows.rows()
    compared = ("text", "kind", "points", "bands", "is_objective")
    stored = list(lot.criteria.all())
    before = [tuple(getattr(row, name) for name in compared) for row in stored]
    if [tuple(row[name] for name in compared) for row in given] == before:
        return None
    return given


def _found(request: HttpRequest, public_id: str, number: int) -> tuple[Tender, Amendment]:
    tender = official.find(request, public_id)
    amendment = get_object_or_404(amendments_of(tender), number=number)
    amendment.tender = tender
    return tender, amendment


@require_safe
def amendment(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Show a proposal: what would change, whether it is material and why, and the two decisions."""
    tender, found = _found(request, public_id, number)
    context = {
        "tender": tender,
        "amendment": found,
        "may_publish": may_publish_amendment(request.user, found),
        "may_drop": may_drop_amendment(request.user, found),
    }
    return page(request, "bidding/amendment.html", context)


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def amendment_publish(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Publish what another official proposed."""
    tender, found = _found(request, public_id, number)
    return official.officials_act(
        request, tender, may_publish_amendment(request.user, found), form=ConfirmForm(official.posted(request)),
        act=publish_amendment, done=_("Published as a new version; everybody concerned is told."), amendment=found,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def amendment_drop(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Take a proposal back, or refuse it."""
    tender, found = _found(request, public_id, number)
    return official.officials_act(
        request, tender, may_drop_amendment(request.user, found), form=ReasonForm(official.posted(request)),
        act=drop_amendment, done=_("The proposal was dropped."), amendment=found, take={"reason": "reason"},
    )  # fmt: skip


@login_not_required
@require_safe
def tender_versions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show every published version of the document, newest first, with what changed and why."""
    tender = public.find(public_id, request)
    return page(request, "bidding/tender_versions.html", tender=tender, versions=versions_of(tender))


@login_not_required
@require_safe
def tender_version(request: HttpRequest, public_id: str, version: int) -> HttpResponse:
    """Hand out one version as the canonical bytes that its digest is made of."""
    tender = public.find(public_id, request)
    found = versions_of(tender).filter(version=version).first()
    if found is None:
        raise Http404
    return public.canonical_answer(found.body, f"{tender.reference}-{version}.json")
