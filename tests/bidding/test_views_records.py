"""Pages of the ceremony by shares, of recovery, and what anybody may download afterwards."""

import io
import json
import subprocess

import pyrage
import pytest
from defusedxml import ElementTree
from django.test import Client
from django.urls import reverse
from pyrage import x25519

from bidding.models import Bid, OfficerKey, Opening
from bidding.sealing import keys
from bidding.sealing.officers import unlock
from bidding.states import BidState, TenderState
from marketplace.core.canonical import digest
from scripts import sealbid
from tests.factories.bidding import PASSPHRASE

from .clicks import work

pytestmark = pytest.mark.django_db
PRICES = ("118000.00", "119000.00", "120000.00")


@pytest.fixture
def closed(life):
    life.published()
    life.people = [life.bidder() for _ in PRICES]
    life.sealed = [life.seal(price, person=person) for price, person in zip(PRICES, life.people, strict=True)]
    life.past_deadline()
    return life


def download(client, name, tender, *more):
    answer = client.get(work(name, tender, *more))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.getvalue()


def public_pages(tender, number):
    return [
        work("opening_signed", tender), work("opening_verify", tender), work("price_ciphertext", tender, number),
        work("price_key", tender, number),
    ]  # fmt: skip


def test_nothing_is_handed_out_before_the_opening_is_complete(closed, desk, enter):
    number = closed.sealed[0].bid.receipt_number
    readers = [Client(), enter(desk.openers[0]), enter(closed.people[0][0])]
    for _ in range(2):
        for reader in readers:
            assert {reader.get(url).status_code for url in public_pages(closed.tender, number)} == {404}
        closed.open(desk.openers[0]) if not Opening.objects.exists() else None


def test_anybody_checks_a_price_with_the_files_alone(closed):
    tender, public = closed.open(), Client()
    bid = Bid.objects.first()
    ciphertext = download(public, "price_ciphertext", tender, bid.receipt_number)
    identity = download(public, "price_key", tender, bid.receipt_number).decode().strip()
    assert digest(ciphertext) == bid.receipt["envelopes"]["price_form"]["files"][0]["sha256"]
    plain = pyrage.decrypt(ciphertext, [x25519.Identity.from_str(identity)])
    assert json.loads(plain)["form"]["price"] == "118000.00"
    shown = public.get(work("opening_verify", tender)).content.decode()
    assert bid.receipt_number in shown
    assert keys.public_key() in shown
    assert public.get("/en" + work("opening_verify", tender)).status_code == 200
    assert work("opening_verify", tender) in public.get(work("opening_record", tender)).content.decode()


def test_the_tool_checks_the_downloaded_record(closed, tmp_path, capsys):
    tender, public = closed.open(), Client()
    (tmp_path / "record.json").write_bytes(download(public, "opening_signed", tender))
    for bid in Bid.objects.all():
        content = download(public, "price_ciphertext", tender, bid.receipt_number)
        (tmp_path / f"{bid.receipt_number}.age").write_bytes(content)
    words = [
        "verify-opening",
        str(tmp_path / "record.json"),
        "--key",
        keys.public_key(),
        "--prices",
        str(tmp_path),
    ]
    assert sealbid.main(words) == 0
    assert capsys.readouterr().out.count("price checked") == 3


def test_files_of_bids_that_were_not_opened_are_not_handed_out(closed):
    bid = Bid.objects.first()
    stored = bid.envelopes.get(kind="technical").files.first().part.file
    stored.storage.delete(stored.name)
    missing = Bid.objects.last().envelopes.get(kind="price_form").files.get().part.file
    tender, public = closed.open(), Client()
    for name in ("price_ciphertext", "price_key"):
        assert public.get(work(name, tender, bid.receipt_number)).status_code == 404
        assert public.get(work(name, tender, "SJ-2026-1")).status_code == 404
    missing.storage.delete(missing.name)
    assert public.get(work("price_ciphertext", tender, Bid.objects.last().receipt_number)).status_code == 404
    Opening.objects.update(record={**tender.opening.record, "bids": []})
    assert "age -d" not in public.get(work("opening_verify", tender)).content.decode()


def printed(client, tender, tmp_path, capsys):
    """What the offline tool prints for the downloaded list."""
    (tmp_path / "shares.json").write_bytes(download(client, "opening_share_list", tender))
    capsys.readouterr()
    assert sealbid.main(["open-share", str(tmp_path / "id.txt"), str(tmp_path / "shares.json")]) == 0
    return capsys.readouterr().out


def test_two_officers_open_on_their_own_machines(closed, desk, enter, tmp_path, capsys):
    tender = closed.tender
    for number, officer in enumerate(desk.openers[:2]):
        client, key = enter(officer), OfficerKey.objects.get(officer=officer)
        assert client.get(reverse("bidding:officer_key_file")).content == bytes(key.locked_identity)
        (tmp_path / "id.txt").write_text(str(unlock(key.locked_identity, PASSPHRASE)))
        assert client.get(work("opening_shares", tender)).status_code == 200
        shares = printed(client, tender, tmp_path, capsys)
        for bad in ("", "{", "[" * 100_000, "7", "[]", '{"shares": 7}'):
            answer = client.post(work("opening_shares", tender), {"shares": bad})
            assert answer.status_code == 422
        listed = json.loads(shares)["shares"]
        swapped = [{**listed[0], "share": listed[1]["share"]}]
        answer = client.post(work("opening_shares", tender), {"shares": json.dumps(swapped)})
        assert key.fingerprint in answer.content.decode()
        target = "opening" if number == 0 else "opening_record"
        assert client.post(work("opening_shares", tender), {"shares": shares}).url == work(target, tender)
    assert closed.tender.__class__.objects.get().state == TenderState.OPENED


