"""Two small cases worked by hand, and the sentences of ranking.md that have a number."""

from datetime import date, timedelta
from decimal import Decimal
from math import sqrt

import pytest

from ranking.standing import DEFAULT, MER1, Calibration, input_hash, params_hash, read_events, results_at
from ranking.standing.contract import trimmed_mean
from ranking.standing.ledger import milestone_points

from .market import DAY, contract, milestone, rating, row, text


def standing(rows, org="a", category="*", day=DAY, **more):
    results = results_at(read_events(text(rows)), day, **more)
    return next(r for r in results if r.org_id == org and r.category == category)


def test_one_official_rating_by_hand():
    """(97 - 86) / 0.55 = 20 above typical; window 10; precision 1/162; information 1/198; 810/279 on top of 70."""
    found = standing([contract("k"), rating("e", "k", "official", 97)])
    assert found.score == Decimal("72.903226")  # 70 + 10 * 81 / 279
    assert float(found.error) == pytest.approx(sqrt(81 * 198 / 279 + (5.5 * 81 / 279) ** 2), abs=1e-6)
    assert float(found.low) == pytest.approx(72.9032258 - 1.645 * 7.7481327, abs=1e-6)
    assert (found.status, found.contracts, found.evidence, found.rank) == ("provisional", 1, 1, None)
    assert [(line.item, line.contribution) for line in found.lines] == [
        ("prior", Decimal("70.000000")),
        ("official", Decimal("2.903226")),
    ]
    assert found.lines[1].adjusted == Decimal("80.000000")


def test_four_voices_by_hand():
    """A contract of difficulty 4, one year old, with two milestones, an official, two experts and six residents."""
    end = date(2025, 3, 1)
    rows = [
        contract("k", difficulty=4, end=end),
        milestone("m1", "k"),
        milestone("m2", "k", "late", 7),
        rating("o", "k", "official", 90, rater="o1"),
        rating("x1", "k", "expert", 84, rater="x1"),
        rating("x2", "k", "expert", 60, rater="x2"),
        *(rating(f"r{i}", "k", "resident", stars) for i, stars in enumerate([5, 5, 4, 4, 4, 1])),
    ]
    lift = 2.5
    ms = 70 + ((100 + 86) / 2 - 88) / 1.1 + lift
    off = 70 + (90 - 86) / 0.55 + lift
    good, poor = 70 + (84 - 80) / 0.8 + lift, 70 - 20 / 0.8 + lift
    res = 70 + ((5 + 4 + 4 + 4) / 4 - 4) / 0.05 + lift
    base_ms, base_off, base_x = 2 / 22**2, 1 / (81 + 81), 1 / (7.5**2 + 4.7**2)
    p_ms, p_off = 1 / (16 + 1 / base_ms), base_off
    p_x = min(1 / (16 + 1 / (2 * base_x)), p_ms + p_off)
    p_res = min(1 / (36 + 324 / 6), 0.3 / 0.7 * (p_ms + p_off + p_x))
    k0 = 1 / 225
    panel = p_x / 2
    centre_off = 70 + (p_ms * (ms - 70) + panel * (good - 70) + panel * (poor - 70)) / (k0 + p_ms + p_x)
    centre_x = 70 + (p_ms * (ms - 70) + p_off * (off - 70)) / (k0 + p_ms + p_off)
    centre_res = 70 + (p_ms * (ms - 70) + p_off * (off - 70) + panel * (good - 70) + panel * (poor - 70)) / (
        k0 + p_ms + p_off + p_x
    )

    def clip(value, centre, reach):
        return min(max(value, centre - reach), centre + reach)

    parts = [
        (p_ms, ms),
        (p_off, clip(off, centre_off, 10)),
        (panel, clip(good, centre_x, 25)),
        (panel, clip(poor, centre_x, 25)),
        (p_res, clip(res, centre_res, 6)),
    ]
    total = sum(p for p, _ in parts)
    value = sum(p * x for p, x in parts) / total
    weight = 1 / (36 + 1 / total) * 2 ** (-(365 / 365.25) / 1.5)
    expected = 70 + weight * (value - 70) / (1 / 81 + weight)
    found = standing(rows)
    assert float(found.score) == pytest.approx(expected, abs=6e-7)
    assert found.evidence == 11
    assert sum(line.contribution for line in found.lines) == found.score
    assert [line.item for line in found.lines] == [
        "prior",
        "official",
        "expert",
        "expert",
        "resident",
        "milestone",
    ]


def test_other_categories_count_thirty_percent():
    rows = [
        contract("k1", category="EL1"),
        rating("e1", "k1", "official", 97),
        contract("k2", category="CH2"),
        rating("e2", "k2", "official", 75),
    ]
    weight = 1 / 198
    expected = 70 + (weight * 10 - 0.3 * weight * 10) / (1 / 81 + 1.3 * weight)
    assert float(standing(rows, category="EL1").score) == pytest.approx(expected, abs=6e-7)
    assert standing(rows, category="*").score == Decimal("70.000000")


