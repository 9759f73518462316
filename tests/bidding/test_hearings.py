"""Written questions during the evaluation: in time, answered once; corrected prices, low prices heard, invalid bids."""
# rules: EVA-10 LOW-05

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bidding.actions import hearings
from bidding.actions.awards import propose_award
from bidding.actions.evaluation import conclude_evaluation, declare_conflicts, review_low_price
from bidding.models import Bid, BidEvaluation, Hearing, Invalidity, Seat, Tender
from bidding.permissions.hearings import may_answer_hearing, may_ask_bidder
from bidding.queries.duties import duties_of
from bidding.queries.evaluation import corrected_prices, low_price_triggers
from bidding.rules.hearings import check_answer_time, check_time
from bidding.rules.price_correction import PriceLine
from bidding.states import InvalidGround, TenderState
from marketplace.audit.queries import history_of
from marketplace.core.clock import SHANGHAI
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from organizations.models import User

MOMENT = datetime(2026, 3, 12, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("kind", "notice", "minutes", "passes"),
    [
        ("low_price", date(2026, 2, 1), 29, False), ("low_price", date(2026, 2, 1), 30, True),
        ("low_price", date(2026, 1, 31), 5, True), ("clarification", date(2026, 2, 1), 5, True),
        ("clarification", date(2026, 2, 1), 0, False),
    ],
)  # fmt: skip
def test_a_low_price_is_explained_in_thirty_minutes_at_least(kind, notice, minutes, passes):
    act = lambda: check_time(kind, notice, MOMENT, MOMENT + timedelta(minutes=minutes))  # noqa: E731
    assert refused(act) == (None if passes else "bidding.hearing_short")


def test_an_answer_comes_before_the_end_of_its_time():
    assert refused(lambda: check_answer_time(MOMENT, MOMENT + timedelta(seconds=1))) is None
    assert refused(lambda: check_answer_time(MOMENT, MOMENT)) == "bidding.hearing_over"


def refused(act):
    try:
        act()
    except Refused as caught:
        return caught.code
    return None


pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(life):
    """An evaluation of three bids with its chair cleared."""
    life.evaluating("118000.00", "120000.00", "122000.00")
    seat = Seat.objects.get(is_chair=True)
    declare_conflicts(actor=seat.member, seat=seat, has_conflict=False, statement="", now=life.now)
    life.chair = User.objects.get(pk=seat.member_id)
    life.bid = Bid.objects.order_by("pk").first()
    return life


def correct(life, **changes):
    given = {"body": Decimal("118000.00"), "text": "单价与总价不一致，请确认", "minutes": 60, "now": life.now}
    return hearings.correct_bid_price(actor=life.chair, bid=life.bid, **{**given, **changes})


def answer(life, hearing, *, is_confirmed=None, now=None):
    return hearings.answer_hearing(
        actor=life.bid.sealed_by,
        hearing=hearing,
        answer="确认",
        now=now or life.now,
        is_confirmed=is_confirmed,
    )


def finish(life):
    """Let the members who have not declared declare, and everybody score."""
    seat = Seat.objects.get(is_chair=True)
    Seat.objects.filter(pk=seat.pk).update(state="appointed")
    seat.declaration.delete()
    life.score_all()


def test_a_clarification_is_asked_and_answered_once(stage):
    ask = {
        "actor": stage.chair,
        "bid": stage.bid,
        "kind": "clarification",
        "text": "服务人数？",
        "now": stage.now,
    }
    hearing = hearings.ask_bidder(**ask, minutes=60)
    assert Notification.objects.filter(recipient=stage.bid.sealed_by, kind="bidding.hearing_asked").exists()
    assert "bidding.hearing" in {duty.code for duty in duties_of(stage.bid.sealed_by, stage.now)}
    late = stage.now + timedelta(minutes=60)
    assert refused(lambda: answer(stage, hearing, now=late)) == "bidding.hearing_over"
    done = answer(stage, hearing)
    assert (done.answer, done.is_confirmed) == ("确认", None)
    assert refused(lambda: answer(stage, hearing)) == "bidding.hearing_answered"
    assert [event.act for event in history_of(hearing)] == ["bidder.asked", "bidder.answered"]
    assert hearings.ask_bidder(**ask, minutes=5).pk != hearing.pk
    assert (
        refused(lambda: hearings.ask_bidder(**{**ask, "kind": "low_price"}, minutes=60))
        == "bidding.no_trigger"
    )


