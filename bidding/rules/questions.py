"""Until when a question may be asked, and what gives away who asked (GPR art. 52; O87 art. 28)."""

import re
from collections.abc import Iterable
from datetime import date

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES, Parameter
from marketplace.workdays.rules import Calendar

from .periods import after, before

_CONTACT = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[\w.+-]+@[\w-]+\.\w+|[0-9A-HJ-NPQRTUWXY]{18}")


def answer_time(notice_day: date) -> Parameter:
    """Return how long the buyer has to answer (CHA-07)."""
    return STATUTES.on("question.answer", notice_day)


def last_day_to_ask(notice_day: date, deadline_day: date, calendar: Calendar) -> date:
    """Return the last day whose answer still falls due by the bid deadline. Raises CalendarNotLoaded."""
    return before(deadline_day, answer_time(notice_day), calendar)


def answer_due(notice_day: date, asked_on: date, calendar: Calendar) -> date:
    """Return the last day to answer a question asked on the day (CHA-07). Raises CalendarNotLoaded."""
    return after(asked_on, answer_time(notice_day), calendar)


def check_asking(notice_day: date, deadline_day: date, today: date, calendar: Calendar) -> None:
    """Refuse (409) a question that could no longer be answered before the deadline."""
    last = last_day_to_ask(notice_day, deadline_day, calendar)
    if today > last:
        citation = answer_time(notice_day).citation
        raise Refused("bidding.questions_closed", status=409, citation=citation, until=last)


def check_secrecy(text: str, names: Iterable[str]) -> None:
    """Refuse a text that names the asking organization or carries a phone number, an address or a code (O87 art. 28)."""
    given_away = any(name and name in text for name in names)
    if given_away or _CONTACT.search(text):
        raise Refused("bidding.question_tells_who", citation=Citation("O87", "art. 28"), field="text")