def test_a_panel_of_three_is_held_to_its_median():
    rows = [contract("k"), *(rating(f"x{i}", "k", "expert", s) for i, s in enumerate([80, 80, 40]))]
    values = [line.adjusted for line in standing(rows).lines if line.item == "expert"]
    assert min(values) == Decimal("64.000000")


def test_strictness_of_a_known_rater_is_taken_out():
    rows = [contract("k"), rating("e", "k", "official", 86, rater="generous")]
    known = Calibration(DEFAULT.means, DEFAULT.slope, {"generous": (4.0, 1.0)})
    assert standing(rows, calibration=known).lines[1].adjusted == Decimal("66.000000")
    assert standing(rows).lines[1].adjusted == Decimal("70.000000")


@pytest.mark.parametrize(
    ("outcome", "days", "points"),
    [
        ("on_time", 0, 100),
        ("late", 7, 86),
        ("late", 30, 40),
        ("late", 400, 40),
        ("rework", 0, 55),
        ("rejected", 0, 0),
    ],
)
def test_milestone_points(outcome, days, points):
    assert milestone_points(outcome, days) == points


@pytest.mark.parametrize(
    ("values", "mean"), [([5], 5), ([1, 5, 5, 5, 4], 14 / 3), ([1, 2, 3, 4, 5] * 2, 3), ([1, 1, 5, 5], 3)]
)
def test_trimmed_mean(values, mean):
    assert trimmed_mean([float(v) for v in values], 0.2) == pytest.approx(mean)


def test_ranks_close_up_and_equal_scores_share_one():
    rows = []
    for org, score in (("a", 95), ("b", 90), ("c", 90), ("d", 80), ("s", 99)):
        for number in range(2):
            rows += [
                contract(f"{org}{number}", org),
                rating(f"e{org}{number}", f"{org}{number}", "official", score),
            ]
    rows += [
        row("o-s", "org", org_id="s", outcome="suspended"),
        row("o-n", "org", org_id="n", outcome="active"),
    ]
    results = {r.org_id: r for r in results_at(read_events(text(rows)), DAY) if r.category == "*"}
    assert {org: r.rank for org, r in results.items()} == {
        "a": 1,
        "b": 2,
        "c": 2,
        "d": 4,
        "n": None,
        "s": None,
    }
    assert results["n"].status == "none"
    assert results["n"].score == 70
    assert results["s"].status == "suspended"


def test_status_needs_two_contracts_of_three_years():
    old = DAY - timedelta(days=1096)
    rows = [
        contract("k1"),
        rating("e1", "k1", "official", 90),
        contract("k2", end=old),
        rating("e2", "k2", "official", 90),
    ]
    assert standing(rows).status == "provisional"
    assert standing([*rows, row("e3", "contract_end", contract_id="k2", end="2023-03-02")]).status == "ranked"


def test_hashes():
    rows = [contract("k"), rating("e", "k", "official", 97)]
    assert (
        input_hash(text(rows)) == input_hash(text(rows[::-1])) == input_hash(text(rows).replace("\n", "\r\n"))
    )
    assert input_hash("h\nb\na\n") == "1eac111973de22752daca9046d99d75bddfa6cb25c039b5bedda91cf5280fedb"
    assert len(params_hash(MER1)) == 64


def test_an_organization_that_is_not_asked_for_is_not_answered():
    rows = [
        contract("k"),
        rating("e", "k", "official", 97),
        contract("l", "b"),
        rating("f", "l", "expert", 80),
    ]
    found = results_at(read_events(text(rows)), DAY, only=frozenset({"b"}))
    assert {r.org_id for r in found} == {"b"}
    assert found[0].rank is None


def test_a_category_without_contracts_is_estimated_at_three_tenths():
    rows = [contract("k"), rating("e", "k", "official", 97)]
    found = results_at(read_events(text(rows)), DAY, also=frozenset({"CH2"}), only=frozenset({"a"}))
    own = next(r for r in found if r.category == "EL1")
    other = next(r for r in found if r.category == "CH2")
    weight = 0.3 / 198
    assert float(other.score) == pytest.approx(70 + 10 * weight / (1 / 81 + weight), abs=1e-6)
    assert (other.status, other.contracts, other.evidence) == ("none", 0, 0)
    assert other.error > own.error


def test_evidence_of_a_voided_contract_is_absent():
    rows = [
        contract("k"),
        rating("e", "k", "official", 97),
        milestone("m", "k"),
        row("o", "org", org_id="a", outcome="active"),
        row("end", "contract_end", contract_id="k", end="2025-12-01"),
        row("v", "void", ref="c-k"),
    ]
    found = standing(rows)
    assert (found.score, found.status) == (70, "none")


def test_a_chain_of_voids_counts_from_its_end():
    rows = [contract("k"), rating("e", "k", "official", 97)]
    before = standing(rows).score
    first = row("v1", "void", ref="e")
    second = row("v2", "void", ref="v1")
    third = row("v3", "void", ref="v2")
    twice = row("w", "void", ref="v1")
    assert standing([*rows, first]).score == 70
    assert standing([*rows, first, second]).score == before
    assert standing([*rows, first, second, third]).score == 70
    assert standing([*rows, first, second, third, twice]).score == before
