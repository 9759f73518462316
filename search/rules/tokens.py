"""Tokens of Chinese and English text: Han bigrams decide membership, words only rank."""

import re
import unicodedata
from collections.abc import Iterable

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"[{HAN}]+|(?:(?![{HAN}])[^\\W_])+")
_HAN_RUN = re.compile(f"[{HAN}]+")
LONGEST_WORD = 40
LAST_POSITION = 16_000
FIELD_GAP = 20

try:
    import rjieba
except ImportError:  # the wheel is missing on this machine: bigrams do the ranking too
    rjieba = None  # type: ignore[assignment]


def normalize(text: str) -> str:
    """Return the text with full-width and compatibility forms folded, in lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def is_han(run: str) -> bool:
    """Say whether the run is Han throughout."""
    return bool(_HAN_RUN.fullmatch(run))


def runs(text: str) -> list[str]:
    """Return the Han runs and the other words of a text, normalized, in order."""
    return RUN.findall(normalize(text))


def bigrams(run: str) -> list[str]:
    """Return the overlapping pairs of a Han run; a single character stays as it is."""
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def grams(text: str) -> list[str]:
    """Return the membership tokens of a text: bigrams, the last character of each Han run, other words."""
    found: list[str] = []
    for run in runs(text):
        if not is_han(run):
            found.append(run[:LONGEST_WORD])
        elif len(run) == 1:
            found.append(run)
        else:
            found += [*bigrams(run), run[-1]]
    return found


def words(text: str) -> list[str]:
    """Return the ranking tokens of a text; where the segmenter is missing these are the bigrams."""
    if rjieba is None:
        return grams(text)
    return [word[:LONGEST_WORD] for word in rjieba.cut_for_search(normalize(text)) if RUN.fullmatch(word)]


def question_words(text: str) -> list[str]:
    """Return the words of a question, longest cut first."""
    if rjieba is None:
        return grams(text)
    return [word[:LONGEST_WORD] for word in rjieba.cut(normalize(text)) if RUN.fullmatch(word)]


def quoted(token: str) -> str:
    """Return the token as a quoted lexeme of PostgreSQL's text search types."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def vector(fields: Iterable[tuple[list[str], str]]) -> str:
    """Return the text of a tsvector from (tokens, weight letter) pairs; phrases never cross two fields."""
    places: dict[str, list[str]] = {}
    position = 0
    for tokens, weight in fields:
        for token in tokens:
            position = min(position + 1, LAST_POSITION)
            places.setdefault(token, []).append(f"{position}{weight}")
        position = min(position + FIELD_GAP, LAST_POSITION)
    return " ".join(f"{quoted(token)}:{','.join(marks[:250])}" for token, marks in places.items())
