"""What a person has to do in bidding: officials, opening officers, committee members, bidders."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from bidding.models import Bid, Seat, Tender
from bidding.rules.key_checks import due_reminder
from bidding.states import BidState, SeatState, TenderState
from marketplace.core.clock import is_late
from marketplace.web.duties import Duty
from organizations.models import User
from organizations.queries.people import open_posts
from organizations.states import PostRole

from .answer_duties import duties_of_answers
from .approvals import current_approval, duties_of_approvals
from .bids import bidding_organizations
from .committee_duties import duties_of_members, duties_of_remarks
from .local_values import duties_of_numbers
from .objection_duties import duties_of_objections
from .officers import key_of
from .openings import openings_of
from .talk_duties import duties_of_talks
from .tenders import projects_to_tender


def duties_of(user: User, now: datetime) -> list[Duty]:
    """Return everything that the person must do now; a bidder's only duties concern its own bids."""
    posts = list(open_posts(user))
    return [
        *_officer(user, posts),
        *_approver(user, posts),
        *_opening(user, posts, now),
        *_committee(user),
        *_bidder(user, now),
        *duties_of_answers(user, posts),
        *duties_of_objections(user, posts, now),
        *duties_of_numbers(user, posts),
        *duties_of_approvals(user),
        *duties_of_remarks(posts),
        *duties_of_members(user),
        *duties_of_talks(user, posts, now),
    ]


def _departments(posts: list, role: str) -> list[int]:
    return [post.department_id for post in posts if post.role == role]


def _work(
    tender: Tender, code: str, label: str, due_at: datetime | None = None, *, is_approval: bool = False
) -> Duty:
    return Duty(
        code=code,
        reference=tender.reference,
        title=tender.title,
        url=reverse("bidding:tender_work", args=[tender.public_id]),
        label=label,
        due_at=due_at,
        place=tender.buyer.name,
        step=tender.get_state_display(),
        is_approval=is_approval,
    )


def _officer(user: User, posts: list) -> Iterator[Duty]:
    labels = {
        TenderState.DRAFT: _("Finish and hand in"),
        TenderState.OPENED: _("Check and appoint"),
        TenderState.EVALUATING: _("Follow the evaluation"),
        TenderState.EVALUATED: _("Propose the award"),
    }
    mine = _departments(posts, PostRole.PROJECT_OFFICER)
    if not mine:
        return
    for project in projects_to_tender(user):
        yield Duty(
            code="bidding.begin",
            reference=project.reference,
            title=project.title,
            url=f"{reverse('bidding:tender_new')}?project={project.public_id}",
            label=_("Find a supplier"),
            place=project.department.name,
            step=project.get_state_display(),
        )
    rows = Tender.objects.filter(buyer_id__in=mine, state__in=labels).select_related("buyer")
    for tender in rows.exclude(lots__awards__state="proposed").order_by("pk"):
        yield _work(tender, f"bidding.{tender.state}", labels[tender.state])


def _approver(user: User, posts: list) -> Iterator[Duty]:
    mine = _departments(posts, PostRole.APPROVER)
    if not mine:
        return
    rows = Tender.objects.filter(buyer_id__in=mine).select_related("buyer").order_by("pk")
    for tender in (
        rows.filter(state=TenderState.SUBMITTED).exclude(created_by=user).exclude(submitted_by=user)
    ):
        if current_approval(tender) is None:
            yield _work(tender, "bidding.publish", _("Publish the tender"), is_approval=True)
    waiting = rows.filter(state=TenderState.EVALUATED, lots__awards__state="proposed")
    for tender in waiting.exclude(lots__awards__proposed_by=user):
        yield _work(tender, "bidding.confirm", _("Confirm the award"), is_approval=True)


def _opening(user: User, posts: list, now: datetime) -> Iterator[Duty]:
    if not _departments(posts, PostRole.OPENING_OFFICER):
        return
    key = key_of(user)
    if key is None:
        yield Duty(
            "bidding.key",
            "",
            _("You have no key for opening bids"),
            reverse("bidding:officer_key"),
            _("Make my key"),
        )
    for tender in openings_of(user):
        if key and due_reminder(checked_at=key.checked_at, deadline=tender.bid_deadline, now=now):
            duty = _work(tender, "bidding.check_key", _("Check my key"), tender.bid_deadline)
            yield Duty(**{**duty.__dict__, "url": reverse("bidding:officer_key")})
        opening = getattr(tender, "opening", None)
        if is_late(now, tender.bid_deadline) and (opening is None or opening.first_officer_id != user.pk):
            duty = _work(tender, "bidding.open", _("Open the bids"), tender.bid_deadline)
            yield Duty(**{**duty.__dict__, "url": reverse("bidding:opening", args=[tender.public_id])})


def _committee(user: User) -> Iterator[Duty]:
    rows = Seat.objects.filter(member=user).select_related("lot__tender__buyer").order_by("pk")
    ready = rows.filter(state=SeatState.APPOINTED) | rows.filter(
        state=SeatState.CLEARED, lot__tender__state=TenderState.EVALUATING
    )
    for seat in ready:
        label = _("Declare") if seat.state == SeatState.APPOINTED else _("Score the bids")
        duty = _work(seat.lot.tender, f"bidding.seat_{seat.state}", label)
        yield Duty(**{**duty.__dict__, "url": reverse("bidding:seat", args=[seat.pk])})


def _bidder(user: User, now: datetime) -> Iterator[Duty]:
    """Remind of an own withdrawn bid while the tender is still open."""
    rows = Bid.objects.filter(
        organization__in=bidding_organizations(user),
        state=BidState.WITHDRAWN,
        lot__tender__state=TenderState.PUBLISHED,
        lot__tender__bid_deadline__gt=now,
    ).select_related("lot__tender__buyer")
    for bid in rows.order_by("lot_id", "-pk").distinct("lot_id"):
        if Bid.objects.filter(lot=bid.lot, organization=bid.organization, state=BidState.SEALED).exists():
            continue
        duty = _work(
            bid.lot.tender, "bidding.withdrawn", _("Bid again or leave it"), bid.lot.tender.bid_deadline
        )
        yield Duty(**{**duty.__dict__, "url": bid.lot.tender.path})
