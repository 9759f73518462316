"""Write down what was tried and refused, where the law wants it to be seen."""

from datetime import datetime

from django.db import transaction

from bidding.models import Lot
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from organizations.models import Organization, User


@transaction.atomic
def note_late_attempt(
    *, actor: User, lot: Lot, organization: Organization, refused: Refused, now: datetime
) -> None:
    """Keep in the log that a bid came late (O87 art. 33); nothing else of it is kept."""
    record(
        actor=actor,
        action="bid.late",
        subject=lot,
        at=now,
        after={"organization": organization.public_id, "code": refused.code},
    )
