"""What project officers have to do in this room."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from deliberation.queries.outcomes import adopted_outcomes
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import departments_of, has_post
from organizations.states import PostRole
from projects.models import Project
from projects.states import ProjectState


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return decisions that wait for a project, and set-up projects that wait for a tender."""
    if not has_post(user, PostRole.PROJECT_OFFICER):
        return []
    return [*_outcomes(), *_listed(user)]


def _outcomes() -> Iterator[Duty]:
    for outcome in adopted_outcomes():
        yield Duty(
            code="projects.set_up",
            reference=outcome.reference,
            title=outcome.title,
            url=f"/work/projects/new/?outcome={outcome.public_id}",
            label=_("Set up the project"),
            due_at=outcome.reply_due_at,
            place=outcome.community.name,
            step=_("Project"),
        )


def _listed(user: User) -> Iterator[Duty]:
    rows = Project.objects.filter(
        state=ProjectState.LISTED, officer=user, department__in=departments_of(user).values("pk")
    ).select_related("department")
    for project in rows:
        yield Duty(
            code="projects.tender",
            reference=project.reference,
            title=project.title,
            url=f"/work/projects/{project.public_id}/",
            label=_("Look for a supplier"),
            place=project.department.name,
            step=_("Project"),
        )
