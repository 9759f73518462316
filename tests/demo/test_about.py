"""The page about the demonstration: what is real with its source, who may sign in, where to begin."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.demo.accounts import ROLES, accounts_text
from marketplace.demo.clockwork import START, set_clock
from marketplace.demo.guild import NEWCOMERS, ORGANIZATIONS, YOUNG
from marketplace.demo.history import load_records
from marketplace.demo.queries import real_records
from organizations.rules.registration import check_identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    return load_records(timezone.now())


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_names_every_published_record_and_every_role(client, records, prefix):
    text = client.get(f"{prefix}/demo/").content.decode()
    for number in range(1, 23):
        assert f">X{number}<" in text
    for role in ROLES:
        assert all(email in text for email in role.emails)
    assert "/demo/clock/" in text


def test_english_readers_get_english_notes(client, records):
    text = client.get("/en/demo/").content.decode()
    assert "31 projects received, 28 pitched before 5 experts." in text
    assert "28 个路演" not in text


def test_records_with_a_sum_lead_to_their_own_page(client, records):
    lines = real_records()
    assert {line.number for line in lines} == set(range(1, 23))
    assert {line.number for line in lines if line.amount is None} == {2, 15, 18, 20, 22}
    assert all(bool(line.path) == (line.amount is not None) for line in lines)
    assert client.get(lines[0].path).status_code == 200


def test_loading_the_records_again_changes_nothing(records):
    assert records == 30
    assert load_records(timezone.now()) == 0


def test_the_terminal_names_who_may_edit_pages():
    assert "/cms/" in accounts_text()
    assert "approver@demo.example" in accounts_text()


def test_every_invented_organization_has_a_valid_code_of_its_own():
    everybody = [*ORGANIZATIONS, *YOUNG, *NEWCOMERS]
    for item in everybody:
        assert check_identity(kind=item.kind, uscc=item.uscc) == item.uscc
    for one in ("key", "uscc", "name"):
        assert len({getattr(item, one) for item in everybody}) == len(everybody)
    phones = [part[2] for item in everybody for part in (item.legal, item.writer) if part]
    assert len(set(phones)) == len(phones)


def test_the_story_never_runs_past_the_present():
    with pytest.raises(ValueError, match="after the start"):
        set_clock(START + timedelta(seconds=1))
