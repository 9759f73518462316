"""Deposits as others may read them. Before the opening of its tender no official reads a bid deposit."""

from django.db.models import Q, QuerySet

from organizations.models import Organization, User
from organizations.queries.people import departments_of, has_post, organizations_of
from organizations.states import MemberRole, PostRole
from payments.models import Deposit
from payments.states import DepositState

GIVERS = (MemberRole.LEGAL_REPRESENTATIVE, MemberRole.FINANCE, MemberRole.BID_WRITER)
OPEN = (DepositState.DUE, DepositState.RECEIVED, DepositState.HELD, DepositState.RETURNING)
DISCLOSED = Q(disclosed_at__isnull=False)


def deposits_visible_to(user: User) -> QuerySet[Deposit]:
    """Return the disclosed deposits that the person's departments hold; an auditor reads all disclosed ones."""
    deposits = Deposit.objects.filter(DISCLOSED).select_related("holder", "payer")
    return deposits if has_post(user, PostRole.AUDITOR) else deposits.filter(holder__in=departments_of(user))


def deposits_given_by(user: User) -> QuerySet[Deposit]:
    """Return the deposits of the person's organizations."""
    mine = organizations_of(user, *GIVERS)
    return Deposit.objects.filter(payer__in=mine).select_related("holder", "payer")


def live_deposit(kind: str, subject_reference: str, payer: Organization) -> Deposit | None:
    """Return the deposit that is due, reported or held for the subject."""
    live = [DepositState.DUE, DepositState.RECEIVED, DepositState.HELD]
    found = Deposit.objects.filter(kind=kind, subject_reference=subject_reference, payer=payer)
    return found.filter(state__in=live).first()


def last_deposit(kind: str, subject_reference: str, payer: Organization) -> Deposit | None:
    """Return the newest deposit of an organization for the subject, whatever became of it."""
    found = Deposit.objects.filter(kind=kind, subject_reference=subject_reference, payer=payer)
    return found.order_by("-pk").first()


def disclosed_deposits(subject_reference: str) -> QuerySet[Deposit]:
    """Return the disclosed deposits for a tender or contract."""
    found = Deposit.objects.filter(DISCLOSED, subject_reference=subject_reference)
    return found.select_related("payer", "holder").order_by("payer__name", "pk")


def same_account(deposit: Deposit) -> list[str]:
    """Return who else gave a deposit for the same subject from the same account (COL-05, O87 art. 37)."""
    if not deposit.account:
        return []
    others = disclosed_deposits(deposit.subject_reference).filter(account=deposit.account)
    return sorted(others.exclude(payer=deposit.payer_id).values_list("payer__name", flat=True).distinct())


def targets_for(deposit: Deposit) -> QuerySet[Deposit]:
    """Return the performance deposits of the same organization and holder into which a bid deposit may be turned."""
    return Deposit.objects.filter(
        kind="performance", payer=deposit.payer_id, holder=deposit.holder_id, state=DepositState.DUE
    ).order_by("pk")
