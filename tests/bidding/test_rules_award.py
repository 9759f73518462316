"""Clocks, openness and follow-ups of an award, by rule."""

from datetime import date

import pytest
from django.urls import reverse

from bidding.actions.awards import propose_award
from bidding.actions.evaluation import conclude_evaluation, review_low_price
from bidding.models import Bid, Seat
from bidding.rules.awards import decision_due
from marketplace.workdays.queries import shipped_calendar

CALENDAR = shipped_calendar()


@pytest.mark.parametrize(
    ("evaluated", "due"),
    [(date(2026, 9, 21), date(2026, 9, 29)), (date(2026, 9, 29), date(2026, 10, 12))],
)
# rules: AWD-01
def test_awd_01_the_buyer_decides_within_five_working_days(evaluated, due):
    assert decision_due(evaluated, CALENDAR) == due


@pytest.mark.django_db
# rules: AWD-05
def test_awd_05_a_loser_reads_its_own_score_and_no_other(life, enter):
    award = life.awarded("118000.00", "120000.00", "122000.00")
    loser = Bid.objects.exclude(pk=award.bid_id).select_related("organization").first()
    page = enter(loser.sealed_by).get(reverse("bidding:tender_result", args=[life.tender.public_id]))
    assert [one["bid"].pk for one in page.context["own"]] == [loser.pk]
    others = Bid.objects.exclude(pk__in=[loser.pk, award.bid_id])
    assert not any(bid.receipt_number in page.content.decode() for bid in others)


@pytest.mark.django_db
# rules: LOW-08
def test_low_08_a_winner_with_an_explained_low_price_is_watched(life, desk):
    from datetime import timedelta

    life.evaluating(
        "118000.00", "120000.00", "40000.00", "119000.00",
        track="statutory", procedure="open", bid_deadline=life.now + timedelta(days=30),
        official_address="https://www.ccgp.gov.cn/x",
    )  # fmt: skip
    life.score_all()
    low = Bid.objects.get(opened__price="40000.00")
    chair = Seat.objects.get(is_chair=True).member
    review_low_price(actor=chair, bid=low, is_explained=True, reason="志愿者为主", now=life.now)
    conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    award = propose_award(actor=desk.officer, lot=life.lot, reason="综合得分第一", now=life.now)
    assert (award.bid_id, award.needs_closer_watch) == (low.pk, True)
