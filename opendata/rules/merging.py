"""Fold the releases of one process into one: objects field by field, lists by id, lists without ids whole."""

from typing import Any

from .reading import Release

NO_DATE = ""


def fold(releases: list[Release]) -> Release:
    """Return the merged release; oldest first, those without a date before all others."""
    merged: Release = {}
    for release in sorted(releases, key=lambda row: row.get("date", NO_DATE)):
        merged = _merged(merged, release)
    tags = [tag for release in releases for tag in release.get("tag", [])]
    if tags:
        merged["tag"] = list(dict.fromkeys(tags))
    return merged


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{name: _merged(old.get(name), value) for name, value in new.items()}}
    if isinstance(old, list) and isinstance(new, list) and _have_ids(old) and _have_ids(new):
        rows = {row["id"]: row for row in old}
        for row in new:
            rows[row["id"]] = _merged(rows.get(row["id"], {}), row)
        return list(rows.values())
    return new


def _have_ids(rows: list[Any]) -> bool:
    ids = [row.get("id") for row in rows if isinstance(row, dict)]
    return len(ids) == len(rows) and all(ids) and len(set(ids)) == len(ids)
