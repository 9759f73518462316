"""Highlight on the original text: find where the terms stand, cut a passage around the first, mark the parts."""

from dataclasses import dataclass

from .tokens import normalize

BEFORE, LENGTH = 30, 140


@dataclass(frozen=True)
class Part:
    """A piece of text, marked or not; templates escape it."""

    text: str
    marked: bool


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the normalized text and, for each of its characters, the place of its origin."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        folded = normalize(letter)
        letters.append(folded)
        places += [place] * len(folded)
    return "".join(letters), places


def spans(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the merged (start, end) places of the terms in the text, in order."""
    folded, places = _folded(text)
    found: list[tuple[int, int]] = []
    for term in terms:
        start = folded.find(term)
        while start >= 0:
            found.append((places[start], places[start + len(term) - 1] + 1))
            start = folded.find(term, start + len(term))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, terms: tuple[str, ...]) -> list[Part]:
    """Return the whole text in parts."""
    parts: list[Part] = []
    at = 0
    for start, end in spans(text, terms):
        if start > at:
            parts.append(Part(text[at:start], marked=False))
        parts.append(Part(text[start:end], marked=True))
        at = end
    if at < len(text):
        parts.append(Part(text[at:], marked=False))
    return parts


def passage(text: str, terms: tuple[str, ...]) -> list[Part]:
    """Return the passage around the first term in parts, with an ellipsis where text was cut."""
    text = " ".join(text.split())
    places = spans(text, terms)
    start = max(places[0][0] - BEFORE, 0) if places else 0
    cut = text[start : start + LENGTH]
    parts = marked(cut, terms)
    if start:
        parts.insert(0, Part("…", marked=False))
    if start + LENGTH < len(text):
        parts.append(Part("…", marked=False))
    return parts
