"""The archive of an ended tender as one ZIP, written while it is sent."""

import hashlib
import json
import zipfile
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bidding.models import Tender
from bidding.permissions import may_read_tender_file
from bidding.queries.tenders import tenders_visible_to
from contracts.phrases import ARCHIVE
from contracts.queries.archive import ENDED, Entry, entries_of, kept_until, missing_kinds
from marketplace.web.access import demand

CHUNK = 1024 * 1024


class _Sink:
    """What the archive is written into: bytes are taken out as they come."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: everything is handed on at once."""

    def taken(self) -> bytes:
        found, self.parts = b"".join(self.parts), []
        return found


def _ended() -> QuerySet[Tender]:
    return Tender.objects.filter(state__in=ENDED, ended_at__isnull=False)


@never_cache
@require_safe
def archive(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """Hand out the whole file of an ended tender to the buyer's officials and auditors."""
    rows = tenders_visible_to(request.user).filter(pk__in=_ended())
    tender = get_object_or_404(rows, public_id=public_id)
    demand(may_read_tender_file(request.user, tender))
    answer = StreamingHttpResponse(_zipped(tender), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{tender.reference}.zip"'
    return answer


def _zipped(tender: Tender) -> Iterator[bytes]:
    sink, listed = _Sink(), []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:  # type: ignore[arg-type]
        for entry in entries_of(tender):
            line: dict[str, object] = {"kind": entry.kind, "path": entry.path}
            yield from _written(packed, sink, entry, line)
            listed.append(line)
        index = _index(tender, listed)
        packed.writestr("index.json", json.dumps(index, ensure_ascii=False, indent=1))
        with translation.override("zh-hans"):
            packed.writestr("index.html", render_to_string("contracts/archive_index.html", _shown(index)))
    yield sink.taken()


def _written(packed: zipfile.ZipFile, sink: _Sink, entry: Entry, line: dict[str, object]) -> Iterator[bytes]:
    sha, size = hashlib.sha256(), 0
    with packed.open(entry.path, "w") as target:
        for chunk in _chunks(entry):
            sha.update(chunk)
            size += len(chunk)
            target.write(chunk)
            yield sink.taken()
    line |= {"size": size, "sha256": sha.hexdigest()}
    yield sink.taken()


def _chunks(entry: Entry) -> Iterator[bytes]:
    if isinstance(entry.content, bytes):
        yield entry.content
        return
    with entry.content.file.open("rb") as source:
        yield from source.chunks(CHUNK)


def _index(tender: Tender, listed: list[dict[str, object]]) -> dict[str, object]:
    return {
        "schema": "procurement-file/1",
        "tender": tender.reference,
        "title": tender.title,
        "buyer": tender.buyer.name,
        "ended_at": tender.ended_at.isoformat(),
        "kept_until": kept_until(tender).isoformat(),
        "files": listed,
        "missing": missing_kinds(tender, {str(line["kind"]) for line in listed}),
    }


def _shown(index: dict[str, object]) -> dict[str, object]:
    files = [{**line, "label": ARCHIVE[str(line["kind"])]} for line in index["files"]]  # type: ignore[attr-defined]
    return {"index": index, "files": files, "missing": [ARCHIVE[str(kind)] for kind in index["missing"]]}  # type: ignore[attr-defined]
