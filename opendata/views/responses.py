"""The refusals that a route may answer, for its description."""

from . import schemas

ALWAYS = (400, 422)


def errors(*statuses: int) -> dict[frozenset[int], type]:
    """Return the responses of refusals: problem+json, always 400 and 422."""
    return {frozenset({*ALWAYS, *statuses}): schemas.ProblemOut}
