"""The committee after independent scores: election, reasons, corrections on legal grounds, report, dissent."""

from decimal import Decimal

import pytest

from bidding.actions.awards import propose_award
from bidding.actions.committee import declare_conflicts
from bidding.actions.consensus import ask_correction, settle_correction, sign_report
from bidding.actions.evaluation import lock_scores, save_scores, scored_criteria
from bidding.actions.results import conclude_evaluation
from bidding.models import Criterion, EvaluationReport, Score, Seat
from bidding.queries.bids import qualified_bids
from bidding.queries.consensus import differences
from bidding.queries.duties import duties_of
from bidding.queries.evaluation import active_seats
from bidding.rules.consensus import elected, spread_of
from marketplace.core.canonical import digest

from .test_actions_tenders import refused

D = Decimal


# rules: EVA-06, EVA-11
@pytest.mark.parametrize(
    ("scores", "objective", "wide", "equal"),
    [
        (("10", "10", "10"), True, False, False), (("10", "9.99"), True, False, True),
        (("10", "7"), False, False, False), (("10", "6.99"), False, True, False), (("0", "10"), False, True, False),
    ],
)  # fmt: skip
def test_a_spread_is_wide_strictly_above_the_share(scores, objective, wide, equal):
    found = spread_of([D(value) for value in scores], points=D(10), share=D(30), is_objective=objective)
    assert (found.is_wide, found.must_be_equal) == (wide, equal)


# rules: COM-06
@pytest.mark.parametrize(
    ("votes", "leader"),
    [(["a", "b", "b"], "b"), (["r", "r", "a"], "a"), ([], None), (["r"], None)],
)
def test_the_leader_is_elected_among_experts(votes, leader):
    assert elected(votes, ["a", "b"], "seed") == leader


def test_equal_votes_are_drawn_alike_by_everybody():
    assert elected(["a", "b"], ["a", "b"], "seed") == elected(["b", "a"], ["b", "a"], "seed")


def scored(life, *, votes_for=-1):
    """Everybody declares, votes for one expert and scores; the first member gives much less for the first criterion."""
    life.evaluating()
    seats = list(active_seats(life.lot))
    experts = [seat for seat in seats if seat.role == "expert"]
    for seat in seats:
        declare_conflicts(
            actor=seat.member,
            seat=seat,
            has_conflict=False,
            statement="",
            now=life.now,
            leader=experts[votes_for],
        )
    criteria = scored_criteria(life.lot)
    for place, seat in enumerate(seats):
        fresh = Seat.objects.get(pk=seat.pk)
        for bid in qualified_bids(life.lot):
            share = D("0.2") if place == 0 else D("0.8")
            points = {row.pk: row.points * (share if row == criteria[0] else D("0.8")) for row in criteria}
            save_scores(actor=seat.member, seat=fresh, bid=bid, points=points, comment="", now=life.now)
        lock_scores(actor=seat.member, seat=fresh, now=life.now)
    return list(active_seats(life.lot)), criteria


# rules: COM-06, COM-10, EVA-06, EVA-11
def test_the_leader_explains_members_correct_and_the_report_holds_all_of_it(life, desk, enter):
    seats, criteria = scored(life)
    leader = next(seat for seat in seats if seat.is_chair)
    assert leader == [seat for seat in seats if seat.role == "expert"][-1]
    with refused("spread_open"):
        conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    wide = differences(life.lot)
    assert len(wide) == 3
    assert "bidding.consensus" in [duty.code for duty in duties_of(leader.member, life.now)]
    client = enter(leader.member)
    page = client.get(f"/work/evaluations/{leader.pk}/consensus/")
    assert len(page.context["rows"]) == 3
    for row in wide[:2]:
        path = f"/work/evaluations/{leader.pk}/consensus/{row.bid.public_id}/{row.criterion.code}/"
        assert client.post(path, {"reason": ""}).status_code == 422
        assert client.post(path, {"reason": "对入户频次理解不同"}).status_code == 302
    score = Score.objects.get(sheet__seat=seats[0], sheet__bid=wide[2].bid, criterion=criteria[0])
    with refused("correction_ground"):
        ask_correction(
            actor=leader.member, seat=leader, score=score, ground="objective", reason="x", now=life.now
        )
    ask = f"/work/evaluations/{leader.pk}/consensus/scores/{score.pk}/"
    assert client.post(ask, {"ground": "abnormal", "reason": "明显偏低"}).status_code == 302
    assert client.post(ask, {"ground": "abnormal", "reason": "再问"}).status_code == 409
    with refused("correction_open"):
        conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    row = seats[0].corrections.get()
    assert "bidding.correction" in [duty.code for duty in duties_of(seats[0].member, life.now)]
    member = enter(seats[0].member)
    settle = f"/work/evaluations/{seats[0].pk}/corrections/{row.pk}/"
    assert settle in member.get(f"/work/evaluations/{seats[0].pk}/").text
    assert member.post(settle, {"points": "99", "answer": "x"}).status_code == 422
    assert member.post(settle, {"points": "28", "answer": "看漏了附件"}).status_code == 302
    with refused("correction_settled"):
        settle_correction(
            actor=seats[0].member, seat=seats[0], correction=row, points=D(1), answer="x", now=life.now
        )
    conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    assert "bidding.report" in [duty.code for duty in duties_of(leader.member, life.now)]
    sign = f"/work/evaluations/{leader.pk}/report/"
    assert "看漏了附件" in client.get(sign).text
    assert client.post(sign, {"agrees": "no", "text": ""}).status_code == 422
    assert client.post(sign, {"agrees": "no", "text": "不同意排名"}).status_code == 302
    with refused("report_signed"):
        sign_report(actor=leader.member, seat=leader, agrees=True, text="", now=life.now)
    propose_award(actor=desk.officer, lot=life.lot, reason="综合得分第一", now=life.now)
    with refused("report_closed"):
        sign_report(actor=seats[0].member, seat=seats[0], agrees=True, text="", now=life.now)
    report = EvaluationReport.objects.get()
    assert report.digest == digest(report.body)
    said = {row["name"]: row["agrees"] for row in report.body["committee"]}
    assert list(said.values()).count(False) == 1
    assert "不同意排名" in report.html
    officer = enter(desk.officer)
    assert report.digest in officer.get(f"/work/tenders/{life.tender.public_id}/report/").text
    assert enter(life.bidder()[0]).get(f"/work/tenders/{life.tender.public_id}/report/").status_code == 403


# rules: EVA-06
def test_an_objective_criterion_is_made_equal_not_explained(life, desk):
    seats, criteria = scored(life)
    Criterion.objects.filter(pk=criteria[0].pk).update(is_objective=True)
    leader = next(seat for seat in seats if seat.is_chair)
    assert all(row.spread.must_be_equal for row in differences(life.lot))
    for score in Score.objects.filter(sheet__seat=seats[0], criterion=criteria[0]):
        row = ask_correction(
            actor=leader.member,
            seat=leader,
            score=score,
            ground="objective",
            reason="客观分应一致",
            now=life.now,
        )
        settle_correction(
            actor=seats[0].member,
            seat=seats[0],
            correction=row,
            points=D("28.00"),
            answer="更正",
            now=life.now,
        )
    assert differences(life.lot) == []
    conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
