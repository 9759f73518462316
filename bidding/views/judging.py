"""For the buyer's officials: qualification, committee, result and award."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions import awards as award_actions
from bidding.actions import evaluation as evaluation_actions
from bidding.forms import (
    CommitteeForm,
    ConfirmForm,
    QualificationForm,
    ReasonForm,
    ReplaceForm,
)
from bidding.models import Seat, Tender
from bidding.permissions import (
    may_appoint_committee,
    may_conclude_evaluation,
    may_confirm_award,
    may_propose_award,
    may_qualify_bid,
    may_read_evaluation,
)
from bidding.queries.bids import documents_of, opened_bids
from bidding.queries.consortia import promise_of
from bidding.queries.tenders import (
    award_of,
    lot_of,
)
from bidding.states import AwardState, SeatRole
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import experts_for, officials_with
from payments.queries.deposits import disclosed_deposits
from payments.states import DepositState

from .official import find, officials_act, posted, work_page


@require_http_methods(["GET", "POST"])
def bid_qualify(request: HttpRequest, public_id: str, bid_id: str) -> HttpResponse:
    """Decide on the qualification of one bid."""
    tender = find(request, public_id)
    demand(may_qualify_bid(request.user, tender))
    bid = get_object_or_404(opened_bids(lot_of(tender)), public_id=bid_id)
    promise = promise_of(bid)
    form = QualificationForm(posted(request), initial=QualificationForm.initial_of(promise))
    if form.is_bound and form.is_valid():
        kept = attempt(
            form, evaluation_actions.qualify_bid, actor=request.user, bid=bid, now=request.now,
            is_qualified=form.cleaned_data["is_qualified"], reason=form.cleaned_data["reason"],
            papers=form.papers(bid),
        )  # fmt: skip
        if kept:
            messages.success(request, _("Decision kept."))
            return work_page(tender)
    context = {"tender": tender, "bid": bid, "form": form, "files": documents_of(bid), "promise": promise}
    given = disclosed_deposits(tender.reference).filter(payer=bid.organization_id)
    context["deposit"] = given.exclude(state=DepositState.DUE).last()
    return page(request, "bidding/qualify.html", context)


@require_http_methods(["GET", "POST"])
def committee(request: HttpRequest, public_id: str) -> HttpResponse:
    """Appoint the committee."""
    tender = find(request, public_id)
    form = CommitteeForm(
        posted(request),
        experts=experts_for(tender.project.category_id),
        staff=officials_with(department=tender.buyer).exclude(pk=request.user.pk),
    )
    return officials_act(
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
    form = ReplaceForm(posted(request), people=people.exclude(pk=seat.member_id))
    return officials_act(
        request, tender, may_appoint_committee(request.user, tender), form=form,
        act=evaluation_actions.replace_member, done=_("The member was replaced."), seat=seat,
        take={"successor": "successor", "reason": "reason"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def evaluation_start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand the qualified bids to the committee."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_qualify_bid(request.user, tender), form=ConfirmForm(posted(request)),
        act=evaluation_actions.start_evaluation, done=_("The committee can score now."), tender=tender,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def evaluation_conclude(request: HttpRequest, public_id: str) -> HttpResponse:
    """Compute totals and ranking from the frozen scores."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_conclude_evaluation(request.user, tender), form=ConfirmForm(posted(request)),
        act=evaluation_actions.conclude_evaluation, done=_("Totals and ranking are computed and frozen."),
        lot=lot_of(tender),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def award_propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose the first candidate."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_propose_award(request.user, tender), form=ReasonForm(posted(request)),
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
    return officials_act(
        request, tender, may_confirm_award(request.user, award), form=ConfirmForm(posted(request)),
        act=award_actions.confirm_award, award=award,
        done=_("Confirmed. The result is public, the letter of award is sent."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def award_revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a proposed award back, with a reason."""
    tender = find(request, public_id)
    if (award := _award(tender)) is None:
        return work_page(tender)
    return officials_act(
        request, tender, may_confirm_award(request.user, award), form=ReasonForm(posted(request)),
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
