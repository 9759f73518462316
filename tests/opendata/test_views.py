"""/data/ and /api/v1/: what is public, in bounded pages, with clear errors."""

import csv
import io
import json

import pytest
from defusedxml.ElementTree import fromstring

from opendata.queries.tables import TABLES
from tests.factories.bidding import TenderFactory
from tests.factories.organizations import OrganizationFactory
from tests.factories.projects import ProjectFactory
from tests.factories.search import PastFactory

pytestmark = pytest.mark.django_db
LISTS = ("projects", "tenders", "contracts", "organizations", "ranking", "past-processes", "needs")
SINGLE = tuple(name for name in LISTS if name != "ranking")


def rows_of(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_lists_every_table(client, prefix):
    text = client.get(f"{prefix}/data/").content.decode()
    for name in TABLES:
        assert f"{prefix}/data/{name}.csv" in text


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_downloaded(client, name):
    PastFactory()
    ProjectFactory()
    OrganizationFactory()
    response = client.get(f"/data/{name}.csv")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/csv")
    columns = [column for column, _get in TABLES[name].columns]
    assert all(list(row) == columns for row in rows_of(response))


def test_cells_of_a_download_never_run(client):
    PastFactory(title="=cmd|' /C calc'!A0", buyer="\t+1", amount="-5.00")
    row = rows_of(client.get("/data/past-processes.csv"))[0]
    assert row["title"].startswith("'=")
    assert row["buyer"].startswith("' +")
    assert row["amount"] == "-5.00"


def test_an_unknown_table_is_not_found(client):
    assert client.get("/data/users.csv").status_code == 404


@pytest.mark.parametrize("name", ["tenders", "awards"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_feeds_are_sound_xml(client, prefix, name):
    response = client.get(f"{prefix}/data/{name}.atom")
    assert response.status_code == 200
    assert fromstring(response.content).tag.endswith("feed")


@pytest.mark.parametrize("name", LISTS)
def test_lists_answer_a_page(client, name):
    answer = client.get(f"/api/v1/{name}").json()
    assert answer == {"next": "", "results": []}


BAD = [
    "limit=0", "limit=101", "limit=-1", "limit=abc", "limit=1e9", "cursor=zzz", "cursor=%00", "cursor=" + "x" * 500,
    "password=1", "sort=password", "limit=99999999999999999999", "cursor=%27%20OR%201=1",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("name", SINGLE)
def test_bad_parameters_are_said_and_never_break(client, name, query):
    response = client.get(f"/api/v1/{name}?{query}")
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code


@pytest.mark.parametrize("query", ["category=x", "category=%00", "start=-1", "start=99999999999999", "x=1"])
def test_bad_parameters_of_the_ranking(client, query):
    assert client.get(f"/api/v1/ranking?{query}").status_code in {400, 422}


@pytest.mark.parametrize("key", ["zzz", "1", "99999999999999999999", "%00", "..%2f", "' OR 1=1", "x" * 300])
@pytest.mark.parametrize("name", SINGLE)
def test_unknown_ids_are_not_found(client, name, key):
    assert client.get(f"/api/v1/{name}/{key}").status_code in {404, 422}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    assert getattr(client, method)("/api/v1/projects").status_code == 405


def test_pages_follow_each_other_without_loss(client):
    PastFactory.create_batch(45)
    seen, cursor = [], ""
    while True:
        answer = client.get(
            "/api/v1/past-processes", {"limit": 20, **({"cursor": cursor} if cursor else {})}
        ).json()
        seen += [row["id"] for row in answer["results"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 45


def test_the_description_is_complete(client):
    described = json.loads(client.get("/api/v1/openapi.json").content)
    assert {f"/api/v1/{name}" for name in LISTS} <= set(described["paths"])
    for methods in described["paths"].values():
        for operation in methods.values():
            assert operation["tags"]
            assert operation["operationId"]


def test_an_object_is_answered_with_its_public_facts(client):
    project = ProjectFactory()
    body = client.get(f"/api/v1/projects/{project.public_id}").json()
    assert body["reference"] == project.reference
    assert body["category"]["code"] == project.category_id
    assert "officer" not in body


def test_nothing_unpublished_or_private_leaves(client):
    OrganizationFactory(state="submitted", name="CANARYORG")
    OrganizationFactory(
        bank_account="CANARYBANK", email="canary@example.org", legal_representative="CANARYNAME"
    )
    ProjectFactory(state="draft", listed_at=None, title="CANARYDRAFT")
    tender = TenderFactory(title="CANARYTENDER")
    assert tender.published_at is None
    texts = [client.get(f"/api/v1/{name}").content.decode() for name in LISTS]
    texts += [b"".join(client.get(f"/data/{name}.csv").streaming_content).decode() for name in TABLES]
    texts += [client.get("/data/tenders.atom").content.decode()]
    assert not [text for text in texts if "CANARY" in text.upper()]


@pytest.mark.parametrize(
    ("name", "factory"), [("projects", ProjectFactory), ("organizations", OrganizationFactory)]
)
def test_lists_ask_the_same_number_of_questions(client, name, factory):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for rows in (1, 9, 30):
        factory.create_batch(rows)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/{name}?limit=100").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]


def test_the_interface_names_its_collections_and_each_answers(client):
    found = client.get("/api/v1/").json()
    assert set(found["collections"]) == {
        "projects", "tenders", "contracts", "organizations", "past-processes", "needs", "ranking",
    }  # fmt: skip
    for address in [found["description"], *found["collections"].values()]:
        assert client.get(address).status_code == 200
