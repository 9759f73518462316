"""What the platform may keep of a sum that it pays out through a provider: off unless the installation says so."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

from payments.rules.currencies import decimals

MOST_PERCENT = Decimal(5)


def check_percent(percent: Decimal) -> None:
    """Raise ValueError unless the percentage lies between 0 and 5 with at most two decimals."""
    if not 0 <= percent <= MOST_PERCENT or percent != percent.quantize(Decimal("0.01")):
        raise ValueError(
            f"a platform fee of {percent} % is not between 0 and {MOST_PERCENT} with two decimals"
        )


def platform_fee(amount: Decimal, percent: Decimal, currency: str) -> Decimal:
    """Return the fee on a sum (yuan), rounded half up to what the currency can express; always less than the sum."""
    check_percent(percent)
    place = Decimal(1).scaleb(-min(decimals(currency), 2))
    with localcontext() as context:
        context.prec = 50
        return (amount * percent / 100).quantize(place, rounding=ROUND_HALF_UP)
