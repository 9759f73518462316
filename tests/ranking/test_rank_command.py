"""The command: files in, files out, and one clear line for every bad input."""

import csv
import hashlib
import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from ranking.standing import COLUMNS, EventsUnreadable, calibrate, ranking_csv, read_events, results_at

from .market import DAY, contract, milestone, rating, row, text

GOOD = [
    row("o", "org", org_id="a", outcome="active"),
    contract("k1"),
    contract("k2", category="CH2"),
    rating("e1", "k1", "official", "92.5", rater="p-1"),
    milestone("m1", "k2", "late", 3),
]


def run(folder, rows, *more, as_of="2026-03-01"):
    source = folder / "events.csv"
    source.write_text(rows if isinstance(rows, str) else text(rows), encoding="utf-8")
    call_command("rank", "--input", source, "--as-of", as_of, "--output", folder / "ranking.csv", *more)
    with (folder / "ranking.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_writes_the_stated_columns(tmp_path):
    found = run(tmp_path, GOOD, "--explain", tmp_path / "explain.csv", as_of="2025-06-01,2026-03-01")
    assert list(found[0]) == [
        "as_of", "category", "org_id", "rank", "status", "score", "se", "lo90", "hi90", "n_contracts",
        "n_evidence", "version", "params_hash", "input_hash",
    ]  # fmt: skip
    assert [(r["as_of"], r["category"], r["rank"]) for r in found] == [
        ("2025-06-01", "*", "1"),
        ("2025-06-01", "CH2", ""),
        ("2025-06-01", "EL1", ""),
        ("2026-03-01", "*", "1"),
        ("2026-03-01", "CH2", ""),
        ("2026-03-01", "EL1", ""),
    ]
    assert all(len(r["score"].split(".")[1]) == 6 for r in found)
    with (tmp_path / "explain.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == [
        "as_of", "category", "org_id", "item", "contract_id", "evaluator_id", "adjusted", "contribution",
    ]  # fmt: skip
    assert (lines[0]["item"], lines[0]["contribution"]) == ("prior", "70.000000")


def test_calibration_is_written_and_read_back(tmp_path):
    kept = tmp_path / "calibration.json"
    first = run(tmp_path, GOOD, "--save-calibration", kept)
    record = json.loads(kept.read_text(encoding="utf-8"))
    assert set(record) == {"version", "m", "beta", "sev"}
    assert (record["version"], len(record["m"]), set(record["sev"])) == ("MER-1", 4, {"p-1"})
    assert run(tmp_path, GOOD, "--calibration", kept) == first
    record["sev"]["p-1"][0] += 5
    kept.write_text(json.dumps(record), encoding="utf-8")
    assert run(tmp_path, GOOD, "--calibration", kept)[0]["score"] < first[0]["score"]


def test_every_day_is_calibrated_on_what_was_known_then(tmp_path):
    kept = tmp_path / "calibration.json"
    both = run(tmp_path, GOOD, "--save-calibration", kept, as_of="2026-03-01,2024-06-01")
    assert [r["as_of"] for r in both] == ["2024-06-01", *["2026-03-01"] * 3]
    last = run(tmp_path, GOOD, "--calibration", kept, as_of="2026-03-01")
    assert last == [r for r in both if r["as_of"] == "2026-03-01"]
    run(tmp_path, GOOD, "--save-calibration", kept, as_of="2024-06-01")
    record = json.loads(kept.read_text(encoding="utf-8"))
    assert record == {"version": "MER-1", "m": [86.0, 80.0, 4.0, 88.0], "beta": 2.5, "sev": {}}


def changed(index, **fields):
    return [*GOOD[:index], {**GOOD[index], **fields}, *GOOD[index + 1 :]]


BAD = [
    (changed(2, event_id="c-k1"), "row 4: event_id 'c-k1' stands already in row 3"),
    (changed(0, type="orgs"), "row 2: unknown type 'orgs'"),
    (changed(0, event_id=" "), "row 2: event_id is missing"),
    (changed(0, outcome="asleep"), "row 2: outcome 'asleep'"),
    (changed(0, org_id=""), "row 2: org_id is missing"),
    (changed(0, ts="2026-02-30"), "row 2: ts '2026-02-30' is not a date"),
    (changed(0, ts="0001-01-01"), "row 2: ts '0001-01-01' is outside 2000-2100"),
    (changed(1, end="tomorrow"), "row 3: end 'tomorrow' is not a date"),
    (changed(1, end="9999-12-31"), "row 3: end '9999-12-31' is outside"),
    (changed(1, start="2024-13-01"), "row 3: start '2024-13-01' is not a date"),
    (changed(1, amount="1e400"), "row 3: amount '1e400' is not an amount"),
    (changed(1, difficulty="6"), "row 3: difficulty '6'"),
    (changed(1, difficulty="٣"), "row 3: difficulty '٣'"),
    (changed(1, category="*"), "row 3: category *"),
    (changed(1, category=""), "row 3: category is missing"),
    (changed(2, contract_id="k1"), "row 4: contract 'k1' stands twice"),
    (changed(3, contract_id="nowhere"), "row 5: missing contract 'nowhere'"),
    (changed(3, score="101"), "row 5: score 101 is outside 0 to 100"),
    (changed(3, score="-1"), "row 5: score -1 is outside"),
    (changed(3, score="NaN"), "row 5: score 'NaN' is not a number"),
    (changed(3, score="4_2"), "row 5: score '4_2' is not a number"),
    (changed(3, score=""), "row 5: score '' is not a number"),
    (changed(3, evaluator_kind="resident"), "row 5: score 92.5 is outside 1 to 5"),
    (changed(3, evaluator_kind="friend"), "row 5: evaluator_kind 'friend'"),
    (changed(4, outcome="early"), "row 6: outcome 'early'"),
    (changed(4, days_late=""), "row 6: days_late ''"),
    (changed(4, days_late="-3"), "row 6: days_late '-3'"),
    ([*GOOD, row("v", "void", ref="unknown")], "row 7: void of an unknown event 'unknown'"),
    ([*GOOD, row("v", "void", ref="v")], "row 7: void leads back to itself"),
    ([*GOOD, row("l1", "link", org_id="a", ref="b"), row("l2", "link", org_id="b", ref="a")], "link leads back"),
    ([*GOOD, row("l1", "link", org_id="a")], "row 7: ref is missing"),
    ("", "row 1: the header lacks event_id"),
    ("event_id,ts\n", "row 1: the header lacks type"),
    (text(GOOD) + "x,y\n", "row 7: does not have the columns"),
    (text(GOOD) + ",".join("x" * 20) + "\n", "row 7: does not have the columns"),
    (text(GOOD) + '"x\n', "not CSV"),
    (text(GOOD) + "\0", "row 7: holds a NUL character"),
    (changed(0, ts="20260301"), "row 2: ts '20260301' is not a date"),
    (changed(0, ts="2026-W09-7"), "row 2: ts '2026-W09-7' is not a date"),
    (changed(0, ts="２０２６-03-01"), "row 2: ts"),
    (changed(0, ts="2026-03-01T25:00"), "row 2: ts '2026-03-01T25:00' is not a date"),
    (changed(1, end="2026-W09-7"), "row 3: end '2026-W09-7' is not a date"),
    (changed(1, amount="9" * 400), "row 3: amount"),
    (changed(3, score="9" * 400), "row 5: score"),
    (changed(3, score="٥"), "row 5: score '٥' is not a number"),
    (changed(3, score="inf"), "row 5: score 'inf' is not a number"),
    (changed(4, days_late="9" * 400), "row 6: days_late"),
    (changed(0, org_id="x" * 10_000_000), "row 2: not CSV"),
    (text(GOOD) + "," * 10_000_000 + "\n", "row 7: does not have the columns"),
    (text(GOOD).replace("event_id,ts", "event_id,score,ts", 1), "row 1: the header has 'score' twice"),
    (text(GOOD).replace(",", ";"), "row 1: the header lacks event_id"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "sentence"), BAD)
def test_bad_input_is_refused_by_row_and_reason(tmp_path, rows, sentence):
    with pytest.raises(CommandError) as caught:
        run(tmp_path, rows)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]


