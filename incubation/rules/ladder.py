"""The capability ladder: six dimensions, five levels, a floor for each stage (incubation, section 4)."""

from collections.abc import Mapping

DIMENSIONS = ("governance", "finance", "services", "management", "residents", "openness")
LEVELS = (1, 2, 3, 4, 5)
FLOORS = {"stage_seed": 1, "stage_growth": 2, "stage_ready": 3, "graduation_review": 3}


def are_complete(levels: Mapping[str, int]) -> bool:
    """Say whether every dimension has a level from 1 to 5."""
    return set(levels) == set(DIMENSIONS) and all(value in LEVELS for value in levels.values())


def below_floor(levels: Mapping[str, int], floor: int) -> list[str]:
    """Return the dimensions below the floor, in order; a missing dimension is below."""
    return [name for name in DIMENSIONS if levels.get(name, 0) < floor]


def next_level(levels: Mapping[str, int]) -> tuple[str, int] | None:
    """Return the weakest dimension and the level to reach next; None when all are at 5."""
    name = min(DIMENSIONS, key=lambda dimension: levels.get(dimension, 0))
    level = levels.get(name, 0)
    return (name, level + 1) if level < max(LEVELS) else None
