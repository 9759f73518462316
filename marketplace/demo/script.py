"""What one project of the demo is about, and who is on the stage."""

from dataclasses import dataclass, field
from datetime import date

from organizations.models import Organization, User

from .district import PEOPLE

WORKERS = {code: person.key for person in PEOPLE for code in person.works}
DIRECTORS = {code: person.key for person in PEOPLE for code in person.directs}
STOPS = (
    "need", "accepted", "deliberation", "discussing", "discussed", "outcome", "project", "draft", "submitted", "published",
    "sealed", "opened", "scored", "awarded", "drawn_up", "signed", "reported", "accepted_first", "checked", "closed",
    "replied", "reviewed",
)  # fmt: skip


@dataclass(frozen=True)
class Script:
    """One project of the demo: where, what, how much, who bids at which price, how well it went, and how far it gets."""

    start: date
    community: str
    kind: str
    need: str
    need_body: str
    topic: str
    category: str
    line: str
    title: str
    title_en: str
    summary: str
    budget: str
    months: int
    recipients: str
    count: int
    bids: tuple[tuple[str, str, int], ...] = ()  # organization, price, quality in percent of the points
    days_late: tuple[int, ...] = (0, 0, 0)
    official: int = 88
    expert: int = 84
    stars: tuple[int, ...] = (5, 5, 4, 4, 5, 3)
    until: str = "reviewed"
    ends: tuple[str, ...] = ()  # what happens after the last stop, by the names of `endings.Endings`
    supporters: int = 3
    parts: str = ""  # what the bid would subcontract
    paid_after: int = 0  # days between the last acceptance and the release of its payment, beyond the usual
    procedure: str = ""  # a statutory procedure in place of the purchase below the limit
    lots: tuple[tuple[str, str, str], ...] = ()  # title, budget, and of the later ones the only bidder
    partner: str = ""  # with whom the first bidder makes a consortium
    term: int = 0  # days of the contract where it is not so many months of thirty days
    deposit: str = ""  # the bid deposit, at most 2 % of the budget


@dataclass
class Cast:
    """Everybody on the stage."""

    people: dict[str, User]
    organizations: dict[str, Organization]
    residents: dict[str, list[User]] = field(default_factory=dict)

    def local(self, role: str, community: str) -> User:
        """Return the worker or director of a community."""
        return self.people[(WORKERS if role == "worker" else DIRECTORS)[community]]
