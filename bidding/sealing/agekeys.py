"""Raw X25519 keys as age identities and back (Bech32, as age writes them)."""

import hashlib
import secrets

from pyrage import x25519

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PREFIX = "age-secret-key-"
KEY_BYTES = 32
CHECK_LENGTH = 6
COMMITMENT = b"sealbid-key-v1"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class KeyWrong(ValueError):  # noqa: N818 - a fact about the text
    """The text is no age identity."""


def new_key() -> bytes:
    """Return 32 fresh random bytes: K of one envelope."""
    return secrets.token_bytes(KEY_BYTES)


def commitment(key: bytes) -> str:
    """Return SHA-256("sealbid-key-v1" ‖ K) in hex: all shares must lead to exactly this key."""
    return hashlib.sha256(COMMITMENT + key).hexdigest()


def identity_text(key: bytes) -> str:
    """Return AGE-SECRET-KEY-1… of raw key bytes."""
    values = _regroup(key, 8, 5)
    return f"{PREFIX}1{''.join(ALPHABET[v] for v in values + _checksum(values))}".upper()


def raw_key(identity: str) -> bytes:
    """Return the raw key bytes of AGE-SECRET-KEY-1…; raises KeyWrong."""
    text = identity.strip().lower()
    if not text.startswith(f"{PREFIX}1") or any(c not in ALPHABET for c in text[len(PREFIX) + 1 :]):
        raise KeyWrong("not an age identity")
    values = [ALPHABET.index(c) for c in text[len(PREFIX) + 1 :]]
    if len(values) <= CHECK_LENGTH or _checksum(values[:-CHECK_LENGTH]) != values[-CHECK_LENGTH:]:
        raise KeyWrong("wrong checksum")
    key = bytes(_regroup(bytes(values[:-CHECK_LENGTH]), 5, 8, pad=False))
    if len(key) != KEY_BYTES:
        raise KeyWrong("wrong length")
    return key


def identity_of(key: bytes) -> x25519.Identity:
    """Return the age identity of raw key bytes."""
    return x25519.Identity.from_str(identity_text(key))


def recipient_text(key: bytes) -> str:
    """Return age1… of raw key bytes."""
    return str(identity_of(key).to_public())


def _regroup(data: bytes, width: int, target: int, *, pad: bool = True) -> list[int]:
    buffer = bits = 0
    out = []
    for value in data:
        buffer = (buffer << width) | value
        bits += width
        while bits >= target:
            bits -= target
            out.append((buffer >> bits) & ((1 << target) - 1))
    if pad and bits:
        out.append((buffer << (target - bits)) & ((1 << target) - 1))
    return out


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            check ^= generator if (top >> bit) & 1 else 0
    return check


def _checksum(values: list[int]) -> list[int]:
    prefix = [ord(c) >> 5 for c in PREFIX] + [0] + [ord(c) & 31 for c in PREFIX]
    check = _polymod([*prefix, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    return [(check >> 5 * (5 - i)) & 31 for i in range(CHECK_LENGTH)]
