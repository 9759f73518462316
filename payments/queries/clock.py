"""The payer's clock: which rule set the day, how far away it is, what lateness costs (PAY-02, PAY-03, PAY-04)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES
from marketplace.web.sentences import citation_text
from payments.models import PaymentOrder
from payments.rules.lateness import days_late, late_interest
from payments.states import OrderKind, OrderState

FIRST = date(2025, 6, 1)  # the regulation's present text took force


@dataclass(frozen=True)
class PayerClock:
    """What the page shows beside the day: the days allowed with their source, days late, interest so far (yuan)."""

    allowed: int
    by: str
    longest: int
    after_invoice: int
    invoice_by: str
    left: int
    late: int
    rate: str
    interest_by: str
    interest: Decimal


def payer_clock(order: PaymentOrder, today: date) -> PayerClock | None:
    """Return the clock of an order as the rules (PAY-02, PAY-03, PAY-04) stood then.

    None for a cancelled or an older one, and for interest, which has no acceptance before it.
    """
    start = day_of(order.ordered_at)
    if order.state == OrderState.CANCELLED or order.kind != OrderKind.SERVICE or start < FIRST:
        return None
    limit = STATUTES.on("payment.supplier", start)
    interest = STATUTES.on("payment.late_interest", start)
    invoice = STATUTES.on("payment.after_invoice", start)
    late = days_late(order.due_on, order.paid_on, today)
    return PayerClock(
        allowed=limit.days,
        by=source(limit.citation),
        longest=STATUTES.on("payment.supplier_agreed", start).days,
        after_invoice=invoice.days,
        invoice_by=source(invoice.citation),
        left=0 if order.paid_on else max((order.due_on - today).days, 0),
        late=late,
        rate=f"{interest.value:.2%}",
        interest_by=source(interest.citation),
        interest=late_interest(order.amount, late, interest.value),
    )


def source(citation: Citation) -> str:
    """Return where a rule stands, in brackets."""
    return citation_text(Refused("payments.source", citation=citation))
