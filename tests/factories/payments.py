"""Payment orders for every room's tests."""

from datetime import date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from marketplace.core.clock import SHANGHAI
from organizations.states import MemberRole, PostRole
from payments import models
from payments.actions import release_payment, send_payments
from tests.factories.organizations import (
    DepartmentFactory,
    OrganizationFactory,
    UserFactory,
    member,
    official,
)

MOMENT = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)


class PayeeFactory(OrganizationFactory):
    """An organization with a bank account."""

    bank_account = factory.Sequence(lambda n: f"6222000000{n:06d}")
    bank_name = "示例银行铜官支行"


class PaymentOrderFactory(DjangoModelFactory):
    class Meta:
        model = models.PaymentOrder

    reference = factory.Sequence(lambda n: f"FK-2026-{n + 5000:04d}")
    payer = factory.SubFactory(DepartmentFactory, code="bureau")
    payee = factory.SubFactory(PayeeFactory)
    payee_name = factory.SelfAttribute("payee.name")
    payee_account = factory.SelfAttribute("payee.bank_account")
    payee_bank = factory.SelfAttribute("payee.bank_name")
    amount = Decimal("62500.00")
    purpose = "巡访服务首期"
    subject_reference = factory.Sequence(lambda n: f"HT-2026-{n + 5000:04d}/1")
    subject_path = "/contracts/"
    due_on = date(2026, 4, 1)
    ordered_by = factory.SubFactory(UserFactory)
    ordered_at = MOMENT


def finance(department=None, **fields):
    """A finance officer of the paying department."""
    return official(PostRole.FINANCE, department=department, **fields)


def payee_member(organization=None):
    """The person who looks after an organization's money."""
    return member(organization or PayeeFactory(), MemberRole.FINANCE)


def sent_order(**fields):
    """An order that lies at the bank; returns the order and the finance officer who sent it."""
    order = PaymentOrderFactory(**fields)
    officer = finance(order.payer)
    order = release_payment(actor=officer, order=order, now=MOMENT)
    send_payments(actor=officer, payer=order.payer, orders=[order], now=MOMENT)
    order.refresh_from_db()
    return order, officer


def answer_file(*lines: tuple[str, str, str], day: str = "2026-03-03") -> bytes:
    """Return the bank's answer with (reference, amount, result) lines."""
    rows = ["指令号,金额,结果,支付日期,银行流水号,说明"]
    rows += [
        f"{reference},{amount},{result},{day},BK{reference[-4:]}," for reference, amount, result in lines
    ]
    return ("\r\n".join(rows) + "\r\n").encode("utf-8-sig")
