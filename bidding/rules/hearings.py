"""How long a bidder has to explain or confirm in writing during the evaluation (LOW-05, EVA-10; O87 art. 51, 59, 60)."""

from datetime import date, datetime, timedelta

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES, UnknownParameter

CLARIFICATION, LOW_PRICE, CORRECTION = "clarification", "low_price", "correction"
_IN_WRITING = Citation("O87", "art. 51")


def shortest(kind: str, notice_day: date) -> timedelta:
    """Return the least time to answer: thirty minutes to explain a price, none fixed for the rest."""
    try:
        number = STATUTES.on("low_price.explanation", notice_day)
    except UnknownParameter:
        return timedelta(0)
    return timedelta(minutes=number.days) if kind == LOW_PRICE else timedelta(0)


def check_time(kind: str, notice_day: date, now: datetime, answer_by: datetime) -> None:
    """Refuse (422) a time to answer that is over or shorter than the rule gives."""
    least = shortest(kind, notice_day)
    if answer_by <= now or answer_by - now < least:
        raise Refused(
            "bidding.hearing_short",
            field="minutes",
            citation=_IN_WRITING,
            minutes=int(least.total_seconds() // 60),
        )


def check_answer_time(now: datetime, answer_by: datetime) -> None:
    """Refuse (409) an answer after the time."""
    if now >= answer_by:
        raise Refused("bidding.hearing_over", status=409, citation=_IN_WRITING)
