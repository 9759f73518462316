"""A market that follows the model of MER-1: quality drifts, contracts have luck, raters differ. Seeded, five years."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from math import exp, sqrt
from random import Random

START = date(2021, 1, 4)
DAYS = 1826
END = START + timedelta(days=DAYS)
CATEGORIES = ("EL1", "EL3", "CH2", "CO3", "DI1", "ME4")
STEP = 30  # days between two values of a quality
SPREAD, LUCK, SLOPE = 9.0, 6.0, 2.5
KIN = 0.8
REVIEW = timedelta(days=20)
HALF = 2.25 * 365.25
OFFICIAL, EXPERT = (86.0, 0.55, 9.0), (80.0, 0.80, 7.5)


@dataclass
class Size:
    """How large a market is; `residents` is the mean number of answers of a contract."""

    organizations: int = 150
    contracts: int = 1800
    officials: int = 60
    experts: int = 120
    residents: float = 12.0
    milestones: int = 4
    panel: tuple[int, ...] = (1, 2, 3)
    own: float = 0.7  # of an organization's contracts in its main category


@dataclass
class Work:
    """One contract as it was made."""

    key: str
    org: int
    category: int
    level: int
    starts: date
    ends: date
    effect: float
    raters: list[str]


@dataclass
class Market:
    """Events as rows of events.csv (17 texts), and what they were made from."""

    size: Size
    seed: int
    chance: Random
    quality: list[list[list[float]]] = field(default_factory=list)  # organization, category, step
    works: list[Work] = field(default_factory=list)
    lenient: dict[str, float] = field(default_factory=dict)
    mains: list[int] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def true(self, org: int, day: date) -> float:
        """Return the quality of an organization on a day: the mean of what it does, weighted by its services."""
        step = min((day - START).days // STEP, len(self.quality[org][0]) - 1)
        main = self.mains[org]
        rest = (1 - self.size.own) / (len(CATEGORIES) - 1)
        return sum(
            (self.size.own if number == main else rest) * values[step]
            for number, values in enumerate(self.quality[org])
        )


def make(seed: int, size: Size | None = None) -> Market:
    """Return a market; the same seed gives the same one."""
    market = Market(size or Size(), seed, Random(seed))
    chance, size = market.chance, market.size
    steps = DAYS // STEP + 2
    market.quality = [_qualities(chance, steps) for _ in range(size.organizations)]
    market.mains = [chance.randrange(len(CATEGORIES)) for _ in range(size.organizations)]
    market.lenient = {f"o{i}": chance.gauss(0, 9.0) for i in range(size.officials)}
    market.lenient |= {f"x{i}": chance.gauss(0, 4.7) for i in range(size.experts)}
    busy = list(accumulate(exp(chance.gauss(0, 0.7)) for _ in range(size.organizations)))
    for number in range(size.contracts):
        org = bisect_right(busy, chance.random() * busy[-1])
        market.works.append(_work(market, number, min(org, size.organizations - 1)))
    market.rows = said(market, market.works)
    return market


def said(market: Market, works: list[Work]) -> list[tuple[str, ...]]:
    """Return the events that these contracts give; a contract's luck depends on its key alone."""
    rows = [
        line(f"org-a{i}", START, "org", org_id=f"a{i}", outcome="active") for i in range(len(market.mains))
    ]
    for work in works:
        rows.extend(_events(market, work, Random(f"{market.seed}:{work.key}")))
    return rows


def _qualities(chance: Random, steps: int) -> list[list[float]]:
    keep = 0.5 ** (STEP / HALF)
    fresh = sqrt(1 - keep**2)

    def path(spread: float) -> list[float]:
        values = [chance.gauss(0, spread)]
        for _ in range(steps - 1):
            values.append(keep * values[-1] + fresh * chance.gauss(0, spread))
        return values

    shared = path(SPREAD * sqrt(KIN))
    return [
        [70 + a + b for a, b in zip(shared, path(SPREAD * sqrt(1 - KIN)), strict=True)] for _ in CATEGORIES
    ]


def _work(market: Market, number: int, org: int) -> Work:
    chance = market.chance
    main = market.mains[org]
    category = main if chance.random() < market.size.own else chance.randrange(len(CATEGORIES))
    starts = START + timedelta(days=chance.randrange(DAYS - 120))
    ends = starts + timedelta(days=chance.choice((120, 180, 270, 360)))
    step = min((ends - START).days, DAYS) // STEP
    effect = market.quality[org][category][step] + chance.gauss(0, LUCK)
    level = chance.choices((1, 2, 3, 4, 5), (1, 2, 4, 2, 1))[0]
    return Work(
        f"k{number}", org, category, level, starts, ends, effect, raters_for(market.size, category, chance)
    )


