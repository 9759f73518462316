"""Who stands too near to rate: members of the organization, and members of its competitors."""

from django.db.models import Exists, OuterRef, Q

from bidding.models import Bid
from contracts.models import Contract
from organizations.models import User
from organizations.queries.people import organizations_of

MEMBER, COMPETITOR = "member", "competitor"


def relation_of(user: User, contract: Contract) -> str:
    """Return `member`, `competitor` or an empty text.

    A competitor bid for the same lot, or has a contract in the same category.
    """
    theirs = organizations_of(user)
    if theirs.filter(pk=contract.organization_id).exists():
        return MEMBER
    bids = Bid.objects.filter(organization=OuterRef("pk"), lot__awards=contract.award_id)
    same_field = Contract.objects.filter(organization=OuterRef("pk"), category=contract.category_id)
    rival = theirs.filter(Q(Exists(bids)) | Q(Exists(same_field)))
    return COMPETITOR if rival.exists() else ""
