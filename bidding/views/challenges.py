"""Challenges and complaints: file, read, act; what is public of them is numbers and outcomes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.challenges import file_challenge
from bidding.actions.complaints import file_complaint
from bidding.actions.remedies import remedies_for
from bidding.forms.challenges import ChallengeForm, ComplaintForm
from bidding.models import Challenge, Complaint, ObjectionFile, Tender
from bidding.permissions.challenges import may_file_challenge, may_file_complaint
from bidding.queries.bids import bidding_organizations
from bidding.queries.challenges import (
    challenges_visible_to,
    complain_until,
    complaints_visible_to,
    decide_by,
    objection_counts,
    open_complaint,
    open_kinds,
)
from bidding.rules.challenges import check_complaint
from bidding.states import ChallengeState
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.web.access import Verdict, demand
from marketplace.web.pages import attempt, hand_out, page
from marketplace.web.paging import keyset_page
from marketplace.workdays.queries import load_calendar
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import departments_of

from .objection_acts import CHALLENGE_ACTS, COMPLAINT_ACTS, Act
from .public import find


@login_not_required
@require_safe
def objection_figures(request: HttpRequest) -> HttpResponse:
    """Show how many challenges and complaints there were and how they ended, and how to raise one."""
    return page(request, "bidding/objection_figures.html", counts=objection_counts())


@never_cache
@require_safe
def challenge_list(request: HttpRequest) -> HttpResponse:
    """List the challenges that concern the reader, with their complaints."""
    complaints = Prefetch("complaints", queryset=Complaint.objects.order_by("pk"))
    rows = challenges_visible_to(request.user).prefetch_related(complaints)
    found = keyset_page(rows, order=("-filed_at", "-id"), cursor=request.GET.get("after", ""))
    return page(request, "bidding/challenge_list.html", page=found, rows=found.rows)


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def challenge_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """File a challenge; only what can be challenged today is offered."""
    tender = find(public_id, request)
    mine = bidding_organizations(request.user)
    fitting = [one for one in mine if may_file_challenge(request.user, tender, one)]
    demand(may_file_challenge(request.user, tender, fitting[0] if fitting else None))
    kinds = _kinds(request, tender, fitting)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    rows = mine.filter(pk__in=[one.pk for one in fitting])
    form = ChallengeForm(*bound, organizations=rows, kinds=kinds)
    if form.is_bound and form.is_valid():
        filed = attempt(
            form, file_challenge, actor=request.user, tender=tender, now=request.now, **form.cleaned_data
        )
        if filed:
            messages.success(request, _("Filed. The answer comes within 7 working days."))
            return redirect("bidding:challenge", public_id=filed.public_id)
    return page(request, "bidding/challenge_new.html", tender=tender, form=form, kinds=kinds)


def _kinds(request: HttpRequest, tender: Tender, organizations: list) -> dict[str, Any]:
    """Return the kinds whose window is open and that one of the organizations may challenge."""
    return {
        kind: last
        for kind, last in open_kinds(tender, day_of(request.now)).items()
        if any(may_file_challenge(request.user, tender, one, kind) for one in organizations)
    }


def _challenge(request: HttpRequest, public_id: str) -> Challenge:
    return get_object_or_404(challenges_visible_to(request.user), public_id=public_id)


def _complaint(request: HttpRequest, public_id: str) -> Complaint:
    rows = complaints_visible_to(request.user).select_related("challenge__tender__project")
    return get_object_or_404(rows, public_id=public_id)


@never_cache
@require_safe
def challenge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a challenge to those concerned, with its clock and what the reader may do."""
    found = _challenge(request, public_id)
    is_buyer = departments_of(request.user).filter(pk=found.tender.buyer_id).exists()
    context = {
        "challenge": found,
        "tender": found.tender,
        "files": found.files.filter(complaint=None),
        "complaints": found.complaints.all(),
        "acts": _buttons(CHALLENGE_ACTS, request, found),
        "may_complain": _may_complain(request, found),
        "complain_until": complain_until(found),
        "is_late": found.state == ChallengeState.FILED and day_of(request.now) > found.answer_by,
        "shows_draft": is_buyer and found.state == ChallengeState.FILED and found.answer,
    }
    return page(request, "bidding/challenge.html", context)


