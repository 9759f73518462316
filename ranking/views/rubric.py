"""A rubric beside its ratings, as tables show it."""

from ranking.forms import in_language
from ranking.models import Rating, Review, SelfRating

from .proofs import proof_text

VOICES = ("official", "expert", "own")
Ratings = dict[str, Rating | SelfRating]


def criteria_rows(review: Review, ratings: Ratings) -> dict[str, object]:
    """Return the common criteria with the points of each voice, and the specific ones as met or not."""
    return {
        "common": [
            {
                "text": in_language(row),
                "points": row["points"],
                **{voice: _points(ratings, voice, row["code"]) for voice in VOICES},
                "evidence": [
                    {"voice": voice, "text": proof_text(proof), "path": proof["path"]}
                    for voice in VOICES
                    if voice in ratings
                    for proof in ratings[voice].evidence.get(row["code"], ())
                ],
            }
            for row in review.rubric["common"]
        ],
        "is_proven": any(row.evidence for row in ratings.values()),
        "specific": [
            {
                "text": in_language(row),
                **{voice: _is_met(ratings, voice, row["code"]) for voice in VOICES},
            }
            for row in review.rubric["specific"]
        ],
    }


def _points(ratings: Ratings, voice: str, code: str) -> object:
    return ratings[voice].points[code] if voice in ratings else None


def _is_met(ratings: Ratings, voice: str, code: str) -> bool | None:
    return code in ratings[voice].findings if voice in ratings else None
