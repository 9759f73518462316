"""The engine on Elasticsearch or OpenSearch, through `elasticsearch.dsl`; same semantics as the embedded one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.dsl import A, Date, Document, Index, Keyword, Q, Search, Text, analyzer
from elasticsearch.dsl import Double as Number
from elasticsearch.helpers import BulkIndexError, bulk

from search.models import SearchDocument
from search.rules.asked import PAGE_SIZE, Asked, EngineDown, Filters, Found
from search.rules.questions import SHORTEST_STEM
from search.rules.tokens import grams, is_han, words

from .transport import PlainNode

FACETS = {"kind": "kind", "category": "category", "state": "state", "community": "communities"}
MOST_VALUES = 40
PATIENCE = 0.9
BATCH = 500
split = analyzer("split_at_blanks", tokenizer="whitespace", filter=["lowercase"])


class Entry(Document):
    """One document of the index."""

    kind = Keyword()
    language = Keyword()
    category = Keyword()
    communities = Keyword()
    state = Keyword()
    amount = Number()
    day = Date(format="yyyy-MM-dd")
    number = Number()
    title = Text(analyzer="cjk")
    body = Text(analyzer="cjk")
    grams = Text(analyzer=split)
    title_words = Text(analyzer=split)
    body_words = Text(analyzer=split)


class Elastic:
    """The engine of installations that outgrew the embedded one."""

    name = "elasticsearch"

    def __init__(self, url: str) -> None:
        self.client = Elasticsearch(
            url, node_class=PlainNode, request_timeout=PATIENCE, max_retries=0, retry_on_timeout=False
        )
        self.patient = self.client.options(request_timeout=30)
        self.alias = settings.SEARCH_INDEX

    def index(self, documents: list[SearchDocument]) -> None:
        """Put documents into the index; makes the index when it is missing."""
        with _down():
            self._ensure()
            bulk(self.patient, (self._put(row) for row in documents), chunk_size=BATCH, refresh=True)

    def delete(self, ids: list[int]) -> None:
        """Take documents out; those that are not there are no error."""
        acts = ({"_op_type": "delete", "_index": self.alias, "_id": str(key)} for key in ids)
        with _down():
            bulk(self.patient, acts, raise_on_error=False, refresh=True)

    def clear(self) -> None:
        """Drop the index, to be built again."""
        with _down():
            self.patient.options(ignore_status=404).indices.delete(index=self.alias)

    def _ensure(self) -> None:
        if not self.patient.indices.exists(index=self.alias):
            index = Index(self.alias, using=self.patient)
            index.document(Entry)
            index.settings(number_of_shards=1, number_of_replicas=0)
            index.create()

    def _put(self, row: SearchDocument) -> dict[str, Any]:
        titles, texts = f"{row.title} {row.title_en} {row.reference}", row.body
        return {
            "_op_type": "index",
            "_index": self.alias,
            "_id": str(row.pk),
            "_source": {
                "kind": row.kind,
                "language": row.language or "any",
                "category": row.category,
                "communities": row.communities,
                "state": row.state,
                "amount": float(row.amount) if row.amount is not None else None,
                "day": row.day.isoformat() if row.day else None,
                "number": row.pk,
                "title": titles,
                "body": texts,
                "grams": " ".join(grams(f"{titles} {texts}")),
                "title_words": " ".join(words(titles)),
                "body_words": " ".join(words(texts)),
            },
        }

    def search(self, asked: Asked) -> Found:
        """Return one page. Raises EngineDown."""
        with _down():
            everything = self._members(asked, loose=False)
            answer = self._page(everything, asked)
            if answer.hits.total.value or len(asked.question.words) <= 1:
                return _found(answer, is_loose=False)
            if everything.extra(size=0).execute().hits.total.value:
                return _found(answer, is_loose=False)
            return _found(self._page(self._members(asked, loose=True), asked), is_loose=True)

    def _members(self, asked: Asked, *, loose: bool) -> Search:
        search = Search(using=self.client, index=self.alias).filter("terms", language=["any", asked.language])
        if not asked.question:
            return search
        should = [
            Q(
                "multi_match",
                query=" ".join(asked.question.words),
                fields=["title_words^6", "body_words"],
                type="most_fields",
            )
        ]
        if loose:
            return search.query("bool", must=should)
        must = [_member(term) for term in asked.question.terms]
        return search.query("bool", filter=must, should=should)

    def _page(self, search: Search, asked: Asked) -> Any:
        narrowed = _conditions(asked.filters)
        for name, field in FACETS.items():
            others = [condition for other, condition in narrowed if other != name]
            search.aggs.bucket(name, A("filter", filter=Q("bool", filter=others))).bucket(
                "values", "terms", field=field, size=MOST_VALUES
            )
        if narrowed:
            search = search.post_filter("bool", filter=[condition for _name, condition in narrowed])
        newest = {"day": {"order": "desc", "missing": "_last"}}
        by_word = asked.question and asked.sort != "newest"
        search = search.sort(*(["_score"] if by_word else []), newest, {"number": "desc"})
        start = (asked.page - 1) * PAGE_SIZE
        return search.extra(track_total_hits=True).source(False)[start : start + PAGE_SIZE].execute()


def _member(term: str) -> Q:
    if is_han(term) and len(term) > 1:
        phrases = [Q("match_phrase", **{field: term}) for field in ("title", "body")]
        return Q("bool", should=phrases, minimum_should_match=1)
    if not is_han(term) and len(term) < SHORTEST_STEM:
        return Q("term", grams=term)
    return Q("prefix", grams=term)


def _conditions(filters: Filters) -> list[tuple[str, Q]]:
    found = [(n, Q("term", **{f: getattr(filters, n)})) for n, f in FACETS.items() if getattr(filters, n)]
    amount = _range(filters.amount_from, filters.amount_to, float)
    day = _range(filters.day_from, filters.day_to, lambda value: value.isoformat())
    ranges = [
        ("range", Q("range", **{name: span})) for name, span in (("amount", amount), ("day", day)) if span
    ]
    return found + ranges


def _range(low: Any, high: Any, form: Callable[[Any], Any]) -> dict[str, Any]:
    return {side: form(value) for side, value in (("gte", low), ("lte", high)) if value is not None}


def _found(answer: Any, *, is_loose: bool) -> Found:
    facets = {
        name: [(b.key, b.doc_count) for b in answer.aggregations[name]["values"].buckets if b.key]
        for name in FACETS
    }
    ids = [int(hit.meta.id) for hit in answer.hits]
    return Found(ids=ids, total=answer.hits.total.value, facets=facets, is_loose=is_loose)


@contextmanager
def _down() -> Iterator[None]:
    try:
        yield
    except (TransportError, ApiError, NotFoundError, BulkIndexError) as error:
        raise EngineDown(type(error).__name__) from error
