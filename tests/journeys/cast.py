"""Everybody on the journey, by the keys of the demo accounts."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser

from .notebook import Notebook
from .person import Person

WITH_SECOND_FACTOR = {
    "officer", "approver", "opener1", "opener2", "opener3", "admin", "expert1", "expert2", "expert3", "expert4",
    "nuanyang", "chunteng", "tongxin", "nuanyang.bid",
}  # fmt: skip


class Cast:
    """Give every person a browser when first asked for; residents and workers hold a phone."""

    def __init__(self, browser: Browser, site: str, notebook: Notebook, folder: Path | None) -> None:
        self.browser, self.site, self.notebook, self.folder = browser, site, notebook, folder
        self.people: dict[str, Person] = {}

    def __call__(self, key: str) -> Person:
        """Return a signed-in person; a visitor never signs in."""
        if key not in self.people:
            kept = self.folder / f"{key}.json" if self.folder else None
            options = {"storage_state": str(kept)} if kept and kept.exists() else {}
            person = self.new(key, **options)
            if not options and key != "visitor":
                person.sign_in(second_factor=key in WITH_SECOND_FACTOR)
            if kept:
                person.context.storage_state(path=kept)
        return self.people[key]

    def new(self, key: str, **options: object) -> Person:
        """Return somebody who has not signed in."""
        phone = key.startswith(("resident", "worker", "visitor"))
        self.people[key] = Person(self.browser, self.site, key, self.notebook, phone=phone, **options)
        return self.people[key]

    def tomorrow(self, **steps: int) -> None:
        """Move the demo clock forward on its page: month=1, week=2, day=1, hour=3."""
        clock = self("visitor")
        for step, times in steps.items():
            for _ in range(times):
                clock.go("/demo/clock/").choose("step", step).press(clock.main.locator("button[type=submit]"))

    def until(self, moment: datetime) -> None:
        """Move the demo clock past a moment."""
        clock = self("visitor")
        left = moment - clock.go("/demo/clock/").demo_now
        hours = int(left.total_seconds() // 3600) + 1
        if hours > 0:
            months, weeks, days = hours // 720, hours % 720 // 168, hours % 168 // 24
            self.tomorrow(month=months, week=weeks, day=days, hour=hours % 24)

    def shows_where(self, step: str) -> None:
        """Keep what the person saw last, for whoever looks for the reason."""
        if self.notebook.last is not None:
            self.notebook.last.shot(f"failed-{step}")

    def close(self) -> None:
        """Close every browser."""
        for key, person in self.people.items():
            if self.folder:
                person.context.storage_state(path=self.folder / f"{key}.json")
            person.context.close()
