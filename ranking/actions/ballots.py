"""Household codes and the answers that they stand for: by phone, or on paper typed by two people."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from marketplace.audit.actions import record
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from organizations.models import Community, Household, User
from ranking.models import BallotTrace, PaperEntry, Round, RoundBallot, RoundCode, WrongCode
from ranking.permissions import may_enter_answers, may_hand_out_codes
from ranking.queries.rounds import number, round_state
from ranking.rules.rounds import ALPHABET, CODE_LENGTH, HOUSE, check_answers, clean_code
from ranking.states import AnswerChannel, CodeState, RoundState

from .rounds import locked_round, traced

R = RoundState
COST = {"n": 2**11, "r": 8, "p": 1, "dklen": 32}
"""What guessing a code from its digest costs: some milliseconds for each of the 31^8 codes and each round."""


def code_digest(row: Round, code: str) -> str:
    """Return the salted, slow digest under which a code is kept."""
    return hashlib.scrypt(clean_code(code).encode(), salt=bytes.fromhex(row.salt), **COST).hex()


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


@dataclass(frozen=True)
class Slip:
    """One household's printed slip: the only moment at which its code can be read."""

    household: Household
    code: str


@transaction.atomic
def issue_codes(*, actor: User, row: Round, community: Community, now: datetime) -> list[Slip]:
    """Make codes for the households of a community that have none; the codes are returned once and never kept."""
    row = _running(row, actor, community, now)
    have = RoundCode.objects.filter(round=row).exclude(state=CodeState.VOID).values("household")
    homes = Household.objects.filter(community=community).exclude(pk__in=have).order_by("building", "door")
    slips = [Slip(home, _new_code()) for home in homes]
    RoundCode.objects.bulk_create(
        RoundCode(round=row, household=slip.household, digest=code_digest(row, slip.code)) for slip in slips
    )
    after = {"community": community.code, "codes": len(slips)}
    record(actor=actor, action="round.codes_issued", subject=row, at=now, after=after)
    return slips


def _running(row: Round, actor: User, community: Community, now: datetime) -> Round:
    row = locked_round(row, now)
    demand(may_hand_out_codes(actor, row, community))
    if not row.communities.filter(pk=community.pk).exists():
        raise Refused("ranking.community_not_asked", status=409)
    if row.state not in (R.NOTICE, R.OPEN):
        raise Refused("ranking.round_not_open", status=409)
    return row


@transaction.atomic
def replace_code(*, actor: User, code: RoundCode, now: datetime) -> Slip:
    """Void a household's unused code and make another; the slip is returned once."""
    code = RoundCode.objects.select_related("round", "household__community").get(pk=code.pk)
    row = _running(code.round, actor, code.household.community, now)
    code = RoundCode.objects.select_for_update(of=("self",)).select_related("household").get(pk=code.pk)
    if code.is_used or code.state == CodeState.VOID:
        raise Refused("ranking.code_used", status=409)
    PaperEntry.objects.filter(code=code).delete()
    code.state = CodeState.VOID
    code.save(update_fields=["state"])
    slip = Slip(code.household, _new_code())
    RoundCode.objects.create(round=row, household=slip.household, digest=code_digest(row, slip.code))
    record(
        actor=actor, action="round.code_replaced", subject=row, at=now, after={"household": code.household_id}
    )
    return slip


@transaction.atomic
def receive_codes(
    *, actor: User, row: Round, community: Community, households: Sequence[int], now: datetime
) -> int:
    """Note which households have taken their slip; return how many."""
    row = _running(row, actor, community, now)
    rows = RoundCode.objects.filter(
        round=row, household__in=households, household__community=community, state=CodeState.PRINTED
    )
    count = rows.update(state=CodeState.RECEIVED)
    after = {"community": community.code, "received": count}
    record(actor=actor, action="round.codes_received", subject=row, at=now, after=after)
    return count


def find_code(*, row: Round, code: str, network: str, now: datetime) -> RoundCode:
    """Return the unused code of an open round; an unknown one is counted against its address.

    Raises Refused: the round is not open, too many unknown codes (429), unknown, used.
    """
    if round_state(row, now) != R.OPEN:
        raise Refused("ranking.round_not_open", status=409)
    traces = traced(row, network)
    hour = _hour(now)
    most = number("evaluation.wrong_codes", now)
    tries = (
        WrongCode.objects.filter(round=row, network=traces, hour=hour).values_list("count", flat=True).first()
    )
    if (tries or 0) >= most:
        raise Refused("ranking.too_many_codes", status=429)
    found = (
        RoundCode.objects.filter(round=row, digest=code_digest(row, code))
        .exclude(state=CodeState.VOID)
        .select_related("household__community")
        .first()
    )
    if found is None:
        note_wrong_code(row=row, network=traces, hour=hour)
        raise Refused("ranking.code_unknown", field="code")
    if found.is_used:
        raise Refused("ranking.code_used", status=409, field="code")
    return found


