"""The third party: experts drawn by lot, who accept or decline; the next of the same draw takes an empty place."""

import secrets
from datetime import datetime, time, timedelta

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from bidding.rules.draws import order_by_draw
from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from marketplace.core.clock import SHANGHAI, day_of, is_late
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from marketplace.statutes import STATUTES
from marketplace.web.access import demand
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import add_working_days
from organizations.models import User
from organizations.queries.people import officials_with
from organizations.states import PostRole
from ranking.models import Panel, PanelSeat, Review
from ranking.permissions import THIRD_PARTY, may_answer_invitation, may_prepare_review
from ranking.queries.panels import choosable, pool_of, supply_of
from ranking.queries.relations import conflict_of, conflicts_of
from ranking.rules.panels import panel_size
from ranking.states import PANEL_SEAT, DeclineGround, PanelSeatState, ReviewState

from .reviews import locked, moment_text

HOUSE = Citation("HOUSE", trust="D")


def _collecting(review: Review, now: datetime) -> Review:
    review = locked(review)
    if review.state != ReviewState.OPEN or is_late(now, review.collect_until):
        raise Refused(
            "ranking.collection_over", status=409, citation=HOUSE, until=moment_text(review.collect_until)
        )
    return review


@transaction.atomic
def draw_panel(*, actor: User, review: Review, now: datetime) -> Panel:
    """Draw the third party by lot, once; everybody else of the pool waits in the order of the draw.

    The pool stands in codes before the seed is made. Raises Refused `ranking.pool_small` (409), or Denied.
    """
    review = _collecting(review, now)
    demand(may_prepare_review(actor, review))
    if found := Panel.objects.filter(review=review).first():
        return found
    wanted, pool = panel_size(review.contract.amount, day_of(now)), pool_of(review, day_of(now))
    if len(pool) < wanted:
        raise Refused("ranking.pool_small", status=409, citation=HOUSE, pool=len(pool), wanted=wanted)
    people = {secrets.token_hex(4): user for user in pool}
    codes = sorted(people)
    panel = Panel.objects.create(
        review=review, wanted=wanted, codes=codes, codes_digest=digest(codes), seed=secrets.token_hex(32),
        drawn_by=actor, drawn_at=now,
    )  # fmt: skip
    PanelSeat.objects.bulk_create(
        PanelSeat(panel=panel, position=place, code=code, expert=people[code])
        for place, code in enumerate(order_by_draw(panel.seed, codes), start=1)
    )
    invited = _fill(panel, review, now)
    record(
        actor=actor, action="review.panel_drawn", subject=review, at=now,
        after={"wanted": wanted, "pool": len(codes), "codes": panel.codes_digest, "seed": panel.seed, "invited": invited},
    )  # fmt: skip
    return panel


@transaction.atomic
def choose_by_hand(*, actor: User, review: Review, expert: User, reason: str, now: datetime) -> PanelSeat:
    """Invite an expert by choice, where the lot cannot fill the place. Raises Refused or Denied.

    `ranking.lot_first` (409) while the pool suffices, `ranking.panel_full` (409) when no place is open.
    """
    review = _collecting(review, now)
    demand(may_prepare_review(actor, review))
    supply = supply_of(review, now)
    if not supply.missing:
        raise Refused("ranking.panel_full", status=409)
    if not supply.is_short:
        raise Refused("ranking.lot_first", status=409, citation=HOUSE, left=supply.left)
    if not choosable(review, day_of(now)).filter(pk=expert.pk).exists():
        raise Refused("ranking.not_choosable", field="expert", citation=Citation("GPR", "art. 18"))
    panel, _is_new = Panel.objects.get_or_create(
        review=review, defaults={"wanted": supply.wanted, "drawn_by": actor, "drawn_at": now}
    )
    _lapse(panel, now)
    seat = PanelSeat(
        panel=panel, position=panel.seats.count() + 1, code=secrets.token_hex(4), expert=expert, hand_reason=reason
    )  # fmt: skip
    _invite(seat, review, now)
    record(
        actor=actor, action="review.third_party_chosen", subject=review, at=now, after={"expert": expert.pk},
        reason=reason,
    )  # fmt: skip
    return seat


@transaction.atomic
def accept_seat(*, actor: User, review: Review, now: datetime) -> PanelSeat:
    """Accept with the declaration that no tie exists; from now on the person may rate. Raises Refused or Denied."""
    review = _collecting(review, now)
    demand(may_answer_invitation(actor, review))
    seat = _own(review, actor)
    if seat.state == PanelSeatState.ACCEPTED:
        return seat
    if is_late(now, seat.answer_by):
        raise Refused("ranking.invitation_over", status=409, until=moment_text(seat.answer_by))
    if conflict_of(actor, review.contract, day_of(now)):
        raise Refused("ranking.related_rater", field="answer", citation=Citation("GPR", "art. 18"))
    return _answered(seat, review, PanelSeatState.ACCEPTED, now)


