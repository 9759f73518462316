"""Make the bank's instruction file out of released orders."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.clock import local
from marketplace.core.refusals import Refused
from marketplace.core.states import require_transition
from marketplace.web.files import Checked
from organizations.models import Department, User
from payments.gateways import Account
from payments.gateways.bank_transfer import BankTransfer, Instruction, write_instructions
from payments.models import PaymentFile, PaymentOrder
from payments.states import ORDER, OrderState

from .ledger import post_order


@transaction.atomic
def send_payments(
    *, actor: User, payer: Department, orders: Sequence[PaymentOrder], now: datetime
) -> PaymentFile:
    """Write the released orders into one instruction file; each order goes into one file only.

    Raises Refused `payments.nothing_chosen` (422), `payments.other_payer` (422), a state refusal (409) when an
    order was sent meanwhile.
    """
    rows = list(
        PaymentOrder.objects.select_for_update(of=("self",))
        .select_related("payer", "payee")
        .filter(pk__in=[order.pk for order in orders])
        .order_by("pk")
    )
    if not rows:
        raise Refused("payments.nothing_chosen", field="orders")
    if any(row.payer_id != payer.pk for row in rows):
        raise Refused("payments.other_payer", field="orders")
    for row in rows:
        require_transition(ORDER, row.state, OrderState.SENT)
    file = PaymentFile.keep(_file(rows, now), payer=payer, made_by=actor, made_at=now)
    for row in rows:
        row.state, row.sent_at, row.file = OrderState.SENT, now, file
        row.save(update_fields=["state", "sent_at", "file", "changed_at"])
        post_order(order=row, source=OrderState.RELEASED, actor=actor, now=now)
    after = {"sha256": file.sha256, "orders": {row.reference: row.amount for row in rows}}
    record(actor=actor, action="payment.sent", subject=file, at=now, after=after)
    return file


def _file(rows: Sequence[PaymentOrder], now: datetime) -> Checked:
    gateway = BankTransfer()
    lines = []
    for row in rows:
        payee = Account(row.payee_name, row.payee_account, row.payee_bank)
        gateway.create_disbursement(
            payee=payee, amount=row.amount, reference=row.reference, purpose=row.purpose
        )
        lines.append(Instruction(row.reference, payee, row.amount, row.purpose, row.due_on))
    content = write_instructions(lines)
    name = f"payments-{local(now):%Y%m%d-%H%M%S}.csv"
    return Checked(name, "text/csv", len(content), hashlib.sha256(content).hexdigest(), content)
