"""Steps 1 and 2: open a deliberation, say where its topic comes from, fix it, have it confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from deliberation.models import Deliberation, Need, Party, ScreeningRule
from deliberation.queries.needs import supporters_of
from deliberation.queries.supports import households_behind
from deliberation.rules.steps import check_confirmer, check_opening, check_parties, check_topic
from deliberation.states import NEED, DeliberationState, Level, NeedState, Origin
from marketplace.audit.actions import next_reference, record
from marketplace.core.clock import day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.web.models import Stop
from marketplace.web.spine import begin_spine, write_stop
from organizations.models import Community, Organization, User
from organizations.queries.people import directors_of

from .needs import write_due
from .stepping import enter, locked, require_convener, require_step


@dataclass(frozen=True)
class PartyPlan:
    """A party as the convener lists it."""

    kind: str
    name: str
    user: User | None = None
    organization: Organization | None = None


@transaction.atomic
def open_deliberation(
    *,
    actor: User,
    community: Community,
    topic: str,
    now: datetime,
    needs: Sequence[Need] = (),
    reason: str = "",
    is_demo: bool = False,
) -> Deliberation:
    """Open a deliberation on supported needs of the community, or on an official topic with its reason (step 1).

    The actor becomes the convener. A need below the threshold needs a stated reason.
    """
    rows = _locked_needs(needs, community, now)
    reached = [row for row in rows if _is_reached(row, now)]
    check_opening(has_need=bool(rows), is_reached=len(reached) == len(rows), reason=reason)
    deliberation = Deliberation.objects.create(
        reference=next_reference("XS", day_of(now).year),
        spine=rows[0].spine if rows else begin_spine(),
        community=community,
        topic=topic,
        origin=Origin.RESIDENT if rows else Origin.OFFICE,
        reason=reason,
        convener=actor,
        opened_at=now,
        is_demo=is_demo,
    )
    enter(deliberation, DeliberationState.STEP1, now)
    deliberation.save(update_fields=["state", "changed_at"])
    for need in rows:
        require_transition(NEED, need.state, NeedState.IN_DELIBERATION)
        need.state, need.deliberation, need.moves_at = NeedState.IN_DELIBERATION, deliberation, None
        need.save(update_fields=["state", "deliberation", "moves_at", "changed_at"])
    record(
        actor=actor,
        action="deliberation.opened",
        subject=deliberation,
        at=now,
        after={
            "state": deliberation.state,
            "needs": [need.reference for need in rows],
            "origin": deliberation.origin,
        },
        reason=reason,
    )
    _show(deliberation, rows, now)
    return deliberation


def _locked_needs(needs: Sequence[Need], community: Community, now: datetime) -> list[Need]:
    keys = [need.pk for need in needs]
    rows = list(Need.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    for row in rows:
        write_due(row, now)
        if row.community_id != community.pk:
            raise Refused("deliberation.other_community", field="needs")
        require_transition(NEED, row.state, NeedState.IN_DELIBERATION)
    return sorted(rows, key=lambda row: keys.index(row.pk))


def _is_reached(need: Need, now: datetime) -> bool:
    return need.threshold_reached_at is not None or households_behind(need, now) >= (need.threshold or 1)


def _show(deliberation: Deliberation, needs: Sequence[Need], now: datetime) -> None:
    for spine_id in {deliberation.spine_id, *(need.spine_id for need in needs)}:
        write_stop(
            spine_id=spine_id,
            stop=Stop.DELIBERATION,
            reference=deliberation.reference,
            title=deliberation.topic,
            path=deliberation.path,
            at=now,
        )
    notify(
        recipients=supporters_of(deliberation.needs.all()),
        kind="deliberation.opened",
        key=deliberation.reference,
        at=now,
        path=deliberation.path,
        title=deliberation.topic,
    )


@transaction.atomic
def raise_topic(*, actor: User, deliberation: Deliberation, now: datetime) -> Deliberation:
    """End step 1: where the topic comes from is stated; step 2 begins."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP1)
    enter(row, DeliberationState.STEP2, now)
    row.save(update_fields=["state", "changed_at"])
    record(
        actor=actor,
        action="deliberation.topic_raised",
        subject=row,
        at=now,
        before={"state": DeliberationState.STEP1},
        after={"state": row.state, "origin": row.origin},
    )
    return row


