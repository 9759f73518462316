"""The ceremony by shares, lost keys and recovery keys: every wrong share is named, nothing is lost, nothing opens early."""

import base64
import errno
import json
import threading

import pyrage
import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from bidding.actions import opening as ceremony
from bidding.actions.containers import seal_container
from bidding.actions.opening import finish_due_openings, post_shares, report_key_lost
from bidding.actions.recovery import hand_in_recovery_key
from bidding.models import (
    Bid,
    BidDocument,
    Envelope,
    OfficerKey,
    Opening,
    OpeningShare,
    RosterMember,
    SealedShare,
)
from bidding.queries.openings import share_list
from bidding.sealing.agekeys import identity_text
from bidding.sealing.keys import is_signed
from bidding.sealing.officers import unlock
from bidding.sealing.shares import read_shares, share_is_wrong
from bidding.states import BidState, TenderState
from bidding.tasks import close_tenders
from marketplace.audit.models import AuditEvent
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.web.access import Denied
from marketplace.web.files import private_storage
from tests.factories.bidding import PASSPHRASE

from .containers import container, upload

pytestmark = pytest.mark.django_db
PRICES = ("118000.00", "119000.00", "120000.00")


@pytest.fixture
def closed(life):
    """Three sealed bids after the deadline, the last of them made by a tool."""
    life.published()
    life.recovery = {}
    for price in PRICES[:2]:
        sealed = life.seal(price)
        life.recovery[sealed.bid.pk] = sealed.recovery
    person = life.bidder()
    envelopes, files, found = container(life.lot, person[1], PRICES[2])
    upload(life, person, files)
    bid = seal_container(
        actor=person[0], lot=life.lot, organization=person[1], envelopes=envelopes, token="c" * 64
    ).bid
    life.recovery[bid.pk] = {kind: identity_text(key) for kind, key in found.items()}
    life.past_deadline()
    return life


def decrypted(life, officer):
    """What an officer's own program makes of the share list."""
    listed = json.loads(json.dumps(share_list(officer, life.tender, life.now)))
    identity = unlock(OfficerKey.objects.get(officer=officer).locked_identity, PASSPHRASE)
    return [
        {
            "bid": one["bid"], "envelope": one["envelope"],
            "share": pyrage.decrypt(base64.b64decode(one["blob"]), [identity]).hex(),
        }
        for one in listed["shares"]
    ]  # fmt: skip


def post(life, officer, shares=None):
    shares = decrypted(life, officer) if shares is None else shares
    life.tender = post_shares(actor=officer, tender=life.tender, shares=shares, now=life.now)
    return life.tender


def lose(life, officer, reason="U盾遗失"):
    life.tender = report_key_lost(actor=officer, tender=life.tender, reason=reason, now=life.now)
    return life.tender


def refused(code, status, act, *given, **named):
    with pytest.raises(Refused) as caught:
        act(*given, **named)
    assert (caught.value.code, caught.value.status) == (f"bidding.{code}", status)
    return caught.value


# rules: OPEN-04
def test_two_officers_open_with_shares_that_they_decrypted_themselves(closed, desk):
    assert post(closed, desk.openers[0]).state == TenderState.CLOSED
    assert set(Bid.objects.values_list("state", flat=True)) == {BidState.SEALED}
    tender = post(closed, desk.openers[2])
    assert tender.state == TenderState.OPENED
    opened = tender.opening
    assert [row["price"] for row in opened.record["bids"]] == list(PRICES)
    assert is_signed(opened.record, opened.signature)
    assert [row["sealed_by"] for row in opened.record["bids"]] == ["server", "server", "tool"]
    assert {row["part"] for row in opened.record["officers"]} == {"shares"}
    assert not OpeningShare.objects.exists()
    assert post(closed, desk.openers[1], []).opening.digest == opened.digest


def test_passphrase_and_shares_lead_to_the_same_rows(closed, desk):
    closed.open(desk.openers[0])
    assert post(closed, desk.openers[1]).state == TenderState.OPENED


def test_shares_come_bid_by_bid_and_a_repeated_post_has_no_second_effect(closed, desk):
    first, second = (decrypted(closed, officer) for officer in desk.openers[:2])
    for place in range(0, 9, 3):
        post(closed, desk.openers[0], first[place : place + 3])
    refused("same_officer", 409, post, closed, desk.openers[0], first)
    post(closed, desk.openers[1], second[:3])
    assert Bid.objects.filter(state=BidState.OPENED).count() == 1
    assert post(closed, desk.openers[1], second[:4]).state == TenderState.CLOSED
    assert post(closed, desk.openers[1], second).state == TenderState.OPENED
    assert AuditEvent.objects.filter(act="opening.key_handed_in").count() == 6


