"""Random draws that anybody can replay from the logged seed (COM-04, EVA-08; O87 art. 68)."""

import hashlib
from collections.abc import Iterable


def order_by_draw(seed: str, names: Iterable[str]) -> list[str]:
    """Return the names in drawn order: sorted by SHA-256(seed ‖ newline ‖ name); independent of their order."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest())
