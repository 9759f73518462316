"""The ledger: balanced by the database, written by the acts, read by those whom it concerns, proven by a command."""

import importlib
import io
import random
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from organizations.states import PostRole
from payments import actions
from payments.actions.ledger import post_moves
from payments.models import LedgerEntry, PaymentOrder
from payments.phrases import BOOKS, ENTRIES
from payments.queries.ledger import all_faults, balances, found_balances, unbalanced_entries
from payments.rules.lateness import late_interest, late_return_fee
from payments.rules.ledger import PATHS, STANDS_ON, Book, Move, lines_of, order_balance, order_moves
from payments.states import ORDER, OrderState
from tests.client import sign_in
from tests.factories.organizations import DepartmentFactory, UserFactory, official
from tests.factories.payments import (
    MOMENT,
    PayeeFactory,
    PaymentOrderFactory,
    answer_file,
    finance,
    payee_member,
)

SUM = Decimal("62500.00")
MORE = (
    "INSERT INTO payments_ledgerline (entry_id, account, debit, credit)"
    " SELECT id, 'bank', 1, 0 FROM payments_ledgerentry"
)
past = importlib.import_module("payments.migrations.0005_past_entries")


def ordered(**changes) -> PaymentOrder:
    payee = changes.pop("payee", None) or PayeeFactory()
    payer = changes.pop("payer", None) or DepartmentFactory(code="bureau")
    values = {
        "purpose": "首期",
        "subject_reference": "HT-2026-0001/1",
        "due_on": date(2026, 4, 1),
        "amount": SUM,
    }
    values |= {"subject_path": "/contracts/x/", "now": MOMENT, "actor": UserFactory()} | changes
    return actions.order_payment(payee=payee, payer=payer, **values)


def at_bank(**changes):
    order, officer = ordered(**changes), finance()
    actions.release_payment(actor=officer, order=order, now=MOMENT)
    actions.send_payments(actor=officer, payer=order.payer, orders=[order], now=MOMENT)
    return order, officer


def answered(order, officer, result="成功"):
    content = answer_file((order.reference, f"{order.amount:.2f}", result), day="2026-03-02")
    answer = actions.receive_bank_answer(
        actor=officer, payer=order.payer, name="a.csv", content=content, now=MOMENT
    )
    return actions.import_bank_answer(actor=officer, answer=answer, now=MOMENT)


@pytest.mark.parametrize(
    ("amount", "days", "expected"),
    [("2833380", 15, "21250.35"), ("62500", 0, "0.00"), ("0.01", 30, "0.00"), ("100", 1, "0.05")],
)
def test_interest_on_a_late_payment(amount, days, expected):
    """PAY-03; the clock beside it shows PAY-04."""
    assert late_interest(Decimal(amount), days, Decimal("0.0005")) == Decimal(expected)


@pytest.mark.parametrize(("basis", "expected"), [(365, "46.34"), (360, "46.98")])
def test_what_a_late_return_costs(basis, expected):
    """BOND-06."""
    fee = late_return_fee(Decimal(27000), 12, rate=Decimal("0.0435"), surcharge=Decimal("0.2"), basis=basis)
    assert fee == Decimal(expected)


def test_every_state_of_an_order_has_its_place_in_the_ledger():
    assert set(STANDS_ON) == set(OrderState.values) - {OrderState.CANCELLED}
    assert set(PATHS) == set(OrderState.values)
    assert set(ENTRIES) >= set(OrderState.values)
    assert set(BOOKS) == {book.value for book in Book}
    assert order_moves(OrderState.FAILED, OrderState.ORDERED, SUM) == []


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**32))
def test_ten_thousand_random_steps_stay_balanced(seed):
    dice, total, orders = random.Random(seed), dict.fromkeys(Book, Decimal(0)), {}
    for step in range(10_000):
        number = dice.randrange(300)
        state, amount, found = orders.get(number, ("", Decimal(dice.randrange(1, 10**9)) / 100, {}))
        targets = [row.target for row in ORDER.acts(state)] if state else [OrderState.ORDERED]
        if not targets:
            number, state, found = 300 + step, "", {}
            targets = [OrderState.ORDERED]
        target = dice.choice(targets)
        for line in lines_of(order_moves(state, target, amount)):
            total[line.account] += line.debit - line.credit
            found[line.account] = found.get(line.account, Decimal(0)) + line.debit - line.credit
        orders[number] = (target, amount, found)
    assert sum(total.values()) == 0
    for state, amount, found in orders.values():
        assert {account: value for account, value in found.items() if value} == order_balance(state, amount)