def test_a_wrong_share_names_the_key_and_leaves_the_others_alone(closed, desk):
    first, second = (decrypted(closed, officer) for officer in desk.openers[:2])
    post(closed, desk.openers[0], first)
    random = [{**second[0], "share": "5a" * 32 + "02"}, *second[1:]]
    place = {m.officer_id: m.position for m in RosterMember.objects.all()}[desk.openers[1].pk]
    random[0]["share"] = "5a" * 32 + f"{place:02x}"
    error = refused("share_wrong", 422, post, closed, desk.openers[1], random)
    assert error.facts == {"key": OfficerKey.objects.get(officer=desk.openers[1]).fingerprint, "count": 1}
    refused("share_wrong", 422, post, closed, desk.openers[1], first)
    swapped = [{**second[0], "share": second[1]["share"]}, *second[1:]]
    refused("share_wrong", 422, post, closed, desk.openers[1], swapped)
    assert AuditEvent.objects.filter(act="opening.share_refused").count() == 3
    assert set(OpeningShare.objects.values_list("member__officer", flat=True)) == {desk.openers[0].pk}
    assert post(closed, desk.openers[1], second).state == TenderState.OPENED


def test_who_may_not_post_and_when(life, closed, desk):
    shares = decrypted(closed, desk.openers[0])
    refused("not_in_roster", 403, post, closed, desk.approver, shares)
    refused("share_unknown", 422, post, closed, desk.openers[0], [{**shares[0], "bid": "other"}])
    refused("share_shape", 422, post, closed, desk.openers[0], {"shares": shares})
    refused("shares_missing", 422, post, closed, desk.openers[0], [])
    nothing = [{**one, "share": None} for one in shares]
    refused("shares_unusable", 422, post, closed, desk.openers[0], nothing)
    assert not OpeningShare.objects.exists()
    closed.tender.__class__.objects.update(state=TenderState.CANCELLED)
    refused("already_opened", 409, post, closed, desk.openers[0], shares)


def test_before_the_deadline_there_is_no_list_and_no_post(life, desk):
    life.published()
    life.seal()
    refused("opening_early", 409, share_list, desk.openers[0], life.tender, life.now)
    refused("opening_early", 409, post, life, desk.openers[0], [])
    refused("opening_early", 409, lose, life, desk.openers[0])


def test_too_few_bids_fail_without_decryption_however_the_turn_is_taken(life, desk):
    life.published()
    life.seal()
    life.past_deadline()
    shares = decrypted(life, desk.openers[0])
    assert post(life, desk.openers[0], shares).state == TenderState.FAILED
    assert lose(life, desk.openers[1]).state == TenderState.FAILED
    assert post(life, desk.openers[1], []).state == TenderState.FAILED
    assert Envelope.objects.filter(kept_key__isnull=False).count() == 0


def test_a_report_of_a_lost_key_with_too_few_bids_fails_as_well(life, desk):
    life.published()
    life.past_deadline()
    assert lose(life, desk.openers[0]).state == TenderState.FAILED


def test_an_officer_who_can_open_no_share_of_one_bid_leaves_it_to_the_third(closed, desk):
    """The bidder dealt one officer something else: the list says so, the officer posts null."""
    bid = Bid.objects.first()
    second = RosterMember.objects.get(officer=desk.openers[1])
    shares = decrypted(closed, desk.openers[1])
    spoiled = [{**one, "share": None} if one["bid"] == bid.public_id else one for one in shares]
    post(closed, desk.openers[0])
    assert post(closed, desk.openers[1], spoiled).state == TenderState.CLOSED
    assert Bid.objects.filter(state=BidState.OPENED).count() == 2
    assert OpeningShare.objects.filter(member=second).count() == 9
    assert post(closed, desk.openers[2]).state == TenderState.OPENED


def test_a_bid_whose_shares_lead_nowhere_is_recorded_when_all_officers_have_acted(closed, desk):
    bid = Bid.objects.first()
    SealedShare.objects.filter(envelope__bid=bid).update(blob=b"spoiled")
    tender = closed.open(*desk.openers)
    assert tender.state == TenderState.OPENED
    results = {row["receipt"]: row["result"] for row in tender.opening.record["bids"]}
    assert results[bid.receipt_number] == "shares_wrong"
    assert sorted(results.values()) == ["opened", "opened", "shares_wrong"]


