"""Secret sharing over GF(256), polynomial x^8+x^4+x^3+x+1; a share is y followed by its x (one byte)."""

import secrets
from collections.abc import Sequence

POLYNOMIAL = 0x11B
FIELD = 256
THRESHOLD = 2


class SharesWrong(ValueError):  # noqa: N818 - a fact about the shares
    """Shares that cannot belong together: too few, the same x twice, other lengths, x of zero."""


def multiply(left: int, right: int) -> int:
    """Return the product in GF(256)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & FIELD:
            left ^= POLYNOMIAL
        right >>= 1
    return product


def inverse(value: int) -> int:
    """Return the multiplicative inverse (value^254); raises ZeroDivisionError for zero."""
    if value == 0:
        raise ZeroDivisionError("zero has no inverse in GF(256)")
    result, power = 1, value
    for _ in range(7):
        power = multiply(power, power)
        result = multiply(result, power)
    return result


def split(secret: bytes, count: int, *, coefficients: bytes | None = None) -> list[bytes]:
    """Return `count` shares of which any two give the secret; `coefficients` only for test vectors."""
    if not secret or not THRESHOLD <= count < FIELD:
        raise SharesWrong("nothing to split, or a number of shares that is not between 2 and 255")
    slope = secrets.token_bytes(len(secret)) if coefficients is None else coefficients
    if len(slope) != len(secret):
        raise SharesWrong("one coefficient per byte is needed")
    return [
        bytes(value ^ multiply(step, x) for value, step in zip(secret, slope, strict=True)) + bytes([x])
        for x in range(1, count + 1)
    ]


def combine(shares: Sequence[bytes]) -> bytes:
    """Return the secret from two or more shares (Lagrange at zero); the caller checks the key commitment."""
    points = [share[-1] for share in shares if share]
    if len(points) < THRESHOLD or len(points) != len(shares) or len({len(share) for share in shares}) != 1:
        raise SharesWrong("at least two shares of the same length are needed")
    if len(set(points)) != len(points) or 0 in points:
        raise SharesWrong("every share needs its own x")
    weights = [_weight(x, points) for x in points]
    length = len(shares[0]) - 1
    return bytes(_at_zero([share[i] for share in shares], weights) for i in range(length))


def _weight(x: int, points: list[int]) -> int:
    weight = 1
    for other in points:
        if other != x:
            weight = multiply(weight, multiply(other, inverse(other ^ x)))
    return weight


def _at_zero(values: list[int], weights: list[int]) -> int:
    total = 0
    for value, weight in zip(values, weights, strict=True):
        total ^= multiply(value, weight)
    return total
