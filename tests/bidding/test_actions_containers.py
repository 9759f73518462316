"""Containers made outside the server: sealed by the same path, refused by name of the field, opened like any other."""

import base64
import copy
import json
import threading

import pyrage
import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyrage import x25519

from bidding.actions.bids import withdraw_bid
from bidding.actions.containers import reconfirm_bid, seal_container, sealing_terms
from bidding.models import Bid, BidDocument, Part, SealedShare, Tender, TenderDocument
from bidding.sealing import outer
from bidding.sealing.container import Holder
from bidding.sealing.keys import is_signed
from bidding.states import BidState, TenderState
from marketplace.audit.models import AuditEvent
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied
from marketplace.web.files import private_storage

from .containers import PDF, container, upload

pytestmark = pytest.mark.django_db
TOKEN = "a" * 64


@pytest.fixture
def offer(life):
    """A bidder with a container whose files are uploaded."""
    life.published()
    life.person = life.bidder()
    life.envelopes, life.files, life.keys = container(life.lot, life.person[1])
    upload(life, life.person, life.files)
    return life


def send(life, envelopes=None, token=TOKEN, **given):
    writer, organization = life.person
    envelopes = life.envelopes if envelopes is None else envelopes
    return seal_container(
        **{
            "actor": writer,
            "lot": life.lot,
            "organization": organization,
            "envelopes": envelopes,
            "token": token,
        }
        | given
    )


def test_a_container_made_by_a_tool_is_sealed_and_opened(offer):
    sealed = send(offer)
    assert sealed.recovery == {}
    assert is_signed(sealed.bid.receipt, sealed.bid.signature)
    assert sealed.bid.receipt["sealed_by"] == "tool"
    assert SealedShare.objects.filter(envelope__bid=sealed.bid).count() == 9
    assert AuditEvent.objects.filter(act="bid.sealed").count() == 1
    offer.seal("119000.00")
    offer.seal("120000.00")
    offer.past_deadline()
    assert offer.open().state == TenderState.OPENED
    bid = Bid.objects.get(pk=sealed.bid.pk)
    assert (bid.state, format(bid.opened.price, "f")) == (BidState.OPENED, "118000.00")
    document = BidDocument.objects.get(opened=bid.opened)
    assert (document.name, document.file.open("rb").read()) == ("方案.pdf", PDF)


def test_the_same_token_answers_the_same_receipt_even_late_and_no_other_container(offer):
    first = send(offer)
    offer.past_deadline()
    assert send(offer).bid == first.bid
    for other in ([], [{}], 7, container(offer.lot, offer.person[1])[0]):
        with pytest.raises(Refused, match="token_reused"):
            send(offer, envelopes=other)
    with pytest.raises(Denied):
        send(offer, actor=offer.bidder()[0])
    with pytest.raises(Refused, match="late"):
        send(offer, token="b" * 64)


def test_a_second_post_that_lost_the_race_for_the_token_is_compared_as_well(offer, monkeypatch):
    first = send(offer)
    real, asked = seal_container.__globals__["by_token"], []
    monkeypatch.setitem(seal_container.__globals__, "by_token", lambda *given: asked.append(given))
    assert send(offer).bid == first.bid
    other, files, _keys = container(offer.lot, offer.person[1])
    upload(offer, offer.person, files)
    with pytest.raises(Refused, match="token_reused"):
        send(offer, envelopes=other)
    assert len(asked) == 2
    assert real is not None