@transaction.atomic
def decline_seat(
    *, actor: User, review: Review, ground: str, statement: str, now: datetime
) -> PanelSeat:  # fmt: skip
    """Decline before rating; the next of the draw is invited. A tie is kept for later draws. Raises Refused or Denied."""
    review = _collecting(review, now)
    demand(may_answer_invitation(actor, review))
    if review.ratings.filter(rater=actor).exists():
        raise Refused("ranking.already_rated", status=409)
    seat = _own(review, actor)
    seat.ground, seat.statement = DeclineGround(ground), statement
    _answered(seat, review, PanelSeatState.DECLINED, now)
    remove_perm(THIRD_PARTY, actor, review)
    _fill(seat.panel, review, now)
    return seat


def _own(review: Review, user: User) -> PanelSeat:
    rows = PanelSeat.objects.select_for_update(of=("self",)).select_related("panel")
    return rows.get(panel__review=review, expert=user)


def _answered(seat: PanelSeat, review: Review, state: PanelSeatState, now: datetime) -> PanelSeat:
    require_transition(PANEL_SEAT, seat.state, state)
    before, seat.state, seat.answered_at = seat.state, state, now
    seat.save(update_fields=["state", "answered_at", "ground", "statement"])
    record(
        actor=seat.expert, action="review.panel_answered", subject=review, at=now,
        before={"code": seat.code, "state": before}, after={"state": state, "ground": seat.ground},
    )  # fmt: skip
    return seat


@transaction.atomic
def fill_panel(*, review: Review, now: datetime, actor: User | None = None) -> list[str]:
    """Let invitations without an answer lapse and invite the next ones; return the codes of those invited."""
    review = _collecting(review, now)
    if actor is not None:
        demand(may_prepare_review(actor, review))
    panel = Panel.objects.get(review=review)
    lapsed = _lapse(panel, now)
    invited = _fill(panel, review, now)
    if lapsed or invited:
        record(
            actor=actor, action="review.panel_filled", subject=review, at=now,
            after={"lapsed": lapsed, "invited": invited},
        )  # fmt: skip
    return invited


def fill_due_panels(*, now: datetime) -> int:
    """Invite substitutes wherever an invitation has lapsed; return how many were invited."""
    late = Review.objects.filter(
        state=ReviewState.OPEN, collect_until__gt=now, panel__seats__state=PanelSeatState.INVITED,
        panel__seats__answer_by__lte=now,
    )  # fmt: skip
    return sum(len(fill_panel(review=review, now=now)) for review in late.distinct().order_by("pk"))


def _lapse(panel: Panel, now: datetime) -> list[str]:
    """Give up the places of whoever did not answer in time."""
    lapsed = []
    for seat in panel.seats.filter(state=PanelSeatState.INVITED, answer_by__lte=now):
        require_transition(PANEL_SEAT, seat.state, PanelSeatState.LAPSED)
        seat.state = PanelSeatState.LAPSED
        seat.save(update_fields=["state"])
        remove_perm(THIRD_PARTY, seat.expert, panel.review)
        lapsed.append(seat.code)
    return lapsed


def _fill(panel: Panel, review: Review, now: datetime) -> list[str]:
    """Invite in the order of the draw until every place is taken; pass over whoever has a tie by now."""
    tied, invited = conflicts_of(review.contract, day_of(now)), []
    missing = supply_of(review, now).missing
    for seat in panel.seats.filter(state=PanelSeatState.WAITING).order_by("position"):
        if not missing:
            break
        if seat.expert_id in tied:
            require_transition(PANEL_SEAT, seat.state, PanelSeatState.PASSED)
            seat.state = PanelSeatState.PASSED
            seat.save(update_fields=["state"])
            continue
        require_transition(PANEL_SEAT, seat.state, PanelSeatState.INVITED)
        _invite(seat, review, now)
        invited.append(seat.code)
        missing -= 1
    if missing:
        notify(
            recipients=officials_with(PostRole.PROJECT_OFFICER, department=review.contract.buyer),
            kind="ranking.panel_short", key=f"{review.reference}:{panel.seats.count()}", at=now, path=review.desk_path,
            title=review.contract.title,
        )  # fmt: skip
    return invited


def _invite(seat: PanelSeat, review: Review, now: datetime) -> None:
    days = STATUTES.on("performance.panel_answer", day_of(now)).days
    last = add_working_days(day_of(now), days, load_calendar())
    until = datetime.combine(last + timedelta(days=1), time.min, SHANGHAI)
    seat.state, seat.invited_at, seat.answer_by = (
        PanelSeatState.INVITED, now, min(until, review.collect_until),
    )  # fmt: skip
    seat.save()
    assign_perm(THIRD_PARTY, seat.expert, review)
    notify(
        recipients=[seat.expert], kind="ranking.third_party_invited", key=f"{review.reference}:{seat.expert_id}",
        at=now, path=f"{review.desk_path}seat/", title=review.contract.title, until=moment_text(seat.answer_by),
    )  # fmt: skip