def test_who_is_not_on_the_roster_gets_no_shares(closed, desk, enter, life):
    for user, status in ((desk.approver, 403), (closed.people[0][0], 403)):
        client = enter(user)
        for name in ("opening_share_list", "opening_shares", "opening_key_lost"):
            assert client.get(work(name, closed.tender)).status_code == status
    assert enter(desk.approver).get(reverse("bidding:officer_key_file")).status_code == 403
    key = OfficerKey.objects.get(officer=desk.openers[0])
    OfficerKey.objects.filter(pk=key.pk).update(revoked_at=life.now)
    assert enter(desk.openers[0]).get(reverse("bidding:officer_key_file")).status_code == 404


def test_before_the_deadline_the_list_is_refused(life, desk, enter):
    life.published()
    life.seal()
    assert enter(desk.openers[0]).get(work("opening_share_list", life.tender)).status_code == 409


def test_lost_keys_and_recovery_by_their_pages(closed, desk, enter):
    tender = closed.tender
    for officer in desk.openers:
        client = enter(officer)
        assert client.get(work("opening_key_lost", tender)).status_code == 200
        assert client.post(work("opening_key_lost", tender), {"reason": ""}).status_code == 422
        assert client.post(work("opening_key_lost", tender), {"reason": "U盾遗失"}).url == work(
            "opening", tender
        )
    for (person, _organization), sealed in zip(closed.people, closed.sealed, strict=True):
        client, page = enter(person), reverse("bidding:receipt_recovery", args=[sealed.bid.receipt_number])
        assert client.get(page).status_code == 200
        assert client.post(page, {"keys": "technical: AGE-SECRET-KEY-1ABC"}).status_code == 422
        wrong = dict.fromkeys(sealed.recovery, sealed.recovery["technical"])
        assert client.post(page, {"keys": json.dumps(wrong)}).status_code == 422
        lines = "\n".join(f"{kind}: {key}" for kind, key in sealed.recovery.items())
        assert client.post(page, {"keys": lines}).status_code == 302
    assert set(Bid.objects.values_list("state", flat=True)) == {BidState.OPENED}
    stranger = enter(closed.bidder()[0])
    assert stranger.get(page).status_code == 404
    assert "U盾" not in Client().get(work("opening_record", tender)).content.decode()


def test_the_receipt_is_drawn_as_a_picture_for_its_owner_only(closed, enter):
    bid = closed.sealed[0].bid
    address = reverse("bidding:receipt_qr", args=[bid.receipt_number])
    client = enter(closed.people[0][0])
    answer = client.get(address)
    assert answer["Content-Type"] == "image/svg+xml"
    assert ElementTree.parse(io.BytesIO(answer.content)).getroot().tag.endswith("svg")
    assert address in client.get(reverse("bidding:receipt", args=[bid.receipt_number])).content.decode()
    assert enter(closed.people[1][0]).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_bid_is_confirmed_by_one_click_after_an_amendment(life, enter):
    life.published()
    person = life.bidder()
    first, client = life.seal(person=person).bid, enter(person[0])
    address = work("bid_confirm", life.tender)
    assert "<form method" not in client.get(address).content.decode().partition("<main")[2]
    assert client.post(address).status_code == 409
    life.tender.__class__.objects.update(document_digest="12" * 32)
    receipt = reverse("bidding:receipt", args=[first.receipt_number])
    for page in (receipt, life.tender.path, reverse("bidding:bid_list"), address):
        assert address in client.get(page).content.decode() or page == address
    answer = client.post(address)
    second = Bid.objects.latest("pk")
    assert answer.url == reverse("bidding:receipt", args=[second.receipt_number])
    assert (second.version, second.document_digest) == (2, "12" * 32)
    assert client.post(address).url == answer.url
    assert enter(life.bidder()[0]).get(address).status_code == 404


def test_specification_vectors_and_tool_are_public():
    public = Client()
    page = public.get(reverse("bidding:sealing")).content.decode()
    for name in ("sealbid-1.md", "sealbid-1-vectors.json", "sealbid.py"):
        answer = public.get(reverse("bidding:sealing_file", args=[name]))
        assert answer["X-Content-SHA256"] == digest(answer.content)
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert reverse("bidding:sealing_file", args=[name]) in page
    for name in ("settings.py", "..%2Fmanage.py"):
        assert public.get(f"/tenders/sealing/files/{name}").status_code == 404


def test_the_command_of_the_page_opens_a_price(closed, tmp_path):
    """`age` itself, where it is installed."""
    import shutil

    if shutil.which("age") is None:
        pytest.skip("the program age is not installed")
    tender, public = closed.open(), Client()
    number = Bid.objects.first().receipt_number
    (tmp_path / "p.age").write_bytes(download(public, "price_ciphertext", tender, number))
    (tmp_path / "k.txt").write_bytes(download(public, "price_key", tender, number))
    done = subprocess.run(
        [shutil.which("age"), "-d", "-i", "k.txt", "p.age"], cwd=tmp_path, capture_output=True, check=True
    )
    assert json.loads(done.stdout)["form"]["price"] == "118000.00"
