import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.workdays.queries import now
from opendata.actions import Report, import_documents
from opendata.gateways.files import Source, Unreadable

WIDTH = 30


class Command(BaseCommand):
    help = (
        "Import open contracting data (OCDS 1.0/1.1 releases, records, packages; plain or gzip; one document or one "
        "per line) as historical processes. The same files again change nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take files, --dry-run and --report."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--report", metavar="FILE.json", help="also write the whole report as JSON")
        parser.add_argument("--quiet", action="store_true", help="no progress bar")

    def handle(
        self, *, files: list[str], dry_run: bool, report: str | None, quiet: bool, **options: Any
    ) -> None:
        """Import all files, then print what happened and what was left out and why."""
        whole = Report()
        for name in files:
            try:
                source = Source(Path(name))
            except Unreadable as error:
                raise CommandError(str(error)) from error
            documents = self._documents(source, whole, quiet=quiet)
            import_documents(actor=None, documents=documents, report=whole, now=now(), dry_run=dry_run)
        if report:
            Path(report).write_text(
                json.dumps(whole.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8"
            )
        self._print(whole, dry_run=dry_run)

    def _documents(self, source: Source, whole: Report, *, quiet: bool) -> Iterator[Any]:
        shown = -1
        for document, place in source.documents(whole.notes):
            share = min(place * 100 // max(source.size, 1), 100)
            if not quiet and share != shown:
                shown = share
                self._bar(source.path.name, share)
            yield document
        if not quiet:
            self._bar(source.path.name, 100)
            sys.stderr.write("\n")

    @staticmethod
    def _bar(name: str, share: int) -> None:
        filled = "#" * (share * WIDTH // 100)
        sys.stderr.write(f"\r{name[:40]:40} [{filled:{WIDTH}}] {share:3d}%")
        sys.stderr.flush()

    def _print(self, whole: Report, *, dry_run: bool) -> None:
        facts = whole.as_dict()
        would = "would be " if dry_run else ""
        self.stdout.write(
            f"{facts['documents']} documents, {facts['releases']} releases: {would}added {facts['added']}, "
            f"{would}updated {facts['updated']}, unchanged {facts['unchanged']}, failed {facts['failed']}"
        )
        self.stdout.write(f"Fields left out: {len(facts['skipped'])} kinds")
        for row in facts["skipped"]:
            self.stdout.write(f"{row['times']:7d}  {row['field']}  ({row['reason']})")
