"""Challenges and complaints: who reads which, which days count, and what stops a tender meanwhile."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from bidding.models import Challenge, Complaint, Suspension, Tender
from bidding.rules.challenges import complaint_ends, decision_due, window_ends
from bidding.rules.periods import after
from bidding.states import (
    CURRENT_BIDS,
    OPEN_COMPLAINTS,
    AmendmentState,
    ChallengeKind,
    ChallengeState,
    ComplaintState,
    TenderState,
)
from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import Calendar, CalendarNotLoaded
from organizations.models import Organization, User
from organizations.queries.people import open_posts, organizations_of
from organizations.states import DepartmentKind, PostRole

from .bids import profile_of
from .tenders import award_of, lot_of


def took_part(organization: Organization, tender: Tender) -> bool:
    """Say whether the organization had a bid that counted at the deadline."""
    return organization.bids.filter(lot__tender=tender, state__in=CURRENT_BIDS).exists()


def known_on(tender: Tender, kind: str, calendar: Calendar) -> date | None:
    """Return the day on which a participant should have known, None before it (GPR art. 53). Raises CalendarNotLoaded."""
    if kind == ChallengeKind.DOCUMENTS:
        return _documents_known(tender, calendar)
    if kind == ChallengeKind.PROCESS:
        opening = getattr(tender, "opening", None)
        return day_of(opening.completed_at) if opening and opening.completed_at else None
    return _result_known(tender, calendar)


def _documents_known(tender: Tender, calendar: Calendar) -> date:
    """Count from the end of the time in which the document is available, anew after each amendment."""
    profile, day = profile_of(tender), tender.notice_date
    number = profile.number("documents_available", day) or profile.number("notice_period", day)
    changed = tender.amendments.filter(state=AmendmentState.PUBLISHED).order_by("-decided_at").first()
    days = [after(day, number, calendar) if number else day]
    return max([*days, *([day_of(changed.decided_at)] if changed else [])])


def _result_known(tender: Tender, calendar: Calendar) -> date | None:
    """Count from the end of the notice period of the result, or of the notice that there is none."""
    award = award_of(lot_of(tender))
    if award is not None and award.notice_at:
        start = award.notice_at
    elif tender.state == TenderState.FAILED:
        start = tender.ended_at
    else:
        return None
    return after(day_of(start), STATUTES.on("award.notice_period", tender.notice_date), calendar)


def open_kinds(tender: Tender, today: date) -> dict[str, date]:
    """Return what can be challenged today, with the last day of each window."""
    found: dict[str, date] = {}
    calendar = load_calendar()
    for kind in ChallengeKind.values:
        try:
            start = known_on(tender, kind, calendar)
            last = window_ends(start, tender.notice_date, calendar) if start else None
        except CalendarNotLoaded:
            continue
        if last and today <= last:
            found[kind] = last
    return found


def is_finance(user: User) -> bool:
    """Say whether the person handles complaints: a finance officer of the finance department."""
    return (
        user.is_authenticated
        and open_posts(user).filter(role=PostRole.FINANCE, department__kind=DepartmentKind.FINANCE).exists()
    )


def challenges_visible_to(user: User) -> QuerySet[Challenge]:
    """Return the challenges of the own organizations, of the own department, and for auditors all."""
    rows = Challenge.objects.select_related("tender__buyer", "tender__project", "organization")
    posts = list(open_posts(user))
    if any(post.role == PostRole.AUDITOR for post in posts):
        return rows
    mine = [
        post.department_id for post in posts if post.role in {PostRole.PROJECT_OFFICER, PostRole.APPROVER}
    ]
    concerned = Q(organization__in=organizations_of(user)) | Q(tender__buyer__in=mine)
    if is_finance(user):
        concerned |= Q(complaints__isnull=False)
    return rows.filter(concerned).distinct()


def complaints_visible_to(user: User) -> QuerySet[Complaint]:
    """Return the complaints about challenges that the person may read; the finance department reads all."""
    rows = Complaint.objects.select_related("challenge__tender__buyer", "challenge__organization")
    if is_finance(user):
        return rows
    return rows.filter(challenge__in=challenges_visible_to(user))


def running_suspension(tender: Tender, today: date) -> Suspension | None:
    """Return the suspension that stops the tender today; the clock alone ends it (CHA-06)."""
    return tender.suspensions.filter(lifted_on=None, ends_on__gte=today).first()


def what_stops(tender: Tender, now: datetime) -> str:
    """Return the code of what forbids confirming an award or signing now, or nothing (AWD-06, GPR art. 54)."""
    if running_suspension(tender, day_of(now)) is not None:
        return "bidding.suspended"
    if tender.challenges.filter(state=ChallengeState.FILED, affects_result=True).exists():
        return "bidding.challenge_open"
    return ""


def decide_by(complaint: Complaint, calendar: Calendar) -> date | None:
    """Return the last day to decide; None while the clock stands still or a holiday plan is missing."""
    pauses = [(row.begun_on, row.ended_on) for row in complaint.pauses.all()]
    try:
        return decision_due(complaint.received_on, complaint.challenge.tender.notice_date, pauses, calendar)
    except CalendarNotLoaded:
        return None


def complain_until(challenge: Challenge) -> date | None:
    """Return the last day to complain about a challenge, None while it cannot be computed."""
    try:
        return complaint_ends(challenge.answer_by, challenge.tender.notice_date, load_calendar())
    except CalendarNotLoaded:
        return None


def open_complaint(challenge: Challenge) -> Complaint | None:
    """Return the complaint that is being handled."""
    return challenge.complaints.filter(state__in=OPEN_COMPLAINTS).first()


def public_objections(tender: Tender) -> QuerySet[Challenge]:
    """Return what is public of the challenges of a tender: kind, days, outcome; no name, text or file."""
    rows = Challenge.objects.filter(tender=tender).exclude(state=ChallengeState.WITHDRAWN)
    return rows.only(
        "id", "tender_id", "kind", "state", "filed_at", "answer_by", "decided_at", "remedy"
    ).order_by("pk")


def objection_counts() -> dict[str, int]:
    """Return how many challenges and complaints there were, by outcome."""
    challenge = {f"challenges_{state}": Count("pk", filter=Q(state=state)) for state in ChallengeState.values}
    complaint = {f"complaints_{state}": Count("pk", filter=Q(state=state)) for state in ComplaintState.values}
    return {**Challenge.objects.aggregate(**challenge), **Complaint.objects.aggregate(**complaint)}
