"""The invariants of the method that hold with a frozen calibration."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ranking.standing import explanation_csv, ranking_csv, read_events, results_at

from .market import DAY, contract, markets, milestone, rating, row, text

QUICK = settings(max_examples=60, deadline=None)


def results(rows, day=DAY):
    return {(r.category, r.org_id): r for r in results_at(read_events(text(rows)), day)}


def scores(rows, day=DAY):
    return {key: r.score for key, r in results(rows, day).items()}


@QUICK
@given(markets(), st.randoms())
def test_deterministic_and_row_order_does_not_matter(rows, random):
    shuffled = rows[:]
    random.shuffle(shuffled)
    first = results_at(read_events(text(rows)), DAY)
    second = results_at(read_events(text(shuffled)), DAY)
    assert ranking_csv(first, input_hash="") == ranking_csv(second, input_hash="")
    assert explanation_csv(first) == explanation_csv(second)


@QUICK
@given(markets())
def test_names_do_not_matter(rows):
    renamed = [
        {
            **r,
            "org_id": f"z{r['org_id']}" if r["org_id"] else "",
            "event_id": f"z{r['event_id']}",
            "contract_id": f"z{r['contract_id']}",
        }
        for r in rows
    ]
    assert {(c, f"z{o}"): s for (c, o), s in scores(rows).items()} == scores(renamed)


@QUICK
@given(markets())
def test_explanation_adds_up(rows):
    for result in results(rows).values():
        assert result.lines[0].item == "prior"
        assert sum(line.contribution for line in result.lines) == result.score


@QUICK
@given(markets(), st.data())
def test_better_evidence_never_lowers_and_nobody_else_moves(rows, data):
    better = [i for i, r in enumerate(rows) if _better(r)]
    assume(better)
    index = data.draw(st.sampled_from(better))
    changed = [*rows[:index], {**rows[index], **_better(rows[index])}, *rows[index + 1 :]]
    owner = next(
        r["org_id"]
        for r in rows
        if r["type"] == "contract" and r["contract_id"] == rows[index]["contract_id"]
    )
    before, after = scores(rows), scores(changed)
    for key in before:
        assert after[key] >= before[key] if key[1] == owner else after[key] == before[key]


def _better(event):
    if event["type"] == "evaluation":
        best = 5 if event["evaluator_kind"] == "resident" else 100
        return {"score": best} if event["score"] != best else None
    if event["type"] == "milestone" and event["outcome"] in ("late", "rework", "rejected"):
        return {"outcome": "on_time", "days_late": ""}
    return None


@QUICK
@given(markets(), st.data())
def test_a_voided_event_equals_an_absent_one(rows, data):
    evidence = [r for r in rows if r["type"] != "contract"]
    assume(evidence)
    victim = data.draw(st.sampled_from(evidence))
    without = [r for r in rows if r is not victim]
    voided = [*rows, row("v", "void", DAY, ref=victim["event_id"])]
    assert scores(voided) == scores(without)
    assert scores(voided, DAY - timedelta(days=1)) == scores(rows, DAY - timedelta(days=1))
    restored = [*voided, row("w", "void", DAY, ref="v")]
    assert scores(restored) == scores(rows)


@QUICK
@given(markets())
def test_future_events_do_nothing(rows):
    tomorrow = DAY + timedelta(days=1)
    future = [
        row("f1", "org", tomorrow, org_id="a", outcome="expelled"),
        {**contract("f2", "zz"), "ts": tomorrow.isoformat()},
        rating("f3", rows[0]["contract_id"], "official", 0, ts=tomorrow),
    ]
    assert results(rows) == results([*rows, *future])


@QUICK
@given(markets(), st.data())
def test_one_more_evaluation_never_widens_the_interval(rows, data):
    name = data.draw(st.sampled_from([r["contract_id"] for r in rows if r["type"] == "contract"]))
    kind, score = data.draw(st.sampled_from([("official", 86), ("expert", 80), ("resident", 4)]))
    before, after = results(rows), results([*rows, rating("new", name, kind, score)])
    assert all(after[key].error <= result.error for key, result in before.items())


@QUICK
@given(markets())
def test_without_new_evidence_the_score_returns_and_the_interval_widens(rows):
    days = [DAY + timedelta(days=offset) for offset in (200, 600, 1500, 6000)]
    series = [results(rows, day) for day in days]
    for earlier, later in pairwise(series):
        for key, result in earlier.items():
            assert abs(later[key].score - 70) <= abs(result.score - 70)
            assert later[key].error >= result.error


def test_no_evidence_gives_exactly_seventy():
    found = results([row("o", "org", org_id="a", outcome="active"), contract("k", "b")])
    for org in "ab":
        assert (found["*", org].score, found["*", org].status, found["*", org].rank) == (70, "none", None)
    assert set(found) == {("*", "a"), ("*", "b")}


@pytest.mark.parametrize(("kind", "score"), [("official", 100), ("expert", 100), ("resident", 5)])
def test_one_perfect_evaluation_moves_moderately(kind, score):
    found = results([contract("k"), rating("e", "k", kind, score)])["*", "a"]
    assert 70 < found.score <= 76
    assert found.status == "provisional"


def _good_record(count=6):
    rows = []
    for number in range(count):
        name = f"k{number}"
        rows += [
            contract(name, end=DAY - timedelta(days=100 * number)),
            rating(f"o{number}", name, "official", 90),
            rating(f"x{number}", name, "expert", 86),
            milestone(f"m{number}", name),
            *(rating(f"r{number}-{i}", name, "resident", 4) for i in range(6)),
        ]
    return rows


@pytest.mark.parametrize("outcome", ["suspended", "expelled"])
def test_an_expelled_organization_keeps_its_score_and_loses_its_rank(outcome):
    rows = _good_record()
    before = results(rows)["*", "a"]
    after = results([*rows, row("o", "org", org_id="a", outcome=outcome)])["*", "a"]
    assert before.rank == 1
    assert (after.score, after.rank, after.status) == (before.score, None, "suspended")


def test_a_successor_inherits_the_record():
    rows = _good_record()
    linked = [*rows, row("l", "link", DAY, org_id="a", ref="b")]
    before, after = results(rows)["*", "a"], results(linked)
    assert after["*", "b"].score == before.score
    assert ("*", "a") not in after
    assert results(linked, DAY - timedelta(days=1))["*", "a"].rank == 1


def test_five_hundred_residents_move_a_score_by_little():
    rows = _good_record(5)
    crowd = [rating(f"s{i}", "k0", "resident", 5) for i in range(500)]
    assert abs(results([*rows, *crowd])["*", "a"].score - results(rows)["*", "a"].score) <= 2.5
    alone = [contract("k"), rating("o", "k", "official", 86)]
    crowd = [{**r, "contract_id": "k"} for r in crowd]
    assert abs(results([*alone, *crowd])["*", "a"].score - results(alone)["*", "a"].score) <= 2.5


@pytest.mark.parametrize("score", [0, 100])
def test_one_official_moves_an_established_record_by_little(score):
    rows = _good_record(5)
    before = results(rows)["*", "a"].score
    assert abs(results([*rows, rating("late", "k0", "official", score)])["*", "a"].score - before) <= 5


def test_an_excused_milestone_does_nothing():
    rows = _good_record()
    assert results(rows) == results([*rows, milestone("m", "k0", "excused")])
