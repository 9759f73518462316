"""Outer manifests that were made elsewhere: read field by field; what the text does not allow is refused by code."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.web.files import MEGABYTE

from . import parts as disk
from .agefile import NotAge, plain_size
from .container import FILE_STEP, STEPS, VERSION, Holder
from .inner import MOST_FILES
from .shamir import THRESHOLD

FILE_LIMIT = 100 * MEGABYTE  # plain text of one file, with its padding
INNER_LIMIT = MEGABYTE  # plain text of an inner manifest, with its padding
CIPHER_LIMIT = FILE_LIMIT + MEGABYTE  # one file as it is uploaded
BID_LIMIT = 300 * MEGABYTE  # all files of a bid as they are uploaded
LEAST_CIPHER = 200
SHARE_BYTES = 33
SHARE_BLOB_LIMIT = 1024
SEALERS = ("browser", "tool")

_HEX64, _HEX32, _HEX64_OR_NONE = (
    re.compile(one) for one in (r"[0-9a-f]{64}", r"[0-9a-f]{32}", r"(|[0-9a-f]{64})")
)


@dataclass(frozen=True)
class OuterEnvelope:
    """An envelope as it was handed in: outer manifest, its digest, encrypted shares by place."""

    manifest: dict[str, object]
    digest: str
    shares: dict[int, bytes]


def wrong(code: str, where: str) -> Refused:
    """Return the refusal of a container; `where` names the field."""
    return Refused(f"bidding.container_{code}", where=where[:80])


def read_envelopes(
    given: object, *, header: Mapping[str, object], holders: Sequence[Holder]
) -> dict[str, OuterEnvelope]:
    """Return the three envelopes by name; raises Refused 422 that names the field, 409 when the document changed."""
    if not isinstance(given, list) or len(given) != len(STEPS):
        raise wrong("value", "envelopes")
    found: dict[str, OuterEnvelope] = {}
    for number, one in enumerate(given):
        envelope = _envelope(one, f"envelopes[{number}]", header, holders)
        found[str(envelope.manifest["envelope"])] = envelope
    if set(found) != set(STEPS):
        raise wrong("value", "envelope")
    _check_together([one.manifest for one in found.values()])
    return {kind: found[kind] for kind in STEPS}


def _envelope(
    given: object, where: str, header: Mapping[str, object], holders: Sequence[Holder]
) -> OuterEnvelope:
    _exact(given, {"manifest", "shares"}, where)
    manifest, blobs = given["manifest"], given["shares"]  # type: ignore[index]
    _exact(manifest, {*header, *_FIELDS}, f"{where}.manifest")
    _check_header(manifest, header, where)
    for name, is_right in _FIELDS.items():
        if not is_right(manifest[name]):
            raise wrong("value", f"{where}.manifest.{name}")
    if manifest["t"] != THRESHOLD or manifest["n"] != len(holders):
        raise wrong("threshold", f"{where}.manifest.n")
    _check_files(manifest, where)
    return OuterEnvelope(manifest, digest(manifest), _shares(manifest["shares"], blobs, holders, where))


def _is(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_integer(value: object) -> bool:
    return type(value) is int


_FIELDS: dict[str, Callable[[object], bool]] = {
    "version": lambda value: value == VERSION,
    "suite": lambda value: _is_integer(value) and value == 1,
    "envelope": lambda value: isinstance(value, str) and value in STEPS,
    "files": lambda value: isinstance(value, list) and 1 <= len(value) <= MOST_FILES + 1,
    "t": _is_integer,
    "n": _is_integer,
    "commitment": _is(_HEX64),
    "shares": lambda value: isinstance(value, list),
    "sealed_by": lambda value: isinstance(value, str) and value in SEALERS,
    "bundle": _is(_HEX64_OR_NONE),
}


def _exact(given: object, names: set[str], where: str) -> None:
    if not isinstance(given, dict):
        raise wrong("value", where)
    for name in sorted(set(given) - names):
        raise wrong("unknown", f"{where}.{name}".encode("ascii", "replace").decode())
    for name in sorted(names - set(given)):
        raise wrong("missing", f"{where}.{name}")


def _check_header(manifest: Mapping[str, object], header: Mapping[str, object], where: str) -> None:
    for name, value in header.items():
        if type(manifest[name]) is type(value) and manifest[name] == value:
            continue
        if name in {"document", "roster"} and _is(_HEX64)(manifest[name]):
            raise Refused("bidding.document_changed", status=409)
        raise wrong("other", f"{where}.manifest.{name}")


def _check_files(manifest: Mapping[str, object], where: str) -> None:
    files = manifest["files"]
    if manifest["envelope"] == "price_form" and len(files) != 1:  # type: ignore[arg-type]
        raise wrong("value", f"{where}.manifest.files")
    for number, one in enumerate(files):  # type: ignore[arg-type]
        place = f"{where}.manifest.files[{number}]"
        _exact(one, {"name", "sha256", "size"}, place)
        if not _is(_HEX32)(one["name"]) or not _is(_HEX64)(one["sha256"]):
            raise wrong("value", place)
        if not _is_integer(one["size"]) or one["size"] < LEAST_CIPHER:
            raise wrong("size", place)
        if one["size"] > CIPHER_LIMIT:
            raise wrong("large", place)


def _shares(
    entries: Sequence[object], blobs: object, holders: Sequence[Holder], where: str
) -> dict[int, bytes]:
    """Return the encrypted shares: exactly one for each officer of the roster, in its order."""
    if not isinstance(blobs, list) or len(blobs) != len(holders) or len(entries) != len(holders):
        raise wrong("shares", f"{where}.shares")
    found = {}
    for number, (entry, blob, holder) in enumerate(zip(entries, blobs, holders, strict=True)):
        place = f"{where}.shares[{number}]"
        _exact(entry, {"x", "key", "sha256", "commitment"}, f"{where}.manifest.shares[{number}]")
        is_officer = _is_integer(entry["x"]) and (entry["x"], entry["key"]) == (
            holder.position,
            holder.key_id,
        )  # type: ignore[index]
        content = _blob(blob)
        if not is_officer or not _is(_HEX64)(entry["commitment"]) or digest(content) != entry["sha256"]:  # type: ignore[index]
            raise wrong("shares", place)
        try:
            fits = plain_size(content, len(content)) == SHARE_BYTES
        except NotAge:
            fits = False
        if not fits:
            raise wrong("shares", place)
        found[holder.position] = content
    return found


def _blob(given: object) -> bytes:
    if not isinstance(given, str) or len(given) > 2 * SHARE_BLOB_LIMIT:
        return b""
    try:
        return base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _check_together(manifests: Sequence[Mapping[str, object]]) -> None:
    files = [one for manifest in manifests for one in manifest["files"]]  # type: ignore[attr-defined]
    if len({one["name"] for one in files}) != len(files):
        raise wrong("value", "files.name")
    if sum(one["size"] for one in files) > BID_LIMIT:
        raise wrong("large", "files")
    if len({one["commitment"] for one in manifests}) != len(manifests):
        raise wrong("value", "commitment")
    if len({(one["sealed_by"], one["bundle"]) for one in manifests}) != 1:
        raise wrong("value", "sealed_by")


def check_parts(envelopes: Mapping[str, OuterEnvelope], files: Mapping[str, str]) -> None:
    """Look at the beginning of every file: an age file to one recipient, padded, not too large; refuse (422) others."""
    for kind, one in envelopes.items():
        for place, entry in enumerate(one.manifest["files"]):  # type: ignore[arg-type]
            _check_part(kind, place, disk.head(files[entry["name"]]), entry["size"])


def _check_part(kind: str, place: int, head: bytes, size: int) -> None:
    where = f"{kind}.files[{place}]"
    try:
        plain = plain_size(head, size)
    except NotAge as error:
        raise wrong("not_age", where) from error
    step = FILE_STEP if place else STEPS[kind]
    if plain % step:
        raise wrong("size", where)
    if plain > (FILE_LIMIT if place else INNER_LIMIT):
        raise wrong("large", where)
