"""Merkle trees of RFC 6962 with SHA-256: root, inclusion and consistency proofs, and their verification.

A tree is read through `node(height, index)`: the hash over the leaves `index * 2**height` up to, not including,
`(index + 1) * 2**height`, all of which exist. Leaves themselves have height 0.
"""

import hashlib
from collections.abc import Callable, Sequence

Node = Callable[[int, int], bytes]
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def pair_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """Return the largest power of two below size."""
    return 1 << ((size - 1).bit_length() - 1)


def span_hash(node: Node, start: int, end: int) -> bytes:
    """Return the hash over the leaves from start up to, not including, end."""
    size = end - start
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        return node(height, start >> height)
    middle = start + _split(size)
    return pair_hash(span_hash(node, start, middle), span_hash(node, middle, end))


def root(node: Node, size: int) -> bytes:
    """Return the root of the tree over the first `size` leaves."""
    return span_hash(node, 0, size) if size else EMPTY


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root of the tree of that size, lowest first."""
    if not 0 <= index < size:
        raise ValueError("the leaf is outside the tree")
    return _inclusion(node, index, 0, size)


def _inclusion(node: Node, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_inclusion(node, index, start, middle), span_hash(node, middle, end)]
    return [*_inclusion(node, index, middle, end), span_hash(node, start, middle)]


def consistency(node: Node, old: int, new: int) -> list[bytes]:
    """Return the hashes that show that the tree of the old size is the beginning of the new one."""
    if not 0 < old <= new:
        raise ValueError("the older tree must have leaves and not be larger")
    return _consistency(node, old, 0, new, whole=True)


def _consistency(node: Node, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
    if old == end:
        return [] if whole else [span_hash(node, start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_consistency(node, old, start, middle, whole=whole), span_hash(node, middle, end)]
    return [*_consistency(node, old, middle, end, whole=False), span_hash(node, start, middle)]


class Peaks:
    """A tree that only grows and only knows its root: the hashes of its perfect parts, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        self._parts.append(leaf)
        self.size += 1
        joined = self.size
        while joined % 2 == 0:
            right, left = self._parts.pop(), self._parts.pop()
            self._parts.append(pair_hash(left, right))
            joined //= 2

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._parts:
            return EMPTY
        *rest, value = self._parts
        for part in reversed(rest):
            value = pair_hash(part, value)
        return value


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], top: bytes) -> bool:
    """Say whether the path leads from the leaf at the index to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            value = pair_hash(step, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = pair_hash(value, step)
        place, last = place >> 1, last >> 1
    return last == 0 and value == top


def is_consistent(old: int, new: int, old_top: bytes, new_top: bytes, path: Sequence[bytes]) -> bool:
    """Say whether the path shows that the old tree is the beginning of the new one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_top == new_top
    steps = [old_top, *path] if old & (old - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = pair_hash(step, before), pair_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = pair_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and (before, after) == (old_top, new_top)
