"""Who may bid (BID-03..05, BID-08, BID-09, SO-04, SO-05, VEN-07): every failure says how to cure it."""

from dataclasses import dataclass
from datetime import date

from marketplace.core.refusals import Citation

from .findings import BLOCK, WARN, Finding
from .profiles import Profile


@dataclass(frozen=True)
class Passport:
    """What is known of an organization when it wants to bid."""

    is_verified: bool
    is_suspended: bool
    has_legal_personality: bool
    open_reports: int = 0
    banned_until: date | None = None
    excluded_until: date | None = None
    is_on_severe_list: bool = False
    is_on_abnormal_list: bool = False
    helped_to_specify: bool = False


def check_bidder(
    passport: Passport, profile: Profile, day: date, *, overdue_declared: bool = False
) -> list[Finding]:
    """Return every reason against a bid, blocking or warning."""
    found = []

    def block(rule: str, code: str, citation: Citation, **facts: object) -> None:
        found.append(Finding(rule, BLOCK, code, citation, facts=facts))

    if not passport.is_verified:
        block("BID-03", "bidding.not_verified", Citation("GPL", "art. 22"))
    if passport.is_suspended or passport.is_on_severe_list:
        block("SO-04", "bidding.organization_suspended", Citation("GPL", "art. 22"))
    if not passport.has_legal_personality:
        block("SO-05", "bidding.no_legal_personality", Citation("GPL", "art. 22"))
    if passport.banned_until and day <= passport.banned_until:
        block("BID-09", "bidding.banned", Citation("GPR", "art. 19"), until=passport.banned_until)
    if passport.excluded_until and day <= passport.excluded_until and profile.blocks_overdue:
        block("VEN-07", "bidding.excluded", Citation("HOUSE", "", "P"), until=passport.excluded_until)
    if passport.helped_to_specify:
        block("BID-05", "bidding.specified_the_need", Citation("GPR", "art. 18"))
    if passport.open_reports:
        effect = BLOCK if profile.blocks_overdue or overdue_declared else WARN
        found.append(
            Finding("UX-08", effect, "bidding.report_overdue", Citation("HOUSE", "", "D"),
                    facts={"count": passport.open_reports})
        )  # fmt: skip
    if passport.is_on_abnormal_list:
        found.append(Finding("SO-04", WARN, "bidding.on_abnormal_list", Citation("HOUSE", "", "P")))
    return found
