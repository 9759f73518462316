"""Who may do what with tenders, bids, openings, committees and awards."""

from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from bidding.models import Amendment, Award, Bid, BidDocument, Lot, Seat, Tender
from bidding.queries.approvals import current_approval
from bidding.queries.bids import (
    BIDDING_ROLES,
    bids_visible_to,
    passport_of,
    profile_of,
)
from bidding.queries.invitations import may_be_bidder
from bidding.queries.officers import membership_in_roster
from bidding.queries.terms import terms_of
from bidding.rules.eligibility import check_bidder
from bidding.rules.findings import blocks
from bidding.states import AFTER_OPENING, DRAFTS, AmendmentState, AwardState, SeatState, TenderState
from marketplace.core.clock import day_of
from marketplace.web.access import ALLOWED, Verdict, denied, permission
from marketplace.workdays.queries import now as present
from organizations.models import Organization, User
from organizations.queries.people import has_post, is_member
from organizations.states import PostRole
from projects.models import Project
from projects.states import ProjectState


def is_officer(user: User, tender: Tender) -> Verdict:
    """Ask for a project officer of the buyer."""
    held = has_post(user, PostRole.PROJECT_OFFICER, department=tender.buyer)
    return ALLOWED if held else denied("bidding.not_the_officer")


def is_approver(user: User, tender: Tender) -> Verdict:
    """Ask for an approver of the buyer."""
    held = has_post(user, PostRole.APPROVER, department=tender.buyer)
    return ALLOWED if held else denied("bidding.not_the_approver")


def _in_state(verdict: Verdict, tender: Tender, *states: str) -> Verdict:
    if verdict and tender.state not in states:
        return denied("bidding.wrong_state")
    return verdict


@permission("create_tender", model="projects.Project")
def may_create_tender(user: User, project: Project) -> Verdict:
    """A project officer of the project's department tenders a listed project."""
    if not has_post(user, PostRole.PROJECT_OFFICER, department=project.department):
        return denied("bidding.not_the_officer")
    return ALLOWED if project.state == ProjectState.LISTED else denied("bidding.wrong_state")


