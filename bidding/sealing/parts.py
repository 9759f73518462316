"""Ciphertext parts on the disk: written where they belong, fsynced before they count."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marketplace.core.refusals import Refused
from marketplace.web.files import MEGABYTE, private_storage

from .agefile import HEAD_LIMIT

CHUNK_LIMIT = 2 * MEGABYTE
QUOTA = 1024 * MEGABYTE  # of an organization for a lot: what is uploaded and not part of an ended bid
TOTAL_QUOTA = 4096 * MEGABYTE  # with the ciphertext of replaced and withdrawn versions
MOST_PARTS = 400
_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def room_on_disk() -> Iterator[None]:
    """Answer a full disk with 507; nothing counts as received."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise Refused("bidding.disk_full", status=507) from error


def begin(name: str) -> None:
    """Make the empty file and fsync its folder."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def append(name: str, offset: int, content: bytes) -> None:
    """Write the bytes at the offset and fsync; what a crash left behind the offset is cut off first."""
    with _path(name).open("r+b") as out:
        out.truncate(offset)
        out.seek(offset)
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def between(name: str, offset: int, length: int) -> bytes:
    """Return bytes that were written before."""
    with _path(name).open("rb") as stored:
        stored.seek(offset)
        return stored.read(length)


def head(name: str) -> bytes:
    """Return the beginning of a file, long enough for the header of an age file."""
    return between(name, 0, HEAD_LIMIT)


def length(name: str) -> int:
    """Return how long the file on the disk is (0 when there is none)."""
    path = _path(name)
    return path.stat().st_size if path.exists() else 0


def sha256(name: str) -> str:
    """Return the SHA-256 (hex) of the whole file as it lies on the disk."""
    with _path(name).open("rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()


def _path(name: str) -> Path:
    return Path(private_storage().path(name))
