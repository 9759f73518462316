"""Who stands too near to rate: ties to the organization, to its competitors, to the buyer."""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bidding.models import Bid, Declaration
from bidding.rules.committee import recusal_since
from contracts.models import Contract, Subcontract
from contracts.states import SubcontractState
from organizations.models import Expert, Membership, Organization, Post, User
from organizations.queries.people import organizations_of
from ranking.models import PanelSeat
from ranking.states import TIES

MEMBER, COMPETITOR = "member", "competitor"
FORMER, BUYER, PARTNER, DECLARED, MENTOR = "former_member", "buyer_staff", "partner", "declared_tie", "mentor"

Source = Callable[[Organization], set[int]]
_sources: dict[str, Source] = {}


def tell_ties(code: str, source: Source) -> None:
    """Let a room above say who is tied to an organization; `code` has its sentence in this room's phrases."""
    _sources[code] = source


def relation_of(user: User, contract: Contract) -> str:
    """Return `member`, `competitor` or an empty text.

    A competitor bid for the same lot, or has a contract in the same category.
    """
    theirs = organizations_of(user)
    if theirs.filter(pk=contract.organization_id).exists():
        return MEMBER
    return COMPETITOR if _competitors(theirs, contract).exists() else ""


def _competitors(rows: QuerySet[Organization], contract: Contract) -> QuerySet[Organization]:
    bids = Bid.objects.filter(organization=OuterRef("pk"), lot__awards=contract.award_id)
    same_field = Contract.objects.filter(organization=OuterRef("pk"), category=contract.category_id)
    return rows.filter(Q(Exists(bids)) | Q(Exists(same_field))).exclude(pk=contract.organization_id)


def conflicts_of(contract: Contract, day: date) -> dict[int, str]:
    """Return why whom the draw leaves out: {person: reason}; a constant number of queries, the nearest tie first."""
    organization = contract.organization
    since = recusal_since(day)
    theirs = Membership.objects.filter(organization=organization)
    recent = theirs.filter(ended_at__date__gte=since)
    found = {
        MEMBER: _people(theirs.filter(ended_at__isnull=True)) | _employed([organization.name]),
        FORMER: _people(recent),
        COMPETITOR: _people(
            Membership.objects.filter(
                ended_at__isnull=True, organization__in=_competitors(Organization.objects.all(), contract)
            )
        ),
        BUYER: _people(Post.objects.filter(department=contract.buyer_id, until__isnull=True)),
        PARTNER: _partners(organization),
        DECLARED: _declared(organization),
        **{code: source(organization) for code, source in _sources.items()},
    }
    reasons: dict[int, str] = {}
    for code, people in found.items():
        for person in people:
            reasons.setdefault(person, code)
    return reasons


def conflict_of(user: User, contract: Contract, day: date) -> str:
    """Return why the person cannot sit on the contract's panel, or an empty text."""
    return conflicts_of(contract, day).get(user.pk, "")


def _people(rows: QuerySet) -> set[int]:
    return set(rows.values_list("user_id", flat=True))


def _employed(names: list[str]) -> set[int]:
    """Return the experts whose employer on the roster has one of the names."""
    return _people(Expert.objects.filter(employer__in=names))


def _partners(organization: Organization) -> set[int]:
    """Return who belongs to an organization that performed, or let it perform, a part of a contract."""
    held = Subcontract.objects.exclude(state=SubcontractState.REFUSED)
    given = held.filter(contract__organization=organization)
    taken = held.filter(uscc=organization.uscc)
    rows = Organization.objects.filter(
        Q(uscc__in=given.values("uscc")) | Q(pk__in=taken.values("contract__organization"))
    )
    names = [*rows.values_list("name", flat=True), *given.values_list("name", flat=True)]
    return _people(Membership.objects.filter(organization__in=rows)) | _employed(names)


def _declared(organization: Organization) -> set[int]:
    """Return who has declared a tie: on a panel about it, or on a committee for which it bid."""
    panels = PanelSeat.objects.filter(
        ground__in=TIES, panel__review__contract__organization=organization
    ).values_list("expert_id", flat=True)
    seats = Declaration.objects.filter(
        has_conflict=True, bidders__contains=[organization.public_id]
    ).values_list("seat__member_id", flat=True)
    return {*panels, *seats}
