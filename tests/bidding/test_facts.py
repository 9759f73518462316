"""What the buyer finds in the papers of a bid: proofs, consortium, subcontract, deduction; who took the document."""

from datetime import date
from decimal import Decimal

import pytest

from bidding.actions.evaluation import qualify_bid
from bidding.actions.papers import edit_terms
from bidding.actions.tenders import publish_tender, submit_tender
from bidding.models import BidFacts
from bidding.permissions import eligibility
from bidding.queries.bids import opened_bids
from bidding.queries.facts import deduction_of
from bidding.rules.contents import few_takers
from bidding.rules.eligibility import Passport, check_bidder
from bidding.rules.facts import PROOFS, Allowed, Papers, check_papers, share_of
from bidding.rules.profiles import profile_on

from .test_actions_tenders import refused

D = Decimal
DAY = date(2026, 3, 2)
OPEN = Allowed(consortium=True, subcontract=True, small=D(10), consortium_deduction=D(4))
CLOSED = Allowed(consortium=False, subcontract=False, small=None, consortium_deduction=None)


# rules: BID-03, BID-06, BID-07, DOC-12, EVA-14, EVA-16, EVA-17
@pytest.mark.parametrize(
    ("allowed", "papers", "rules"),
    [
        (OPEN, {}, []),
        (CLOSED, {"proofs": PROOFS[:3]}, ["BID-03"]),
        (CLOSED, {"partners": ["甲"], "has_agreement": True}, ["DOC-12"]),
        (OPEN, {"partners": ["甲"]}, ["BID-06"]),
        (OPEN, {"partners": ["甲"], "has_agreement": True, "bid_alone": ["甲"], "unfit": ["乙"]}, ["BID-06", "BID-06"]),
        (CLOSED, {"subcontracted": "保洁"}, ["BID-07"]),
        (OPEN, {"subcontracted": "保洁"}, []),
        (OPEN, {"deduction": "small"}, ["EVA-17"]),
        (OPEN, {"deduction": "small", "is_social": False}, []),
        (OPEN, {"deduction": "welfare"}, []),
        (CLOSED, {"deduction": "prison"}, ["EVA-14"]),
        (OPEN, {"deduction": "consortium"}, ["EVA-16"]),
        (OPEN, {"deduction": "consortium", "partners": ["甲"], "has_agreement": True, "small_share": D("29.99")}, ["EVA-16"]),
        (OPEN, {"deduction": "consortium", "partners": ["甲"], "has_agreement": True, "small_share": D(30)}, []),
    ],
)  # fmt: skip
def test_papers_are_judged(allowed, papers, rules):
    given = Papers(**{"proofs": PROOFS, **papers})
    assert [row.rule for row in check_papers(given, allowed, DAY)] == rules


def test_one_deduction_only():
    assert [share_of(ground, OPEN) for ground in ("", "small", "welfare", "consortium")] == [
        0, D("0.1"), D("0.1"), D("0.04"),
    ]  # fmt: skip


# rules: BID-09
@pytest.mark.parametrize(("day", "count"), [(date(2026, 10, 31), 1), (date(2026, 11, 2), 0)])
def test_a_ban_blocks_only_until_it_ends(day, count):
    passport = Passport(True, False, True, banned_until=date(2026, 10, 31))
    found = check_bidder(passport, profile_on("below_limit", "consultation", DAY), day)
    assert [row.rule for row in found] == ["BID-09"] * count


# rules: BID-05
def test_who_specified_the_purchase_may_not_bid(life, desk):
    _person, organization = life.bidder()
    tender = life.draft()
    edit_terms(actor=desk.officer, tender=tender, content={"specifiers": organization.uscc}, now=life.now)
    assert [row.rule for row in eligibility(organization, tender, life.now)] == ["BID-05"]
    assert eligibility(life.bidder()[1], tender, life.now) == []


# rules: BID-06, EVA-14
def test_the_buyer_notes_the_papers_with_the_qualification(life, desk, enter):
    tender = life.draft()
    edit_terms(actor=desk.officer, tender=tender, content={"small_deduction": D(10)}, now=life.now)
    life.tender = publish_tender(
        actor=desk.approver,
        tender=submit_tender(actor=desk.officer, tender=tender, now=life.now),
        now=life.now,
    )
    partner = life.bidder()
    for price, person in (("118000", life.bidder()), ("119000", partner), ("120000", life.bidder())):
        life.seal(price, person=person)
    life.past_deadline()
    life.open()
    bid = opened_bids(life.lot).exclude(organization=partner[1]).first()
    client = enter(desk.officer)
    path = f"/work/tenders/{tender.public_id}/bids/{bid.public_id}/"
    given = {
        "is_qualified": "yes",
        "reason": "",
        "proofs": list(PROOFS),
        "subcontracted": "",
        "deduction": "welfare",
    }
    assert client.post(path, {**given, "proofs": ["taxes"]}).status_code == 422
    double = client.post(path, {**given, "partners": partner[1].uscc, "has_agreement": "on"})
    assert (double.status_code, partner[1].name in double.text) == (422, True)
    assert client.post(path, {**given, "partners": "不是代码"}).status_code == 422
    assert client.post(path, given).status_code == 302
    assert BidFacts.objects.get().deduction == "welfare"
    assert deduction_of(bid) == "0.1"
    with refused("reason_missing"):
        qualify_bid(actor=desk.officer, bid=bid, is_qualified=False, reason="", now=life.now)


# rules: DOC-03
@pytest.mark.parametrize(
    ("today", "takers", "few"),
    [(date(2026, 3, 9), 2, False), (date(2026, 3, 10), 2, True), (date(2026, 3, 10), 3, False)],
)
def test_fewer_than_three_takers_after_the_period_are_pointed_out(today, takers, few):
    assert few_takers(date(2026, 3, 9), today=today, takers=takers, notice_day=DAY) is few
