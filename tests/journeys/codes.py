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
