"""Formats of a meeting: notice in working days, what must exist, who decides (participation 4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES
from marketplace.workdays.rules import Calendar

from .clocks import working_end

HOUSE = Citation("HOUSE", "", "D")


@dataclass(frozen=True)
class FormatRule:
    """One format: notice (working days), required facts of its notice, and whether anybody decides in it."""

    notice: int
    required: tuple[str, ...]
    decides: bool


FORMATS: dict[str, FormatRule] = {
    "council": FormatRule(3, ("topic",), decides=True),
    "hearing": FormatRule(5, ("both_sides", "statement_order"), decides=False),
    "review": FormatRule(3, ("evaluation_round",), decides=False),
    "talk": FormatRule(1, ("host",), decides=False),
    "open_day": FormatRule(1, ("host",), decides=False),
    "forum": FormatRule(3, ("topic",), decides=False),
    "dialogue": FormatRule(5, ("officials", "press_seats"), decides=False),
    "joint": FormatRule(3, ("standing_parties",), decides=True),
    "mediation": FormatRule(2, ("consent", "neutral_chair"), decides=True),
}


def check_notice(*, format_code: str, noticed_at: datetime, starts_at: datetime, calendar: Calendar) -> None:
    """Refuse a meeting that starts before its format's notice period is over; the notice's day is not counted."""
    days = FORMATS[format_code].notice
    earliest = working_end(noticed_at, days, calendar)
    if starts_at <= earliest:
        raise Refused(
            f"deliberation.notice_{format_code}",
            citation=HOUSE,
            field="starts_at",
            days=days,
            earliest=earliest.date().isoformat(),
        )


def check_online(*, starts_at: datetime, ends_at: datetime, calendar: Calendar) -> None:
    """Refuse an online phase shorter than five working days."""
    least = STATUTES.on("deliberation.online", starts_at.date())
    if ends_at < working_end(starts_at, least.days, calendar):
        raise Refused("deliberation.online_short", citation=least.citation, field="ends_at", days=least.days)


def check_required(*, format_code: str, given: Mapping[str, object]) -> None:
    """Refuse a notice that lacks what its format must have."""
    for name in FORMATS[format_code].required:
        if not str(given.get(name) or "").strip():
            raise Refused(f"deliberation.lacks_{name}", citation=HOUSE, field=name)


def check_mediation_parties(*, format_code: str, parties: int) -> None:
    """Refuse a mediation without two parties."""
    if format_code == "mediation" and parties < 2:  # noqa: PLR2004 - a mediation is between two
        raise Refused("deliberation.mediation_needs_two", citation=HOUSE, field="parties")
