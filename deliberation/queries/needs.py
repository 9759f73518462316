"""Needs as others see them."""

from datetime import datetime, timedelta

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from deliberation.models import Deliberation, Need, Outcome, Support
from deliberation.states import UNSCREENED, Display, NeedState
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from organizations.models import User
from organizations.queries.people import communities_directed_by, communities_worked_by, residency_of

S = NeedState


def with_numbers(needs: QuerySet[Need], now: datetime) -> QuerySet[Need]:
    """Add `households` (that count now) and `state_now` (what the clock has already done)."""
    counted = (
        Support.objects.filter(need=OuterRef("pk"), counts_from__lte=now)
        .order_by()
        .values("need")
        .annotate(n=Count("household", distinct=True))
        .values("n")
    )
    rest = timedelta(days=STATUTES.on("need.dormant", day_of(now)).days)
    unreached = Q(threshold_reached_at__isnull=True, households__lt=F("threshold"))
    over, long_over = Q(moves_at__lte=now), Q(moves_at__lte=now - rest)
    unappealed = Q(appeal__isnull=True) | Q(appeal__decided_at__isnull=False)
    state_now = Case(
        When(over & Q(state=S.NEED_INFO), then=Value(S.NOT_SUPPLIED)),
        When(unreached & long_over & Q(state=S.SUPPORTING), then=Value(S.ARCHIVED)),
        When(unreached & over & Q(state=S.SUPPORTING), then=Value(S.DORMANT)),
        When(over & Q(state__in=[S.DORMANT, S.REDIRECTED, S.MERGED]), then=Value(S.ARCHIVED)),
        When(over & unappealed & Q(state=S.REFUSED), then=Value(S.ARCHIVED)),
        default=F("state"),
    )
    return needs.annotate(households=Coalesce(Subquery(counted), 0)).annotate(state_now=state_now)


def is_public(need: Need) -> bool:
    """Say whether everybody may read the need: screened, and not about a named person or a child."""
    return need.state not in UNSCREENED and not need.is_private


def public_needs() -> QuerySet[Need]:
    """Return every need whose text the public may read, newest first; refusals for privacy (N3) are left out."""
    return (
        Need.objects.exclude(state__in=UNSCREENED)
        .exclude(rule__code="N3")
        .filter(is_private=False)
        .select_related("community", "rule", "deliberation")
        .order_by("-raised_at", "-id")
    )


def refused_needs() -> QuerySet[Need]:
    """Return refusals that took effect (code, reason, channel are public), newest first; N3 and private texts
    are hidden by the page.
    """  # noqa: D205
    return (
        Need.objects.filter(rule__kind="decline", screened_at__isnull=False)
        .select_related("community", "rule")
        .order_by("-screened_at", "-id")
    )


def hides_text(need: Need) -> bool:
    """Say whether the public sees no text of the need: private, or refused for privacy (N3)."""
    return need.is_private or (need.rule is not None and need.rule.code == "N3")


def shown_author(need: Need) -> str:
    """Return how the author chose to be shown; anonymous for every entry that a worker made."""
    if need.display == Display.ANONYMOUS or need.entered_by_id:
        return str(Display.ANONYMOUS.label)
    if need.display == Display.NAMED:
        return need.author.name
    home = residency_of(need.author)
    building = home.household.building if home and home.household else ""
    return f"{building}{need.author.name[:1]}**"


def needs_worked_by(user: User) -> QuerySet[Need]:
    """Return the needs of the communities in which the person works or directs, oldest due first."""
    communities = communities_worked_by(user) | communities_directed_by(user)
    return (
        Need.objects.filter(community__in=communities.values("pk"))
        .select_related("community", "rule")
        .order_by("due_at", "id")
    )


def needs_raised_by(user: User) -> QuerySet[Need]:
    """Return the person's own needs, newest first."""
    return Need.objects.filter(author=user).select_related("community", "rule").order_by("-raised_at", "-id")


def open_needs_of(community: object) -> QuerySet[Need]:
    """Return needs of the community into which a later one may be joined."""
    return Need.objects.filter(
        community=community, state__in=[S.SUPPORTING, S.DORMANT, S.IN_DELIBERATION]
    ).order_by("raised_at", "id")


def needs_of(deliberation: Deliberation) -> QuerySet[Need]:
    """Return the needs that a deliberation answers."""
    return deliberation.needs.select_related("community").order_by("raised_at", "id")


def supporters_of(needs: QuerySet[Need]) -> QuerySet[User]:
    """Return authors and supporters of the needs."""
    keys = needs.values("pk")
    supporters = Support.objects.filter(need__in=keys).values("user")
    return User.objects.filter(Q(pk__in=needs.values("author")) | Q(pk__in=supporters))


def supporters_of_outcome(outcome: Outcome) -> QuerySet[User]:
    """Return authors and supporters of the needs behind a decision."""
    return supporters_of(Need.objects.filter(deliberation__outcome=outcome))
