"""Talks, changes of the need, leaving, final quotes sealed and opened together, ranking from the final quotes."""
# rules: NEG-01 NEG-02 NEG-03 NEG-04 EVA-13

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bidding.actions import negotiations as talks
from bidding.actions.evaluation import conclude_evaluation, declare_conflicts, save_scores
from bidding.actions.quotes import hand_in_quote, open_final_quotes
from bidding.models import Bid, BidEvaluation, FinalQuote, Negotiation, QuoteShare, Seat, Tender
from bidding.permissions.negotiations import (
    may_confirm_need_change,
    may_go_on_with_two,
    may_hand_in_quote,
    may_leave_negotiation,
    may_open_final_quotes,
)
from bidding.queries.bids import opened_bids, qualified_bids
from bidding.queries.duties import duties_of
from bidding.rules.scoring import evaluate
from bidding.states import NegotiationState, TenderState
from marketplace.audit.queries import history_of
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from organizations.models import User
from tests.factories.bidding import PASSPHRASE

pytestmark = pytest.mark.django_db
STATUTORY = {
    "track": "statutory", "official_address": "https://www.ccgp.gov.cn/example/1", "price_points": Decimal(10),
}  # fmt: skip


def refused(act, code):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == f"bidding.{code}"
    return caught.value


@pytest.fixture
def stage(life):
    return Stage(life)


class Stage:
    def __init__(self, life):
        self.life = life

    def begun(self, *prices, **content):
        deadline = self.life.now + timedelta(days=14)
        content = {**STATUTORY, "procedure": "consultation", "bid_deadline": deadline, **content}
        self.life.evaluating(*prices, **content)
        for seat in Seat.objects.filter(lot=self.life.lot):
            declare_conflicts(
                actor=seat.member, seat=seat, has_conflict=False, statement="", now=self.life.now
            )
        self.chair = Seat.objects.get(lot=self.life.lot, is_chair=True)
        self.bids = list(qualified_bids(self.life.lot))
        return self

    @property
    def row(self):
        return Negotiation.objects.get(lot=self.life.lot)

    def writer(self, bid):
        return User.objects.get(memberships__organization=bid.organization)

    def heard(self):
        for bid in qualified_bids(self.life.lot):
            talks.keep_talk(actor=self.chair.member, bid=bid, text="谈了频次", now=self.life.now)
        return self

    def ask(self, minutes=60):
        return talks.ask_final_quotes(
            actor=self.chair.member, seat=self.chair, request="每周三次", minutes=minutes, now=self.life.now
        )

    def quote(self, bid, price, response="按新需求响应"):
        bid = Bid.objects.select_related("lot__tender", "organization").get(pk=bid.pk)
        return hand_in_quote(
            actor=self.writer(bid), bid=bid, price=Decimal(price), response=response, now=self.life.now
        )

    def over(self):
        self.life.move(self.row.quote_by + timedelta(seconds=1))
        return self

    def open(self, *officers):
        for officer in officers or self.life.desk.openers[:2]:
            open_final_quotes(actor=officer, lot=self.life.lot, passphrase=PASSPHRASE, now=self.life.now)
        return self

    def quoted(self, *prices, **content):
        self.begun(**content).heard().ask()
        for bid, price in zip(self.bids, prices, strict=True):
            self.quote(bid, price)
        return self.over().open()


def test_final_quotes_are_sealed_until_two_officers_open_them_and_decide_the_price(stage):
    stage.begun()
    seat = stage.chair
    refused(stage.ask, "talks_missing")
    refused(
        lambda: save_scores(
            actor=seat.member, seat=seat, bid=stage.bids[0], points={}, comment="", now=stage.life.now
        ),
        "quotes_not_open",
    )
    stage.heard().ask()
    refused(stage.heard, "talks_over")
    refused(lambda: stage.quote(stage.bids[0], "125000.01"), "price_above_ceiling")
    quote = stage.quote(stage.bids[0], "117000")
    refused(lambda: stage.quote(stage.bids[0], "1"), "quoted_already")
    assert b"117000" not in bytes(quote.content) + str(quote.manifest).encode()
    assert quote.price is None
    assert QuoteShare.objects.filter(quote=quote).count() == 3
    assert history_of(quote).filter(act="final_quote.handed_in").get().after["digest"] == quote.digest
    refused(stage.open, "quotes_early")
    for bid, price in zip(stage.bids[1:], ("110000", "119000"), strict=True):
        stage.quote(bid, price)
    stage.over()
    refused(lambda: stage.quote(stage.bids[1], "1"), "quote_late")
    one = stage.life.desk.openers[0]
    stage.open(one)
    refused(lambda: stage.open(one), "same_officer")
    assert stage.row.state == NegotiationState.QUOTING
    stage.open(stage.life.desk.openers[2])
    assert stage.row.state == NegotiationState.QUOTED
    assert sorted(FinalQuote.objects.values_list("price", flat=True)) == [110000, 117000, 119000]
    assert not QuoteShare.objects.filter(opened__isnull=False).exists()
    for member in Seat.objects.filter(lot=stage.life.lot):
        score(stage, member)
    conclude_evaluation(actor=stage.life.desk.officer, lot=stage.life.lot, now=stage.life.now)
    kept = BidEvaluation.objects.get()
    assert sorted(row["bid_price"] for row in kept.input["bids"]) == ["110000.00", "117000.00", "119000.00"]
    assert evaluate(kept.input) == kept.result
    assert kept.result["bids"][0]["evaluated_price"] == "110000.00"


