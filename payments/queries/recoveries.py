"""Penalties as money: what was held back, what is claimed, what came in."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from organizations.models import User
from organizations.queries.people import departments_of, has_post, organizations_of
from organizations.states import PostRole
from payments.models import Recovery
from payments.states import HELD_STATES, RecoveryState

from .orders import NOTHING, PAYEE_ROLES


def recoveries_visible_to(user: User) -> QuerySet[Recovery]:
    """Return what is recovered for the departments in which the person holds a post; an auditor reads all."""
    rows = Recovery.objects.select_related("department", "organization")
    return rows if has_post(user, PostRole.AUDITOR) else rows.filter(department__in=departments_of(user))


def recoveries_from(user: User) -> QuerySet[Recovery]:
    """Return what is recovered from the person's organizations (legal representative and finance)."""
    rows = Recovery.objects.select_related("department", "organization")
    return rows.filter(organization__in=organizations_of(user, *PAYEE_ROLES))


def recoveries_of(subject_reference: str) -> QuerySet[Recovery]:
    """Return every part of a penalty, oldest first, dropped claims too."""
    return Recovery.objects.filter(subject_reference=subject_reference).order_by("made_at", "pk")


def set_off_for(contract: str) -> Decimal:
    """Return the yuan of a contract that were held back for penalties instead of being paid."""
    return _sum(Recovery.objects.filter(contract=contract, state=RecoveryState.SET_OFF))


def held_of(subject_reference: str) -> Decimal:
    """Return the yuan of a penalty that the buyer has: held back or received."""
    return _sum(Recovery.objects.filter(subject_reference=subject_reference, state__in=HELD_STATES))


def open_claim_of(subject_reference: str) -> Recovery | None:
    """Return the claim of a penalty that waits for its money, or None."""
    return Recovery.objects.filter(subject_reference=subject_reference, state=RecoveryState.CLAIMED).first()


def _sum(rows: QuerySet[Recovery]) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or NOTHING
