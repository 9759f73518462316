"""Opening officers' keys: made here, kept only under the officer's own passphrase, proven by use."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import pyrage
from pyrage import passphrase as age_passphrase
from pyrage import x25519

from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused

MIN_WORDS = 6
MIN_CHARACTERS = 20
LOCKED_LIMIT = 2048  # bytes; an identity under a passphrase takes some 250
TOO_SLOW = "work parameter"
PAUSES = (0.1, 0.1, 0.2, 0.2, 0.5, 0.5, 1.0, 1.0, 2.0, 2.0)  # seconds
Unlocking = Callable[[bytes, str], x25519.Identity]


@dataclass(frozen=True)
class Proof:
    """A challenge that only the holder of the key can answer; `answer` is the SHA-256 of what stands in it."""

    recipient: str
    challenge: bytes
    answer: str


@dataclass(frozen=True)
class NewKey:
    """A fresh officer key: public half, private half under the passphrase, fingerprint."""

    recipient: str
    locked: bytes
    fingerprint: str


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase of fewer than six words and fewer than twenty characters, or of one repeated sign."""
    long_enough = len(passphrase.split()) >= MIN_WORDS or len(passphrase) >= MIN_CHARACTERS
    if not long_enough or len(set(passphrase)) < MIN_WORDS:
        raise Refused(
            "bidding.passphrase_weak", field="passphrase", words=MIN_WORDS, characters=MIN_CHARACTERS
        )


def make_key(passphrase: str, unlocking: Unlocking | None = None) -> NewKey:
    """Make a key, lock it and prove that it can be unlocked (a challenge is decrypted with it)."""
    check_passphrase(passphrase)
    identity = x25519.Identity.generate()
    locked = lock(str(identity).encode(), passphrase)
    recipient = str(identity.to_public())
    prove(recipient, (unlocking or unlock)(locked, passphrase))
    return NewKey(recipient, locked, digest(recipient.encode()))


def lock(identity: bytes, passphrase: str) -> bytes:
    """Return the identity under the passphrase (age scrypt file)."""
    return age_passphrase.encrypt(identity, passphrase)


def unlock(locked: bytes, passphrase: str) -> x25519.Identity:
    """Return the identity; refused when the passphrase is wrong (422) or the machine too busy to tell (409).

    age first measures how fast the machine is and declines a key that seems to take it long. On a busy machine
    one measure can be wrong by a factor of thirty, so it is taken again after a pause.
    """
    for pause in PAUSES:
        try:
            return x25519.Identity.from_str(age_passphrase.decrypt(bytes(locked), passphrase).decode())
        except pyrage.DecryptError as error:
            if TOO_SLOW not in str(error):
                raise Refused("bidding.passphrase_wrong", field="passphrase") from error
        time.sleep(pause)
    raise Refused("bidding.machine_busy", status=409, field="passphrase")


def prove(recipient: str, identity: x25519.Identity) -> None:
    """Refuse unless the identity decrypts a fresh challenge made for the recipient (proof of possession)."""
    challenge = secrets.token_bytes(32)
    sealed = pyrage.encrypt(challenge, [x25519.Recipient.from_str(recipient)])
    try:
        opened = pyrage.decrypt(sealed, [identity])
    except pyrage.DecryptError:
        opened = b""
    if opened != challenge:
        raise Refused("bidding.key_mismatch", field="passphrase")


def challenge(recipient: object) -> Proof:
    """Return a fresh challenge for a recipient that came from outside; raises Refused 422 when it is none."""
    secret = secrets.token_bytes(32)
    try:
        sealed = pyrage.encrypt(secret, [x25519.Recipient.from_str(str(recipient))])
    except pyrage.RecipientError as error:
        raise Refused("bidding.key_mismatch", field="passphrase") from error
    return Proof(str(recipient), sealed, digest(secret))


def check_locked(locked: bytes) -> None:
    """Refuse (422) what is no age file under a passphrase alone, or is too large for one identity."""
    lines = locked[:LOCKED_LIMIT].split(b"\n", 2)
    is_locked = lines[0] == b"age-encryption.org/v1" and len(lines) > 1 and lines[1].startswith(b"-> scrypt ")
    if not is_locked or len(locked) > LOCKED_LIMIT:
        raise Refused("bidding.key_mismatch", field="passphrase")


def open_share(identity: x25519.Identity, blob: bytes) -> bytes | None:
    """Return the raw share, or None when the blob was not made for this officer or was changed."""
    try:
        return pyrage.decrypt(bytes(blob), [identity])
    except pyrage.DecryptError:
        return None
