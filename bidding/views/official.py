"""For the buyer's officials: drafts, publication, qualification, committee, award. One page per tender."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bidding.actions import awards as award_actions
from bidding.actions import evaluation as evaluation_actions
from bidding.actions import tenders as tender_actions
from bidding.forms import (
    CommitteeForm,
    ConfirmForm,
    CriteriaForms,
    FailForm,
    PublishForm,
    QualificationForm,
    ReasonForm,
    ReplaceForm,
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
    may_propose_award,
    may_publish_tender,
    may_qualify_bid,
    may_read_evaluation,
    may_read_tender_file,
    may_submit_tender,
)
from bidding.queries.bids import documents_of, opened_bids, profile_of
from bidding.queries.drafts import review_draft
from bidding.queries.evaluation import active_seats, low_price_triggers
from bidding.queries.tenders import award_of, lot_of, tenders_of_department, tenders_visible_to
from bidding.rules.periods import simulated
from bidding.rules.profiles import profile_on
from bidding.states import AwardState, SeatRole, SeatState, TenderState
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.web.access import Verdict, demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from marketplace.workdays.queries import load_calendar
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import experts_for, officials_with
from projects.models import Project

from .public import with_phase


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


@require_POST
def tender_create(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a prefilled tender from a project."""
    project = get_object_or_404(Project, public_id=public_id)
    demand(may_create_tender(request.user, project))
    tender = tender_actions.create_tender(actor=request.user, project=project, now=request.now)
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
        if saved:
            messages.success(request, _("Saved. Check the list, then hand in."))
            return work_page(tender)
    status_form = form if form.errors or not rows.is_bound or rows.is_valid() else _marked(form)
    context = {"tender": tender, "form": status_form, "rows": rows, "steps": dates_of(tender, request.now)}
    return page(request, "bidding/tender_edit.html", context)


def _marked(form: TenderForm) -> TenderForm:
    form.add_error(None, _("Correct the criteria marked below."))
    return form


def dates_of(tender: Tender, now: datetime) -> list[dict[str, object]]:
    """Return every date of the procedure as it would be if published today (or as published)."""
    day = tender.notice_date or day_of(now)
    try:
        profile = profile_on(tender.track, tender.procedure, day)
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
        "steps": dates_of(tender, request.now),
        "findings": review_draft(tender, request.now, publishing=tender.state == TenderState.SUBMITTED)
        if is_draft
        else [],
        "award": award,
        "may": {
            "edit": may_edit_tender(user, tender),
            "submit": may_submit_tender(user, tender),
            "publish": may_publish_tender(user, tender),
            "cancel": may_cancel_tender(user, tender),
            "qualify": may_qualify_bid(user, tender),
            "appoint": may_appoint_committee(user, tender),
            "conclude": may_conclude_evaluation(user, tender),
            "fail": may_fail_tender(user, tender),
            "propose": may_propose_award(user, tender),
            "confirm": may_confirm_award(user, award) if award else None,
        },
        "publish_form": PublishForm(initial={"official_address": tender.official_address}),
        **_evaluation(lot, tender),
    }
    return page(request, "bidding/tender_work.html", context)


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
        "conflicted": Seat.objects.filter(lot=lot, state=SeatState.CONFLICTED).select_related("member"),
        "locked": sum(seat.state == SeatState.LOCKED for seat in seats),
        "evaluation": getattr(lot, "evaluation", None),
        "suppliers": profile_of(tender).suppliers(tender.notice_date),
    }


