"""The eight-stop thread: begin it, write a stop, read it for the step bar."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .models import Spine, SpineStop, Stop


def begin_spine() -> Spine:
    """Begin a thread (for a need, or a project without one)."""
    return Spine.objects.create()


def write_stop(*, spine_id: object, stop: Stop, reference: str, title: str, path: str, at: datetime) -> None:
    """Write or refresh the link of an object on its thread; `path` is the language-neutral address."""
    SpineStop.objects.update_or_create(
        spine_id=spine_id,
        stop=stop,
        path=path,
        defaults={"reference": reference, "title": title[:200]},
        create_defaults={"reference": reference, "title": title[:200], "reached_at": at},
    )


def stops_of(spine_id: object) -> dict[str, list[SpineStop]]:
    """Return the reached objects of a thread by stop, oldest first (one query)."""
    found: dict[str, list[SpineStop]] = {value: [] for value in Stop.values}
    if spine_id:
        for row in SpineStop.objects.filter(spine_id=spine_id):
            found[row.stop].append(row)
    return found


def furthest_stops_of(spine_ids: Iterable[object]) -> dict[object, str]:
    """Return {thread: the furthest of the eight stops that it has reached} (one query)."""
    order = {value: number for number, value in enumerate(Stop.values)}
    found: dict[object, str] = {}
    rows = SpineStop.objects.filter(spine__in=list(spine_ids)).order_by().values_list("spine", "stop")
    for spine, stop in rows:
        if spine not in found or order[stop] > order[found[spine]]:
            found[spine] = stop
    return found


def shown_stops(reached: dict[str, list], current: str) -> list[dict[str, Any]]:
    """Return the eight stops in order with their objects, what is reached and which is current."""
    order = list(Stop.values)
    shown = []
    for number, value in enumerate(order, start=1):
        rows = reached.get(value, [])
        shown.append(
            {
                "number": number,
                "label": Stop(value).label,
                "rows": rows,
                "is_current": value == current,
                "is_reached": bool(rows) or value == current,
            }
        )
    return shown
