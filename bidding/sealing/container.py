"""Container `sealbid/1`: one envelope with its own key, padded, split two of n among the opening officers."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyrage
from pyrage import x25519

from marketplace.core.canonical import canonical, digest

from .agekeys import commitment, identity_of, new_key
from .shamir import THRESHOLD, SharesWrong, combine, split

VERSION = "sealbid/1"
KIB = 1024
STEPS = {"price_form": 16 * KIB, "technical": 64 * KIB, "price_attachments": 64 * KIB}
SEALED_BY = "server"


@dataclass(frozen=True)
class Piece:
    """A file inside an envelope."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Holder:
    """An opening officer who gets a share: place (x), id of the key, age recipient."""

    position: int
    key_id: str
    recipient: str


@dataclass(frozen=True)
class SealedEnvelope:
    """What is kept of an envelope: outer manifest, its digest, payload, shares by place. `key` is never stored."""

    manifest: dict[str, object]
    digest: str
    payload: bytes
    shares: dict[int, bytes]
    key: bytes


@dataclass(frozen=True)
class OpenedEnvelope:
    """What an envelope holds: its form and its files."""

    form: dict[str, object]
    pieces: tuple[Piece, ...]
    key: bytes


class Broken(Exception):  # noqa: N818 - an outcome of opening, recorded with its reason
    """The envelope cannot be opened; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def seal(
    *,
    kind: str,
    form: Mapping[str, object],
    pieces: Sequence[Piece],
    header: Mapping[str, object],
    holders: Sequence[Holder],
) -> SealedEnvelope:
    """Seal one envelope in memory. Nothing outside the payload is derived from its plain text."""
    key = new_key()
    identity = identity_of(key)
    payload = pyrage.encrypt(_box(form, pieces, STEPS[kind]), [identity.to_public()])
    shares = {
        holder.position: pyrage.encrypt(share, [x25519.Recipient.from_str(holder.recipient)])
        for holder, share in zip(holders, split(key, len(holders)), strict=True)
    }
    manifest = {
        **header,
        "version": VERSION,
        "suite": 1,
        "envelope": kind,
        "files": [{"name": secrets.token_hex(16), "sha256": digest(payload), "size": len(payload)}],
        "t": THRESHOLD,
        "n": len(holders),
        "commitment": commitment(key),
        "shares": [{"x": h.position, "key": h.key_id, "sha256": digest(shares[h.position])} for h in holders],
        "sealed_by": SEALED_BY,
    }
    return SealedEnvelope(manifest, digest(manifest), payload, shares, key)


def _box(form: Mapping[str, object], pieces: Sequence[Piece], step: int) -> bytes:
    inner = {
        "nonce": secrets.token_hex(16),
        "form": form,
        "files": [
            {"name": p.name, "type": p.content_type, "size": len(p.content), "sha256": digest(p.content)}
            for p in pieces
        ],
    }
    plain = canonical(inner) + b"\n" + b"".join(piece.content for piece in pieces)
    return plain + bytes(-len(plain) % step)


def check_header(manifest: Mapping[str, object], header: Mapping[str, object]) -> None:
    """Raise Broken unless the manifest is of this version, tender, organization and roster."""
    if manifest.get("version") != VERSION or manifest.get("suite") != 1:
        raise Broken("container_version")
    for name, value in header.items():
        if manifest.get(name) != value:
            raise Broken("container_other_" + name)


def join_key(manifest: Mapping[str, object], shares: Sequence[bytes]) -> bytes:
    """Return K from raw shares; raises Broken unless they lead to the committed key."""
    try:
        key = combine(shares)
    except SharesWrong as error:
        raise Broken("shares_wrong") from error
    if commitment(key) != manifest.get("commitment"):
        raise Broken("commitment")
    return key


def unseal(manifest: Mapping[str, object], payload: bytes, key: bytes) -> OpenedEnvelope:
    """Return the content with every hash checked; raises Broken with the reason."""
    kept = manifest["files"][0]  # type: ignore[index]
    if digest(payload) != kept["sha256"] or len(payload) != kept["size"]:
        raise Broken("payload_changed")
    try:
        plain = pyrage.decrypt(payload, [identity_of(key)])
    except pyrage.DecryptError as error:
        raise Broken("payload_unreadable") from error
    head, found, rest = plain.partition(b"\n")
    if not found:
        raise Broken("inner_manifest")
    try:
        inner = json.loads(head)
        return OpenedEnvelope(inner["form"], tuple(_pieces(inner["files"], rest)), key)
    except (ValueError, KeyError, TypeError) as error:
        raise Broken("inner_manifest") from error


def _pieces(files: Sequence[Mapping[str, object]], rest: bytes) -> list[Piece]:
    found, start = [], 0
    for row in files:
        content = rest[start : start + int(row["size"])]  # type: ignore[call-overload]
        if digest(content) != row["sha256"]:
            raise Broken("inner_hash")
        found.append(Piece(str(row["name"]), str(row["type"]), content))
        start += len(content)
    return found
