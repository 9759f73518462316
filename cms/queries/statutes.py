"""Statutory numbers as a reader sees them: what, how much, which article, how sure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import ngettext

from bidding.queries.local_values import local_numbers
from cms import phrases
from marketplace.statutes import INSTRUMENTS, STATUTES, Parameter, Unit
from marketplace.web.formats import full_money, is_chinese

from .pages import policy_addresses

UNSURE = frozenset("RGI")


@dataclass(frozen=True)
class RuleLine:
    """One number with its source."""

    key: str
    group: str
    label: str
    value: str
    source: str
    article: str
    address: str
    trust: str
    tone: str
    is_unsure: bool
    rule: str
    since: date
    until: date | None
    note: str


def rules_on(day: date, *, query: str = "", group: str = "", only_unsure: bool = False) -> list[RuleLine]:
    """Return the numbers in force on the day, by group; narrowed by words of label, source, key or rule id."""
    local = local_numbers(day)
    lines = rule_lines(local.get(row.key, row) for row in STATUTES.all() if row.in_force(day))
    words = query.lower().split()
    return [
        line
        for line in lines
        if (not group or line.key.partition(".")[0] == group)
        and (not only_unsure or line.is_unsure)
        and all(word in _haystack(line) for word in words)
    ]


def _haystack(line: RuleLine) -> str:
    return (
        f"{line.key} {line.group} {line.label} {line.source} {line.article} {line.rule} {line.note}".lower()
    )


def rule_lines(rows: Iterable[Parameter]) -> list[RuleLine]:
    """Return the rows as readers see them, grouped in the order of the loop (two queries)."""
    order = {code: place for place, code in enumerate(phrases.GROUPS)}
    addresses = policy_addresses()
    lines = [_line(row, addresses) for row in rows]
    return sorted(lines, key=lambda line: (order.get(line.key.partition(".")[0], 99), line.key, line.since))


def _line(row: Parameter, addresses: dict[str, str]) -> RuleLine:
    code, _dot, what = row.key.partition(".")
    instrument = INSTRUMENTS.get(row.citation.instrument)
    trust, tone = phrases.TRUST.get(row.citation.trust, phrases.TRUST["G"])
    title = (
        (instrument.title if is_chinese() else instrument.title_en) if instrument else row.citation.instrument
    )
    label = phrases.PARAMETERS.get(row.key) or phrases.OF_PROCEDURES.get(what) or row.key
    return RuleLine(
        key=row.key,
        group=str(phrases.GROUPS.get(code, code)),
        label=str(label),
        value=value_text(row.value, row.unit),
        source=title,
        article=article_text(row.citation.article),
        address=addresses.get(row.citation.instrument, ""),
        trust=str(trust),
        tone=tone,
        is_unsure=row.citation.trust in UNSURE,
        rule=row.rule,
        since=row.since,
        until=row.until,
        note=str(phrases.NOTES.get(row.note, row.note)),
    )


def article_text(article: str) -> str:
    """Return an article in the reader's language: art. 31(3) as 第31条第3项."""
    if not article or not is_chinese():
        return article
    number, _open, part = article.removeprefix("art. ").partition("(")
    return f"第{number}条" + (f"第{part.rstrip(')')}项" if part else "")


def value_text(value: Decimal, unit: Unit) -> str:
    """Return a number with its unit in words."""
    if unit is Unit.SHARE:
        share = (value * 100).quantize(Decimal("0.01")).normalize()
        return f"{share:f}%"
    if unit is Unit.YUAN:
        return full_money(value)
    count = int(value) if value == value.to_integral_value() else value
    return _counted(unit, count) % {"count": count}


def _counted(unit: Unit, count: int | Decimal) -> str:
    number = int(count)
    return {
        Unit.WORKING_DAYS: ngettext("%(count)s working day", "%(count)s working days", number),
        Unit.CALENDAR_DAYS: ngettext("%(count)s day", "%(count)s days", number),
        Unit.MONTHS: ngettext("%(count)s month", "%(count)s months", number),
        Unit.YEARS: ngettext("%(count)s year", "%(count)s years", number),
        Unit.MINUTES: ngettext("%(count)s minute", "%(count)s minutes", number),
        Unit.POINTS: ngettext("%(count)s point", "%(count)s points", number),
    }.get(unit, "%(count)s")
