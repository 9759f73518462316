"""Intakes and applications as each audience may read them."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from incubation.models import Application, BarringRecord, Intake, ReviewSeat
from incubation.rules.periods import add_months
from incubation.states import OPEN_APPLICATION, ApplicationState
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import CalendarNotLoaded, add_working_days
from organizations.models import Organization, User
from organizations.queries.people import organizations_of

from .people import is_bureau_approver, is_centre_staff

UNTIL_DECISION = ("incubation.material_check", "incubation.review", "incubation.notice")


def open_intakes(now: datetime) -> QuerySet[Intake]:
    """Return the intakes that take applications now, the first to close first."""
    return Intake.objects.filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "pk")


def next_intake(now: datetime) -> Intake | None:
    """Return the intake that opens next."""
    return Intake.objects.filter(opens_at__gt=now).order_by("opens_at").first()


def all_applications() -> QuerySet[Application]:
    """Return every application with what its pages show."""
    return Application.objects.select_related("intake", "organization")


def applications_worked_by(user: User) -> QuerySet[Application]:
    """Return what a person works with: all that were handed in for centre and bureau, the assigned for reviewers.

    A reviewer with a conflict of interest sees the application no longer.
    """
    rows = all_applications().exclude(state=ApplicationState.DRAFT)
    if is_centre_staff(user) or is_bureau_approver(user):
        return rows
    mine = ReviewSeat.objects.filter(reviewer_id=user.pk, has_conflict=False).values("application")
    return rows.filter(pk__in=mine)


def applications_visible_to(user: User) -> QuerySet[Application]:
    """Return what a person works with, and what their own organizations handed in or are writing."""
    own = Q(organization__in=organizations_of(user))
    return all_applications().filter(Q(pk__in=applications_worked_by(user).values("pk")) | own)


def applications_of(organization: Organization) -> QuerySet[Application]:
    """Return the organization's applications, newest first."""
    return all_applications().filter(organization=organization)


def open_application_of(organization: Organization) -> Application | None:
    """Return the application under way."""
    return applications_of(organization).filter(state__in=OPEN_APPLICATION).first()


def on_notice() -> QuerySet[Application]:
    """Return the admissions on public notice."""
    return all_applications().filter(state=ApplicationState.PUBLIC_NOTICE).order_by("notice_ends_on")


def decision_day(day: date) -> date | None:
    """Return the expected day of decision for an application handed in on the day.

    None while the holiday plan of next year is not published.
    """
    days = sum(STATUTES.on(key, day).days for key in UNTIL_DECISION)
    return working_day(day, days)


def working_day(day: date, count: int) -> date | None:
    """Return the count-th working day after the day, or None where the plan of the year is not loaded."""
    try:
        return add_working_days(day, count, load_calendar())
    except CalendarNotLoaded:
        return None


def barring_of(organization: Organization) -> list[tuple[str, date]]:
    """Return (ground, decided on) of every recorded decision."""
    return list(BarringRecord.objects.filter(organization=organization).values_list("ground", "decided_on"))


def profile_of(organization: Organization) -> dict[str, str]:
    """Return what the profile already knows, under the names of the application."""
    return {
        "name": organization.name,
        "kind": organization.kind,
        "registered_on": organization.registered_on.isoformat() if organization.registered_on else "",
        "legal_representative": organization.legal_representative,
        "phone": organization.phone,
        "address": organization.address,
        "summary": organization.summary,
    }


def seats_left(intake: Intake) -> int:
    """Return how many places are free."""
    return intake.seats - intake.applications.filter(state=ApplicationState.ADMITTED).count()


def aftercare_until(graduated_on: date) -> date:
    """Return the end of aftercare."""
    return add_months(graduated_on, 12 * STATUTES.on("incubation.aftercare", graduated_on).days)
