"""Support a need: once per person, counted once per household."""

from datetime import datetime

from django.db import transaction

from deliberation.models import Need, Support
from deliberation.queries.supports import households_behind, supports_since
from deliberation.rules.clocks import end_of
from deliberation.rules.needs import check_supports_daily, counts_from, is_statutory_proposal
from deliberation.states import NEED, NeedState
from marketplace.audit.actions import record
from marketplace.core.clock import SHANGHAI, day_of
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from organizations.models import User
from organizations.queries.people import directors_of, residency_of, workers_of
from organizations.states import ResidentLevel

from .needs import locked


@transaction.atomic
def support_need(*, actor: User, need: Need, now: datetime) -> Support:
    """Support a need as a verified resident of its community; a second click answers the same.

    Ten new supports wake a resting need. Raises Refused: not verified here, not open, over the daily limit.
    """
    need = locked(need, now)
    given = Support.objects.filter(need=need, user=actor).first()
    if given:
        return given
    home = residency_of(actor)
    if home is None or home.level == ResidentLevel.REGISTERED or home.community_id != need.community_id:
        raise Refused("deliberation.not_resident_here", status=403)
    if need.state not in (NeedState.SUPPORTING, NeedState.DORMANT):
        raise Refused("deliberation.support_closed", status=409)
    today = datetime.combine(day_of(now), datetime.min.time(), SHANGHAI)
    check_supports_daily(
        supported_today=Support.objects.filter(user=actor, at__gte=today).count(), day=day_of(now)
    )
    support = Support.objects.create(
        need=need,
        user=actor,
        household=home.household,
        at=now,
        counts_from=counts_from(at=now, joined_at=actor.joined_at, day=day_of(now)),
    )
    before = need.state
    facts = count_again(need, now)
    record(
        actor=actor,
        action="need.supported",
        subject=need,
        at=now,
        before={"state": before},
        after={"state": need.state, **facts},
    )
    return support


def count_again(need: Need, now: datetime) -> dict[str, object]:
    """Count the households behind a locked need; note threshold and statutory proposal when they are reached."""
    households = households_behind(need, now)
    if need.state == NeedState.DORMANT and need.dormant_at:
        revival = STATUTES.on("need.revival", day_of(now)).days
        if supports_since(need, need.dormant_at) >= revival:
            require_transition(NEED, need.state, NeedState.SUPPORTING)
            need.state, need.dormant_at = NeedState.SUPPORTING, None
            need.moves_at = end_of(now, STATUTES.on("need.support_open", day_of(now)).days)
    if need.threshold_reached_at is None and need.threshold and households >= need.threshold:
        need.threshold_reached_at = now
        _tell(need, "deliberation.threshold_reached", households, now)
    is_proposal = is_statutory_proposal(
        supporting=households, households=need.community.households, day=day_of(now)
    )
    if need.proposal_reached_at is None and is_proposal:
        need.proposal_reached_at = now
        _tell(need, "deliberation.proposal_reached", households, now)
    need.save(
        update_fields=[
            "state", "moves_at", "dormant_at", "threshold_reached_at", "proposal_reached_at", "changed_at",
        ]
    )  # fmt: skip
    return {"households": households, "threshold": need.threshold}


def _tell(need: Need, kind: str, households: int, now: datetime) -> None:
    people = workers_of(need.community) | directors_of(need.community)
    facts = {"title": need.title, "reference": need.reference, "households": households}
    notify(
        recipients=people,
        kind=kind,
        key=f"{need.reference}:staff",
        at=now,
        path=f"/work/needs/{need.public_id}/",
        **facts,
    )
    supporters = User.objects.filter(pk__in=need.supports.values("user"))
    notify(recipients=supporters, kind=kind, key=need.reference, at=now, path=need.path, **facts)
