"""Evaluation rounds as each audience may read them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from organizations.models import Community, Organization, User
from organizations.queries.people import (
    communities_directed_by,
    communities_worked_by,
    departments_of,
    organizations_of,
)
from organizations.states import MemberRole
from ranking.models import BallotTrace, Round, RoundBallot, RoundCode
from ranking.rules.fraud import Group, Trace, suspicious
from ranking.rules.rounds import may_compare, may_show_slices, shrunk_mean, state_at, tally, value_of
from ranking.states import AnswerChannel, CodeState, RoundState, SubjectKind

R = RoundState
RELATED = ("contract__organization", "contract__buyer", "department", "committee__subdistrict", "organizer")


def number(key: str, now: datetime) -> int:
    """Return a whole number that the statutes give."""
    return int(STATUTES.on(key, day_of(now)).value)


def round_state(row: Round, now: datetime) -> str:
    """Return where the round stands at the moment."""
    if row.opens_at is None or row.closes_at is None:
        return row.state
    return state_at(
        now, state=row.state, opens_at=row.opens_at, closes_at=row.closes_at, reply_until=row.reply_until
    )


def all_rounds(now: datetime) -> QuerySet[Round]:
    """Return every round with `state_now`, as `round_state` reads it."""
    running = Q(state__in=(R.NOTICE, R.OPEN))
    state_now = Case(
        When(running & Q(closes_at__lte=now), then=Value(R.CLOSED.value)),
        When(running & Q(opens_at__lte=now), then=Value(R.OPEN.value)),
        When(Q(state=R.REPLYING, reply_until__lte=now), then=Value(R.FINAL.value)),
        default=F("state"),
        output_field=CharField(),
    )
    return Round.objects.select_related(*RELATED).annotate(state_now=state_now)


def public_rounds(now: datetime) -> QuerySet[Round]:
    """Return the rounds that were announced."""
    return all_rounds(now).exclude(state=R.PLANNED).exclude(state=R.ANNULLED, announced_at__isnull=True)


def rounds_of(organization: Organization, now: datetime) -> QuerySet[Round]:
    """Return the published rounds about the organization's contracts, newest first."""
    rows = all_rounds(now).filter(contract__organization=organization, state__in=(R.REPLYING, R.FINAL))
    return rows.order_by("-published_at", "-pk")


def rounds_worked_by(user: User, now: datetime) -> QuerySet[Round]:
    """Return the rounds that the person runs, hands codes out for, or is asked to answer."""
    places = communities_worked_by(user) | communities_directed_by(user)
    subjects = (
        Q(contract__organization__in=organizations_of(user, MemberRole.LEGAL_REPRESENTATIVE))
        | Q(department__in=departments_of(user))
        | Q(committee__in=communities_directed_by(user).values("pk"))
    )
    own = (
        Q(organizer__in=departments_of(user))
        | Q(communities__in=places.values("pk")) & ~Q(state=R.PLANNED)
        | subjects & Q(published_at__isnull=False)
    )
    return all_rounds(now).filter(pk__in=Round.objects.filter(own).values("pk"))


def kept(row: Round) -> list[list[int]]:
    """Return the answers of the ballots that count."""
    rows = RoundBallot.objects.filter(round=row, is_excluded=False).order_by("pk")
    return list(rows.values_list("answers", flat=True))


def code_counts(row: Round) -> dict[str, int]:
    """Return how many codes are valid, handed out and used."""
    rows = RoundCode.objects.filter(round=row).exclude(state=CodeState.VOID)
    return rows.aggregate(
        printed=Count("pk"),
        received=Count("pk", filter=Q(state=CodeState.RECEIVED)),
        used=Count("pk", filter=Q(is_used=True)),
    )


def codes_of(row: Round, community: Community) -> QuerySet[RoundCode]:
    """Return the valid codes of a community with their households."""
    rows = RoundCode.objects.filter(round=row, household__community=community).exclude(state=CodeState.VOID)
    return rows.select_related("household").order_by("household__building", "household__door")


