"""Abnormally low prices: when a review starts (LOW-01..04; notice 财库〔2026〕2号, from 2026-02-01)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Refused
from marketplace.statutes import STATUTES, UnknownParameter

MEAN, SECOND, CEILING = "mean", "second_low", "ceiling"
_KEYS = {MEAN: "low_price.mean", SECOND: "low_price.second", CEILING: "low_price.ceiling"}


def rates_on(day: date, raised: Mapping[str, Decimal] | None = None) -> dict[str, Decimal]:
    """Return the shares in force on the day of the notice; empty before the rule existed (GEN-02).

    `raised` are the higher shares of the tender document; refused below the legal share or above 65 % (LOW-04).
    """
    try:
        rates = {name: STATUTES.on(key, day).value for name, key in _KEYS.items()}
        most = STATUTES.on("low_price.raise_max", day)
    except UnknownParameter:
        return {}
    for name, rate in (raised or {}).items():
        if not rates[name] <= rate <= most.value:
            raise Refused(
                "bidding.low_price_rate", citation=most.citation, field="low_price_rates", low=rates[name],
                high=most.value, rate=rate,
            )  # fmt: skip
        rates[name] = rate
    return rates


def triggers(
    price: Decimal, conforming: Sequence[Decimal], limit: Decimal, rates: Mapping[str, Decimal]
) -> list[str]:
    """Return which lines the bid price lies strictly below: mean, second lowest, ceiling (or budget).

    `conforming` are the bid prices (never evaluated prices) of all bids that passed conformity, this one included.
    """
    # LOW-01, LOW-02, LOW-03
    if not rates:
        return []
    hit = []
    if price * len(conforming) < rates[MEAN] * sum(conforming):
        hit.append(MEAN)
    if len(conforming) > 1 and price < rates[SECOND] * sorted(conforming)[1]:
        hit.append(SECOND)
    if price < rates[CEILING] * limit:
        hit.append(CEILING)
    return hit
