"""The board of an official: how many matters stand at each of the eight stops, what needs attention, the week."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bidding.models import Tender
from bidding.queries.tenders import open_tenders
from bidding.states import AFTER_OPENING, BidState, TenderState
from contracts.models import Contract, ResidentCheck
from contracts.queries.contracts import public_contracts
from contracts.queries.overdue import overdue_milestones
from contracts.states import DONE_STATES
from deliberation.models import Meeting, Need, Vote
from deliberation.states import NeedState
from marketplace.web.models import SpineStop, Stop
from organizations.models import Community
from projects.models import Project
from projects.models.catalogue import in_language
from projects.states import HOLDING_STATES, ProjectState
from ranking.models import Review
from ranking.states import ReviewState

WEEK = timedelta(days=7)
EXAMPLES = 3
PLACE = Case(
    *(When(stop=value, then=Value(number)) for number, value in enumerate(Stop.values)),
    output_field=IntegerField(),
)


# --- the eight stops ----------------------------------------------------------
def furthest_stops() -> QuerySet[SpineStop]:
    """Return of every thread the one object that stands furthest on the loop, the newest of several."""
    furthest = SpineStop.objects.annotate(place=PLACE).order_by("spine", "-place", "-reached_at", "-pk")
    return SpineStop.objects.filter(pk__in=furthest.distinct("spine").values("pk"))


def board() -> list[tuple[str, str, int]]:
    """Return (stop, its name, number of matters whose furthest stop it is) for the eight stops (one query)."""
    counts = dict(furthest_stops().order_by().values_list("stop").annotate(n=Count("pk")))
    return [(value, str(label), counts.get(value, 0)) for value, label in Stop.choices]


# --- what needs attention -----------------------------------------------------
@dataclass(frozen=True)
class Line:
    """One object in a list of the desk."""

    reference: str
    title: str
    path: str
    place: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Rule:
    """A rule that finds what an official should look at: its name, what to do, the rows, how a row is shown."""

    code: str
    title: Promise
    advice: Promise
    find: Callable[[datetime], QuerySet]
    line: Callable[[object], Line]


@dataclass(frozen=True)
class Finding:
    """What a rule has found: how many, and the first of them."""

    rule: Rule
    count: int
    first: list[Line]


def single_bids(_now: datetime) -> QuerySet[Tender]:
    """Return tenders past their opening in which one organization only took part."""
    opened = Count("lots__bids", filter=Q(lots__bids__state=BidState.OPENED))
    rows = Tender.objects.filter(state__in=AFTER_OPENING).annotate(opened=opened)
    return rows.filter(opened=1).select_related("buyer").order_by("pk")


def failed_tenders(_now: datetime) -> QuerySet[Tender]:
    """Return failed tenders whose project waits for a new attempt."""
    again = Tender.objects.filter(project=OuterRef("project"), pk__gt=OuterRef("pk"))
    rows = Tender.objects.filter(state=TenderState.FAILED, project__state=ProjectState.LISTED)
    return rows.filter(~Exists(again)).select_related("buyer").order_by("pk")


def unchecked_contracts(_now: datetime) -> QuerySet[Contract]:
    """Return contracts with accepted work that no resident has checked."""
    checked = ResidentCheck.objects.filter(milestone__contract=OuterRef("pk"))
    rows = public_contracts().filter(milestones__state__in=DONE_STATES).distinct()
    return rows.filter(~Exists(checked)).order_by("pk")


def unanswered_needs(now: datetime) -> QuerySet[Need]:
    """Return needs whose answer is overdue by the working-day clock."""
    rows = Need.objects.filter(state=NeedState.SCREENING, due_at__lte=now)
    return rows.select_related("community").order_by("due_at", "pk")


def communities_without_project(_now: datetime) -> QuerySet[Community]:
    """Return communities in which no project lives."""
    living = Project.objects.filter(communities=OuterRef("pk"), state__in=HOLDING_STATES)
    return Community.objects.filter(~Exists(living)).order_by("pk")


def _tender_line(row: Tender) -> Line:
    return Line(row.reference, row.title, row.path, str(row.buyer), row.bid_deadline)


def _contract_line(row: Contract) -> Line:
    return Line(row.reference, row.title, row.path, str(row.organization), row.signed_at)


def _need_line(row: Need) -> Line:
    # an official of the district may not read a need that nobody has screened: number and place only
    return Line(row.reference, row.get_kind_display(), "", str(row.community), row.due_at)


def _milestone_line(row: object) -> Line:
    contract = row.contract
    return Line(
        row.reference,
        f"{contract.title} · {row.title}",
        contract.path,
        str(contract.organization),
        row.deadline,
    )


def _community_line(row: Community) -> Line:
    return Line(
        row.phone, in_language(row.name, row.name_en), f"/communities/{row.code}/", str(row.subdistrict)
    )


RULES = (
    Rule(
        "overdue-reports",
        _("Reports overdue"),
        _("The organization cannot bid until it reports; talk to it."),
        overdue_milestones,
        _milestone_line,
    ),
    Rule(
        "unanswered-needs",
        _("Needs without an answer in time"),
        _("Remind the community: residents wait."),
        unanswered_needs,
        _need_line,
    ),
    Rule(
        "single-bid",
        _("Only one organization took part"),
        _("Ask why nobody else came; look at conditions and period."),
        single_bids,
        _tender_line,
    ),
    Rule(
        "failed-tenders",
        _("Failed tenders without a new attempt"),
        _("Correct the notice and publish again, or cancel the project."),
        failed_tenders,
        _tender_line,
    ),
    Rule(
        "unchecked",
        _("Accepted work that no resident has checked"),
        _("Ask the residents' representatives to look."),
        unchecked_contracts,
        _contract_line,
    ),
    Rule(
        "no-project",
        _("Communities without a project"),
        _("Ask what is needed there."),
        communities_without_project,
        _community_line,
    ),
)


def attention(now: datetime) -> list[Finding]:
    """Return what each rule finds, empty ones left out (two queries for each rule)."""
    found = []
    for rule in RULES:
        rows = rule.find(now)
        count = rows.count()
        if count:
            found.append(Finding(rule, count, [rule.line(row) for row in rows[:EXAMPLES]]))
    return found


# --- this week ----------------------------------------------------------------
@dataclass(frozen=True)
class Event:
    """Something that happens at a moment in the next seven days."""

    at: datetime
    kind: str
    title: str
    path: str


def week(now: datetime, communities: list[int] | None = None) -> list[Event]:
    """Return openings, meetings, ballots and rating rounds that end within seven days, soonest first.

    With communities only what takes place in them (four queries, three with communities).
    """
    return sorted(_events(now, communities), key=lambda event: (event.at, event.title))


def _events(now: datetime, communities: list[int] | None) -> list[Event]:
    until = now + WEEK
    meetings = Meeting.objects.filter(starts_at__gt=now, starts_at__lte=until)
    votes = Vote.objects.filter(closes_at__gt=now, closes_at__lte=until)
    reviews = Review.objects.filter(
        state=ReviewState.OPEN, collect_until__gt=now, collect_until__lte=until
    ).select_related("contract")
    if communities is not None:
        meetings = meetings.filter(deliberation__community__in=communities)
        votes = votes.filter(deliberation__community__in=communities)
        reviews = reviews.filter(contract__project__communities__in=communities).distinct()
    found = [
        Event(row.starts_at, str(_("Meeting")), row.deliberation.topic, row.deliberation.path)
        for row in meetings.select_related("deliberation")
    ]
    found += [
        Event(row.closes_at, str(_("Ballot closes")), row.question, row.deliberation.path)
        for row in votes.select_related("deliberation")
    ]
    found += [
        Event(row.collect_until, str(_("Rating closes")), row.contract.title, row.path) for row in reviews
    ]
    if communities is None:
        openings = open_tenders(now).filter(bid_deadline__lte=until)
        found += [Event(row.bid_deadline, str(_("Bids are opened")), row.title, row.path) for row in openings]
    return found
