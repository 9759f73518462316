"""manage.py evaluate_bids: the published arithmetic, and one clear line for whatever cannot be read."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bidding.rules.scoring import evaluate

from .worked import w1, w5

ROOT = Path(__file__).resolve().parents[2]


def run(path):
    out = io.StringIO()
    call_command("evaluate_bids", str(path), stdout=out)
    return json.loads(out.getvalue())


def test_it_prints_what_the_rule_computes(tmp_path):
    path = tmp_path / "w1.json"
    path.write_text(json.dumps(w1()), encoding="utf-8")
    assert run(path) == evaluate(w1())
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(w5(False)).encode())
    assert run(path)["bids"][3]["status"] == "invalid"


def test_it_reads_standard_input(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(json.dumps(w1()).encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert run("-")["outcome"] == "ranked"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", "file: is not JSON"),
        (b"\xff\xfe{\x00", "file: is not UTF-8"),
        (b"[]", "file: must be an object"),
        (b'{"procedure": "auction"}', "method: is missing"),
        (json.dumps({**w1(), "budget": 1}).encode(), "budget: must be a decimal written in quotes"),
        (json.dumps({**w1(), "low_price_rates": {"mean": "0.66"}}).encode(), "low_price_rates: "),
    ],
)
def test_bad_files_give_one_line(tmp_path, content, expected):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        run(path)
    assert str(caught.value).startswith(expected)
    assert "\n" not in str(caught.value)


def test_a_missing_or_huge_file(tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="file: cannot be read"):
        run(tmp_path / "none.json")
    monkeypatch.setattr("bidding.management.commands.evaluate_bids.LARGEST", 3)
    path = tmp_path / "large.json"
    path.write_bytes(b"12345")
    with pytest.raises(CommandError, match="larger"):
        run(path)


def test_the_process_ends_with_a_status_and_no_trace(tmp_path):
    path = tmp_path / "bad.json"
    path.write_text('{"method": "lottery"}')
    done = subprocess.run(
        [sys.executable, "manage.py", "evaluate_bids", str(path)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stdout == ""
    assert "method: must be one of comprehensive, lowest_price" in done.stderr
    assert "Traceback" not in done.stderr
