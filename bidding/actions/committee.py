"""Seat a committee: drawn or chosen, declared, replaced."""

import secrets
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from guardian.shortcuts import assign_perm, remove_perm

from bidding.models import Declaration, Lot, RosterMember, Seat, Tender
from bidding.queries.bids import opened_bids, profile_of
from bidding.queries.consortia import partner_codes
from bidding.queries.evaluation import active_seats, may_lead
from bidding.rules.committee import check_committee, recusal_since, required_size
from bidding.rules.consensus import elected
from bidding.rules.draws import order_by_draw
from bidding.rules.findings import require
from bidding.states import SEAT, SeatRole, SeatState, TenderState
from marketplace.audit.actions import record
from marketplace.core.refusals import Citation, Refused
from marketplace.core.states import require_transition
from marketplace.notifications.actions import notify
from organizations.models import Organization, User
from organizations.queries.people import (
    experts_for,
    has_post,
    is_expert,
    memberships_since,
    organizations_of,
)

from .tenders import locked

GRANT = "bidding.score_tender"


def locked_lot(lot: Lot) -> Lot:
    """Return the lot with its tender locked."""
    tender = locked(lot.tender)
    fresh = Lot.objects.select_for_update(of=("self",)).get(pk=lot.pk)
    fresh.tender = tender
    return fresh


def demand_state(tender: Tender, *states: str) -> None:
    """Refuse (409) unless the tender is in one of the states."""
    if tender.state not in states:
        raise Refused("bidding.not_under_evaluation", status=409)


def locked_seat(seat: Seat) -> Seat:
    """Return the seat locked, after its tender."""
    lot = locked_lot(seat.lot)
    fresh = Seat.objects.select_for_update(of=("self",)).select_related("member").get(pk=seat.pk)
    fresh.lot = lot
    return fresh


@transaction.atomic
def appoint_committee(
    *,
    actor: User,
    lot: Lot,
    representatives: list[User],
    now: datetime,
    experts: list[User] | None = None,
    reason: str = "",
) -> list[Seat]:
    """Seat a committee: experts drawn at random from the roster (seed logged), or chosen with a reason.

    Raises Refused with the article when size, share of experts or a member does not fit.
    """
    lot = locked_lot(lot)
    demand_state(lot.tender, TenderState.OPENED)
    if active_seats(lot).exists():
        raise Refused("bidding.sits_already", status=409)
    seed, pool = secrets.token_hex(16), 0
    if experts is None:
        experts, pool = _drawn(lot, len(representatives), seed)
    elif not reason.strip():
        raise Refused("bidding.reason_missing", field="reason", citation=Citation("O87", "art. 48"))
    members = [(user, SeatRole.EXPERT) for user in experts]
    members += [(user, SeatRole.BUYER) for user in representatives]
    check_members(lot, members)
    seats = [
        _seat(actor, lot, user, role, now, is_chair=place == 0) for place, (user, role) in enumerate(members)
    ]
    record(
        actor=actor,
        action="committee.appointed",
        subject=lot,
        at=now,
        after={
            "members": len(seats),
            "experts": len(experts),
            "seed": "" if reason else seed,
            "pool": pool,
        },
        reason=reason,
    )
    return seats


def _drawn(lot: Lot, representatives: int, seed: str) -> tuple[list[User], int]:
    """Return experts in the order of the draw: as many as the size needs and two thirds demand (COM-04)."""
    tender = lot.tender
    size = required_size(profile_of(tender), tender.budget, tender.notice_date)
    wanted = max(size - representatives, 2 * representatives)
    wanted += (wanted + representatives + 1) % 2
    pool = {
        user.public_id: user
        for user in experts_for(tender.project.category_id)
        if not unfit(lot, user, SeatRole.EXPERT)
    }
    if len(pool) < wanted:
        raise Refused(
            "bidding.pool_small", pool=len(pool), needed=wanted, citation=Citation("O87", "art. 48")
        )
    return [pool[name] for name in order_by_draw(seed, pool)[:wanted]], len(pool)


def unfit(lot: Lot, user: User, role: str) -> str:
    """Return why the person cannot sit on the committee, or an empty text (COM-05, COM-07, OPEN-03)."""
    bidders = Organization.objects.filter(Q(bids__lot=lot) | Q(uscc__in=partner_codes(lot)))
    if organizations_of(user).filter(pk__in=bidders.values("pk")).exists():
        return "bidding.is_bidder"
    if (
        memberships_since(user, recusal_since(lot.tender.notice_date))
        .filter(organization__in=bidders.values("pk"))
        .exists()
    ):
        return "bidding.was_with_bidder"
    if RosterMember.objects.filter(tender=lot.tender, officer=user).exists():
        return "bidding.is_opening_officer"
    own_unit = has_post(user, department=lot.tender.buyer)
    if role == SeatRole.BUYER:
        return "" if own_unit else "bidding.is_no_buyer"
    if own_unit:
        return "bidding.is_buyer_staff"
    return "" if is_expert(user) else "bidding.is_no_expert"


