"""The desk: everything to do, counted as the database counts it, with the figures of each role."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from marketplace.core.clock import SHANGHAI
from marketplace.desk import queries
from marketplace.web.duties import Duty
from marketplace.workdays.queries import now as present
from organizations.actions import mark_overdue
from organizations.models import Organization, Residency
from tests.client import sign_in
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def duty(due_at=None, title="x"):
    return Duty("code", "R", title, "/x/", "Do", due_at)


def test_each_duty_falls_into_one_class():
    now = datetime(2026, 3, 1, 10, tzinfo=SHANGHAI)
    rows = [
        duty(now),
        duty(now - timedelta(days=1)),
        duty(now + timedelta(hours=1)),
        duty(datetime(2026, 3, 2, tzinfo=SHANGHAI)),
        duty(datetime(2026, 3, 2, 0, 1, tzinfo=SHANGHAI)),
        duty(now + timedelta(days=3)),
        duty(),
    ]
    counts = queries.count(rows, now)
    assert (counts.late, counts.today, counts.soon, counts.approval, counts.all) == (2, 2, 1, 0, 7)
    assert [len(queries.within(rows, window, now)) for window in ("late", "today", "soon", "nonsense")] == [
        2,
        2,
        1,
        7,
    ]


def test_what_is_due_first_stands_first_and_what_is_not_due_last(monkeypatch):
    now = datetime(2026, 3, 1, 10, tzinfo=SHANGHAI)
    rows = [duty(None, "c"), duty(now + timedelta(days=2), "b"), duty(now - timedelta(days=2), "a")]
    monkeypatch.setattr(queries, "SOURCES", (lambda *_who_and_when: rows,))
    assert [row.title for row in queries.duties_of(make.UserFactory(), now)] == ["a", "b", "c"]


def test_every_room_that_has_duties_is_asked():
    """A room whose duties nobody asks for would be silent; each is imported by name and compared here."""
    rooms = {source.__module__.partition(".")[0] for source in queries.SOURCES}
    offered = {path.parts[-3] for path in ROOT.glob("*/queries/duties.py")}
    assert rooms == offered


def shown(client, name):
    import re

    page = client.get("/desk/").content.decode()
    return int(re.search(rf'data-count="{name}">(\d+)<', page).group(1))


def test_the_counts_of_a_registrar_equal_the_database(client):
    long_ago = present() - timedelta(days=60)
    make.OrganizationFactory.create_batch(3, state="submitted", submitted_at=long_ago)
    make.OrganizationFactory.create_batch(2, state="submitted", submitted_at=present())
    make.OrganizationFactory()
    sign_in(client, make.registrar())
    assert shown(client, "all") == Organization.objects.filter(state="submitted").count() == 5
    assert shown(client, "late") == 3
    assert len(client.get("/desk/?due=late").context["duties"]) == 3


def test_the_counts_of_a_worker_equal_the_database(client):
    home = make.CommunityFactory()
    for _ in range(4):
        make.resident(home)
    make.resident()
    sign_in(client, make.worker(home))
    assert shown(client, "all") == Residency.objects.filter(community=home, level="registered").count() == 4


def test_the_number_of_questions_does_not_grow(client, django_assert_max_num_queries):
    sign_in(client, make.registrar())
    client.get("/desk/")
    counts = []
    for batch in (1, 9, 30):
        make.OrganizationFactory.create_batch(batch, state="submitted", submitted_at=present())
        with django_assert_max_num_queries(101) as context:
            page = client.get("/desk/")
        counts.append(len(context))
    assert counts[0] == counts[1] == counts[2]
    assert (len(page.context["duties"]), page.context["hidden"]) == (12, 28)
    assert len(client.get("/desk/?all=1").context["duties"]) == 40


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "person",
    [
        make.official,
        make.registrar,
        make.administrator,
        make.worker,
        make.director,
        make.member,
        make.resident,
        make.verified_resident,
        make.UserFactory,
        lambda: make.expert("E01"),
    ],
)
def test_every_role_has_a_home(client, person, language):
    sign_in(client, person())
    assert client.get(f"{language}/desk/").status_code == 200


def test_an_organization_sees_its_overdue_reports_and_place(client):
    organization = make.OrganizationFactory()
    make.StandingFactory(organization=organization, rank=7)
    mark_overdue(
        organization=organization,
        contract_reference="HT-2026-0009",
        milestone="1",
        due_at=present(),
        now=present(),
    )
    sign_in(client, make.member(organization))
    page = client.get("/desk/").content.decode()
    assert "HT-2026-0009" in page
    assert "排名第 7 位" in page


def test_the_desk_is_closed_to_visitors(client):
    assert client.get("/desk/")["Location"] == "/account/login/?next=/desk/"
    assert client.post("/desk/").status_code in {302, 405}
