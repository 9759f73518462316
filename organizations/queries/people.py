"""Who a person is here: posts, memberships, communities, residency, roster. Every function is one query."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from guardian.shortcuts import get_objects_for_user, get_users_with_perms

from marketplace.core.clock import SHANGHAI
from organizations.models import (
    Community,
    Department,
    Expert,
    Membership,
    Organization,
    Post,
    Residency,
    User,
)
from organizations.states import ResidentLevel

WORK = "work_in_community"
DIRECT = "direct_community"


def is_official(user: User) -> bool:
    """Say whether the person holds an open post."""
    return has_post(user)


def has_post(user: User, *roles: str, department: Department | None = None) -> bool:
    """Say whether the person holds an open post: in any of the roles (all when none is named), in the department."""
    if not user.is_authenticated:
        return False
    posts = Post.objects.filter(user=user, until__isnull=True)
    if roles:
        posts = posts.filter(role__in=roles)
    if department is not None:
        posts = posts.filter(department=department)
    return posts.exists()


def open_posts(user: User) -> QuerySet[Post]:
    """Return the person's open posts with their departments."""
    return (
        Post.objects.filter(user_id=user.pk, until__isnull=True)
        .select_related("department")
        .order_by("since", "pk")
    )


def officials_with(*roles: str, department: Department | None = None) -> QuerySet[User]:
    """Return active people with an open post in any of the roles (all when none is named)."""
    posts = Post.objects.filter(user=OuterRef("pk"), until__isnull=True)
    if roles:
        posts = posts.filter(role__in=roles)
    if department is not None:
        posts = posts.filter(department=department)
    return User.objects.filter(Exists(posts), is_active=True).order_by("pk")


def departments_of(user: User) -> QuerySet[Department]:
    """Return the departments in which the person holds an open post."""
    return Department.objects.filter(Exists(open_posts(user).filter(department=OuterRef("pk"))))


def organizations_of(user: User, *roles: str) -> QuerySet[Organization]:
    """Return the organizations of which the person is a member (in any of the roles)."""
    return Organization.objects.filter(
        Exists(_open(roles).filter(user_id=user.pk, organization=OuterRef("pk")))
    )


def memberships_since(user: User, day: date) -> QuerySet[Membership]:
    """Return the memberships of a person that last, or ended on the day or later."""
    start = datetime.combine(day, time.min, tzinfo=SHANGHAI)
    rows = Membership.objects.filter(user=user)
    return rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=start))


def is_member(user: User, organization: Organization, *roles: str) -> bool:
    """Say whether the person is a member of the organization (in any of the roles)."""
    return user.is_authenticated and _open(roles).filter(user=user, organization=organization).exists()


def members_of(organization: Organization, *roles: str) -> QuerySet[User]:
    """Return the active members of the organization (in any of the roles)."""
    rows = _open(roles).filter(organization=organization, user=OuterRef("pk"))
    return User.objects.filter(Exists(rows), is_active=True).order_by("pk")


def _open(roles: tuple[str, ...]) -> QuerySet[Membership]:
    rows = Membership.objects.filter(ended_at__isnull=True)
    return rows.filter(role__in=roles) if roles else rows


def residency_of(user: User) -> Residency | None:
    """Return where the person lives, with community and household, or None."""
    if not user.is_authenticated:
        return None
    return Residency.objects.filter(user=user).select_related("community", "household").first()


def is_verified_resident(user: User, community: Community | None = None) -> bool:
    """Say whether the person's residence was confirmed (in the community, when one is named)."""
    if not user.is_authenticated:
        return False
    rows = Residency.objects.filter(user=user).exclude(level=ResidentLevel.REGISTERED)
    return (rows if community is None else rows.filter(community=community)).exists()


def communities_worked_by(user: User) -> QuerySet[Community]:
    """Return the communities in which the person was appointed as community worker."""
    return _granted(user, WORK)


def communities_directed_by(user: User) -> QuerySet[Community]:
    """Return the communities of which the person is secretary or director."""
    return _granted(user, DIRECT)


def works_in(user: User, community: Community) -> bool:
    """Say whether the person is a worker of the community."""
    return user.is_authenticated and _granted(user, WORK).filter(pk=community.pk).exists()


def directs(user: User, community: Community) -> bool:
    """Say whether the person is secretary or director of the community."""
    return user.is_authenticated and _granted(user, DIRECT).filter(pk=community.pk).exists()


def _granted(user: User, codename: str) -> QuerySet[Community]:
    if not user.is_authenticated:
        return Community.objects.none()
    return get_objects_for_user(
        user, codename, klass=Community, use_groups=False, with_superuser=False, accept_global_perms=False
    )


def workers_of(community: Community) -> QuerySet[User]:
    """Return the workers of the community."""
    return _grantees(community, WORK)


def directors_of(community: Community) -> QuerySet[User]:
    """Return secretary and director of the community."""
    return _grantees(community, DIRECT)


def _grantees(community: Community, codename: str) -> QuerySet[User]:
    people = get_users_with_perms(community, only_with_perms_in=[codename], with_group_users=False)
    return people.filter(is_active=True).order_by("pk")


def experts_for(category_code: str) -> QuerySet[User]:
    """Return available experts whose categories contain the code."""
    roster = Expert.objects.filter(
        user=OuterRef("pk"), is_available=True, categories__contains=[category_code]
    )
    return User.objects.filter(Exists(roster), is_active=True).order_by("pk")


def is_expert(user: User) -> bool:
    """Say whether the person is on the expert roster."""
    return user.is_authenticated and Expert.objects.filter(user=user).exists()
