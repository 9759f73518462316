"""Procedure profiles (rules 2.1): versioned, dated, chosen by the day of the notice, never by today (GEN-01, 02)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES, Parameter, UnknownParameter

STATUTORY, BELOW_LIMIT, GRANT = "statutory", "below_limit", "grant"
COMPREHENSIVE, LOWEST_PRICE = "comprehensive", "lowest_price"


@dataclass(frozen=True)
class Profile:
    """One procedure as law (or the district) orders it between two days; numbers are looked up by the notice day.

    `numbers` is the prefix of its statutory numbers. `offered` says whether pages offer it already.
    `blocks_overdue` says whether an overdue report may keep an organization out without being declared.
    `final_quotes` says that the committee talks with each supplier and final quotes decide (GPL art. 38; F214).
    """

    track: str
    procedure: str
    edition: str
    since: date
    basis: Citation
    numbers: str
    methods: tuple[str, ...]
    until: date | None = None
    offered: bool = True
    blocks_overdue: bool = False
    needs_official_address: bool = False
    needs_comment: bool = True
    reviews_low_price: bool = False
    standing_scores: bool = True
    final_quotes: bool = False
    local: Mapping[str, Parameter] = field(default_factory=dict, compare=False)

    @property
    def version(self) -> str:
        """The name kept with the tender, such as `statutory/open/2026-02`."""
        return f"{self.track}/{self.procedure}/{self.edition}"

    def number(self, what: str, day: date) -> Parameter | None:
        """Return a number of the procedure in force on the day, or None where the law sets none."""
        key = f"{self.numbers}.{what}"
        try:
            return self.limit(key, day)
        except UnknownParameter:
            return None

    def limit(self, key: str, day: date) -> Parameter:
        """Return a number in force on the day, the district's own first (GEN-03). Raises UnknownParameter."""
        row = self.local.get(key)
        return row if row is not None and row.in_force(day) else STATUTES.on(key, day)

    def suppliers(self, day: date) -> int:
        """Return how many bidders the procedure needs to be opened (OPEN-02)."""
        found = self.number("suppliers", day)
        return found.days if found else 1


LOW_PRICE_DAY = date(2026, 2, 1)
BOTH = (COMPREHENSIVE, LOWEST_PRICE)
_LAW = [
    # procedure, basis, since, methods, offered
    ("open", Citation("O87", "art. 53"), date(2017, 10, 1), BOTH, True),
    ("invited", Citation("GPL", "art. 29"), date(2017, 10, 1), BOTH, True),
    ("consultation", Citation("F214", "art. 3", "P"), date(2015, 1, 1), (COMPREHENSIVE,), True),
    ("negotiation", Citation("GPL", "art. 38"), date(2014, 2, 1), (LOWEST_PRICE,), True),
    ("inquiry", Citation("GPL", "art. 40"), date(2014, 2, 1), (LOWEST_PRICE,), True),
    ("single", Citation("GPL", "art. 39"), date(2003, 1, 1), (LOWEST_PRICE,), True),
    ("framework", Citation("O110", "", "P"), date(2022, 3, 1), BOTH, False),
]


def _statutory() -> list[Profile]:
    rows = []
    for procedure, basis, since, methods, offered in _LAW:
        for first, until, low in ((since, LOW_PRICE_DAY, False), (LOW_PRICE_DAY, None, True)):
            rows.append(
                Profile(
                    STATUTORY,
                    procedure,
                    f"{first:%Y-%m}",
                    first,
                    basis,
                    procedure,
                    methods,
                    until,
                    offered,
                    needs_official_address=True,
                    reviews_low_price=low,
                    final_quotes=procedure in {"consultation", "negotiation", "single"},
                )
            )
    return rows


_HOUSE = Citation("HOUSE", "", "D")
PROFILES: tuple[Profile, ...] = (
    *_statutory(),
    *(
        Profile(
            BELOW_LIMIT, procedure, "2016-01", date(2016, 1, 1), _HOUSE, "below_limit", methods,
            blocks_overdue=True,
        )
        for procedure, methods in (("consultation", (COMPREHENSIVE,)), ("inquiry", (LOWEST_PRICE,)))
    ),
    Profile(
        GRANT, "grant", "2016-12", date(2016, 12, 1), Citation("HOUSE", "", "P"), "grant", (COMPREHENSIVE,),
        blocks_overdue=True,
    ),
)  # fmt: skip


def profile_on(track: str, procedure: str, day: date) -> Profile:
    """Return the profile in force on the day of the notice; refused when there is none (GEN-01, GEN-02)."""
    for row in PROFILES:
        known = row.track == track and row.procedure == procedure
        if known and row.since <= day and (row.until is None or day < row.until):
            return row
    raise Refused(
        "bidding.no_profile", citation=Citation("GPL", "art. 26"), field="procedure", track=track, day=day
    )


def offered_on(day: date) -> list[Profile]:
    """Return the profiles that a new tender can use on the day."""
    return [r for r in PROFILES if r.offered and r.since <= day and (r.until is None or day < r.until)]


def check_splitting(
    profile: Profile, budget: Decimal, others: Decimal, approval_number: str, day: date
) -> None:
    """Refuse what avoids the open tender by pieces: one budget item and category, one year (GEN-05, GPR art. 28)."""
    if profile.track == GRANT or profile.procedure in {"open", "invited"} or approval_number or not others:
        return
    threshold = profile.limit("local.open_threshold", day)
    if budget + others > threshold.value:
        raise Refused(
            "bidding.purchase_split", citation=Citation("GPR", "art. 28"), field="profile",
            total=budget + others, threshold=threshold.value,
        )  # fmt: skip


def check_track(profile: Profile, budget: object, approval_number: str, day: date) -> None:
    """Refuse a track or method that the money does not allow (GEN-03, GEN-04)."""
    try:
        limit = profile.limit("local.purchase_limit", day)
        threshold = profile.limit("local.open_threshold", day)
    except UnknownParameter:
        raise Refused("bidding.local_missing", citation=Citation("GPL", "art. 8"), field="profile") from None
    if profile.track == BELOW_LIMIT and budget >= limit.value:  # type: ignore[operator]
        raise Refused("bidding.above_limit", citation=limit.citation, field="profile", limit=limit.value)
    other = profile.track == STATUTORY and profile.procedure != "open"
    if other and budget >= threshold.value and not approval_number:  # type: ignore[operator]
        raise Refused(
            "bidding.approval_needed", citation=threshold.citation, field="approval_number",
            threshold=threshold.value,
        )  # fmt: skip
