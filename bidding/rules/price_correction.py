"""Which price stands when the papers of a bid disagree (EVA-10; O87 art. 59)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from marketplace.core.money import yuan

AS_QUOTED, SUMMARY_PREVAILS, WORDS_PREVAIL, UNIT_PRICES_PREVAIL = "", "summary", "words", "unit_prices"


@dataclass(frozen=True)
class PriceLine:
    """A line of the price table: quantity x unit price (yuan)."""

    quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True)
class Correction:
    """The price that stands (yuan) and the rule that decided; a corrected price binds once the bidder confirms."""

    price: Decimal
    rule: str

    @property
    def needs_confirmation(self) -> bool:
        """A bidder who does not confirm a correction in writing has an invalid bid (O87 art. 59, 51(2))."""
        return self.rule != AS_QUOTED


def correct_price(
    *, summary: Decimal, body: Decimal, in_words: Decimal | None = None, lines: Sequence[PriceLine] = ()
) -> Correction:
    """Return the price by the first rule that finds papers apart: summary, words, unit prices.

    `summary` is the total of the opening summary, `body` the total in figures and `in_words` the total in capital
    numerals of the bid itself, `lines` its price table, all in yuan. The misplaced decimal point of a unit price
    (rule 3 of the article) changes the unit price, never the total, and needs a person's eye.
    """
    if body != summary:
        return Correction(summary, SUMMARY_PREVAILS)
    if in_words is not None and in_words != body:
        return Correction(in_words, WORDS_PREVAIL)
    summed = yuan(sum((line.quantity * line.unit_price for line in lines), Decimal(0)))
    if lines and summed != body:
        return Correction(summed, UNIT_PRICES_PREVAIL)
    return Correction(summary, AS_QUOTED)