@pytest.mark.parametrize("as_of", ["", "2026-02-30", "2026-03-01,soon", "0001-01-01"])
def test_a_bad_day_is_refused(tmp_path, as_of):
    with pytest.raises(CommandError, match="--as-of"):
        run(tmp_path, GOOD, as_of=as_of)


@pytest.mark.parametrize(
    "content",
    [
        "not json",
        "[]",
        '{"version": "MER-0"}',
        '{"version": "MER-1", "m": [1, 2, 3], "beta": 2, "sev": {}}',
        '{"version": "MER-1", "m": [1, 2, 3, NaN], "beta": 2, "sev": {}}',
        '{"version": "MER-1", "m": [1, 2, 3, 4], "beta": true, "sev": {}}',
        '{"version": "MER-1", "m": [1, 2, 3, 4], "beta": 2, "sev": []}',
        '{"version": "MER-1", "m": [1, 2, 3, 4], "beta": 2, "sev": {"a": [1]}}',
        '{"version": "MER-1", "m": [1, 2, 3, 4], "beta": 2, "sev": {"a": [1, -1]}}',
    ],
)
def test_a_bad_calibration_is_refused(tmp_path, content):
    kept = tmp_path / "calibration.json"
    kept.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match="calibration"):
        run(tmp_path, GOOD, "--calibration", kept)
    assert not (tmp_path / "ranking.csv").exists()


