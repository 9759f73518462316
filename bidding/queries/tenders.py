"""Tenders and awards as others may read them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from bidding.models import Award, Criterion, Lot, Tender
from bidding.states import PUBLIC_STATES, AwardState, TenderState
from organizations.models import User
from organizations.queries.people import departments_of, has_post, open_posts
from organizations.states import PostRole
from projects.models import Project
from projects.states import ProjectState

_SHOWN = Q(state__in=PUBLIC_STATES) | Q(state=TenderState.CANCELLED, published_at__isnull=False)


def _with_all() -> QuerySet[Tender]:
    return Tender.objects.select_related("project__category", "buyer", "spine", "division")


def public_tenders() -> QuerySet[Tender]:
    """Return every tender that was published."""
    return _with_all().filter(_SHOWN)


def open_tenders(now: datetime) -> QuerySet[Tender]:
    """Return the tenders that take bids at the moment, nearest deadline first."""
    rows = _with_all().filter(state=TenderState.PUBLISHED, bid_deadline__gt=now)
    return rows.order_by("bid_deadline", "pk")


def tenders_visible_to(user: User) -> QuerySet[Tender]:
    """Return public tenders, and drafts of the departments in which the person holds a post (auditors: all)."""
    if not user.is_authenticated:
        return public_tenders()
    if has_post(user, PostRole.AUDITOR):
        return _with_all()
    return _with_all().filter(_SHOWN | Q(buyer__in=departments_of(user)))


def tenders_of_department(user: User) -> QuerySet[Tender]:
    """Return the tenders of the person's departments, newest first."""
    return _with_all().filter(buyer__in=departments_of(user)).order_by("-created_at", "-pk")


def lot_of(tender: Tender) -> Lot:
    """Return the one lot of a tender without parts."""
    return tender.lots.get()


def criteria_of(lot: Lot) -> list[Criterion]:
    """Return the criteria in order."""
    return list(lot.criteria.all())


def awards_of(project: Project) -> QuerySet[Award]:
    """Return the confirmed awards of a project."""
    rows = Award.objects.filter(lot__tender__project=project, state=AwardState.CONFIRMED)
    return rows.select_related("lot__tender", "organization", "bid")


def award_of(lot: Lot) -> Award | None:
    """Return the proposed or confirmed award of a lot."""
    rows = lot.awards.exclude(state=AwardState.REVOKED)
    return rows.select_related("organization", "bid__opened").first()


def running_tender(project: Project) -> Tender | None:
    """Return the tender of the project that has not ended without award."""
    ended = [TenderState.FAILED, TenderState.CANCELLED]
    return project.tenders.exclude(state__in=ended).order_by("-created_at").first()


def projects_to_tender(user: User) -> QuerySet[Project]:
    """Return the listed projects of departments in which the person is project officer, without a running tender."""
    posts = open_posts(user).filter(role=PostRole.PROJECT_OFFICER)
    running = Tender.objects.exclude(state__in=[TenderState.FAILED, TenderState.CANCELLED])
    rows = Project.objects.filter(
        state=ProjectState.LISTED, department__in=posts.values("department")
    ).exclude(pk__in=running.values("project"))
    return rows.select_related("category", "department").order_by("listed_at", "pk")
