"""The server's own keys, kept as files; among them the one that signs checkpoints (Ed25519)."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from marketplace.core.notes import verifier_key


def kept_key(name: str) -> bytes:
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
            os.link(fresh, path)  # a second process that was faster keeps its key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def signer() -> Ed25519PrivateKey:
    """Return the log's private key."""
    return Ed25519PrivateKey.from_private_bytes(kept_key("log"))


def public_bytes() -> bytes:
    """Return the log's public key."""
    return signer().public_key().public_bytes_raw()


def public_verifier() -> str:
    """Return the public key as programs for signed notes take it."""
    return verifier_key(settings.LOG_ORIGIN, public_bytes())