def raters_for(size: Size, category: int, chance: Random) -> list[str]:
    """Return one official of the department and a panel drawn from the roster."""
    desk = max(size.officials // 3, 1)
    official = f"o{(category * desk // 2 + chance.randrange(desk)) % size.officials}"
    return [official, *(f"x{i}" for i in chance.sample(range(size.experts), chance.choice(size.panel)))]


NAMES = (
    "event_id", "ts", "type", "org_id", "contract_id", "category", "difficulty", "amount", "start", "end",
    "milestone_id", "outcome", "days_late", "evaluator_id", "evaluator_kind", "score", "ref",
)  # fmt: skip
PLACE = {name: index for index, name in enumerate(NAMES)}


def line(event_id: str, ts: date, kind: str, **fields: object) -> tuple[str, ...]:
    """Return one row of events.csv."""
    row = [event_id, ts.isoformat(), kind, *[""] * 14]
    for name, value in fields.items():
        row[PLACE[name]] = str(value)
    return tuple(row)


def rated(  # noqa: PLR0917 - one row, read in order
    event_id: str, ts: date, work: Work, kind: str, rater: str, score: str
) -> tuple[str, ...]:
    """Return one evaluation."""
    return (event_id, ts.isoformat(), "evaluation", "", work.key, *[""] * 8, rater, kind, score, "")


def _events(market: Market, work: Work, chance: Random) -> Iterator[tuple[str, ...]]:
    key = work.key
    yield line(
        f"c-{key}", work.starts, "contract", org_id=f"a{work.org}", contract_id=key,
        category=CATEGORIES[work.category], difficulty=work.level, amount="100000.00",
        start=work.starts.isoformat(), end=work.ends.isoformat(),
    )  # fmt: skip
    shown = work.effect - 70 - SLOPE * (work.level - 3)
    yield from _milestones(market.size, work, shown, chance)
    if work.ends <= END - REVIEW:
        yield from _residents(market.size, work, shown, chance)
        yield from _named(market, work, shown, chance)


def _milestones(size: Size, work: Work, shown: float, chance: Random) -> Iterator[tuple[str, ...]]:
    """On time where the latent points reach 88, else late, reworked or rejected: the mean lies near 88."""
    together = chance.gauss(0, 4)
    length = (work.ends - work.starts).days
    for number in range(1, size.milestones + 1):
        points = 93 + 1.1 * (shown + together + chance.gauss(0, 22))
        outcome, late = "on_time", ""
        is_rejected = chance.random() < 0.2
        if points < 55:
            outcome = "rejected" if points < 25 and is_rejected else "rework"
        elif points < 88:
            outcome, late = "late", str(int((100 - points) / 2))
        day = work.starts + timedelta(days=length * number // size.milestones)
        yield line(
            f"m-{work.key}-{number}", day, "milestone", contract_id=work.key, milestone_id=number,
            outcome=outcome, days_late=late,
        )  # fmt: skip


def _named(market: Market, work: Work, shown: float, chance: Random) -> Iterator[tuple[str, ...]]:
    together = chance.gauss(0, 4)
    for rater in work.raters:
        kind = "official" if rater[0] == "o" else "expert"
        mean, scale, noise = OFFICIAL if kind == "official" else EXPERT
        shared = 0 if kind == "official" else together
        raw = mean + scale * (shown + shared + market.lenient[rater] + chance.gauss(0, noise))
        score = f"{min(max(raw, 0), 100):.1f}"
        yield rated(f"e-{work.key}-{rater}", work.ends + REVIEW, work, kind, rater, score)


def _residents(size: Size, work: Work, shown: float, chance: Random) -> Iterator[tuple[str, ...]]:
    """How many answer differs much from contract to contract: most have a few, some have a crowd."""
    together = chance.gauss(0, 6)
    count = int(size.residents * exp(chance.gauss(0, 1) - 0.5) + 0.5)
    for number in range(count):
        raw = 4.0 + 0.05 * (shown + together + chance.gauss(0, 18))
        score = str(min(max(round(raw), 1), 5))
        yield rated(f"r-{work.key}-{number}", work.ends + REVIEW, work, "resident", "", score)


def text(rows: list[tuple[str, ...]]) -> str:
    """Return events.csv."""
    return "\n".join([",".join(NAMES), *map(",".join, rows), ""])
