"""Signs that bidders acted together (COL-01 to COL-05, BID-04; O87 art. 37, GPR art. 18): evidence, never a verdict."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz

from marketplace.statutes import STATUTES

LEAST_RUN = 3


@dataclass(frozen=True)
class Traits:
    """What is known of one opened bid and its bidder."""

    bidder: str
    price: Decimal
    makers: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    managers: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True)
class Sign:
    """One sign: rule, the bids that it joins, and what was found."""

    rule: str
    bidders: tuple[str, ...]
    evidence: dict[str, object] = field(default_factory=dict)


def find_signs(bids: Sequence[Traits], day: date) -> list[Sign]:
    """Return every sign among the bids of a lot, by rule; the order of the bids changes nothing."""
    found = []
    for rule, name in (
        ("BID-04", "heads"), ("COL-01", "makers"), ("COL-02", "contacts"), ("COL-03", "managers"),
        ("COL-05", "accounts"),
    ):  # fmt: skip
        found += _shared(rule, name, bids)
    return [*found, *_regular_prices(bids, day), *_alike(bids, day)]


def _shared(rule: str, name: str, bids: Iterable[Traits]) -> list[Sign]:
    """Return a sign for each value that stands in more than one bid (BID-04, COL-01, COL-02, COL-03, COL-05)."""
    by_value: dict[str, set[str]] = defaultdict(set)
    for bid in bids:
        for value in getattr(bid, name):
            by_value[value].add(bid.bidder)
    joined: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for value, bidders in by_value.items():
        if len(bidders) > 1:
            joined[tuple(sorted(bidders))].append(value)
    return [Sign(rule, bidders, {"values": sorted(values)}) for bidders, values in sorted(joined.items())]


def _regular_prices(bids: Sequence[Traits], day: date) -> list[Sign]:
    """Return equal prices, and three or more prices that rise by one small equal step (COL-04)."""
    most = STATUTES.on("collusion.price_step", day).value
    rows = sorted(bids, key=lambda bid: (bid.price, bid.bidder))
    found: list[Sign] = []
    start = 0
    while start < len(rows) - 1:
        step = rows[start + 1].price - rows[start].price
        end = start + 1
        while end + 1 < len(rows) and rows[end + 1].price - rows[end].price == step:
            end += 1
        run = rows[start : end + 1]
        if step == 0 or (len(run) >= LEAST_RUN and step <= most * run[0].price):
            prices = [format(bid.price, "f") for bid in run]
            found.append(Sign("COL-04", tuple(sorted(bid.bidder for bid in run)), {"prices": prices}))
        start = end
    return found


def _alike(bids: Sequence[Traits], day: date) -> list[Sign]:
    """Return pairs whose texts are nearly the same; short texts say nothing (COL-04)."""
    least = STATUTES.on("collusion.similarity", day).value
    length = STATUTES.on("collusion.text_least", day).days
    found = []
    rows = sorted((bid for bid in bids if len(bid.text) >= length), key=lambda bid: bid.bidder)
    for one, other in combinations(rows, 2):
        share = Decimal(str(round(fuzz.ratio(one.text, other.text, score_cutoff=float(least) * 100), 1)))
        if share >= least * 100:
            found.append(Sign("COL-04", (one.bidder, other.bidder), {"share": format(share, "f")}))
    return found
