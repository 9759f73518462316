"""Challenges to the buyer: a participant files, one official drafts the answer, another issues it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bidding.models import Challenge, ObjectionFile, Tender
from bidding.permissions.challenges import may_file_challenge
from bidding.queries.challenges import known_on
from bidding.rules.challenges import answer_due, check_window
from bidding.states import CHALLENGE, DRAFTS, ChallengeState, Remedy
from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.web.access import demand
from marketplace.web.files import Checked
from marketplace.workdays.queries import load_calendar
from organizations.models import Organization, User
from organizations.queries.people import members_of, officials_with
from organizations.states import PostRole

from .remedies import carry_out_locked, remedies_for
from .tenders import demand_reason, locked


@transaction.atomic
def file_challenge(
    *,
    actor: User,
    tender: Tender,
    organization: Organization,
    kind: str,
    matters: Sequence[str],
    facts: str,
    basis: str,
    request: str,
    now: datetime,
    files: Sequence[Checked] = (),
) -> Challenge:
    """File a challenge; from now on nothing is confirmed or signed that it may affect (CHA-01, CHA-02, AWD-06).

    Raises Denied for who took no part, Refused 409 outside the window or while one of the kind waits.
    """
    tender = locked(tender)
    if tender.state in DRAFTS:
        raise Refused("bidding.not_open", status=409)
    demand(may_file_challenge(actor, tender, organization, kind))
    calendar, today = load_calendar(), day_of(now)
    start = known_on(tender, kind, calendar)
    check_window(kind, start, tender.notice_date, today, calendar)
    waiting = Challenge.objects.filter(tender=tender, organization=organization, kind=kind)
    if waiting.filter(state=ChallengeState.FILED).exists():
        raise Refused("bidding.challenge_waits", status=409)
    challenge = Challenge.objects.create(
        reference=next_reference("ZY", today.year),
        tender=tender,
        organization=organization,
        kind=kind,
        matters=list(matters),
        facts=facts,
        basis=basis,
        request=request,
        filed_by=actor,
        filed_at=now,
        known_on=start,
        answer_by=answer_due(today, tender.notice_date, calendar),
    )
    for checked in files:
        ObjectionFile.keep(checked, challenge=challenge)
    after = {"reference": challenge.reference, "kind": kind, "answer_by": challenge.answer_by}
    record(actor=actor, action="challenge.filed", subject=challenge, at=now, after=after)
    tell_buyer("bidding.challenge_filed", challenge, now)
    return challenge


def tell_buyer(kind: str, challenge: Challenge, now: datetime, *roles: str, key: str = "") -> None:
    """Tell the buyer's officers and approvers of a challenge."""
    tender = challenge.tender
    roles = roles or (PostRole.PROJECT_OFFICER, PostRole.APPROVER)
    _tell(kind, challenge, officials_with(*roles, department=tender.buyer), now, key)


def tell_challenger(kind: str, challenge: Challenge, now: datetime, *, key: str = "") -> None:
    """Tell the members of the challenging organization."""
    _tell(kind, challenge, members_of(challenge.organization), now, key)


def _tell(kind: str, challenge: Challenge, people: object, now: datetime, key: str) -> None:
    notify(
        recipients=people,  # type: ignore[arg-type]
        kind=kind,
        key=key or f"{challenge.pk}",
        at=now,
        path=challenge.path,
        title=challenge.tender.title,
        reference=challenge.reference,
        answer_by=challenge.answer_by,
    )


def locked_challenge(challenge: Challenge) -> Challenge:
    """Return the challenge locked for change, its tender locked before it."""
    tender = locked(challenge.tender)
    rows = Challenge.objects.select_for_update(of=("self",)).select_related("organization")
    fresh = rows.get(pk=challenge.pk)
    fresh.tender = tender
    return fresh


def _demand_filed(challenge: Challenge) -> None:
    if challenge.state != ChallengeState.FILED:
        raise Refused("bidding.challenge_closed", status=409)


