"""What everybody sees: needs, refusals, deliberations."""

import django_filters
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from deliberation.forms.needs import ReasonForm
from deliberation.models import Deliberation, MeetingFile, Need, NeedPhoto
from deliberation.permissions import may_cast_ballot, may_object, may_read_need, may_support_need
from deliberation.queries.deliberations import deliberation_for_page, public_deliberations, state_of
from deliberation.queries.needs import hides_text, public_needs, refused_needs, shown_author, with_numbers
from deliberation.queries.supports import has_supported
from deliberation.queries.timeline import need_timeline, timeline_of
from deliberation.queries.votes import counts_of, has_voted, last_vote
from deliberation.rules.satisfaction import shown
from deliberation.states import STEPS, DeliberationState, NeedKind, NeedState
from marketplace.core.clock import day_of
from marketplace.web.models import Stop
from marketplace.web.pages import hand_out, page
from marketplace.web.paging import keyset_page
from marketplace.web.spine import furthest_stops_of
from organizations.models import Community

NEED_TONES = {
    NeedState.SUPPORTING: "info",
    NeedState.IN_DELIBERATION: "info",
    NeedState.DIRECT_ACTION: "info",
    NeedState.ADOPTED: "good",
    NeedState.TURNED_INTO_PROJECT: "good",
    NeedState.DELIVERED: "good",
    NeedState.EVALUATED: "good",
    NeedState.NEED_INFO: "warn",
    NeedState.SCREENING: "warn",
}


class NeedFilter(django_filters.FilterSet):
    """Filters of the list of needs."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=NeedKind.choices, empty_label=gettext_lazy("All")
    )
    community = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Community"),
        queryset=Community.objects.order_by("code"),
        to_field_name="code",
        empty_label=gettext_lazy("All"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        field_name="state_now",
        choices=[
            c
            for c in NeedState.choices
            if c[0] in {*NEED_TONES, "dormant", "redirected", "archived"} - {"need_info", "screening"}
        ],
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Need
        fields: list[str] = []


def describe(need: Need) -> Need:
    """Add what rows and cards show: tone, word of the state, share of the threshold."""
    need.tone = NEED_TONES.get(NeedState(need.state_now), "neutral")
    need.state_label = NeedState(need.state_now).label
    need.share = min(100, round(100 * need.households / need.threshold)) if need.threshold else 0
    need.is_hidden = hides_text(need)
    need.is_collecting = bool(need.threshold) and need.state_now in {NeedState.SUPPORTING, NeedState.DORMANT}
    need.stop = Stop.NEED
    return need


def describe_all(needs: list[Need]) -> list[Need]:
    """Describe needs, each with the furthest stop that its matter has reached (one query)."""
    stops = furthest_stops_of(need.spine_id for need in needs)
    for need in needs:
        describe(need).stop = stops.get(need.spine_id, Stop.NEED)
    return needs


@login_not_required
@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    """List public needs, newest first, with filters."""
    found = NeedFilter(request.GET, with_numbers(public_needs(), request.now))
    rows = found.qs if found.is_valid() else found.queryset
    current = keyset_page(rows, order=("-raised_at", "-id"), cursor=request.GET.get("after", ""))
    describe_all(current.rows)
    return page(request, "deliberation/need_list.html", filter=found, list=current)


def _need(public_id: str, request: HttpRequest) -> Need:
    rows = with_numbers(
        Need.objects.select_related("community__subdistrict", "rule", "deliberation__outcome"), request.now
    )
    return describe(get_object_or_404(rows.select_related("merged_into", "author"), public_id=public_id))


@login_not_required
@require_safe
def need_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one need: step bar, support, answer, what became of it. A need that is not public does not exist."""
    need = _need(public_id, request)
    if not may_read_need(request.user, need):
        raise Http404
    return page(request, "deliberation/need_detail.html", need_context(need, request))


def need_context(need: Need, request: HttpRequest) -> dict[str, object]:
    """Return what the page of a need shows, to its author also question and appeal."""
    is_author = request.user.is_authenticated and need.author_id == request.user.pk
    is_open = need.state_now in (NeedState.SUPPORTING, NeedState.DORMANT)
    question = None
    if is_author and need.state_now in (NeedState.NEED_INFO, NeedState.NOT_SUPPLIED):
        question = need.screenings.filter(result="need_info", answered_at__isnull=True).last()
    outcome = getattr(need.deliberation, "outcome", None) if need.deliberation_id else None
    can_appeal = is_author and need.state_now == NeedState.REFUSED and not hasattr(need, "appeal")
    return {
        "need": need,
        "is_author": is_author,
        "is_hidden": need.is_hidden and not is_author,
        "is_open": is_open,
        "has_supported": has_supported(request.user, need),
        "may_support": bool(may_support_need(request.user, need)),
        "question": question,
        "answer_form": ReasonForm(label=_("Your answer")) if question else None,
        "appeal_form": ReasonForm(label=_("Why the refusal is wrong")) if can_appeal else None,
        "outcome": outcome,
        "shown_author": shown_author(need),
        "timeline": need_timeline(need),
        "photos": list(need.photos.all()),
    }


