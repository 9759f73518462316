"""What each person has to do for the incubator."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from incubation.models import Application, IncubatorMembership, ReviewSeat
from incubation.states import ApplicationState, MembershipState
from marketplace.core.clock import SHANGHAI, day_of
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import organizations_of
from organizations.states import MemberRole

from .applications import all_applications
from .members import all_memberships, idle_members
from .people import is_bureau_approver, is_centre_staff

A, M = ApplicationState, MembershipState
APPROVALS = {"notice", "decide", "stage", "graduation"}
"""What the bureau decides on the proposal of the center."""


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return what waits for the person (constant number of queries)."""
    found: list[Duty] = [*_as_reviewer(user), *_as_organization(user)]
    if is_centre_staff(user):
        found += _as_centre(now)
    if is_bureau_approver(user):
        found += _as_bureau(now)
    return found


def _end(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI) if day else None


def _of_application(code: str, row: Application, label: str, due: date | None, url: str = "") -> Duty:
    return Duty(
        code=f"incubation.{code}", reference=row.reference, title=row.organization.name, url=url or row.desk_path,
        label=label, due_at=_end(due), step=_("Incubation"), is_approval=code in APPROVALS,
    )  # fmt: skip


def _of_member(code: str, row: IncubatorMembership, label: str, due: date | None, url: str = "") -> Duty:
    return Duty(
        code=f"incubation.{code}", reference=row.application.reference, title=row.organization.name,
        url=url or row.desk_path, label=label, due_at=_end(due), step=_("Incubation"), is_approval=code in APPROVALS,
    )  # fmt: skip


def _as_centre(now: datetime) -> Iterator[Duty]:
    labels = {
        A.SUBMITTED: _("Check the documents"),
        A.MATERIAL_CHECK: _("Check the documents"),
        A.REVIEW: _("Appoint"),
        A.INTERVIEW: _("Propose"),
    }
    for row in all_applications().filter(state__in=labels):
        is_check = row.state in (A.SUBMITTED, A.MATERIAL_CHECK)
        yield _of_application(
            "centre", row, labels[A(row.state)], row.check_until if is_check else row.decision_on
        )
    for row in all_applications().filter(state=A.ADMITTED, membership__isnull=True):
        yield _of_application("agreement", row, _("Draw up"), None)
    for row in all_memberships().filter(state=M.AGREEMENT, centre_signed_at__isnull=True):
        yield _of_member("sign", row, _("Sign"), row.sign_by)
    for row in idle_members(day_of(now)):
        yield _of_member("idle_room", row, _("Room unused: talk"), None)


def _as_bureau(now: datetime) -> Iterator[Duty]:
    for row in all_applications().filter(state=A.PROPOSED):
        yield _of_application("notice", row, _("Publish the notice"), row.decision_on)
    for row in all_applications().filter(state=A.PUBLIC_NOTICE, notice_ends_on__lt=day_of(now)):
        yield _of_application("decide", row, _("Take the decision"), row.decision_on)
    soon = day_of(now) + timedelta(days=14)
    for row in all_memberships().filter(state__in=(M.SEED, M.GROWTH, M.READY), stage_ends_on__lte=soon):
        yield _of_member("stage", row, _("Decide on the stage"), row.stage_ends_on)
    for row in all_memberships().filter(state=M.GRADUATION):
        yield _of_member("graduation", row, _("Decide on graduation"), None)


def _as_reviewer(user: User) -> Iterator[Duty]:
    seats = ReviewSeat.objects.filter(
        reviewer=user, has_conflict=False, locked_at__isnull=True, application__state=A.REVIEW
    )
    for seat in seats.select_related("application__organization"):
        label = _("Give scores") if seat.declared_at else _("Declare")
        yield _of_application("review", seat.application, label, seat.application.decision_on)


def _as_organization(user: User) -> Iterable[Duty]:
    own = organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE)
    for row in all_applications().filter(organization__in=own, state=A.RETURNED):
        yield _of_application("returned", row, _("Supply"), day_of(row.intake.closes_at), row.path)
    for row in all_memberships().filter(
        organization__in=own, state=M.AGREEMENT, organization_signed_at__isnull=True
    ):
        yield _of_member("sign_own", row, _("Sign"), row.sign_by, row.path)
    rows = all_memberships().filter(
        organization__in=own, hearings__closed_at__isnull=True, hearings__answered_at__isnull=True
    )
    for row in rows.filter(hearings__isnull=False).distinct():
        yield _of_member("answer", row, _("Answer"), None, row.path)
