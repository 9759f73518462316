"""Sums as a payment provider counts them: whole minor units, whose number depends on the currency."""

from decimal import Decimal

NO_DECIMALS = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf".split()  # noqa: SIM905 - as the provider lists them
)
THREE_DECIMALS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})


def decimals(currency: str) -> int:
    """Return how many decimal places a currency has (ISO 4217, lower case)."""
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2


def minor_units(amount: Decimal, currency: str) -> int:
    """Return the sum in minor units; raises ValueError when the currency cannot express it."""
    scaled = amount.scaleb(decimals(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} cannot be expressed in {currency}")
    return int(scaled)
