"""What evaluation rounds ask of those who run, check and answer them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.web.duties import Duty
from marketplace.web.models import Stop
from organizations.models import Post, User
from organizations.queries.people import communities_directed_by, organizations_of
from organizations.states import MemberRole, PostRole
from ranking.models import Round
from ranking.states import RoundState

from .rounds import all_rounds


def round_duties(user: User, now: datetime) -> Iterator[Duty]:
    """Yield the rounds that wait for the person: a notice, a check, a reply."""
    rounds = all_rounds(now)
    mine = Post.objects.filter(user_id=user.pk, until__isnull=True)
    officer = mine.filter(role=PostRole.PROJECT_OFFICER).values("department")
    approver = mine.filter(role=PostRole.APPROVER).values("department")
    for row in rounds.filter(state=RoundState.PLANNED, organizer__in=officer):
        yield _duty("announce_round", row, _("Publish the notice"))
    closed = rounds.filter(state_now=RoundState.CLOSED, organizer__in=approver)
    for row in closed.exclude(planned_by=user.pk):
        yield _duty("check_round", row, _("Check the answers"))
    subjects = (
        Q(contract__organization__in=organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE))
        | Q(department__in=approver)
        | Q(committee__in=communities_directed_by(user).values("pk"))
    )
    for row in rounds.filter(subjects, state_now=RoundState.REPLYING, reply=""):
        yield _duty("reply_to_round", row, _("Reply"), row.reply_until)


def _duty(code: str, row: Round, label: str, due: datetime | None = None) -> Duty:
    return Duty(
        code=f"ranking.{code}",
        reference=row.period,
        title=row.title,
        url=row.desk_path,
        label=label,
        due_at=due,
        place=row.organizer.name,
        step=str(Stop.EVALUATION.label),
        is_approval=code == "check_round",
    )
