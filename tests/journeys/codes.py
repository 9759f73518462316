"""What the demo accounts sign in with."""

import base64
import hashlib
import hmac
import struct
import time

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "demo-marketplace-2026"
PASSPHRASE = "spring river lantern orchard bridge swallow"
STEP = 30

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

ORGANIZATION_CHECK = {10: "X", 11: "0"}

_used: dict[str, set[str]] = {}


def totp(secret: str = SECRET, *, at: float | None = None) -> str:
    """Return the six digits of RFC 6238 (SHA-1, 30 s)."""
    counter = struct.pack(">Q", int((at or time.time()) // STEP))
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def next_code(key: str, secret: str = SECRET) -> str:
    """Return a code that this person has not used yet: a code works once; the neighboring ones are accepted."""
    used = _used.setdefault(key, set())
    for step in (0, 1, -1):
        code = totp(secret, at=time.time() + step * STEP)
        if code not in used:
            used.add(code)
            return code
    time.sleep(STEP)
    return next_code(key, secret)


def credit_code(number: int) -> str:
    """Return a valid unified social credit code of a service institution (GB 32100-2015, GB 11714)."""
    inner = f"MJA{number % 100000:05d}"
    rest = 11 - sum(w * int(c, 36) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), inner, strict=True)) % 11
    body = f"52340702{inner}{ORGANIZATION_CHECK.get(rest, rest)}"
    total = sum(pow(3, place, 31) * ALPHABET.index(c) for place, c in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def mistyped(code: str) -> str:
    """Return the code with a wrong check character."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]
