"""Money under pressure, on a real database: parallel orders over a remainder, a storm of notices, ten thousand steps."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from payments import actions
from payments.actions import provider as acts
from payments.actions.notices import sweep_provider
from payments.models import LedgerEntry, LedgerLine, PaymentOrder, ProviderEvent, ProviderMovement
from payments.queries.ledger import all_faults, unbalanced_entries
from payments.queries.orders import ordered_for
from payments.rules.ledger import COSTS, lines_of, order_moves
from payments.states import ORDER, OrderState
from tests.factories.organizations import DepartmentFactory, UserFactory
from tests.factories.payments import MOMENT, PayeeFactory

from .test_deposits import deposit, giver
from .test_ledger import ordered
from .test_stripe import LATER, far, tell

__all__ = ["far"]
pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
STEPS = 10_000


def together(calls, threads=8):
    """Run the calls in parallel; return their results, a refusal by its facts."""

    def once(call):
        try:
            return call()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(once, calls))


@pytest.mark.parametrize("number", [2, 6])
def test_of_parallel_orders_over_the_remainder_exactly_one_succeeds(number):
    facts = {"payee": PayeeFactory(), "payer": DepartmentFactory(code="bureau"), "actor": UserFactory()}
    whole = Decimal("100000.00")

    def call(place):
        return lambda: ordered(subject_reference=f"HT-2026-0001/{place}", within=whole, **facts)

    found = together([call(place) for place in range(number)], threads=number)
    refused = [row for row in found if isinstance(row, Refused)]
    assert len(refused) == number - 1
    assert {(row.code, row.status) for row in refused} == {("payments.beyond_remainder", 409)}
    assert {row.facts["difference"] for row in refused} == {"25,000.00"}
    assert (PaymentOrder.objects.count(), ordered_for("HT-2026-0001")) == (1, Decimal("62500.00"))
    assert all_faults() == []


def test_a_storm_of_parallel_notices_with_the_refund_before_the_payment_has_one_effect(far):
    row = deposit()
    acts.start_checkout(actor=giver(row), deposit=row, back="http://x/", now=MOMENT)
    paid = row.movements.get()
    actions.start_returns(actor=None, subject_reference=row.subject_reference, ground="ended", now=MOMENT)
    far.pay(paid.number)
    early = [("refund.updated", "re_2", "evt_r")] * 10
    storm = [("checkout.session.completed", paid.number, "evt_p")] * 50 + early
    random.Random(7).shuffle(storm)
    notices = [lambda one=one: tell(one[0], one[1], number=one[2]).status_code for one in early + storm]
    assert set(together(notices)) == {200}
    assert ProviderEvent.objects.count() == 2
    together([lambda: sweep_provider(now=LATER)] * 4, threads=4)
    sweep_provider(now=LATER)
    assert far.writes.count("/v1/refunds") == 1
    far.objects["re_2"]["status"] = "succeeded"
    together([lambda: sweep_provider(now=LATER + timedelta(minutes=10))] * 4, threads=4)
    row.refresh_from_db()
    assert row.state == "dropped"
    assert sorted(ProviderMovement.objects.values_list("kind", "state")) == [
        ("collect", "succeeded"),
        ("refund", "succeeded"),
    ]
    assert AuditEvent.objects.filter(act="provider.confirmed").count() == 2
    assert not ProviderEvent.objects.filter(handled_at__isnull=True).exists()
    assert (LedgerEntry.objects.count(), all_faults()) == (0, [])


class Book:
    """Entries and lines as `post_order` writes them, kept until they are written together."""

    def __init__(self, payer, payee):
        self.parties = {"department": payer, "organization": payee}
        self.entries, self.lines, self.numbers = [], [], {}

    def post(self, order, source):
        moves = order_moves(source, order.state, order.amount, cost=COSTS[order.kind], fee=order.fee)
        if not moves:
            return
        sides = lines_of(moves)
        number = self.numbers[order.reference] = self.numbers.get(order.reference, 0) + 1
        entry = LedgerEntry(
            kind=order.state, reference=order.reference, number=number, at=MOMENT,
            total=sum(side.debit for side in sides), **self.parties,
        )  # fmt: skip
        self.entries.append(entry)
        self.lines += [(entry, side) for side in sides]

    def write(self):
        LedgerEntry.objects.bulk_create(self.entries, batch_size=2000)
        LedgerLine.objects.bulk_create(
            [
                LedgerLine(entry=entry, account=side.account, debit=side.debit, credit=side.credit)
                for entry, side in self.lines
            ],
            batch_size=2000,
        )


def live(dice, order, book):
    """Take one random step of an order's life; say whether there was one."""
    targets = [row.target for row in ORDER.acts(order.state)]
    if not targets:
        return False
    source, order.state = order.state, dice.choice(targets)
    order.fee = Decimal("0.01") if order.state == OrderState.PAID and dice.random() < 0.3 else Decimal(0)
    book.post(order, source)
    return True


def orders_of(dice, payer, payee, number):
    first = UserFactory()
    return [
        PaymentOrder(
            reference=f"FK-2026-{place:05d}", payer=payer, payee=payee, payee_name=payee.name, purpose="首期",
            amount=Decimal(dice.randrange(2, 10**9)) / 100, subject_reference=f"HT-2026-{place:05d}/1",
            due_on=MOMENT.date(), ordered_by=first, ordered_at=MOMENT, kind=dice.choice(["service", "interest"]),
        )
        for place in range(number)
    ]  # fmt: skip


def test_after_ten_thousand_random_steps_every_entry_balances_and_every_order_agrees():
    dice, payer, payee, second = random.Random(20260302), DepartmentFactory(), PayeeFactory(), UserFactory()
    orders, book = orders_of(dice, payer, payee, 4000), Book(payer, payee)
    for order in orders:
        book.post(order, "")
    done = len(orders)
    alive = list(orders)
    while done < STEPS:
        place = dice.randrange(len(alive))
        if live(dice, alive[place], book):
            done += 1
        else:
            alive[place] = alive[-1]
            alive.pop()
    for order in orders:
        if order.state in {OrderState.RELEASED, OrderState.SENT, OrderState.PAID}:
            order.released_by, order.released_at = second, MOMENT
        if order.state == OrderState.PAID:
            order.paid_on, order.settled_at = MOMENT.date(), MOMENT
    with transaction.atomic():
        PaymentOrder.objects.bulk_create(orders)
        book.write()
    assert (all_faults(), unbalanced_entries()) == ([], [])
    sums = LedgerLine.objects.aggregate(debit=Sum("debit"), credit=Sum("credit"))
    assert sums["debit"] == sums["credit"] > 0
    assert len(book.entries) > STEPS * 0.8
