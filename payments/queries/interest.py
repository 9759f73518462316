"""Interest for lateness as others may read it: whose, how it was counted, by which rule."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from marketplace.core.clock import day_of
from marketplace.statutes import STATUTES
from organizations.models import User
from organizations.queries.people import departments_of, has_post, organizations_of
from organizations.states import PostRole
from payments.models import InterestClaim

from .clock import source
from .orders import PAYEE_ROLES


@dataclass(frozen=True)
class Ground:
    """How the sum was counted: due and done, the yearly or daily rate in words, and where it stands."""

    due_on: date
    done_on: date | None
    rate: str
    by: str
    rule: str
    basis_days: int = 0


def claims_visible_to(user: User) -> QuerySet[InterestClaim]:
    """Return the claims against the departments in which the person holds a post; an auditor reads all."""
    claims = InterestClaim.objects.select_related("payer", "payee", "order", "deposit", "payment")
    return claims if has_post(user, PostRole.AUDITOR) else claims.filter(payer__in=departments_of(user))


def claims_of(user: User) -> QuerySet[InterestClaim]:
    """Return what lateness brought the person's organizations (legal representative and finance)."""
    claims = InterestClaim.objects.select_related("payer", "payee", "order", "deposit", "payment")
    return claims.filter(payee__in=organizations_of(user, *PAYEE_ROLES))


def ground_of(claim: InterestClaim) -> Ground:
    """Return how the claim was counted by the numbers of its day (PAY-03, BOND-06)."""
    if claim.order is not None:
        rate = STATUTES.on("payment.late_interest", day_of(claim.order.ordered_at))
        return Ground(
            claim.order.due_on, claim.order.paid_on, f"{rate.value:.2%}", source(rate.citation), "PAY-03"
        )
    deposit = claim.deposit
    surcharge = STATUTES.on("deposit.surcharge", deposit.returned_on)
    rate = STATUTES.on("deposit.base_rate", deposit.returned_on).value * (1 + surcharge.value)
    return Ground(
        deposit.return_due_on,
        deposit.returned_on,
        f"{rate:.2%}",
        source(surcharge.citation),
        "BOND-06",
        STATUTES.on("deposit.day_basis", deposit.returned_on).days,
    )
