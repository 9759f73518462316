"""Evaluation rounds as everybody sees them, and the large page on which a household answers with its code."""

import secrets

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from ranking import actions
from ranking.forms import CodeForm, EmptyForm
from ranking.models import Round, RoundCode
from ranking.queries.duties import reviews_to_star
from ranking.queries.rounds import public_rounds
from ranking.rules.rounds import check_answers
from ranking.states import Face, RoundState, SubjectKind

TONES = {
    RoundState.NOTICE: "info",
    RoundState.OPEN: "good",
    RoundState.CLOSED: "neutral",
    RoundState.REPLYING: "info",
    RoundState.FINAL: "good",
    RoundState.ANNULLED: "late",
}
DEVICE = "household_device"
YEAR = 365 * 24 * 3600


def faces() -> list[tuple[int, str]]:
    """Return the six answers in the reader's language."""
    return [(face.value, str(face.label)) for face in Face]


def shown(row: Round) -> Round:
    """Give the round the label and the tone of where it stands at the moment."""
    row.state_label = RoundState(row.state_now).label  # type: ignore[attr-defined]
    row.tone = TONES.get(row.state_now, "neutral")  # type: ignore[attr-defined]
    return row


@login_not_required
@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """List the rounds, the open ones first for those who came to answer; departments and committees by period."""
    rows = public_rounds(request.now)
    kind = request.GET.get("subject", "")
    if kind in SubjectKind.values:
        rows = rows.filter(subject_kind=kind)
    table = keyset_page(rows, order=("-announced_at", "-pk"), cursor=request.GET.get("after", ""))
    context = {
        "page": table,
        "rows": [shown(row) for row in table.rows],
        "kinds": SubjectKind.choices,
        "kind": kind,
        "waiting": reviews_to_star(request.user, request.now) if request.user.is_authenticated else [],
    }
    return page(request, "ranking/round_list.html", context)


def _round(request: HttpRequest, public_id: str) -> Round:
    return shown(get_object_or_404(public_rounds(request.now), public_id=public_id))


@login_not_required
@require_safe
def round_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a round: who is rated, by whom, until when; after publication the result, the turnout and the reply."""
    row = _round(request, public_id)
    return page(request, "ranking/round_detail.html", round=row, communities=row.communities.all())


@sensitive_post_parameters()
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def round_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a household answer: code, one question on each screen in large type, send. No account, no name."""
    row = _round(request, public_id)
    typed = request.POST.get("code") or request.GET.get("c", "")
    form = CodeForm({"code": typed} if typed else None)
    code = None
    if typed and form.is_valid():
        code = attempt(
            form, actions.find_code, row=row, code=typed, network=_network(request), now=request.now
        )
    if code is None:
        return _with_device(request, page(request, "ranking/round_code.html", round=row, form=form))
    answers = _answers(request, row)
    if len(answers) < len(row.questions):
        return _with_device(request, _question(request, row, typed, answers))
    return _send(request, row, code, typed, answers)


def _network(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _with_device(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the browser a random name, so that many answers from one device are seen."""
    if DEVICE not in request.COOKIES:
        response.set_cookie(
            DEVICE,
            secrets.token_hex(16),
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _answers(request: HttpRequest, row: Round) -> list[int]:
    """Return the answers tapped so far, in the order of the questions."""
    found = []
    for place in range(len(row.questions)):
        value = request.POST.get(f"a{place}", "")
        if not (value.isascii() and value.isdigit() and len(value) == 1):
            break
        found.append(int(value))
    return found


def _question(request: HttpRequest, row: Round, typed: str, answers: list[int]) -> HttpResponse:
    place = len(answers)
    context = {
        "round": row,
        "code": typed,
        "given": [(f"a{number}", value) for number, value in enumerate(answers)],
        "name": f"a{place}",
        "question": row.questions[place],
        "is_one_task": True,
        "number": place + 1,
        "faces": [(value, label, f"face-{value}") for value, label in faces()],
    }
    return page(request, "ranking/round_question.html", context)


def _send(request: HttpRequest, row: Round, code: RoundCode, typed: str, answers: list[int]) -> HttpResponse:
    """Show what was tapped, and cast it with the last tap."""
    form = EmptyForm(request.POST)
    form.full_clean()
    if attempt(form, check_answers, answers=answers, questions=len(row.questions)) is None and form.errors:
        return page(request, "ranking/round_code.html", round=row, form=form)
    if request.POST.get("send") == "1":
        attempt(
            form,
            actions.cast_ballot,
            row=row,
            code=code,
            answers=answers,
            device=request.COOKIES.get(DEVICE, ""),
            network=_network(request),
            now=request.now,
        )
        if not form.errors:
            return redirect("ranking:round_thanks", row.public_id)
    names = dict(faces())
    context = {
        "round": row,
        "code": typed,
        "form": form,
        "is_one_task": True,
        "given": [(f"a{number}", value) for number, value in enumerate(answers)],
        "pairs": [(text, names.get(value, "")) for text, value in zip(row.questions, answers, strict=True)],
    }
    return page(request, "ranking/round_send.html", context)


@login_not_required
@require_safe
def round_thanks(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say thank you, and when the result comes."""
    return page(request, "ranking/round_thanks.html", round=_round(request, public_id))
