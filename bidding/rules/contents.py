"""What a tender document must hold: the sixteen groups of Order 87 art. 20, and the notice inside it (art. 13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from marketplace.core.refusals import Citation
from marketplace.statutes import STATUTES

from .findings import BLOCK, Finding

ARTICLE_13, ARTICLE_20 = Citation("O87", "art. 13"), Citation("O87", "art. 20")


@dataclass(frozen=True)
class Group:
    """One group of content: its number in art. 20, its code, the fields without which it says nothing."""

    number: int
    code: str
    needs: tuple[str, ...] = ()


GROUPS = (
    Group(1, "invitation", ("title", "buyer_address", "contact", "contact_phone")),
    Group(2, "instructions"),
    Group(3, "qualification", ("qualification",)),
    Group(4, "policy", ("policy",)),
    Group(5, "preparation"),
    Group(6, "money", ("budget",)),
    Group(7, "specification", ("need", "standards", "acceptance")),
    Group(8, "contract"),
    Group(9, "delivery", ("place", "starts_on", "ends_on", "manner")),
    Group(10, "payment", ("payment",)),
    Group(11, "evaluation", ("method",)),
    Group(12, "validity", ("validity_days",)),
    Group(13, "opening", ("bid_deadline", "opening_place")),
    Group(14, "agent_fee"),
    Group(15, "credit", ("credit_check",)),
    Group(16, "other", ("other",)),
)


def few_takers(until: date, *, today: date, takers: int, notice_day: date) -> bool:
    """Say whether fewer took the document than it needs when its time was over: it may be extended (O87 art. 18)."""
    # DOC-03
    return today > until and takers < STATUTES.on("documents.takers_min", notice_day).days


AGENT_NOTICE = ("agent_address", "agent_phone")
IN_NOTICE = {
    "title",
    "buyer_address",
    "contact",
    "contact_phone",
    "need",
    "qualification",
    "place",
    *AGENT_NOTICE,
}
"""Fields that the notice itself must hold (art. 13); acceptance and payment stand there by rule of the house."""


def _wanted(group: Group, facts: Mapping[str, object]) -> tuple[str, ...]:
    """Return the fields of a group; an agent, when there is one, is named with address, phone and fee."""
    if not facts.get("agent_name"):
        return group.needs
    return group.needs + {1: AGENT_NOTICE, 14: ("agent_fee",)}.get(group.number, ())


def missing_in(group: Group, facts: Mapping[str, object]) -> list[str]:
    """Return the fields of a group that are still empty."""
    return [name for name in _wanted(group, facts) if not str(facts.get(name) or "").strip()]


def check_contents(facts: Mapping[str, object]) -> list[Finding]:
    """Block a document in which one of the sixteen groups says nothing (O87 art. 20), and a notice with a gap (art. 13).

    A missing deadline is left to the rule that also judges its day.
    """
    # NOT-01, DOC-19
    found = []
    for group in GROUPS:
        for name in missing_in(group, facts):
            if name == "bid_deadline":
                continue
            if name in IN_NOTICE:
                found.append(Finding("NOT-01", BLOCK, "bidding.notice_gap", ARTICLE_13, name, {"what": name}))
            else:
                said = {"group": group.code, "number": group.number, "what": name}
                found.append(Finding("DOC-19", BLOCK, "bidding.document_gap", ARTICLE_20, name, said))
    return found
