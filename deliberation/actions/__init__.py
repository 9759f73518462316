"""Everything this room writes."""

from .outcomes import (
    answer_outcome,
    deliver_needs,
    evaluate_needs,
    record_outcome,
    return_needs,
    turn_needs_into_project,
)

__all__ = [
    "answer_outcome",
    "deliver_needs",
    "evaluate_needs",
    "record_outcome",
    "return_needs",
    "turn_needs_into_project",
]
