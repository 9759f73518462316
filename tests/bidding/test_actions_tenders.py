"""Drafts, four eyes, publication, closing, ending; what is refused and what stays in the log."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bidding.actions.awards import confirm_award, propose_award, revoke_award
from bidding.actions.ending import cancel_tender, close_due_tenders, fail_tender
from bidding.actions.evaluation import (
    appoint_committee,
    conclude_evaluation,
    declare_conflicts,
    lock_scores,
    qualify_bid,
    replace_member,
    review_low_price,
    save_scores,
    scored_criteria,
    start_evaluation,
)
from bidding.actions.hearings import ask_bidder
from bidding.actions.officers import check_officer_key, enroll_officer_key, revoke_officer_key
from bidding.actions.tenders import (
    create_tender,
    edit_tender,
    publish_tender,
    return_tender,
    submit_tender,
)
from bidding.models import Award, Bid, OfficerKey, Seat, Tender
from bidding.queries.bids import opened_bids
from bidding.queries.drafts import review_draft
from bidding.queries.evaluation import active_seats, low_price_triggers
from bidding.states import AwardState, SeatState, TenderState
from marketplace.audit.models import AuditEvent
from marketplace.core.canonical import digest
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from projects.states import ProjectState
from tests.factories.organizations import ExpertFactory, member

pytestmark = pytest.mark.django_db


def refused(code, status=None):
    return pytest.raises(Refused, match=code)


def test_a_draft_is_prefilled_and_lawful(life):
    tender = life.draft()
    assert tender.title == life.project.title
    assert tender.budget == life.project.budget
    assert (tender.track, tender.procedure) == ("below_limit", "consultation")
    lot = tender.lots.get()
    assert sum(row.points for row in lot.criteria.all()) + tender.price_points == 100
    assert [f.code for f in review_draft(tender, life.now)] == ["bidding.standing_declared"]
    with refused("project_not_listed"):
        create_tender(actor=life.desk.officer, project=life.project, now=life.now)


def test_a_stale_save_overwrites_nothing(life):
    tender = life.draft()
    seen = tender.changed_at
    edit_tender(actor=life.desk.officer, tender=tender, content={"title": "甲"}, now=life.now, seen_at=seen)
    with pytest.raises(Refused) as caught:
        edit_tender(
            actor=life.desk.officer, tender=tender, content={"title": "乙"}, now=life.now, seen_at=seen
        )
    assert (caught.value.code, caught.value.status) == ("bidding.stale", 409)
    assert Tender.objects.get().title == "甲"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"ceiling": Decimal(125001)}, "ceiling_above_budget"),
        ({"budget": Decimal(125001)}, "budget_above_project"),
    ],
)
def test_money_stays_inside_the_project(life, content, code):
    tender = life.draft()
    with refused(code):
        edit_tender(actor=life.desk.officer, tender=tender, content=content, now=life.now)


def test_too_many_criteria(life):
    rows = [{"text": "x", "kind": "technical", "bands": "1", "points": Decimal(1)}] * 21
    with refused("too_many_criteria"):
        edit_tender(actor=life.desk.officer, tender=life.draft(), content={}, criteria=rows, now=life.now)


def test_deadlines_are_judged_by_the_profile_with_its_article(life):
    tender = life.draft()
    early = datetime(2026, 3, 6, 17, tzinfo=SHANGHAI)
    edit_tender(actor=life.desk.officer, tender=tender, content={"bid_deadline": early}, now=life.now)
    with pytest.raises(Refused) as caught:
        submit_tender(actor=life.desk.officer, tender=tender, now=life.now)
    assert (caught.value.code, caught.value.field) == ("bidding.deadline_early", "bid_deadline")
    past = life.now - timedelta(days=1)
    edit_tender(actor=life.desk.officer, tender=tender, content={"bid_deadline": past}, now=life.now)
    with refused("deadline_past"):
        submit_tender(actor=life.desk.officer, tender=tender, now=life.now)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"bid_deadline": None}, "no_deadline"),
        ({"contact_phone": ""}, "notice_gap"),
        ({"comment_record": ""}, "no_comment"),
        ({"qualification": "成立满3年"}, "age_condition"),
        ({"price_points": Decimal(9)}, "points_not_full"),
        ({"track": "grant", "procedure": "open"}, "no_profile"),
        ({"bid_deadline": datetime(2027, 3, 1, 17, tzinfo=SHANGHAI)}, None),
    ],
)
# rules: PLAN-02, NOT-01
def test_what_the_law_blocks_is_refused_at_handing_in(life, content, code):
    tender = life.draft()
    edit_tender(actor=life.desk.officer, tender=tender, content=content, now=life.now)
    if code is None:
        assert (
            submit_tender(actor=life.desk.officer, tender=tender, now=life.now).state == TenderState.SUBMITTED
        )
        return
    with refused(code):
        submit_tender(actor=life.desk.officer, tender=tender, now=life.now)


def test_four_eyes_at_publication(life, desk):
    tender = life.submitted()
    with pytest.raises(Refused) as caught:
        publish_tender(actor=desk.officer, tender=tender, now=life.now)
    assert (caught.value.code, caught.value.status) == ("bidding.four_eyes", 403)
    tender = publish_tender(actor=desk.approver, tender=tender, now=life.now)
    assert digest(tender.notice) == tender.document_digest == tender.document.digest
    assert tender.notice["html_sha256"] == digest(tender.document.html.encode())
    assert tender.notice["roster_digest"] == tender.roster_digest
    assert tender.project.state == ProjectState.TENDERING
    with refused("not_in_this_state"):
        publish_tender(actor=desk.approver, tender=tender, now=life.now)
    with refused("not_a_draft"):
        edit_tender(actor=desk.officer, tender=tender, content={"title": "x"}, now=life.now)


# rules: NOT-04
def test_statutory_tenders_need_the_official_medium(life, desk):
    tender = life.submitted(
        track="statutory", procedure="consultation", bid_deadline=life.now + timedelta(days=30)
    )
    with refused("no_official_address"):
        publish_tender(actor=desk.approver, tender=tender, now=life.now)
    address = "https://www.ccgp.gov.cn/example"
    tender = publish_tender(actor=desk.approver, tender=tender, now=life.now, official_address=address)
    assert tender.official_address == address


def test_no_roster_no_publication(life, desk):
    tender = life.submitted()
    OfficerKey.objects.filter(officer=desk.openers[0]).update(revoked_at=life.now)
    with refused("roster_incomplete"):
        publish_tender(actor=desk.approver, tender=tender, now=life.now)


def test_returning_and_cancelling_need_reasons(life, desk):
    tender = life.submitted()
    with refused("reason_missing"):
        return_tender(actor=desk.approver, tender=tender, reason=" ", now=life.now)
    tender = return_tender(actor=desk.approver, tender=tender, reason="补充验收标准", now=life.now)
    assert (tender.state, tender.return_reason) == (TenderState.DRAFT, "补充验收标准")
    submit_tender(actor=desk.officer, tender=tender, now=life.now)
    tender = publish_tender(actor=desk.approver, tender=tender, now=life.now)
    with refused("reason_missing"):
        cancel_tender(actor=desk.approver, tender=tender, reason="", now=life.now)
    tender = cancel_tender(actor=desk.approver, tender=tender, reason="任务取消", now=life.now)
    assert tender.state == TenderState.CANCELLED
    assert Tender.objects.get().project.state == ProjectState.LISTED


# rules: NOT-06
def test_after_the_deadline_nobody_cancels_and_the_sweeper_closes_once(life, desk):
    life.published()
    life.past_deadline()
    with refused("too_late_to_cancel"):
        cancel_tender(actor=desk.approver, tender=life.tender, reason="x", now=life.now)
    assert close_due_tenders() == 1
    assert close_due_tenders() == 0
    assert Tender.objects.get().state == TenderState.CLOSED
    assert AuditEvent.objects.filter(act="tender.closed").count() == 1


def test_a_failed_tender_lets_the_project_be_tendered_again(life, desk):
    life.opened()
    with refused("reason_missing"):
        fail_tender(actor=desk.officer, tender=life.tender, code="failed_illegal", note="", now=life.now)
    tender = fail_tender(
        actor=desk.officer, tender=life.tender, code="failed_illegal", note="串通", now=life.now
    )
    assert tender.state == TenderState.FAILED
    assert create_tender(actor=desk.officer, project=life.project, now=life.now).pk != tender.pk


# rules: OPEN-05, INV-02
def test_qualification_is_complete_before_the_evaluation_and_too_few_end_it(life, desk):
    life.opened()
    bids = list(opened_bids(life.lot))
    with refused("qualification_open"):
        start_evaluation(actor=desk.officer, tender=life.tender, now=life.now)
    with refused("reason_missing"):
        qualify_bid(actor=desk.officer, bid=bids[0], is_qualified=False, reason="", now=life.now)
    life.qualified()
    qualify_bid(actor=desk.officer, bid=bids[0], is_qualified=False, reason="缺少声明", now=life.now)
    tender = start_evaluation(actor=desk.officer, tender=life.tender, now=life.now)
    assert (tender.state, tender.end_reason) == (TenderState.FAILED, "failed_few_qualified")


# rules: COM-04
def test_committees_are_drawn_by_the_rule_and_replayable(life, desk):
    from bidding.rules.draws import order_by_draw

    life.opened()
    seats = appoint_committee(actor=desk.officer, lot=life.lot, representatives=[desk.buyer], now=life.now)
    event = AuditEvent.objects.get(act="committee.appointed")
    pool = [user.public_id for user in desk.experts]
    assert event.after["pool"] == len(pool)
    drawn = [seat.member.public_id for seat in seats if seat.role == "expert"]
    assert drawn == order_by_draw(event.after["seed"], pool)[: len(drawn)]
    assert len(seats) == 3
    with refused("sits_already"):
        appoint_committee(actor=desk.officer, lot=life.lot, representatives=[], now=life.now)


# rules: COM-02, COM-07, OPEN-03
def test_who_cannot_sit(life, desk):
    life.opened()
    bidder = Bid.objects.first().sealed_by
    ExpertFactory(user=bidder, categories=["EL3"])
    given = {"actor": desk.officer, "lot": life.lot, "now": life.now, "reason": "复杂项目"}
    for experts, representatives, code in (
        ([bidder, *desk.experts[:1]], [desk.buyer], "member_unfit"),
        (desk.openers[:2], [desk.buyer], "member_unfit"),
        ([desk.second_approver, desk.experts[0]], [desk.buyer], "member_unfit"),
        ([member(), desk.experts[0]], [desk.buyer], "member_unfit"),
        ([desk.experts[0], desk.experts[0]], [desk.buyer], "member_unfit"),
        (desk.experts[:2], [desk.experts[3]], "member_unfit"),
        (desk.experts[:2], [], "committee_size"),
        (desk.experts[:1], [desk.buyer, desk.second_approver], "committee_experts"),
    ):
        if code == "committee_experts":
            life.tender.__class__.objects.update(track="statutory")
        with refused(code):
            appoint_committee(experts=list(experts), representatives=list(representatives), **given)
    with refused("reason_missing"):
        appoint_committee(experts=desk.experts[:2], representatives=[desk.buyer], **{**given, "reason": ""})
    for user in desk.experts:
        user.expert.is_available = False
        user.expert.save()
    with refused("pool_small"):
        appoint_committee(representatives=[desk.buyer], **{**given, "reason": ""})


# rules: COM-09
def test_a_conflict_takes_the_member_off_and_a_successor_follows(life, desk):
    life.evaluating()
    seat = active_seats(life.lot).filter(role="expert").first()
    with refused("reason_missing"):
        declare_conflicts(actor=seat.member, seat=seat, has_conflict=True, statement="", now=life.now)
    declare_conflicts(actor=seat.member, seat=seat, has_conflict=True, statement="两年前受雇", now=life.now)
    seat.refresh_from_db()
    assert seat.state == SeatState.CONFLICTED
    assert not seat.member.__class__.objects.get(pk=seat.member_id).has_perm("bidding.score_tender", seat)
    with refused("declared_already"):
        declare_conflicts(actor=seat.member, seat=seat, has_conflict=False, statement="", now=life.now)
    with refused("not_cleared"):
        save_scores(
            actor=seat.member, seat=seat, bid=Bid.objects.first(), points={}, comment="", now=life.now
        )
    free = next(e for e in desk.experts if not Seat.objects.filter(member=e).exists())
    fresh = replace_member(actor=desk.officer, seat=seat, successor=free, reason="回避", now=life.now)
    assert fresh.state == SeatState.APPOINTED
    assert Seat.objects.filter(lot=life.lot, is_chair=True).exclude(state=SeatState.REPLACED).count() == 1
    life.score_all()
    conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    assert Tender.objects.get().state == TenderState.EVALUATED


# rules: EVA-05
def test_scores_stay_in_their_range_and_are_final_once(life, desk):
    life.evaluating()
    seat = active_seats(life.lot).first()
    declare_conflicts(actor=seat.member, seat=seat, has_conflict=False, statement="", now=life.now)
    criterion = scored_criteria(life.lot)[0]
    bid = Bid.objects.first()
    for points in (criterion.points + 1, Decimal(-1)):
        with refused("score_range"):
            save_scores(
                actor=seat.member, seat=seat, bid=bid, points={criterion.pk: points}, comment="", now=life.now
            )
    with refused("scores_missing"):
        lock_scores(actor=seat.member, seat=seat, now=life.now)
    with refused("members_open"):
        conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)


# rules: LOW-06
def test_low_prices_need_a_decision_with_a_reason(life, desk):
    life.evaluating(
        "118000.00", "120000.00", "40000.00", "119000.00",
        track="statutory", procedure="open", bid_deadline=life.now + timedelta(days=30),
        official_address="https://www.ccgp.gov.cn/x",
    )  # fmt: skip
    hits = low_price_triggers(life.lot)
    bid = Bid.objects.get(pk=next(iter(hits)))
    assert hits == {bid.pk: ["mean", "second_low", "ceiling"]}
    life.score_all()
    with refused("low_price_open"):
        conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    chair = Seat.objects.get(is_chair=True).member
    with refused("reason_missing"):
        review_low_price(actor=chair, bid=bid, is_explained=False, reason="", now=life.now)
    with refused("no_trigger"):
        other = Bid.objects.exclude(pk=bid.pk).first()
        review_low_price(actor=chair, bid=other, is_explained=True, reason="x", now=life.now)
    with refused("not_heard"):
        review_low_price(actor=chair, bid=bid, is_explained=False, reason="低于最低工资成本", now=life.now)
    ask_bidder(actor=chair, bid=bid, kind="low_price", text="请说明成本构成", minutes=30, now=life.now)
    with refused("hearing_runs"):
        review_low_price(actor=chair, bid=bid, is_explained=True, reason="x", now=life.now)
    life.move(life.now + timedelta(minutes=31))
    review_low_price(actor=chair, bid=bid, is_explained=False, reason="低于最低工资成本", now=life.now)
    evaluation = conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    rows = {row["bidder"]: row for row in evaluation.result["bids"]}
    assert rows[bid.receipt_number]["status"] == "invalid"


def test_ties_are_drawn_and_the_order_of_candidates_binds(life, desk):
    life.evaluated("118000.00", "118000.00", "118000.00")
    evaluation = life.lot.evaluation
    assert len(evaluation.draw["among"]) == 3
    loser = Bid.objects.exclude(receipt_number=evaluation.draw["first"]).first()
    with refused("not_first"):
        propose_award(actor=desk.officer, lot=life.lot, bid=loser, reason="x", now=life.now)
    with refused("reason_missing"):
        propose_award(actor=desk.officer, lot=life.lot, reason="", now=life.now)
    award = propose_award(actor=desk.officer, lot=life.lot, reason="抽签第一", now=life.now)
    assert award.bid.receipt_number == evaluation.draw["first"]
    with refused("award_exists"):
        propose_award(actor=desk.officer, lot=life.lot, reason="x", now=life.now)
    with pytest.raises(Refused) as caught:
        confirm_award(actor=desk.officer, award=award, now=life.now)
    assert (caught.value.code, caught.value.status) == ("bidding.four_eyes", 403)
    confirm_award(actor=desk.approver, award=award, now=life.now)
    with refused("not_in_this_state"):
        confirm_award(actor=desk.second_approver, award=award, now=life.now)
    with refused("reason_missing"):
        revoke_award(actor=desk.approver, award=award, reason="", now=life.now)
    revoke_award(actor=desk.approver, award=award, reason="中标人放弃", now=life.now)
    following = propose_award(actor=desk.officer, lot=life.lot, reason="第二候选人", now=life.now)
    assert following.bid.receipt_number == evaluation.draw["order"][1]
    assert Award.objects.filter(state=AwardState.REVOKED).count() == 1


def test_officers_make_check_and_revoke_keys(life, desk, bureau):
    from tests.factories.organizations import official

    officer = official("opening_officer", bureau)
    words = "six words or more are needed"
    key = enroll_officer_key(actor=officer, department=bureau, passphrase=words, now=life.now)
    with refused("key_exists"):
        enroll_officer_key(actor=officer, department=bureau, passphrase=words, now=life.now)
    assert (
        check_officer_key(actor=officer, passphrase=words, now=life.now + timedelta(days=1)).checked_at
        > life.now
    )
    with refused("no_key"):
        check_officer_key(actor=desk.approver, passphrase=words, now=life.now)
    with refused("reason_missing"):
        revoke_officer_key(actor=officer, key=key, reason="", now=life.now)
    revoke_officer_key(actor=officer, key=key, reason="离任", now=life.now)
    life.published()
    with refused("key_in_use"):
        revoke_officer_key(
            actor=desk.openers[0], key=desk.openers[0].officer_keys.get(), reason="离任", now=life.now
        )
