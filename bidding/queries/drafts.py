"""A draft tender: what it is prefilled with, what the law finds in it, and its dates."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum
from django.utils import translation

from bidding import phrases
from bidding.models import Tender
from bidding.rules.causes import check_cause
from bidding.rules.criteria import Factor, Money, check_document
from bidding.rules.findings import BLOCK, WARN, Finding
from bidding.rules.invitations import check_invited
from bidding.rules.periods import check_deadline, recommended_deadline
from bidding.rules.profiles import BELOW_LIMIT, GRANT, STATUTORY, check_splitting, check_track
from bidding.rules.single_source import check_single
from bidding.states import CriterionKind, Method, Procedure, TenderState
from marketplace.core.clock import SHANGHAI, day_of, is_late
from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import RULES, STATUTES
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import CalendarNotLoaded
from projects.models import Project

from .bids import profile_of
from .invitations import facts_of, threshold_on
from .local_values import local_profile
from .officers import is_roster_complete, usable_keys
from .terms import content_findings

OPEN_TO_ALL = (Procedure.OPEN, Procedure.INVITED)
CLOSING_HOUR = time(17, 0)


def usual_procedure(budget: Decimal, day: date) -> tuple[str, str]:
    """Return track and procedure that the money suggests: below limit, consultation, open tender."""
    usual = local_profile(STATUTORY, Procedure.OPEN, day)
    if budget < usual.limit("local.purchase_limit", day).value:
        return BELOW_LIMIT, Procedure.CONSULTATION
    if budget < usual.limit("local.open_threshold", day).value:
        return STATUTORY, Procedure.CONSULTATION
    return STATUTORY, Procedure.OPEN


def prefilled(project: Project, day: date) -> dict[str, object]:
    """Return the first content of a tender, from the project and its category, in Chinese."""
    with translation.override("zh-hans"):
        track, procedure = usual_procedure(project.budget, day)
        return {
            "title": project.title,
            "need": _need(project),
            "place": "、".join(c.name for c in project.communities.all())[:200] or project.department.name,
            "qualification": str(project.category.qualification or "").strip()
            or str(phrases.DRAFT["qualification"]),
            "acceptance": _acceptance(project),
            "payment": str(phrases.DRAFT["payment"]),
            "contact": project.department.name,
            "contact_phone": project.department.phone or str(phrases.DRAFT["phone"]),
            "starts_on": project.starts_on,
            "ends_on": project.ends_on,
            "track": track,
            "procedure": procedure,
            "cause": "consultation_services",
            "method": Method.COMPREHENSIVE,
            "price_points": Decimal(10),
            "budget": project.budget,
            "comment_record": project.outcome.reference
            if project.outcome_id
            else project.office_reason[:200],
            "bid_deadline": usual_deadline(track, procedure, day),
        }


def usual_deadline(track: str, procedure: str, day: date) -> datetime | None:
    """Return five o'clock of the recommended day, or None while the calendar does not reach so far."""
    try:
        last = recommended_deadline(local_profile(track, procedure, day), day, load_calendar())
    except CalendarNotLoaded:
        return None
    return datetime.combine(last, CLOSING_HOUR, tzinfo=SHANGHAI)


def _need(project: Project) -> str:
    lines = [project.summary.strip()]
    lines += [f"{row.name}：{row.planned.normalize():f}{row.unit}" for row in project.indicators.all()]
    if project.recipients:
        lines.append(f"{phrases.DRAFT['recipients']}{project.recipients}")
    return "\n".join(lines)[:4000]


def _acceptance(project: Project) -> str:
    rows = [f"{phrases.DRAFT['acceptance']}"]
    rows += [f"{row.text}" for row in project.criteria.all() if row.points is None]
    return "\n".join(rows)[:2000]


def prefilled_criteria() -> list[dict[str, object]]:
    """Return the usual criteria: 90 points beside the 10 of the price, past performance declared with 10."""
    with translation.override("zh-hans"):
        return [
            {
                "code": code, "kind": kind, "text": str(text), "bands": str(bands),
                "points": Decimal(points), "is_objective": kind == CriterionKind.STANDING,
            }
            for code, kind, points, text, bands in phrases.CRITERIA
        ]  # fmt: skip


def review_draft(tender: Tender, now: datetime, *, publishing: bool = False) -> list[Finding]:
    """Return every finding of law and house on a draft; deadline judged as if published now."""
    day = day_of(now)
    try:
        profile = local_profile(tender.track, tender.procedure, day)
        whole = Decimal(str(tender.whole_budget))  # lots never make a purchase smaller (GEN-03, GEN-05)
        check_track(profile, whole, tender.approval_number, day)
        check_splitting(profile, whole, _splitting(tender, day), tender.approval_number, day)
    except Refused as refused:
        return [_as_finding(RULES.speaking(refused.code)[0], refused)]
    lot = tender.lots.get()
    found = check_document(
        profile,
        day=day,
        method=tender.method,
        price_points=tender.price_points,
        factors=[
            Factor(row.text, row.bands, row.points, row.kind == CriterionKind.STANDING)
            for row in lot.criteria.all()
        ],
        qualification=tender.qualification,
        money=Money(tender.budget, tender.ceiling, tender.deposit),
    )
    found += check_cause(profile, tender.cause, tender.cause_note, tender.approval_number)
    found += _closed_list(tender, day)
    found += _complete(tender, profile.needs_comment and profile.track != GRANT)
    found += _deadline(tender, now)
    if publishing:
        found += _publishing(tender, now, needs_address=profile.needs_official_address)
    return found


