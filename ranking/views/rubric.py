"""A rubric beside its ratings, as tables show it."""

from django.utils.translation import gettext as _

from ranking.forms import in_language
from ranking.models import Rating, Review, SelfRating

from .proofs import proof_text

VOICES = ("official", "expert", "own")
Ratings = dict[str, Rating | SelfRating]


def voices_of(ratings: Ratings) -> list[dict[str, object]]:
    """Return the columns of the table: the three voices always, more experts where a panel rated."""
    rows = []
    for voice in _columns(ratings):
        row = ratings.get(voice)
        rows.append(
            {
                "voice": voice,
                "label": _label(voice, ratings),
                "saw": _saw(voice, ratings),
                "rating": row,
                "total": row.total if row else None,
            }
        )
    return rows


def _columns(ratings: Ratings) -> list[str]:
    more = sorted(voice for voice in ratings if voice not in VOICES)
    return ["official", "expert", *more, "own"]


def _number(voice: str) -> str:
    return voice.removeprefix("expert") or "1"


def _label(voice: str, ratings: Ratings) -> str:
    if voice == "official":
        return _("Buyer's official")
    if voice == "own":
        return _("The organization itself")
    if "expert2" in ratings:
        return _("Third party %(number)s") % {"number": _number(voice)}
    return _("Third party")


def _saw(voice: str, ratings: Ratings) -> str:
    if voice == "official":
        return _("What the buyer's official saw")
    if voice == "own":
        return _("What the organization says of itself")
    if "expert2" in ratings:
        return _("What third party %(number)s saw") % {"number": _number(voice)}
    return _("What the third party saw")


def criteria_rows(review: Review, ratings: Ratings) -> dict[str, object]:
    """Return the common criteria with the points of each voice, and the specific ones as met or not."""
    columns = _columns(ratings)
    return {
        "common": [
            {
                "text": in_language(row),
                "points": row["points"],
                "cells": [
                    {"label": _label(voice, ratings), "points": _points(ratings, voice, row["code"])}
                    for voice in columns
                ],
                "evidence": [
                    {"label": _label(voice, ratings), "text": proof_text(proof), "path": proof["path"]}
                    for voice in columns
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
                "cells": [
                    {"label": _label(voice, ratings), "met": _is_met(ratings, voice, row["code"])}
                    for voice in columns
                ],
            }
            for row in review.rubric["specific"]
        ],
    }


def _points(ratings: Ratings, voice: str, code: str) -> object:
    return ratings[voice].points[code] if voice in ratings else None


def _is_met(ratings: Ratings, voice: str, code: str) -> bool | None:
    return code in ratings[voice].findings if voice in ratings else None
