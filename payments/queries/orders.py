"""Orders as others may read them, and the sums made of them."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from organizations.models import Department, Organization, User
from organizations.queries.people import departments_of, has_post, organizations_of
from organizations.states import MemberRole, PostRole
from payments.models import BankAnswer, PaymentFile, PaymentOrder
from payments.states import OrderState

NOTHING = Decimal("0.00")
PAYEE_ROLES = (MemberRole.LEGAL_REPRESENTATIVE, MemberRole.FINANCE)
LIVE = ~Q(state=OrderState.CANCELLED)


def orders_visible_to(user: User) -> QuerySet[PaymentOrder]:
    """Return the orders of the departments in which the person holds a post; an auditor reads all."""
    orders = PaymentOrder.objects.select_related("payer", "payee")
    return orders if has_post(user, PostRole.AUDITOR) else orders.filter(payer__in=departments_of(user))


def orders_to(user: User) -> QuerySet[PaymentOrder]:
    """Return the orders to the person's organizations (legal representative and finance)."""
    mine = organizations_of(user, *PAYEE_ROLES)
    return PaymentOrder.objects.filter(LIVE, payee__in=mine).select_related("payer", "payee")


def files_visible_to(user: User) -> QuerySet[PaymentFile]:
    """Return the instruction files of the person's departments."""
    return PaymentFile.objects.filter(payer__in=departments_of(user)).select_related("payer", "made_by")


def answers_visible_to(user: User) -> QuerySet[BankAnswer]:
    """Return the bank's answers to the person's departments."""
    return BankAnswer.objects.filter(payer__in=departments_of(user)).select_related("payer")


def live_order_for(subject_reference: str) -> PaymentOrder | None:
    """Return the order of a subject that was not cancelled, or None."""
    return PaymentOrder.objects.filter(LIVE, subject_reference=subject_reference).first()


def orders_for(subjects: str | Iterable[str]) -> QuerySet[PaymentOrder]:
    """Return the live orders of a contract (reference as prefix, `HT-2026-0001`) or of a list of subjects."""
    return PaymentOrder.objects.filter(LIVE, _about(subjects)).order_by("subject_reference")


def contract_of(subject_reference: str) -> str:
    """Return the contract of a subject: what stands before the first stroke (`HT-2026-0001` of `HT-2026-0001/1`)."""
    return subject_reference.partition("/")[0]


def ordered_for(contract: str) -> Decimal:
    """Return the yuan of all live orders of a contract, paid or not."""
    return _sum(orders_for(contract))


def paid_for(subjects: str | Iterable[str]) -> Decimal:
    """Return the yuan paid for a contract (reference as prefix) or for a list of subjects."""
    return _sum(PaymentOrder.objects.filter(_about(subjects), state=OrderState.PAID))


def paid_by_subject(subjects: Iterable[str]) -> dict[str, Decimal]:
    """Return the yuan paid per subject reference (one query)."""
    rows = PaymentOrder.objects.filter(subject_reference__in=list(subjects), state=OrderState.PAID)
    return dict(rows.values_list("subject_reference").annotate(Sum("amount")).order_by())


def _about(subjects: str | Iterable[str]) -> Q:
    if isinstance(subjects, str):
        return Q(subject_reference=subjects) | Q(subject_reference__startswith=f"{subjects}/")
    return Q(subject_reference__in=list(subjects))


def totals_of_payee(organization: Organization) -> dict[str, Decimal]:
    """Return yuan per state for an organization."""
    return _by_state(PaymentOrder.objects.filter(payee=organization))


def totals_of_payer(department: Department) -> dict[str, Decimal]:
    """Return yuan per state for a department."""
    return _by_state(PaymentOrder.objects.filter(payer=department))


def totals_to(orders: QuerySet[PaymentOrder]) -> dict[str, Decimal]:
    """Return what has arrived and what is on its way (ordered, released, at the bank), in yuan."""
    found = _by_state(orders.order_by())
    on_way = found[OrderState.ORDERED] + found[OrderState.RELEASED] + found[OrderState.SENT]
    return {"paid": found[OrderState.PAID], "on_way": on_way, "failed": found[OrderState.FAILED]}


def _by_state(orders: QuerySet[PaymentOrder]) -> dict[str, Decimal]:
    found = dict(orders.values_list("state").annotate(Sum("amount")).order_by())
    return {state: found.get(state, NOTHING) for state in OrderState.values}


def _sum(orders: QuerySet[PaymentOrder]) -> Decimal:
    return orders.aggregate(total=Sum("amount"))["total"] or NOTHING