@pytest.mark.django_db
def test_the_acts_write_the_entries_of_an_order_that_failed_was_repeated_and_paid():
    order, officer = at_bank()
    answered(order, officer, "失败")
    actions.order_again(actor=officer, order=order, reason="账号有误", now=MOMENT)
    second = finance()
    actions.release_payment(actor=second, order=order, now=MOMENT)
    actions.cancel_payment(actor=second, order=order, reason="重复", now=MOMENT)
    kinds = LedgerEntry.objects.filter(reference=order.reference).values_list("kind", "number")
    assert list(kinds.order_by("number")) == [
        ("ordered", 1), ("released", 2), ("sent", 3), ("failed", 4), ("released", 5), ("cancelled", 6),
    ]  # fmt: skip
    assert found_balances() == {}
    assert all_faults() == []
    assert unbalanced_entries() == []


@pytest.mark.django_db
def test_a_paid_order_moves_its_cost_to_public_money_and_repeats_nothing():
    order, officer = at_bank()
    answered(order, officer)
    answered(order, officer)
    assert found_balances() == {order.reference: {"expense": SUM, "bank": -SUM}}
    assert all_faults() == []
    entries = LedgerEntry.objects.filter(contract="HT-2026-0001")
    shown = {
        row.account: (row.opening, row.debit, row.credit, row.closing) for row in balances(entries, None)
    }
    assert shown["payable"] == (0, SUM, SUM, 0)
    assert balances(entries, date(2026, 3, 3))[0].opening == -SUM
    out = io.StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue().startswith("4 entries, all balanced")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_ledgerline SET debit = debit",
        "DELETE FROM payments_ledgerline",
        "UPDATE payments_ledgerentry SET memo = ''",
        "DELETE FROM payments_ledgerentry",
        f"{MORE}; SET CONSTRAINTS ALL IMMEDIATE",
        "TRUNCATE payments_ledgerentry CASCADE",
    ],
)
def test_the_database_refuses_every_change_of_an_entry(statement):
    ordered()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        with pytest.raises(DatabaseError, match=r"append-only|does not balance"), transaction.atomic():
            cursor.execute(statement)


@transaction.atomic
def _without_lines(order):
    LedgerEntry.objects.create(
        department=order.payer,
        organization=order.payee,
        kind="paid",
        reference="X",
        number=1,
        total=1,
        at=MOMENT,
    )
    connection.check_constraints()


@pytest.mark.django_db
def test_an_entry_without_its_lines_is_refused():
    order = ordered()
    with pytest.raises(DatabaseError, match="does not balance"):
        _without_lines(order)
    assert post_moves(
        department=order.payer, organization=order.payee, kind="paid", reference="X", contract="",
        memo="", moves=[], actor=None, now=MOMENT,
    ) is None  # fmt: skip


