"""Amendments: two officials, before the deadline, later only, told to everybody; bids must follow a material one."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bidding.actions.amendments import drop_amendment, propose_amendment, publish_amendment
from bidding.actions.containers import reconfirm_bid
from bidding.models import Tender
from bidding.permissions import may_drop_amendment, may_propose_amendment, may_publish_amendment
from bidding.queries.amendments import binding_digests
from marketplace.audit.queries import history_of
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def propose(life):
    life.published()

    def proposed(content=None, **more):
        return propose_amendment(
            actor=life.desk.officer,
            tender=life.tender,
            content=content or {},
            reason="更正",
            now=life.now,
            **more,
        )

    return proposed


@pytest.fixture
def publish(life):
    def published(amendment, actor=None):
        done = publish_amendment(actor=actor or life.desk.approver, amendment=amendment, now=life.now)
        life.tender = Tender.objects.get(pk=life.tender.pk)
        return done

    return published


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value.status


def test_a_minor_change_leaves_bids_and_deadline_as_they_are(life, propose, publish):
    deadline, first = life.tender.bid_deadline, life.tender.document_digest
    amendment = publish(propose({"contact_phone": "0562-7654321", "contact": life.tender.contact}))
    assert (amendment.is_material, amendment.bid_deadline) == (False, None)
    assert [row["field"] for row in amendment.changes] == ["contact_phone"]
    assert life.tender.bid_deadline == deadline
    assert binding_digests(life.tender) == {first, life.tender.document_digest}
    assert life.tender.document.body["version"] == 2
    assert life.tender.document.body["amends"] == first


def test_a_material_change_moves_the_deadline_and_asks_bidders_to_confirm(life, propose, publish):
    life.seal()
    old = life.tender.bid_deadline
    life.move(old - timedelta(hours=5))
    writer = life.lot.bids.get().sealed_by
    amendment = publish(propose({"need": "每天看望一次", "ceiling": Decimal(100000)}))
    assert amendment.is_material
    assert life.tender.bid_deadline == amendment.bid_deadline > old
    assert life.lot.ceiling == Decimal(100000)
    assert binding_digests(life.tender) == {life.tender.document_digest}
    assert Notification.objects.filter(recipient=writer, kind="bidding.tender_confirm_again").exists()
    bid = reconfirm_bid(
        actor=writer, lot=life.lot, organization=life.lot.bids.get().organization, token="a" * 64
    ).bid
    assert bid.document_digest == life.tender.document_digest
    (event,) = history_of(life.tender).filter(act="tender.amended")
    assert event.after["document"] == life.tender.document_digest


def test_a_change_that_waited_long_moves_the_deadline_further(life, propose, publish):
    amendment = propose({"place": "全区"})
    assert amendment.bid_deadline is None
    life.move(life.tender.bid_deadline - timedelta(hours=1))
    old = life.tender.bid_deadline
    assert publish(amendment).bid_deadline == life.tender.bid_deadline > old


def test_criteria_and_days_change_and_must_still_be_lawful(life, propose, publish):
    from datetime import date

    rows = [{
        "code": "c1", "kind": "technical", "text": "服务方案", "points": Decimal(90), "is_objective": False,
        "bands": "有具体人员与时间安排得 90 分，缺一项扣 10 分",
    }]  # fmt: skip
    publish(propose({"ends_on": date(2026, 11, 30)}, criteria=rows))
    assert life.tender.ends_on == date(2026, 11, 30)
    assert [row.points for row in life.lot.criteria.all()] == [Decimal(90)]
    wrong = propose(criteria=[{**rows[0], "points": Decimal(80)}])
    assert refused("bidding.points_not_full", publish, wrong) == 422


def test_a_deadline_moves_later_only_and_with_time_to_read(life, propose):
    old = life.tender.bid_deadline
    assert refused("bidding.deadline_earlier", propose, bid_deadline=old - timedelta(seconds=1)) == 409
    assert refused("bidding.nothing_amended", propose, bid_deadline=old) == 422
    life.move(old - timedelta(hours=2))
    late = {"content": {"need": "x"}, "bid_deadline": old + timedelta(hours=1)}
    assert refused("bidding.amendment_deadline", propose, **late) == 422
    assert propose({"need": "x"}, bid_deadline=old + timedelta(days=9)).bid_deadline == old + timedelta(
        days=9
    )


def test_an_extension_alone_is_minor(life, propose, publish):
    later = life.tender.bid_deadline + timedelta(days=3)
    amendment = publish(propose(bid_deadline=later))
    assert (amendment.is_material, life.tender.bid_deadline) == (False, later)


# rules: DOC-05
def test_object_money_and_method_need_a_new_tender(life, propose):
    for name in ("title", "qualification", "budget", "method"):
        assert refused("bidding.not_amendable", propose, {name: "x"}) == 422
    assert refused("bidding.ceiling_above_budget", propose, {"ceiling": life.tender.budget + 1}) == 422
    assert propose({"ceiling": None, "need": "x"}).changes[0]["field"] == "need"


def test_nothing_changes_after_the_deadline(life, propose, publish):
    waiting = propose({"need": "x"})
    life.past_deadline()
    assert refused("bidding.too_late_to_amend", publish, waiting) == 409
    assert refused("bidding.too_late_to_amend", propose, {"need": "y"}) == 409


def test_two_people_decide_and_one_proposal_waits_at_a_time(life, propose, publish):
    amendment = propose({"need": "x"})
    assert str(amendment) == f"{life.tender.reference} +1"
    assert refused("bidding.amendment_waits", propose, {"need": "y"}) == 409
    assert refused("bidding.four_eyes", publish, amendment, life.desk.officer) == 403
    drop_amendment(actor=life.desk.officer, amendment=amendment, reason="写错了", now=life.now)
    with pytest.raises(Refused):
        publish(amendment)
    assert propose({"need": "y"}).number == 2


def test_who_may(life, propose):
    desk = life.desk
    assert may_propose_amendment(desk.officer, life.tender)
    assert not may_propose_amendment(desk.approver, life.tender)
    amendment = propose({"need": "x"})
    assert may_publish_amendment(desk.approver, amendment)
    assert not may_publish_amendment(desk.officer, amendment)
    assert may_drop_amendment(desk.officer, amendment)
    assert may_drop_amendment(desk.approver, amendment)
    assert not may_drop_amendment(desk.buyer, amendment)
    amendment.proposed_by = desk.approver
    assert may_publish_amendment(desk.approver, amendment).reason == "bidding.own_work"
    amendment.state = "dropped"
    assert may_publish_amendment(desk.second_approver, amendment).reason == "bidding.wrong_state"
    assert may_drop_amendment(desk.approver, amendment).reason == "bidding.wrong_state"


def test_an_acceptance_run_sets_seconds_in_place_of_days(life, settings, propose, publish):
    settings.MIN_TENDER_PERIOD_SECONDS = 0
    old = life.tender.bid_deadline
    life.move(old - timedelta(minutes=5))
    publish(propose({"need": "x"}))
    assert life.tender.bid_deadline == old
    publish(propose({"place": "y"}, bid_deadline=old + timedelta(seconds=30)))
    assert life.tender.bid_deadline == old + timedelta(seconds=30)