def test_a_newer_container_replaces_and_can_be_withdrawn(offer):
    first = send(offer).bid
    envelopes, files, _keys = container(offer.lot, offer.person[1], "117000.00")
    upload(offer, offer.person, files)
    second = send(offer, envelopes=envelopes, token="b" * 64).bid
    first.refresh_from_db()
    assert (first.state, second.version) == (BidState.SUPERSEDED, 2)
    assert set(SealedShare.objects.values_list("envelope__bid", flat=True)) == {second.pk}
    withdraw_bid(actor=offer.person[0], lot=offer.lot, organization=offer.person[1])
    assert not SealedShare.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_simultaneous_posts_of_one_container_make_one_bid(offer):
    answers, gate = [], threading.Barrier(20)

    def act():
        try:
            gate.wait(60)
            answers.append(send(offer).bid.receipt_number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [Bid.objects.get().receipt_number] * 20
    assert SealedShare.objects.count() == 9


def change(path, value):
    """Return a change of the container at a path like "0.manifest.files.0.size"; DELETE takes the field away."""

    def act(envelopes):
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        target = envelopes
        for step in way:
            target = target[step]
        if value is DELETE:
            del target[last]
        else:
            target[last] = value
        return envelopes

    return act


DELETE = object()
WRONG = [
    ("0", 7, "value"), ("0", DELETE, "value"), ("0.shares", "x", "shares"), ("0.extra", 1, "unknown"),
    ("0.manifest.is_staff", True, "unknown"), ("0.manifest.价", 1, "unknown"), ("0.manifest.tender", DELETE, "missing"),
    ("0.manifest", [], "value"), ("0.manifest.version", "sealbid/2", "value"), ("0.manifest.suite", True, "value"),
    ("0.manifest.suite", 2, "value"), ("0.manifest.tender", "other", "other"), ("0.manifest.lot", True, "other"),
    ("0.manifest.organization", "other", "other"), ("0.manifest.document", 7, "other"),
    ("0.manifest.envelope", "bonus", "value"), ("0.manifest.envelope", {}, "value"),
    ("0.manifest.envelope", "price_attachments", "value"), ("0.manifest.t", 3, "threshold"),
    ("0.manifest.t", "2", "value"), ("0.manifest.n", 4, "threshold"), ("0.manifest.commitment", "AB" * 32, "value"),
    ("0.manifest.sealed_by", "server", "value"), ("0.manifest.sealed_by", "browser", "value"),
    ("0.manifest.bundle", "x", "value"), ("0.manifest.bundle", None, "value"), ("0.manifest.files", {}, "value"),
    ("0.manifest.files", [], "value"), ("0.manifest.files.0", "x", "value"), ("0.manifest.files.0.title", "x", "unknown"),
    ("0.manifest.files.0.name", "../x", "value"), ("0.manifest.files.0.sha256", 7, "value"),
    ("0.manifest.files.0.size", "9", "size"), ("0.manifest.files.0.size", 10, "size"),
    ("0.manifest.files.0.size", 10**15, "large"), ("0.manifest.shares", {}, "value"), ("0.manifest.shares", [], "shares"),
    ("0.manifest.shares.0.x", 2, "shares"), ("0.manifest.shares.0.x", True, "shares"),
    ("0.manifest.shares.0.key", "other", "shares"), ("0.manifest.shares.0.commitment", "", "shares"),
    ("0.manifest.shares.0.sha256", "00" * 32, "shares"), ("0.manifest.shares.0.blob", "x", "unknown"),
    ("0.shares.0", "!", "shares"), ("0.shares.0", 7, "shares"), ("0.shares.0", "A" * 9999, "shares"),
    ("0.shares.0", "十", "shares"), ("0.shares.2", DELETE, "shares"),
]  # fmt: skip


def test_malformed_containers_are_refused_by_the_name_of_the_field(offer):
    for path, value, code in WRONG:
        with pytest.raises(Refused) as caught:
            send(offer, envelopes=change(path, value)(copy.deepcopy(offer.envelopes)))
        assert (path, caught.value.code) == (path, f"bidding.container_{code}")
        assert (bool(caught.value.facts["where"]), caught.value.status) == (True, 422)
    assert not Bid.objects.exists()


@pytest.mark.parametrize(
    "blob", [b"no age file", pyrage.encrypt(b"x" * 34, [x25519.Identity.generate().to_public()])]
)
def test_a_share_is_an_age_file_of_the_length_of_a_share(offer, blob):
    offer.envelopes[0]["shares"][0] = base64.b64encode(blob).decode()
    offer.envelopes[0]["manifest"]["shares"][0]["sha256"] = digest(blob)
    with pytest.raises(Refused, match="container_shares"):
        send(offer)


def test_all_fields_of_three_envelopes_are_checked_together(offer, monkeypatch):
    swapped = copy.deepcopy(offer.envelopes)
    swapped[1]["manifest"]["files"] = swapped[0]["manifest"]["files"]
    with pytest.raises(Refused, match="container_value"):
        send(offer, envelopes=swapped)
    twice = copy.deepcopy(offer.envelopes)
    twice[2]["manifest"]["files"][0]["name"] = twice[1]["manifest"]["files"][0]["name"]
    with pytest.raises(Refused, match="container_value"):
        send(offer, envelopes=twice)
    one_key = copy.deepcopy(offer.envelopes)
    one_key[2]["manifest"]["commitment"] = one_key[1]["manifest"]["commitment"]
    with pytest.raises(Refused, match="container_value"):
        send(offer, envelopes=one_key)
    with pytest.raises(Refused, match="container_value"):
        send(offer, envelopes=[offer.envelopes[0]] * 3)
    monkeypatch.setattr(outer, "BID_LIMIT", 1000)
    with pytest.raises(Refused, match="container_large"):
        send(offer)


@pytest.mark.parametrize("field", ["document", "roster"])
def test_a_container_for_an_older_document_or_roster_asks_to_read_again(offer, field):
    for one in offer.envelopes:
        one["manifest"][field] = "00" * 32
    with pytest.raises(Refused) as caught:
        send(offer)
    assert (caught.value.code, caught.value.status) == ("bidding.document_changed", 409)


def test_every_part_must_be_there_whole_and_the_one_that_was_listed(offer):
    part = Part.objects.first()
    Part.objects.filter(pk=part.pk).update(sha256="")
    with pytest.raises(Refused, match="part_missing"):
        send(offer)
    Part.objects.filter(pk=part.pk).update(sha256="00" * 32)
    with pytest.raises(Refused, match="part_differs"):
        send(offer)
    Part.objects.filter(pk=part.pk).update(sha256=offer.envelopes[0]["manifest"]["files"][0]["sha256"])
    private_storage().delete(part.file.name)
    with pytest.raises(Refused, match="part_missing"):
        send(offer)
    offer.person = offer.bidder()
    other, _files, _keys = container(offer.lot, offer.person[1])
    with pytest.raises(Refused, match="part_missing"):
        send(offer, envelopes=other)
    assert not Bid.objects.exists()


@pytest.mark.parametrize(
    ("constant", "value", "code"),
    [("FILE_STEP", 65537, "size"), ("FILE_LIMIT", 1000, "large"), ("INNER_LIMIT", 1000, "large")],
)
def test_padding_and_length_of_the_content_are_seen_from_outside(offer, monkeypatch, constant, value, code):
    monkeypatch.setattr(outer, constant, value)
    with pytest.raises(Refused, match=f"container_{code}"):
        send(offer)


def test_a_part_that_is_no_age_file_is_refused_at_the_seal(offer):
    part = Part.objects.last()
    with part.file.storage.open(part.file.name, "r+b") as stored:
        stored.write(b"x")
    with pytest.raises(Refused, match="container_not_age"):
        send(offer)


def test_a_stranger_to_the_tender_is_denied(offer):
    with pytest.raises(Denied, match="not_member"):
        send(offer, actor=offer.bidder()[0])


def test_the_terms_say_what_a_sealing_program_needs(offer):
    terms = json.loads(json.dumps(sealing_terms(offer.lot, offer.person[1])))
    assert terms["header"]["tender"] == offer.tender.public_id
    assert [one["x"] for one in terms["holders"]] == [1, 2, 3]
    assert terms["deadline"].endswith("Z")


def test_a_bid_is_confirmed_for_a_new_document_over_the_same_parts(offer):
    first = send(offer).bid
    again = {"actor": offer.person[0], "lot": offer.lot, "organization": offer.person[1]}
    with pytest.raises(Refused, match="nothing_to_confirm"):
        reconfirm_bid(token="b" * 64, **again)
    Tender.objects.update(document_digest="12" * 32)
    TenderDocument.objects.update(digest="12" * 32)
    offer.tender.refresh_from_db()
    again["lot"] = offer.lot
    second = reconfirm_bid(token="b" * 64, **again).bid
    assert reconfirm_bid(token="b" * 64, **again).bid == second
    first.refresh_from_db()
    assert (first.state, second.document_digest) == (BidState.SUPERSEDED, "12" * 32)
    assert Part.objects.count() == len(offer.files)
    for price in ("119000.00", "120000.00"):
        offer.seal(price)
    offer.past_deadline()
    offer.open()
    second.refresh_from_db()
    assert second.state == BidState.OPENED


def test_what_cannot_be_confirmed_is_told(offer, monkeypatch):
    again = {"actor": offer.person[0], "lot": offer.lot, "organization": offer.person[1], "token": "b" * 64}
    with pytest.raises(Refused, match="no_current_bid"):
        reconfirm_bid(**again)
    older = send(offer).bid
    Tender.objects.update(document_digest="12" * 32)
    again["lot"] = offer.lot
    offer.seal("119000.00", person=offer.person)
    monkeypatch.setitem(reconfirm_bid.__globals__, "current_bid", lambda *_given: older)
    with pytest.raises(Refused, match="bid_changed"):
        reconfirm_bid(**again)
    Tender.objects.update(roster_digest="34" * 32)
    again["lot"] = offer.lot
    with pytest.raises(Refused, match="document_changed"):
        reconfirm_bid(**again)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=10), inside, max_size=4),
    max_leaves=20,
)


@given(given_json=JSON, place=st.sampled_from(["", "manifest", "shares", "files"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_refused_and_never_an_error(given_json, place):
    header = {"tender": "t", "lot": 1, "document": "0" * 64, "organization": "o", "roster": "0" * 64}
    envelopes = [{"manifest": {}, "shares": []} for _ in range(3)]
    if place == "files":
        envelopes[0]["manifest"] = {**header, "files": given_json}
    elif place:
        envelopes[0][place] = given_json
    with pytest.raises(Refused):
        outer.read_envelopes(
            envelopes if place else given_json,
            header=header,
            holders=[Holder(n, "k", "r") for n in (1, 2, 3)],
        )
