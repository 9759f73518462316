"""What the ranking method reaches on simulated markets: agreement with the truth, luck, churn, harm of attacks."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from math import sqrt
from random import Random
from statistics import fmean

from benchmarks.market import END, REVIEW, Market, Work, rated, raters_for, said, text
from ranking.standing import Calibration, Result, calibrate, read_events, results_at

Rows = list[tuple[str, ...]]
ATTACKERS = 5


@dataclass
class View:
    """What was computed from rows on a day: overall results of those with evidence, by organization."""

    found: dict[str, Result]
    calibration: Calibration

    @property
    def places(self) -> dict[str, float]:
        """Return percentiles, 100 = best."""
        order = sorted(self.found, key=lambda name: self.found[name].score)
        return {name: 100 * index / max(len(order) - 1, 1) for index, name in enumerate(order)}


def seen(rows: Rows, day: date = END, calibration: Calibration | None = None) -> View:
    """Compute the standings from rows."""
    events = read_events(text(rows))
    calibration = calibration or calibrate(events, day)
    results = results_at(events, day, calibration=calibration)
    return View({r.org_id: r for r in results if r.category == "*" and r.evidence}, calibration)


def correlation(one: list[float], other: list[float]) -> float:
    """Return Pearson's correlation."""
    a, b = fmean(one), fmean(other)
    top = sum((x - a) * (y - b) for x, y in zip(one, other, strict=True))
    return top / sqrt(sum((x - a) ** 2 for x in one) * sum((y - b) ** 2 for y in other))


