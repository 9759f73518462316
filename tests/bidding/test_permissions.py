"""Who may do what: one table of people and acts, every cell checked through the permission functions."""

import pytest

from bidding import permissions as may
from bidding.models import Bid, Tender
from bidding.queries.evaluation import active_seats
from bidding.states import TenderState
from organizations.models import User
from organizations.states import MemberRole, PostRole
from tests.factories.organizations import DepartmentFactory, UserFactory, member, official

pytestmark = pytest.mark.django_db
OFFICER, APPROVER, OTHER, OPENER, AUDITOR, BIDDER, CITIZEN, ROOT = (
    "officer", "approver", "other officer", "opener", "auditor", "bidder", "citizen", "superuser",
)  # fmt: skip
TABLE = [
    # act, state, who may
    (may.may_edit_tender, TenderState.DRAFT, {OFFICER}),
    (may.may_edit_tender, TenderState.PUBLISHED, set()),
    (may.may_submit_tender, TenderState.DRAFT, {OFFICER}),
    (may.may_publish_tender, TenderState.SUBMITTED, {APPROVER}),
    (may.may_publish_tender, TenderState.DRAFT, set()),
    (may.may_return_tender, TenderState.SUBMITTED, {APPROVER}),
    (may.may_cancel_tender, TenderState.DRAFT, {OFFICER}),
    (may.may_cancel_tender, TenderState.PUBLISHED, {APPROVER}),
    (may.may_cancel_tender, TenderState.CLOSED, set()),
    (may.may_read_tender_file, TenderState.DRAFT, {OFFICER, APPROVER, AUDITOR}),
    (may.may_open_bids, TenderState.CLOSED, {OPENER}),
    (may.may_qualify_bid, TenderState.OPENED, {OFFICER}),
    (may.may_qualify_bid, TenderState.EVALUATING, set()),
    (may.may_appoint_committee, TenderState.OPENED, {OFFICER}),
    (may.may_conclude_evaluation, TenderState.EVALUATING, {OFFICER}),
    (may.may_propose_award, TenderState.EVALUATED, {OFFICER}),
    (may.may_fail_tender, TenderState.EVALUATED, {APPROVER}),
    (may.may_fail_tender, TenderState.OPENED, {OFFICER}),
    (may.may_read_evaluation, TenderState.EVALUATED, {OFFICER, APPROVER, AUDITOR}),
    (may.may_read_evaluation, TenderState.DRAFT, set()),
]


def people(desk):
    other = official(PostRole.PROJECT_OFFICER, DepartmentFactory())
    return {
        OFFICER: desk.officer, APPROVER: desk.approver, OTHER: other, OPENER: desk.openers[1],
        AUDITOR: desk.auditor, BIDDER: member(), CITIZEN: UserFactory(),
        ROOT: User.objects.create_superuser(email="root@example.org", password="x" * 20, name="管理员"),
    }  # fmt: skip


# rules: OPEN-06
def test_the_matrix(life, desk):
    tender = life.published()
    known = people(desk)
    for act, state, allowed in TABLE:
        tender.state = state
        found = {name for name, user in known.items() if act(user, tender)}
        assert found == allowed, (act.__name__, state)
        for name, user in known.items():
            verdict = act(user, tender)
            assert verdict.allowed or verdict.reason.startswith("bidding."), (act.__name__, name)


def test_four_eyes_hold_for_an_approver_who_is_also_the_officer(life, desk, bureau):
    both = official(PostRole.PROJECT_OFFICER, bureau)
    official_post = both.posts.get()
    official_post.__class__.objects.create(
        user=both, department=bureau, role=PostRole.APPROVER, since=official_post.since
    )
    tender = life.submitted()
    assert may.may_publish_tender(both, tender)
    Tender.objects.update(submitted_by=both)
    assert may.may_publish_tender(both, Tender.objects.get()).reason == "bidding.own_work"
    Tender.objects.update(submitted_by=desk.officer, created_by=both)
    assert may.may_publish_tender(both, Tender.objects.get()).reason == "bidding.own_work"


def test_two_organizations_never_see_each_others_bids(life):
    life.published()
    (first, _), (second, _) = mine, other = life.bidder(), life.bidder()
    bid = life.seal(person=mine).bid
    assert may.may_read_bid(first, bid)
    assert may.may_read_bid(second, bid).reason == "bidding.not_own_bid"
    assert list(may.readable_bids(first)) == [bid]
    assert not may.readable_bids(second).exists()
    assert may.may_withdraw_bid(first, bid)
    assert may.may_withdraw_bid(second, bid).reason == "bidding.not_member"
    life.past_deadline()
    assert may.may_withdraw_bid(first, bid).reason == "bidding.deadline_passed"
    assert may.may_submit_bid(first, life.lot).reason == "bidding.deadline_passed"
    assert other[1] != mine[1]


def test_finance_members_read_but_do_not_bid(life):
    life.published()
    _, organization = life.bidder()
    finance = member(organization=organization, role=MemberRole.FINANCE)
    assert may.may_submit_bid(finance, life.lot, organization).reason == "bidding.not_member"


def test_committee_members_see_documents_only_without_conflict_and_only_their_own_seat(life, desk):
    from bidding.actions.evaluation import declare_conflicts

    life.evaluating()
    seat, other = active_seats(life.lot)[:2]
    document = Bid.objects.first().opened.documents.first()
    assert not may.may_read_bid_document(seat.member, document)
    assert may.may_score_tender(seat.member, seat).reason == "bidding.declare_first"
    assert may.may_score_tender(other.member, seat).reason == "bidding.not_a_committee_member"
    declare_conflicts(actor=seat.member, seat=seat, has_conflict=False, statement="", now=life.now)
    seat.refresh_from_db()
    member_again = User.objects.get(pk=seat.member_id)
    assert may.may_score_tender(member_again, seat)
    assert may.may_read_bid_document(member_again, document)
    assert may.may_read_bid_document(desk.officer, document)
    assert may.may_read_bid_document(Bid.objects.first().sealed_by, document)
    assert not may.may_read_bid_document(UserFactory(), document)
    assert not may.may_declare_conflicts(UserFactory(), seat)
