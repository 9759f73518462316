"""The engine inside PostgreSQL: one GIN index over bigrams, ranking by words."""

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import OperationalError, connection, transaction
from django.db.models import Count, F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from search.models import SearchDocument
from search.rules.asked import PAGE_SIZE, Asked, Filters, Found
from search.rules.questions import membership, ranking
from search.rules.tokens import vector

FACETS = ("kind", "category", "state")
MOST_VALUES = 40
PATIENCE_MS = 900


class Embedded:
    """The embedded engine; index and delete have nothing to do, because the documents are the index."""

    name = "postgresql"

    def index(self, documents: list[SearchDocument]) -> None:
        """Do nothing: the row is the index entry."""

    def delete(self, ids: list[int]) -> None:
        """Do nothing: the row is the index entry."""

    def search(self, asked: Asked) -> Found:
        """Return one page; bounded in time, an answer without hits when the bound is passed."""
        try:
            with transaction.atomic():
                self._bound()
                return self._answer(asked)
        except OperationalError:
            return Found(ids=[], total=0, took_too_long=True)

    @staticmethod
    def _bound() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")

    def _answer(self, asked: Asked) -> Found:
        everything = _members(asked, loose=False)
        found = _narrowed(everything, asked.filters)
        total = found.count()
        is_loose = False
        if not total and len(asked.question.words) > 1 and not everything.exists():
            everything = _members(asked, loose=True)
            found, is_loose = _narrowed(everything, asked.filters), True
            total = found.count()
        start = (asked.page - 1) * PAGE_SIZE
        ids = list(_ordered(found, asked).values_list("pk", flat=True)[start : start + PAGE_SIZE])
        return Found(ids=ids, total=total, facets=_facets(everything, asked.filters), is_loose=is_loose)


def _members(asked: Asked, *, loose: bool) -> QuerySet[SearchDocument]:
    found = SearchDocument.objects.filter(is_gone=False, language__in=["", asked.language])
    if not asked.question:
        return found
    if loose:
        return found.extra(where=["words @@ %s::tsquery"], params=[ranking(asked.question)])
    return found.extra(where=["grams @@ %s::tsquery"], params=[membership(asked.question)])


def _narrowed(found: QuerySet[SearchDocument], filters: Filters) -> QuerySet[SearchDocument]:
    return found.filter(*(condition for _name, condition in _conditions(filters)))


def _conditions(filters: Filters) -> list[tuple[str, Q]]:
    simple = [(name, Q(**{name: getattr(filters, name)})) for name in FACETS if getattr(filters, name)]
    if filters.community:
        simple.append(("community", Q(communities__contains=[filters.community])))
    ranges: list[tuple[str, Any]] = [
        ("amount__gte", filters.amount_from),
        ("amount__lte", filters.amount_to),
        ("day__gte", filters.day_from),
        ("day__lte", filters.day_to),
    ]
    return simple + [("range", Q(**{name: value})) for name, value in ranges if value is not None]


def _ordered(found: QuerySet[SearchDocument], asked: Asked) -> QuerySet[SearchDocument]:
    newest = F("day").desc(nulls_last=True)
    if asked.sort == "newest" or not asked.question:
        return found.order_by(newest, "-pk")
    words = RawSQL("ts_rank('{0.05,0.2,0.6,1.0}', words, %s::tsquery, 1)", [ranking(asked.question)])
    grams = RawSQL("ts_rank('{0.05,0.2,0.6,1.0}', grams, %s::tsquery, 1)", [membership(asked.question)])
    return found.annotate(by_word=words, by_gram=grams).order_by("-by_word", "-by_gram", newest, "-pk")


def _facets(everything: QuerySet[SearchDocument], filters: Filters) -> dict[str, list[tuple[str, int]]]:
    """Count each facet with all other narrowings applied, so that a choice can be exchanged for another."""
    conditions = _conditions(filters)
    counted: dict[str, list[tuple[str, int]]] = {}
    for name in FACETS:
        rows = everything.filter(*(c for other, c in conditions if other != name)).exclude(**{name: ""})
        rows = rows.order_by().values(name).annotate(n=Count("pk")).order_by("-n", name)[:MOST_VALUES]
        counted[name] = [(row[name], row["n"]) for row in rows]
    rows = everything.filter(*(c for other, c in conditions if other != "community")).order_by()
    each = Func(F("communities"), function="jsonb_array_elements_text")
    codes = rows.annotate(code=each).values("code").annotate(n=Count("pk")).order_by("-n", "code")
    counted["community"] = [(row["code"], row["n"]) for row in codes[:MOST_VALUES]]
    return counted


class Vector(Func):
    """A tsvector from its own text form, without any parser of the server."""

    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()

    @classmethod
    def of(cls, fields: list[tuple[list[str], str]]) -> "Vector":
        """Return the expression for (tokens, weight) pairs."""
        return cls(Value(vector(fields)))


__all__ = ["Embedded", "Vector"]
