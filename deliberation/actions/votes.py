"""Step 4: open a ballot, cast one, and note what the convener may not do."""

from datetime import datetime

from django.db import IntegrityError, transaction

from deliberation.models import Ballot, Deliberation, Vote, VoterMark
from deliberation.queries.votes import last_vote
from deliberation.states import Choice, DeliberationState, Electorate, PartyKind
from marketplace.audit.actions import record
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.notifications.actions import notify
from organizations.models import User
from organizations.queries.people import residency_of
from organizations.states import ResidentLevel

from .stepping import locked, require_convener, require_not_convener, require_step


@transaction.atomic
def open_vote(
    *,
    actor: User,
    deliberation: Deliberation,
    question: str,
    electorate: str,
    closes_at: datetime,
    now: datetime,
) -> Vote:
    """Open the ballot of step 4; question, electorate and closing time are fixed from now on."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP4)
    running = last_vote(row)
    if running and now < running.closes_at:
        raise Refused("deliberation.vote_open", status=409, closes=running.closes_at.isoformat())
    if closes_at <= now:
        raise Refused("deliberation.day_past", field="closes_at")
    eligible = _eligible(row, electorate)
    vote = Vote.objects.create(
        deliberation=row,
        question=question,
        electorate=electorate,
        eligible=eligible,
        opens_at=now,
        closes_at=closes_at,
        opened_by=actor,
    )
    record(
        actor=actor,
        action="vote.opened",
        subject=row,
        at=now,
        after={"vote": vote.pk, "question": question, "eligible": eligible, "closes_at": closes_at},
    )
    notify(
        recipients=User.objects.filter(pk__in=row.parties.values("user")).exclude(pk=actor.pk),
        kind="deliberation.vote_opened",
        key=f"{row.reference}:{vote.pk}",
        at=now,
        path=row.path,
        title=row.topic,
        question=question,
        closes=local(closes_at).strftime("%Y-%m-%d %H:%M"),
    )
    return vote


def _eligible(row: Deliberation, electorate: str) -> int:
    if electorate == Electorate.RESIDENTS:
        return row.community.households
    voters = (
        row.parties.filter(user__isnull=False).exclude(kind=PartyKind.EXPERT).exclude(user=row.convener_id)
    )
    if not (count := voters.count()):
        raise Refused("deliberation.no_voters", field="electorate")
    return count


@transaction.atomic
def cast_ballot(*, actor: User, vote: Vote, choice: str, now: datetime) -> VoterMark:
    """Cast one ballot: once per person (parties) or per household (residents). Nobody can see it before closing,
    nor ever whose it was. The convener is refused (403).
    """  # noqa: D205
    row = locked(vote.deliberation, now)
    require_not_convener(row, actor)
    require_step(row, DeliberationState.STEP4)
    vote = Vote.objects.select_for_update(of=("self",)).get(pk=vote.pk)
    if now >= vote.closes_at:
        raise Refused("deliberation.vote_closed", status=409)
    if choice not in Choice.values:
        raise Refused("deliberation.no_choice", field="choice")
    household = _right_to_vote(row, vote, actor)
    taken = vote.marks.filter(voter=actor).exists()
    if not taken and household is not None:
        taken = vote.marks.filter(household=household).exists()
    if taken:
        raise Refused("deliberation.voted_already", status=409)
    try:
        with transaction.atomic():
            mark = VoterMark.objects.create(vote=vote, voter=actor, household=household)
    except IntegrityError as error:
        raise Refused("deliberation.voted_already", status=409) from error
    hour = now.replace(minute=0, second=0, microsecond=0)
    Ballot.objects.create(vote=vote, choice=choice, hour=hour)
    record(actor=None, action="ballot.cast", subject=row, at=hour, after={"vote": vote.pk})
    return mark


def _right_to_vote(row: Deliberation, vote: Vote, actor: User) -> object | None:
    if vote.electorate == Electorate.PARTIES:
        if not row.parties.filter(user=actor).exclude(kind=PartyKind.EXPERT).exists():
            raise Refused("deliberation.not_a_party", status=403)
        return None
    home = residency_of(actor)
    if home is None or home.level == ResidentLevel.REGISTERED or home.community_id != row.community_id:
        raise Refused("deliberation.not_resident_here", status=403)
    return home.household


@transaction.atomic
def note_refused_act(
    *, actor: User, deliberation: Deliberation, act: str, reason: str, now: datetime
) -> None:
    """Write into the log that somebody tried what the six steps forbid (a skipped step, a convener's vote)."""
    record(
        actor=actor,
        action="deliberation.act_refused",
        subject=deliberation,
        at=now,
        after={"act": act},
        reason=reason,
    )
