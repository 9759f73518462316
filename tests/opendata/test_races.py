"""Requests at the same moment, on real connections: one effect, one answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from bidding.models import Bid, Tender
from bidding.states import BidState
from tests.opendata.program import fresh_key

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def together(act, count=AT_ONCE):
    gate = Barrier(count)

    def run(number):
        try:
            gate.wait(timeout=60)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_a_double_click_on_sealing_gives_one_bid_and_one_answer(purchase):
    purchase.published()
    bidder, key = purchase.bidder(), fresh_key()
    body = purchase.prepared(bidder)
    answers = together(lambda _n: bidder.program.call("post", f"{purchase.path}/seal", body, key=key))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Bid.objects.count() == 1


def test_seals_under_several_keys_leave_one_current_bid(purchase):
    purchase.published()
    bidder = purchase.bidder()
    bodies = [purchase.prepared(bidder) for _ in range(3)]
    answers = together(
        lambda n: bidder.program.call("post", f"{purchase.path}/seal", bodies[n], key=fresh_key()), 3
    )
    assert {answer.status_code for answer in answers} == {201}
    assert Bid.objects.filter(state=BidState.SEALED).count() == 1
    assert Bid.objects.count() == 3


def test_a_tender_that_is_begun_twice_is_begun_once(purchase):
    key, body = fresh_key(), {"project": purchase.life.project.public_id}
    program = purchase.officer
    answers = together(lambda _n: program.call("post", "/tenders", body, key=key))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Tender.objects.count() == 1
    others = together(lambda _n: program.call("post", "/tenders", body), 3)
    assert {answer.status_code for answer in others} <= {403, 409}