def _act(
    request: HttpRequest,
    tender: Tender,
    verdict: Verdict,
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


ACTS = {
    "submit_tender": (
        _l("Hand in the tender"),
        _l("After this a second official publishes or returns it."),
        _l("Hand in"),
    ),
    "return_tender": (
        _l("Return the tender"),
        _l("The colleague reads your comment and changes the draft."),
        _l("Return"),
    ),
    "publish_tender": (
        _l("Publish the tender"),
        _l("The text is frozen with its digest and open to everybody."),
        _l("Publish"),
    ),
    "cancel_tender": (
        _l("End the tender"),
        _l("Only when the task falls away. The reason is public."),
        _l("End the tender"),
    ),
    "fail_tender": (
        _l("End without award"),
        _l("Only for a legal ground (Procurement Law art. 36). The reason is public."),
        _l("End without award"),
    ),
    "appoint_committee": (
        _l("Appoint the committee"),
        _l("Names stay secret until the result."),
        _l("Appoint"),
    ),
    "replace_member": (
        _l("Replace a member"),
        _l("What the replaced member scored no longer counts."),
        _l("Replace"),
    ),
    "start_evaluation": (
        _l("Start the evaluation"),
        _l("The qualified bids go to the committee; decisions on qualification are then final."),
        _l("Start"),
    ),
    "conclude_evaluation": (
        _l("Compute the result"),
        _l("All scores are final. Totals and ranking are computed and frozen; a tie is drawn and logged."),
        _l("Compute"),
    ),
    "propose_award": (
        _l("Propose the award"),
        _l("The first candidate gets the award. Say in plain words why it won; everybody reads this."),
        _l("Propose"),
    ),
    "confirm_award": (
        _l("Confirm the award"),
        _l("The result becomes public and the letter of award goes out; the periods begin today."),
        _l("Confirm"),
    ),
    "revoke_award": (_l("Take the proposal back"), _l("The reason is kept."), _l("Take back")),
}


def _post(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
def tender_submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand in a draft."""
    tender = find(request, public_id)
    return _act(
        request, tender, may_submit_tender(request.user, tender), form=ConfirmForm(_post(request)),
        act=tender_actions.submit_tender, done=_("Handed in. A colleague publishes it."), tender=tender,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def tender_publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish what somebody else prepared."""
    tender = find(request, public_id)
    form = PublishForm(_post(request), initial={"official_address": tender.official_address})
    return _act(
        request, tender, may_publish_tender(request.user, tender), form=form, act=tender_actions.publish_tender,
        done=_("Published. The text can no longer be changed."), tender=tender,
        take={"official_address": "official_address"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def tender_return(request: HttpRequest, public_id: str) -> HttpResponse:
    """Return a draft with a comment."""
    tender = find(request, public_id)
    return _act(
        request, tender, may_publish_tender(request.user, tender), form=ReasonForm(_post(request)),
        act=tender_actions.return_tender, done=_("Returned with your comment."), tender=tender,
        take={"reason": "reason"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def tender_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a tender before its deadline, with a reason."""
    tender = find(request, public_id)
    return _act(
        request, tender, may_cancel_tender(request.user, tender), form=ReasonForm(_post(request)),
        act=tender_actions.cancel_tender, done=_("The tender was ended."), tender=tender, take={"reason": "reason"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def tender_fail(request: HttpRequest, public_id: str) -> HttpResponse:
    """End an opened tender for a legal ground."""
    tender = find(request, public_id)
    return _act(
        request, tender, may_fail_tender(request.user, tender), form=FailForm(_post(request)),
        act=tender_actions.fail_tender, done=_("The tender has ended without award."), tender=tender,
        take={"code": "code", "note": "reason"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def bid_qualify(request: HttpRequest, public_id: str, bid_id: str) -> HttpResponse:
    """Decide on the qualification of one bid."""
    tender = find(request, public_id)
    demand(may_qualify_bid(request.user, tender))
    bid = get_object_or_404(opened_bids(lot_of(tender)), public_id=bid_id)
    form = QualificationForm(_post(request))
    if form.is_bound and form.is_valid():
        kept = attempt(
            form, evaluation_actions.qualify_bid, actor=request.user, bid=bid, now=request.now,
            is_qualified=form.cleaned_data["is_qualified"], reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if kept:
            messages.success(request, _("Decision kept."))
            return work_page(tender)
    return page(request, "bidding/qualify.html", tender=tender, bid=bid, form=form, files=documents_of(bid))


@require_http_methods(["GET", "POST"])
def committee(request: HttpRequest, public_id: str) -> HttpResponse:
    """Appoint the committee."""
    tender = find(request, public_id)
    form = CommitteeForm(
        _post(request),
        experts=experts_for(tender.project.category_id),
        staff=officials_with(department=tender.buyer).exclude(pk=request.user.pk),
    )
    return _act(
        request, tender, may_appoint_committee(request.user, tender), form=form,
        act=evaluation_actions.appoint_committee, done=_("The committee is appointed; its names stay secret."),
        lot=lot_of(tender),
        take={"representatives": "representatives", "experts": "experts", "reason": "reason"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def member_replace(request: HttpRequest, public_id: str, seat_id: int) -> HttpResponse:
    """Replace a member, with a reason."""
    tender = find(request, public_id)
    seats = Seat.objects.select_related("lot__tender", "member")
    seat = get_object_or_404(seats, pk=seat_id, lot__tender=tender)
    staff = officials_with(department=tender.buyer)
    people = experts_for(tender.project.category_id) if seat.role == SeatRole.EXPERT else staff
    form = ReplaceForm(_post(request), people=people.exclude(pk=seat.member_id))
    return _act(
        request, tender, may_appoint_committee(request.user, tender), form=form,
        act=evaluation_actions.replace_member, done=_("The member was replaced."), seat=seat,
        take={"successor": "successor", "reason": "reason"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def evaluation_start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand the qualified bids to the committee."""
    tender = find(request, public_id)
    return _act(
        request, tender, may_qualify_bid(request.user, tender), form=ConfirmForm(_post(request)),
        act=evaluation_actions.start_evaluation, done=_("The committee can score now."), tender=tender,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def evaluation_conclude(request: HttpRequest, public_id: str) -> HttpResponse:
    """Compute totals and ranking from the frozen scores."""
    tender = find(request, public_id)
    return _act(
        request, tender, may_conclude_evaluation(request.user, tender), form=ConfirmForm(_post(request)),
        act=evaluation_actions.conclude_evaluation, done=_("Totals and ranking are computed and frozen."),
        lot=lot_of(tender),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def award_propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose the first candidate."""
    tender = find(request, public_id)
    return _act(
        request, tender, may_propose_award(request.user, tender), form=ReasonForm(_post(request)),
        act=award_actions.propose_award, done=_("Proposed. A colleague confirms it."), lot=lot_of(tender),
        take={"reason": "reason"},
    )  # fmt: skip


def _award(tender: Tender) -> Any:
    award = award_of(lot_of(tender))
    if award is None or award.state != AwardState.PROPOSED:
        return None
    award.lot.tender = tender
    return award


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def award_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm an award that somebody else proposed."""
    tender = find(request, public_id)
    if (award := _award(tender)) is None:
        return work_page(tender)
    return _act(
        request, tender, may_confirm_award(request.user, award), form=ConfirmForm(_post(request)),
        act=award_actions.confirm_award, award=award,
        done=_("Confirmed. The result is public, the letter of award is sent."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def award_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a proposed award back, with a reason."""
    tender = find(request, public_id)
    if (award := _award(tender)) is None:
        return work_page(tender)
    return _act(
        request, tender, may_confirm_award(request.user, award), form=ReasonForm(_post(request)),
        act=award_actions.revoke_award, done=_("The proposal was taken back."), award=award,
        take={"reason": "reason"},
    )  # fmt: skip


@require_safe
def evaluation_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the frozen input of the evaluation, exactly a file for `evaluate_bids`."""
    tender = find(request, public_id)
    demand(may_read_evaluation(request.user, tender))
    evaluation = getattr(lot_of(tender), "evaluation", None)
    if evaluation is None:
        return work_page(tender)
    response = JsonResponse(evaluation.input, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{tender.reference}-evaluation.json"'
    return response