def _closed_list(tender: Tender, day: date) -> list[Finding]:
    """Return what a procedure with a closed list of bidders still misses: the draw, or the named supplier."""
    if tender.procedure == Procedure.INVITED:
        return check_invited(tender.invited.count(), day)
    if tender.procedure != Procedure.SINGLE:
        return []
    return check_single(tender.cause, tender.budget, threshold_on(day), facts_of(tender), day)


def _splitting(tender: Tender, day: date) -> Decimal:
    """Return what other purchases of the same budget item, category and year cost without an open tender (GEN-05)."""
    others = Tender.objects.filter(
        project__budget_line=tender.project.budget_line_id,
        project__category=tender.project.category_id,
        notice_date__year=day.year,
        approval_number="",
    )
    if tender.division_id is not None:
        others = others.exclude(division=tender.division_id)
    others = others.exclude(pk=tender.pk).exclude(track=GRANT).exclude(procedure__in=OPEN_TO_ALL)
    others = others.exclude(state__in=[TenderState.FAILED, TenderState.CANCELLED])
    return others.aggregate(total=Sum("budget"))["total"] or Decimal(0)


def _as_finding(rule: str, refused: Refused) -> Finding:
    citation = refused.citation or Citation("HOUSE", "", "D")
    return Finding(rule, BLOCK, refused.code, citation, refused.field or "", refused.facts)


def _complete(tender: Tender, needs_comment: bool) -> list[Finding]:
    found = content_findings(tender)  # NOT-01, DOC-19
    if needs_comment and not tender.comment_record.strip():
        citation = Citation("GPR", "art. 15")
        found.append(Finding("PLAN-02", BLOCK, "bidding.no_comment", citation, "comment_record"))
    if tender.is_sme_reserved:
        citation = Citation("F2022-19", "", "P")
        found.append(Finding("DOC-18", WARN, "bidding.sme_reserved", citation, "is_sme_reserved"))
    return found


def _deadline(tender: Tender, now: datetime) -> list[Finding]:
    deadline = tender.bid_deadline
    house = Citation("HOUSE", "", "D")
    if deadline is None:
        return [Finding("NOT-01", BLOCK, "bidding.no_deadline", Citation("O87", "art. 13"), "bid_deadline")]
    if is_late(now, deadline):
        return [Finding("NOT-01", BLOCK, "bidding.deadline_past", house, "bid_deadline")]
    if not minimum_applies():
        return _seconds(deadline, now, house)
    try:
        return check_deadline(profile_of(tender, day_of(now)), day_of(now), deadline, load_calendar())
    except CalendarNotLoaded as missing:
        facts = {"year": missing.year}
        return [Finding("CAL-03", BLOCK, "bidding.calendar_missing", house, "bid_deadline", facts)]


def minimum_applies() -> bool:
    """Say whether periods of days hold; only an acceptance run may set seconds in their place."""
    return settings.MIN_TENDER_PERIOD_SECONDS is None


def _seconds(deadline: datetime, now: datetime, house: Citation) -> list[Finding]:
    if deadline - now >= timedelta(seconds=settings.MIN_TENDER_PERIOD_SECONDS):
        return []
    return [Finding("NOT-01", BLOCK, "bidding.deadline_past", house, "bid_deadline")]


def _stale_keys(now: datetime) -> list[Finding]:
    """Warn of officers' keys that were not checked in the days before publication (house rule D)."""
    # SEAL-02
    days = STATUTES.on("keys.check", day_of(now))
    stale = sum(key.checked_at < now - timedelta(days=days.days) for key in usable_keys())
    if not stale:
        return []
    facts = {"count": stale, "days": days.days}
    return [Finding("SEAL-02", WARN, "bidding.keys_stale", days.citation, facts=facts)]


def _publishing(tender: Tender, now: datetime, *, needs_address: bool) -> list[Finding]:
    found = []
    if needs_address and not tender.official_address:
        citation = Citation("GPR", "art. 8")
        found.append(Finding("NOT-04", BLOCK, "bidding.no_official_address", citation, "official_address"))
    found += _stale_keys(now)
    if not is_roster_complete(usable_keys()):
        citation = Citation("HOUSE", "", "D")
        found.append(Finding("SEAL-01", BLOCK, "bidding.roster_incomplete", citation))
    return found
