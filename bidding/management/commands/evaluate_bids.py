"""Recompute a bid evaluation from its published file."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bidding.rules.evaluation_file import InputWrong, parse_text
from bidding.rules.scoring import evaluate
from marketplace.core.refusals import Refused

LARGEST = 20 * 1024 * 1024


class Command(BaseCommand):
    help = (
        "Compute scores and ranking of the bids in FILE.json (- for standard input); JSON to standard output."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the published evaluation file, or - for standard input")

    def handle(self, *args: object, **options: object) -> None:
        """Write the result, or one line on standard error that names the field and the reason."""
        try:
            result = evaluate(parse_text(_text(str(options["file"]))))
        except InputWrong as wrong:
            raise CommandError(" ".join(str(wrong).split())) from None
        except Refused as refused:
            facts = ", ".join(f"{name} {value}" for name, value in refused.facts.items())
            raise CommandError(f"{refused.field}: {facts} ({refused.citation})") from None
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))


def _text(name: str) -> str:
    try:
        content = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else _content(Path(name))
    except OSError as error:
        raise InputWrong("file", f"cannot be read ({error.strerror or type(error).__name__})") from error
    if len(content) > LARGEST:
        raise InputWrong("file", "is larger than 20 MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputWrong("file", "is not UTF-8 text") from error


def _content(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(LARGEST + 1)
