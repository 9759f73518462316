"""Read documents from a file: plain or gzip, one document or one per line, whatever its ending says."""

import gzip
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from opendata.rules.reading import Notes

GZIP = b"\x1f\x8b"
BROKEN = "not readable as JSON"
TOO_LONG = "longer than 200 MB"
LONGEST = 200 * 1024 * 1024


class Unreadable(Exception):  # noqa: N818 - a fact about a file
    """The file cannot be read at all; the message says why in one sentence."""


def parse(content: bytes | str) -> Any:
    """Return a document; numbers stay exact, NaN and infinities become nothing. Raises ValueError."""
    try:
        return json.loads(content, parse_float=Decimal, parse_constant=lambda _name: None)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


class Source:
    """One file: `documents()` yields (document, bytes read so far); `size` is for the progress bar."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.size = path.stat().st_size
        except OSError as error:
            raise Unreadable(f"{path}: {error.strerror}") from error

    def documents(self, notes: Notes) -> Iterator[tuple[Any, int]]:
        """Yield every document; a line that cannot be read is noted and passed over."""
        try:
            with self.path.open("rb") as raw:
                packed = raw.peek(2)[:2] == GZIP
                opened = io.BufferedReader(gzip.GzipFile(fileobj=raw)) if packed else raw
                yield from self._parsed(opened, raw, notes)
        except (OSError, EOFError) as error:
            notes["file", f"{BROKEN}: {type(error).__name__}"] += 1

    def _parsed(self, stream: BinaryIO, raw: BinaryIO, notes: Notes) -> Iterator[tuple[Any, int]]:
        first = stream.readline(LONGEST).removeprefix(b"\xef\xbb\xbf")
        whole = self._whole(first, stream, notes)
        if whole is not None:
            yield whole, self.size
            return
        for line in self._lines(first, stream):
            if not line.strip():
                continue
            try:
                yield parse(line), raw.tell()
            except ValueError:
                notes["line", TOO_LONG if len(line) >= LONGEST else BROKEN] += 1

    @staticmethod
    def _lines(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
        line = first
        while line:
            yield line
            line = stream.readline(LONGEST)

    @staticmethod
    def _whole(first: bytes, stream: BinaryIO, notes: Notes) -> Any:
        """Return the one document of a file that is not line-delimited, else None."""
        try:
            parse(first)
        except ValueError:
            rest = stream.read(LONGEST)
            try:
                return parse(first + rest)
            except ValueError:
                notes["document", BROKEN] += 1
                return _salvaged(rest)
        return None


def _salvaged(rest: bytes) -> list[Any]:
    """Return the lines that can be read of a file whose first line is broken."""
    found = []
    for line in rest.splitlines():
        try:
            found.append(parse(line))
        except ValueError:
            continue
    return [row for row in found if isinstance(row, dict)]
