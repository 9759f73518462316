import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bidding.models import Bid
from bidding.sealing.keys import is_signed
from marketplace.audit.log import leaf_of
from marketplace.audit.models import LogLeaf
from marketplace.audit.queries import faults, head_problem, history_of, log_faults


class Command(BaseCommand):
    """Recompute chains, leaves and roots; compare kept checkpoints and receipts; exit 1 and name what does not hold."""

    help = "Prove that the log holds: every event, every leaf, every checkpoint, and the files given."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --since and --receipt."""
        parser.add_argument("--since", type=Path, metavar="CP", help="a checkpoint that was kept elsewhere")
        parser.add_argument("--receipt", type=Path, metavar="FILE", help="a bidder's receipt as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the number of leaves, or every fault."""
        problems = [
            f"{fault.chain} #{fault.sequence}: {fault.problem}" for fault in (*faults(), *log_faults())
        ]
        if options["since"]:
            problems += _named(options["since"], head_problem(_text(options["since"])))
        if options["receipt"]:
            problems += _named(options["receipt"], receipt_problem(_text(options["receipt"])))
        for line in problems:
            self.stderr.write(line)
        if problems:
            raise CommandError(f"the log does not hold in {len(problems)} place(s)")
        self.stdout.write(f"{LogLeaf.objects.count()} leaves, the log holds")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read") from error


def _named(path: Path, problem: str) -> list[str]:
    return [f"{path}: {problem}"] if problem else []


def receipt_problem(text: str) -> str:
    """Return why a receipt does not fit what is stored and logged, or an empty text."""
    try:
        given = json.loads(text)
        receipt, signature = given["receipt"], given["signature"]
        number = str(receipt["receipt"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "is no receipt"
    if not is_signed(receipt, signature):
        return "the signature is not ours"
    bid = Bid.objects.filter(receipt_number=number).first()
    if bid is None:
        return "its bid is gone"
    if (bid.receipt, bid.signature, bid.manifest_digest) != (receipt, signature, receipt["manifest"]):
        return "the stored bid says something else"
    event = history_of(bid).filter(act="bid.sealed").first()
    if event is None or event.after.get("manifest") != bid.manifest_digest:
        return "its event is gone"
    return (
        "" if LogLeaf.objects.filter(digest=leaf_of(event)).exists() else "it waits for the next checkpoint"
    )
