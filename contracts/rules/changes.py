"""Changes of a contract in force: on what ground, up to which sum, with which money for what is still open."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from marketplace.core.money import FEN, round_half_up, yuan
from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import Parameter

from .milestones import FULL, amounts_of

AGREED = Citation("CIVIL", "art. 543", "V")
"""Both sides may agree on a change; for every reason the law does not name itself."""
GROUNDS: Mapping[str, Citation] = {
    "addition": Citation("GPL", "art. 49", "V"),
    "public_interest": Citation("GPL", "art. 50", "V"),
    "force_majeure": Citation("CIVIL", "art. 590", "V"),
    "circumstances": Citation("CIVIL", "art. 533", "V"),
    "need": AGREED,
    "schedule": AGREED,
}
ADDITION = "addition"
FIXED_SUM = frozenset({"schedule"})


def cap_of(original: Decimal, limit: Parameter) -> Decimal:
    """Return the most that all supplements together may add, in yuan, rounded down to the fen (CON-04)."""
    cap = yuan(original * limit.value)
    return cap if cap <= original * limit.value else cap - FEN


def check_sum(
    *, reason: str, original: Decimal, current: Decimal, proposed: Decimal, added: Decimal, limit: Parameter
) -> Decimal:
    """Return by how much the sum rises (0 when it does not); refuse what the ground does not carry.

    `added` is what earlier supplements added in total; a reduction in between gives no room back (CON-04, GPL art. 49).
    """
    rise = max(proposed - current, Decimal(0))
    if reason in FIXED_SUM and proposed != current:
        raise Refused("contracts.sum_fixed", field="amount", citation=GROUNDS[reason])
    if rise and reason != ADDITION:
        raise Refused("contracts.rise_without_ground", field="amount", citation=limit.citation)
    cap = cap_of(original, limit)
    if added + rise > cap:
        raise Refused(
            "contracts.supplement_over",
            field="amount",
            citation=limit.citation,
            cap=f"{cap:,.2f}",
            added=f"{added:,.2f}",
            over=f"{added + rise - cap:,.2f}",
        )
    return rise


def open_amounts(total: Decimal, fixed: Sequence[Decimal], shares: Sequence[Decimal]) -> list[Decimal]:
    """Allocate what is not yet accepted to the open milestones by their shares of the rest, to the fen (PAY-01)."""
    rest = total - sum(fixed, Decimal(0))
    if not shares and not rest:
        return []
    if rest <= 0 or not shares:
        raise Refused("contracts.sum_below_accepted", field="amount", fixed=f"{total - rest:,.2f}")
    return amounts_of(rest, shares)


def shares_of(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Return shares in percent with two decimals that add up to exactly 100; the last is the remainder.

    Refuses a part so small that its share would be 0.
    """
    total = sum(amounts, Decimal(0))
    shares = [round_half_up(amount * FULL / total, 2) for amount in amounts[:-1]]
    shares.append(FULL - sum(shares, Decimal(0)))
    for number, share in enumerate(shares, start=1):
        if share <= 0:
            raise Refused("contracts.share_too_small", number=number)
    return shares
