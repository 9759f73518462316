"""Closing: everything accepted, residents have checked or the public reason is stated."""

from collections.abc import Iterable

from marketplace.core.refusals import Refused

DONE_STATES = frozenset({"accepted", "paid"})


def check_closable(states: Iterable[str], *, checks: int, unchecked_reason: str) -> None:
    """Refuse to close with a milestone open (409), or without a resident's check or a public reason (P35)."""
    open_count = sum(state not in DONE_STATES for state in states)
    if open_count:
        raise Refused("contracts.milestones_open", status=409, count=open_count)
    if not checks and not unchecked_reason.strip():
        raise Refused("contracts.not_checked", field="unchecked_reason")


def check_evaluated(*, open_orders: int, is_final_missing: bool) -> None:
    """Refuse (409) to close while something is to be put right, or before the final evaluation of a long one (PER-05)."""
    if open_orders:
        raise Refused("contracts.rectification_open", status=409, count=open_orders)
    if is_final_missing:
        raise Refused("contracts.final_missing", status=409)
