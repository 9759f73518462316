"""The administrator asks why."""

import pytest

from marketplace.web.access import PERMISSIONS
from marketplace.web.explain import act_label, rule_text
from tests.client import sign_in
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def ask(client, person, act, subject=""):
    return client.get("/explain/", {"person": person, "act": act, "subject": subject})


def test_the_answer_is_the_one_of_the_pages(client):
    organization = make.OrganizationFactory()
    legal, stranger = make.member(organization), make.UserFactory(phone="13812345678")
    sign_in(client, make.administrator())
    yes = ask(client, legal.email, "edit_organization", organization.public_id)
    assert yes.context["verdict"].allowed
    no = ask(client, "13812345678", "edit_organization", organization.uscc)
    assert no.context["verdict"].reason == "organizations.not_the_legal_representative"
    assert "法定代表人" in no.content.decode()
    assert ask(client, stranger.email, "register_organization").context["verdict"].allowed


@pytest.mark.parametrize(
    ("person", "act", "subject", "field"),
    [
        ("nobody@example.org", "edit_organization", "x", "person"),
        ("", "edit_organization", "x", "person"),
        ("admin@example.org", "rule_the_world", "x", "act"),
        ("admin@example.org", "edit_organization", "nothing", "subject"),
        ("admin@example.org", "edit_organization", "", "subject"),
        ("admin@example.org", "end_membership", "9" * 30, "subject"),
        ("admin@example.org", "end_membership", "99", "subject"),
    ],
)
def test_what_is_missing_is_said(client, person, act, subject, field):
    sign_in(client, make.administrator(email="admin@example.org"))
    response = ask(client, person, act, subject)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_the_page_is_for_administrators(client):
    sign_in(client, make.resident())
    assert client.get("/explain/").status_code == 403
    sign_in(client, make.administrator())
    assert client.get("/explain/").status_code == 200


def test_every_act_and_every_rule_is_said_in_chinese():
    """The explain page is for people who do not read the source."""
    silent = [
        act
        for act, permission in PERMISSIONS.items()
        if act_label(act).isascii() or not rule_text(permission) or rule_text(permission).isascii()
    ]
    assert silent == []
