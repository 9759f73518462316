"""How amounts, days and shares are written for people, in the language of the page."""

from contextvars import ContextVar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marketplace.core.clock import day_of, local

request_moment: ContextVar[datetime | None] = ContextVar("request_moment", default=None)

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
MILLION = Decimal(1_000_000)
FEWEST_ANSWERS = 5
"""A share of fewer answers is never shown (ux rule 5)."""

_WEEKDAYS = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_chinese() -> bool:
    """Say whether the page is in Chinese."""
    return (get_language() or "zh").startswith("zh")


def named(thing: object) -> str:
    """Return the name (or title) of a thing in the reader's language; Chinese where there is no English one."""
    for chinese in ("name", "title"):
        if hasattr(thing, chinese):
            english = getattr(thing, f"{chinese}_en", "")
            return str(getattr(thing, chinese) if is_chinese() or not english else english)
    return str(thing or "")


def present() -> datetime:
    """Return the moment of the request (demo clock included), else the present moment."""
    return request_moment.get() or timezone.now()


def decimal(value: object) -> Decimal | None:
    """Return a number as Decimal, or None when there is none."""
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def short_money(value: object) -> str:
    """Return an amount for cards: ¥12.5万元, ¥1.23亿元; in English ¥125,000, ¥1.25 million."""
    amount = decimal(value)
    if amount is None:
        return "—"
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    if is_chinese():
        if size >= YI:
            return f"{sign}¥{_rounded(size / YI, 2):,}亿元"
        if size >= WAN:
            return f"{sign}¥{_rounded(size / WAN, 1):,}万元"
        return f"{sign}¥{_rounded(size, 0):,}元"
    if size >= MILLION:
        return f"{sign}¥{_rounded(size / MILLION, 2):,} million"
    return f"{sign}¥{_rounded(size, 0):,}"


def full_money(value: object) -> str:
    """Return an amount for tables: ¥125,000.00."""
    amount = decimal(value)
    if amount is None:
        return "—"
    return f"{'-' if amount < 0 else ''}¥{_rounded(abs(amount), 2):,}"


def _day(value: date | datetime) -> date:
    return day_of(value) if isinstance(value, datetime) else value


def day_text(value: object) -> str:
    """Return 3月14日（周五）, with the year only when it is not the present one."""
    if not isinstance(value, date):
        return "—"
    day = _day(value)
    other_year = day.year != day_of(present()).year
    if is_chinese():
        year = f"{day.year}年" if other_year else ""
        return f"{year}{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
    year = f", {day.year}" if other_year else ""
    return f"{_WEEKDAYS_EN[day.weekday()]}, {_MONTHS_EN[day.month - 1]} {day.day}{year}"


def short_day(value: object) -> str:
    """Return 3月14日 for narrow places, with the year only when it is not the present one."""
    if not isinstance(value, date):
        return "—"
    day = _day(value)
    other_year = day.year != day_of(present()).year
    if is_chinese():
        return f"{f'{day.year}年' if other_year else ''}{day.month}月{day.day}日"
    return f"{_MONTHS_EN[day.month - 1]} {day.day}{f', {day.year}' if other_year else ''}"


def moment_text(value: object) -> str:
    """Return 3月14日（周五）15:00 on the district's wall clock."""
    if not isinstance(value, datetime):
        return day_text(value)
    gap = "" if is_chinese() else ", "
    return f"{day_text(value)}{gap}{local(value):%H:%M}"


def instant_text(value: object) -> str:
    """Return 3月14日（周五）15:00:07: a moment that is argued about is read to the second."""
    return f"{moment_text(value)}:{local(value):%S}" if isinstance(value, datetime) else moment_text(value)


def days_left_text(due: object, now: object = None) -> str:
    """Return how many days are left (calendar days of the district), or how many it is late."""
    if not isinstance(due, date):
        return ""
    moment = now if isinstance(now, datetime) else present()
    days = (_day(due) - day_of(moment)).days
    is_past = moment >= due if isinstance(due, datetime) else days < 0
    if is_past and days >= 0:
        return _("Overdue since today")
    if is_past:
        return ngettext("%(count)s day overdue", "%(count)s days overdue", -days) % {"count": -days}
    if days == 0:
        at = f" {local(due):%H:%M}" if isinstance(due, datetime) else ""
        return _("Due today%(at)s") % {"at": at}
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def urgency(due: object, now: object = None) -> str:
    """Return the tone of a due time: late, warn (three days or fewer), neutral."""
    if not isinstance(due, date):
        return "neutral"
    moment = now if isinstance(now, datetime) else present()
    days = (_day(due) - day_of(moment)).days
    is_past = moment >= due if isinstance(due, datetime) else days < 0
    if is_past:
        return "late"
    return "warn" if days <= 3 else "neutral"  # noqa: PLR2004 - "within three days" of the desk


def percent_text(value: object, n: object = None) -> str:
    """Return 91%（n=2,306）for a share between 0 and 1; fewer than five answers are not shown."""
    share, count = decimal(value), decimal(n)
    if count is not None and count < FEWEST_ANSWERS:
        return _("Not shown (fewer than 5 people)")
    if share is None:
        return "—"
    text = f"{_rounded(share * 100, 1).normalize():f}%"
    if count is None:
        return text
    return f"{text}（n={count:,.0f}）" if is_chinese() else f"{text} (n={count:,.0f})"


BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_text(agent: object) -> str:
    """Return browser and system of a user agent as people know them, else the beginning of what it says."""
    said = str(agent or "")
    found = [next((name for mark, name in marks if mark in said), "") for marks in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in found if name) or said[:40] or "—"


def size_text(size: object) -> str:
    """Return the size of a file: 320 KB, 1.4 MB."""
    count = int(decimal(size) or 0)
    if count >= 1024 * 1024:
        return f"{count / 1024 / 1024:.1f} MB"
    return f"{max(1, round(count / 1024))} KB"