def test_a_share_that_was_dealt_wrongly_is_no_use_and_no_harm(closed, desk):
    """Containers of the first edition carry no commitment of shares: the key commitment decides at joining."""
    first = Bid.objects.first()
    for envelope in first.envelopes.all():
        envelope.manifest["shares"] = [
            {k: v for k, v in one.items() if k != "commitment"} for one in envelope.manifest["shares"]
        ]
        envelope.manifest_digest = digest(envelope.manifest)
        envelope.save()
    Bid.objects.filter(pk=first.pk).update(state=BidState.SEALED)
    member = RosterMember.objects.get(officer=desk.openers[1])
    row = SealedShare.objects.filter(envelope__bid=first, member=member).first()
    wrong = bytes(32) + bytes([member.position])
    row.blob = pyrage.encrypt(wrong, [pyrage.x25519.Recipient.from_str(member.key.recipient)])
    row.save()
    tender = closed.open(*desk.openers[:2])
    assert (tender.state, Bid.objects.filter(state=BidState.OPENED).count()) == (TenderState.CLOSED, 2)
    tender = closed.open(desk.openers[2])
    assert [one["result"] for one in tender.opening.record["bids"]] == ["opened"] * 3


def test_a_broken_document_leaves_no_file_behind(closed):
    bid = Bid.objects.last()
    use = bid.envelopes.get(kind="technical").files.last()
    private_storage().delete(use.part.file.name)
    kept = set(private_storage().listdir("kept")[1]) if private_storage().exists("kept") else set()
    tender = closed.open()
    assert tender.opening.record["bids"][2]["result"] == "payload_missing"
    now_kept = set(private_storage().listdir("kept")[1])
    assert len(now_kept - kept) == BidDocument.objects.count()


def test_forms_that_say_nonsense_are_recorded_and_the_others_go_on(life):
    """A stranger's program may put anything inside; nobody sees it before the opening, and it stops nothing."""
    life.published()
    forms = [
        {"price": "1e3"}, {"price": "0.00"}, {"price": 118000}, {"price": "１２３"}, {},
        {"price": "1.00", "currency": "USD"}, {"price": "9" * 15}, {"price": "118000.00", "note": "\0"},
        {"price": "118000.00", "note": "价"},
    ]  # fmt: skip
    for number, form in enumerate(forms):
        writer, organization = person = life.bidder()
        envelopes, files, _keys = container(
            life.lot, organization, forms={"technical": {}, "price_form": form, "price_attachments": {}}
        )
        upload(life, person, files, step=2_000_000)
        given = {"actor": writer, "lot": life.lot, "organization": organization}
        seal_container(envelopes=envelopes, token=f"{number:064x}", **given)
    life.past_deadline()
    record = life.open().opening.record
    results = [row["result"] for row in record["bids"]]
    assert results == ["price_unreadable"] * 7 + ["inner_manifest", "opened"]


def test_an_interrupted_opening_is_taken_up_by_the_sweeper(closed, desk, monkeypatch):
    closed.open(desk.openers[0])
    monkeypatch.setattr(ceremony, "finish_opening", lambda tender, **_given: tender)
    closed.open(desk.openers[1])
    monkeypatch.undo()
    assert Opening.objects.get().completed_at is None
    assert close_tenders() >= 1
    assert Opening.objects.get().completed_at is not None
    assert finish_due_openings() == 0


def test_a_full_disk_answers_507_and_the_opening_is_taken_up_later(closed, desk, monkeypatch):
    closed.open(desk.openers[0])
    kept = set(private_storage().listdir("kept")[1]) if private_storage().exists("kept") else set()

    def full(checked, **_fields):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(BidDocument, "keep", full)
        refused("disk_full", 507, post, closed, desk.openers[1])
        assert finish_due_openings() == 1
    assert set(Bid.objects.values_list("state", flat=True)) == {BidState.SEALED}
    assert (
        not (set(private_storage().listdir("kept")[1]) if private_storage().exists("kept") else set()) - kept
    )
    finish_due_openings()
    assert Opening.objects.get().completed_at is not None


@pytest.mark.django_db(transaction=True)
def test_officers_who_post_at_once_make_one_record(closed, desk):
    lists = [(officer, decrypted(closed, officer)) for officer in desk.openers for _ in range(2)]
    states, codes, gate = [], [], threading.Barrier(len(lists))

    def act(officer, shares):
        try:
            gate.wait(30)
            states.append(
                post_shares(actor=officer, tender=closed.tender, shares=shares, now=closed.now).state
            )
        except Refused as error:
            codes.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=one) for one in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(states) + len(codes) == 6
    assert set(codes) <= {"bidding.same_officer", "bidding.already_opened"}
    opening = Opening.objects.get()
    assert opening.first_officer_id != opening.second_officer_id
    assert [row["result"] for row in opening.record["bids"]] == ["opened"] * 3
    assert AuditEvent.objects.filter(act="tender.opened").count() == 1
    assert AuditEvent.objects.filter(act="bid.opened").count() == 3


# --- lost keys ---------------------------------------------------------------