def ranked(values: list[float]) -> list[float]:
    """Return the ranks; ties share their mean."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        stop = start
        while stop < len(order) and values[order[stop]] == values[order[start]]:
            stop += 1
        for place in order[start:stop]:
            ranks[place] = (start + stop - 1) / 2
        start = stop
    return ranks


def beta_reputation(rows: Rows) -> dict[str, float]:
    """Return beta reputation with decay (half-life of 1.5 years): the method to be beaten."""
    owner = {row[4]: row[3] for row in rows if row[2] == "contract"}
    good: dict[str, float] = defaultdict(lambda: 1.0)
    bad: dict[str, float] = defaultdict(lambda: 1.0)
    for row in rows:
        share = _share(row)
        if share is not None and row[1] <= END.isoformat():
            weight = 0.5 ** ((END - date.fromisoformat(row[1])).days / 365.25 / 1.5)
            good[owner[row[4]]] += weight * share
            bad[owner[row[4]]] += weight * (1 - share)
    return {name: good[name] / (good[name] + bad[name]) for name in set(owner.values())}


def _share(row: tuple[str, ...]) -> float | None:
    if row[2] == "evaluation":
        return (float(row[15]) - 1) / 4 if row[14] == "resident" else float(row[15]) / 100
    if row[2] != "milestone":
        return None
    late = max(1 - 0.02 * int(row[12] or 0), 0.4)
    return {"on_time": 1.0, "late": late, "rework": 0.55, "rejected": 0.0}[row[11]]


def agreement(market: Market, view: View) -> dict[str, float]:
    """Return rank correlation, margin over beta reputation, precision at ten, coverage."""
    names = sorted(view.found)
    true = [market.true(int(name[1:]), END) for name in names]
    scores = [float(view.found[name].score) for name in names]
    beta = beta_reputation(market.rows)
    mine = correlation(ranked(scores), ranked(true))
    theirs = correlation(ranked([beta[name] for name in names]), ranked(true))
    placed = [i for i, name in enumerate(names) if view.found[name].rank]
    best = sorted(placed, key=lambda i: -scores[i])[:10]
    really = set(sorted(placed, key=lambda i: -true[i])[: max(len(placed) // 5, 10)])
    ten = set(sorted(placed, key=lambda i: -true[i])[:10])
    inside = [view.found[n].low <= t <= view.found[n].high for n, t in zip(names, true, strict=True)]
    return {
        "rank correlation": mine,
        "above beta reputation": mine - theirs,
        "first ten among the true ten": fmean(i in ten for i in best),
        "first ten among the true best fifth": fmean(i in really for i in best),
        "coverage of 90 % intervals": fmean(inside),
    }


def luck(market: Market, view: View) -> dict[str, float]:
    """Return what a level of difficulty and a point of leniency move, all else the same (a fifth is changed)."""
    chance = Random(market.seed)
    picked = {number for number in range(len(market.mains)) if number % 5 == 0}
    harder = [replace(w, level=min(w.level + 1, 5)) if w.org in picked else w for w in market.works]
    others = [
        replace(w, raters=raters_for(market.size, w.category, chance)) if w.org in picked else w
        for w in market.works
    ]
    return {
        "difficulty luck": _moved(market, view, harder, lambda work: work.level),
        "leniency luck": _moved(
            market, view, others, lambda work: fmean(market.lenient[r] for r in work.raters)
        ),
    }


def _moved(market: Market, view: View, works: list[Work], of: Callable[[Work], float]) -> float:
    """Return by how much a score moves per unit of what was changed, by regression through the origin."""
    after = seen(said(market, works)).found
    change: dict[str, list[float]] = defaultdict(list)
    for old, new in zip(market.works, works, strict=True):
        if old.ends <= END - REVIEW:
            change[f"a{old.org}"].append(of(new) - of(old))
    pairs = [
        (fmean(change[name]), float(result.score - view.found[name].score))
        for name, result in after.items()
        if any(change[name])
    ]
    return sum(x * y for x, y in pairs) / sum(x * x for x, y in pairs)


def churn(market: Market) -> dict[str, float]:
    """Return by how many percent of the table an organization without new evidence moves in a month (last year)."""
    moved = []
    days = [END - timedelta(days=30 * number) for number in range(12, -1, -1)]
    before: View | None = None
    for day in days:
        view = seen(market.rows, day, before.calibration if before and days.index(day) % 3 else None)
        if before:
            old, new = before.places, view.places
            moved += [
                abs(new[name] - old[name])
                for name, result in view.found.items()
                if name in old and before.found[name].evidence == result.evidence
            ]
        before = view
    return {"churn per month, %": fmean(moved)}


Attack = Callable[[Market, set[str]], Rows]


def stuffing(market: Market, orgs: set[str]) -> Rows:
    """Let the attackers add a hundred five-star answers to every contract that ended in the last two years."""
    return market.rows + [
        rated(f"s-{work.key}-{number}", END - timedelta(days=5), work, "resident", "", "5")
        for work in _recent(market, orgs)
        for number in range(100)
    ]


def ring(market: Market, orgs: set[str], *, seats: int = 1, every: int = 1) -> Rows:
    """Give friendly experts, who rate others as they are, seats on recent panels: a hundred points each."""
    return _panel(market, orgs, "100", seats, every)


def bad_mouthing(market: Market, orgs: set[str], *, every: int = 1) -> Rows:
    """Give a hostile expert one seat on recent panels, with ten one-star answers beside it."""
    return _panel(market, orgs, "0", 1, every) + [
        rated(f"s-{work.key}-{number}", END - timedelta(days=5), work, "resident", "", "1")
        for work in _recent(market, orgs)[::every]
        for number in range(10)
    ]


def retaliation(market: Market, orgs: set[str]) -> Rows:
    """Let the official of the newest contract of each victim take forty points away."""
    newest = {work.org: work for work in sorted(_recent(market, orgs), key=lambda w: w.ends)}
    keys = {work.key for work in newest.values()}
    return [
        (*row[:15], f"{max(float(row[15]) - 40, 0):.1f}", row[16])
        if row[4] in keys and row[14] == "official"
        else row
        for row in market.rows
    ]


def _recent(market: Market, orgs: set[str]) -> list[Work]:
    since = END - timedelta(days=730)
    return [w for w in market.works if f"a{w.org}" in orgs and since <= w.ends <= END - REVIEW]


def _panel(market: Market, orgs: set[str], score: str, seats: int, every: int) -> Rows:
    """Let the ring take the first seats of every n-th recent panel."""
    works = _recent(market, orgs)[::every]
    taken = {(w.key, rater) for w in works for rater in w.raters[1 : 1 + seats]}
    rows = [row for row in market.rows if (row[4], row[13]) not in taken]
    return rows + [
        rated(f"p-{work.key}-{number}", work.ends + REVIEW, work, "expert", f"x{number}", score)
        for work in works
        for number in range(min(seats, len(work.raters) - 1))
    ]


def attacks(market: Market, view: View) -> dict[str, float]:
    """Return the percentile points that attackers gain and victims lose."""
    before = view.places
    order = sorted(before, key=before.__getitem__)
    busy = {f"a{w.org}" for w in _recent(market, set(before))}
    middle = [name for name in order if name in busy]
    low = set(middle[len(middle) // 4 :][:ATTACKERS])
    high = set(middle[: 3 * len(middle) // 4][-ATTACKERS:])
    found = {}
    for name, attack, orgs, sign in (
        ("stuffing, gain", stuffing, low, 1),
        ("ring, every second panel, gain", partial(ring, every=2), low, 1),
        ("ring, every panel, gain", ring, low, 1),
        ("ring, all seats, gain", partial(ring, seats=3), low, 1),
        ("bad-mouthing, every second panel, loss", partial(bad_mouthing, every=2), high, -1),
        ("bad-mouthing, every panel, loss", bad_mouthing, high, -1),
        ("retaliation, loss", retaliation, high, -1),
    ):
        after = seen(attack(market, orgs)).places
        found[name] = sign * fmean(after[org] - before[org] for org in orgs)
    return found
