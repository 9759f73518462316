"""Bad input, foreign objects and secrecy: what the pages answer, and what they never show."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bidding.models import Bid
from bidding.queries.duties import duties_of
from organizations.actions.standings import mark_overdue
from organizations.models import User
from tests.factories.bidding import TenderFactory
from tests.factories.organizations import enroll

from .clicks import bid_data, work

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "1_000"}, "price"), ({"price": "1e3"}, "price"), ({"price": "٣"}, "price"),
        ({"price": "NaN"}, "price"), ({"price": "0"}, "price"), ({"price": "-1"}, "price"),
        ({"price": "0.001"}, "price"), ({"price": "10万"}, "price"), ({"price": "9" * 400}, "price"),
        ({"price": "125000.01"}, "price"), ({"plan": "\u200b \u200b"}, "plan"), ({"plan": "a\x00b"}, "plan"),
        ({"plan": "字" * 8001}, "plan"), ({"statements": ""}, "statements"), ({"checked": ""}, "checked"),
        ({"organization": "999999"}, "organization"), ({"token": "x"}, "token"),
        ({"files": [SimpleUploadedFile("a.pdf", b"", "application/pdf")]}, "files"),
        ({"files": [SimpleUploadedFile("a.pdf", b"MZ\x90", "application/pdf")]}, "files"),
        ({"files": [SimpleUploadedFile("a.svg", b"<svg/>", "image/svg+xml")]}, "files"),
    ],
)  # fmt: skip
def test_bad_bids_keep_what_was_typed_and_save_nothing(life, enter, changes, field):
    tender = life.published()
    person, _ = life.bidder()
    client = enter(person)
    answer = client.post(work("bid_seal", tender), bid_data(client, tender, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "社工3人" in answer.content.decode()
    assert not Bid.objects.exists()


def test_large_uploads_are_cut_off_and_late_posts_answer_409(life, enter, monkeypatch):
    tender = life.published()
    person, _ = life.bidder()
    client = enter(person)
    data = bid_data(client, tender)
    monkeypatch.setattr("bidding.sealing.uploads.FILE_LIMIT", 5)
    assert client.post(work("bid_seal", tender), data).status_code == 413
    life.past_deadline()
    answer = client.post(work("bid_seal", tender), {**data, "files": []})
    assert answer.status_code == 409
    assert not Bid.objects.exists()


def test_double_posts_answer_the_same_receipt(life, enter):
    tender = life.published()
    person, _ = life.bidder()
    client = enter(person)
    data = bid_data(client, tender)
    first = client.post(work("bid_seal", tender), {**data, "files": []})
    again = client.post(work("bid_seal", tender), {**data, "files": []})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.context["bid"] == again.context["bid"]
    assert "AGE-SECRET-KEY" not in again.content.decode()


# rules: NOT-05
def test_nobody_learns_of_a_bid_before_the_deadline(life, desk, enter):
    tender = life.published()
    root = User.objects.create_superuser(email="root@example.org", password="x" * 20, name="管理员")
    enroll(root)
    readers = [desk.officer, desk.approver, desk.auditor, desk.openers[0], root, life.bidder()[0]]
    pages = [tender.path, work("tender_work", tender), work("opening", tender), reverse("bidding:tender_list"),
             reverse("bidding:work_list"), reverse("bidding:opening_list"), reverse("bidding:bid_list")]  # fmt: skip

    def seen():
        found = []
        for reader in readers:
            client = enter(reader)
            for path in pages:
                answer = client.get(path)
                found.append((path, answer.status_code, answer.get("ETag"), answer.get("Last-Modified")))
            found.append([duty.code for duty in duties_of(reader, life.now)])
        return found

    before = seen()
    person = life.bidder()
    organization = person[1]
    receipt = life.seal(person=person).bid.receipt_number
    assert seen() == before
    for reader in readers:
        client = enter(reader)
        for path in [*pages, reverse("bidding:receipt", args=[receipt])]:
            text = client.get(path).content.decode()
            assert organization.name not in text
            assert f"{receipt}<" not in text
        assert client.get(reverse("bidding:receipt", args=[receipt])).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/tenders/notatender/",
        "/tenders/99999999999999999999/",
        "/receipts/x/",
        "/work/tenders/x/",
        "/work/openings/x/",
        "/work/evaluations/99999/",
    ],
)
def test_unknown_addresses_are_404(desk, enter, path):
    assert enter(desk.openers[0]).get(path).status_code == 404


def test_strangers_are_led_to_sign_in_and_reads_change_nothing(life):
    tender = life.published()
    for name in ("bid_seal", "tender_work", "opening"):
        answer = Client().get(work(name, tender))
        assert answer.status_code == 302
        assert "/account/login/" in answer.url
    assert Client().post(tender.path).status_code == 405
    assert Client().get(work("tender_create", tender)).status_code in {302, 405}


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_asks_the_same_number_of_questions(django_assert_max_num_queries, count):
    for _ in range(count):
        TenderFactory(published=True)
    with django_assert_max_num_queries(4):
        answer = Client().get(reverse("bidding:tender_list"))
    assert len(answer.context["rows"]) == count


def test_a_page_that_is_not_open_says_why_with_its_figures(life, enter):
    tender = life.published()
    tender.is_overdue_declared = True
    tender.save(update_fields=["is_overdue_declared"])
    person, organization = life.bidder()
    for number in (1, 2):
        mark_overdue(
            organization=organization,
            contract_reference="HT-2026-0001",
            milestone=str(number),
            due_at=tender.published_at,
            now=tender.published_at,
        )
    answer = enter(person).get(work("bid_seal", tender))
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "有 2 份" in text
    assert "{count}" not in text