def score(stage, seat):
    from bidding.actions.evaluation import lock_scores, scored_criteria

    for bid in qualified_bids(stage.life.lot):
        points = {row.pk: row.points / 2 for row in scored_criteria(stage.life.lot)}
        save_scores(actor=seat.member, seat=seat, bid=bid, points=points, comment="", now=stage.life.now)
    lock_scores(actor=seat.member, seat=seat, now=stage.life.now)


def test_a_change_goes_to_all_once_the_buyer_confirms_it(stage):
    stage.begun().heard()
    change = talks.propose_need_change(
        actor=stage.chair.member, lot=stage.life.lot, text="改为每周三次", now=stage.life.now
    )
    refused(stage.ask, "change_open")
    assert not Notification.objects.filter(kind="bidding.need_changed").exists()
    refused(
        lambda: talks.confirm_need_change(actor=stage.chair.member, change=change, now=stage.life.now),
        "four_eyes",
    )
    buyer = stage.life.desk.buyer
    assert may_confirm_need_change(buyer, change)
    assert not may_confirm_need_change(stage.chair.member, change)
    assert "bidding.need_change" in {duty.code for duty in duties_of(buyer, stage.life.now)}
    talks.confirm_need_change(actor=buyer, change=change, now=stage.life.now)
    assert Notification.objects.filter(kind="bidding.need_changed").count() == 3
    second = talks.propose_need_change(
        actor=stage.chair.member, lot=stage.life.lot, text="x", now=stage.life.now
    )
    talks.drop_need_change(actor=buyer, change=second, reason="超出预算", now=stage.life.now)
    second.refresh_from_db()
    assert may_confirm_need_change(buyer, second).reason == "bidding.wrong_state"
    assert stage.ask().state == NegotiationState.QUOTING


def test_a_supplier_leaves_before_its_quote_and_the_buyer_chooses_to_go_on_with_two(stage):
    stage.begun().heard()
    gone, *rest = stage.bids
    writer, officer = stage.writer(gone), stage.life.desk.officer
    gone = Bid.objects.get(pk=gone.pk)
    assert may_leave_negotiation(writer, gone)
    talks.leave_negotiation(actor=writer, bid=gone, reason="人手不足", now=stage.life.now)
    gone = Bid.objects.get(pk=gone.pk)
    assert may_hand_in_quote(writer, gone).reason == "bidding.has_left"
    refused(
        lambda: talks.keep_talk(actor=stage.chair.member, bid=gone, text="x", now=stage.life.now), "has_left"
    )
    refused(stage.ask, "two_left")
    assert may_go_on_with_two(officer, stage.life.tender)
    assert not may_go_on_with_two(stage.chair.member, stage.life.tender)
    talks.go_on_with_two(actor=officer, lot=stage.life.lot, reason="需求紧迫", now=stage.life.now)
    stage.ask()
    for bid in rest:
        stage.quote(bid, "115000")
    refused(
        lambda: talks.leave_negotiation(
            actor=stage.writer(rest[0]), bid=Bid.objects.get(pk=rest[0].pk), reason="x", now=stage.life.now
        ),
        "quote_binds",
    )
    stage.over().open()
    assert qualified_bids(stage.life.lot).count() == 2


def test_too_few_quotes_end_the_purchase_and_nothing_is_opened(stage):
    stage.begun().heard().ask()
    stage.quote(stage.bids[0], "117000")
    stage.over().open(stage.life.desk.openers[0])
    tender = Tender.objects.get(pk=stage.life.tender.pk)
    assert (tender.state, tender.end_reason) == (TenderState.FAILED, "failed_few_quotes")
    assert FinalQuote.objects.get().price is None
    refused(lambda: talks.locked_negotiation(stage.life.lot), "not_under_evaluation")


def test_quotes_that_nobody_can_open_are_destroyed_and_asked_for_again(stage):
    stage.begun().heard().ask()
    renew = lambda: talks.renew_final_quotes(  # noqa: E731
        actor=stage.chair.member, lot=stage.life.lot, reason="两把钥匙遗失", now=stage.life.now
    )
    for bid in stage.bids:
        stage.quote(bid, "117000")
    refused(renew, "quotes_run")
    renew_state = stage.over().open(stage.life.desk.openers[0]).row.state
    assert renew_state == NegotiationState.QUOTING
    refused(renew, "quotes_opening")
    QuoteShare.objects.update(opened=None)
    renew()
    assert not FinalQuote.objects.exists()
    assert stage.ask().turn == 2


