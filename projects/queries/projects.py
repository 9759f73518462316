"""Projects as others see them."""

from django.db.models import QuerySet

from projects.models import Project
from projects.states import PUBLIC_STATES


def public_projects() -> QuerySet[Project]:
    """Return every project that the public may see, newest first, with what lists show."""
    return (
        Project.objects.filter(state__in=PUBLIC_STATES)
        .select_related("category__group", "department", "budget_line", "outcome__deliberation")
        .prefetch_related("communities")
        .order_by("-listed_at", "-id")
    )


def projects_of(officer: object) -> QuerySet[Project]:
    """Return the projects of an officer, newest first."""
    return Project.objects.filter(officer=officer).select_related("category", "budget_line")


def project_of(spine_id: object) -> Project | None:
    """Return the living project of a thread, or None."""
    found = Project.objects.filter(spine_id=spine_id).exclude(state="cancelled")
    return found.select_related("category").first()