@transaction.atomic
def note_wrong_code(*, row: Round, network: str, hour: datetime) -> None:
    """Count an unknown code."""
    WrongCode.objects.bulk_create([WrongCode(round=row, network=network, hour=hour)], ignore_conflicts=True)
    WrongCode.objects.filter(round=row, network=network, hour=hour).update(count=F("count") + 1)


def _hour(now: datetime) -> datetime:
    return local(now).replace(minute=0, second=0, microsecond=0)


@transaction.atomic
def cast_ballot(
    *, row: Round, code: RoundCode, answers: Sequence[int], device: str, network: str, now: datetime
) -> None:
    """Drop the one ballot that a code stands for. Neither ballot nor log says whose it was.

    Raises Refused: used meanwhile (409), too many from one device or address (429), answers incomplete.
    """
    row = Round.objects.get(pk=row.pk)
    code = _unused(row, code, now)
    check_answers(answers, len(row.questions))
    traces = {"device": traced(row, device), "network": traced(row, network)}
    for name, value in traces.items():
        cast = BallotTrace.objects.filter(ballot__round=row, **{name: value}).count() if value else 0
        if cast >= number(f"evaluation.per_{name}", now):
            raise Refused("ranking.too_many_answers", status=429)
    PaperEntry.objects.filter(code=code).delete()
    _drop(row, code, answers, channel=AnswerChannel.ONLINE, now=now, traces=traces)
    record(actor=None, action="round.answered", subject=row, at=_hour(now))


def _unused(row: Round, code: RoundCode, now: datetime) -> RoundCode:
    code = (
        RoundCode.objects.select_for_update(of=("self",))
        .select_related("household__community")
        .get(pk=code.pk)
    )
    if round_state(row, now) != R.OPEN:
        raise Refused("ranking.round_not_open", status=409)
    if code.is_used or code.state == CodeState.VOID:
        raise Refused("ranking.code_used", status=409)
    return code


def _drop(
    row: Round,
    code: RoundCode,
    answers: Sequence[int],
    *,
    channel: str,
    now: datetime,
    traces: dict[str, str],
) -> None:
    code.is_used = True
    code.save(update_fields=["is_used"])
    ballot = RoundBallot.objects.create(
        round=row, community=code.household.community, answers=list(answers), channel=channel, hour=_hour(now)
    )
    minute = traced(row, f"{local(now):%Y-%m-%dT%H:%M}") if traces else ""
    BallotTrace.objects.create(ballot=ballot, minute=minute, **traces)


@transaction.atomic
def enter_paper(
    *, actor: User, row: Round, code: RoundCode, answers: Sequence[int], channel: str, now: datetime
) -> bool:
    """Type in a paper: the first person's entry waits, the same entry of a second person becomes the ballot.

    Return whether it counts now. Raises Refused `ranking.paper_differs` (409) naming the question.
    """
    row = Round.objects.select_related("organizer").get(pk=row.pk)
    code = _unused(row, code, now)
    demand(may_enter_answers(actor, row, code.household.community))
    check_answers(answers, len(row.questions))
    first = PaperEntry.objects.select_for_update(of=("self",)).filter(code=code).first()
    if first is None:
        PaperEntry.objects.create(
            round=row, code=code, answers=list(answers), channel=channel, entered_by=actor, entered_at=now
        )
        record(actor=actor, action="round.paper_entered", subject=row, at=now, after={"channel": channel})
        return False
    if first.entered_by_id == actor.pk:
        raise Refused("ranking.paper_second_person", status=409, citation=HOUSE)
    if first.answers != list(answers):
        pairs = zip(first.answers, answers, strict=True)
        place = next(place for place, pair in enumerate(pairs, start=1) if pair[0] != pair[1])
        raise Refused("ranking.paper_differs", status=409, question=place)
    first.delete()
    _drop(row, code, answers, channel=first.channel, now=now, traces={})
    record(
        actor=actor, action="round.paper_confirmed", subject=row, at=_hour(now), after={"channel": channel}
    )
    return True


@transaction.atomic
def discard_paper(*, actor: User, row: Round, code: RoundCode, now: datetime) -> None:
    """Throw away a first entry that does not agree with the paper; both people type it again."""
    entry = PaperEntry.objects.select_for_update(of=("self",)).filter(code=code, round=row).first()
    demand(may_enter_answers(actor, row, code.household.community))
    if entry is None:
        raise Refused("ranking.no_paper", status=409)
    entry.delete()
    record(actor=actor, action="round.paper_discarded", subject=row, at=now)