def flagged(row: Round) -> list[Group]:
    """Return the groups of ballots that look like stuffing (none once the traces are gone)."""
    rows = BallotTrace.objects.filter(ballot__round=row).values_list(
        "ballot_id", "device", "network", "minute"
    )
    return suspicious(Trace(str(ballot), *traces) for ballot, *traces in rows)


def typical_value(row: Round, now: datetime) -> Decimal:
    """Return the district's mean of rounds about the same kind of subject in 24 months; 4.0 where there is none."""
    since = now - timedelta(days=730)
    same = Round.objects.filter(subject_kind=row.subject_kind, published_at__gt=since, result__isnull=False)
    if row.subject_kind == SubjectKind.CONTRACT:
        same = same.filter(contract__category=row.contract.category_id)
    means = [
        Decimal(result["mean"]) for result in same.values_list("result", flat=True) if result.get("mean")
    ]
    return sum(means, Decimal(0)) / len(means) if means else Decimal(4)


def outcome_of(row: Round, now: datetime) -> dict[str, object]:
    """Return what a round gives, ready to be published: nothing with fewer voices than may be shown."""
    ballots = list(RoundBallot.objects.filter(round=row, is_excluded=False).order_by("pk"))
    minimum = number("evaluation.minimum_answers", now)
    found: dict[str, object] = {
        "n": len(ballots),
        "minimum": minimum,
        "codes": code_counts(row)["printed"],
        "assisted": sum(ballot.channel != AnswerChannel.ONLINE for ballot in ballots),
        "excluded": RoundBallot.objects.filter(round=row, is_excluded=True).count(),
        "reasons": list(row.decisions.filter(is_excluded=True).values_list("reason", flat=True)),
        "questions": [],
    }
    if len(ballots) < minimum:
        return found
    questions = tally(row.questions, [ballot.answers for ballot in ballots], minimum)
    found["questions"] = [
        {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in asdict(question).items()
        }
        for question in questions
    ]
    values = [value for ballot in ballots if (value := value_of(ballot.answers)) is not None]
    if len(values) >= minimum and all(question.mean is not None for question in questions):
        strength = number("evaluation.shrink", now)
        found["mean"] = str(round(sum(values, Decimal(0)) / len(values), 2))
        found["score"] = str(shrunk_mean(values, strength=strength, typical=typical_value(row, now)))
    found["slices"] = _slices(row, ballots, minimum)
    return found


def _slices(row: Round, ballots: Sequence[RoundBallot], minimum: int) -> list[dict[str, object]]:
    """Return n by community, only where every community has enough voices: else subtraction would tell."""
    names = dict(row.communities.values_list("pk", "name"))
    counts = Counter(dict.fromkeys(names, 0))
    counts.update(ballot.community_id for ballot in ballots)
    if not may_show_slices(counts, minimum):
        return []
    found = []
    for key, n in counts.items():
        values = [value_of(ballot.answers) for ballot in ballots if ballot.community_id == key]
        known = [value for value in values if value is not None]
        mean = round(sum(known, Decimal(0)) / len(known), 2) if len(known) >= minimum else None
        found.append({"community": names[key], "n": n, "mean": str(mean) if mean is not None else None})
    enough = all(part["mean"] is not None for part in found)
    return found if enough else []


def recount(row: Round, now: datetime) -> dict[str, object]:
    """Return number and mean of all ballots and of those that count; means only where the difference is not single voices."""
    every = list(RoundBallot.objects.filter(round=row).values_list("answers", "is_excluded"))
    before = [value for answers, _ in every if (value := value_of(answers)) is not None]
    after = [value for answers, out in every if not out and (value := value_of(answers)) is not None]
    found: dict[str, object] = {"before": len(every), "after": sum(not out for _, out in every)}
    if may_compare(len(before), len(after), number("evaluation.minimum_answers", now)):
        found["mean_before"] = round(sum(before, Decimal(0)) / len(before), 2)
        found["mean_after"] = round(sum(after, Decimal(0)) / len(after), 2)
    return found
