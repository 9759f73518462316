"""`python -m benchmarks.ranking`: figures of the ranking method beside their targets; `--speed` for time and memory."""

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from benchmarks.figures import agreement, attacks, churn, luck, seen
from benchmarks.market import CATEGORIES, END, REVIEW, Size, make, rated, text
from ranking.standing import (
    calibrate,
    explanation_csv,
    input_hash,
    ranking_csv,
    read_events,
    results_at,
)

MARKETS = int(os.environ.get("BENCH_MARKETS", "10"))
TARGETS = {
    "rank correlation": "at least 0.68",
    "above beta reputation": "at least 0.040",
    "first ten among the true ten": "",
    "first ten among the true best fifth": "precision at ten: at least 0.635",
    "coverage of 90 % intervals": "0.87 to 0.93",
    "difficulty luck": "at most 0.3 either way",
    "leniency luck": "at most 0.04 either way",
    "stuffing, gain": "at most 9",
    "ring, every second panel, gain": "at most 12",
    "ring, every panel, gain": "",
    "ring, all seats, gain": "",
    "bad-mouthing, every second panel, loss": "at most 14",
    "bad-mouthing, every panel, loss": "",
    "retaliation, loss": "at most 5",
    "churn per month, %": "at most 1.8",
}
FULL = Size(organizations=3000, contracts=60_000, officials=600, experts=1500, residents=15.2)


def figures() -> None:
    """Print the mean of every figure over the markets, with the lowest and the highest."""
    found: dict[str, list[float]] = defaultdict(list)
    for seed in range(MARKETS):
        market = make(seed)
        view = seen(market.rows)
        for part in (agreement(market, view), luck(market, view), attacks(market, view), churn(market)):
            for name, value in part.items():
                found[name].append(value)
    print(f"{MARKETS} markets of {Size().organizations} organizations and {Size().contracts} contracts")
    for name, values in found.items():
        print(f"{name:40} {fmean(values):8.3f}  [{min(values):7.3f} {max(values):7.3f}]  {TARGETS[name]}")


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def speed() -> None:
    """Print CPU seconds and memory of a full recompute with calibration, and of one new evaluation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        if os.fork() == 0:  # the market is made elsewhere, so that its memory does not count
            path.write_text(text(make(1, FULL).rows), encoding="utf-8")
            os._exit(0)
        os.wait()
        _full(path)
    _one()


def _full(path: Path) -> None:
    started = _spent()

    def lap(name: str) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"{name:24} {_spent() - started:7.1f} s of CPU {peak:6.2f} GB", flush=True)

    content = path.read_text(encoding="utf-8")
    events = read_events(content)
    lap(f"{len(events)} events read")
    calibration = calibrate(events, END)
    lap(f"{len(calibration.strictness)} raters calibrated")
    results = results_at(events, END, calibration=calibration)
    lap(f"{len(results)} standings")
    ranking_csv(results, input_hash=input_hash(content))
    explanation_csv(results)
    lap("both files")


def _one() -> None:
    market = make(2)
    view = seen(market.rows)
    work = next(w for w in market.works if w.ends <= END - REVIEW)
    keys = {w.key for w in market.works if w.org == work.org}
    rows = [row for row in market.rows if row[3] == f"a{work.org}" or row[4] in keys]
    rows.append(rated("new", END, work, "official", "o1", "91"))
    only = frozenset({f"a{work.org}"})
    rounds = 200
    started = time.process_time()
    for _ in range(rounds):
        results_at(read_events(text(rows)), END, calibration=view.calibration, only=only)
    spent = (time.process_time() - started) / rounds
    print(
        f"one new evaluation: {spent * 1000:.1f} ms ({len(rows)} events, {len(keys)} contracts, {len(CATEGORIES)} services)"
    )


if __name__ == "__main__":
    sys.exit(speed() if "--speed" in sys.argv else figures())
