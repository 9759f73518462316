"""The server's own keys: Ed25519 for receipts, a key that keeps handed-in shares until the opening is done."""

import secrets

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from marketplace.audit.keys import kept_key
from marketplace.core.canonical import canonical, digest

from .container import Broken

NONCE = 12


def _signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(kept_key("receipt"))


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
    return nonce + ChaCha20Poly1305(kept_key("wrapping")).encrypt(nonce, secret, label.encode())


def unwrap(blob: bytes, label: str) -> bytes:
    """Return the secret; raises Broken when the blob was changed or belongs to another label."""
    blob = bytes(blob)
    try:
        return ChaCha20Poly1305(kept_key("wrapping")).decrypt(blob[:NONCE], blob[NONCE:], label.encode())
    except (InvalidTag, ValueError) as error:
        raise Broken("wrapped_share") from error
