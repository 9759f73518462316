"""Rules of consultation and negotiation up to the final quotes (NEG-01..04; GPL art. 38; F214; O74)."""

from datetime import datetime, timedelta

from marketplace.core.refusals import Citation, Refused

CONSULTATION, SINGLE = "consultation", "single"
LEAST_MINUTES, MOST_MINUTES = 10, 14 * 24 * 60
PAIR = 2
_ARTICLES = {"talks": (19, 31), "changes": (20, 32), "quotes": (21, 33), "leaving": (22, 34)}


def cited(procedure: str, what: str) -> Citation:
    """Return where the rule stands: F214 for a consultation, Order 74 for a negotiation."""
    consultation, negotiation = _ARTICLES[what]
    if procedure == SINGLE:
        return Citation("GPL", "art. 39")
    if procedure == CONSULTATION:
        return Citation("F214", f"art. {consultation}", "P")
    return Citation("O74", f"art. {negotiation}", "G")


def least_quotes(procedure: str, usual: int, started: int) -> int:
    """Return how many final quotes are needed: three; two in a consultation on services that began with three.

    `usual` is what the procedure needs at the start (two after a failed open tender, O74 art. 27) (NEG-01, EVA-13).
    """
    if procedure != CONSULTATION:
        return usual
    return min(usual, PAIR) if started >= usual else usual


def check_talks(procedure: str, without: int) -> None:
    """Refuse final quotes while a remaining supplier was not heard: everybody gets the same chance (NEG-02)."""
    if without:
        raise Refused(
            "bidding.talks_missing", status=409, missing=without, citation=cited(procedure, "talks")
        )


def check_left(procedure: str, left: int, least: int) -> None:
    """Refuse to go on with fewer suppliers than the procedure needs (NEG-01): the purchase ends, with notice."""
    if left < least:
        raise Refused(
            "bidding.too_few_left", status=409, left=left, least=least, citation=cited(procedure, "quotes")
        )


def check_go_on(procedure: str, left: int, started: int, reason: str) -> None:
    """Demand the buyer's recorded choice before a consultation goes on with two suppliers (EVA-13)."""
    is_choice = procedure == CONSULTATION and left == PAIR and started > PAIR
    if is_choice and not reason.strip():
        raise Refused("bidding.two_left", status=409, citation=Citation("F124", "", "P"))


def quote_deadline(procedure: str, now: datetime, minutes: int) -> datetime:
    """Return until when final quotes are handed in; refused outside ten minutes to fourteen days (NEG-01)."""
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise Refused(
            "bidding.quote_time", field="minutes", least=LEAST_MINUTES, most=MOST_MINUTES,
            citation=cited(procedure, "quotes"),
        )  # fmt: skip
    return now + timedelta(minutes=minutes)


def check_in_time(procedure: str, moment: datetime, quote_by: datetime) -> None:
    """Refuse a final quote, or leaving, at or after the end of the time for quotes (NEG-01, NEG-04)."""
    if moment >= quote_by:
        raise Refused("bidding.quote_late", status=409, citation=cited(procedure, "quotes"))
