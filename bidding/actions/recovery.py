"""The bidder's last resort: the keys that only the bidder has, when officers have lost theirs."""

from datetime import datetime

from django.db import transaction

from bidding.models import Bid, Tender
from bidding.permissions import may_hand_in_recovery_key
from bidding.sealing import keys
from bidding.sealing.agekeys import KeyWrong, commitment, raw_key
from bidding.states import BidState, TenderState
from marketplace.audit.actions import record
from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.workdays.queries import database_now
from organizations.models import User

from .opening import finish_opening


def hand_in_recovery_key(*, actor: User, bid: Bid, identities: dict[str, str], now: datetime) -> Bid:
    """Hand in the keys of the three envelopes; they are checked against the sealed commitments.

    So the content cannot be changed by them. Raises Refused 409 unless the bidders were asked, 422 for wrong keys.
    """
    demand(may_hand_in_recovery_key(actor, bid))
    bid = _keep(actor, bid, identities)
    finish_opening(tender=Tender.objects.get(pk=bid.lot.tender_id), now=now)
    bid.refresh_from_db()
    return bid


@transaction.atomic
def _keep(actor: User, bid: Bid, identities: dict[str, str]) -> Bid:
    bid = Bid.objects.select_for_update(of=("self",)).select_related("lot__tender").get(pk=bid.pk)
    opening = getattr(bid.lot.tender, "opening", None)
    is_asked = opening is not None and opening.recovery_ends_at is not None
    if not is_asked or bid.state != BidState.SEALED or bid.lot.tender.state != TenderState.CLOSED:
        raise Refused("bidding.recovery_not_needed", status=409)
    for envelope in bid.envelopes.all():
        envelope.kept_key = keys.wrap(_checked(identities, envelope), f"envelope:{envelope.pk}")
        envelope.save(update_fields=["kept_key"])
    record(
        actor=actor,
        action="bid.recovery_key_handed_in",
        subject=bid,
        at=database_now(),
        after={"envelopes": sorted(identities)},
    )
    return bid


def _checked(identities: dict[str, str], envelope: object) -> bytes:
    try:
        key = raw_key(identities.get(envelope.kind, ""))
    except KeyWrong as error:
        raise Refused("bidding.recovery_wrong", field=envelope.kind) from error
    if commitment(key) != envelope.commitment:
        raise Refused("bidding.recovery_wrong", field=envelope.kind)
    return key