@transaction.atomic
def fix_topic(
    *,
    actor: User,
    deliberation: Deliberation,
    topic: str,
    rule: ScreeningRule,
    stance: str,
    format: str,  # noqa: A002 - the word of the domain
    parties: Sequence[PartyPlan],
    now: datetime,
    level: str = Level.COMMUNITY,
) -> Deliberation:
    """Write the topic card with its parties and hand it to secretary or director (step 2)."""
    row = locked(deliberation, now)
    require_convener(row, actor)
    require_step(row, DeliberationState.STEP2)
    check_topic(topic=topic, rule=rule, format_code=format, stance=stance)
    check_parties([party.kind for party in parties])
    row.topic, row.rule, row.stance, row.format, row.level = topic, rule, stance, format, level
    row.submitted_at, row.returned_reason = now, ""
    row.save(
        update_fields=[
            "topic", "rule", "stance", "format", "level", "submitted_at", "returned_reason", "changed_at",
        ]
    )  # fmt: skip
    _list_parties(row, parties)
    record(
        actor=actor,
        action="deliberation.topic_fixed",
        subject=row,
        at=now,
        after={
            "topic": topic,
            "code": rule.code,
            "format": format,
            "stance": stance,
            "parties": len(parties),
        },
    )
    _tell_directors(row, actor, now)
    return row


def _list_parties(row: Deliberation, parties: Sequence[PartyPlan]) -> None:
    row.parties.all().delete()
    Party.objects.bulk_create(
        Party(deliberation=row, kind=p.kind, name=p.name, user=p.user, organization=p.organization)
        for p in {(p.kind, p.name): p for p in parties}.values()
    )


def _tell_directors(row: Deliberation, actor: User, now: datetime) -> None:
    notify(
        recipients=directors_of(row.community).exclude(pk=actor.pk),
        kind="deliberation.topic_to_confirm",
        key=f"{row.reference}:{now.isoformat()}",
        at=now,
        path=f"/work/deliberations/{row.public_id}/",
        title=row.topic,
        reference=row.reference,
    )


@transaction.atomic
def confirm_topic(*, actor: User, deliberation: Deliberation, now: datetime) -> Deliberation:
    """Confirm the topic as secretary or director, never as its convener; step 3 begins."""
    row = locked(deliberation, now)
    require_step(row, DeliberationState.STEP2)
    check_confirmer(convener=row.convener_id, confirmer=actor.pk)
    if row.submitted_at is None:
        raise Refused("deliberation.topic_incomplete", status=409)
    check_parties(list(row.parties.values_list("kind", flat=True)))
    row.confirmed_by, row.confirmed_at, row.round = actor, now, 1
    enter(row, DeliberationState.STEP3, now)
    row.save(update_fields=["state", "confirmed_by", "confirmed_at", "round", "changed_at"])
    record(
        actor=actor,
        action="deliberation.topic_confirmed",
        subject=row,
        at=now,
        before={"state": DeliberationState.STEP2},
        after={"state": row.state},
    )
    notify(
        recipients=[row.convener],
        kind="deliberation.topic_confirmed",
        key=row.reference,
        at=now,
        path=f"/work/deliberations/{row.public_id}/",
        title=row.topic,
    )
    return row


@transaction.atomic
def return_topic(*, actor: User, deliberation: Deliberation, reason: str, now: datetime) -> Deliberation:
    """Return the topic to its convener with a reason; it stays in step 2."""
    row = locked(deliberation, now)
    require_step(row, DeliberationState.STEP2)
    check_confirmer(convener=row.convener_id, confirmer=actor.pk)
    if row.submitted_at is None:
        raise Refused("core.not_in_this_state", status=409)
    if not reason.strip():
        raise Refused("deliberation.reason_short", field="reason", least=1)
    row.submitted_at, row.returned_reason = None, reason.strip()
    row.save(update_fields=["submitted_at", "returned_reason", "changed_at"])
    record(actor=actor, action="deliberation.topic_returned", subject=row, at=now, reason=reason)
    notify(
        recipients=[row.convener],
        kind="deliberation.topic_returned",
        key=f"{row.reference}:{now.isoformat()}",
        at=now,
        path=f"/work/deliberations/{row.public_id}/",
        title=row.topic,
        reason=reason[:200],
    )
    return row
