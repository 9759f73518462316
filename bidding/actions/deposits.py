"""The bid deposit: asked for by the bidder who wants to bid, kept secret by the room that holds money."""

from datetime import datetime

from django.db import transaction

from bidding.models import Lot
from bidding.permissions import may_submit_bid
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from organizations.models import Organization, User
from payments.actions import require_deposit
from payments.models import Deposit
from payments.states import DepositKind


@transaction.atomic
def ask_for_deposit(*, actor: User, lot: Lot, organization: Organization, now: datetime) -> Deposit:
    """Open the deposit of an organization that may bid; asked again, the same one. Refused (409) where none is due."""
    tender = lot.tender
    demand(may_submit_bid(actor, lot, organization, now))
    if tender.deposit is None or tender.bid_deadline is None:
        raise Refused("bidding.no_deposit", status=409)
    return require_deposit(
        actor=actor,
        kind=DepositKind.BID,
        holder=tender.buyer,
        payer=organization,
        amount=tender.deposit,
        basis=tender.budget,
        subject_reference=tender.reference,
        subject_path=tender.path,
        subject_title=tender.title,
        due_at=tender.bid_deadline,
        now=now,
        is_secret=True,
    )
