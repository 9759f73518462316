"""What a person has to do, gathered from every room; who they are here; the figures of their home."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bidding.queries.duties import duties_of as of_bidding
from contracts.queries.duties import duties_of as of_contracts
from deliberation.queries.duties import duties_of as of_deliberation
from incubation.queries.duties import duties_of as of_incubation
from marketplace.core.clock import day_of
from marketplace.web.duties import Duty, DutySource
from organizations.models import Community, Organization, Post, Residency, User
from organizations.queries.duties import duties_of as of_organizations
from organizations.queries.people import (
    communities_directed_by,
    communities_worked_by,
    is_expert,
    open_posts,
    organizations_of,
    residency_of,
)
from organizations.states import PostRole
from payments.queries.duties import duties_of as of_payments
from projects.queries.duties import duties_of as of_projects
from ranking.queries.duties import duties_of as of_ranking

SOURCES: tuple[DutySource, ...] = (
    of_organizations,
    of_deliberation,
    of_projects,
    of_payments,
    of_bidding,
    of_contracts,
    of_ranking,
    of_incubation,
)
"""Every room tells what it asks of a person."""
SOON = timedelta(days=3)


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return everything the person has to do, soonest first, what is not due last."""
    found = [duty for source in SOURCES for duty in source(user, now)]
    return sorted(
        found,
        key=lambda duty: (duty.due_at is None, duty.due_at.timestamp() if duty.due_at else 0.0, duty.title),
    )


@dataclass(frozen=True)
class Counts:
    """How many duties are late, due today, due within three days, wait for approval, and all."""

    late: int
    today: int
    soon: int
    approval: int
    all: int


def urgency(duty: Duty, now: datetime) -> str:
    """Return `late`, `today`, `soon` (within three days), `later`, or `open` when nothing is due.

    A duty due at midnight belongs to the day that ends then.
    """
    if duty.due_at is None:
        return "open"
    if duty.is_late(now):
        return "late"
    if day_of(duty.due_at - timedelta(microseconds=1)) == day_of(now):
        return "today"
    return "soon" if duty.due_at < now + SOON else "later"


def count(duties: Iterable[Duty], now: datetime) -> Counts:
    """Count duties by urgency; each falls into one class only, and `all` has them all."""
    rows = list(duties)
    classes = Counter(urgency(duty, now) for duty in rows)
    approvals = sum(duty.is_approval for duty in rows)
    return Counts(classes["late"], classes["today"], classes["soon"], approvals, classes.total())


def within(duties: list[Duty], window: str, now: datetime) -> list[Duty]:
    """Return the duties of one class (`late`, `today`, `soon`, `approval`); every duty for any other word."""
    if window == "approval":
        return [duty for duty in duties if duty.is_approval]
    if window not in {"late", "today", "soon"}:
        return duties
    return [duty for duty in duties if urgency(duty, now) == window]


@dataclass(frozen=True)
class Roles:
    """Who the person is here: each part decides which section the home shows."""

    posts: list[Post] = field(default_factory=list)
    works_in: list[Community] = field(default_factory=list)
    directs: list[Community] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    residency: Residency | None = None
    is_expert: bool = False

    @property
    def is_administrator(self) -> bool:
        """Say whether one of the posts is that of an administrator."""
        return any(post.role == PostRole.ADMINISTRATOR for post in self.posts)

    @property
    def is_registrar(self) -> bool:
        """Say whether one of the posts is that of a registrar."""
        return any(post.role == PostRole.REGISTRAR for post in self.posts)

    @property
    def is_anybody(self) -> bool:
        """Say whether the person has any role at all."""
        return bool(
            self.posts
            or self.works_in
            or self.directs
            or self.organizations
            or self.residency
            or self.is_expert
        )


def roles_of(user: User) -> Roles:
    """Return the person's roles (six queries)."""
    return Roles(
        posts=list(open_posts(user)),
        works_in=list(communities_worked_by(user)),
        directs=list(communities_directed_by(user)),
        organizations=list(organizations_of(user)),
        residency=residency_of(user),
        is_expert=is_expert(user),
    )
