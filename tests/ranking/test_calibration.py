"""The calibration is the exact prediction of the mixed model, and finds what a simulated market was made with."""

import random
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking.standing import DEFAULT, calibrate, read_events, results_at
from ranking.standing.prediction import inverse

from .dense import dense_calibration
from .market import DAY, contract, markets, rating, row, text

QUICK = settings(max_examples=60, deadline=None)


def found(rows, day=DAY):
    return calibrate(read_events(text(rows)), day)


@QUICK
@given(markets())
def test_equals_the_dense_prediction(rows):
    calibration = found(rows)
    means, slope, raters = dense_calibration(rows, DAY)
    assert calibration.means == pytest.approx(means, abs=1e-8)
    assert calibration.slope == pytest.approx(slope, abs=1e-8)
    assert set(calibration.strictness) == set(raters)
    for name, pair in raters.items():
        assert calibration.strictness[name] == pytest.approx(pair, abs=1e-8)


@QUICK
@given(markets(), st.randoms())
def test_row_order_does_not_matter(rows, chance):
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert found(shuffled) == found(rows)


@QUICK
@given(markets())
def test_names_do_not_matter(rows):
    names = {"r1": "z", "r2": "y", "r3": "x"}
    turned = [
        {
            **r,
            "org_id": {"a": "d", "b": "c", "c": "b", "d": "a"}.get(r["org_id"], ""),
            "evaluator_id": names.get(r["evaluator_id"], ""),
            "contract_id": r["contract_id"][::-1],
        }
        for r in rows
    ]
    one, other = found(rows), found(turned)
    assert other.means == pytest.approx(one.means, abs=2e-9)
    assert other.slope == pytest.approx(one.slope, abs=2e-9)
    for name, pair in one.strictness.items():
        assert other.strictness[names[name]] == pytest.approx(pair, abs=2e-9)


def test_without_evidence_it_is_the_default():
    assert found([contract("k")]) == DEFAULT
    assert found([row("o", "org", org_id="a", outcome="active")]) == DEFAULT


def test_what_comes_later_does_nothing():
    rows = [contract("k"), rating("e", "k", "official", 60, rater="r")]
    later = rating("f", "k", "official", 99, rater="s", ts=DAY + timedelta(days=1))
    assert found([*rows, later]) == found(rows)


def test_whoever_is_not_named_is_nobody_in_particular():
    rows = [contract("k"), rating("e", "k", "official", 60), rating("f", "k", "resident", 5, rater="home-1")]
    assert found(rows).strictness == {}


def test_whoever_rates_in_two_voices_has_the_wider_prior():
    rows = [
        contract("k"),
        rating("e", "k", "official", 99, rater="r"),
        rating("f", "k", "expert", 99, rater="r"),
    ]
    means, slope, raters = dense_calibration(rows, DAY)
    assert found(rows).strictness["r"] == pytest.approx(raters["r"], abs=1e-8)
    assert (found(rows).means, found(rows).slope) == (pytest.approx(means), pytest.approx(slope))


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700])
def test_the_inverse_by_halves_is_the_inverse(size):
    chance = np.random.default_rng(size)
    half = chance.normal(size=(size, size))
    matrix = half @ half.T / size + np.eye(size)
    assert np.abs(inverse(matrix) @ matrix - np.eye(size)).max() < 1e-11


def simulated(seed, *, slope=2.5, shift=0.0):
    """Return 120 organizations with six contracts each, and the leniency of twelve officials and thirty experts."""
    chance = random.Random(seed)
    kind = {"official": (86, 0.55, 9), "expert": (80, 0.8, 7.5)}
    lenient = {f"o{i}": chance.gauss(0, 9) for i in range(12)} | {
        f"x{i}": chance.gauss(0, 4.7) for i in range(30)
    }
    rows = []
    for number in range(720):
        name, level = f"k{number}", chance.randint(1, 5)
        quality = chance.gauss(0, 9) if number % 6 == 0 else quality  # noqa: F821 - six contracts each
        effect = quality + chance.gauss(0, 6) - slope * (level - 3)
        end = DAY - timedelta(days=chance.randint(0, 900))
        rows.append(contract(name, f"org{number // 6}", difficulty=level, end=end))
        panel = [f"o{chance.randrange(12)}", *chance.sample([f"x{i}" for i in range(30)], 3)]
        for rater in panel:
            voice = "official" if rater[0] == "o" else "expert"
            mean, scale, noise = kind[voice]
            said = mean + shift + scale * (effect + lenient[rater] + chance.gauss(0, noise))
            score = min(max(said, 0), 100)
            rows.append(rating(f"{name}-{rater}", name, voice, f"{score:.4f}", rater=rater))
    return rows, lenient


def test_strictness_is_found():
    rows, lenient = simulated(7)
    pairs = found(rows).strictness
    guessed = [pairs[name][0] for name in lenient]
    true = list(lenient.values())
    assert np.corrcoef(guessed, true)[0, 1] > 0.9
    misses = [(pairs[n][0] - lenient[n]) / pairs[n][1] ** 0.5 for n in lenient if n[0] == "x"]
    assert 0.5 < np.std(misses) < 1.6
    assert all(0 < pairs[n][1] < (9 if n[0] == "o" else 4.7) ** 2 for n in lenient)


@pytest.mark.parametrize("slope", [1.0, 2.5, 4.0])
def test_difficulty_is_found(slope):
    rows, _ = simulated(3, slope=slope)
    assert found(rows).slope == pytest.approx(slope, abs=0.6)


def test_the_means_of_the_kinds_are_found():
    rows, _ = simulated(5, shift=-4.0)
    usual, _ = simulated(5)
    lower, level = found(rows).means, found(usual).means
    assert lower[1] - level[1] == pytest.approx(-4.0, abs=1.0)


def test_a_known_generous_rater_lifts_less():
    rows, lenient = simulated(7)
    generous = max((n for n in lenient if n[0] == "o"), key=lenient.get)
    events = read_events(
        text([*rows, contract("new", "newcomer"), rating("n", "new", "official", 95, rater=generous)])
    )
    plain = next(r for r in results_at(events, DAY) if (r.category, r.org_id) == ("*", "newcomer"))
    fair = next(
        r
        for r in results_at(events, DAY, calibration=calibrate(events, DAY))
        if (r.category, r.org_id) == ("*", "newcomer")
    )
    assert fair.score < plain.score