@permission("edit_tender", model="bidding.Tender")
def may_edit_tender(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer changes a draft."""
    return _in_state(is_officer(user, tender), tender, TenderState.DRAFT)


@permission("submit_tender", model="bidding.Tender")
def may_submit_tender(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer hands in a draft."""
    return may_edit_tender(user, tender)


@permission("publish_tender", model="bidding.Tender")
def may_publish_tender(user: User, tender: Tender) -> Verdict:
    """An approver of the buyer publishes what somebody else prepared."""
    verdict = _in_state(is_approver(user, tender), tender, TenderState.SUBMITTED)
    if verdict and user.pk in {tender.created_by_id, tender.submitted_by_id}:
        return denied("bidding.own_work")
    if verdict and current_approval(tender) is not None:
        return denied("bidding.step_waits")
    return verdict


@permission("return_tender", model="bidding.Tender")
def may_return_tender(user: User, tender: Tender) -> Verdict:
    """An approver of the buyer returns a draft with a comment."""
    return may_publish_tender(user, tender)


@permission("cancel_tender", model="bidding.Tender")
def may_cancel_tender(user: User, tender: Tender) -> Verdict:
    """An approver of the buyer ends a published tender; a project officer drops a draft."""
    if tender.state == TenderState.DRAFT:
        return is_officer(user, tender)
    return _in_state(is_approver(user, tender), tender, TenderState.PUBLISHED)


@permission("propose_amendment", model="bidding.Tender")
def may_propose_amendment(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer proposes a change of a published tender; its clock is judged by the act."""
    return _in_state(is_officer(user, tender), tender, TenderState.PUBLISHED)


@permission("publish_amendment", model="bidding.Amendment")
def may_publish_amendment(user: User, amendment: Amendment) -> Verdict:
    """An approver of the buyer publishes what somebody else proposed."""
    verdict = _in_state(is_approver(user, amendment.tender), amendment.tender, TenderState.PUBLISHED)
    if verdict and user.pk == amendment.proposed_by_id:
        return denied("bidding.own_work")
    if verdict and amendment.state != AmendmentState.PROPOSED:
        return denied("bidding.wrong_state")
    return verdict


@permission("drop_amendment", model="bidding.Amendment")
def may_drop_amendment(user: User, amendment: Amendment) -> Verdict:
    """Who proposed takes it back, an approver of the buyer refuses it."""
    if amendment.state != AmendmentState.PROPOSED:
        return denied("bidding.wrong_state")
    return ALLOWED if user.pk == amendment.proposed_by_id else is_approver(user, amendment.tender)


@permission("read_tender_file", model="bidding.Tender")
def may_read_tender_file(user: User, tender: Tender) -> Verdict:
    """Officials of the buyer and auditors read the working page of a tender."""
    if has_post(user, department=tender.buyer) or has_post(user, PostRole.AUDITOR):
        return ALLOWED
    return denied("bidding.not_an_auditor")


@permission("submit_bid", model="bidding.Lot")
def may_submit_bid(
    user: User, lot: Lot, organization: Organization | None = None, now: datetime | None = None
) -> Verdict:
    """A legal representative or bid writer of an eligible organization bids before the deadline."""
    from bidding.queries.bids import bidding_organizations

    organization = organization or bidding_organizations(user).first()
    if organization is None or not is_member(user, organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    now = now or present()
    phase = lot.tender.phase(now)
    if phase == TenderState.CLOSED:
        return denied("bidding.deadline_passed")
    if phase != TenderState.PUBLISHED:
        return denied("bidding.wrong_state")
    return _fits(organization, lot.tender, now)


def _fits(organization: Organization, tender: Tender, now: datetime) -> Verdict:
    if not may_be_bidder(tender, organization):
        return denied("bidding.not_invited")
    found = blocks(eligibility(organization, tender, now))
    return denied(found[0].code, **found[0].facts) if found else ALLOWED


@permission("upload_part", model="bidding.Lot")
def may_upload_part(user: User, lot: Lot, organization: Organization | None = None) -> Verdict:
    """Who may bid uploads ciphertext while bids are not opened yet; the deadline has no meaning for it."""
    from bidding.queries.bids import bidding_organizations

    organization = organization or bidding_organizations(user).first()
    if organization is None or not is_member(user, organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    if lot.tender.state not in {TenderState.PUBLISHED, TenderState.CLOSED}:
        return denied("bidding.wrong_state")
    return _fits(organization, lot.tender, present())


def eligibility(organization: Organization, tender: Tender, now: datetime) -> list:
    """Return everything that speaks against a bid of the organization, with what cures it."""
    day = day_of(now)
    passport = passport_of(organization, tender.track)
    if organization.uscc and organization.uscc in terms_of(tender).specifiers.upper().split():
        passport = replace(passport, helped_to_specify=True)  # BID-05
    return check_bidder(passport, profile_of(tender, day), day, overdue_declared=tender.is_overdue_declared)


@permission("read_bid", model="bidding.Bid")
def may_read_bid(user: User, bid: Bid) -> Verdict:
    """Members read the bids of their own organization; nobody else reads a sealed bid."""
    return ALLOWED if is_member(user, bid.organization) else denied("bidding.not_own_bid")


def readable_bids(user: User) -> QuerySet[Bid]:
    """Return what `may_read_bid` allows."""
    return bids_visible_to(user)


@permission("withdraw_bid", model="bidding.Bid")
def may_withdraw_bid(user: User, bid: Bid) -> Verdict:
    """Who may bid may withdraw, until the deadline."""
    if not is_member(user, bid.organization, *BIDDING_ROLES):
        return denied("bidding.not_member")
    if bid.lot.tender.phase(present()) != TenderState.PUBLISHED:
        return denied("bidding.deadline_passed")
    return ALLOWED


@permission("hand_in_recovery_key", model="bidding.Bid")
def may_hand_in_recovery_key(user: User, bid: Bid) -> Verdict:
    """Who may bid for the organization hands in its recovery keys; whether they are needed the act itself judges."""
    return ALLOWED if is_member(user, bid.organization, *BIDDING_ROLES) else denied("bidding.not_member")


@permission("enroll_officer_key")
def may_enroll_officer_key(user: User) -> Verdict:
    """Opening officers make their key."""
    held = has_post(user, PostRole.OPENING_OFFICER)
    return ALLOWED if held else denied("bidding.not_an_opening_officer")


@permission("open_bids", model="bidding.Tender")
def may_open_bids(user: User, tender: Tender) -> Verdict:
    """Officers of the tender's roster open; the time is judged by the act itself."""
    if not has_post(user, PostRole.OPENING_OFFICER) or membership_in_roster(user, tender) is None:
        return denied("bidding.not_an_opening_officer")
    return ALLOWED


@permission("qualify_bid", model="bidding.Tender")
def may_qualify_bid(user: User, tender: Tender) -> Verdict:
    """The buyer, not the committee, checks qualification (OPEN-06)."""
    return _in_state(is_officer(user, tender), tender, TenderState.OPENED)


@permission("appoint_committee", model="bidding.Tender")
def may_appoint_committee(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer appoints the committee after the opening."""
    return _in_state(is_officer(user, tender), tender, TenderState.OPENED, TenderState.EVALUATING)


@permission("conclude_evaluation", model="bidding.Tender")
def may_conclude_evaluation(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer closes the evaluation when all scores are final."""
    return _in_state(is_officer(user, tender), tender, TenderState.EVALUATING)


@permission("fail_tender", model="bidding.Tender")
def may_fail_tender(user: User, tender: Tender) -> Verdict:
    """A project officer ends an opened tender, an approver an evaluated one."""
    if tender.state == TenderState.EVALUATED:
        return is_approver(user, tender)
    return _in_state(is_officer(user, tender), tender, TenderState.OPENED, TenderState.EVALUATING)


@permission("declare_conflicts", model="bidding.Seat")
def may_declare_conflicts(user: User, seat: Seat) -> Verdict:
    """A member declares for the own seat."""
    if seat.member_id != user.pk or seat.state == SeatState.REPLACED:
        return denied("bidding.not_a_committee_member")
    return ALLOWED


@permission("score_tender", model="bidding.Seat")
def may_score_tender(user: User, seat: Seat) -> Verdict:
    """A member without conflict scores on the own seat; the grant is taken away with the seat."""
    if seat.member_id != user.pk:
        return denied("bidding.not_a_committee_member")
    if seat.state == SeatState.CONFLICTED:
        return denied("bidding.has_conflict")
    if seat.state == SeatState.APPOINTED:
        return denied("bidding.declare_first")
    if not user.has_perm("bidding.score_tender", seat):
        return denied("bidding.not_a_committee_member")
    if seat.lot.tender.state not in {TenderState.EVALUATING, TenderState.EVALUATED, TenderState.AWARDED}:
        return denied("bidding.wrong_state")
    return ALLOWED


@permission("read_bid_document", model="bidding.BidDocument")
def may_read_bid_document(user: User, document: BidDocument) -> Verdict:
    """The bidder, the buyer's project officers, auditors and cleared committee members read an opened document."""
    bid = document.opened.bid
    tender = bid.lot.tender
    if tender.state not in {*AFTER_OPENING, TenderState.FAILED}:
        return denied("bidding.before_opening")
    own = is_member(user, bid.organization)
    if own or is_officer(user, tender) or has_post(user, PostRole.AUDITOR):
        return ALLOWED
    seats = Seat.objects.filter(
        lot=bid.lot, member=user, state__in=[SeatState.CLEARED, SeatState.LOCKED]
    ).select_related("lot__tender")
    if any(may_score_tender(user, seat) for seat in seats):
        return ALLOWED
    return denied("bidding.not_a_committee_member")


@permission("propose_award", model="bidding.Tender")
def may_propose_award(user: User, tender: Tender) -> Verdict:
    """A project officer of the buyer proposes."""
    return _in_state(is_officer(user, tender), tender, TenderState.EVALUATED)


@permission("confirm_award", model="bidding.Award")
def may_confirm_award(user: User, award: Award) -> Verdict:
    """An approver of the buyer confirms what somebody else proposed."""
    tender = award.lot.tender
    verdict = _in_state(is_approver(user, tender), tender, TenderState.EVALUATED)
    if verdict and user.pk == award.proposed_by_id:
        return denied("bidding.own_work")
    if verdict and award.state != AwardState.PROPOSED:
        return denied("bidding.wrong_state")
    return verdict


@permission("read_evaluation", model="bidding.Tender")
def may_read_evaluation(user: User, tender: Tender) -> Verdict:
    """Officials of the buyer and auditors read the evaluation file after the evaluation."""
    if tender.state in DRAFTS or not may_read_tender_file(user, tender):
        return denied("bidding.not_an_auditor")
    return ALLOWED
