"""Interest for lateness: counted once when the lateness ends, ordered by one person, released by another."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.audit.queries import history_of
from marketplace.core.refusals import Refused
from organizations.states import PostRole
from payments import actions
from payments.models import Deposit, InterestClaim, PaymentOrder
from payments.queries.duties import duties_of
from payments.queries.interest import ground_of
from payments.queries.ledger import all_faults, found_balances
from payments.queries.orders import paid_for
from payments.tasks import propose_late_interest
from tests.client import sign_in
from tests.factories.organizations import DepartmentFactory, UserFactory, official
from tests.factories.payments import (
    MOMENT,
    PaymentOrderFactory,
    answer_file,
    finance,
    payee_member,
)

from .test_deposits import proposed, returning
from .test_ledger import at_bank, ordered

pytestmark = pytest.mark.django_db
LATE = MOMENT.replace(month=4, day=13)  # twelve days after the due day of `ordered`


def paid_late(**changes):
    order, officer = at_bank(**changes)
    content = answer_file((order.reference, f"{order.amount:.2f}", "成功"), day="2026-04-13")
    facts = {"actor": officer, "payer": order.payer, "name": "a.csv", "content": content, "now": LATE}
    answer = actions.receive_bank_answer(**facts)
    actions.import_bank_answer(actor=officer, answer=answer, now=LATE)
    return InterestClaim.objects.filter(order=order).first(), order, officer


def test_a_late_payment_becomes_an_interest_order_released_by_a_second_person():
    claim, order, officer = paid_late()
    assert (claim.amount, claim.days, claim.state) == (Decimal("375.00"), 12, "proposed")
    assert [event.act for event in history_of(claim)] == ["interest.proposed"]
    assert "payments.interest" in [duty.code for duty in duties_of(officer, LATE)]
    done = actions.order_interest(actor=officer, claim=claim, now=LATE)
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.order_interest(actor=officer, claim=claim, now=LATE)
    with pytest.raises(Refused, match="same_person"):
        actions.release_payment(actor=officer, order=done.payment, now=LATE)
    second = finance(order.payer)
    actions.release_payment(actor=second, order=done.payment, now=LATE)
    assert found_balances()[done.payment.reference] == {
        "interest": Decimal("375.00"),
        "released": Decimal("-375.00"),
    }
    assert done.payment.subject_reference == f"{claim.reference}/{order.reference}"
    assert (all_faults(), paid_for("HT-2026-0001")) == ([], order.amount)
    actions.cancel_payment(actor=second, order=done.payment, reason="账户待核实", now=LATE)
    claim.refresh_from_db()
    assert (claim.state, claim.payment) == ("proposed", None)
    again = actions.order_interest(actor=second, claim=claim, now=LATE)
    assert (again.payment.ordered_by, all_faults()) == (second, [])


def test_interest_pays_no_interest_and_a_payment_in_time_owes_none():
    claim, _order, officer = paid_late()
    done = actions.order_interest(actor=officer, claim=claim, now=LATE)
    actions.release_payment(actor=finance(done.payer), order=done.payment, now=LATE)
    later = LATE + timedelta(days=90)
    actions.send_payments(actor=officer, payer=done.payer, orders=[done.payment], now=later)
    content = answer_file((done.payment.reference, "375.00", "成功"), day="2026-07-10")
    facts = {"actor": officer, "payer": done.payer, "name": "b.csv", "content": content, "now": later}
    actions.import_bank_answer(actor=officer, answer=actions.receive_bank_answer(**facts), now=later)
    done.payment.refresh_from_db()
    assert done.payment.state == "paid"
    assert paid_late(amount=Decimal("0.01"), subject_reference="HT-2026-0009/1")[0] is None
    assert InterestClaim.objects.count() == 1


def test_the_clock_finds_what_was_paid_late_before_and_writes_it_down_once(move_clock):
    move_clock(LATE)
    facts = {
        "state": "paid", "released_by": UserFactory(), "released_at": MOMENT, "settled_at": LATE,
        "paid_on": LATE.date(),
    }  # fmt: skip
    PaymentOrderFactory(**facts)
    PaymentOrderFactory(**facts | {"paid_on": date(2026, 4, 1)})
    PaymentOrderFactory(**facts, ordered_at=MOMENT.replace(year=2025))
    assert [propose_late_interest(), propose_late_interest()] == [1, 0]
    [claim] = InterestClaim.objects.all()
    assert (claim.amount, ground_of(claim).rate) == (Decimal("375.00"), "0.05%")


def test_a_deposit_given_back_late_is_paid_its_interest_by_an_order():
    row, late = proposed(returning()), MOMENT + timedelta(days=19)
    row = actions.return_deposit(actor=finance(row.holder), deposit=row, returned_on=late.date(), now=late)
    claim, officer = row.interest_claim, finance(row.holder)
    assert (ground_of(claim).rate, ground_of(claim).basis_days) == ("5.22%", 365)
    done = actions.order_interest(actor=officer, claim=claim, now=late)
    assert found_balances() == {
        done.payment.reference: {"interest": Decimal("46.34"), "payable": Decimal("-46.34")}
    }
    assert all_faults() == []


def test_interest_booked_with_a_return_before_it_had_its_order_stays_as_it_was():
    row, late = proposed(returning()), MOMENT + timedelta(days=19)
    actions.return_deposit(actor=finance(row.holder), deposit=row, returned_on=late.date(), now=late)
    InterestClaim.objects.all().delete()
    assert {fault.account for fault in all_faults()} == {"interest", "bank"}
    assert Deposit.objects.get().interest == Decimal("46.34")


def test_interest_that_is_not_owed_says_why():
    claim, order, officer = paid_late()
    for who in (official(PostRole.PROJECT_OFFICER, department=order.payer), finance(DepartmentFactory())):
        with pytest.raises(Refused, match="not_releaser"):
            actions.waive_interest(actor=who, claim=claim, reason="x", now=LATE)
    with pytest.raises(Refused, match="reason_missing"):
        actions.waive_interest(actor=officer, claim=claim, reason=" ", now=LATE)
    actions.waive_interest(actor=officer, claim=claim, reason="收款账户有误", now=LATE)
    assert [event.act for event in history_of(claim)][-1] == "interest.waived"
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.order_interest(actor=officer, claim=claim, now=LATE)
    with pytest.raises(DatabaseError), transaction.atomic():
        InterestClaim.objects.update(decided_by=None)


def test_the_pages_of_interest(client):
    claim, order, officer = paid_late()
    sign_in(client, officer)
    text = client.get("/work/interest/?state=proposed&q=LX").content.decode()
    assert claim.reference in text
    text = client.get(claim.path).content.decode()
    assert "¥62,500.00 × 0.05% × 12 = ¥375.00" in text
    assert "保障中小企业款项支付条例" in text
    assert claim.reference in client.get(order.path).content.decode()
    assert "375.00" in client.get(f"{claim.path}order/").content.decode()
    assert client.post(f"{claim.path}waive/", {"reason": ""}).status_code == 422
    answer = client.post(f"{claim.path}order/")
    made = PaymentOrder.objects.get(kind="interest")
    assert answer.url.endswith(f"/work/payments/{made.public_id}/")
    shown = client.get(answer.url).content.decode()
    assert claim.reference in shown
    assert "付款方时限" not in shown
    assert client.post(f"{claim.path}order/").status_code == 409
    sign_in(client, finance(DepartmentFactory()))
    assert client.get(claim.path).status_code == 404
    other, *_rest = paid_late(subject_reference="HT-2026-0002/1", payer=order.payer, payee=order.payee)
    sign_in(client, officer)
    assert client.post(f"{other.path}waive/", {"reason": "收款账户有误"}).status_code == 302
    sign_in(client, payee_member(order.payee))
    mine = client.get("/my/payments/").content.decode()
    assert "收款账户有误" in mine
    assert client.get(claim.path).status_code == 403


def test_a_contract_never_orders_more_than_it_is_worth():
    whole = Decimal("125000.00")
    first = ordered(within=whole)
    facts = {"payee": first.payee, "payer": first.payer, "within": whole}
    assert ordered(**facts) == first
    with pytest.raises(Refused, match="beyond_remainder") as refused:
        ordered(subject_reference="HT-2026-0001/2", amount=Decimal("62500.01"), **facts)
    assert refused.value.facts["difference"] == "0.01"
    assert ordered(subject_reference="HT-2026-0001/2", **facts).amount == Decimal("62500.00")
    with pytest.raises(Refused, match="beyond_remainder"):
        ordered(subject_reference="HT-2026-0001/3", amount=Decimal("0.01"), **facts)


@pytest.mark.parametrize("change", ["kind = 'interest'", "fee = 1"])
def test_kind_and_fee_never_change(change):
    claim, order, _officer = paid_late()
    with (
        pytest.raises(DatabaseError, match="never change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE payments_paymentorder SET {change} WHERE id = {order.pk}")
    assert claim is not None
