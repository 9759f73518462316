"""No public output carries a field that is declared more private than public, nor anything of an unpublished object."""

import json
from itertools import count

import pytest
from django.db.models.signals import post_save

from bidding.actions.tenders import notice_body
from bidding.models import TenderDocument
from bidding.queries.tenders import public_tenders
from deliberation.states import NeedState
from search.queries.sources import SOURCES
from tests.factories import contracts as deals
from tests.factories import deliberation as talks
from tests.factories import incubation as growth
from tests.factories import organizations as make
from tests.factories import payments as money
from tests.factories import ranking as market
from tests.factories.projects import ProjectFactory

from .outputs import leaks, mark_all, private_fields, public_outputs
from .test_models import _declared

pytestmark = pytest.mark.django_db
EARLY = {"organizations.Organization", "organizations.User", "organizations.Community"}
"""What frozen documents are made of is marked as soon as it exists."""


@pytest.fixture
def early_marks():
    """Mark people and organizations when they are made, so that documents made of them are watched too."""
    marks, numbers = {}, count(90000)
    fields = {}
    for model, field in private_fields(_declared()):
        if model._meta.label in EARLY and field.name not in {"password", "email", "phone"}:
            fields.setdefault(model, []).append(field)

    def mark(sender, instance, created, **_given):
        for field in fields.get(sender, ()) if created else ():
            value = f"QZ{next(numbers):05d}X"
            sender._base_manager.filter(pk=instance.pk).update(**{field.name: value})
            setattr(instance, field.name, value)
            marks[value] = f"{sender._meta.label}.{field.name} (frozen)"

    post_save.connect(mark)
    yield marks
    post_save.disconnect(mark)


def hidden(word: str) -> dict[str, str]:
    """Make an unpublished object of each kind, every text with a word of its own."""
    needs = [
        talks.NeedFactory(title=f"{word}a", body=f"{word}b"),
        talks.SupportingNeedFactory(title=f"{word}c", body=f"{word}d", is_private=True),
        talks.NeedFactory(title=f"{word}e", body=f"{word}f", state=NeedState.NEED_INFO),
    ]
    ProjectFactory(title=f"{word}g", summary=f"{word}h", state="draft", listed_at=None)
    make.OrganizationFactory(name=f"{word}i", summary=f"{word}j", state="submitted")
    make.OrganizationFactory(name=f"{word}k", summary=f"{word}l", state="draft", uscc=None)
    return {f"/needs/{need.public_id}/": need.title for need in needs}


def whole_loop() -> None:
    """Make public objects of every room by the rooms' own acts, and payments behind them."""
    talks.OutcomeFactory()
    talks.SupportFactory()
    deals.closed()
    market.published()
    market.replying()
    growth.graduated()
    money.sent_order()
    make.resident()
    make.worker()
    for tender in public_tenders().filter(documents__isnull=True):
        body = notice_body(tender, [])
        TenderDocument.objects.create(
            tender=tender, version=1, body=body, html="", digest="0" * 64, published_at=tender.published_at
        )


def test_no_public_output_carries_a_private_field(client, early_marks):
    whole_loop()
    addresses = hidden("QYhidden")
    marks = mark_all(_declared()) | early_marks
    outputs = public_outputs(client, most=260)
    assert leaks(outputs, marks) == set()
    assert [address for address, (_status, text) in outputs.items() if "QYhidden" in text] == []
    assert {client.get(address).status_code for address in addresses} <= {403, 404}
    failed = {address: status for address, (status, _text) in outputs.items() if status >= 400}
    assert failed == {}, "a page of the public site links to nothing"


def test_the_walk_meets_every_kind_of_public_output(client):
    whole_loop()
    outputs = public_outputs(client, most=260)
    parts = {address.removeprefix("/en").split("/")[1] for address in outputs}
    assert parts >= {
        "needs", "deliberations", "projects", "tenders", "contracts", "organizations", "ranking", "reviews",
        "communities", "catalogue", "data", "search", "rules",
    }  # fmt: skip
    assert {"/api/v1/needs", "/api/v1/organizations", "/api/v1/contracts"} <= set(outputs)
    assert any(address.endswith(".csv") for address in outputs)
    assert any(address.endswith(".atom") for address in outputs)


def test_no_document_of_the_search_index_carries_a_private_field():
    whole_loop()
    hidden("QYhidden")
    marks = mark_all(_declared())
    faces = [vars(one.face(row)) for one in SOURCES.values() for row in one.public()]
    assert len(faces) > len(SOURCES)
    texts = json.dumps(faces, default=str, ensure_ascii=False)
    assert "QYhidden" not in texts
    assert [field for mark, field in marks.items() if mark in texts] == []


def test_there_is_something_to_hide():
    """A declaration that calls everything public would make the tests above empty."""
    names = {f"{model._meta.label}.{field.name}" for model, field in private_fields(_declared())}
    assert {
        "organizations.User.email", "organizations.User.phone", "organizations.User.password",
        "organizations.Organization.bank_account", "organizations.Household.door",
        "payments.PaymentOrder.payee_account", "organizations.Invitation.token_hash",
    } <= names  # fmt: skip
    assert len(names) > 60
