"""What must exist to finish each of the six steps (CNS-02, CNS-03; participation section 4)."""

from collections.abc import Sequence

from marketplace.core.refusals import Citation, Refused
from marketplace.statutes import STATUTES

HOUSE = Citation("HOUSE", "", "D")
REPRESENTATIVE, STAKEHOLDER = "representative", "stakeholder"
MOST_POINTS = 20


def check_opening(*, has_need: bool, is_reached: bool, reason: str) -> None:
    """Refuse a deliberation without a supported need, unless its convener states why (step 1)."""
    if (not has_need or not is_reached) and not reason.strip():
        raise Refused("deliberation.below_threshold", field="reason", citation=HOUSE)


def check_topic(*, topic: str, rule: object, format_code: str, stance: str) -> None:
    """Refuse an incomplete topic card (step 2) (CNS-02)."""
    for name, value in (("topic", topic), ("rule", rule), ("format", format_code), ("stance", stance)):
        if not value:
            raise Refused("deliberation.topic_incomplete", field=name, citation=HOUSE)


def check_parties(kinds: Sequence[str]) -> None:
    """Refuse a party list without at least one residents' representative and one stakeholder (step 2)."""
    if REPRESENTATIVE not in kinds:
        raise Refused("deliberation.no_representative", field="parties", citation=HOUSE)
    if STAKEHOLDER not in kinds:
        raise Refused("deliberation.no_stakeholder", field="parties", citation=HOUSE)


def check_confirmer(*, convener: int, confirmer: int) -> None:
    """Refuse the convener who confirms the own topic (CNS-03)."""
    if convener == confirmer:
        raise Refused("deliberation.convener_confirms", status=403, citation=HOUSE)


def check_round(*, used: int, day: object) -> None:
    """Refuse a fourth round."""
    most = STATUTES.on("deliberation.rounds", day)  # type: ignore[arg-type]
    if used >= most.days:
        raise Refused("deliberation.rounds_used", status=409, citation=most.citation, most=most.days)


def check_record(*, present: int, spoke: int) -> None:
    """Refuse a meeting record in which nobody was present or more spoke than were present."""
    if present < 1:
        raise Refused("deliberation.nobody_present", field="present")
    if spoke > present:
        raise Refused("deliberation.more_spoke", field="spoke", present=present, spoke=spoke)


def check_discussed(*, records: int, is_online_open: bool) -> None:
    """Refuse to end step 3 without a record, or while an online phase runs (CNS-02)."""
    if not records:
        raise Refused("deliberation.no_record", status=409, citation=HOUSE)
    if is_online_open:
        raise Refused("deliberation.online_open", status=409, citation=HOUSE)


def check_commitments(*, total: int, still_open: int) -> None:
    """Refuse to end step 5 without a commitment, or while one is neither done nor withdrawn with reason."""
    if not total:
        raise Refused("deliberation.no_commitment", status=409, citation=HOUSE)
    if still_open:
        raise Refused("deliberation.commitment_open", status=409, citation=HOUSE, count=still_open)


def points(text: str) -> list[str]:
    """Return one point per line, without bullets and blanks, at most twenty."""
    lines = (line.strip(" \t-*•·、") for line in text.splitlines())
    return [line[:200] for line in lines if line][:MOST_POINTS]


def check_failure(*, agreed: Sequence[str], open_points: Sequence[str]) -> None:
    """Refuse an end without agreement that does not say what stays open (an honest end shows both lists)."""
    if not open_points:
        raise Refused("deliberation.no_open_points", field="open_points", citation=HOUSE)
