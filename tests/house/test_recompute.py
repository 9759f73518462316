"""Every example of docs/recompute.md says what the command answers."""

import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

PAGE = (settings.BASE_DIR / "docs" / "recompute.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^    \.venv/bin/python manage\.py (.+[^\\\n])\n((?:    .+\n)+)", re.MULTILINE)
BLOCK = re.compile(r"```\w*\n(.*?)```", re.DOTALL)


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch):
    monkeypatch.chdir(settings.BASE_DIR)


def answer(*words: str) -> str:
    out = io.StringIO()
    try:
        with redirect_stdout(out):
            call_command(*words, stdout=out)
    except CommandError as error:
        return f"CommandError: {error}\n"
    except SystemExit as end:
        return out.getvalue() if end.code == 1 else f"status {end.code}"
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "shown"), EXAMPLE.findall(PAGE))
def test_the_lines_below_a_command_are_its_answer(typed, shown):
    assert answer(*shlex.split(typed)) == shown.replace("    ", "", 1)


def test_the_files_of_the_longer_examples_give_what_the_page_shows(tmp_path):
    evaluation, ranking, explanation, calibration = BLOCK.findall(PAGE)
    assert answer("evaluate_bids", "docs/examples/bids.json") == evaluation
    files = {name: tmp_path / name for name in ("ranking.csv", "explain.csv", "calibration.json")}
    answer(
        "rank", "--input", "docs/examples/events.csv", "--as-of", "2026-03-01",
        "--output", str(files["ranking.csv"]), "--explain", str(files["explain.csv"]),
        "--save-calibration", str(files["calibration.json"]),
    )  # fmt: skip
    assert [line.rsplit(",", 2)[0] for line in _lines(files["ranking.csv"])] == ranking.splitlines()
    assert _lines(files["explain.csv"])[:5] == explanation.splitlines()
    assert files["calibration.json"].read_text() == calibration


def test_a_file_that_cannot_be_used_is_answered_as_the_page_says(tmp_path):
    wrong = (settings.BASE_DIR / "docs" / "examples" / "bids.json").read_text().replace('"30"', '"20"')
    path = tmp_path / "wrong.json"
    path.write_text(wrong)
    assert f"`{answer('evaluate_bids', str(path)).strip()}`" in PAGE


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
