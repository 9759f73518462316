"""Size and make-up of a committee (COM-01..03; O87 art. 45, 47; GPL art. 38)."""

from datetime import date
from decimal import Decimal

from marketplace.statutes import STATUTES

from .findings import BLOCK, Finding
from .profiles import GRANT, STATUTORY, Profile


def required_size(profile: Profile, budget: Decimal, day: date) -> int:
    """Return the least number of members: 3 or 5 by procedure, 7 for large budgets (COM-01, COM-03)."""
    found = profile.number("committee", day)
    size = found.days if found else 0
    if profile.track != STATUTORY or not size:
        return size
    if profile.procedure in {"open", "invited"}:
        large = STATUTES.on("committee.large", day).days
        return large if budget >= STATUTES.on("committee.large_budget", day).value else size
    return max(size, 5) if budget >= profile.limit("local.open_threshold", day).value else size


def recusal_since(day: date) -> date:
    """Return the first day from which a tie to a bidder excludes: three years before the notice (COM-05)."""
    years = STATUTES.on("committee.recusal", day).days
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - years, day.month, last)


def check_committee(
    profile: Profile, budget: Decimal, members: int, experts: int, day: date
) -> list[Finding]:
    """Return what is wrong: too small, even, or fewer than two thirds experts (3 x experts >= 2 x members)."""
    found = []
    size = required_size(profile, budget, day)
    number = profile.number("committee", day)
    if number and (members < size or members % 2 == 0):
        found.append(
            Finding("COM-01", BLOCK, "bidding.committee_size", number.citation, "members",
                    {"size": size, "members": members})
        )  # fmt: skip
    share = STATUTES.on("committee.expert_share", day)
    if profile.track != GRANT and profile.procedure != "single" and 3 * experts < 2 * members:
        found.append(
            Finding("COM-02", BLOCK, "bidding.committee_experts", share.citation, "members",
                    {"experts": experts, "members": members})
        )  # fmt: skip
    return found