@pytest.mark.parametrize(
    "number", ["1e999", "-Infinity", "9" * 400, "1e7"], ids=["too large", "infinite", "long", "far"]
)
@pytest.mark.parametrize("place", ["m", "beta", "sev", "variance"])
def test_a_calibration_out_of_range_is_refused(tmp_path, number, place):
    values = {"m": "1", "beta": "1", "sev": "1", "variance": "1"} | {place: number}
    (tmp_path / "c.json").write_text(
        f'{{"version": "MER-1", "m": [1, 2, 3, {values["m"]}], "beta": {values["beta"]}, '
        f'"sev": {{"a": [{values["sev"]}, {values["variance"]}]}}}}',
        encoding="utf-8",
    )
    with pytest.raises(CommandError, match="calibration"):
        run(tmp_path, GOOD, "--calibration", tmp_path / "c.json")


def test_a_mark_of_byte_order_and_other_line_ends_change_nothing(tmp_path):
    plain = run(tmp_path, GOOD)
    assert run(tmp_path, "\ufeff" + text(GOOD)) == plain
    (tmp_path / "events.csv").write_bytes(text(GOOD).replace("\n", "\r\n").encode())
    call_command(
        "rank", "--input", tmp_path / "events.csv", "--as-of", "2026-03-01", "--output", tmp_path / "w.csv"
    )
    assert (tmp_path / "w.csv").read_bytes() == (tmp_path / "ranking.csv").read_bytes()


def test_the_input_hash_is_that_of_the_sorted_lines(tmp_path):
    lines = text(GOOD).splitlines()
    plain = "\n".join([lines[0], *sorted(lines[1:])])
    wanted = hashlib.sha256(plain.encode()).hexdigest()
    turned = "\n".join([lines[0], *lines[:0:-1]]) + "\n"
    assert {r["input_hash"] for r in run(tmp_path, turned)} == {wanted}
    assert run(tmp_path, turned) == run(tmp_path, GOOD)


def test_the_explanation_adds_up_to_the_score(tmp_path):
    scores = run(tmp_path, GOOD, "--explain", tmp_path / "explain.csv")
    with (tmp_path / "explain.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    for said in scores:
        mine = [r for r in lines if (r["category"], r["org_id"]) == (said["category"], said["org_id"])]
        assert mine[0]["item"] == "prior"
        assert sum(Decimal(r["contribution"]) for r in mine) == Decimal(said["score"])


def test_files_that_would_write_over_one_another_are_refused(tmp_path):
    for option in ("--explain", "--save-calibration"):
        with pytest.raises(CommandError, match="already the file of --output"):
            run(tmp_path, GOOD, option, tmp_path / "ranking.csv")
        with pytest.raises(CommandError, match="already the file of --input"):
            run(tmp_path, GOOD, option, tmp_path / "events.csv")
        with pytest.raises(CommandError, match="is a directory"):
            run(tmp_path, GOOD, option, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nothing_typed_into_a_cell_is_a_traceback(data):
    """Any text in any cell is either read or refused with one line that names its row."""
    index = data.draw(st.integers(0, len(GOOD) - 1))
    name = data.draw(st.sampled_from(COLUMNS))
    value = data.draw(st.text(max_size=12) | st.sampled_from(["NaN", "-0", "1e9", "0x1", "=1+1", '"', "\r"]))
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows([*GOOD[:index], {**GOOD[index], name: value}, *GOOD[index + 1 :]])
    refusal = None
    try:
        events = read_events(out.getvalue())
    except EventsUnreadable as error:
        refusal = str(error)
    if refusal is not None:
        assert re.fullmatch(r"row [0-9]+: .+", refusal)
        return
    results = results_at(events, DAY, calibration=calibrate(events, DAY))
    assert ranking_csv(results, input_hash="").count("2026-03-01") == len(results)


def test_unreadable_files_are_named(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command(
            "rank", "--input", tmp_path / "no.csv", "--as-of", "2026-03-01", "--output", tmp_path / "r.csv"
        )
    (tmp_path / "no.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command(
            "rank", "--input", tmp_path / "no.csv", "--as-of", "2026-03-01", "--output", tmp_path / "r.csv"
        )
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path, GOOD, "--explain", tmp_path / "missing" / "explain.csv")
    assert not (tmp_path / "ranking.csv").exists()


def test_columns_may_stand_in_any_order(tmp_path):
    names = COLUMNS[::-1]
    turned = "\n".join([",".join(names), *(",".join(str(r[n]) for n in names) for r in GOOD)])
    assert [r["score"] for r in run(tmp_path, turned)] == [r["score"] for r in run(tmp_path, GOOD)]