def test_the_corrected_price_counts_once_the_bidder_confirms(stage, desk):
    assert refused(lambda: correct(stage)) == "bidding.papers_agree"
    hearing = correct(stage, lines=[PriceLine(Decimal(100), Decimal("1170.00"))])
    assert (hearing.price, hearing.rule) == (Decimal("117000.00"), "unit_prices")
    assert refused(lambda: correct(stage, in_words=Decimal(1))) == "bidding.heard_already"
    assert refused(lambda: answer(stage, hearing)) == "bidding.confirm_or_not"
    finish(stage)
    conclude = lambda: conclude_evaluation(actor=desk.officer, lot=stage.lot, now=stage.now)  # noqa: E731
    assert refused(conclude) == "bidding.hearings_open"
    answer(stage, hearing, is_confirmed=True)
    assert corrected_prices(stage.lot) == {stage.bid.pk: Decimal("117000.00")}
    rows = {row["bidder"]: row for row in conclude().input["bids"]}
    assert Decimal(rows[stage.bid.receipt_number]["bid_price"]) == Decimal("117000.00")
    award = propose_award(actor=desk.officer, lot=stage.lot, reason="综合第一", now=stage.now)
    assert (award.bid, award.amount) == (stage.bid, Decimal("117000.00"))


def test_an_unconfirmed_correction_makes_the_bid_invalid(stage, desk):
    hearing = correct(
        stage, body=Decimal("119000.00")
    )  # W8b: the opening summary stands, and is confirmed or not
    assert (hearing.price, hearing.rule) == (Decimal("118000.00"), "summary")
    answer(stage, hearing, is_confirmed=False)
    finish(stage)
    conclude = lambda: conclude_evaluation(actor=desk.officer, lot=stage.lot, now=stage.now)  # noqa: E731
    assert refused(conclude) == "bidding.hearings_open"
    give = {"actor": stage.chair, "bid": stage.bid, "ground": InvalidGround.UNCONFIRMED, "now": stage.now}
    assert refused(lambda: hearings.declare_invalid(**give, reason=" ")) == "bidding.reason_missing"
    hearings.declare_invalid(**give, reason="投标人不确认修正后的报价")
    assert refused(lambda: hearings.declare_invalid(**give, reason="x")) == "bidding.not_under_evaluation"
    conclude()
    assert Tender.objects.get().state in {TenderState.FAILED, TenderState.EVALUATED}
    assert stage.bid.receipt_number not in {
        row["bidder"] for row in BidEvaluation.objects.get().input["bids"]
    }


def test_a_low_price_fails_only_after_the_bidder_was_heard(life):
    life.evaluating(
        "118000.00", "120000.00", "40000.00", "119000.00", track="statutory", procedure="open",
        bid_deadline=life.now + timedelta(days=30), official_address="https://www.ccgp.gov.cn/x",
    )  # fmt: skip
    bid = Bid.objects.get(pk=next(iter(low_price_triggers(life.lot))))
    chair = Seat.objects.get(is_chair=True).member
    decide = {"actor": chair, "bid": bid, "is_explained": False, "reason": "低于最低工资成本"}
    assert refused(lambda: review_low_price(**decide, now=life.now)) == "bidding.not_heard"
    ask = {"actor": chair, "bid": bid, "kind": "low_price", "text": "请说明成本", "now": life.now}
    assert refused(lambda: hearings.ask_bidder(**ask, minutes=29)) == "bidding.hearing_short"
    hearing = hearings.ask_bidder(**ask, minutes=30)
    assert refused(lambda: hearings.ask_bidder(**ask, minutes=30)) == "bidding.heard_already"
    assert refused(lambda: review_low_price(**decide, now=life.now)) == "bidding.hearing_runs"
    life.bid = bid
    answer(life, hearing)
    assert review_low_price(**decide, now=life.now).is_explained is False


