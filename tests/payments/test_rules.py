"""Cells, answers and days of payment: vectors and properties."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.core.refusals import Refused
from payments.gateways import Account, GatewayStatus
from payments.gateways.bank_transfer import BankTransfer, Instruction, write_instructions
from payments.rules.answer_files import LIMIT, MOST_ROWS, read_answer
from payments.rules.answers import AnswerRow, Expected, Outcome, Result, match_answer
from payments.rules.cells import safe_cell
from payments.rules.lateness import days_late, due_day


@pytest.mark.parametrize(
    "cell",
    ["=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", " =1", "|cmd"],
)
def test_a_cell_that_looks_like_a_formula_becomes_text(cell):
    assert safe_cell(cell).startswith("'")


@pytest.mark.parametrize(
    ("cell", "shown"), [("暖阳中心", "暖阳中心"), ("a\x00b\u202ec", "abc"), ("一\n二", "一 二"), ("", "")]
)
def test_control_characters_leave_a_cell(cell, shown):
    assert safe_cell(cell) == shown


@given(st.text(max_size=60))
@example("\x1f=")
@example("\u3000=1+1")
def test_no_cell_starts_a_formula_or_breaks_the_line(cell):
    shown = safe_cell(cell)
    assert not shown.lstrip(" ").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert "\n" not in shown
    assert "\r" not in shown


# rules: PAY-02
def test_the_payers_clock_runs_thirty_days_and_the_due_day_is_in_time():
    due = due_day(date(2026, 3, 16), 30)
    assert due == date(2026, 4, 15)
    assert days_late(due, date(2026, 4, 15), date(2026, 5, 1)) == 0
    assert days_late(due, date(2026, 4, 16), date(2026, 5, 1)) == 1
    assert days_late(due, None, date(2026, 4, 30)) == 15


def instruction(**changes):
    values = {
        "reference": "FK-2026-0001",
        "payee": Account("=暖阳", "6222000000000001", "示例银行"),
        "amount": Decimal("62500.5"),
        "purpose": "HT-2026-0001 1",
        "due_on": date(2026, 4, 15),
    }
    return Instruction(**(values | changes))


def test_the_instruction_file_is_plain_text_with_two_decimals():
    content = write_instructions([instruction()])
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("指令号,收款人,收款账号")
    assert lines[1] == (
        "FK-2026-0001,'=暖阳,6222000000000001,示例银行,62500.50,CNY,HT-2026-0001 1,2026-04-15"
    )


HEAD = "指令号,金额,结果,支付日期,银行流水号,说明\n"


def test_an_answer_is_read_in_both_encodings_and_languages():
    chinese = (HEAD + 'FK-2026-0001,"62,500.50",成功,2026-04-01,B1,\n').encode("gb18030")
    english = b"reference,amount,result\nFK-2026-0001,62500.5,paid\n"
    assert read_answer(chinese)[0].amount == read_answer(english)[0].amount == Decimal("62500.50")
    assert read_answer(chinese)[0].paid_on == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "payments.answer_empty"),
        (HEAD.encode(), "payments.answer_empty"),
        (b"a,b,c\n1,2,3\n", "payments.answer_heading"),
        ((HEAD + "FK-1,100,maybe,,,\n").encode(), "payments.answer_result"),
        (b"\x00\x01\x02", "payments.answer_unreadable"),
        (b"\xff\xff\xff", "payments.answer_unreadable"),
        (b"x" * (LIMIT + 1), "payments.answer_large"),
        ((HEAD + "FK-1,1,成功,,,\n" * (MOST_ROWS + 1)).encode(), "payments.answer_large"),
        *(
            ((HEAD + f"FK-1,{amount},成功,,,\n").encode(), "payments.answer_amount")
            for amount in ("-1", "0", "0.001", "12.345", "1e3", "NaN", "1_000", "9" * 15, "10万", "٣")
        ),
        *(
            ((HEAD + f"FK-1,1,成功,{day},,\n").encode(), "payments.answer_day")
            for day in ("2026-02-30", "tomorrow", "0001-01-01", "9999-12-31")
        ),
    ],
)
def test_a_bad_answer_is_refused_with_its_reason(body, code):
    with pytest.raises(Refused) as refused:
        read_answer(body)
    assert refused.value.code == code


def row(amount="100.00", result=Result.PAID, number=2, reference="FK-1"):
    return AnswerRow(number, reference, Decimal(amount), result)


def outcomes(rows, state="sent", amount="100.00"):
    return [m.outcome for m in match_answer(rows, {"FK-1": Expected(Decimal(amount), state)})]


def test_a_difference_of_one_fen_is_named():
    match = match_answer([row("100.01")], {"FK-1": Expected(Decimal("100.00"), "sent")})[0]
    assert (match.outcome, match.difference) == (Outcome.DIFFERENT_AMOUNT, Decimal("0.01"))


@pytest.mark.parametrize(
    ("state", "result", "outcome"),
    [
        ("sent", Result.PAID, Outcome.PAID),
        ("sent", Result.FAILED, Outcome.FAILED),
        ("paid", Result.PAID, Outcome.REPEATED),
        ("paid", Result.FAILED, Outcome.CONTRADICTION),
        ("failed", Result.PAID, Outcome.CONTRADICTION),
        ("ordered", Result.PAID, Outcome.NOT_SENT),
        ("cancelled", Result.PAID, Outcome.NOT_SENT),
    ],
)
def test_what_a_line_does_depends_on_the_order(state, result, outcome):
    assert outcomes([row(result=result)], state) == [outcome]


def test_a_line_repeated_in_the_file_acts_once():
    assert outcomes([row(), row(number=3)]) == [Outcome.PAID, Outcome.REPEATED]
    assert outcomes([row(), row(number=3, result=Result.FAILED)]) == [Outcome.PAID, Outcome.CONTRADICTION]
    assert outcomes([row(reference="FK-9")]) == [Outcome.UNKNOWN_ORDER]


@given(st.lists(st.tuples(st.sampled_from(["100.00", "99.99"]), st.sampled_from(list(Result))), max_size=6))
def test_no_order_is_settled_twice_by_one_file(lines):
    rows = [row(amount, result, number) for number, (amount, result) in enumerate(lines, start=2)]
    effective = [o for o in outcomes(rows) if o in {Outcome.PAID, Outcome.FAILED}]
    assert len(effective) <= 1


def test_the_bank_gateway_waits_for_the_answer_file():
    bank = BankTransfer()
    payee = Account("暖阳", "6222", "示例银行")
    sent = bank.create_disbursement(payee=payee, amount=Decimal(1), reference="FK-1", purpose="x")
    assert sent.status == GatewayStatus.PENDING
    assert bank.fetch_status(number="FK-1") == GatewayStatus.PENDING
    assert bank.refund(number="FK-1", amount=Decimal(1), reference="R").status == GatewayStatus.PENDING
    deposit = bank.create_collection(purpose="d", payer=payee, amount=Decimal(1), reference="D")
    assert deposit.instructions["amount"] == "1.00"
    assert bank.parse_webhook(b"reference,amount,result\nFK-1,1,paid\n", {})[0].reference == "FK-1"
    with pytest.raises(Refused, match="account_missing"):
        bank.create_disbursement(payee=Account("暖阳"), amount=Decimal(1), reference="FK-1", purpose="x")
