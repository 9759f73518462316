"""How a decision is reached: counts, quorum and majority (CNS-03, CNS-05)."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES

HOUSE = Citation("HOUSE", "", "D")
CONSENSUS, VOTE, ASSEMBLY = "consensus", "vote", "assembly"


@dataclass(frozen=True)
class Counts:
    """Heads: who could decide, who was present, and how they decided. The convener is in none of them."""

    eligible: int
    present: int
    yes: int
    no: int = 0
    abstain: int = 0

    def as_record(self) -> dict[str, int]:
        """Return the counts for the public record."""
        return asdict(self)


def has_quorum(*, eligible: int, present: int, day: date) -> bool:
    """Say whether more than half of those entitled are present (RCL18 art. 9) (CNS-05)."""
    return Decimal(present) > STATUTES.on("assembly.quorum", day).value * eligible


def has_majority(*, present: int, yes: int, day: date) -> bool:
    """Say whether more than half of those present decide for it (RCL18 art. 9) (CNS-05)."""
    return Decimal(yes) > STATUTES.on("assembly.majority", day).value * present


def check_counts(counts: Counts) -> None:
    """Refuse counts that do not fit together."""
    if counts.present > counts.eligible:
        raise Refused(
            "deliberation.more_present", field="present", present=counts.present, eligible=counts.eligible
        )
    if counts.yes + counts.no + counts.abstain != counts.present:
        raise Refused(
            "deliberation.counts_differ",
            field="yes",
            total=counts.yes + counts.no + counts.abstain,
            present=counts.present,
        )
    if counts.present < 1:
        raise Refused("deliberation.nobody_decided", field="present")


def check_decision(*, method: str, counts: Counts, day: date) -> None:
    """Refuse a decision that its method does not carry.

    Consensus has no voice against it; a vote and a residents' meeting need a majority of those present, a residents'
    meeting also its quorum.
    """
    check_counts(counts)
    if method == CONSENSUS:
        if counts.no:
            raise Refused("deliberation.no_consensus", field="no", count=counts.no, citation=HOUSE)
        return
    quorum, majority = STATUTES.on("assembly.quorum", day), STATUTES.on("assembly.majority", day)
    if method == ASSEMBLY and not has_quorum(eligible=counts.eligible, present=counts.present, day=day):
        raise Refused(
            "deliberation.no_quorum",
            field="present",
            citation=quorum.citation,
            present=counts.present,
            eligible=counts.eligible,
        )
    if not has_majority(present=counts.present, yes=counts.yes, day=day):
        raise Refused(
            "deliberation.no_majority",
            field="yes",
            citation=majority.citation if method == ASSEMBLY else HOUSE,
            yes=counts.yes,
            present=counts.present,
        )
