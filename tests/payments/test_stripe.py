"""Money through Stripe: asked for once, believed when confirmed, whatever the notices do on their way."""

import hashlib
import hmac
import os
import random
import time
from datetime import timedelta
from decimal import Decimal

import pytest
import stripe
from django.test import Client

from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from payments import actions
from payments.actions import provider as acts
from payments.actions.notices import sweep_provider
from payments.gateways import stripe as gateway
from payments.models import LedgerEntry, ProviderAccount, ProviderEvent, ProviderMovement
from payments.queries.ledger import all_faults
from payments.rules.currencies import minor_units
from payments.tasks import watch_provider
from tests.client import sign_in
from tests.factories.organizations import UserFactory
from tests.factories.payments import MOMENT, PayeeFactory, finance, payee_member

from .provider import SECRET, Provider, notice
from .test_deposits import deposit, giver, proposed, returning
from .test_ledger import ordered

LATER = MOMENT + timedelta(minutes=10)
PATH = "/payments/notices/stripe/"


@pytest.fixture
def far(settings, monkeypatch, db, move_clock):
    """The provider in memory, with keys set."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", SECRET
    there = Provider()
    monkeypatch.setattr(gateway, "http_client", lambda: there)
    move_clock(MOMENT)
    return there


def tell(kind, subject, **more):
    body, header = notice(kind, subject, **more)
    return Client().post(PATH, body, content_type="application/json", headers={"Stripe-Signature": header})


def checkout(row=None):
    row = row or deposit()
    acts.start_checkout(actor=giver(row), deposit=row, back="http://x/", now=MOMENT)
    return row, ProviderMovement.objects.get(deposit=row, kind="collect", state="started")


def paid(far, **facts):
    row, movement = checkout(deposit(**facts))
    far.pay(movement.number)
    acts.settle_movement(movement=movement, now=MOMENT)
    row.refresh_from_db()
    return row


def released(amount="62500.00", account="acct_good123", **facts):
    order = ordered(amount=Decimal(amount), **facts)
    officer = finance(order.payer)
    actions.release_payment(actor=officer, order=order, now=MOMENT)
    if account:
        person = payee_member(order.payee)
        ProviderAccount.objects.create(
            organization=order.payee, number=account, confirmed_at=MOMENT, set_by=person
        )
    return order, officer


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [("1.00", "cny", 100), ("500", "jpy", 500), ("1.234", "kwd", 1234), ("0.01", "hkd", 1)],
)
def test_minor_units(amount, currency, expected):
    assert minor_units(Decimal(amount), currency) == expected


@pytest.mark.parametrize(("amount", "currency"), [("1.005", "cny"), ("1.50", "jpy")])
def test_what_a_currency_cannot_express_is_refused(amount, currency):
    with pytest.raises(ValueError, match="cannot be expressed"):
        minor_units(Decimal(amount), currency)


def test_live_keys_are_refused_here():
    with pytest.raises(ValueError, match="live key"):
        gateway.check_key("sk_live_x", may_be_live=False)
    assert gateway.check_key("sk_live_x", may_be_live=True) is None
    assert isinstance(gateway.http_client(), stripe.RequestsClient)


@pytest.mark.django_db
def test_without_keys_everything_says_so(client):
    row = deposit()
    sign_in(client, giver(row))
    assert "通过 Stripe 支付" not in client.get(row.member_path).content.decode()
    assert client.post(f"{row.member_path}pay/").status_code == 302
    with pytest.raises(Refused, match="provider_off"):
        acts.start_checkout(actor=giver(row), deposit=row, back="x", now=MOMENT)
    assert client.post(PATH, b"{}", content_type="application/json").status_code == 503
    order = ordered()
    sign_in(client, payee_member(order.payee))
    assert "未配置支付机构" in client.get("/my/payments/account/").content.decode()
    sign_in(client, finance(order.payer))
    assert "未配置支付机构" in client.get(f"/work/payments/{order.public_id}/pay-out/").content.decode()
    assert watch_provider() == 0


BAD = [
    ({"secret": "whsec_other"}, 400),
    ({"ago": 400}, 400),
    ({"ago": -400}, 400),
    ({"number": 7}, 400),
    ({"filling": "x" * 1024 * 1024}, 413),
]


@pytest.mark.parametrize(("facts", "status"), BAD, ids=["other secret", "old", "future", "no id", "large"])
def test_notices_that_are_not_the_provider_s_are_refused(far, facts, status):
    moment = {"at": time.time() - facts["ago"]} if "ago" in facts else {}
    kept = {name: value for name, value in facts.items() if name != "ago"}
    assert tell("transfer.created", "tr_1", **moment, **kept).status_code == status
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize(
    "header", ["", "t=1", "t=x,v1=a", "v1=a", "t=1,t=2,v1=a", f"t={'9' * 40},v1=a", "t=1,v1=é"]
)
def test_strange_signatures_are_refused(far, header):
    with pytest.raises(Refused, match=r"payments\.notice"):
        gateway.read_notice(b"{}", header)


def test_the_interface_for_programs_takes_the_same_notices(far, settings):
    def post(body, header):
        return Client().post(
            "/api/v1/webhook", body, content_type="application/json", headers={"Stripe-Signature": header}
        )

    body, header = notice("transfer.created", "tr_1")
    assert [post(body, header).json() for _ in range(2)] == [{"received": True}] * 2
    assert ProviderEvent.objects.count() == 1
    early = notice("transfer.created", "tr_2", at=time.time() + 400)
    for wrong, status in (
        ((body + b" ", header), 400),
        (early, 400),
        ((b" " * (gateway.LIMIT + 1), header), 413),
    ):
        answer = post(*wrong)
        assert (answer.status_code, answer["content-type"]) == (status, "application/problem+json")
    settings.STRIPE_SECRET_KEY = ""
    assert post(body, header).status_code == 503
    assert ProviderEvent.objects.count() == 1


def test_a_changed_body_and_one_that_is_no_object_are_refused(far):
    body, header = notice("transfer.created", "tr_1")
    with pytest.raises(Refused, match=r"payments\.notice"):
        gateway.read_notice(body + b" ", header)
    moment = int(time.time())
    for strange in (b"[]", b"{", b'{"id": "evt_1", "data": []}'):
        right = hmac.new(SECRET.encode(), f"{moment}.".encode() + strange, hashlib.sha256).hexdigest()
        with pytest.raises(Refused, match=r"payments\.notice"):
            gateway.read_notice(strange, f"t={moment},v1={right}")


def test_a_deposit_is_paid_by_checkout_through_the_page(far, client):
    row = deposit()
    sign_in(client, giver(row))
    assert "通过 Stripe 支付" in client.get(row.member_path).content.decode()
    first, second = (client.post(f"{row.member_path}pay/") for _ in range(2))
    assert first.url == second.url == "https://checkout.example/cs_1"
    assert far.writes == ["/v1/checkout/sessions"]
    far.pay("cs_1")
    assert tell("checkout.session.completed", "cs_1").status_code == 200
    assert watch_provider() >= 1
    row.refresh_from_db()
    assert (row.state, row.way, row.document) == ("received", "card", "pi_cs_1")
    with pytest.raises(Refused, match="not_in_this_state"):
        acts.start_checkout(actor=giver(row), deposit=row, back="x", now=MOMENT)
    assert LedgerEntry.objects.count() == 0


def test_a_storm_of_shuffled_and_repeated_notices_has_one_effect(far):
    order, officer = released()
    row, movement = checkout()
    far.pay(movement.number)
    acts.pay_out(actor=officer, order=order, now=MOMENT)
    notices = [("checkout.session.completed", movement.number, f"evt_{n % 5}") for n in range(15)]
    notices += [("transfer.created", "tr_2", f"evt_t{n % 3}") for n in range(9)]
    notices += [("customer.created", "cus_1", "evt_c"), ("refund.updated", "re_none", "evt_r")]
    random.Random(4).shuffle(notices)
    assert {tell(kind, subject, number=number).status_code for kind, subject, number in notices} == {200}
    assert ProviderEvent.objects.count() == 10
    for _ in range(2):
        sweep_provider(now=LATER)
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.state, order.state) == ("received", "paid")
    assert AuditEvent.objects.filter(act="provider.confirmed").count() == 2
    assert ProviderEvent.objects.get(number="evt_c").outcome == "ignored"
    assert ProviderEvent.objects.get(number="evt_r").handled_at is None
    sweep_provider(now=MOMENT + timedelta(days=8))
    assert ProviderEvent.objects.get(number="evt_r").outcome == "unknown"
    assert all_faults() == []


@pytest.mark.parametrize("change", [{"amount_total": 2699999}, {"currency": "usd"}])
def test_another_sum_or_currency_credits_nothing(far, change):
    row, movement = checkout()
    far.pay(movement.number, **change)
    for _ in range(2):
        acts.settle_movement(movement=movement, now=LATER)
    row.refresh_from_db()
    movement.refresh_from_db()
    assert (row.state, movement.state, movement.reason) == ("due", "started", "differs")
    assert AuditEvent.objects.filter(act="provider.differs").count() == 1


def test_a_notice_alone_is_not_believed(far):
    row, movement = checkout()
    tell("checkout.session.completed", movement.number, payment_status="paid")
    sweep_provider(now=LATER)
    row.refresh_from_db()
    assert row.state == "due"


def test_a_page_that_expired_is_followed_by_another(far):
    row, movement = checkout()
    far.objects[movement.number]["status"] = "expired"
    assert acts.settle_movement(movement=movement, now=LATER).state == "failed"
    _row, again = checkout(row)
    assert (again.key != movement.key, again.number) == (True, "cs_2")
    late = deposit(payer=PayeeFactory())
    with pytest.raises(Refused, match="deposit_late"):
        acts.start_checkout(actor=giver(late), deposit=late, back="x", now=late.due_at)


def test_a_payout_reaches_the_account_once_through_the_page(far, client):
    order, officer = released()
    sign_in(client, officer)
    path = f"/work/payments/{order.public_id}/"
    assert "通过 Stripe 付款" in client.get(path).content.decode()
    assert "acct_good123" in client.get(f"{path}pay-out/").content.decode()
    assert client.post(f"{path}pay-out/").status_code == 302
    assert client.post(f"{path}pay-out/").status_code == 409
    order.refresh_from_db()
    assert (order.state, order.bank_number, far.writes) == ("paid", "tr_1", ["/v1/transfers"])
    assert "tr_1" in client.get(path).content.decode()
    assert all_faults() == []


def test_a_lost_answer_is_asked_for_again_with_the_same_key(far):
    order, officer = released()
    far.deaf = True
    with pytest.raises(Refused, match="provider_silent"):
        acts.pay_out(actor=officer, order=order, now=MOMENT)
    far.deaf, far.silent = False, True
    sweep_provider(now=LATER)
    far.silent = False
    sweep_provider(now=LATER)
    order.refresh_from_db()
    assert (order.state, far.writes, all_faults()) == ("paid", ["/v1/transfers"], [])


def test_a_refused_payout_fails_with_the_reason(far):
    order, officer = released()
    far.refusal = "Insufficient funds"
    with pytest.raises(Refused, match="provider_declined"):
        acts.pay_out(actor=officer, order=order, now=MOMENT)
    order.refresh_from_db()
    assert (order.state, order.reason, all_faults()) == ("failed", "Insufficient funds", [])
    other, second = released(account="", subject_reference="HT-2026-0009/1")
    with pytest.raises(Refused, match="provider_account"):
        acts.pay_out(actor=second, order=other, now=MOMENT)
    with pytest.raises(Refused, match="not_finance"):
        acts.pay_out(actor=UserFactory(), order=other, now=MOMENT)


def test_a_reversed_transfer_and_a_dispute_are_told_once(far):
    order, officer = released()
    moved = acts.pay_out(actor=officer, order=order, now=MOMENT)
    far.objects[moved.number]["reversed"] = True
    row = paid(far)
    intent = row.movements.get().intent
    far.objects["dp_1"] = {"id": "dp_1", "object": "dispute", "payment_intent": intent}
    far.objects["dp_2"] = {"id": "dp_2", "object": "dispute", "payment_intent": "pi_else"}
    for number, (kind, subject) in enumerate(
        [("transfer.reversed", moved.number), ("charge.dispute.created", "dp_1"), ("charge.dispute.updated", "dp_1"),
         ("charge.dispute.created", "dp_2"), ("charge.dispute.created", "dp_none")]
    ):  # fmt: skip
        tell(kind, subject, number=f"evt_{number}")
    sweep_provider(now=LATER)
    assert set(ProviderMovement.objects.values_list("state", flat=True)) == {"disputed"}
    assert AuditEvent.objects.filter(act="provider.disputed").count() == 2
    assert sorted(ProviderEvent.objects.values_list("outcome", flat=True)) == [
        "",
        "disputed",
        "disputed",
        "disputed",
        "unknown",
    ]


def test_a_card_deposit_goes_back_by_refund_after_two_people(far, client):
    row = paid(far)
    actions.disclose_deposits(subject_reference=row.subject_reference, now=MOMENT)
    first, second = finance(row.holder), finance(row.holder)
    with pytest.raises(Refused, match="deposit_known"):
        actions.miss_deposit(actor=first, deposit=row, reason="x", now=MOMENT)
    actions.receive_deposit(actor=first, deposit=row, now=MOMENT)
    actions.start_returns(actor=None, subject_reference=row.subject_reference, ground="lost", now=MOMENT)
    actions.propose_settlement(actor=first, deposit=row, outcome="return", reason="", now=MOMENT)
    with pytest.raises(Refused, match="deposit_by_card"):
        actions.return_deposit(actor=second, deposit=row, returned_on=MOMENT.date(), now=MOMENT)
    with pytest.raises(Refused, match="deposit_same_person"):
        acts.refund_deposit(actor=first, deposit=row, now=MOMENT)
    sign_in(client, second)
    assert f"{row.path}refund/" in client.get(row.path).content.decode()
    assert client.get(f"{row.path}refund/").status_code == 200
    assert client.post(f"{row.path}refund/").status_code == 302
    row.refresh_from_db()
    assert (row.state, far.writes[-1]) == ("returning", "/v1/refunds")
    refund = row.movements.get(kind="refund")
    far.objects[refund.number]["status"] = "succeeded"
    tell("refund.updated", refund.number)
    sweep_provider(now=LATER)
    row.refresh_from_db()
    assert (row.state, row.settled_by_id, all_faults()) == ("returned", second.pk, [])


def test_a_deposit_that_came_by_bank_is_not_refunded_by_card(far):
    row = proposed(returning())
    with pytest.raises(Refused, match="deposit_by_bank"):
        acts.refund_deposit(actor=finance(row.holder), deposit=row, now=MOMENT)


def test_money_for_a_deposit_that_is_not_due_any_more_goes_back(far):
    row, movement = checkout()
    actions.start_returns(actor=None, subject_reference=row.subject_reference, ground="ended", now=MOMENT)
    far.pay(movement.number)
    acts.settle_movement(movement=movement, now=MOMENT)
    for _ in range(2):
        sweep_provider(now=LATER)
    refund = row.movements.get(kind="refund")
    far.objects[refund.number]["status"] = "succeeded"
    acts.settle_movement(movement=refund, now=LATER)
    row.refresh_from_db()
    assert (row.state, far.writes.count("/v1/refunds"), all_faults()) == ("dropped", 1, [])


def test_an_account_is_kept_when_the_provider_confirms_it(far, client):
    payee = PayeeFactory()
    sign_in(client, payee_member(payee))
    typed = {"organization": payee.public_id, "number": "acct_shut123"}
    assert client.post("/my/payments/account/", typed).status_code == 422
    assert client.post("/my/payments/account/", typed | {"number": "acct_unknown1"}).status_code == 409
    assert client.post("/my/payments/account/", typed | {"number": "x"}).status_code == 422
    assert client.post("/my/payments/account/", typed | {"number": "acct_good123"}).status_code == 302
    assert "acct_good123" in client.get("/my/payments/account/").content.decode()
    with pytest.raises(Refused, match="not_payee"):
        acts.keep_account(actor=UserFactory(), organization=payee, number="acct_good123", now=MOMENT)


@pytest.mark.services
@pytest.mark.django_db
def test_requests_have_the_shape_that_the_provider_knows(settings, socket_enabled):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API = "sk_test_123", os.environ["STRIPE_MOCK_URL"]
    there = gateway.Stripe()
    told = there.collect(
        amount=Decimal(27000), purpose="保证金", reference="BZ", key="k1", back="https://x.example/"
    )
    assert told.number
    assert there.refund(intent="pi_1", amount=Decimal(1), key="k2").number
    assert there.disburse(account="acct_1", amount=Decimal(1), reference="FK", group="HT", key="k3").number
    assert there.fetch("collect", told.number).number
    assert isinstance(there.can_be_paid("acct_1"), bool)