def check_members(lot: Lot, members: list[tuple[User, str]]) -> None:
    """Refuse a member who cannot sit, a wrong size, too few experts."""
    tender = lot.tender
    seen: set[int] = set()
    for user, role in members:
        why = "bidding.sits_already" if user.pk in seen else unfit(lot, user, role)
        seen.add(user.pk)
        if why:
            raise Refused(
                "bidding.member_unfit", name=user.name, why=why, citation=Citation("O87", "art. 47")
            )
    experts = sum(role == SeatRole.EXPERT for _, role in members)
    require(
        check_committee(profile_of(tender), tender.whole_budget, len(members), experts, tender.notice_date)
    )


def _seat(actor: User, lot: Lot, user: User, role: str, now: datetime, *, is_chair: bool) -> Seat:
    seat = Seat.objects.create(
        lot=lot, member=user, role=role, is_chair=is_chair, appointed_by=actor, appointed_at=now
    )
    assign_perm(GRANT, user, seat)
    notify(
        recipients=[user],
        kind="bidding.seat_given",
        key=f"{seat.pk}",
        at=now,
        path=f"/work/evaluations/{seat.pk}/",
    )
    return seat


@transaction.atomic
def declare_conflicts(
    *, actor: User, seat: Seat, has_conflict: bool, statement: str, now: datetime, leader: Seat | None = None
) -> Declaration:
    """Declare, once and before any content, and vote for a leader; a conflict takes the member off the scores at once.

    When the last member has declared, the expert with most votes leads; without a vote the convener stays (COM-06).
    """
    seat = locked_seat(seat)
    if leader is not None and not may_lead(seat.lot).filter(pk=leader.pk).exists():
        raise Refused("bidding.not_a_candidate", field="leader", citation=Citation("O87", "art. 45"))
    if seat.state != SeatState.APPOINTED:
        raise Refused("bidding.declared_already", status=409)
    if has_conflict and not statement.strip():
        raise Refused("bidding.reason_missing", field="statement")
    target = SeatState.CONFLICTED if has_conflict else SeatState.CLEARED
    require_transition(SEAT, seat.state, target)
    bidders = [bid.organization.public_id for bid in opened_bids(seat.lot)]
    declaration = Declaration.objects.create(
        seat=seat,
        has_conflict=has_conflict,
        statement=statement,
        bidders=bidders,
        leader=None if has_conflict else leader,
        declared_at=now,
    )
    seat.state = target
    if has_conflict:
        seat.is_chair = False
        remove_perm(GRANT, seat.member, seat)
    seat.save(update_fields=["state", "is_chair"])
    election = _elect(seat.lot)
    record(
        actor=actor,
        action="conflict.declared",
        subject=seat,
        at=now,
        before={"state": SeatState.APPOINTED},
        after={"state": seat.state, "has_conflict": has_conflict, **election},
    )
    return declaration


def _elect(lot: Lot) -> dict[str, object]:
    """Seat the elected leader when every active member has declared; return the count for the log (COM-06)."""
    # COM-06
    seats = list(active_seats(lot).select_related("declaration"))
    if not seats or any(seat.state == SeatState.APPOINTED for seat in seats):
        return {}
    votes = [str(seat.declaration.leader_id) for seat in seats if seat.declaration.leader_id]
    seed = secrets.token_hex(16)
    chosen = elected(votes, [str(seat.pk) for seat in may_lead(lot)], seed)
    if chosen is None:
        return {}
    Seat.objects.filter(lot=lot, is_chair=True).update(is_chair=False)
    Seat.objects.filter(pk=int(chosen)).update(is_chair=True)
    return {"leader": int(chosen), "votes": dict(Counter(votes)), "seed": seed}


@transaction.atomic
def replace_member(*, actor: User, seat: Seat, successor: User, reason: str, now: datetime) -> Seat:
    """Replace a member; what the replaced member scored no longer counts (COM-09)."""
    seat = locked_seat(seat)
    demand_state(seat.lot.tender, TenderState.OPENED, TenderState.EVALUATING)
    require_transition(SEAT, seat.state, SeatState.REPLACED)
    if not reason.strip():
        raise Refused("bidding.reason_missing", field="reason")
    others = [(row.member, row.role) for row in active_seats(seat.lot).exclude(pk=seat.pk)]
    check_members(seat.lot, [*others, (successor, seat.role)])
    before, was_chair = seat.state, seat.is_chair
    seat.state, seat.replaced_at, seat.replace_reason, seat.is_chair = SeatState.REPLACED, now, reason, False
    seat.save(update_fields=["state", "replaced_at", "replace_reason", "is_chair"])
    remove_perm(GRANT, seat.member, seat)
    chair_left = was_chair or not active_seats(seat.lot).filter(is_chair=True).exists()
    fresh = _seat(
        actor, seat.lot, successor, seat.role, now, is_chair=chair_left and seat.role == SeatRole.EXPERT
    )
    record(
        actor=actor,
        action="member.replaced",
        subject=seat,
        at=now,
        before={"state": before},
        after={"state": seat.state, "seat": fresh.pk},
        reason=reason,
    )
    return fresh
