"""The server's own keys: Ed25519 for receipts, a key that keeps handed-in shares until the opening is done."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings

from marketplace.core.canonical import canonical, digest

from .container import Broken

NONCE = 12


def _kept(name: str) -> bytes:
    """Return 32 key bytes from DATA_DIR/keys; made once, readable by the server's account only."""
    path = Path(settings.DATA_DIR) / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f".{name}-{secrets.token_hex(8)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(32))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def _signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_kept("receipt"))


def public_key() -> str:
    """Return the public key of receipts (hex)."""
    return _signer().public_key().public_bytes_raw().hex()


def key_id() -> str:
    """Return the first 16 hex digits of the digest of the public key."""
    return digest(bytes.fromhex(public_key()))[:16]


def sign(record: object) -> str:
    """Return the Ed25519 signature (hex) over the canonical form."""
    return _signer().sign(canonical(record)).hex()


def is_signed(record: object, signature: str, *, key: str = "") -> bool:
    """Say whether the signature belongs to the record and the key (hex; ours when none is given)."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key or public_key()))
        public.verify(bytes.fromhex(signature), canonical(record))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def wrap(secret: bytes, label: str) -> bytes:
    """Return the secret under the server's key, bound to the label."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(_kept("wrapping")).encrypt(nonce, secret, label.encode())


def unwrap(blob: bytes, label: str) -> bytes:
    """Return the secret; raises Broken when the blob was changed or belongs to another label."""
    blob = bytes(blob)
    try:
        return ChaCha20Poly1305(_kept("wrapping")).decrypt(blob[:NONCE], blob[NONCE:], label.encode())
    except (InvalidTag, ValueError) as error:
        raise Broken("wrapped_share") from error
