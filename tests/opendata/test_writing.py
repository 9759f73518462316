"""The writing API against bad input: the status of the table, problem+json, nothing kept, never a 500."""

import json

import pytest
from django.db import IntegrityError, OperationalError

from bidding.models import Tender
from opendata.models import KeptAnswer
from opendata.views.api import api
from tests.factories.organizations import member
from tests.opendata.program import Program, fresh_key, with_factor

pytestmark = pytest.mark.django_db
NAMED = {
    "tender", "parts", "seal", "receipt", "withdraw", "opening-shares", "opening-record", "score", "award",
    "log-checkpoint", "log-proof", "webhook",
}  # fmt: skip


@pytest.fixture(scope="module")
def description():
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - connects the routes
    return api.get_openapi_schema()


def operations(description):
    return [
        (method, path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_tag_of_the_contract_exists(description):
    found = {tag for _m, _p, operation in operations(description) for tag in operation["tags"]}
    assert found >= NAMED


def test_every_route_is_described(description):
    names = [operation["operationId"] for _m, _p, operation in operations(description)]
    assert len(names) == len(set(names))
    for method, path, operation in operations(description):
        assert operation["summary"], (method, path)
        assert operation["description"], (method, path)
        assert [status for status in operation["responses"] if int(status) < 300], (method, path)
        if method in {"post", "put", "patch"} and "session" not in path:
            assert {"400", "422"} <= set(map(str, operation["responses"])), (method, path)


def test_every_writing_route_asks_for_a_token(description):
    open_ones = {
        (method, path)
        for method, path, operation in operations(description)
        if method != "get" and not operation.get("security")
    }
    assert open_ones == {
        ("post", "/api/v1/session"), ("post", "/api/v1/receipts/verify"), ("post", "/api/v1/webhook"),
    }  # fmt: skip


def test_the_description_is_a_file(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert "HTTPBearer" not in answer.content.decode() or answer.json()["components"]["securitySchemes"]


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422), (b"[]", 400), (b"null", 400), (b"1", 400), (b"{", 400), (b'{"project": NaN}', 400),
        (b'{"project": "a", "project": "b"}', 400), (b"\xef\xbb\xbf{}", 400), ('{"project": "a"}'.encode("utf-16"), 400),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400), (b"[" * 100_000, 400), (b"\xff", 400),
        (b'{"project": "\\ud800"}', 400), (b'{"project": "a\\u0000"}', 422), (b"{}", 422),
        (b'{"project": "a", "state": "published"}', 422), (b'{"project": {"id": 1}}', 422), (b'{"project": 1e400}', 404),
        (b'{"project": "' + b"x" * 500 + b'"}', 422), (b'{"project": "../../etc"}', 404), (b'{"project": "nobody"}', 404),
        (b'{"project": "a", "bid_deadline": "9999-12-31T23:59:00Z"}', 404), (b'{"project": "' + b"x" * 3_000_000 + b'"}', 413),
    ],
)  # fmt: skip
def test_a_malformed_body_is_refused(purchase, raw, status):
    answer = purchase.officer.call("post", "/tenders", raw=raw, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), (
        answer.content
    )
    assert not Tender.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("budget", "1e3"), ("budget", "NaN"), ("budget", "-1"), ("budget", "0"), ("budget", "12.345"), ("budget", "1_000"),
        ("budget", "٣"), ("budget", "100元"), ("budget", 10**12), ("budget", "9" * 400), ("budget", 1.5e300),
        ("starts_on", "2026-02-30"), ("starts_on", "9999-12-31"), ("starts_on", "tomorrow"),
        ("bid_deadline", "0001-01-01T00:00:00"), ("bid_deadline", "9999-12-31T23:59:59Z"), ("bid_deadline", "2026-03-12T24:30"),
        ("title", ""), ("title", "\u200b"), ("title", "x" * 121), ("need", "\x07"), ("profile", "works/open"),
        ("method", "best"), ("ceiling", "999999999"), ("criteria", [{"text": "a", "points": "x", "bands": "b"}]),
        ("criteria", [{"text": "a", "points": "10", "bands": "b"}] * 9), ("criteria", [{"text": "a"}] * 21),
        ("ends_on", "2026-01-01"), ("is_overdue_declared", "perhaps"),
    ],
)  # fmt: skip
def test_bad_content_is_refused_and_nothing_is_kept(purchase, field, value):
    body = {"project": purchase.life.project.public_id, field: value}
    answer = purchase.officer.call("post", "/tenders", body)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json"), answer.content
    assert not Tender.objects.exists()


