"""Compute standings from a file of events: the same code as the site (method MER-1)."""

from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.base import BaseCommand, CommandError

from marketplace.core.clock import is_believable
from ranking.standing import (
    Calibration,
    CalibrationUnreadable,
    EventsUnreadable,
    calibrate,
    explanation_csv,
    input_hash,
    ranking_csv,
    read_calibration,
    read_events,
    results_at,
    write_calibration,
)


class Command(BaseCommand):
    help = (
        "Compute standings (MER-1) from events.csv on one or more days; writes ranking.csv and explain.csv."
    )
    requires_system_checks: list = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the files and days."""
        parser.add_argument("--input", required=True, type=Path, help="events.csv")
        parser.add_argument("--as-of", required=True, help="day or days, YYYY-MM-DD[,YYYY-MM-DD…]")
        parser.add_argument("--output", required=True, type=Path, help="ranking.csv")
        parser.add_argument("--explain", type=Path, help="explain.csv")
        parser.add_argument(
            "--calibration",
            type=Path,
            help="frozen calibration (JSON); without it every day is calibrated on the input",
        )
        parser.add_argument(
            "--save-calibration", type=Path, help="where to keep the calibration used on the last day (JSON)"
        )

    def handle(self, **options: object) -> None:
        """Read, compute, and only then write; a bad input leaves no file behind."""
        days = _days(str(options["as_of"]))
        _check_paths(options)
        frozen = _calibration(options["calibration"])
        text = _text(options["input"])
        try:
            events = read_events(text)
        except EventsUnreadable as error:
            raise CommandError(f"{options['input']}: {error}") from error
        used = {day: frozen or calibrate(events, day) for day in days}
        explained = bool(options["explain"])
        results = [
            row for day in days for row in results_at(events, day, calibration=used[day], explained=explained)
        ]
        files = {options["output"]: ranking_csv(results, input_hash=input_hash(text))}
        if options["explain"]:
            files[options["explain"]] = explanation_csv(results)
        if options["save_calibration"]:
            files[options["save_calibration"]] = write_calibration(used[days[-1]])
        _write(files)


def _check_paths(options: dict[str, object]) -> None:
    """Refuse, before anything is computed, files that would write over one another or cannot be files."""
    named = {
        f"--{name.replace('_', '-')}": options[name]
        for name in ("input", "calibration", "output", "explain", "save_calibration")
        if options[name]
    }
    seen: dict[Path, str] = {}
    for name, path in named.items():
        if path.is_dir():
            raise CommandError(f"{name}: {path} is a directory")
        place = path.resolve()
        if place in seen and name not in ("--input", "--calibration"):
            raise CommandError(f"{name}: {path} is already the file of {seen[place]}")
        seen[place] = name


def _days(text: str) -> list[date]:
    days = []
    for part in text.split(","):
        try:
            day = datetime.strptime(part.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError as error:
            raise CommandError(f"--as-of: {part[:40]!r} is not a date") from error
        if not is_believable(day):
            raise CommandError(f"--as-of: {part[:40]!r} is outside 2000-2100")
        days.append(day)
    return sorted(set(days))


def _calibration(path: Path | None) -> Calibration | None:
    if path is None:
        return None
    try:
        return read_calibration(_text(path))
    except CalibrationUnreadable as error:
        raise CommandError(f"{path}: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: not UTF-8 (byte {error.start})") from error


def _write(files: dict[Path, str]) -> None:
    """Write every file aside, then move all into place, so that none is half written."""
    with ExitStack() as stack:
        aside = []
        for path, text in files.items():
            try:
                out = stack.enter_context(
                    NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", newline="", delete=False)
                )
                aside.append((Path(out.name), path))
                out.write(text)
            except OSError as error:
                for temporary, _ in aside:
                    temporary.unlink(missing_ok=True)
                raise CommandError(f"{path}: {error.strerror}") from error
    for temporary, path in aside:
        temporary.chmod(0o644)
        temporary.replace(path)
