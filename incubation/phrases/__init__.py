"""Texts of this room."""

from .ladder import DIMENSION_NAMES, SENTENCES
from .lists import CRITERION_NAMES, FIELD_NAMES, RUBRIC_NAMES, SECTION_NAMES
from .messages import KINDS, REASONS, REFUSALS

__all__ = [
    "CRITERION_NAMES",
    "DIMENSION_NAMES",
    "FIELD_NAMES",
    "KINDS",
    "REASONS",
    "REFUSALS",
    "RUBRIC_NAMES",
    "SECTION_NAMES",
    "SENTENCES",
]
