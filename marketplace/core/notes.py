"""Checkpoints of a log as C2SP signed notes: three lines (origin, size, root), an empty line, signatures."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
KEY_HASH, SIGNATURE, ROOT = 4, 64, 32


class NoteError(ValueError):
    """The text is no checkpoint, or nobody with the key signed it."""


@dataclass(frozen=True)
class TreeHead:
    """What a checkpoint says: whose log, how many leaves, their root."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_hash(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a signature line names its key (C2SP signed-note)."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_HASH]


def verifier_key(name: str, public: bytes) -> str:
    """Return the key as programs for signed notes take it: name+hash+key."""
    return f"{name}+{key_hash(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def signed(head: TreeHead, key: Ed25519PrivateKey) -> str:
    """Return the checkpoint signed with the log's key under the log's name."""
    mark = key_hash(head.origin, key.public_key().public_bytes_raw()) + key.sign(head.body.encode())
    return f"{head.body}\n— {head.origin} {base64.b64encode(mark).decode()}\n"


def read_note(text: str, public: bytes) -> TreeHead:
    """Return the tree head of a checkpoint signed with the key. Raises NoteError."""
    body, _, marks = text.partition("\n\n")
    head = _read_body(body)
    if head.body != body + "\n":
        raise NoteError("the checkpoint is not in its one form")
    known = key_hash(head.origin, public)
    for line in marks.splitlines():
        name, _, mark = line.removeprefix("— ").partition(" ")
        blob = _decoded(mark)
        if name == head.origin and blob[:KEY_HASH] == known:
            _verify(public, blob[KEY_HASH:], head.body.encode())
            return head
    raise NoteError("no signature of this key")


def _read_body(body: str) -> TreeHead:
    lines = body.split("\n")
    if len(lines) != 3 or not lines[0] or not (lines[1].isascii() and lines[1].isdigit()):  # noqa: PLR2004 - three lines
        raise NoteError("a checkpoint has three lines: origin, size, root")
    top = _decoded(lines[2])
    if len(top) != ROOT:
        raise NoteError("the root has not 32 bytes")
    return TreeHead(lines[0], int(lines[1]), top)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error


def _verify(public: bytes, signature: bytes, body: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (InvalidSignature, ValueError) as error:
        raise NoteError("the signature does not belong to the text") from error
