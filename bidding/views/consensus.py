"""The committee after scoring: consensus, corrections, signatures; the evaluation report as page and PDF."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.consensus import ask_correction, explain_spread, settle_correction, sign_report
from bidding.forms.consensus import CorrectionForm, OpinionForm, SettleForm
from bidding.forms.tenders import ReasonForm
from bidding.models import Lot, Score, Seat
from bidding.permissions import may_read_evaluation, may_score_tender
from bidding.permissions.consensus import may_lead_committee, may_sign_report
from bidding.queries.consensus import corrections_for, differences, open_corrections, opinions_of
from bidding.queries.evaluation import are_scores_final, seats_of
from bidding.queries.reports import report_body
from bidding.queries.tenders import lot_of
from bidding.states import TenderState
from marketplace.core.canonical import digest
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page

from .official import find, posted
from .papers import pdf_answer


def _seat(request: HttpRequest, seat_id: int) -> Seat:
    seat = get_object_or_404(seats_of(request.user), pk=seat_id)
    demand(may_score_tender(request.user, seat))
    return seat


@never_cache
@require_safe
def consensus(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Show the differences among final scores; the leader explains or asks for a correction."""
    seat = _seat(request, seat_id)
    if not are_scores_final(seat.lot):
        return redirect("bidding:seat", seat_id=seat.pk)
    context = {
        "seat": seat,
        "tender": seat.lot.tender,
        "rows": differences(seat.lot),
        "corrections": open_corrections(seat.lot),
        "may_lead": may_lead_committee(request.user, seat),
    }
    return page(request, "bidding/consensus.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def spread_explain(request: HttpRequest, seat_id: int, bid_id: str, code: str) -> HttpResponse:
    """Write down why scores lie far apart."""
    seat = _seat(request, seat_id)
    demand(may_lead_committee(request.user, seat))
    found = [r for r in differences(seat.lot) if (r.bid.public_id, r.criterion.code) == (bid_id, code)]
    if not found:
        return redirect("bidding:consensus", seat_id=seat.pk)
    row = found[0]
    form = ReasonForm(posted(request), initial={"reason": row.note.reason if row.note else ""})
    if form.is_bound and form.is_valid():
        given = {"bid": row.bid, "criterion": row.criterion, "reason": form.cleaned_data["reason"]}
        if attempt(form, explain_spread, actor=request.user, seat=seat, now=request.now, **given):
            return redirect("bidding:consensus", seat_id=seat.pk)
    context = {"seat": seat, "tender": seat.lot.tender, "row": row, "form": form}
    return page(request, "bidding/spread_explain.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def correction_ask(request: HttpRequest, seat_id: int, score_id: int) -> HttpResponse:
    """Ask a member to look at a score again."""
    seat = _seat(request, seat_id)
    demand(may_lead_committee(request.user, seat))
    rows = Score.objects.select_related("sheet__seat__member", "sheet__bid__organization", "criterion")
    score = get_object_or_404(rows, pk=score_id, sheet__seat__lot=seat.lot)
    form = CorrectionForm(posted(request), is_objective=score.criterion.is_objective)
    if form.is_bound and form.is_valid():
        given = {"score": score, "ground": form.cleaned_data["ground"], "reason": form.cleaned_data["reason"]}
        if attempt(form, ask_correction, actor=request.user, seat=seat, now=request.now, **given):
            messages.success(request, _("The member is asked to look at this score again."))
            return redirect("bidding:consensus", seat_id=seat.pk)
    context = {"seat": seat, "tender": seat.lot.tender, "score": score, "form": form}
    return page(request, "bidding/correction_ask.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def correction_settle(request: HttpRequest, seat_id: int, correction_id: int) -> HttpResponse:
    """Correct the own score or keep it, with a reason."""
    seat = _seat(request, seat_id)
    row = corrections_for(seat).filter(pk=correction_id).first()
    if row is None:
        return redirect("bidding:seat", seat_id=seat.pk)
    form = SettleForm(posted(request), criterion=row.criterion, initial={"points": row.before})
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("points", "answer")}
        if attempt(
            form, settle_correction, actor=request.user, seat=seat, correction=row, now=request.now, **given
        ):
            messages.success(request, _("Kept with your reason. It stands in the report."))
            return redirect("bidding:seat", seat_id=seat.pk)
    context = {"seat": seat, "tender": seat.lot.tender, "row": row, "form": form}
    return page(request, "bidding/correction_settle.html", context)


def _report(lot: Lot) -> tuple[dict[str, object], str, str]:
    """Return body, page and digest: frozen where the buyer has it, else as it stands."""
    evaluation = getattr(lot, "evaluation", None)
    if evaluation is None:
        raise Http404
    frozen = lot.reports.filter(evaluation_digest=evaluation.digest).first()
    if frozen is not None:
        return frozen.body, frozen.html, frozen.digest
    with translation.override("zh-hans"):
        body = report_body(lot)
        return body, render_to_string("bidding/report_paper.html", {"report": body}), digest(body)


def _lot(request: HttpRequest, public_id: str) -> Lot:
    tender = find(request, public_id)
    demand(may_read_evaluation(request.user, tender))
    lot = lot_of(tender)
    lot.tender = tender
    return lot


@never_cache
@require_safe
def evaluation_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the report of the committee to the buyer and auditors."""
    lot = _lot(request, public_id)
    _body, html, summed = _report(lot)
    return page(request, "bidding/evaluation_report.html", tender=lot.tender, html=html, digest=summed)


@never_cache
@require_safe
def report_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the report as PDF to the buyer and auditors."""
    lot = _lot(request, public_id)
    _body, html, summed = _report(lot)
    return pdf_answer(request, lot.tender, html, summed, name=f"{lot.tender.reference}-report")


@never_cache
@require_http_methods(["GET", "POST"])
def report_sign(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Show the report to a member, who signs it or dissents with reasons."""
    seat = _seat(request, seat_id)
    if seat.lot.tender.state not in {TenderState.EVALUATED, TenderState.AWARDED}:
        return redirect("bidding:seat", seat_id=seat.pk)
    _body, html, summed = _report(seat.lot)
    form = OpinionForm(posted(request))
    if form.is_bound and form.is_valid():
        demand(may_sign_report(request.user, seat))
        given = {name: form.cleaned_data[name] for name in ("agrees", "text")}
        if attempt(form, sign_report, actor=request.user, seat=seat, now=request.now, **given):
            messages.success(request, _("Your opinion stands in the report."))
            return redirect("bidding:report_sign", seat_id=seat.pk)
    context = {
        "seat": seat,
        "tender": seat.lot.tender,
        "html": html,
        "digest": summed,
        "form": form,
        "opinion": opinions_of(seat.lot).get(seat.pk),
        "may_sign": may_sign_report(request.user, seat),
    }
    return page(request, "bidding/report_sign.html", context)
