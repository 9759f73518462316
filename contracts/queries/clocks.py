"""The clocks of a contract: signing, publication, copy to finance, notice of a change; derived, never stored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bidding.states import Track
from contracts.models import Contract, ContractVersion
from contracts.rules.terms import clock_deadline, publication_deadline
from contracts.states import ContractState
from marketplace.core.clock import day_of
from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES, Parameter
from marketplace.web.sentences import citation_text
from marketplace.workdays.queries import load_calendar
from marketplace.workdays.rules import Calendar, CalendarNotLoaded

FIRST = 1


@dataclass(frozen=True)
class Clock:
    """One period: what must be done, last day (None where no holiday plan is loaded), when it was done."""

    label: str | Promise
    due_on: date | None
    done_at: datetime | None
    citation: Citation
    today: date

    @property
    def cited(self) -> str:
        """The citation in the reader's language."""
        return citation_text(Refused("contracts.clock", citation=self.citation))

    @property
    def days_late(self) -> int:
        """By how many days it was or is late; 0 in time."""
        done = day_of(self.done_at) if self.done_at else self.today
        return max((done - self.due_on).days, 0) if self.due_on else 0


def clocks_of(contract: Contract, versions: Iterable[ContractVersion], now: datetime) -> list[Clock]:
    """Return the clocks of a contract in the order in which they run (CON-01, CON-03, CON-05)."""
    today = day_of(now)
    letter = day_of(contract.award.notice_at or contract.drawn_up_at)
    rows = []
    if contract.state != ContractState.TERMINATED or contract.signed_at:
        limit = STATUTES.on("contract.sign", letter)
        rows.append(
            Clock(_("Sign the contract"), contract.sign_by, contract.signed_at, limit.citation, today)
        )
    calendar = load_calendar()
    for version in versions:
        rows += _of_version(contract, version, calendar, today)
    return rows


def _of_version(contract: Contract, version: ContractVersion, calendar: Calendar, today: date) -> list[Clock]:
    day, first = day_of(version.in_force_at), version.number == FIRST
    publish = STATUTES.on("contract.publish" if first else "contract.change_notice", day)
    label = _("Publish the contract") if first else _("Publish the notice of the change")
    last = _last_day(publication_deadline, day, publish, calendar)
    rows = [Clock(label, last, version.in_force_at, publish.citation, today)]
    if is_copied(contract):
        limit = STATUTES.on("contract.copy", day)
        last = _last_day(clock_deadline, day, limit, calendar)
        rows.append(
            Clock(_("Copy to the finance department"), last, version.copied_at, limit.citation, today)
        )
    return rows


def _last_day(
    rule: Callable[[date, Parameter, Calendar], date], day: date, limit: Parameter, calendar: Calendar
) -> date | None:
    try:
        return rule(day, limit, calendar)
    except CalendarNotLoaded:
        return None


def is_copied(contract: Contract) -> bool:
    """Say whether the law asks for a copy to finance: contracts of government procurement (GPL art. 47)."""
    return contract.award.lot.tender.track == Track.STATUTORY


def copy_deadline(version: ContractVersion, calendar: Calendar) -> date | None:
    """Return the last day of the copy to finance, or None where no holiday plan is loaded."""
    day = day_of(version.in_force_at)
    return _last_day(clock_deadline, day, STATUTES.on("contract.copy", day), calendar)


def versions_to_copy() -> QuerySet[ContractVersion]:
    """Return the versions of which finance has no copy yet."""
    return ContractVersion.objects.filter(
        copied_at__isnull=True, contract__award__lot__tender__track=Track.STATUTORY
    ).select_related("contract__buyer")
