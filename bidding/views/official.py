"""For the buyer's officials: drafts, publication, qualification, committee, award. One page per tender."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bidding.actions import ending
from bidding.actions import tenders as tender_actions
from bidding.forms import (
    ConfirmForm,
    CriteriaForms,
    FailForm,
    PublishForm,
    ReasonForm,
    TenderForm,
    criteria_initial,
)
from bidding.models import Seat, Tender
from bidding.permissions import (
    may_appoint_committee,
    may_cancel_tender,
    may_conclude_evaluation,
    may_confirm_award,
    may_create_tender,
    may_edit_tender,
    may_fail_tender,
    may_propose_amendment,
    may_propose_award,
    may_publish_tender,
    may_qualify_bid,
    may_read_tender_file,
    may_submit_tender,
)
from bidding.permissions.approvals import may_approve_tender
from bidding.permissions.lots import may_divide_tender, may_tender_lot_again
from bidding.permissions.negotiations import may_go_on_with_two
from bidding.queries.amendments import amendments_of
from bidding.queries.approvals import approvals_of
from bidding.queries.bids import needed_suppliers, opened_bids, qualified_bids
from bidding.queries.challenges import what_stops
from bidding.queries.drafts import review_draft
from bidding.queries.evaluation import active_seats, low_price_triggers
from bidding.queries.local_values import local_profile
from bidding.queries.negotiations import negotiation_of
from bidding.queries.officers import health_of
from bidding.queries.questions import questions_of
from bidding.queries.signals import invalid_bids, signals_of
from bidding.queries.tenders import (
    award_of,
    lot_of,
    projects_to_tender,
    running_tender,
    tenders_of_department,
    tenders_visible_to,
)
from bidding.queries.terms import has_few_takers
from bidding.rules.schedule import simulated
from bidding.states import NeedChangeState, SeatState, TenderState
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.web.access import Verdict, demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from marketplace.workdays.queries import load_calendar
from organizations.permissions import require_fresh_second_factor
from projects.models import Project

from .acts import ACTS
from .closed_lists import invitation_work, source_work
from .public import lots_beside, with_phase


def find(request: HttpRequest, public_id: str) -> Tender:
    """Return a tender of the reader's department (auditors: any), or 404."""
    tender = get_object_or_404(tenders_visible_to(request.user), public_id=public_id)
    demand(may_read_tender_file(request.user, tender))
    return with_phase(tender, request)


def work_page(tender: Tender) -> HttpResponse:
    """Return to the page of the tender."""
    return redirect("bidding:tender_work", public_id=tender.public_id)


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """List the tenders of the reader's departments."""
    found = keyset_page(
        tenders_of_department(request.user), order=("-created_at", "-id"), cursor=request.GET.get("after", "")
    )
    rows = [with_phase(tender, request) for tender in found.rows]
    return page(request, "bidding/work_list.html", page=found, rows=rows)


@require_safe
def tender_new(request: HttpRequest) -> HttpResponse:
    """Offer the listed projects of the reader's departments that nobody tenders yet; `?project=` names one."""
    projects = projects_to_tender(request.user)
    wanted = request.GET.get("project", "")
    rows = [one for one in projects if not wanted or one.public_id == wanted]
    return page(request, "bidding/tender_new.html", rows=rows)


