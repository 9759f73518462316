"""Money is Decimal yuan with two places; this is the only module that rounds or allocates it."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

FEN = Decimal("0.01")
PLACES = 2
DIGITS = 14  # numeric(14, 2): below 1 000 000 000 000 yuan
CEILING = Decimal(10) ** (DIGITS - PLACES)


def yuan(value: Decimal | int | str) -> Decimal:
    """Round half up to the fen (yuan, two places)."""
    with localcontext() as context:
        context.prec = 50
        return Decimal(value).quantize(FEN, rounding=ROUND_HALF_UP)


def round_half_up(value: Decimal, scale: int) -> Decimal:
    """Round half up to `scale` places; scores use it with the scale of the tender document."""
    with localcontext() as context:
        context.prec = 50
        return value.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_UP)


def allocate(total: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """Split a sum by percentage shares adding up to 100; the last part is the remainder (PAY-01).

    Raises ValueError when the shares do not add up to exactly 100.
    """
    if sum(shares, Decimal(0)) != Decimal(100):
        raise ValueError(f"shares add up to {sum(shares, Decimal(0))}, not 100")
    parts = [yuan(total * share / 100) for share in shares[:-1]]
    return [*parts, yuan(total) - sum(parts, Decimal(0))]


def fen(value: Decimal) -> int:
    """Return minor units, for gateways only; raises ValueError below one fen."""
    scaled = value * 100
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{value} has parts below one fen")
    return int(scaled)