def _buttons(acts: Mapping[str, Act], request: HttpRequest, subject: object) -> list[dict[str, object]]:
    return [
        {"name": name, "label": act.words[0], "variant": act.variant}
        for name, act in acts.items()
        if act.check(request.user, subject)
    ]


def _may_complain(request: HttpRequest, found: Challenge) -> bool:
    if not may_file_complaint(request.user, found) or open_complaint(found) is not None:
        return False
    try:
        _check_day(found, request.now)
    except (Refused, LookupError):
        return False
    return True


def _check_day(found: Challenge, now: datetime) -> None:
    check_complaint(
        is_answered=found.is_answered, answer_by=found.answer_by, notice_day=found.tender.notice_date,
        today=day_of(now), calendar=load_calendar(),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def complaint_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Complain to the finance department about matters of the own challenge."""
    found = _challenge(request, public_id)
    demand(may_file_complaint(request.user, found))
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ComplaintForm(*bound, matters=found.matters)
    if form.is_bound and form.is_valid():
        filed = attempt(
            form, file_complaint, actor=request.user, challenge=found, now=request.now, **form.cleaned_data
        )
        if filed:
            messages.success(request, _("Filed. The finance department examines it within 5 working days."))
            return redirect("bidding:complaint", public_id=filed.public_id)
    return page(request, "bidding/complaint_new.html", challenge=found, tender=found.tender, form=form)


@never_cache
@require_safe
def complaint(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a complaint to those concerned, with its clocks and what the reader may do."""
    found = _complaint(request, public_id)
    context = {
        "complaint": found,
        "challenge": found.challenge,
        "tender": found.challenge.tender,
        "files": found.files.all(),
        "pauses": found.pauses.all(),
        "suspension": getattr(found, "suspension", None),
        "today": day_of(request.now),
        "decide_by": decide_by(found, load_calendar()),
        "acts": _buttons(COMPLAINT_ACTS, request, found),
    }
    return page(request, "bidding/complaint.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def challenge_act(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Do one of the acts on a challenge."""
    found = _challenge(request, public_id)
    given = {"outcome": found.draft_outcome, "remedy": found.remedy, "answer": found.answer}
    return _act(request, CHALLENGE_ACTS, name, found, "challenge", found.tender, given)


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def complaint_act(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Do one of the acts on a complaint."""
    found = _complaint(request, public_id)
    given = {"statement": found.statement, "text": found.buyer_statement}
    return _act(request, COMPLAINT_ACTS, name, found, "complaint", found.challenge.tender, given)


def _act(  # noqa: PLR0917 - one door for every act, read in order
    request: HttpRequest,
    acts: Mapping[str, Act],
    name: str,
    subject: Any,
    kind: str,
    tender: Tender,
    given: dict[str, object],
) -> HttpResponse:
    if name not in acts:
        raise Http404
    act = acts[name]
    verdict: Verdict = act.check(request.user, subject)
    demand(verdict)
    options: dict[str, Any] = {"initial": given}
    if act.has_remedies:
        options["remedies"] = remedies_for(tender, request.now)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = act.form(*bound, **options)
    if form.is_bound and form.is_valid():
        values = {argument: form.cleaned_data[name] for argument, name in act.take.items()}
        done = attempt(form, act.run, actor=request.user, now=request.now, **{kind: subject}, **values)
        if done is not None:
            messages.success(request, _("Done."))
            return redirect(f"bidding:{kind}", public_id=subject.public_id)
    context = {"subject": subject, "tender": tender, "form": form, "act": act, "back": f"bidding:{kind}"}
    return page(request, "bidding/objection_act.html", context)


@never_cache
@require_safe
def objection_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """Hand out evidence to those concerned."""
    rows = ObjectionFile.objects.filter(challenge__in=challenges_visible_to(request.user))
    return hand_out(get_object_or_404(rows, pk=file_id))
