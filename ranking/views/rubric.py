"""A rubric beside its ratings, as tables show it."""

from ranking.forms import in_language
from ranking.models import Rating, Review


def criteria_rows(review: Review, ratings: dict[str, Rating]) -> dict[str, list[dict[str, object]]]:
    """Return the common criteria with the points of each voice, and the specific ones as met or not."""
    official, expert = ratings.get("official"), ratings.get("expert")
    return {
        "common": [
            {
                "text": in_language(row),
                "points": row["points"],
                "official": official.points[row["code"]] if official else None,
                "expert": expert.points[row["code"]] if expert else None,
            }
            for row in review.rubric["common"]
        ],
        "specific": [
            {
                "text": in_language(row),
                "official": row["code"] in official.findings if official else None,
                "expert": row["code"] in expert.findings if expert else None,
            }
            for row in review.rubric["specific"]
        ],
    }
