"""Orders: ordered once, released by a second person, settled once by the bank's answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.audit.models import AuditEvent
from marketplace.audit.queries import history_of
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.outbox.models import OutboxEvent
from payments import actions
from payments.models import AnswerLine, BankAnswer, PaymentOrder
from payments.queries.duties import duties_of
from payments.queries.orders import (
    orders_for,
    paid_by_subject,
    paid_for,
    totals_of_payee,
    totals_of_payer,
)
from payments.states import OrderState
from tests.factories.organizations import DepartmentFactory, OrganizationFactory, UserFactory, official
from tests.factories.payments import (
    MOMENT,
    PayeeFactory,
    PaymentOrderFactory,
    answer_file,
    finance,
    payee_member,
    sent_order,
)

pytestmark = pytest.mark.django_db


def order(**changes):
    payee = changes.pop("payee", None) or PayeeFactory()
    values = {
        "actor": changes.pop("actor", None) or UserFactory(),
        "payee": payee,
        "payer": changes.pop("payer", None) or DepartmentFactory(code="bureau"),
        "amount": Decimal("62500.00"),
        "purpose": "首期",
        "subject_reference": "HT-2026-0001/1",
        "subject_path": "/contracts/x/",
        "due_on": date(2026, 4, 1),
        "now": MOMENT,
    }
    return actions.order_payment(**(values | changes))


def test_an_order_leaves_one_audit_row_and_tells_payer_and_payee(django_capture_on_commit_callbacks):
    payee = PayeeFactory()
    treasurer, officer = payee_member(payee), finance()
    made = order(payee=payee)
    assert made.reference.startswith("FK-2026-")
    assert [event.act for event in history_of(made)] == ["payment.ordered"]
    assert set(Notification.objects.values_list("recipient", "kind")) == {
        (treasurer.pk, "payments.ordered"),
        (officer.pk, "payments.to_release"),
    }


def test_the_same_subject_is_ordered_once():
    payee = PayeeFactory()
    first = order(payee=payee)
    assert order(payee=payee) == first
    assert AuditEvent.objects.filter(act="payment.ordered").count() == 1
    with pytest.raises(Refused, match="ordered_differently") as refused:
        order(payee=payee, amount=Decimal("62500.01"))
    assert refused.value.facts["difference"] == Decimal("0.01")
    assert refused.value.status == 409


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "1000000000000"])
def test_amounts_that_are_no_money_are_refused(amount):
    with pytest.raises(Refused, match=r"payments\.amount"):
        order(amount=Decimal(amount))


def test_the_person_who_ordered_cannot_release_even_in_the_database():
    officer = finance()
    made = order(actor=officer)
    with pytest.raises(Refused, match="same_person"):
        actions.release_payment(actor=officer, order=made, now=MOMENT)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentOrder.objects.filter(pk=made.pk).update(released_by=officer, released_at=MOMENT)


def test_release_freezes_the_account_that_the_releaser_saw():
    made, officer = order(), finance()
    with pytest.raises(Refused, match="account_changed"):
        actions.release_payment(actor=officer, order=made, now=MOMENT, account="another")
    released = actions.release_payment(actor=officer, order=made, now=MOMENT, account=made.payee.bank_account)
    assert released.payee_account == made.payee.bank_account
    assert [event.act for event in history_of(made)] == ["payment.ordered", "payment.released"]
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentOrder.objects.filter(pk=made.pk).update(payee_account="6222999")


def test_an_order_without_account_is_not_released():
    made = order(payee=OrganizationFactory())
    with pytest.raises(Refused, match="account_missing"):
        actions.release_payment(actor=finance(), order=made, now=MOMENT)


@pytest.mark.parametrize("who", [official, UserFactory, lambda: finance(DepartmentFactory())])
def test_only_money_people_of_the_payer_release_and_cancel(who):
    made, person = order(), who()
    with pytest.raises(Refused, match="not_releaser"):
        actions.release_payment(actor=person, order=made, now=MOMENT)
    with pytest.raises(Refused, match="not_releaser"):
        actions.cancel_payment(actor=person, order=made, reason="x", now=MOMENT)


@pytest.mark.parametrize(
    "change", [{"amount": "1.00"}, {"subject_reference": "x"}, {"due_on": date(2027, 1, 1)}]
)
def test_sum_and_subject_never_change(change):
    made = PaymentOrderFactory()
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        PaymentOrder.objects.filter(pk=made.pk).update(**change)


def test_orders_are_never_deleted():
    made = PaymentOrderFactory()
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        made.delete()


def test_a_cancelled_order_says_why_and_frees_its_subject():
    made, officer = order(), finance()
    with pytest.raises(Refused, match="reason_missing"):
        actions.cancel_payment(actor=officer, order=made, reason=" ", now=MOMENT)
    actions.cancel_payment(actor=officer, order=made, reason="金额有误", now=MOMENT)
    again = order(payee=made.payee, amount=Decimal("100.00"))
    assert again.pk != made.pk
    assert list(orders_for("HT-2026-0001")) == [again]


def test_the_file_takes_released_orders_once():
    first, second, officer = order(), order(subject_reference="HT-2026-0001/2"), finance()
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.send_payments(actor=officer, payer=first.payer, orders=[first], now=MOMENT)
    for made in (first, second):
        actions.release_payment(actor=officer, order=made, now=MOMENT)
    file = actions.send_payments(actor=officer, payer=first.payer, orders=[first, second], now=MOMENT)
    assert first.reference in file.file.read().decode("utf-8-sig")
    assert len(file.sha256) == 64
    assert [event.act for event in history_of(file)] == ["payment.sent"]
    with pytest.raises(Refused, match="not_in_this_state"):
        actions.send_payments(actor=officer, payer=first.payer, orders=[first], now=MOMENT)


def test_a_file_needs_orders_of_one_payer():
    made, officer = order(), finance()
    with pytest.raises(Refused, match="nothing_chosen"):
        actions.send_payments(actor=officer, payer=made.payer, orders=[], now=MOMENT)
    with pytest.raises(Refused, match="other_payer"):
        actions.send_payments(actor=officer, payer=DepartmentFactory(), orders=[made], now=MOMENT)


def take(officer, payer, content, name="answer.csv"):
    answer = actions.receive_bank_answer(actor=officer, payer=payer, name=name, content=content, now=MOMENT)
    return actions.import_bank_answer(actor=officer, answer=answer, now=MOMENT.replace(day=4))


def test_the_answer_settles_the_order_and_says_so_once(django_capture_on_commit_callbacks):
    made, officer = sent_order()
    treasurer = payee_member(made.payee)
    content = answer_file((made.reference, "62500.00", "成功"))
    answers = [take(officer, made.payer, content) for _ in range(2)]
    assert answers[0] == answers[1]
    made.refresh_from_db()
    assert (made.state, made.paid_on) == (OrderState.PAID, date(2026, 3, 3))
    assert OutboxEvent.objects.filter(name="payments.PaymentSettled").count() == 1
    assert AuditEvent.objects.filter(act="bank_answer.imported").count() == 1
    assert treasurer.notifications.filter(kind="payments.paid").count() == 1
    assert paid_for(made.subject_reference[:12]) == paid_for([made.subject_reference]) == made.amount
    assert paid_by_subject([made.subject_reference]) == {made.subject_reference: made.amount}
    assert totals_of_payee(made.payee)["paid"] == totals_of_payer(made.payer)["paid"] == made.amount


def test_the_same_line_in_another_file_changes_nothing():
    made, officer = sent_order()
    take(officer, made.payer, answer_file((made.reference, "62500.00", "成功")))
    take(officer, made.payer, answer_file((made.reference, "62500.00", "成功"), day="2026-03-02"))
    made.refresh_from_db()
    assert made.paid_on == date(2026, 3, 3)
    assert OutboxEvent.objects.count() == 1
    assert set(AnswerLine.objects.values_list("outcome", flat=True)) == {"paid", "repeated"}


def test_one_fen_too_little_settles_nothing_and_is_kept_by_name():
    made, officer = sent_order()
    take(officer, made.payer, answer_file((made.reference, "62499.99", "成功")))
    made.refresh_from_db()
    line = AnswerLine.objects.get()
    assert made.state == OrderState.SENT
    assert (line.outcome, line.difference) == ("different_amount", Decimal("-0.01"))


def test_an_order_of_another_department_is_unknown_to_the_answer():
    made, _ = sent_order()
    other = DepartmentFactory()
    take(finance(other), other, answer_file((made.reference, "62500.00", "成功")))
    made.refresh_from_db()
    assert made.state == OrderState.SENT
    assert AnswerLine.objects.get().outcome == "unknown_order"


def test_a_day_in_the_future_is_refused():
    made, officer = sent_order()
    with pytest.raises(Refused, match="answer_day"):
        take(officer, made.payer, answer_file((made.reference, "62500.00", "成功"), day="2026-03-05"))
    assert not BankAnswer.objects.get().imported_at


def test_what_the_bank_refused_is_put_right_and_released_again():
    made, officer = sent_order()
    take(officer, made.payer, answer_file((made.reference, "62500.00", "失败")))
    made.refresh_from_db()
    assert made.state == OrderState.FAILED
    assert [duty.code for duty in duties_of(officer, MOMENT)] == ["payments.failed"]
    again = actions.order_again(actor=officer, order=made, reason="账号已更正", now=MOMENT)
    assert (again.state, again.released_by) == (OrderState.ORDERED, None)
    with pytest.raises(Refused, match="same_person"):
        actions.release_payment(actor=officer, order=again, now=MOMENT)
    actions.release_payment(actor=finance(made.payer), order=again, now=MOMENT)


def test_duties_show_what_waits_but_never_ones_own_order():
    officer, other = finance(), finance()
    made = order(actor=officer)
    assert duties_of(officer, MOMENT) == []
    (duty,) = duties_of(other, MOMENT)
    assert (duty.code, duty.reference, duty.due_at.isoformat()) == (
        "payments.release",
        made.reference,
        "2026-04-02T00:00:00+08:00",
    )
    assert duties_of(payee_member(made.payee), MOMENT) == []


def run_together(act, times=4):
    def once(_):
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(once, range(times)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_parallel_orders_of_one_subject_make_one_order():
    payee, payer, actor = PayeeFactory(), DepartmentFactory(), UserFactory()
    made = run_together(lambda: order(payee=payee, payer=payer, actor=actor))
    assert len({row.pk for row in made}) == PaymentOrder.objects.count() == 1
    assert AuditEvent.objects.filter(act="payment.ordered").count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_parallel_imports_of_one_answer_settle_once():
    made, officer = sent_order()
    content = answer_file((made.reference, "62500.00", "成功"))
    run_together(lambda: take(officer, made.payer, content))
    assert OutboxEvent.objects.filter(name="payments.PaymentSettled").count() == 1
    assert AnswerLine.objects.count() == 1
