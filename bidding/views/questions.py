"""Questions and answers on a tender: for everybody to read, for organizations to ask, for the buyer to answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bidding.actions.questions import answer_question, ask_question, withdraw_question
from bidding.forms.questions import AnswerForm, QuestionForm
from bidding.models import Question, Tender
from bidding.permissions.questions import may_answer_question, may_ask_question, may_withdraw_question
from bidding.queries.bids import bidding_organizations
from bidding.queries.questions import asking_ends, own_question_numbers, own_questions, questions_of
from bidding.states import TenderState
from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page

from . import official, public


@login_not_required
@require_http_methods(["GET", "POST"])
def question_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show every question and answer; who may asks another one here."""
    tender = public.find(public_id, request)
    form = _form(request, tender)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(f"/account/login/?next={request.path}")
        demand(may_ask_question(request.user, tender))
        if form is not None and form.is_valid() and _asked(request, tender, form):
            messages.success(request, _("Your question is public. The answer will stand below it."))
            return redirect("bidding:question_list", public_id=tender.public_id)
    context = {
        "tender": tender,
        "questions": questions_of(tender),
        "own": own_question_numbers(request.user, tender),
        "last_day": (last := asking_ends(tender)),
        "is_open": tender.shown_phase == TenderState.PUBLISHED and (not last or day_of(request.now) <= last),
        "form": form,
    }
    return page(request, "bidding/question_list.html", context)


def _form(request: HttpRequest, tender: Tender) -> QuestionForm | None:
    if not request.user.is_authenticated:
        return None
    mine = [one for one in bidding_organizations(request.user) if may_ask_question(request.user, tender, one)]
    if not mine:
        return None
    rows = bidding_organizations(request.user).filter(pk__in=[one.pk for one in mine])
    return QuestionForm(request.POST if request.method == "POST" else None, organizations=rows)


def _asked(request: HttpRequest, tender: Tender, form: QuestionForm) -> Question | None:
    return attempt(
        form, ask_question, actor=request.user, tender=tender, now=request.now,
        organization=form.cleaned_data["organization"], text=form.cleaned_data["text"],
    )  # fmt: skip


@require_POST
def question_withdraw(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Take the own question back; strangers find no such question."""
    question = get_object_or_404(own_questions(request.user), tender__public_id=public_id, number=number)
    demand(may_withdraw_question(request.user, question))
    withdraw_question(actor=request.user, question=question, now=request.now)
    messages.success(request, _("The question was taken back."))
    return redirect("bidding:question_list", public_id=public_id)


@require_safe
def question_work(request: HttpRequest, public_id: str) -> HttpResponse:
    """List the questions of a tender for the buyer, with the day on which each answer is due."""
    tender = official.find(request, public_id)
    rows = list(questions_of(tender).select_related("amendment"))
    for row in rows:
        row.tender = tender
        row.may_answer = may_answer_question(request.user, row)
        row.is_late = row.answer_by is not None and row.answer_by < day_of(request.now)
    return page(request, "bidding/question_work.html", tender=tender, questions=rows)


@require_http_methods(["GET", "POST"])
def question_answer(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """Answer a question; an answer with effect on bids becomes a proposed change for a second official."""
    tender = official.find(request, public_id)
    question = get_object_or_404(questions_of(tender), number=number)
    question.tender = tender
    demand(may_answer_question(request.user, question))
    form = AnswerForm(official.posted(request))
    if form.is_bound and form.is_valid():
        done = attempt(
            form, answer_question, actor=request.user, question=question, now=request.now,
            answer=form.cleaned_data["answer"], effect=form.cleaned_data["effect"],
        )  # fmt: skip
        if isinstance(done, Question):
            messages.success(request, _("The answer is public."))
            return redirect("bidding:question_work", public_id=tender.public_id)
        if done is not None:
            messages.success(request, _("Proposed. A colleague publishes the answer with the changed dates."))
            return redirect("bidding:amendment", public_id=tender.public_id, number=done.number)
    return page(request, "bidding/question_answer.html", tender=tender, question=question, form=form)
