"""Running an evaluation round: plan, notice, codes on paper, answers on paper, the fraud desk, publication, reply."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from marketplace.web.pdf import SLIPS, can_print, pdf_of
from marketplace.web.sentences import reason_text
from organizations.models import Community, User
from ranking import actions, forms
from ranking.actions.ballots import Slip
from ranking.models import Round, RoundCode
from ranking.permissions import (
    may_check_round,
    may_confirm_annulment,
    may_enter_answers,
    may_hand_out_codes,
    may_plan_round,
    may_reply_to_round,
    may_run_round,
)
from ranking.queries.rounds import code_counts, codes_of, flagged, recount, rounds_worked_by
from ranking.states import RoundState

from .rounds import faces, shown

R = RoundState
MOST = 5000
PLAIN = re.compile(r"[0-9]{1,9}")


@require_safe
def work_rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds that the person runs, hands codes out for, or answers for."""
    rows = rounds_worked_by(request.user, request.now)
    table = keyset_page(rows, order=("-planned_at", "-pk"), cursor=request.GET.get("after", ""))
    may_plan = forms.planning_departments(request.user).exists()
    context = {"page": table, "rows": [shown(row) for row in table.rows], "may_plan": may_plan}
    return page(request, "ranking/work_rounds.html", context)


@require_http_methods(["GET", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    """Plan a round."""
    organizer = forms.planning_departments(request.user).first()
    if organizer is None:
        raise Http404
    demand(may_plan_round(request.user, organizer))
    form = forms.RoundForm(request.POST if request.method == "POST" else None, organizer=organizer)
    if form.is_bound and form.is_valid():
        made = attempt(
            form, actions.plan_round, actor=request.user, organizer=organizer, now=request.now, **form.plan()
        )
        if made:
            messages.success(request, _("Planned. Check it, then publish the notice."))
            return redirect("ranking:work_round", made.public_id)
    return page(request, "ranking/round_new.html", form=form)


def _round(request: HttpRequest, public_id: str) -> Round:
    return shown(get_object_or_404(rounds_worked_by(request.user, request.now), public_id=public_id))


def _detail(request: HttpRequest, row: Round, **given: object) -> HttpResponse:
    user, state = request.user, row.state_now
    runs, checks = bool(may_run_round(user, row)), bool(may_check_round(user, row))
    places = [place for place in row.communities.all() if may_hand_out_codes(user, row, place)]
    desk = checks and state == R.CLOSED
    before_publication = state in (R.PLANNED, R.NOTICE, R.OPEN, R.CLOSED)
    context = {
        "round": row,
        "counts": code_counts(row),
        "places": places if state in (R.NOTICE, R.OPEN) else [],
        "barred": _barred(user, row) if state in (R.NOTICE, R.OPEN) and not places else "",
        "enters": state == R.OPEN and any(may_enter_answers(user, row, place) for place in places),
        "may_announce": runs and state == R.PLANNED,
        "groups": _groups(row) if desk else [],
        "decisions": list(row.decisions.all()) if runs or checks else [],
        "recount": recount(row, request.now) if desk else None,
        "may_check": desk,
        "reply_form": forms.ReplyForm()
        if state == R.REPLYING and not row.reply and may_reply_to_round(user, row)
        else None,
        "annul_form": forms.AnnulForm() if runs and before_publication and not row.annul_reason else None,
        "may_annul": before_publication and bool(row.annul_reason) and bool(may_confirm_annulment(user, row)),
    }
    return page(request, "ranking/work_round.html", {**context, **given})


def _barred(user: User, row: Round) -> str:
    """Return why somebody of the community finds nothing to do here: nobody runs the round about the own committee."""
    verdict = may_hand_out_codes(user, row)
    return reason_text(verdict.reason, verdict.facts) if verdict.reason == "ranking.own_committee" else ""


def _groups(row: Round) -> list[dict[str, object]]:
    """Return the flagged groups that wait for a decision, each with its form."""
    decided = set(row.decisions.values_list("key", flat=True))
    labels = {
        "device": _("From one device"),
        "network": _("From one address"),
        "minute": _("Within one minute"),
    }
    return [
        {
            "label": labels[group.kind],
            "count": len(group.ballots),
            "score": group.score,
            "form": forms.GroupForm(initial={"key": group.key}, prefix=group.key),
            "key": group.key,
        }
        for group in flagged(row)
        if group.key not in decided
    ]


@require_safe
def work_round(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a round to those who run it, hand out its codes, look for stuffing, or answer for its subject."""
    return _detail(request, _round(request, public_id))


ACTS: dict[str, tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any], str]] = {
    "announce": (may_run_round, forms.EmptyForm, actions.announce_round, ""),
    "publish": (may_check_round, forms.EmptyForm, actions.check_round, ""),
    "reply": (may_reply_to_round, forms.ReplyForm, actions.reply_to_round, "reply_form"),
    "annul": (may_run_round, forms.AnnulForm, actions.propose_annulment, "annul_form"),
    "confirm": (may_confirm_annulment, forms.EmptyForm, actions.annul_round, ""),
}


@require_POST
def round_act(request: HttpRequest, public_id: str, act: str) -> HttpResponse:
    """Do one of the acts that concern the round as a whole."""
    if act not in ACTS:
        raise Http404
    row = _round(request, public_id)
    permission, kind, action, place = ACTS[act]
    demand(permission(request.user, row))
    form = kind(request.POST)
    if form.is_valid() and attempt(
        form, action, actor=request.user, row=row, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("Done."))
        return redirect("ranking:work_round", public_id)
    return _detail(request, row, **{place or "act_form": form})


@require_POST
def round_group(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep or exclude one flagged group."""
    row = _round(request, public_id)
    demand(may_check_round(request.user, row))
    key = request.POST.get("group", "")[:16]
    form = forms.GroupForm(request.POST, prefix=key)
    if form.is_valid() and attempt(
        form,
        actions.decide_group,
        actor=request.user,
        row=row,
        key=key,
        is_excluded=form.cleaned_data["decision"] == "exclude",
        reason=form.cleaned_data["reason"],
        now=request.now,
    ):
        messages.success(request, _("Decided; what counts was counted anew."))
        return redirect("ranking:work_round", public_id)
    return _detail(request, row, act_form=form)


def _community(row: Round, code: str) -> Community:
    return get_object_or_404(row.communities, code=code)


@never_cache
@require_http_methods(["GET", "POST"])
def round_codes(request: HttpRequest, public_id: str, community: str) -> HttpResponse:
    """List the households with "handed out" and "used"; print the slips of those that have no code yet."""
    row, place = _round(request, public_id), _community(_round(request, public_id), community)
    demand(may_hand_out_codes(request.user, row, place))
    form = forms.EmptyForm(request.POST if request.method == "POST" else None)
    given = {"actor": request.user, "now": request.now}
    if request.method == "POST" and "received" in request.POST:
        homes = [int(value) for value in request.POST.getlist("household")[:MOST] if PLAIN.fullmatch(value)]
        if (
            attempt(form, actions.receive_codes, row=row, community=place, households=homes, **given)
            is not None
        ):
            return redirect("ranking:round_codes", public_id, community)
    elif request.method == "POST":
        slips = attempt(form, actions.issue_codes, row=row, community=place, **given)
        if slips:
            return _sheet(request, row, place, slips)
    context = {"round": row, "community": place, "codes": list(codes_of(row, place)), "form": form}
    return page(request, "ranking/round_codes.html", context)


@never_cache
@require_POST
def round_code_replace(request: HttpRequest, public_id: str, code_id: int) -> HttpResponse:
    """Void a household's lost slip and print another."""
    row = _round(request, public_id)
    code = get_object_or_404(RoundCode.objects.select_related("household__community"), pk=code_id, round=row)
    demand(may_hand_out_codes(request.user, row, code.household.community))
    slip = actions.replace_code(actor=request.user, code=code, now=request.now)
    return _sheet(request, row, code.household.community, [slip])


def _sheet(request: HttpRequest, row: Round, community: Community, slips: list[Slip]) -> HttpResponse:
    """Answer with the slips to print: the only time that the codes can be read."""
    address = f"{settings.BASE_URL}{localized(f'{row.path}answer/')}"
    context = {
        "round": row,
        "community": community,
        "address": address,
        "slips": [{"slip": slip, "qr": _qr(f"{address}?elder=1&c={slip.code}")} for slip in slips],
    }
    if request.POST.get("format") != "pdf":
        return page(request, "ranking/round_sheet.html", context)
    if not can_print():
        return page(request, "ranking/round_sheet.html", {**context, "lacks_pdf": True})
    slips_alone = render_to_string("ranking/_slips.html", context)
    made = pdf_of(slips_alone, title=row.title, style=SLIPS)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{row.public_id}-{community.code}.pdf"'
    return response


def _qr(text: str) -> SafeString:
    """Return the QR code of an address as SVG, drawn by us from our own text."""
    drawn = BytesIO()
    qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=8, border=2).save(drawn)
    svg = drawn.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def round_paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """Type in a paper; the second person's same entry makes it count."""
    row = _round(request, public_id)
    places = [place for place in row.communities.all() if may_enter_answers(request.user, row, place)]
    if not places:
        demand(may_enter_answers(request.user, row, row.communities.first()))
    form = forms.PaperForm(
        request.POST if request.method == "POST" else None, questions=row.questions, faces=faces()
    )
    if form.is_bound and form.is_valid() and _enter(request, row, form):
        return redirect("ranking:round_paper", public_id)
    return page(request, "ranking/round_paper.html", round=row, form=form)


def _enter(request: HttpRequest, row: Round, form: forms.PaperForm) -> bool:
    """Enter or discard a paper; say whether the page is done with."""
    network = f"desk {request.user.pk}"
    code = attempt(
        form, actions.find_code, row=row, code=form.cleaned_data["code"], network=network, now=request.now
    )
    if code is None:
        return False
    given = {"actor": request.user, "row": row, "code": code, "now": request.now}
    if request.POST.get("discard") == "1":
        attempt(form, actions.discard_paper, **given)
        messages.success(request, _("The first entry was thrown away. Both people type the paper again."))
        return not form.errors
    counts = attempt(
        form, actions.enter_paper, answers=form.answers(), channel=form.cleaned_data["channel"], **given
    )
    if counts is None:
        return False
    messages.success(
        request,
        _("Both entries agree: the answer counts.")
        if counts
        else _("Kept. A second person types the same paper."),
    )
    return True