@require_POST
def tender_create(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a prefilled tender from a project; asked again, show the one that runs."""
    project = get_object_or_404(Project, public_id=public_id)
    demand(may_create_tender(request.user, project))
    try:
        tender = tender_actions.create_tender(actor=request.user, project=project, now=request.now)
    except Refused:
        running = running_tender(project)
        if running is None:
            raise
        return work_page(running)
    return redirect("bidding:tender_edit", public_id=tender.public_id)


@require_http_methods(["GET", "POST"])
def tender_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a draft; the checklist beside it says what law still misses."""
    tender = find(request, public_id)
    demand(may_edit_tender(request.user, tender))
    lot, data = lot_of(tender), request.POST if request.method == "POST" else None
    form = TenderForm(data, day=day_of(request.now), initial=TenderForm.initial_of(tender))
    rows = CriteriaForms(data, prefix="c", initial=criteria_initial(lot))
    if form.is_bound and form.is_valid() and rows.is_valid():
        saved = attempt(
            form,
            tender_actions.edit_tender,
            actor=request.user,
            tender=tender,
            content=form.content(),
            criteria=rows.rows(),
            now=request.now,
            seen_at=parse_datetime(form.cleaned_data["seen_at"]) if form.cleaned_data["seen_at"] else None,
        )
        if saved and "submit" not in request.POST:
            messages.success(request, _("Saved. Check the list, then hand in."))
            return work_page(tender)
        if saved and _handed_in(request, form, saved):
            return work_page(tender)
    status_form = form if form.errors or not rows.is_bound or rows.is_valid() else _marked(form)
    context = {"tender": tender, "form": status_form, "rows": rows, "steps": dates_of(tender, request.now)}
    return page(request, "bidding/tender_edit.html", context)


def _handed_in(request: HttpRequest, form: TenderForm, saved: Tender) -> bool:
    """Hand in what was just saved; when law refuses it, the form goes on from the saved draft."""
    form.renew(saved)
    if attempt(form, tender_actions.submit_tender, actor=request.user, tender=saved, now=request.now) is None:
        return False
    messages.success(request, _("Handed in. A colleague publishes it."))
    return True


def _marked(form: TenderForm) -> TenderForm:
    form.add_error(None, _("Correct the criteria marked below."))
    return form


def dates_of(tender: Tender, now: datetime) -> list[dict[str, object]]:
    """Return every date of the procedure as it would be if published today (or as published)."""
    day = tender.notice_date or day_of(now)
    try:
        profile = local_profile(tender.track, tender.procedure, day)
    except Refused:
        return []
    steps = simulated(profile, day, tender.bid_deadline, load_calendar())
    return [{**step.as_record(), "date": step.day, "moment": step.at} for step in steps]


@require_safe
def tender_work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show all that is due on a tender, with the one button of the present step."""
    tender = find(request, public_id)
    lot = lot_of(tender)
    lot.tender = tender
    is_draft = tender.state in {TenderState.DRAFT, TenderState.SUBMITTED}
    award = award_of(lot)
    user = request.user
    context = {
        "tender": tender,
        "lot": lot,
        "lots": lots_beside(tender, request, is_public=False),
        "steps": dates_of(tender, request.now),
        "findings": review_draft(tender, request.now, publishing=tender.state == TenderState.SUBMITTED)
        if is_draft
        else [],
        "award": award,
        "few_takers": tender.phase(request.now) == TenderState.PUBLISHED
        and has_few_takers(tender, day_of(request.now)),
        "approvals": approvals_of(tender) if is_draft else [],
        "questions": questions_of(tender) if not is_draft else None,
        "amendments": amendments_of(tender) if not is_draft else None,
        "objections": tender.challenges.all() if not is_draft else None,
        "archive_path": f"/work/tenders/{tender.public_id}/archive.zip",
        "stopped": "" if is_draft else what_stops(tender, request.now),
        "may": _allowed(user, tender, award),
        "health": health_of(tender, request.now)
        if tender.phase(request.now) == TenderState.PUBLISHED
        else None,
        "publish_form": PublishForm(initial={"official_address": tender.official_address}),
        **_evaluation(lot, tender),
        **invitation_work(request, tender),
        **source_work(request, tender),
    }
    return page(request, "bidding/tender_work.html", context)


def _allowed(user: Any, tender: Tender, award: Any) -> dict[str, object]:
    """Return what the reader may do now."""
    return {
        "edit": may_edit_tender(user, tender),
        "divide": may_divide_tender(user, tender),
        "again": tender.division_id and may_tender_lot_again(user, tender),
        "submit": may_submit_tender(user, tender),
        "publish": may_publish_tender(user, tender),
        "approve": may_approve_tender(user, tender),
        "cancel": may_cancel_tender(user, tender),
        "amend": may_propose_amendment(user, tender) and tender.shown_phase == TenderState.PUBLISHED,
        "qualify": may_qualify_bid(user, tender),
        "appoint": may_appoint_committee(user, tender),
        "conclude": may_conclude_evaluation(user, tender),
        "fail": may_fail_tender(user, tender),
        "go_on": may_go_on_with_two(user, tender),
        "propose": may_propose_award(user, tender),
        "confirm": may_confirm_award(user, award) if award else None,
    }


def _evaluation(lot: Any, tender: Tender) -> dict[str, object]:
    if tender.state not in {
        TenderState.OPENED,
        TenderState.EVALUATING,
        TenderState.EVALUATED,
        TenderState.AWARDED,
    }:
        return {}
    seats = list(active_seats(lot).select_related("declaration"))
    bids = list(opened_bids(lot))
    triggers = low_price_triggers(lot) if tender.state == TenderState.EVALUATING else {}
    for bid in bids:
        bid.check = getattr(bid, "qualification", None)
        bid.triggers = triggers.get(bid.pk, [])
        bid.review = getattr(bid, "low_price_review", None)
    return {
        "seats": seats,
        "bids": bids,
        "open_checks": sum(bid.check is None for bid in bids),
        **_talks(lot),
        "conflicted": Seat.objects.filter(lot=lot, state=SeatState.CONFLICTED).select_related("member"),
        "locked": sum(seat.state == SeatState.LOCKED for seat in seats),
        "evaluation": getattr(lot, "evaluation", None),
        "signals": signals_of(lot),
        "invalids": invalid_bids(lot),
        "suppliers": needed_suppliers(tender),
    }


def _talks(lot: Any) -> dict[str, object]:
    """Return the talks with the suppliers, where the procedure has them."""
    negotiation = negotiation_of(lot)
    if negotiation is None:
        return {}
    return {
        "negotiation": negotiation,
        "waiting_changes": negotiation.changes.filter(state=NeedChangeState.PROPOSED),
        "left": qualified_bids(lot).count(),
    }


def officials_act(
    request: HttpRequest,
    tender: Tender,
    verdict: Verdict,
    /,
    *,
    form: Any,
    act: Callable[..., object],
    done: str,
    template: str = "bidding/act.html",
    take: dict[str, str] | None = None,
    **given: object,
) -> HttpResponse:
    """Ask, check, act, return to the tender: the same for every act. `take` maps arguments to form fields."""
    demand(verdict)
    if form.is_bound and form.is_valid():
        given |= {name: form.cleaned_data[field] for name, field in (take or {}).items()}
        if attempt(form, act, actor=request.user, now=request.now, **given) is not None:
            messages.success(request, done)
            return work_page(tender)
    title = ACTS[act.__name__]
    return page(request, template, tender=tender, form=form, lot=lot_of(tender), act=title)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
def tender_submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand in a draft."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_submit_tender(request.user, tender), form=ConfirmForm(posted(request)),
        act=tender_actions.submit_tender, done=_("Handed in. A colleague publishes it."), tender=tender,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def tender_publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish what somebody else prepared."""
    tender = find(request, public_id)
    form = PublishForm(posted(request), initial={"official_address": tender.official_address})
    return officials_act(
        request, tender, may_publish_tender(request.user, tender), form=form, act=tender_actions.publish_tender,
        done=_("Published. The text can no longer be changed."), tender=tender,
        take={"official_address": "official_address"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def tender_return(request: HttpRequest, public_id: str) -> HttpResponse:
    """Return a draft with a comment."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_publish_tender(request.user, tender), form=ReasonForm(posted(request)),
        act=tender_actions.return_tender, done=_("Returned with your comment."), tender=tender,
        take={"reason": "reason"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def tender_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a tender before its deadline, with a reason."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_cancel_tender(request.user, tender), form=ReasonForm(posted(request)),
        act=ending.cancel_tender, done=_("The tender was ended."), tender=tender, take={"reason": "reason"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def tender_fail(request: HttpRequest, public_id: str) -> HttpResponse:
    """End an opened tender for a legal ground."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_fail_tender(request.user, tender), form=FailForm(posted(request)),
        act=ending.fail_tender, done=_("The tender has ended without award."), tender=tender,
        take={"code": "code", "note": "reason"},
    )  # fmt: skip