@pytest.mark.django_db
def test_the_command_names_what_differs_by_one_fen():
    order = ordered()
    post_moves(
        department=order.payer, organization=order.payee, kind="paid", reference="FK-2026-9999", contract="",
        memo="", moves=[Move(Book.EXPENSE, Book.BANK, Decimal("7.00"))], actor=None, now=MOMENT,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payments_ledgerline DISABLE TRIGGER USER")
        cursor.execute("UPDATE payments_ledgerline SET debit = debit + 0.01 WHERE debit > 100")
    with pytest.raises(CommandError) as refused:
        call_command("verify_ledger")
    text = str(refused.value)
    assert f"{order.reference}/1: total 62,500.00, debit 62,500.01, credit 62,500.00" in text
    assert f"{order.reference} expense: 62,500.01 instead of 62,500.00, differs by +0.01" in text
    assert "FK-2026-9999 bank: -7.00 instead of 0.00" in text
    assert text.endswith("4 differences")


@pytest.mark.django_db
def test_orders_older_than_the_ledger_get_their_entries_once():
    for state in OrderState.values:
        second = (
            {"released_by": UserFactory(), "released_at": MOMENT}
            if state in {"released", "sent", "paid"}
            else {}
        )
        paid = {"paid_on": MOMENT.date(), "settled_at": MOMENT} if state == "paid" else {}
        PaymentOrderFactory(state=state, **second, **paid)
    assert len(all_faults()) == 10
    past.post_past(apps, None)
    past.post_past(apps, None)
    assert (all_faults(), unbalanced_entries()) == ([], [])


@pytest.mark.django_db
def test_who_reads_which_statement(client):
    order = ordered(purpose="=HYPERLINK(1)")
    other = ordered(payer=DepartmentFactory(), payee=PayeeFactory(), subject_reference="HT-2026-0002/1")
    for who, path, sees, misses in (
        (finance(), "/work/payments/ledger/", order, other),
        (payee_member(order.payee), "/my/payments/statement/", order, other),
        (payee_member(other.payee), "/my/payments/statement/?contract=ht-2026-0002", other, order),
        (official(PostRole.AUDITOR), f"/work/payments/ledger/?organization={other.payee.name}", other, order),
    ):
        sign_in(client, who)
        text = client.get(path).content.decode()
        assert f"{sees.reference}/1" in text
        assert f"{misses.reference}/1" not in text
        assert "62,500.00" in text
    sign_in(client, UserFactory())
    assert client.get("/work/payments/ledger/").status_code == 403
    assert client.get("/my/payments/statement/csv/").status_code == 403


@pytest.mark.django_db
def test_statements_leave_as_files_that_run_no_formula(client, monkeypatch):
    ordered(purpose="=HYPERLINK(1)")
    sign_in(client, finance())
    table = b"".join(client.get("/work/payments/ledger/csv/").streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table
    assert table.count("62500.00") == 2
    book = load_workbook(io.BytesIO(b"".join(client.get("/work/payments/ledger/xlsx/").streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][6] == "'=HYPERLINK(1)"
    assert (rows[1][8], rows[2][9]) == (62500, 62500)
    assert client.get("/work/payments/ledger/doc/").status_code == 404
    assert client.get("/work/payments/ledger/?start=2026-03-05&end=2026-03-01").status_code == 422
    assert client.get("/work/payments/ledger/csv/?start=2026-13-01").status_code == 302
    monkeypatch.setattr("payments.views.ledger.can_print", lambda: False)
    text = client.get("/work/payments/ledger/pdf/", follow=True).content.decode()
    assert "缺少 PDF 排版组件" in text


@pytest.mark.django_db
def test_a_statement_is_printed_where_the_package_is_there(client, monkeypatch):
    order = ordered()
    sign_in(client, payee_member(order.payee))
    monkeypatch.setattr("payments.views.ledger.can_print", lambda: True)
    monkeypatch.setattr("payments.views.ledger.pdf_of", lambda html, **_: html.encode())
    answer = client.get(f"/my/payments/statement/pdf/?department={order.payer.pk}&start=2026-03-01")
    assert answer["Content-Type"] == "application/pdf"
    assert f"{order.reference}/1" in answer.content.decode()
    monkeypatch.setattr("payments.views.ledger.MOST_PRINTED", 0)
    assert "缩短查询期间" in client.get("/my/payments/statement/pdf/", follow=True).content.decode()


@pytest.mark.django_db
def test_the_order_shows_the_payer_s_clock_and_what_lateness_costs(client, move_clock):
    order = ordered(amount=Decimal(2833380))
    cancelled, early = (
        PaymentOrderFactory(state="cancelled"),
        PaymentOrderFactory(ordered_at=MOMENT.replace(year=2025)),
    )
    sign_in(client, finance())
    move_clock(MOMENT.replace(month=4, day=16))
    text = client.get(f"/work/payments/{order.public_id}/").content.decode()
    assert "21,250.35" in text
    assert "保障中小企业款项支付条例" in text
    assert "0.05%" in text
    for old in (cancelled, early):
        assert "付款方时限" not in client.get(f"/work/payments/{old.public_id}/").content.decode()
