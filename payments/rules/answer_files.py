"""Read the bank's answer file: every line or a refusal that names the line."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

from marketplace.core.clock import is_believable
from marketplace.core.money import CEILING, FEN
from marketplace.core.refusals import Refused
from payments.rules.answers import AnswerRow, Result
from payments.rules.cells import safe_cell

LIMIT = 2 * 1024 * 1024
MOST_ROWS = 5000
ANSWER_HEADER = ("指令号", "金额", "结果", "支付日期", "银行流水号", "说明")
_NAMES = {
    "指令号": "reference", "reference": "reference", "金额": "amount", "amount": "amount",
    "结果": "result", "result": "result", "支付日期": "paid_on", "paid_on": "paid_on",
    "银行流水号": "bank_number", "bank_number": "bank_number", "说明": "note", "note": "note",
}  # fmt: skip
_RESULTS = {"成功": Result.PAID, "paid": Result.PAID, "失败": Result.FAILED, "failed": Result.FAILED}
_AMOUNT = re.compile(r"\d{1,14}(\.\d{1,2})?", re.ASCII)
_NEEDED = {"reference", "amount", "result"}


def read_answer(body: bytes) -> list[AnswerRow]:
    """Read an answer file (UTF-8 or GB18030, Chinese or English headings).

    Raises Refused `payments.answer_…` (422; 413 when too large) naming the line.
    """
    if len(body) > LIMIT:
        raise Refused("payments.answer_large", status=413)
    lines = list(csv.reader(io.StringIO(_text(body))))
    if not lines:
        raise Refused("payments.answer_empty")
    names = [_NAMES.get(cell.strip().lower()) for cell in lines[0]]
    if not set(names) >= _NEEDED:
        raise Refused("payments.answer_heading", needed="、".join(ANSWER_HEADER))
    rows = [
        _row(number, dict(zip(names, cells, strict=False)))
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise Refused("payments.answer_empty")
    if len(rows) > MOST_ROWS:
        raise Refused("payments.answer_large", status=413)
    return rows


def _text(body: bytes) -> str:
    if b"\0" in body:
        raise Refused("payments.answer_unreadable")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("payments.answer_unreadable")


def _row(number: int, cells: dict[str | None, str]) -> AnswerRow:
    reference = cells.get("reference", "").strip().lstrip("'")[:40]
    result = _RESULTS.get(cells.get("result", "").strip().lower())
    if result is None:
        raise Refused("payments.answer_result", line=number)
    return AnswerRow(
        number=number,
        reference=reference,
        amount=_amount(number, cells.get("amount", "")),
        result=result,
        paid_on=_day(number, cells.get("paid_on", "")),
        bank_number=safe_cell(cells.get("bank_number", ""))[:60],
        note=safe_cell(cells.get("note", ""))[:300],
    )


def _amount(number: int, text: str) -> Decimal:
    plain = text.strip().replace(",", "")
    if not _AMOUNT.fullmatch(plain) or not 0 < Decimal(plain) < CEILING:
        raise Refused("payments.answer_amount", line=number)
    return Decimal(plain).quantize(FEN)


def _day(number: int, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        raise Refused("payments.answer_day", line=number) from None
    if not is_believable(day):
        raise Refused("payments.answer_day", line=number)
    return day