@transaction.atomic
def withdraw_challenge(*, actor: User, challenge: Challenge, now: datetime) -> Challenge:
    """Take an unanswered challenge back; it stops nothing any longer."""
    challenge = locked_challenge(challenge)
    require_transition(CHALLENGE, challenge.state, ChallengeState.WITHDRAWN)
    challenge.state = ChallengeState.WITHDRAWN
    challenge.save(update_fields=["state"])
    record(
        actor=actor,
        action="challenge.withdrawn",
        subject=challenge,
        at=now,
        before={"state": ChallengeState.FILED},
        after={"state": challenge.state},
    )
    return challenge


@transaction.atomic
def draft_answer(
    *, actor: User, challenge: Challenge, outcome: str, remedy: str, answer: str, now: datetime
) -> Challenge:
    """Draft the answer; a rejected challenge has no remedy. An earlier draft is replaced."""
    challenge = locked_challenge(challenge)
    _demand_filed(challenge)
    if outcome == ChallengeState.REJECTED:
        remedy = Remedy.NONE
    if remedy not in remedies_for(challenge.tender, now):
        raise Refused(
            "bidding.remedy_impossible", status=409, field="remedy", citation=Citation("GPR", "art. 54")
        )
    challenge.draft_outcome, challenge.remedy, challenge.answer = outcome, remedy, answer
    challenge.drafted_by, challenge.drafted_at, challenge.return_reason = actor, now, ""
    challenge.save(
        update_fields=["draft_outcome", "remedy", "answer", "drafted_by", "drafted_at", "return_reason"]
    )
    after = {"outcome": outcome, "remedy": remedy}
    record(actor=actor, action="challenge.drafted", subject=challenge, at=now, after=after)
    tell_buyer(
        "bidding.answer_to_issue", challenge, now, PostRole.APPROVER, key=f"{challenge.pk}:{now.isoformat()}"
    )
    return challenge


@transaction.atomic
def return_answer(*, actor: User, challenge: Challenge, reason: str, now: datetime) -> Challenge:
    """Return a drafted answer with a comment."""
    challenge = locked_challenge(challenge)
    _demand_filed(challenge)
    demand_reason(reason)
    if challenge.drafted_by_id is None:
        raise Refused("bidding.no_draft", status=409)
    drafter, challenge.drafted_by, challenge.return_reason = challenge.drafted_by, None, reason
    challenge.save(update_fields=["drafted_by", "return_reason"])
    record(actor=actor, action="challenge.returned", subject=challenge, at=now, reason=reason)
    _tell("bidding.answer_returned", challenge, [drafter], now, f"{challenge.pk}:{now.isoformat()}")
    return challenge


@transaction.atomic
def answer_challenge(*, actor: User, challenge: Challenge, now: datetime) -> Challenge:
    """Answer with the draft of another official and carry its remedy out at once. Refused 403 for the drafter."""
    challenge = locked_challenge(challenge)
    if challenge.drafted_by_id is None:
        raise Refused("bidding.no_draft", status=409)
    require_transition(CHALLENGE, challenge.state, challenge.draft_outcome)
    if actor.pk == challenge.drafted_by_id:
        raise Refused("bidding.four_eyes", status=403)
    challenge.state = challenge.draft_outcome
    challenge.decided_by, challenge.decided_at = actor, now
    challenge.save(update_fields=["state", "decided_by", "decided_at"])
    carry_out_locked(challenge.tender, remedy=challenge.remedy, actor=actor, reason=challenge.answer, now=now)
    record(
        actor=actor,
        action="challenge.answered",
        subject=challenge,
        at=now,
        before={"state": ChallengeState.FILED},
        after={"state": challenge.state, "remedy": challenge.remedy},
    )
    tell_challenger("bidding.challenge_answered", challenge, now)
    return challenge


@transaction.atomic
def release_challenge(*, actor: User, challenge: Challenge, reason: str, now: datetime) -> Challenge:
    """State that a challenge cannot affect the result, so that it stops nothing (GPR art. 54); the reason is kept."""
    challenge = locked_challenge(challenge)
    _demand_filed(challenge)
    demand_reason(reason)
    challenge.affects_result, challenge.release_reason = False, reason
    challenge.save(update_fields=["affects_result", "release_reason"])
    record(
        actor=actor,
        action="challenge.released",
        subject=challenge,
        at=now,
        before={"affects_result": True},
        after={"affects_result": False},
        reason=reason,
    )
    return challenge
