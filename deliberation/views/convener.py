"""The six steps as the convener, secretary and director work them: one page, one table of acts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deliberation import actions
from deliberation.forms import needs as need_forms
from deliberation.forms import steps as forms
from deliberation.models import Deliberation
from deliberation.permissions import (
    may_confirm_topic,
    may_direct,
    may_run_deliberation,
    may_see_desk,
    may_work_here,
)
from deliberation.queries.deliberations import deliberation_for_page, state_of
from deliberation.states import CommitmentState, DeliberationState
from marketplace.core.refusals import Refused
from marketplace.web.access import Verdict, demand
from marketplace.web.pages import attempt, page
from organizations.queries.people import communities_directed_by, communities_worked_by

from .public import deliberation_context
from .resident import noted

D = DeliberationState


@dataclass(frozen=True)
class Act:
    """One act: its step(s), its form, the action, who may, what the button says."""

    steps: tuple[str, ...]
    form: type[forms.StepForm]
    run: Callable[..., object]
    label: object
    may: Callable[..., Verdict] = may_run_deliberation
    variant: str = "primary"


def _on(action: Callable[..., object]) -> Callable[..., object]:
    return lambda *, row, **given: action(deliberation=row, **given)


def _record(*, row: Deliberation, **given: object) -> object:
    meeting = row.meetings.filter(recorded_at__isnull=True).order_by("starts_at").first()
    if meeting is None:
        raise Refused("deliberation.no_record", status=409)
    return actions.record_meeting(meeting=meeting, **given)


def _add(*, row: Deliberation, **given: object) -> object:
    meeting = row.meetings.filter(recorded_at__isnull=False).order_by("-starts_at").first()
    if meeting is None:
        raise Refused("deliberation.no_record", status=409)
    return actions.add_to_record(meeting=meeting, **given)


def _end_commitment(*, row: Deliberation, commitment: object, **given: object) -> object:
    return actions.end_commitment(commitment=commitment, **given)


def _answer(*, row: Deliberation, objection: object, **given: object) -> object:
    return actions.answer_objection(objection=objection, **given)


def _fix(*, row: Deliberation, **given: object) -> object:
    """Fix the topic; from step 1 the first step is ended on the way, so that one form is enough."""
    if row.state == D.STEP1:
        actions.raise_topic(actor=given["actor"], deliberation=row, now=given["now"])
    return actions.fix_topic(deliberation=row, **given)


SIX = (D.STEP1, D.STEP2, D.STEP3, D.STEP4, D.STEP5, D.STEP6)
ACTS: dict[str, Act] = {
    "topic": Act((D.STEP1, D.STEP2), forms.TopicForm, _fix, gettext_lazy("Send for confirmation")),
    "confirm": Act((D.STEP2,), forms.EmptyForm, _on(actions.confirm_topic), gettext_lazy("Confirm the topic"), may_confirm_topic),
    "return": Act((D.STEP2,), forms.ReasonStepForm, _on(actions.return_topic), gettext_lazy("Return with reason"), may_confirm_topic, "secondary"),
    "meeting": Act((D.STEP3,), forms.MeetingForm, _on(actions.announce_meeting), gettext_lazy("Announce the meeting")),
    "record": Act((D.STEP3,), forms.RecordForm, _record, gettext_lazy("Publish the record")),
    "add": Act((D.STEP3, D.STEP4, D.STEP5, D.STEP6), forms.TextStepForm, _add, gettext_lazy("Add a note to the record"), variant="secondary"),
    "round": Act((D.STEP3,), forms.EmptyForm, _on(actions.start_round), gettext_lazy("Begin the next round"), variant="secondary"),
    "extend": Act((D.STEP3,), forms.ReasonStepForm, _on(actions.extend_discussion), gettext_lazy("Extend the discussion"), variant="secondary"),
    "decide": Act((D.STEP3,), forms.EmptyForm, _on(actions.close_discussion), gettext_lazy("Go on to the decision")),
    "vote": Act((D.STEP4,), forms.VoteForm, _on(actions.open_vote), gettext_lazy("Open the ballot"), variant="secondary"),
    "outcome": Act((D.STEP4,), forms.OutcomeForm, _on(actions.record_outcome), gettext_lazy("Publish the decision")),
    "fail": Act((D.STEP4,), forms.FailForm, _on(actions.fail_deliberation), gettext_lazy("No agreement"), variant="secondary"),
    "again": Act((D.FAILED,), forms.EmptyForm, _on(actions.discuss_again), gettext_lazy("Discuss again")),
    "close-failed": Act((D.FAILED,), forms.ChannelForm, _on(actions.close_failed_deliberation), gettext_lazy("Close, name the lawful channel"), variant="secondary"),
    "commitment": Act((D.STEP5,), forms.CommitmentForm, _on(actions.add_commitment), gettext_lazy("Add the commitment")),
    "end-commitment": Act((D.STEP5,), forms.EndCommitmentForm, _end_commitment, gettext_lazy("Note the result")),
    "finish": Act((D.STEP5,), forms.EmptyForm, _on(actions.finish_commitments), gettext_lazy("Go on to the review")),
    "result": Act((D.STEP6,), forms.SatisfactionForm, _on(actions.post_result), gettext_lazy("Post the result")),
    "answer": Act((D.STEP6,), forms.AnswerObjectionForm, _answer, gettext_lazy("Answer the objection")),
    "close": Act((D.STEP6,), forms.EmptyForm, _on(actions.close_deliberation), gettext_lazy("Close")),
    "pause": Act(SIX, forms.ReasonStepForm, _on(actions.pause_deliberation), gettext_lazy("Pause"), may_direct, "secondary"),
    "resume": Act((D.PAUSED,), forms.EmptyForm, _on(actions.resume_deliberation), gettext_lazy("Resume"), may_direct),
}  # fmt: skip


def _row(request: HttpRequest, public_id: str) -> Deliberation:
    row = get_object_or_404(deliberation_for_page(), public_id=public_id)
    if not may_see_desk(request.user, row):
        raise Http404
    return row


def _offered(name: str, row: Deliberation, request: HttpRequest) -> bool:
    """Say whether the act makes sense now; the action itself decides again."""
    recorded = any(m.recorded_at and m.round == row.round for m in row.meetings.all())
    unrecorded = any(m.recorded_at is None and m.starts_at <= request.now for m in row.meetings.all())
    still_open = [c for c in row.commitments.all() if c.state == CommitmentState.OPEN]
    unanswered = [o for o in row.objections.all() if o.answered_at is None]
    known = {
        "topic": row.submitted_at is None,
        "confirm": row.submitted_at is not None,
        "return": row.submitted_at is not None,
        "record": unrecorded,
        "add": any(m.recorded_at for m in row.meetings.all()),
        "round": recorded and row.round < 3,  # noqa: PLR2004 - the action checks the number of the law book
        "decide": recorded,
        "end-commitment": bool(still_open),
        "finish": bool(row.commitments.all()) and not still_open,
        "result": row.result_posted_at is None,
        "answer": bool(unanswered),
        "close": row.result_until is not None and row.result_until <= request.now,
    }
    return known.get(name, True)


def _panels(
    request: HttpRequest, row: Deliberation, bound: dict[str, forms.StepForm]
) -> list[dict[str, object]]:
    state = state_of(row, request.now)
    panels = []
    for name, act in ACTS.items():
        if name in bound or (
            state in act.steps and _offered(name, row, request) and act.may(request.user, row)
        ):
            form = bound.get(name) or act.form(deliberation=row, now=request.now)
            panels.append(
                {"name": name, "act": act, "form": form, "is_open": name in bound or act.variant == "primary"}
            )
    return panels


def _page(request: HttpRequest, row: Deliberation, **bound: forms.StepForm) -> HttpResponse:
    context = deliberation_context(row, request)
    context["panels"] = _panels(request, row, bound)
    context["is_convener"] = row.convener_id == request.user.pk
    context["form"] = next(iter(bound.values()), None)
    return page(request, "deliberation/work_deliberation.html", context)


@require_safe
def work_deliberation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a deliberation to those who work on it, with the acts of its present step."""
    return _page(request, _row(request, public_id))


