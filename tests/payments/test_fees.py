"""What the platform may keep of a payout: nothing unless set, within bounds, shown before and booked apart."""

from decimal import Decimal

import pytest

from marketplace import environment
from marketplace.core.refusals import Refused
from payments.actions import provider as acts
from payments.models import PaymentOrder
from payments.queries.ledger import all_faults, found_balances
from payments.rules.currencies import minor_units
from payments.rules.fees import platform_fee
from tests.client import sign_in
from tests.factories.payments import MOMENT, payee_member

from .test_interest import paid_late
from .test_stripe import far, released

__all__ = ["far"]


@pytest.mark.parametrize(
    ("amount", "percent", "currency", "expected"),
    [
        ("62500.00", "0", "cny", "0.00"),
        ("62500.00", "1.5", "cny", "937.50"),
        ("0.30", "5", "cny", "0.02"),
        ("0.01", "5", "cny", "0.00"),
        ("1030", "1.5", "jpy", "15"),
        ("100.00", "0.55", "kwd", "0.55"),
    ],
)
def test_a_fee_is_rounded_to_what_the_currency_expresses(amount, percent, currency, expected):
    fee = platform_fee(Decimal(amount), Decimal(percent), currency)
    assert fee == Decimal(expected)
    assert minor_units(Decimal(amount) - fee, currency) > 0


@pytest.mark.parametrize("percent", ["-1", "5.01", "0.001"])
def test_a_fee_outside_its_bounds_is_no_fee(percent):
    with pytest.raises(ValueError, match="platform fee"):
        platform_fee(Decimal(100), Decimal(percent), "cny")


@pytest.mark.parametrize(("value", "expected"), [("", "0"), ("0", "0"), ("2.5", "2.5"), ("5", "5")])
def test_the_setting_is_a_percentage(monkeypatch, value, expected):
    monkeypatch.setenv("STRIPE_FEE_PERCENT", value)
    assert environment.percentage("STRIPE_FEE_PERCENT", most=5) == Decimal(expected)


@pytest.mark.parametrize("value", ["5.01", "-1", "1e1", "２", "1.234", "x", "NaN"])
def test_a_setting_that_is_none_stops_the_start_with_its_name(monkeypatch, value):
    monkeypatch.setenv("STRIPE_FEE_PERCENT", value)
    with pytest.raises(environment.SettingWrong, match=r"STRIPE_FEE_PERCENT.*from 0 to 5"):
        environment.percentage("STRIPE_FEE_PERCENT", most=5)


@pytest.mark.django_db
def test_a_fee_is_shown_taken_and_booked_apart(far, client, settings):
    settings.STRIPE_FEE_PERCENT = Decimal("1.5")
    order, officer = released()
    sign_in(client, officer)
    before = client.get(f"/work/payments/{order.public_id}/pay-out/").content.decode()
    assert "937.50" in before
    assert "61,562.50" in before
    acts.pay_out(actor=officer, order=order, now=MOMENT)
    [transfer] = [row for row in far.objects.values() if row.get("object") == "transfer"]
    assert transfer["amount"] == 6156250
    order.refresh_from_db()
    assert (order.state, order.fee) == ("paid", Decimal("937.50"))
    assert found_balances()[order.reference] == {
        "expense": Decimal("62500.00"), "bank": Decimal("-61562.50"), "platform_fee": Decimal("-937.50"),
    }  # fmt: skip
    assert all_faults() == []
    assert "937.50" in client.get(f"/work/payments/{order.public_id}/").content.decode()
    sign_in(client, payee_member(order.payee))
    text = client.get("/my/payments/statement/").content.decode()
    assert "平台服务费" in text
    assert "1.5%" in text
    assert "1.5%" in client.get("/my/payments/account/").content.decode()


@pytest.mark.django_db
def test_interest_is_paid_out_whole(far, settings):
    settings.STRIPE_FEE_PERCENT = Decimal(5)
    assert acts.fee_on(PaymentOrder(amount=Decimal(100), kind="interest")) == 0
    claim, *_rest = paid_late()
    assert claim.amount == Decimal("375.00")


@pytest.mark.django_db
def test_a_sum_that_the_currency_cannot_express_is_refused_before_anything_is_written(far, settings):
    settings.STRIPE_CURRENCY = "jpy"
    order, officer = released(amount="62500.50")
    with pytest.raises(Refused, match="currency_parts"):
        acts.pay_out(actor=officer, order=order, now=MOMENT)
    order.refresh_from_db()
    assert (order.state, far.writes, all_faults()) == ("released", [], [])
