"""The opening as its bidders live it: confirm or object, be answered on the spot; the record with its annex; recordings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions.remarks import answer_remark, keep_recording, raise_remark
from bidding.forms.remarks import AnswerForm, RecordingForm, RemarkForm
from bidding.models import OpeningRemark, Recording
from bidding.permissions.remarks import (
    may_answer_remark,
    may_attend_opening,
    may_keep_recording,
    may_raise_remark,
    may_read_recording,
)
from bidding.queries.remarks import bidders_of, missing_recordings, remarks_of
from bidding.queries.tenders import public_tenders
from marketplace.web.access import demand
from marketplace.web.pages import attempt, hand_out, page

from .papers import pdf_answer
from .public import find, finished_opening, with_phase


@never_cache
@require_http_methods(["GET", "POST"])
def opening_remarks(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm the record or object, during and after the opening until the evaluation begins; see the answers."""
    tender = find(public_id, request)
    mine = bidders_of(request.user, tender)
    said = remarks_of(tender).filter(organization__in=mine)
    verdict = may_raise_remark(request.user, tender)
    if not said:
        demand(verdict)
    form = RemarkForm(request.POST if request.method == "POST" else None, choices=mine)
    if form.is_bound and form.is_valid():
        demand(verdict)
        given = {name: form.cleaned_data[name] for name in ("organization", "kind", "text")}
        if attempt(form, raise_remark, actor=request.user, tender=tender, now=request.now, **given):
            messages.success(request, _("Kept for the record. An official answers here."))
            return redirect("bidding:opening_remarks", public_id=public_id)
    context = {"tender": tender, "opening": getattr(tender, "opening", None), "said": said, "form": form}
    return page(request, "bidding/opening_remarks.html", {**context, "may_speak": verdict})


@never_cache
@require_safe
def opening_work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the officials what bidders said, and the recordings."""
    tender = with_phase(get_object_or_404(public_tenders(), public_id=public_id), request)
    demand(may_attend_opening(request.user, tender))
    context = {
        "tender": tender,
        "opening": getattr(tender, "opening", None),
        "remarks": [(row, may_answer_remark(request.user, row)) for row in remarks_of(tender)],
        "recordings": tender.recordings.all(),
        "missing": missing_recordings(tender),
        "may_keep": may_keep_recording(request.user, tender),
    }
    return page(request, "bidding/opening_work.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def remark_answer(request: HttpRequest, public_id: str, remark_id: int) -> HttpResponse:
    """Answer an objection on the spot."""
    rows = OpeningRemark.objects.select_related("tender__buyer", "organization")
    remark = get_object_or_404(rows, pk=remark_id, tender__public_id=public_id)
    demand(may_answer_remark(request.user, remark))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = form.cleaned_data["answer"]
        if attempt(form, answer_remark, actor=request.user, remark=remark, answer=answer, now=request.now):
            messages.success(request, _("Answered. Both are part of the record."))
            return redirect("bidding:opening_work", public_id=public_id)
    return page(request, "bidding/remark_answer.html", tender=remark.tender, remark=remark, form=form)


@never_cache
@require_http_methods(["GET", "POST"])
def recording_keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Attach a recording of the opening or the evaluation."""
    tender = with_phase(get_object_or_404(public_tenders(), public_id=public_id), request)
    demand(may_keep_recording(request.user, tender))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RecordingForm(data, files)
    if form.is_bound and form.is_valid():
        kept = attempt(
            form, keep_recording, actor=request.user, tender=tender, phase=form.cleaned_data["phase"],
            checked=form.cleaned_data["file"], note=form.cleaned_data["note"], now=request.now,
        )  # fmt: skip
        if kept:
            messages.success(request, _("The recording is kept with its digest."))
            return redirect("bidding:opening_work", public_id=public_id)
    return page(request, "bidding/recording_keep.html", tender=tender, form=form)


@never_cache
@require_safe
def recording(request: HttpRequest, recording_id: int) -> HttpResponse:
    """Hand out a recording to the buyer's officials and auditors."""
    row = get_object_or_404(Recording.objects.select_related("tender__buyer"), pk=recording_id)
    demand(may_read_recording(request.user, row))
    return hand_out(row)


@login_not_required
@require_safe
def opening_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the opening record with its annex as PDF, in Chinese."""
    tender = find(public_id, request)
    opening = finished_opening(tender, request)
    with translation.override("zh-hans"):
        context = {"tender": tender, "opening": opening, "record": opening.record, "annex": opening.annex}
        html = render_to_string("bidding/opening_paper.html", context)
    return pdf_answer(request, tender, html, opening.digest, name=f"{tender.reference}-opening")
