"""Container `sealbid/1`: one envelope with its own key, padded files, split two of n among the opening officers.

The first file of an envelope is its inner manifest (form, and what the other files are); each further file holds one
document. Containers of the first edition held everything in one file; they open as well. Specification:
docs/sealbid-1.md.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyrage
from pyrage import x25519

from marketplace.core.canonical import canonical, digest

from .agekeys import commitment, identity_of, new_key
from .inner import Broken, Inner, Piece, padded, read_inner
from .shamir import THRESHOLD, SharesWrong, combine, split

VERSION = "sealbid/1"
KIB = 1024
STEPS = {"price_form": 16 * KIB, "technical": 64 * KIB, "price_attachments": 64 * KIB}
FILE_STEP = 64 * KIB
SHARE_LABEL = b"sealbid-share-v1"
SERVER = "server"

__all__ = ["Broken", "Piece"]


@dataclass(frozen=True)
class Holder:
    """An opening officer who gets a share: place (x), id of the key, age recipient."""

    position: int
    key_id: str
    recipient: str


@dataclass(frozen=True)
class SealedEnvelope:
    """What is kept of an envelope: outer manifest, its digest, files, shares by place. `key` is never stored."""

    manifest: dict[str, object]
    digest: str
    files: tuple[bytes, ...]
    shares: dict[int, bytes]
    key: bytes


def seal(
    *,
    kind: str,
    form: Mapping[str, object],
    pieces: Sequence[Piece],
    header: Mapping[str, object],
    holders: Sequence[Holder],
) -> SealedEnvelope:
    """Seal one envelope in memory. Nothing outside the files is derived from their plain text."""
    key = new_key()
    recipient = identity_of(key).to_public()
    names = [secrets.token_hex(16) for _ in range(len(pieces) + 1)]
    plain = [first_file(kind, form, pieces, names), *(padded(one.content, FILE_STEP) for one in pieces)]
    files = tuple(pyrage.encrypt(one, [recipient]) for one in plain)
    raw = split(key, len(holders))
    shares = {
        holder.position: pyrage.encrypt(share, [x25519.Recipient.from_str(holder.recipient)])
        for holder, share in zip(holders, raw, strict=True)
    }
    manifest = {
        **header,
        "version": VERSION,
        "suite": 1,
        "envelope": kind,
        "files": [
            {"name": name, "sha256": digest(one), "size": len(one)}
            for name, one in zip(names, files, strict=True)
        ],
        "t": THRESHOLD,
        "n": len(holders),
        "commitment": commitment(key),
        "shares": [
            {
                "x": holder.position,
                "key": holder.key_id,
                "sha256": digest(shares[holder.position]),
                "commitment": share_commitment(share),
            }
            for holder, share in zip(holders, raw, strict=True)
        ],
        "sealed_by": SERVER,
        "bundle": "",
    }
    return SealedEnvelope(manifest, digest(manifest), files, shares, key)


def first_file(kind: str, form: Mapping[str, object], pieces: Sequence[Piece], names: Sequence[str]) -> bytes:
    """Return the inner manifest, padded: a JSON text that ends with a line feed and spaces."""
    inner = {
        "version": VERSION,
        "nonce": secrets.token_hex(16),
        "form": form,
        "files": [
            {
                "name": n,
                "title": p.name,
                "type": p.content_type,
                "size": len(p.content),
                "sha256": digest(p.content),
            }
            for n, p in zip(names[1:], pieces, strict=True)
        ],
    }
    return padded(canonical(inner) + b"\n", STEPS[kind], b" ")


def share_commitment(share: bytes) -> str:
    """Return SHA-256("sealbid-share-v1" ‖ share) in hex: a handed-in share is checked alone, before it is joined."""
    return digest(SHARE_LABEL + share)


def manifest_hash(digests: Mapping[str, str]) -> str:
    """Return the hash that stands on the receipt: SHA-256 over the canonical {envelope: hash of its manifest}."""
    return digest(dict(digests))


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


def decrypt(entry: Mapping[str, object], payload: bytes, key: bytes) -> bytes:
    """Return the plain text of one file of an outer manifest; raises Broken when it is not what was sealed."""
    if len(payload) != entry["size"] or digest(payload) != entry["sha256"]:
        raise Broken("payload_changed")
    try:
        return pyrage.decrypt(payload, [identity_of(key)])
    except pyrage.DecryptError as error:
        raise Broken("payload_unreadable") from error


def unseal(manifest: Mapping[str, object], payload: bytes, key: bytes) -> Inner:
    """Return the form and the file list from the first file of an envelope; raises Broken with the reason."""
    files: Sequence[Mapping[str, object]] = manifest["files"]  # type: ignore[assignment]
    inner = read_inner(decrypt(files[0], payload, key))
    listed = [] if inner.is_first_edition else [row.name for row in inner.rows]
    if listed != [one["name"] for one in files[1:]]:
        raise Broken("inner_manifest")
    return inner


def unseal_piece(
    manifest: Mapping[str, object], place: int, payload: bytes, key: bytes, inner: Inner
) -> Piece:
    """Return the document in the file at `place` (1 is the first after the inner manifest); raises Broken."""
    plain = decrypt(manifest["files"][place], payload, key)  # type: ignore[index]
    return inner.rows[place - 1].piece(plain)
