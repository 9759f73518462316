"""The calibration again, by brute force: one dense covariance of all rows, written from the formulas alone."""

from datetime import date
from math import floor
from statistics import mean, median

import numpy as np

M0, SCALE = (86.0, 80.0, 4.0, 88.0), (0.55, 0.80, 0.05, 1.1)
NOISE, SHARED = (9.0, 7.5, 18.0, 22.0), (0.0, 4.0, 6.0, 4.0)
WINDOW = (10.0, 25.0, 6.0, None)
LENIENCY = {0: 9.0, 1: 4.7}
K0 = 1 / 15**2
POINTS = {"on_time": 100, "rework": 55, "rejected": 0}


def points(row):
    return 100 - min(60, 2 * int(row["days_late"])) if row["outcome"] == "late" else POINTS[row["outcome"]]


def contract_rows(rows, name):
    """Return (kind, rater, raw, base precision) of a contract."""
    mine = [r for r in rows if r["contract_id"] == name]
    rated = [r for r in mine if r["type"] == "evaluation"]
    found = [
        (kind, r["evaluator_id"], float(r["score"]), 1 / NOISE[kind] ** 2)
        for kind, word in ((0, "official"), (1, "expert"))
        for r in rated
        if r["evaluator_kind"] == word
    ]
    stars = sorted(float(r["score"]) for r in rated if r["evaluator_kind"] == "resident")
    if stars:
        cut = floor(0.2 * len(stars))
        found.append((2, "", mean(stars[cut : len(stars) - cut]), len(stars) / NOISE[2] ** 2))
    done = [points(r) for r in mine if r["type"] == "milestone" and r["outcome"] != "excused"]
    if done:
        found.append((3, "", mean(done), len(done) / NOISE[3] ** 2))
    return found


def row_precisions(rows):
    base = [sum(r[3] for r in rows if r[0] == kind) for kind in range(4)]
    total = [1 / (SHARED[k] ** 2 + 1 / base[k]) if base[k] else 0 for k in range(4)]
    total[1] = min(total[1], max(total[3] + total[0], K0))
    total[2] = min(total[2], 0.3 / 0.7 * max(total[3] + total[0] + total[1], K0))
    return [r[3] * total[r[0]] / base[r[0]] for r in rows]


def windowed(kinds, values, precisions):
    """Return the values (around 0) after the three windows."""
    x = [min(max(v, -30), 30) for v in values]
    panel = [v for k, v in zip(kinds, x, strict=True) if k == 1]
    if len(panel) >= 3:
        middle = median(panel)
        x = [min(max(v, middle - 6), middle + 6) if k == 1 else v for k, v in zip(kinds, x, strict=True)]
    out = []
    for kind, value in zip(kinds, x, strict=True):
        if WINDOW[kind] is None:
            out.append(value)
            continue
        others = [i for i, k in enumerate(kinds) if k not in (kind, 2)]
        centre = sum(precisions[i] * x[i] for i in others) / (K0 + sum(precisions[i] for i in others))
        out.append(min(max(value, centre - WINDOW[kind]), centre + WINDOW[kind]))
    return out


def dense_calibration(rows, as_of):
    """Return (means, slope, {rater: (leniency, variance)}) of a record without voids, links and later events."""
    contracts = [r for r in rows if r["type"] == "contract"]
    table = []  # number of contract, kind, rater, residual, precision
    for number, contract in enumerate(contracts):
        found = contract_rows(rows, contract["contract_id"])
        for (kind, rater, raw, _), precision in zip(found, row_precisions(found), strict=True):
            residual = (raw - M0[kind]) / SCALE[kind] + 2.5 * (int(contract["difficulty"]) - 3)
            table.append((number, kind, rater, min(max(residual, -40), 40), precision))
    named = {r: 0.0 for _, kind, r, _, _ in table if kind in LENIENCY and r}
    for _, kind, rater, _, _ in table:
        if rater in named:
            named[rater] = max(named[rater], LENIENCY[kind] ** 2)
    raters = sorted(named)
    prior = np.diag([225.0] * 4 + [1.0] + [named[r] for r in raters])
    design = np.zeros((len(table), 5 + len(raters)))
    noise = np.zeros((len(table), len(table)))
    for i, (number, kind, rater, _, precision) in enumerate(table):
        design[i, kind] = 1
        design[i, 4] = -(int(contracts[number]["difficulty"]) - 3)
        noise[i, i] = 1 / precision
        if kind in LENIENCY and rater:
            design[i, 5 + raters.index(rater)] = 1
        elif kind in LENIENCY:
            noise[i, i] += LENIENCY[kind] ** 2
        for j, other in enumerate(table):
            noise[i, j] += kinship(contracts[number], contracts[other[0]], as_of)
    gain = prior @ design.T @ np.linalg.inv(design @ prior @ design.T + noise)
    residuals = np.array([row[3] for row in table])
    found = gain @ residuals
    left = residuals - design @ found
    moved = np.zeros(len(table))
    for number in range(len(contracts)):
        mine = [i for i, row in enumerate(table) if row[0] == number]
        held = windowed([table[i][1] for i in mine], left[mine], [table[i][4] for i in mine])
        moved[mine] = np.array(held) - left[mine]
    found = gain @ (residuals + moved)
    variances = np.diag(prior - gain @ design @ prior)
    return (
        [m + s * f for m, s, f in zip(M0, SCALE, found[:4], strict=True)],
        2.5 + found[4],
        {r: (found[5 + i], variances[5 + i]) for i, r in enumerate(raters)},
    )


def kinship(one, other, as_of):
    if one["org_id"] != other["org_id"]:
        return 0.0
    ends = [min(date.fromisoformat(r["end"]), as_of) for r in (one, other)]
    years = abs((ends[0] - ends[1]).days) / 365.25
    same = 1.0 if one["category"] == other["category"] else 0.8
    luck = 36.0 if one is other else 0.0
    return 81.0 * same * 0.5 ** (years / (1.5 * 1.5)) + luck
