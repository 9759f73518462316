"""Programs sign in with password and second factor; a token works for its person only, and ends."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from organizations.states import PostRole
from tests.client import sign_in
from tests.factories.organizations import PASSWORD, DepartmentFactory, UserFactory, member, official
from tests.opendata.program import Program, code, with_factor

pytestmark = pytest.mark.django_db


def age(program, seconds, **changes):
    session = SessionStore(program.token)
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session["began_at"] -= seconds
    session["seen_at"] -= seconds
    for name, value in changes.items():
        session[name] = value
    session.save()


@pytest.fixture
def person():
    return with_factor(member())


def test_a_program_signs_in_with_password_and_code(person):
    answer = Program().sign_in(person.email.upper(), PASSWORD, code())
    assert answer.status_code == 201
    assert answer.json()["user"] == person.public_id
    assert answer["Cache-Control"] == "private, no-store"
    assert "sessionid" not in answer.cookies
    assert "csrftoken" not in answer.cookies


def test_whatever_is_wrong_gets_the_same_answer(person):
    stranger = Program()
    wrong = [
        (person.email, "wrong password", code()),
        ("nobody@example.org", PASSWORD, code()),
        (person.email, PASSWORD, "000000"),
        ("13800138000", PASSWORD, code()),
    ]
    answers = [stranger.sign_in(*given) for given in wrong]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


def test_a_code_works_once(person):
    from django.core.cache import cache

    stranger = Program()
    cache.clear()
    body = {"login": person.email, "password": PASSWORD, "code": code()}
    assert stranger.post("/session", body).status_code == 201
    assert stranger.post("/session", body).status_code == 401


def test_too_many_attempts_are_stopped(person):
    stranger = Program()
    statuses = [stranger.sign_in(person.email, PASSWORD, "000000").status_code for _ in range(6)]
    assert statuses[-1] == 429
    answer = stranger.sign_in(person.email, PASSWORD, code())
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")


def test_without_a_second_factor_nobody_signs_in():
    answer = Program().sign_in(UserFactory().email, PASSWORD, "000000")
    assert (answer.status_code, answer.json()["code"]) == (403, "organizations.second_factor_missing")


def test_a_person_whose_address_was_never_confirmed_does_not_sign_in(person):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=person, email=person.email, verified=False)
    assert Program().sign_in(person.email, PASSWORD, code()).status_code == 401


def test_no_token_and_a_wrong_token_are_told_how_to_sign_in(person):
    program = Program()
    for token in ("", "x" * 32, "../../etc", "é", "0" * 500):
        program.token = token
        answer = program.get("/seats")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer"), token


def test_the_session_of_a_browser_is_no_token_and_a_cookie_signs_no_program_in(person, client):
    sign_in(client, person)
    assert client.get("/api/v1/seats").status_code == 401
    program = Program()
    program.token = client.session.session_key
    assert program.get("/seats").status_code == 401


def test_a_token_ends_at_once(person):
    program = Program(person)
    assert program.get("/seats").status_code == 200
    assert program.call("delete", "/session").status_code == 204
    assert program.get("/seats").status_code == 401
    assert not Session.objects.filter(session_key=program.token).exists()


def test_a_changed_password_and_a_closed_account_end_the_token(person):
    program = Program(person)
    person.set_password("another password here")
    person.save()
    assert program.get("/seats").status_code == 401
    other = Program(with_factor(member()))
    other.user.is_active = False
    other.user.save()
    assert other.get("/seats").status_code == 401


def test_officials_are_signed_out_after_idle_minutes_bidders_are_not(person):
    officer, bidder = Program(official(PostRole.AUDITOR, DepartmentFactory())), Program(person)
    for program, status in ((officer, 401), (bidder, 200)):
        age(program, 31 * 60)
        assert program.get("/seats").status_code == status


def test_the_second_factor_is_confirmed_again(person):
    from django.core.cache import cache

    program = Program(person)
    age(program, 16 * 60)
    cache.clear()
    assert program.post("/session/second-factor", {"code": "000000"}).status_code == 401
    assert program.post("/session/second-factor", {"code": code()}).status_code == 200
    session = SessionStore(program.token)
    assert time.time() - max(r["at"] for r in session["account_authentication_methods"]) < 60


def test_guessing_codes_in_a_session_is_stopped(person):
    program = Program(person)
    statuses = [program.post("/session/second-factor", {"code": "000000"}).status_code for _ in range(6)]
    assert statuses[-1] == 429