def test_a_changed_quote_is_found_out_and_no_longer_ranked(stage):
    stage.begun().heard().ask()
    first = stage.quote(stage.bids[0], "117000")
    for bid in stage.bids[1:]:
        stage.quote(bid, "118000")
    FinalQuote.objects.filter(pk=first.pk).update(content=b"changed")
    stage.over().open()
    first.refresh_from_db()
    assert (first.price, first.fault) == (None, "payload_changed")
    assert qualified_bids(stage.life.lot).count() == 2
    refused(
        lambda: conclude_evaluation(actor=stage.life.desk.officer, lot=stage.life.lot, now=stage.life.now),
        "members_open",
    )


def test_in_a_negotiation_the_lowest_final_quote_wins(stage):
    stage.begun(
        procedure="negotiation", method="lowest_price", price_points=None, cause="negotiation_urgent",
        cause_note="汛期前必须完成",
    ).heard().ask()  # fmt: skip
    for bid, price in zip(stage.bids, ("121000", "116000", "119000"), strict=True):
        stage.quote(bid, price)
    stage.over().open()
    for seat in Seat.objects.filter(lot=stage.life.lot):
        score(stage, seat)
    conclude_evaluation(actor=stage.life.desk.officer, lot=stage.life.lot, now=stage.life.now)
    result = BidEvaluation.objects.get().result
    assert [row["evaluated_price"] for row in result["bids"]] == ["116000.00", "119000.00", "121000.00"]
    winner = Bid.objects.get(receipt_number=result["bids"][0]["bidder"])
    assert winner.pk == stage.bids[1].pk


def test_the_pages_lead_from_the_talks_to_the_opened_quotes(stage, enter, client):
    stage.begun()
    life, tender = stage.life, stage.life.tender
    chair, officer = enter(stage.chair.member), enter(life.desk.officer)
    talk = reverse("bidding:negotiation", args=[stage.chair.pk])
    assert chair.get(talk).status_code == 200
    for bid in stage.bids:
        address = reverse("bidding:talk_new", args=[stage.chair.pk, bid.public_id])
        assert chair.post(address, {"text": ""}).status_code == 422
        assert chair.post(address, {"text": "谈了频次"}).status_code == 302
    change = reverse("bidding:negotiation_act", args=[stage.chair.pk, "change"])
    assert chair.post(change, {"text": "每周三次"}).status_code == 302
    confirm = reverse("bidding:need_change", args=[tender.public_id, 1, "confirm"])
    assert chair.get(confirm).status_code == 403
    assert officer.get(reverse("bidding:tender_work", args=[tender.public_id])).status_code == 200
    assert officer.post(confirm).status_code == 302
    ask = reverse("bidding:negotiation_act", args=[stage.chair.pk, "ask"])
    bad = chair.post(ask, {"request": "现需求", "minutes": "5"})
    assert (bad.status_code, "现需求" in bad.content.decode()) == (422, True)
    assert chair.post(ask, {"request": "现需求", "minutes": "60"}).status_code == 302
    assert chair.get(reverse("bidding:negotiation_act", args=[stage.chair.pk, "other"])).status_code == 404
    own = reverse("bidding:own_negotiation", args=[tender.public_id])
    quote = reverse("bidding:quote_new", args=[tender.public_id])
    for bid in stage.bids:
        supplier = enter(stage.writer(bid))
        assert "每周三次" in supplier.get(own).content.decode()
        assert "bidding.final_quote" in {duty.code for duty in duties_of(stage.writer(bid), life.now)}
        data = {"price": "117,000", "repeated": "117000", "response": "三次", "is_final": "on"}
        assert supplier.post(quote, {**data, "repeated": "1170"}).status_code == 422
        assert supplier.post(quote, data).status_code == 302
        assert supplier.post(quote, data).status_code == 409
    assert enter(life.desk.buyer).get(own).status_code == 404
    opener = enter(life.desk.openers[0])
    opening = reverse("bidding:quotes_open", args=[tender.public_id])
    assert stage.bids[0].organization.name not in opener.get(opening).content.decode()
    assert client.get(reverse("bidding:opening_record", args=[tender.public_id])).status_code == 404
    stage.over()
    assert stage.bids[0].organization.name in opener.get(opening).content.decode()
    assert "bidding.open_quotes" in {duty.code for duty in duties_of(life.desk.openers[0], life.now)}
    assert opener.get(reverse("bidding:opening_list")).status_code == 200
    assert opener.post(opening, {"passphrase": "wrong"}).status_code == 422
    assert opener.post(opening, {"passphrase": PASSPHRASE}).status_code == 302
    assert not may_open_final_quotes(life.desk.officer, tender)
    assert enter(life.desk.openers[1]).post(opening, {"passphrase": PASSPHRASE}).status_code == 302
    assert "117,000" in chair.get(talk).content.decode()
    sheet = reverse("bidding:score_sheet", args=[stage.chair.pk, stage.bids[0].public_id])
    assert "三次" in chair.get(sheet).content.decode()
    assert chair.get(reverse("bidding:seat", args=[stage.chair.pk])).status_code == 200
    assert "117,000" in supplier.get(own).content.decode()
    assert opened_bids(life.lot).count() == 3
