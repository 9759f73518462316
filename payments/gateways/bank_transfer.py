"""The bank's or treasury's file: we write instructions, they write an answer; nobody needs an interface."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Refused
from payments.rules.answer_files import read_answer
from payments.rules.answers import AnswerRow
from payments.rules.cells import safe_cell

from . import Account, GatewayStatus, Movement

HEADER = ("指令号", "收款人", "收款账号", "开户银行", "金额", "币种", "用途", "最迟支付日")


@dataclass(frozen=True)
class Instruction:
    """One line of the instruction file."""

    reference: str
    payee: Account
    amount: Decimal
    purpose: str
    due_on: date


class BankTransfer:
    """The embedded gateway: every movement waits for the bank's answer file."""

    code = "bank_transfer"

    def create_collection(self, *, purpose: str, payer: Account, amount: Decimal, reference: str) -> Movement:
        """Tell the payer what to write on the transfer; nothing moves by itself."""
        facts = {"purpose": purpose, "amount": f"{amount:.2f}", "reference": reference}
        return Movement(GatewayStatus.REQUIRES_ACTION, reference, instructions=facts)

    def refund(self, *, number: str, amount: Decimal, reference: str) -> Movement:
        """Return a movement that the next instruction file carries."""
        return Movement(GatewayStatus.PENDING, reference)

    def create_disbursement(
        self, *, payee: Account, amount: Decimal, reference: str, purpose: str
    ) -> Movement:
        """Return a movement that the next instruction file carries; refused without an account."""
        if not payee.number or not payee.bank:
            raise Refused("payments.account_missing", payee=payee.name, reference=reference)
        return Movement(GatewayStatus.PENDING, reference)

    def fetch_status(self, *, number: str) -> GatewayStatus:
        """Answer pending: a file tells nothing before the bank's answer is imported."""
        return GatewayStatus.PENDING

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> list[AnswerRow]:
        """Read the bank's answer file."""
        return read_answer(body)


def write_instructions(instructions: Iterable[Instruction]) -> bytes:
    """Return the instruction file: UTF-8 with byte-order mark, CSV, CNY with two decimals, no live formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for line in instructions:
        text = (line.reference, line.payee.name, line.payee.number, line.payee.bank)
        cells = [safe_cell(cell) for cell in text]
        writer.writerow(
            [*cells, f"{line.amount:.2f}", "CNY", safe_cell(line.purpose), line.due_on.isoformat()]
        )
    return out.getvalue().encode("utf-8-sig")
