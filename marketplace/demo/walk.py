"""The means of one walk through the loop: people, time, and what has been reached."""

from datetime import datetime, time, timedelta

from bidding.models import Tender
from contracts.models import Contract
from deliberation.models import Deliberation, Meeting, Need, Outcome
from marketplace.core.clock import SHANGHAI, day_of
from marketplace.workdays.rules import add_working_days
from organizations.models import Community, User
from projects.models import Project
from ranking.models import Review

from .clockwork import calendar, deliver, set_clock
from .script import STOPS, Cast, Script


class Clocked:
    """Whatever moves through time: `now` moves forward, and the demo clock with it."""

    now: datetime

    def wait(self, *, working: int = 0, days: int = 0, hour: int | None = None) -> None:
        """Let time pass: working days first, then calendar days; at an hour of the day."""
        day = add_working_days(day_of(self.now), working, calendar()) + timedelta(days=days)
        clock = time(hour, 0) if hour is not None else self.now.astimezone(SHANGHAI).time()
        self.now = datetime.combine(day, clock, SHANGHAI)
        set_clock(self.now)


class Walk(Clocked):
    """The means of one walk; `now` moves forward, the demo clock with it, so that seals meet their real deadlines."""

    def __init__(self, script: Script, cast: Cast) -> None:
        self.script, self.cast = script, cast
        self.now = datetime.combine(script.start, time(9, 30), SHANGHAI)
        self.community = Community.objects.get(code=script.community)
        self.need: Need | None = None
        self.topic: Deliberation | None = None
        self.meeting: Meeting | None = None
        self.outcome: Outcome | None = None
        self.project: Project | None = None
        self.tender: Tender | None = None
        self.contract: Contract | None = None
        self.review: Review | None = None

    def walk(self) -> "Walk":
        """Take every step up to and including the script's stop."""
        set_clock(self.now)
        for stop in STOPS:
            getattr(self, f"to_{stop}")()
            deliver()
            if stop == self.script.until:
                break
        for end in self.script.ends:
            getattr(self, f"end_{end}")()
            deliver()
        return self

    def person(self, key: str) -> User:
        """Return a person by key; the worker and the director are those of the script's community."""
        if key in {"worker", "director"}:
            return self.cast.local(key, self.script.community)
        return self.cast.people[key]