def test_one_lost_key_is_nothing_to_the_bidders(closed, desk):
    lose(closed, desk.openers[0])
    refused("same_officer", 409, lose, closed, desk.openers[0])
    refused("reason_missing", 422, lose, closed, desk.openers[1], reason=" ")
    assert post(closed, desk.openers[1]).state == TenderState.CLOSED
    assert Opening.objects.get().recovery_ends_at is None
    tender = post(closed, desk.openers[2])
    assert tender.state == TenderState.OPENED
    assert [one["part"] for one in tender.opening.record["officers"]].count("key_lost") == 1


def recover(life, bid, **changes):
    writer = bid.organization.memberships.first().user
    identities = life.recovery[bid.pk] | changes
    return hand_in_recovery_key(actor=writer, bid=bid, identities=identities, now=life.now)


@pytest.fixture
def keyless(closed, desk):
    """Two keys are lost, the third officer has handed in: the bidders are asked."""
    lose(closed, desk.openers[0])
    lose(closed, desk.openers[1])
    post(closed, desk.openers[2])
    return closed


def test_recovery_keys_open_what_officers_cannot(keyless):
    assert Notification.objects.filter(kind="bidding.recovery_asked").count() == 3
    bids = list(Bid.objects.order_by("pk"))
    for bid in bids[:2]:
        assert recover(keyless, bid).state == BidState.OPENED
    refused("recovery_not_needed", 409, recover, keyless, bids[0])
    finish_due_openings()
    assert Opening.objects.get().completed_at is None
    assert Notification.objects.filter(kind="bidding.recovery_asked").count() == 3
    assert recover(keyless, bids[2]).state == BidState.OPENED
    opened = Opening.objects.get()
    assert [row["price"] for row in opened.record["bids"]] == list(PRICES)
    assert AuditEvent.objects.filter(act="bid.recovery_key_handed_in").count() == 3


def test_a_wrong_recovery_key_is_refused_by_its_envelope(keyless):
    first, second, _third = Bid.objects.order_by("pk")
    stranger = keyless.recovery[second.pk]["technical"]
    for wrong in (stranger, "", "AGE-SECRET-KEY-1QQ"):
        error = refused("recovery_wrong", 422, recover, keyless, first, technical=wrong)
        assert error.field == "technical"
    assert not Envelope.objects.filter(kept_key__isnull=False).exists()
    with pytest.raises(Denied, match="not_member"):
        hand_in_recovery_key(actor=keyless.bidder()[0], bid=first, identities={}, now=keyless.now)


def test_without_recovery_keys_the_bid_stays_sealed_and_the_record_says_why(keyless):
    first = Bid.objects.order_by("pk").first()
    recover(keyless, first)
    keyless.move(Opening.objects.get().recovery_ends_at)
    close_tenders()
    record = Opening.objects.get().record
    assert [row["result"] for row in record["bids"]] == ["opened", "keys_lost", "keys_lost"]
    assert Bid.objects.filter(state=BidState.UNREADABLE).count() == 2


def test_recovery_keys_are_not_taken_unasked(closed, desk):
    bid = Bid.objects.first()
    refused("recovery_not_needed", 409, recover, closed, bid)
    lose(closed, desk.openers[0])
    refused("recovery_not_needed", 409, recover, closed, bid)


# --- the list of shares itself -----------------------------------------------

GOOD = {"bid": "b", "envelope": "technical", "share": "00" * 32 + "01"}


@pytest.mark.parametrize(
    "given",
    [
        None, {}, "x", [7], [{}], [{**GOOD, "extra": 1}], [GOOD, GOOD], [{**GOOD, "bid": 7}], [{**GOOD, "envelope": []}],
        [{**GOOD, "envelope": "bonus"}], [{**GOOD, "share": "zz"}], [{**GOOD, "share": 7}], [{**GOOD, "share": ""}],
        [GOOD] * 3001,
    ],
)  # fmt: skip
def test_malformed_lists_of_shares_are_refused(given):
    with pytest.raises(Refused, match="share_shape"):
        read_shares(given)


@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
@settings(max_examples=100)
def test_any_json_is_an_answer_and_never_an_error(given_json):
    if given_json == []:
        assert read_shares(given_json) == {}
        return
    with pytest.raises(Refused, match="share_shape"):
        read_shares(given_json)


def test_a_share_of_another_place_is_wrong_even_without_commitments():
    manifest = {"shares": [{"x": 1}, {"x": 2}]}
    assert not share_is_wrong(manifest, 1, b"\1" * 33)
    assert share_is_wrong(manifest, 2, b"\1" * 33)
    assert share_is_wrong({"shares": []}, 2, b"\1" * 33)
    assert not share_is_wrong(manifest, 1, b"")
