"""What an age file shows without any key: that it is one, to how many recipients, and how long its content is."""

import re

MAGIC = b"age-encryption.org/v1"
HEAD_LIMIT = 4096  # bytes; a header with one recipient has some 170 to 500
NONCE = TAG = 16
CHUNK = 64 * 1024
STANZA_COLUMNS = 64
_KEY = re.compile(rb"-> X25519 [A-Za-z0-9+/]{43}")
_GREASE = re.compile(rb"-> [!-~]*-grease( [!-~]+)*")
_BODY = re.compile(rb"[A-Za-z0-9+/]{0,64}")
_MAC = re.compile(rb"--- [A-Za-z0-9+/]{43}")


class NotAge(ValueError):  # noqa: N818 - a fact about the bytes
    """The bytes are no age file with exactly one X25519 recipient."""


def plain_size(head: bytes, size: int) -> int:
    """Return the length of the content of an age file of `size` bytes that begins with `head`; raises NotAge.

    Exactly one X25519 recipient is taken; age's own filler (stanzas named …-grease) is skipped.
    """
    body = size - _header_length(head[:HEAD_LIMIT])
    chunks = -(-(body - NONCE) // (CHUNK + TAG))
    plain = body - NONCE - TAG * chunks
    if body <= NONCE + TAG or plain <= CHUNK * (chunks - 1):
        raise NotAge("no whole content")
    return plain


def _header_length(head: bytes) -> int:
    *lines, _rest = head.split(b"\n")
    recipients, place = 0, 1
    if not lines or lines[0] != MAGIC:
        raise NotAge("no age file")
    while place < len(lines) and lines[place].startswith(b"-> "):
        if _KEY.fullmatch(lines[place]):
            recipients += 1
        elif not _GREASE.fullmatch(lines[place]):
            raise NotAge("a recipient of another kind")
        place = _after_body(lines, place + 1)
    if recipients != 1 or place >= len(lines) or not _MAC.fullmatch(lines[place]):
        raise NotAge("not exactly one recipient, or no end of the header")
    return sum(len(line) + 1 for line in lines[: place + 1])


def _after_body(lines: list[bytes], place: int) -> int:
    """Return the place of the line after a stanza's body, which ends with its first short line."""
    while place < len(lines) and _BODY.fullmatch(lines[place]):
        place += 1
        if len(lines[place - 1]) < STANZA_COLUMNS:
            return place
    raise NotAge("a recipient without an end")
