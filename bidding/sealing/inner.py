"""The inner manifest: what stands inside an envelope. It comes from a stranger's program and is read with care."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.core.canonical import digest
from marketplace.web.files import DOCUMENTS, clean_name

MOST_FILES = 30
MOST_DEPTH = 6
MOST_CHARACTERS = 20_000
MOST_INTEGER = 2**53
_SHA = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9a-f]{32}")
_UNKNOWN = "application/octet-stream"
_SIGNS = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/webp": (b"RIFF",),
}


class Broken(Exception):  # noqa: N818 - an outcome of opening, recorded with its reason
    """The envelope cannot be opened; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Piece:
    """A file inside an envelope."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Row:
    """What an inner manifest says of one document: outer name of its file, title, type, true size, hash."""

    name: str
    title: str
    content_type: str
    size: int
    sha256: str

    def piece(self, plain: bytes) -> Piece:
        """Return the document without its padding; raises Broken when it is not the one that was listed."""
        content = plain[: self.size]
        if len(content) != self.size or digest(content) != self.sha256:
            raise Broken("inner_hash")
        return Piece(self.title, seen_type(self.content_type, content), content)


@dataclass(frozen=True)
class Inner:
    """An inner manifest: form, documents, and for containers of the first edition the documents themselves."""

    form: dict[str, object]
    rows: tuple[Row, ...]
    pieces: tuple[Piece, ...] = ()
    is_first_edition: bool = False


def padded(plain: bytes, step: int, filler: bytes = b"\0") -> bytes:
    """Return the bytes filled up to a multiple of the step (at least one step)."""
    return plain + filler * (-len(plain) % step if plain else step)


def seen_type(declared: str, content: bytes) -> str:
    """Return the declared type when it is one of ours and the content begins like it, else plain bytes."""
    signs = _SIGNS.get(declared, ())
    return declared if declared in DOCUMENTS.values() and content.startswith(signs) else _UNKNOWN


def read_inner(plain: bytes) -> Inner:
    """Return what the first file of an envelope says; raises Broken("inner_manifest") for anything malformed."""
    head, found, rest = plain.partition(b"\n")
    if not found:
        raise Broken("inner_manifest")
    try:
        inner = json.loads(
            head.decode(), object_pairs_hook=_no_twice, parse_float=_refuse, parse_constant=_refuse
        )
        check_plain(inner)
        is_first_edition = "version" not in inner
        form, files = inner["form"], inner["files"]
        if not isinstance(form, dict) or not isinstance(files, list) or len(files) > MOST_FILES:
            raise Broken("inner_manifest")
        rows = tuple(_row(one, is_first_edition=is_first_edition) for one in files)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Broken("inner_manifest") from error
    return Inner(form, rows, _pieces(rows, rest) if is_first_edition else (), is_first_edition)


def _row(given: Mapping[str, object], *, is_first_edition: bool) -> Row:
    title = str(given["name"] if is_first_edition else given["title"])
    name = "" if is_first_edition else given["name"]
    size, sha256 = given["size"], given["sha256"]
    if type(size) is not int or size < 0 or not isinstance(sha256, str) or not _SHA.fullmatch(sha256):
        raise ValueError("size or hash of a document")
    if not is_first_edition and not (isinstance(name, str) and _NAME.fullmatch(name)):
        raise ValueError("name of a file")
    return Row(str(name), clean_name(title), str(given["type"]), size, sha256)


def _pieces(rows: tuple[Row, ...], rest: bytes) -> tuple[Piece, ...]:
    """Return the documents of a container of the first edition: one after the other in the same file."""
    found, start = [], 0
    for row in rows:
        found.append(row.piece(rest[start:]))
        start += row.size
    return tuple(found)


def check_plain(value: object, depth: int = 0) -> None:
    """Raise ValueError unless the value is JSON that can be stored and shown: no floats, no NUL, no lone surrogates."""
    if depth > MOST_DEPTH:
        raise ValueError("too deep")
    if isinstance(value, str):
        value.encode()  # a lone surrogate raises UnicodeEncodeError
        if "\0" in value or len(value) > MOST_CHARACTERS:
            raise ValueError("text with NUL, or too long")
    elif isinstance(value, int):
        if abs(value) > MOST_INTEGER:
            raise ValueError("number out of range")
    elif isinstance(value, Mapping | list):
        inside = [*value, *value.values()] if isinstance(value, Mapping) else value
        for one in inside:
            check_plain(one, depth + 1)


def _no_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _refuse(text: str) -> object:
    raise ValueError(f"{text} is no integer")
