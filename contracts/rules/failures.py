"""The winner does not sign: when that may be said, and what may follow (CON-06, GPR art. 49)."""

from datetime import date

from marketplace.core.refusals import Citation, Refused

UNSIGNED = frozenset({"drawn_up", "offered"})
NEXT_OR_ANEW = Citation("GPR", "art. 49", "V")


def check_failure(
    *, state: str, kind: str, next_step: str, today: date, sign_by: date, candidates_left: int
) -> None:
    """Refuse what does not fit: signed already (409), the last day not passed, nobody left to follow (CON-06)."""
    if state not in UNSIGNED:
        raise Refused("contracts.signed_already", status=409)
    if kind == "late" and today <= sign_by:
        raise Refused("contracts.still_time_to_sign", field="kind", day=sign_by)
    if next_step == "next" and not candidates_left:
        raise Refused("contracts.no_next_candidate", field="next_step", citation=NEXT_OR_ANEW)
