"""What residents do: raise, support, answer, appeal, vote, object."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deliberation.actions import (
    answer_question,
    appeal_refusal,
    cast_ballot,
    note_refused_act,
    raise_need,
    raise_objection,
    support_need,
)
from deliberation.forms.needs import NeedForm, ReasonForm
from deliberation.models import Deliberation, Need, Vote
from deliberation.permissions import may_cast_ballot, may_read_need
from deliberation.queries.deliberations import deliberation_for_page
from deliberation.queries.needs import needs_raised_by, with_numbers
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied, demand, denied
from marketplace.web.pages import attempt, page
from organizations.queries.people import residency_of

from .public import deliberation_context, describe, describe_all, need_context

KEPT = "deliberation.kept_need"
NOTED = {"deliberation.convener_votes", "deliberation.step_skipped"}


def _to_login(path: str) -> HttpResponse:
    return redirect(f"{reverse('account_login')}?{urlencode({'next': path})}")


@login_not_required
@require_http_methods(["GET", "POST"])
def need_new(request: HttpRequest) -> HttpResponse:
    """Raise a need. Emergency numbers come before the form; who is not signed in keeps the text and signs in."""
    initial = dict(request.session.get(KEPT, {}))
    if request.user.is_authenticated and "community" not in initial:
        home = residency_of(request.user)
        initial["community"] = home.community_id if home else None
    form = NeedForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not request.user.is_authenticated:
            names = ("title", "body", "kind", "display", "is_private")
            kept = {name: form.cleaned_data[name] for name in names}
            request.session[KEPT] = {**kept, "community": form.cleaned_data["community"].pk}
            return _to_login(request.path)
        need = attempt(form, raise_need, actor=request.user, now=request.now, **form.cleaned_data)
        if need is not None:
            request.session.pop(KEPT, None)
            messages.success(request, _("Received under the number %(number)s.") % {"number": need.reference})
            return redirect("deliberation:need_detail", need.public_id)
    return page(
        request,
        "deliberation/need_new.html",
        form=form,
        was_kept=bool(request.session.get(KEPT)),
        **_phone_advice(request),
    )


def _phone_advice(request: HttpRequest) -> dict[str, object]:
    """Tell a person without a verified number where to have it verified: by text message, or at the counter."""
    user = request.user
    if not user.is_authenticated or user.phone_verified_at:
        return {}
    home = residency_of(user)
    return {
        "lacks_phone": True,
        "phone_address": reverse("account_change_phone")
        if settings.ACCOUNT_PHONE_VERIFICATION_ENABLED
        else "",
        "counter": home.community if home else None,
    }


@require_safe
def my_needs(request: HttpRequest) -> HttpResponse:
    """List the person's own needs with their state."""
    rows = list(with_numbers(needs_raised_by(request.user), request.now)[:100])
    return page(request, "deliberation/my_needs.html", needs=describe_all(rows))


@login_not_required
@require_POST
def need_support(request: HttpRequest, public_id: str) -> HttpResponse:
    """Support a need: one click."""
    need = get_object_or_404(
        Need.objects.select_related("community__subdistrict", "rule"), public_id=public_id
    )
    if not request.user.is_authenticated:
        return _to_login(reverse("deliberation:need_detail", args=[public_id]))
    if not may_read_need(request.user, need):
        raise Http404
    support_need(actor=request.user, need=need, now=request.now)
    messages.success(request, _("You need it too: your household is counted."))
    return redirect("deliberation:need_detail", public_id)


def _own(request: HttpRequest, public_id: str) -> Need:
    rows = with_numbers(
        Need.objects.select_related("community__subdistrict", "rule", "deliberation"), request.now
    )
    need = get_object_or_404(rows, public_id=public_id)
    if not may_read_need(request.user, need):
        raise Http404
    return describe(need)


@require_POST
def need_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer the worker's question."""
    need = _own(request, public_id)
    form = ReasonForm(request.POST, label=_("Your answer"))
    if form.is_valid():
        answer = form.cleaned_data["reason"]
        if attempt(form, answer_question, actor=request.user, need=need, answer=answer, now=request.now):
            messages.success(request, _("Thank you. The screening goes on."))
            return redirect("deliberation:need_detail", public_id)
    return page(request, "deliberation/need_detail.html", need_context(need, request), answer_form=form)


@require_POST
def need_appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Appeal a refusal."""
    need = _own(request, public_id)
    form = ReasonForm(request.POST, label=_("Why the refusal is wrong"))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, appeal_refusal, actor=request.user, need=need, reason=reason, now=request.now):
            messages.success(request, _("The level above decides on your appeal."))
            return redirect("deliberation:need_detail", public_id)
    return page(request, "deliberation/need_detail.html", need_context(need, request), appeal_form=form)


@require_POST
def ballot(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cast a ballot. A convener is refused with 403, and the attempt is written into the log."""
    row = get_object_or_404(Deliberation, public_id=public_id)
    vote = Vote.objects.filter(deliberation=row).select_related("deliberation__community").last()
    if vote is None:
        if row.convener_id == request.user.pk:
            _note(request, row, "cast_ballot", "deliberation.convener_votes")
        raise Http404
    verdict = may_cast_ballot(request.user, vote)
    if not verdict and verdict.reason == "deliberation.convener_votes":
        note_refused_act(
            actor=request.user, deliberation=row, act="cast_ballot", reason=verdict.reason, now=request.now
        )
    demand(verdict)
    cast_ballot(actor=request.user, vote=vote, choice=request.POST.get("choice", ""), now=request.now)
    messages.success(request, _("Your ballot is counted. Nobody sees it."))
    return redirect("deliberation:deliberation_detail", public_id)


def _note(request: HttpRequest, row: Deliberation, act: str, reason: str) -> None:
    note_refused_act(actor=request.user, deliberation=row, act=act, reason=reason, now=request.now)
    raise Denied(denied(reason))


def noted(request: HttpRequest, row: Deliberation, act: str, refused: Refused) -> None:
    """Write a forged act (skipped step, convener's vote) into the log; the caller raises the refusal on."""
    if refused.code in NOTED:
        note_refused_act(actor=request.user, deliberation=row, act=act, reason=refused.code, now=request.now)


@require_POST
def objection(request: HttpRequest, public_id: str) -> HttpResponse:
    """Object to a posted result."""
    row = get_object_or_404(deliberation_for_page(), public_id=public_id)
    form = ReasonForm(request.POST, label=_("Your objection"))
    if form.is_valid():
        text = form.cleaned_data["reason"]
        if attempt(form, raise_objection, actor=request.user, deliberation=row, text=text, now=request.now):
            messages.success(request, _("Your objection will be answered here."))
            return redirect("deliberation:deliberation_detail", public_id)
    context = deliberation_context(row, request)
    return page(request, "deliberation/deliberation_detail.html", context, objection_form=form)