def test_numbers_and_moments_are_read_as_people_and_programs_write_them(purchase):
    tender = purchase.draft(budget="１００，０００", ceiling=90000, bid_deadline="2026-03-20T09:00:00Z")
    assert (tender["budget"], tender["ceiling"]) == ("100000.00", "90000.00")
    assert tender["bid_deadline"].startswith("2026-03-20T09:00:00")
    changed = purchase.officer.call("patch", purchase.path, {"bid_deadline": "2026-03-20T17:00:00"}).json()
    assert changed["bid_deadline"].startswith("2026-03-20T09:00:00")
    assert purchase.officer.call("patch", purchase.path, {}).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_another_type_than_json_is_refused(purchase, kind):
    answer = purchase.officer.call("post", "/tenders", raw=b"{}", content_type=kind)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/tenders/notauuid/file"), ("get", "/tenders/%00/file"), ("get", "/tenders/é/file"),
        ("get", "/receipts/SJ-1"), ("get", "/receipts/é"), ("get", "/seats/99999999999999999999999/scores"),
        ("get", "/seats/-1/scores"), ("get", "/tenders/x/opening-record"), ("get", "/tenders/x/opening-record/prices/é"),
        ("post", "/tenders/x/submit"), ("post", "/tenders/x/award/confirm"), ("get", "/seats/x/scores"),
    ],
)  # fmt: skip
def test_a_strange_address_is_not_found(purchase, method, path):
    assert purchase.officer.call(method, path).status_code in {404, 422}


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_another_verb_is_refused(purchase, method):
    assert purchase.officer.call(method, "/tenders/x/submit").status_code == 405


def test_without_a_token_nothing_is_written(description):
    stranger = Program()
    for method, path, operation in operations(description):
        if operation.get("security"):
            address = path.replace("/api/v1", "", 1).replace("{seat_id}", "1").replace("{public_id}", "x")
            body = {} if method in {"post", "put", "patch"} else None
            assert stranger.call(method, address, body).status_code == 401, (method, path)


def test_a_resident_may_not_tender(purchase):
    program = Program(with_factor(member()))
    answer = program.post("/tenders", {"project": purchase.life.project.public_id})
    assert (answer.status_code, answer.json()["code"]) == (403, "bidding.not_the_officer")


@pytest.mark.parametrize(("error", "status"), [(IntegrityError, 409), (OperationalError, 503)])
def test_the_database_s_own_refusals_are_answered(purchase, monkeypatch, error, status):
    def fail(**_given):
        raise error("no")

    monkeypatch.setattr("opendata.views.tenders.acts.create_tender", fail)
    answer = purchase.officer.post("/tenders", {"project": purchase.life.project.public_id})
    assert answer.status_code == status
    assert answer.json()["title"]


def test_a_value_that_the_database_cannot_keep_is_answered(purchase, monkeypatch):
    from django.db import DataError

    def fail(**_given):
        raise DataError("no")

    monkeypatch.setattr("opendata.views.tenders.acts.create_tender", fail)
    assert purchase.officer.post("/tenders", {"project": purchase.life.project.public_id}).status_code == 422


def test_a_missing_holiday_plan_is_named(purchase, monkeypatch):
    from marketplace.workdays.rules import CalendarNotLoaded

    def fail(**_given):
        raise CalendarNotLoaded(2030)

    monkeypatch.setattr("opendata.views.tenders.acts.create_tender", fail)
    answer = purchase.officer.post("/tenders", {"project": purchase.life.project.public_id})
    assert (answer.status_code, answer.json()["code"]) == (409, "workdays.year_not_loaded")


def test_a_key_belongs_to_its_person_and_request(purchase):
    key = fresh_key()
    purchase.draft()
    purchase.officer.post(f"{purchase.path}/submit", key=key, expect=200)
    answer = purchase.officer.call("patch", purchase.path, {"title": "x"}, key=key)
    assert answer.status_code in {403, 409, 422}
    back = purchase.approver.post(f"{purchase.path}/return", {"reason": "改"}, key=key, expect=200)
    assert back.json()["state"] == "draft"
    again = purchase.officer.call("patch", purchase.path, {"title": "x"}, key=key)
    assert (again.status_code, again.json()["code"]) == (422, "opendata.key_reused")
    assert KeptAnswer.objects.count() == 2
    assert all(len(row.key) == 64 and str(row) for row in KeptAnswer.objects.all())


def test_answers_are_plain_json_in_one_order(purchase):
    answer = purchase.officer.post("/tenders", {"project": purchase.life.project.public_id}, expect=201)
    text = answer.content.decode()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
