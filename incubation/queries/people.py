"""Who runs the incubator: the centre's staff and the bureau, read from posts."""

from django.db.models import Exists, OuterRef, QuerySet

from organizations.models import Organization, Post, User
from organizations.queries.people import members_of
from organizations.states import DepartmentKind, MemberRole, PostRole


def _posts(role: str) -> QuerySet[Post]:
    return Post.objects.filter(role=role, until__isnull=True, department__kind=DepartmentKind.BUREAU)


def is_centre_staff(user: User) -> bool:
    """Say whether the person is a project officer of the civil affairs bureau, which runs the incubator."""
    return user.is_authenticated and _posts(PostRole.PROJECT_OFFICER).filter(user=user).exists()


def is_bureau_approver(user: User) -> bool:
    """Say whether the person decides for the civil affairs bureau."""
    return user.is_authenticated and _posts(PostRole.APPROVER).filter(user=user).exists()


def centre_staff() -> QuerySet[User]:
    """Return the people who run the incubator."""
    return _holders(PostRole.PROJECT_OFFICER)


def bureau_approvers() -> QuerySet[User]:
    """Return the people who decide."""
    return _holders(PostRole.APPROVER)


def _holders(role: str) -> QuerySet[User]:
    return User.objects.filter(Exists(_posts(role).filter(user=OuterRef("pk"))), is_active=True).order_by(
        "pk"
    )


def representatives(organization: Organization) -> QuerySet[User]:
    """Return who speaks for the organization."""
    return members_of(organization, MemberRole.LEGAL_REPRESENTATIVE)


def possible_reviewers() -> QuerySet[User]:
    """Return officials and experts."""
    posts = Post.objects.filter(user=OuterRef("pk"), until__isnull=True)
    return (
        User.objects.filter(is_active=True)
        .filter(Exists(posts) | Exists(User.objects.filter(pk=OuterRef("pk"), expert__isnull=False)))
        .order_by("name", "pk")
    )
