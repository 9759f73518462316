"""Keep the index true: put public faces in, take the rest out, push to the search server when there is one."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from marketplace.core.canonical import digest
from search.gateways import engine
from search.gateways.embedded import Vector
from search.models import SearchDocument, SearchWord, SweepMark
from search.queries.sources import SOURCES, Face, Source
from search.rules.asked import EngineDown
from search.rules.tokens import grams, is_han, words

BATCH = 200
OVERLAP = timedelta(minutes=2)
SHORTEST_WORD = 2
MOST_WORDS = 30_000
FIELDS = [
    "language", "path", "reference", "title", "title_en", "body", "category", "communities", "state",
    "amount", "day", "is_demo", "grams", "words", "digest", "is_gone", "is_sent",
]  # fmt: skip


def index_objects(kind: str, keys: Iterable[object]) -> int:
    """Index those of the objects that are public and take out the others; return how many rows changed."""
    wanted = [str(key) for key in keys]
    done = 0
    for start in range(0, len(wanted), BATCH):
        done += _index_batch(SOURCES[kind], wanted[start : start + BATCH])
    return done


@transaction.atomic
def _index_batch(source: Source, keys: list[str]) -> int:
    objects = source.public().filter(pk__in=[source.key(key) for key in keys])
    faces = {str(row.pk): source.face(row) for row in objects}
    gone = set(keys) - set(faces)
    removed = SearchDocument.objects.filter(kind=source.kind, key__in=gone, is_gone=False).update(
        is_gone=True, is_sent=False
    )
    known = dict(
        SearchDocument.objects.filter(kind=source.kind, key__in=faces, is_gone=False).values_list(
            "key", "digest"
        )
    )
    rows = [_row(source.kind, key, face) for key, face in faces.items()]
    fresh = [row for row in rows if known.get(row.key) != row.digest]
    SearchDocument.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["kind", "key"], update_fields=FIELDS
    )
    if fresh or removed:
        transaction.on_commit(_push_quietly, robust=True)
    return len(fresh) + removed


def _row(kind: str, key: str, face: Face) -> SearchDocument:
    titles = f"{face.title} {face.title_en}"
    row = SearchDocument(
        kind=kind,
        key=key,
        language=face.language,
        path=face.path,
        reference=face.reference[:60],
        title=face.title[:300],
        title_en=face.title_en[:300],
        body=face.body.replace("\x00", ""),
        category=face.category,
        communities=face.communities,
        state=face.state,
        amount=face.amount,
        day=face.day,
        is_demo=face.is_demo,
    )
    row.digest = digest([getattr(row, name) for name in FIELDS if name not in {"grams", "words", "digest"}])
    row.grams = Vector.of([(grams(titles), "A"), (grams(face.reference), "A"), (grams(face.body), "D")])
    row.words = Vector.of([(words(titles), "A"), (words(face.body), "D")])
    return row


def sweep(*, now: datetime) -> int:
    """Index what changed since the last sweep, whatever event was lost; return how many rows changed."""
    return sum(_sweep_kind(source, now=now) for source in SOURCES.values())


def _sweep_kind(source: Source, *, now: datetime) -> int:
    done = _drop_hidden(source)
    if not source.changed:
        return done + index_objects(source.kind, _missing(source))
    mark = SweepMark.objects.filter(kind=source.kind).first()
    rows = source.public()
    if mark:
        rows = rows.filter(**{f"{source.changed}__gte": mark.through - OVERLAP})
    done += index_objects(source.kind, list(rows.values_list("pk", flat=True)))
    SweepMark.objects.update_or_create(kind=source.kind, defaults={"through": now})
    return done


def _missing(source: Source) -> list[object]:
    known = set(SearchDocument.objects.filter(kind=source.kind, is_gone=False).values_list("key", flat=True))
    return [key for key in source.public().values_list("pk", flat=True) if str(key) not in known]


def _drop_hidden(source: Source) -> int:
    """Take out documents whose objects are no longer public."""
    rows: QuerySet = SearchDocument.objects.filter(kind=source.kind, is_gone=False)
    keys = list(rows.values_list("key", flat=True))
    done = 0
    for start in range(0, len(keys), 5000):
        batch = keys[start : start + 5000]
        hidden = set(batch) - source.among(batch)
        if hidden:
            done += rows.filter(key__in=hidden).update(is_gone=True, is_sent=False)
    return done


def rebuild(*, now: datetime) -> int:
    """Index everything again and take out what is no longer there; return how many documents stand."""
    for source in SOURCES.values():
        _drop_hidden(source)
        index_objects(source.kind, list(source.public().values_list("pk", flat=True)))
        if source.changed:
            SweepMark.objects.update_or_create(kind=source.kind, defaults={"through": now})
    SearchDocument.objects.update(is_sent=False)
    _push_quietly()
    refresh_words()
    return SearchDocument.objects.filter(is_gone=False).count()


def push() -> int:
    """Send what the search server has not got yet, then forget what is gone. Raises EngineDown."""
    chosen = engine()
    done = 0
    while True:
        rows = list(SearchDocument.objects.filter(is_sent=False).order_by("id")[:BATCH])
        if not rows:
            return done
        chosen.index([row for row in rows if not row.is_gone])
        chosen.delete([row.pk for row in rows if row.is_gone])
        _mark_sent(rows)
        done += len(rows)


@transaction.atomic
def _mark_sent(rows: list[SearchDocument]) -> None:
    """Mark the rows as they were read; a row that changed meanwhile has another digest and stays unsent."""
    for row in rows:
        same = SearchDocument.objects.filter(pk=row.pk, digest=row.digest, is_gone=row.is_gone)
        if row.is_gone:
            same.delete()
        else:
            same.update(is_sent=True)


def _push_quietly() -> None:
    try:
        push()
    except EngineDown:
        return


@transaction.atomic
def refresh_words() -> int:
    """Count our own vocabulary again for "did you mean"; return how many words."""
    counted: Counter[str] = Counter()
    texts = SearchDocument.objects.filter(is_gone=False).values_list("title", "title_en", "body")
    for title, title_en, body in texts.iterator(chunk_size=500):
        counted.update(set(words(f"{title} {title_en} {body[:2000]}")))
    kept = [(w, n) for w, n in counted.most_common(MOST_WORDS) if len(w) >= SHORTEST_WORD and _speaks(w)]
    SearchWord.objects.all().delete()
    SearchWord.objects.bulk_create(SearchWord(word=w, documents=n) for w, n in kept)
    return len(kept)


def _speaks(word: str) -> bool:
    return is_han(word) or word.isalpha()
