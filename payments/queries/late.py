"""Orders that are or were paid after their day: for whom, by how much, what it costs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from payments.models import PaymentOrder
from payments.rules.lateness import days_late, late_interest
from payments.states import OrderKind, OrderState

from .clock import FIRST
from .duties import start_of


@dataclass(frozen=True)
class LateOrder:
    """One late order: days and interest so far (yuan)."""

    order: PaymentOrder
    days: int
    interest: Decimal


def late_orders(today: date) -> QuerySet[PaymentOrder]:
    """Return the live orders paid after their day, or unpaid after it; the longest first."""
    late = Q(paid_on__gt=F("due_on")) | Q(paid_on__isnull=True, due_on__lt=today)
    live = PaymentOrder.objects.exclude(state=OrderState.CANCELLED).filter(late)
    return live.select_related("payer", "payee", "interest_claim__payment").order_by("due_on", "pk")


def unclaimed_orders() -> QuerySet[PaymentOrder]:
    """Return the service orders paid late since the rule took force whose interest was never written down."""
    late = PaymentOrder.objects.filter(
        kind=OrderKind.SERVICE, state=OrderState.PAID, paid_on__gt=F("due_on"), interest_claim__isnull=True
    ).filter(ordered_at__gte=start_of(FIRST))
    return late.select_related("payer", "payee").order_by("pk")


def lateness_of(order: PaymentOrder, today: date) -> LateOrder:
    """Return by how much an order is late and what that costs by the rule of the day it was ordered (PAY-03)."""
    days, start = days_late(order.due_on, order.paid_on, today), day_of(order.ordered_at)
    rate = STATUTES.on("payment.late_interest", start).value if start >= FIRST else Decimal(0)
    return LateOrder(order, days, late_interest(order.amount, days, rate))
