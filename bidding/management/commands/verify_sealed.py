import re
from argparse import FileType
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bidding.models import Bid, Envelope, Part
from bidding.sealing import parts
from marketplace.core.canonical import digest

LINE = re.compile(r"(\S+) ([0-9a-f]{64})")


class Command(BaseCommand):
    """Read every sealed bid from the database and the disk; exit 1 and name each one that is not whole.

    Opens nothing: the outer manifests and the ciphertext are enough. For the drill after a crash or a restored backup.
    """

    help = "Prove that the ciphertext of every sealed bid lies on the disk as its receipt says."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --receipts."""
        parser.add_argument(
            "--receipts",
            type=FileType(),
            metavar="FILE",
            help="also find these: one receipt number and its manifest hash per line",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many bids are whole, or every fault."""
        faults = [*wrong_bids(), *(missing_receipts(options["receipts"]) if options["receipts"] else ())]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} fault(s) in the sealed bids")
        self.stdout.write(
            f"{Bid.objects.count()} sealed bids, {Part.objects.exclude(sha256='').count()} files, all whole"
        )


def wrong_bids() -> Iterator[str]:
    """Yield a sentence per envelope whose manifest or files are not those of the receipt."""
    envelopes = Envelope.objects.select_related("bid").prefetch_related("files__part")
    for envelope in envelopes.order_by("pk").iterator(chunk_size=200):
        promised = envelope.bid.receipt["envelopes"][envelope.kind]
        if not digest(envelope.manifest) == envelope.manifest_digest == promised["manifest"]:
            yield f"{envelope}: the manifest is not the one of the receipt"
        kept = {use.part.name: use.part for use in envelope.files.all()}
        for named in promised["files"]:
            part = kept.get(named["name"])
            if part is None:
                yield f"{envelope}: file {named['name']} is not known"
            elif parts.length(part.file.name) != named["size"]:
                yield f"{envelope}: file {named['name']} has another length on the disk"
            elif parts.sha256(part.file.name) != named["sha256"]:
                yield f"{envelope}: file {named['name']} has another content on the disk"


def missing_receipts(lines: Iterator[str]) -> Iterator[str]:
    """Yield a sentence per receipt that somebody holds and the database does not know."""
    for number, line in enumerate(lines, start=1):
        found = LINE.fullmatch(line.strip())
        if found is None:
            raise CommandError(f"line {number}: write a receipt number, a blank and a manifest hash")
        if not Bid.objects.filter(receipt_number=found[1], manifest_digest=found[2]).exists():
            yield f"{found[1]}: a receipt was given and the bid is not there"
