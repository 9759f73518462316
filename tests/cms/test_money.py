"""The money page: plot A for district and departments, the sentence of a hundred yuan, who was paid late."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payments.models import PaymentOrder
from payments.queries.late import lateness_of
from tests.factories.contracts import MOMENT, accept, active, submitted, world
from tests.factories.payments import PaymentOrderFactory

pytestmark = pytest.mark.django_db


def test_an_empty_district_says_so(client):
    assert "还没有预算" in client.get("/money/").content.decode()


def test_the_page_shows_plots_with_tables_and_what_was_late(client, move_clock):
    here = submitted(active())
    accept(here)
    order = PaymentOrder.objects.get()
    hidden = world()
    PaymentOrderFactory(subject_reference=f"{hidden.contract.reference}/1", payee_name="看不见的单位")
    move_clock(MOMENT + timedelta(days=45))
    text = client.get("/money/").content.decode()
    assert "每100元预算" in text.replace(" ", "")
    assert text.count("<figure") >= 2
    assert here.contract.title in text
    assert f"{lateness_of(order, order.due_on + timedelta(days=15)).interest:,.2f}" in text
    assert "看不见的单位" not in text
    assert client.get("/money/?year=abc").status_code == 200
    assert client.get("/en/money/").status_code == 200


def test_older_orders_bear_no_interest_of_a_later_rule():
    old = PaymentOrderFactory(ordered_at=MOMENT.replace(year=2025), due_on=MOMENT.date())
    assert lateness_of(old, MOMENT.date() + timedelta(days=3)).interest == Decimal(0)


def test_the_page_asks_no_more_for_more_late_orders(client, move_clock):
    here = active()
    move_clock(MOMENT + timedelta(days=45))

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as counted:
            client.get("/money/")
        return len(counted)

    PaymentOrderFactory(subject_reference=f"{here.contract.reference}/1", due_on=MOMENT.date())
    few = queries()
    for number in range(2, 6):
        PaymentOrderFactory(subject_reference=f"{here.contract.reference}/{number}", due_on=MOMENT.date())
    assert queries() == few
