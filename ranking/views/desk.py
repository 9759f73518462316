"""Work on reviews: rate, invite, ask for the reply, reply, publish."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.web.access import Verdict, demand
from marketplace.web.addresses import localized
from marketplace.web.models import Stop
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.models import User
from ranking.actions import (
    publish_review,
    rate_contract,
    rate_own_work,
    reply_to_review,
    request_reply,
)
from ranking.forms import EmptyForm, OwnRatingForm, RatingForm, ReplyForm
from ranking.models import Rating, Review, SelfRating
from ranking.permissions import (
    may_link_organizations,
    may_prepare_review,
    may_publish_review,
    may_rate_as_third_party,
    may_rate_for_buyer,
    may_rate_own_work,
    may_read_review,
    may_reply_to_review,
)
from ranking.queries.panels import seat_of
from ranking.queries.proofs import proofs_of
from ranking.queries.reviews import (
    all_reviews,
    is_collecting,
    ratings_by_voice,
    resident_voice,
    reviews_visible_to,
    score_of,
    self_rating_of,
)
from ranking.states import RatingKind, ReviewState

from .proofs import proof_choices
from .rubric import criteria_rows, voices_of
from .seats import panel_facts


def found(request: HttpRequest, public_id: str) -> Review:
    """Return the review if the person works with it, else 404: it does not exist for others."""
    review = get_object_or_404(all_reviews(), public_id=public_id)
    if not may_read_review(request.user, review):
        raise Http404
    return review


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """List the reviews that the person works with, newest first."""
    rows = reviews_visible_to(request.user)
    table = keyset_page(rows, order=("-opened_at", "-pk"), cursor=request.GET.get("after", ""))
    context = {"page": table, "may_link": may_link_organizations(request.user)}
    return page(request, "ranking/work_list.html", context)


@require_safe
def review_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show where the review stands and the one act that comes next for this person."""
    return detail(request, found(request, public_id))


def detail(request: HttpRequest, review: Review, **forms: object) -> HttpResponse:
    ratings = ratings_by_voice(review)
    user = request.user
    may_prepare = may_prepare_review(user, review)
    own = self_rating_of(review)
    shown = _shown(user, review, ratings, own)
    context = {
        "review": review,
        "contract": review.contract,
        "stop": Stop.EVALUATION,
        "ratings": shown,
        "voices": voices_of(shown),
        "own": shown.get("own"),
        "may_rate_own": own is None and may_rate_own_work(user, review),
        "rows": criteria_rows(review, shown),
        "residents": resident_voice(review),
        "mean": None if review.state == ReviewState.OPEN else score_of(ratings),
        "is_collecting": is_collecting(review, request.now),
        "may_rate": _kind(user, review) and not _has_rated(user, review, ratings),
        **panel_facts(user, review, request.now),
        "may_ask": may_prepare and review.state == ReviewState.OPEN,
        "may_reply": may_reply_to_review(user, review) and not review.replied_at,
        "may_publish": may_publish_review(user, review) and review.state == ReviewState.REPLYING,
        "reply_form": ReplyForm(),
        "act_form": EmptyForm(),
        **forms,
    }
    return page(request, "ranking/work_detail.html", context)


def _shown(
    user: User, review: Review, ratings: dict[str, Rating], own: SelfRating | None
) -> dict[str, Rating | SelfRating]:
    """Return the ratings that the person reads now: while they are given, whoever rates sees only the own one."""
    every = {**ratings, "own": own} if own else ratings
    may_see = may_prepare_review(user, review) and RatingKind.OFFICIAL in ratings
    if review.state != ReviewState.OPEN or may_see:
        return every
    return {kind: row for kind, row in every.items() if row.rater_id == user.pk}


def _kind(user, review: Review) -> str:
    """Return the voice in which the person may rate, or an empty text."""
    if may_rate_for_buyer(user, review):
        return RatingKind.OFFICIAL
    return RatingKind.EXPERT if may_rate_as_third_party(user, review) else ""


def _has_rated(user: User, review: Review, ratings: dict[str, Rating]) -> bool:
    if _kind(user, review) == RatingKind.OFFICIAL:
        return RatingKind.OFFICIAL in ratings
    return any(row.rater_id == user.pk for row in ratings.values())


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rate by the rubric, as the buyer's official or as the invited third party."""
    review = found(request, public_id)
    kind = _kind(request.user, review)
    if not kind:
        invited = seat_of(request.user, review) is not None
        demand((may_rate_as_third_party if invited else may_rate_for_buyer)(request.user, review))
    form = RatingForm(request.POST or None, review=review, proofs=proof_choices(proofs_of(review.contract)))
    if request.method == "POST" and form.is_valid():
        rating = attempt(
            form, rate_contract, actor=request.user, review=review, kind=kind, points=form.points(),
            comment=form.cleaned_data["comment"], findings=form.cleaned_data.get("findings", ()),
            evidence=form.evidence(), now=request.now,
        )  # fmt: skip
        if rating is not None:
            messages.success(request, _("Your rating is kept: %(total)s points.") % {"total": rating.total})
            return redirect(localized(review.desk_path))
    return page(request, "ranking/rate.html", {"review": review, "contract": review.contract, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def rate_own(request: HttpRequest, public_id: str) -> HttpResponse:
    """Rate the own work by the same rubric, before the other ratings are shown."""
    review = found(request, public_id)
    demand(may_rate_own_work(request.user, review))
    form = OwnRatingForm(
        request.POST or None, review=review, proofs=proof_choices(proofs_of(review.contract))
    )
    if request.method == "POST" and form.is_valid():
        rating = attempt(
            form, rate_own_work, actor=request.user, review=review, points=form.points(),
            comment=form.cleaned_data["comment"], findings=form.cleaned_data.get("findings", ()),
            evidence=form.evidence(), now=request.now,
        )  # fmt: skip
        if rating is not None:
            messages.success(request, _("Your rating is kept: %(total)s points.") % {"total": rating.total})
            return redirect(localized(review.desk_path))
    context = {"review": review, "contract": review.contract, "form": form, "is_own": True}
    return page(request, "ranking/rate.html", context)


@require_POST
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask the organization for its reply."""
    said = _("The organization has been asked for its reply.")
    return _act(request, public_id, may_prepare_review, request_reply, said)


@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish the result."""
    return _act(request, public_id, may_publish_review, publish_review, _("The result is published."))


def _act(
    request: HttpRequest,
    public_id: str,
    may: Callable[..., Verdict],
    act: Callable[..., Review],
    said: str,
) -> HttpResponse:
    review = found(request, public_id)
    demand(may(request.user, review))
    form = EmptyForm(request.POST)
    form.is_valid()
    if attempt(form, act, actor=request.user, review=review, now=request.now):
        messages.success(request, said)
        return redirect(localized(review.desk_path))
    return detail(request, review, act_form=form)


@require_POST
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the organization's reply."""
    review = found(request, public_id)
    demand(may_reply_to_review(request.user, review))
    form = ReplyForm(request.POST)
    if form.is_valid() and attempt(
        form, reply_to_review, actor=request.user, review=review, text=form.cleaned_data["text"],
        now=request.now,
    ):  # fmt: skip
        messages.success(request, _("Your reply is kept and will be printed with the result."))
        return redirect(localized(review.desk_path))
    return detail(request, review, reply_form=form)
