"""The ledger as others may read it: who sees which entries, balances of a period, and what does not agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from organizations.models import User
from organizations.queries.people import departments_of, has_post, organizations_of
from organizations.states import PostRole
from payments.models import Deposit, LedgerEntry, LedgerLine, PaymentOrder, Recovery
from payments.rules.ledger import (
    COSTS,
    Difference,
    deposit_balance,
    differences,
    order_balance,
    recovery_balance,
)
from payments.states import DepositKind, OrderKind

from .duties import start_of
from .orders import NOTHING, PAYEE_ROLES

MONEY = DecimalField(max_digits=16, decimal_places=2)
CHUNK = 1000


@dataclass(frozen=True)
class Balance:
    """One account over a period: opening, both sides and closing (yuan, debit minus credit)."""

    account: str
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        """Return what stands on the account at the end."""
        return self.opening + self.debit - self.credit


def entries_visible_to(user: User) -> QuerySet[LedgerEntry]:
    """Return the entries of the departments in which the person holds a post; an auditor reads all."""
    entries = LedgerEntry.objects.all()
    return (
        entries if has_post(user, PostRole.AUDITOR) else entries.filter(department__in=departments_of(user))
    )


def entries_about(user: User) -> QuerySet[LedgerEntry]:
    """Return the entries about the person's organizations (legal representative and finance)."""
    return LedgerEntry.objects.filter(organization__in=organizations_of(user, *PAYEE_ROLES))


def until(entries: QuerySet[LedgerEntry], end: date | None) -> QuerySet[LedgerEntry]:
    """Return the entries up to and including the day."""
    return entries if end is None else entries.filter(at__lt=start_of(end, days=1))


def since(entries: QuerySet[LedgerEntry], start: date | None) -> QuerySet[LedgerEntry]:
    """Return the entries from the day on."""
    return entries if start is None else entries.filter(at__gte=start_of(start))


def balances(entries: QuerySet[LedgerEntry], start: date | None) -> list[Balance]:
    """Return every account that the entries touch, with what stood on it before `start` (one query)."""
    before = Q(entry__at__lt=start_of(start)) if start else Q(pk__in=[])
    rows = (
        LedgerLine.objects.filter(entry__in=entries.order_by())
        .values("account")
        .annotate(
            opening=_sum(F("debit") - F("credit"), before),
            debits=_sum(F("debit"), ~before),
            credits=_sum(F("credit"), ~before),
        )
        .order_by("account")
    )
    return [Balance(row["account"], row["opening"], row["debits"], row["credits"]) for row in rows]


def _sum(what: object, which: Q) -> Coalesce:
    return Coalesce(Sum(what, filter=which, output_field=MONEY), NOTHING, output_field=MONEY)


def lines_of_statement(entries: QuerySet[LedgerEntry]) -> Iterator[LedgerLine]:
    """Yield the lines of the entries in order, a thousand at a time."""
    return (
        LedgerLine.objects.filter(entry__in=entries.order_by())
        .select_related("entry", "entry__department", "entry__organization")
        .order_by("entry__at", "entry_id", "pk")
        .iterator(chunk_size=CHUNK)
    )


def unbalanced_entries() -> list[tuple[str, Decimal, Decimal, Decimal]]:
    """Return (entry, total, debit, credit) of each entry whose sides are not its total."""
    sides = LedgerLine.objects.filter(entry=OuterRef("pk")).values("entry")
    rows = LedgerEntry.objects.annotate(
        debits=Coalesce(Subquery(sides.annotate(s=Sum("debit")).values("s"), output_field=MONEY), NOTHING),
        credits=Coalesce(Subquery(sides.annotate(s=Sum("credit")).values("s"), output_field=MONEY), NOTHING),
    ).exclude(debits=F("total"), credits=F("total"))
    return [(str(row), row.total, row.debits, row.credits) for row in rows.order_by("pk")]


def found_balances() -> dict[str, dict[str, Decimal]]:
    """Return debit minus credit by reference and account, where it is not zero (one query)."""
    rows = LedgerLine.objects.values_list("entry__reference", "account").annotate(
        balance=Sum(F("debit") - F("credit"), output_field=MONEY)
    )
    found: dict[str, dict[str, Decimal]] = {}
    for reference, account, balance in rows.order_by("entry__reference"):
        if balance:
            found.setdefault(reference, {})[account] = balance
    return found


def wrong_orders(found: dict[str, dict[str, Decimal]]) -> list[Difference]:
    """Return each account of each order on which the ledger does not say what the order's state says."""
    rows = PaymentOrder.objects.order_by("pk").values_list("reference", "state", "amount", "kind", "fee")
    return [
        difference
        for reference, state, amount, kind, fee in rows.iterator()
        for difference in differences(
            reference,
            order_balance(state, amount, cost=COSTS[kind], fee=fee),
            found.pop(reference, {}),
        )
    ]


def wrong_deposits(found: dict[str, dict[str, Decimal]]) -> list[Difference]:
    """Return each account of each deposit on which the ledger does not say what the deposit's state says."""
    return [
        difference
        for deposit in Deposit.objects.select_related("interest_claim").order_by("pk").iterator()
        for difference in differences(deposit.reference, _expected(deposit), found.pop(deposit.reference, {}))
    ]


def wrong_recoveries(found: dict[str, dict[str, Decimal]]) -> list[Difference]:
    """Return each account of each penalty on which the ledger does not say what the penalty's state says."""
    rows = Recovery.objects.order_by("pk").values_list("reference", "state", "amount")
    return [
        difference
        for reference, state, amount in rows.iterator()
        for difference in differences(reference, recovery_balance(state, amount), found.pop(reference, {}))
    ]


def _expected(deposit: Deposit) -> dict[str, Decimal]:
    return deposit_balance(
        state=deposit.state,
        given=deposit.to_give if deposit.received_at else NOTHING,
        carried=deposit.converted,
        interest=NOTHING if hasattr(deposit, "interest_claim") else deposit.interest,
        is_performance=deposit.kind == DepositKind.PERFORMANCE,
        is_paper=deposit.is_paper,
    )


def ledger_contract(order: PaymentOrder) -> str:
    """Return the contract or tender under which an order stands in the ledger; interest stands where its cause does."""
    contract, _stroke, cause = order.subject_reference.partition("/")
    if order.kind == OrderKind.REPAYMENT:
        return cause
    if order.kind != OrderKind.INTEREST:
        return contract
    late = PaymentOrder.objects.filter(reference=cause).first() or Deposit.objects.get(reference=cause)
    return late.subject_reference.partition("/")[0]


def strays(found: dict[str, dict[str, Decimal]]) -> list[Difference]:
    """Return what the ledger says of references that no order, deposit or penalty has (those looked at are taken out)."""
    return [row for reference, balance in found.items() for row in differences(reference, {}, balance)]


def all_faults() -> list[Difference]:
    """Return everything on which the ledger and the records of money do not agree."""
    found = found_balances()
    return [*wrong_orders(found), *wrong_deposits(found), *wrong_recoveries(found), *strays(found)]


def entries_of(reference: str) -> QuerySet[LedgerEntry]:
    """Return the entries of one order or deposit with their lines, oldest first."""
    return LedgerEntry.objects.filter(reference=reference).prefetch_related("lines").order_by("number")
