"""No list (a page without an argument in its address) asks more questions when there is more to show."""

from itertools import count

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from organizations.states import PostRole
from search.actions import rebuild
from tests.client import sign_in
from tests.factories.bidding import TenderFactory
from tests.factories.contracts import active, replied
from tests.factories.deliberation import (
    DeliberationFactory,
    NeedFactory,
    OutcomeFactory,
    SupportingNeedFactory,
)
from tests.factories.incubation import admitted
from tests.factories.organizations import DepartmentFactory, OrganizationFactory, StandingFactory, official
from tests.factories.payments import PaymentOrderFactory
from tests.factories.projects import ProjectFactory
from tests.factories.ranking import published
from tests.factories.rounds import published_round
from tests.factories.search import PastFactory

from .sources import ROOMS

NUMBERS = count(9000)  # apart from those that other factories give
MAKERS = (
    ProjectFactory, PastFactory, OrganizationFactory, StandingFactory, NeedFactory, SupportingNeedFactory,
    DeliberationFactory, OutcomeFactory, PaymentOrderFactory, active, admitted, published, lambda: replied(active()),
    lambda: published_round("department"),
    lambda: TenderFactory(published=True, reference=f"ZB-2026-{next(NUMBERS)}"),
    lambda: TenderFactory(reference=f"ZB-2026-{next(NUMBERS)}"),
)  # fmt: skip
FEWEST = 60  # pages that open, all readers together
FEW, MORE = 1, 3
POSTS = (PostRole.PROJECT_OFFICER, PostRole.APPROVER, PostRole.REGISTRAR)


def lists(patterns, before="/") -> list[str]:
    """Every address of ours that takes no argument."""
    found = []
    for entry in patterns:
        route = getattr(entry.pattern, "_route", None)
        if not isinstance(entry, URLPattern):
            found += lists(entry.url_patterns, before + (route or ""))
        elif route is not None and "<" not in route and _room(entry.callback) in ROOMS:
            found.append(before + route)
    return found


def _room(view) -> str:
    return getattr(view, "func", view).__module__.split(".")[0]


@pytest.fixture
def readers(db):
    """Anybody, and officials of one department."""
    bureau = DepartmentFactory(code="bureau")
    people = {role: sign_in(Client(), official(role, bureau)) for role in POSTS}
    return {"anybody": Client(), **people}


def asked(readers, paths) -> dict[tuple[str, str], int]:
    """How many questions each page asks, for whom it opens; every page is opened once before.

    What is open to anybody is looked at by one official too, not by each. The clock stands still: a session is written down from time to time, and on a busy machine that came between.
    """
    counts = {}
    with time_machine.travel(timezone.now(), tick=False):
        for who, client in readers.items():
            for path in paths:
                if who in POSTS[1:] and ("anybody", path) in counts:
                    continue
                if client.get(path).status_code != 200:
                    continue
                with CaptureQueriesContext(connection) as queries:
                    client.get(path)
                counts[who, path] = len(queries)
    return counts


def fill(rows: int) -> None:
    for _ in range(rows):
        for make in MAKERS:
            make()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a server does so by itself; without it joins are planned for empty tables
    rebuild(now=timezone.now())


def test_no_list_asks_more_when_there_is_more_to_show(readers):
    paths = [
        path for path in lists(get_resolver().url_patterns) if not path.startswith(("/demo/", "/readyz"))
    ]
    assert {"/projects/", "/tenders/", "/contracts/", "/organizations/", "/needs/", "/ranking/"} <= set(paths)
    fill(FEW)
    few = asked(readers, paths)
    assert len(few) > FEWEST
    fill(MORE)
    many = asked(readers, paths)
    assert {key: (few[key], many[key]) for key in few if many[key] > few[key]} == {}
