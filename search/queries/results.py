"""A page of results as people see it: checked against what is public at this moment, marked, in their language."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from organizations.models import Community
from projects.models import Category
from search.models import Kind, SearchDocument, SearchWord
from search.rules.asked import Found
from search.rules.marks import Part, marked, passage
from search.rules.near_words import nearest
from search.rules.questions import Question

from .sources import SOURCES


@dataclass(frozen=True)
class Hit:
    """One line of the results."""

    kind: str
    kind_label: str
    path: str
    reference: str
    title: list[Part]
    text: list[Part]
    state_label: str
    amount: Decimal | None
    day: date | None
    is_demo: bool


@dataclass(frozen=True)
class Choice:
    """One value of a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool


def is_english() -> bool:
    """Say whether the reader reads English."""
    return (get_language() or "").startswith("en")


def hits_of(found: Found, question: Question) -> list[Hit]:
    """Return the hits in order; an object that is no longer public is dropped (one query per kind)."""
    rows = SearchDocument.objects.defer("grams", "words").in_bulk(found.ids)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for row in rows.values():
        by_kind[row.kind].append(row.key)
    public = {kind: SOURCES[kind].among(keys) for kind, keys in by_kind.items() if kind in SOURCES}
    shown = [rows[key] for key in found.ids if key in rows]
    terms = tuple(question.words if found.is_loose else question.terms)
    return [_hit(row, terms) for row in shown if row.key in public.get(row.kind, set())]


def _hit(row: SearchDocument, terms: tuple[str, ...]) -> Hit:
    title = row.title_en if row.title_en and is_english() else row.title
    return Hit(
        kind=row.kind,
        kind_label=row.get_kind_display(),
        path=row.path,
        reference=row.reference,
        title=marked(title, terms),
        text=passage(row.body, terms),
        state_label=state_label(row.kind, row.state),
        amount=row.amount,
        day=row.day,
        is_demo=row.is_demo,
    )


def state_label(kind: str, state: str) -> str:
    """Return the word of a state in the reader's language (states are stored as kind.state)."""
    choices = getattr(SOURCES.get(kind), "states", None)
    return str(dict(choices.choices).get(state.partition(".")[2], "")) if choices and state else ""


def facets_of(found: Found, chosen: dict[str, str]) -> list[tuple[str, list[Choice]]]:
    """Return the facets with their labels in the reader's language (two queries)."""
    labels = {
        "kind": {value: str(label) for value, label in Kind.choices},
        "category": {row.code: row.label for row in Category.objects.all()},
        "community": {
            row.code: (row.name_en if is_english() else row.name) or row.name
            for row in Community.objects.all()
        },
    }
    shown = []
    for name in ("kind", "category", "community", "state"):
        choices = []
        for value, count in found.facets.get(name, []):
            label = labels[name].get(value) if name in labels else state_label(value.partition(".")[0], value)
            if label:
                choices.append(Choice(value, label, count, chosen.get(name) == value))
        shown.append((name, choices))
    return shown


def meant(question: Question) -> str:
    """Return the question that was probably meant, or an empty text. Asks for our own vocabulary only when needed."""
    words: dict[str, Any] = dict(SearchWord.objects.values_list("word", "documents"))
    if not words or not question:
        return ""
    changed = [nearest(term, words) or term for term in question.terms]
    return " ".join(changed) if changed != list(question.terms) else ""
