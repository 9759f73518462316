"""Keyset paging: constant cost at any depth, stable under inserts."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DataError
from django.db.models import F, Model, OrderBy, Q, QuerySet

SIZE = 20
UNREADABLE = (ValueError, TypeError, LookupError, ValidationError, OverflowError, DataError, RuntimeWarning)
"""What values of a forged cursor can raise on their way to the database."""


@dataclass(frozen=True)
class Page:
    """One page of rows and the cursor of the next (empty on the last)."""

    rows: list[Any]
    after: str
    is_first: bool


def keyset_page(queryset: QuerySet, *, order: tuple[str, ...], cursor: str = "", size: int = SIZE) -> Page:
    """Return the page after the cursor; `order` are field names (leading - for descending), the last one unique.

    A cursor that cannot be read gives the first page.
    """
    queryset = queryset.order_by(*(_by(queryset.model, name) for name in order))
    values = _read(cursor, len(order))
    if values is not None:
        try:
            return _slice(queryset.filter(_after(queryset.model, order, values)), order, size, is_first=False)
        except UNREADABLE:
            pass
    return _slice(queryset, order, size, is_first=True)


def _by(model: type[Model], name: str) -> str | OrderBy:
    """Put nothing last; where there is always a value, order so that a plain index serves."""
    if name.startswith("-") and _is_nullable(model, name[1:]):
        return F(name[1:]).desc(nulls_last=True)
    return name


def _is_nullable(model: type[Model] | None, path: str) -> bool:
    for part in path.split("__"):
        if part == "pk":
            continue
        try:
            field = model._meta.get_field(part)  # type: ignore[union-attr]  # noqa: SLF001
        except FieldDoesNotExist:  # an annotation
            return True
        if field.null:
            return True
        model = field.related_model
    return False


def _slice(queryset: QuerySet, order: tuple[str, ...], size: int, *, is_first: bool) -> Page:
    rows = list(queryset[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    after = _write([_value(rows[-1], name.lstrip("-")) for name in order]) if more else ""
    return Page(rows, after, is_first)


def _after(model: type[Model], order: tuple[str, ...], values: list[Any]) -> Q:
    condition, equal = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        if value is None:
            equal &= Q(**{f"{field}__isnull": True})
            continue
        step = Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        if name.startswith("-") and _is_nullable(model, field):
            step |= Q(**{f"{field}__isnull": True})
        condition |= equal & step
        equal &= Q(**{field: value})
    return condition


def _value(row: Model, path: str) -> Any:
    value: Any = row
    for part in path.split("__"):
        value = getattr(value, part)
    return value


def _write(values: list[Any]) -> str:
    return urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def _read(cursor: str, length: int) -> list[Any] | None:
    if not cursor or len(cursor) > 400:  # noqa: PLR2004 - longer than any cursor that we write
        return None
    try:
        values = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        return None
    return values if isinstance(values, list) and len(values) == length else None
