"""Time pages by CPU of this process and count their queries."""

import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROUNDS = 30
TRIVIAL = "/healthz"
PAGES = [
    ("trivial page", TRIVIAL),
    ("project list", "/projects/"),
    ("project list, filtered", "/projects/?category=EL1"),
    ("past processes", "/projects/past/"),
    ("catalogue", "/catalogue/"),
    ("organizations", "/organizations/"),
    ("ranking", "/ranking/"),
    ("search, two characters", "/search/?q=养老"),
    ("search, words", "/search/?q=社区养老服务"),
    ("search, English", "/search/?q=elder+care"),
]


@dataclass(frozen=True)
class Figure:
    """One page: queries, kilobytes, pages per CPU-second."""

    name: str
    queries: int
    size: float
    rate: float


def measure() -> list[Figure]:
    """Return the figures of every page, each warmed up twice."""
    client = Client()
    return [figure(client, name, path) for name, path in PAGES]


def figure(client: Client, name: str, path: str) -> Figure:
    """Return the figure of one page, warmed up twice."""
    for _ in range(2):
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    asked = len(queries)  # the next request empties the record
    started = time.process_time()
    for _ in range(ROUNDS):
        client.get(path)
    spent = time.process_time() - started
    return Figure(name, asked, len(response.content) / 1024, ROUNDS / spent)


def table(figures: list[Figure]) -> str:
    """Return the figures as text, each beside its ratio to the trivial page."""
    trivial = figures[0].rate
    lines = [f"{'page':26} {'queries':>8} {'kB':>7} {'pages/CPU-s':>12} {'x trivial':>10}"]
    lines += [
        f"{row.name:26} {row.queries:8d} {row.size:7.1f} {row.rate:12.1f} {trivial / row.rate:10.1f}"
        for row in figures
    ]
    return "\n".join(lines)
