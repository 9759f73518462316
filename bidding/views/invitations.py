"""Invited tenders: the qualification notice for everybody, applications, the buyer's check and the draw."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions import invitations as acts
from bidding.forms import QualificationForm
from bidding.forms.invitations import CandidateForm, DrawForm, QualificationNoticeForm
from bidding.models import Candidate, Prequalification
from bidding.permissions.invitations import (
    may_apply,
    may_draw_invited,
    may_judge_candidate,
    may_publish_qualification_notice,
)
from bidding.queries.bids import bidding_organizations
from bidding.queries.invitations import (
    invited_names,
    own_candidates,
    prequalification_of,
    public_prequalifications,
    public_sources,
)
from bidding.states import ENDED
from marketplace.core.clock import is_late
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.permissions import require_fresh_second_factor

from .official import find, officials_act, posted, work_page
from .public import canonical_answer


def _found(request: HttpRequest, public_id: str) -> Prequalification:
    row = get_object_or_404(public_prequalifications(), public_id=public_id)
    row.is_over = is_late(request.now, row.apply_by)
    return row


@login_not_required
@require_safe
def early_notices(request: HttpRequest) -> HttpResponse:
    """List qualification notices and single sources under publicity: what comes before a tender."""
    found = keyset_page(
        public_prequalifications(), order=("-published_at", "-id"), cursor=request.GET.get("after", "")
    )
    for row in found.rows:
        row.is_over = is_late(request.now, row.apply_by)
    return page(request, "bidding/early_notices.html", page=found, sources=public_sources()[:50])


@login_not_required
@require_safe
def prequalification(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a qualification notice; after the end of the tender also who was drawn, with the seed to repeat it."""
    row = _found(request, public_id)
    own = own_candidates(request.user, row) if request.user.is_authenticated else []
    organizations = bidding_organizations(request.user) if request.user.is_authenticated else []
    verdict = may_apply(request.user, row) if organizations else None
    context = {
        "row": row, "tender": row.tender, "notice": row.notice, "own": own, "verdict": verdict,
        "invited": invited_names(row.tender), "has_ended": row.tender.state in ENDED,
    }  # fmt: skip
    return page(request, "bidding/prequalification.html", context)


@login_not_required
@require_safe
def prequalification_json(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the notice, and after the end of the tender the draw, as canonical bytes."""
    row = _found(request, public_id)
    has_ended = row.tender.state in ENDED and row.record is not None
    given = {"notice": row.notice, "draw": row.record} if has_ended else row.notice
    return canonical_answer(given, f"{row.tender.reference}-qualification.json")


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def candidate_apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Apply for an invitation, or change the own application."""
    row = _found(request, public_id)
    demand(may_apply(request.user, row))
    own = own_candidates(request.user, row).first()
    initial = {"statement": own.statement, "organization": own.organization_id} if own else {}
    form = CandidateForm(posted(request), user=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        done = attempt(
            form, acts.apply_for_invitation, actor=request.user, row=row, now=request.now, **form.cleaned_data
        )
        if done:
            messages.success(
                request, _("Your application is kept. You can change it until the time is over.")
            )
            return redirect("bidding:prequalification", public_id=row.public_id)
    return page(request, "bidding/candidate_apply.html", row=row, tender=row.tender, form=form)


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def prequalification_publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish the qualification notice of a draft."""
    tender = find(request, public_id)
    form = QualificationNoticeForm(posted(request), initial={"official_address": tender.official_address})
    return officials_act(
        request, tender, may_publish_qualification_notice(request.user, tender), form=form,
        act=acts.publish_prequalification, done=_("The qualification notice is public."), tender=tender,
        take={"apply_by": "apply_by", "official_address": "official_address"},
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def candidate_judge(request: HttpRequest, public_id: str, candidate_id: int) -> HttpResponse:
    """Decide on one application."""
    tender = find(request, public_id)
    rows = Candidate.objects.select_related("organization", "prequalification__tender__buyer")
    candidate = get_object_or_404(rows, pk=candidate_id, prequalification__tender=tender)
    demand(may_judge_candidate(request.user, candidate))
    if not is_late(request.now, candidate.prequalification.apply_by):
        return work_page(tender)
    form = QualificationForm(posted(request))
    if form.is_bound and form.is_valid():
        kept = attempt(
            form, acts.judge_candidate, actor=request.user, candidate=candidate, now=request.now,
            is_accepted=form.cleaned_data["is_qualified"], reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if kept:
            messages.success(request, _("Decision kept."))
            return work_page(tender)
    return page(request, "bidding/candidate_judge.html", tender=tender, candidate=candidate, form=form)


@require_http_methods(["GET", "POST"])
def invited_draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw who is invited."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_draw_invited(request.user, tender), form=DrawForm(posted(request)),
        act=acts.draw_invited, done=_("Drawn. Finish the document and hand it in for publication."),
        row=prequalification_of(tender), take={"wanted": "wanted"},
    )  # fmt: skip
