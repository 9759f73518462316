"""Who is invited: a qualification notice long enough, everybody checked, three or more drawn (NOT-03, NOT-07)."""

from collections.abc import Iterable
from datetime import date, datetime

from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES
from marketplace.workdays.rules import Calendar

from .draws import order_by_draw
from .findings import BLOCK, Finding
from .periods import after

DRAW = Citation("GPL", "art. 34")


def check_application_time(notice_day: date, apply_by: datetime, calendar: Calendar) -> None:
    """Refuse an end of applications before five working days after the notice are over (NOT-03; GPR art. 21)."""
    number = STATUTES.on("invited.application", notice_day)
    first = after(notice_day, number, calendar)
    if day_of(apply_by) < first:
        raise Refused("bidding.application_short", field="apply_by", earliest=first, citation=number.citation)


def drawn(seed: str, accepted: Iterable[str], wanted: int, day: date) -> list[str]:
    """Return who is drawn of those accepted, in the order of the draw; refused with too few (NOT-07; GPL art. 34)."""
    names = sorted(accepted)
    least = STATUTES.on("invited.drawn", day)
    if len(names) < least.days:
        raise Refused(
            "bidding.few_candidates", status=409, found=len(names), least=least.days, citation=least.citation
        )
    if not least.days <= wanted <= len(names):
        raise Refused(
            "bidding.draw_number", field="wanted", least=least.days, most=len(names), citation=least.citation
        )
    return order_by_draw(seed, names)[:wanted]


def check_invited(invited: int, day: date) -> list[Finding]:
    """Block an invited tender before the draw (NOT-07)."""
    least = STATUTES.on("invited.drawn", day)
    if invited >= least.days:
        return []
    return [Finding("NOT-07", BLOCK, "bidding.not_drawn_yet", least.citation, "procedure")]
