"""What project officers have to do in this room."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from deliberation.queries.outcomes import adopted_outcomes
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import has_post
from organizations.states import PostRole


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return decisions that wait for a project; a project that waits for a tender is a duty of bidding."""
    if not has_post(user, PostRole.PROJECT_OFFICER):
        return []
    return list(_outcomes())


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