def test_the_chair_asks_and_the_bidder_answers_through_the_pages(stage, enter):
    seat = Seat.objects.get(is_chair=True)
    chair, bidder = enter(stage.chair), enter(stage.bid.sealed_by)
    address = lambda name, *more: reverse(f"bidding:{name}", args=[seat.pk, stage.bid.public_id, *more])  # noqa: E731
    asked = chair.get(address("bid_hearings"))
    assert [name for name, _ in asked.context["acts"]] == ["clarification", "correction", "invalid"]
    assert chair.post(address("hearing_act", "clarification"), {"text": "", "minutes": 30}).status_code == 422
    assert (
        chair.post(address("hearing_act", "clarification"), {"text": "几名社工？", "minutes": 30}).status_code
        == 302
    )
    assert chair.get(address("hearing_act", "other")).status_code == 404
    first = Hearing.objects.get()
    assert first.path in bidder.get(reverse("bidding:hearing_list")).content.decode()
    text = bidder.get(first.path).content.decode()
    assert "几名社工？" in text
    assert stage.chair.name not in text
    assert enter(Bid.objects.order_by("pk").last().sealed_by).get(first.path).status_code == 404
    assert bidder.post(first.path, {"answer": " "}).status_code == 422
    assert bidder.post(first.path, {"answer": "三名"}).status_code == 302
    assert bidder.post(first.path, {"answer": "四名"}).status_code == 403
    assert "三名" in chair.get(address("bid_hearings")).content.decode()
    papers = {"text": "请确认", "minutes": 60, "body": "118000", "in_words": "", "lines": "100 × 一千"}
    assert chair.post(address("hearing_act", "correction"), papers).status_code == 422
    many = "\n".join(["1 × 1"] * 41)
    assert chair.post(address("hearing_act", "correction"), {**papers, "lines": many}).status_code == 422
    papers["lines"] = "100 × 1170\n\n1 x 0.50"
    assert chair.post(address("hearing_act", "correction"), papers).status_code == 302
    correction = Hearing.objects.get(kind="correction")
    assert correction.price == Decimal("117000.50")
    assert bidder.post(correction.path, {"answer": "确认"}).status_code == 422
    assert bidder.post(correction.path, {"answer": "确认", "is_confirmed": "yes"}).status_code == 302
    invalid = {"ground": "unsigned", "reason": "未按要求签署"}
    assert chair.post(address("hearing_act", "invalid"), invalid).status_code == 302
    assert Invalidity.objects.get().ground == "unsigned"
    assert "未按要求签署" in chair.get(address("bid_hearings")).content.decode()
    stage.move(stage.now + timedelta(hours=2))
    open_ = hearings.ask_bidder(
        actor=stage.chair, bid=Bid.objects.order_by("pk").last(), kind="clarification", text="时段？", minutes=5,
        now=stage.now,
    )  # fmt: skip
    stage.move(stage.now + timedelta(minutes=6))
    late = enter(open_.bid.sealed_by)
    assert late.get(open_.path).context["is_open"] is False
    assert late.post(open_.path, {"answer": "上午"}).status_code == 409


def test_who_asks_and_who_answers(stage, desk):
    chair = Seat.objects.get(is_chair=True)
    other = Seat.objects.filter(is_chair=False).first()
    declare_conflicts(actor=other.member, seat=other, has_conflict=False, statement="", now=stage.now)
    member = User.objects.get(pk=other.member_id)
    other.refresh_from_db()
    assert may_ask_bidder(stage.chair, chair)
    assert may_ask_bidder(member, other).reason == "bidding.not_the_chair"
    assert may_ask_bidder(desk.officer, chair).reason == "bidding.not_a_committee_member"
    chair.lot.tender.state = TenderState.EVALUATED
    assert may_ask_bidder(stage.chair, chair).reason == "bidding.wrong_state"
    ask = {
        "actor": stage.chair,
        "bid": stage.bid,
        "kind": "clarification",
        "text": "几人？",
        "now": stage.now,
    }
    hearing = hearings.ask_bidder(**ask, minutes=60)
    assert may_answer_hearing(stage.bid.sealed_by, hearing)
    assert may_answer_hearing(desk.officer, hearing).reason == "bidding.not_member"
    assert may_answer_hearing(stage.bid.sealed_by, answer(stage, hearing)).reason == "bidding.wrong_state"
