"""The script with which the pages seal in the browser; built from frontend/sealing."""

from functools import lru_cache
from pathlib import Path

from marketplace.core.canonical import digest

SCRIPT = Path(__file__).resolve().parent.parent / "static" / "bidding" / "sealing.js"


@lru_cache(maxsize=1)
def script_hash() -> str:
    """Return the SHA-256 of the script; it stands as `bundle` in every manifest made with it."""
    return digest(SCRIPT.read_bytes())
