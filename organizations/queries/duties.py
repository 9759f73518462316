"""What people have to do in this room."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from marketplace.core.clock import SHANGHAI, day_of
from marketplace.statutes import STATUTES
from marketplace.web.duties import Duty
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import Calendar, CalendarNotLoaded, add_working_days
from organizations.models import Organization, User
from organizations.states import MemberRole, OrganizationState, PostRole

from .communities import residencies_to_confirm
from .organizations import certificates_expiring, organizations_to_review
from .people import communities_directed_by, communities_worked_by, has_post, organizations_of
from .sanctions import appeals_to_answer


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return the person's duties: records to verify, to complete, certificates to renew, residents to confirm."""
    return [
        *_to_review(user),
        *_to_complete(user),
        *_to_renew(user, now),
        *_to_confirm(user),
        *_to_answer(user),
    ]


def _to_answer(user: User) -> Iterator[Duty]:
    for row in appeals_to_answer(user):
        yield Duty(
            code="organizations.answer_sanction_appeal",
            reference=row.document,
            title=row.organization.name,
            url=f"/work/organizations/{row.organization.public_id}/sanctions/",
            label=_("Decide the appeal"),
            due_at=row.answer_by,
            step=row.get_kind_display(),
            is_approval=True,
        )


def _to_review(user: User) -> Iterator[Duty]:
    if not has_post(user, PostRole.REGISTRAR):
        return
    rows = list(organizations_to_review())
    calendar = load_calendar() if rows else None
    for row in rows:
        is_change = row.state != OrganizationState.SUBMITTED
        yield Duty(
            code="organizations.verify",
            reference=row.uscc or row.public_id,
            title=row.name,
            url=f"/work/organizations/{row.public_id}/",
            label=_("Review the record"),
            due_at=answer_due(row.change_at if is_change else row.submitted_at, calendar),
            step=_("Change of identity") if is_change else _("Registration"),
            is_approval=True,
        )


def answer_due(since: datetime | None, calendar: Calendar | None) -> datetime | None:
    """Return the end of the last working day for the answer; None while the plan of the year is not loaded."""
    if since is None or calendar is None:
        return None
    day = day_of(since)
    try:
        last = add_working_days(day, STATUTES.on("organization.verification", day).days, calendar)
    except CalendarNotLoaded:
        return None
    return datetime.combine(last + timedelta(days=1), time.min, SHANGHAI)


def _to_complete(user: User) -> Iterator[Duty]:
    rows = organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE).filter(
        state__in=[OrganizationState.DRAFT, OrganizationState.RETURNED]
    )
    for row in rows:
        yield _completion(row)


def _completion(row: Organization) -> Duty:
    is_returned = row.state == OrganizationState.RETURNED
    return Duty(
        code="organizations.complete",
        reference=row.uscc or row.public_id,
        title=row.name,
        url=f"/my/organization/{row.public_id}/",
        label=_("Correct") if is_returned else _("Complete"),
        step=_("Returned for correction") if is_returned else _("Registration"),
    )


def _to_renew(user: User, now: datetime) -> Iterator[Duty]:
    mine = organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE, MemberRole.BID_WRITER)
    for row in certificates_expiring(day_of(now)).filter(organization__in=mine):
        yield Duty(
            code="organizations.renew",
            reference=row.number or str(row.pk),
            title=row.title,
            url=f"/my/organization/{row.organization.public_id}/certificates/",
            label=_("Renew"),
            due_at=datetime.combine(row.expires_on + timedelta(days=1), time.min, SHANGHAI),
            place=row.organization.name,
            step=_("Certificate expires"),
        )


def _to_confirm(user: User) -> Iterator[Duty]:
    communities = communities_worked_by(user) | communities_directed_by(user)
    for row in residencies_to_confirm(communities).exclude(user=user):
        yield Duty(
            code="organizations.confirm_resident",
            reference=row.user.public_id,
            title=row.user.name,
            url=f"/work/residents/{row.user.public_id}/",
            label=_("Confirm"),
            place=row.community.name,
            step=_("Residence"),
        )
