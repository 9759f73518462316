"""The bid deposit of a tender: within 2 %, told to bidders, secret until the opening, back after award or withdrawal."""

from decimal import Decimal

import pytest

from bidding.actions.bids import withdraw_bid
from bidding.actions.deposits import ask_for_deposit
from bidding.actions.ending import cancel_tender
from bidding.actions.tenders import edit_tender
from bidding.rules.criteria import Money, check_document
from bidding.rules.profiles import profile_on
from marketplace.core.refusals import Refused
from payments.actions import declare_deposit
from payments.models import Deposit
from payments.queries.deposits import deposits_visible_to
from tests.client import sign_in

SUM = Decimal("2000.00")


def given(life, person):
    writer, organization = person
    row = ask_for_deposit(actor=writer, lot=life.lot, organization=organization, now=life.now)
    return declare_deposit(
        actor=writer,
        deposit=row,
        way="transfer",
        account="6222",
        document="1",
        given_on=life.now.date(),
        now=life.now,
    )


def states():
    return dict(Deposit.objects.values_list("payer_id", "state"))


@pytest.mark.parametrize(("deposit", "found"), [("2400.00", []), ("2400.01", ["BOND-01"])])
def test_a_document_asks_for_two_percent_at_most(deposit, found, now):
    profile = profile_on("below_limit", "consultation", now.date())
    rules = [
        finding.rule
        for finding in check_document(
            profile, day=now.date(), method="comprehensive", price_points=None, factors=[], qualification="",
            money=Money(Decimal(120000), None, Decimal(deposit)),
        )
    ]  # fmt: skip
    assert [rule for rule in rules if rule.startswith("BOND")] == found


def test_a_draft_above_two_percent_is_refused_with_the_article(life):
    tender = life.draft()
    most = tender.budget * Decimal("0.02")
    with pytest.raises(Refused, match="deposit_above") as refused:
        edit_tender(
            actor=life.desk.officer, tender=tender, content={"deposit": most + Decimal("0.01")}, now=life.now
        )
    assert (refused.value.field, refused.value.citation.article) == ("deposit", "art. 33")
    edited = edit_tender(actor=life.desk.officer, tender=tender, content={"deposit": most}, now=life.now)
    assert edited.deposit == most


def test_the_page_tells_bidders_what_is_due_and_nobody_else_who_gave_it(life, client):
    life.published(deposit=SUM)
    writer, organization = person = life.bidder()
    path = f"/tenders/{life.tender.public_id}/"
    assert "投标保证金" in client.get(path).content.decode()
    sign_in(client, writer)
    assert "获取交纳方式" in client.get(path).content.decode()
    answer = client.post(f"{path}deposit/", {"organization": organization.public_id})
    row = Deposit.objects.get()
    assert (answer.url, row.amount, row.due_at) == (row.member_path, SUM, life.tender.bid_deadline)
    assert client.post(f"{path}deposit/", {"organization": "x"}).status_code == 404
    given(life, person)
    assert "已登记待核对" in client.get(path).content.decode()
    assert "已登记待核对" in client.get(f"{path}bid/").content.decode()
    sign_in(client, life.desk.buyer)
    assert row.reference not in client.get(f"/work/tenders/{life.tender.public_id}/").content.decode()
    assert not deposits_visible_to(life.desk.buyer).exists()


def test_a_tender_without_deposit_opens_none(life):
    life.published()
    writer, organization = life.bidder()
    with pytest.raises(Refused, match="no_deposit"):
        ask_for_deposit(actor=writer, lot=life.lot, organization=organization, now=life.now)


def test_deposits_follow_withdrawal_opening_and_award(life, client):
    life.published(deposit=SUM)
    people = [life.bidder() for _ in range(4)]
    for person in people:
        given(life, person)
        life.seal(f"{118000 + people.index(person)}.00", person=person)
    writer, organization = people[3]
    withdraw_bid(actor=writer, lot=life.lot, organization=organization)
    assert states()[organization.pk] == "returning"
    assert not deposits_visible_to(life.desk.buyer).exists()
    life.past_deadline()
    life.open()
    assert deposits_visible_to(life.desk.buyer).count() == 4
    bid = life.lot.bids.filter(state="opened").first()
    sign_in(client, life.desk.officer)
    text = client.get(f"/work/tenders/{life.tender.public_id}/bids/{bid.public_id}/").content.decode()
    assert ("2,000.00" in text, "已登记待核对" in text) == (True, True)


def test_losers_get_their_deposits_back_after_the_award(life, monkeypatch):
    award = life.proposed(deposit=SUM)
    from bidding.actions.awards import confirm_award
    from payments.actions import require_deposit

    for bid in life.lot.bids.select_related("organization"):
        row = require_deposit(
            actor=None, kind="bid", holder=life.tender.buyer, payer=bid.organization, amount=SUM,
            basis=life.tender.budget, subject_reference=life.tender.reference, subject_path="", subject_title="",
            due_at=life.tender.bid_deadline, now=life.now,
        )  # fmt: skip
        Deposit.objects.filter(pk=row.pk).update(state="received")
    confirm_award(actor=life.desk.approver, award=award, now=life.now)
    assert states().pop(award.organization_id) == "received"
    assert sorted(states().values()) == ["received", "returning", "returning"]


def test_a_cancelled_tender_gives_every_deposit_back(life):
    life.published(deposit=SUM)
    given(life, life.bidder())
    writer, organization = life.bidder()
    ask_for_deposit(actor=writer, lot=life.lot, organization=organization, now=life.now)
    cancel_tender(actor=life.desk.officer, tender=life.tender, reason="任务取消", now=life.now)
    assert sorted(states().values()) == ["dropped", "returning"]
    assert deposits_visible_to(life.desk.buyer).count() == 2
