"""Import processes of others as history: grouped by ocid, merged with what is known, written once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import DataError, transaction

from opendata.rules.facts import facts_of
from opendata.rules.merging import fold
from opendata.rules.reading import Notes, Release, read_release, releases_in
from projects.actions import import_past_process
from projects.models import PastProcess
from projects.states import PastKind

BATCH = 2000
REFUSED = "the database refused it"


@dataclass
class Report:
    """What an import did, and of every field left out how often and why."""

    documents: int = 0
    releases: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    notes: Notes = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON-ready values; it names fields and reasons, never values."""
        skipped = [
            {"field": path, "reason": reason, "times": times}
            for (path, reason), times in sorted(self.notes.items(), key=lambda row: (-row[1], row[0]))
        ]
        names = ("documents", "releases", "added", "updated", "unchanged", "failed")
        return {**{name: getattr(self, name) for name in names}, "skipped": skipped}


def import_documents(
    *, actor: object | None, documents: Iterable[Any], report: Report, now: datetime, dry_run: bool = False
) -> Report:
    """Import every process of the documents; the same documents again change nothing."""
    releases = _releases(documents, report)
    while batch := list(islice(releases, BATCH)):
        grouped: dict[str, list[tuple[Release, dict[str, str]]]] = defaultdict(list)
        for release, origin in batch:
            grouped[release["ocid"]].append((release, origin))
        for ocid, rows in grouped.items():
            _keep(actor=actor, ocid=ocid, rows=rows, report=report, now=now, dry_run=dry_run)
    return report


def _releases(documents: Iterable[Any], report: Report) -> Iterator[tuple[Release, dict[str, str]]]:
    for document in documents:
        report.documents += 1
        for raw, origin in releases_in(document, report.notes):
            release = read_release(raw, report.notes)
            if release is not None:
                report.releases += 1
                yield release, origin


def _keep(
    *,
    actor: object | None,
    ocid: str,
    rows: list[tuple[Release, dict[str, str]]],
    report: Report,
    now: datetime,
    dry_run: bool,
) -> None:
    known = PastProcess.objects.filter(ocid=ocid).first()
    merged = fold([*_stored(known), *(release for release, _origin in rows)])
    if known and known.body.get("release") == merged:
        report.unchanged += 1
        return
    report.updated += bool(known)
    report.added += not known
    origin = {name: value for _release, stated in rows for name, value in stated.items()}
    fields = facts_of(merged, report.notes)
    if dry_run:
        return
    try:
        with transaction.atomic():
            import_past_process(
                actor=actor,
                now=now,
                ocid=ocid,
                kind=PastKind.OCDS,
                source_title=(origin.get("name") or (known.source_title if known else ""))[:300],
                source_address=(origin.get("address") or (known.source_address if known else ""))[:500],
                body={"release": merged},
                **fields,
            )
    except (DataError, ValueError) as error:
        report.failed += 1
        report.notes["process", f"{REFUSED}: {type(error).__name__}"] += 1


def _stored(known: PastProcess | None) -> list[Release]:
    release = known.body.get("release") if known else None
    return [release] if isinstance(release, dict) else []
