"""`python -m benchmarks.ranking`: figures of the ranking method beside their targets; `--speed` for time and memory."""

import csv
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
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
SIZES = {
    "100,000 evaluations": Size(organizations=300, contracts=6000, officials=60, experts=150, residents=15.2),
    "1,000,000 evaluations": Size(
        organizations=3000, contracts=60_000, officials=600, experts=1500, residents=15.2
    ),
}


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
    """Print CPU seconds and memory of full recomputes with calibration, and of one new evaluation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        for name, size in SIZES.items():
            _apart(lambda size=size: path.write_text(text(make(1, size).rows), encoding="utf-8"))
            print(name)
            _apart(lambda: _full(path))
    _one()


def _apart(work: Callable[[], object]) -> None:
    """Run in a process of its own, so that neither memory nor time of one part counts for another."""
    number = os.fork()
    if number == 0:
        work()
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(number, 0)


def _baseline(path: Path) -> float:
    """Return the CPU seconds of reading the file as a table and its numbers as numbers, and nothing else."""
    started, total = _spent(), 0.0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            total += float(row["score"] or 0) + len(row["event_id"])
    return _spent() - started


def _full(path: Path) -> None:
    baseline = _baseline(path)
    print(f"{'baseline: reading alone':24} {baseline:7.1f} s of CPU")
    started = _spent()

    def lap(name: str) -> None:
        peak, spent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, _spent() - started
        print(f"{name:24} {spent:7.1f} s of CPU {spent / baseline:6.1f} x {peak:6.2f} GB", flush=True)

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
    rows_text = text(rows)
    started = time.process_time()
    for _ in range(rounds):
        for row in csv.DictReader(rows_text.splitlines()):
            float(row["score"] or 0)
    reading = (time.process_time() - started) / rounds
    print(f"reading the same events alone: {reading * 1000:.1f} ms; ratio {spent / reading:.1f}")
    print(
        f"one new evaluation: {spent * 1000:.1f} ms ({len(rows)} events, {len(keys)} contracts, {len(CATEGORIES)} services)"
    )


if __name__ == "__main__":
    sys.exit(speed() if "--speed" in sys.argv else figures())