@require_POST
def act(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    """Run one act of the table. Skipping a step is refused with 403 and written into the log."""
    row = _row(request, public_id)
    chosen = ACTS.get(name)
    if chosen is None:
        raise Http404
    demand(chosen.may(request.user, row))
    _refuse_skipping(request, row, name, chosen)
    form = chosen.form(request.POST, request.FILES or None, deliberation=row, now=request.now)
    if form.is_valid():
        given = {"actor": request.user, "now": request.now, **form.arguments()}
        if attempt(form, chosen.run, row=row, **given) is not None:
            messages.success(request, _("Done: %(what)s.") % {"what": chosen.label})
            return redirect("deliberation:work_deliberation", public_id)
    row = _row(request, public_id)
    return _page(request, row, **{name: form})


def _refuse_skipping(request: HttpRequest, row: Deliberation, name: str, chosen: Act) -> None:
    state = state_of(row, request.now)
    order = list(SIX)
    firsts = [order.index(step) for step in chosen.steps if step in order]
    if state in order and firsts and order.index(state) < min(firsts):
        refused = Refused(
            "deliberation.step_skipped",
            status=403,
            step=D(chosen.steps[0]).label,
            current=D(state).label,
        )
        noted(request, row, name, refused)
        raise refused


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a deliberation on an official topic, with its reason."""
    communities = communities_worked_by(request.user) | communities_directed_by(request.user)
    chosen = communities.filter(code=request.GET.get("community", "")).first() or communities.first()
    if chosen is None:
        raise Http404
    form = need_forms.OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        demand(may_work_here(request.user, chosen))
        row = attempt(
            form,
            actions.open_deliberation,
            actor=request.user,
            community=chosen,
            now=request.now,
            **form.cleaned_data,
        )
        if row:
            return redirect("deliberation:work_deliberation", row.public_id)
    return page(request, "deliberation/work_new.html", form=form, community=chosen, communities=communities)