@login_not_required
@require_safe
def need_photo(request: HttpRequest, public_id: str, photo_id: str) -> FileResponse:
    """Hand out a photo to whoever may read its need and its text."""
    photo = get_object_or_404(
        NeedPhoto.objects.select_related("need__community__subdistrict", "need__rule"),
        public_id=photo_id,
        need__public_id=public_id,
    )
    is_author = request.user.is_authenticated and photo.need.author_id == request.user.pk
    if not may_read_need(request.user, photo.need) or (hides_text(photo.need) and not is_author):
        raise Http404
    return hand_out(photo)


@login_not_required
@require_safe
def refused_list(request: HttpRequest) -> HttpResponse:
    """List what was not deliberated: code, reason, channel; no text where it is private."""
    current = keyset_page(refused_needs(), order=("-screened_at", "-id"), cursor=request.GET.get("after", ""))
    for need in current.rows:
        need.is_hidden = hides_text(need)
    return page(request, "deliberation/refused_list.html", list=current)


class DeliberationFilter(django_filters.FilterSet):
    """Filters of the list of deliberations."""

    community = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Community"),
        queryset=Community.objects.order_by("code"),
        to_field_name="code",
        empty_label=gettext_lazy("All"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Step"), choices=DeliberationState.choices[1:], empty_label=gettext_lazy("All")
    )

    class Meta:
        model = Deliberation
        fields: list[str] = []


STATE_TONES = {"closed": "neutral", "failed": "warn", "paused": "warn"}


@login_not_required
@require_safe
def deliberation_list(request: HttpRequest) -> HttpResponse:
    """List deliberations, newest first."""
    found = DeliberationFilter(request.GET, public_deliberations())
    rows = found.qs if found.is_valid() else found.queryset
    current = keyset_page(rows, order=("-opened_at", "-id"), cursor=request.GET.get("after", ""))
    stops = furthest_stops_of(row.spine_id for row in current.rows)
    for row in current.rows:
        row.tone = STATE_TONES.get(row.state, "info")
        row.stop = stops.get(row.spine_id, Stop.DELIBERATION)
    return page(request, "deliberation/deliberation_list.html", filter=found, list=current)


def six_steps(row: Deliberation, state: str) -> list[dict[str, object]]:
    """Return the six steps with what is done, running and late."""
    clocks = {clock.step: clock for clock in row.clocks.all()}
    current = row.paused_from if state == DeliberationState.PAUSED else state
    place = list(STEPS).index(current) if current in STEPS else (len(STEPS) if state == "closed" else 3)
    return [
        {
            "label": step.label,
            "clock": clocks.get(step),
            "is_done": number < place,
            "is_current": number == place and state not in ("closed", "failed"),
        }
        for number, step in enumerate(STEPS)
    ]


def _satisfaction(row: Deliberation, day: object) -> list[dict[str, object]]:
    found = []
    for party in row.parties.all():
        numbers = getattr(party, "satisfaction", None)
        if numbers is not None:
            names = ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied", "dont_know")
            values = {name: getattr(numbers, name) for name in names}
            found.append({"party": party, "shown": shown(**values, day=day)})
    return found


@login_not_required
@require_safe
def deliberation_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a deliberation: the eight stops, its six steps, timeline, decision, commitments, result."""
    row = get_object_or_404(deliberation_for_page(), public_id=public_id)
    return page(request, "deliberation/deliberation_detail.html", deliberation_context(row, request))


def deliberation_context(row: Deliberation, request: HttpRequest) -> dict[str, object]:
    """Return what the public page of a deliberation shows."""
    state = state_of(row, request.now)
    vote = last_vote(row) if row.votes.all() else None
    is_open = bool(vote) and request.now < vote.closes_at and state == DeliberationState.STEP4
    posted = state == DeliberationState.STEP6 and row.result_posted_at is not None
    signed_in = request.user.is_authenticated
    return {
        "row": row,
        "state": state,
        "state_label": DeliberationState(state).label,
        "tone": STATE_TONES.get(state, "info"),
        "steps": six_steps(row, state),
        "timeline": timeline_of(row, request.now),
        "vote": vote,
        "vote_is_open": is_open,
        "vote_counts": counts_of(vote) if vote and request.now >= vote.closes_at else None,
        "may_vote": bool(is_open and may_cast_ballot(request.user, vote)),
        "has_voted": bool(vote and signed_in and has_voted(request.user, vote)),
        "satisfaction": _satisfaction(row, day_of(request.now)),
        "objection_form": ReasonForm(label=_("Your objection"))
        if posted and may_object(request.user, row)
        else None,
        "is_posted": posted,
    }


@login_not_required
@require_safe
def meeting_file(request: HttpRequest, public_id: str, file_id: str) -> FileResponse:
    """Hand out the public material of a meeting."""
    kept = get_object_or_404(MeetingFile, public_id=file_id, meeting__deliberation__public_id=public_id)
    return hand_out(kept)
