"""Sealing, replacing, withdrawing: the database clock decides, nothing leaks, a repeated post has one effect."""

import threading
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, connections

from bidding.actions.bids import seal_bid, withdraw_bid
from bidding.actions.opening import open_bids
from bidding.models import Bid, Envelope, SealedShare, Tender
from bidding.queries.bids import counted_bids
from bidding.sealing.keys import is_signed
from bidding.states import BidState, TenderState
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.notifications.models import Notification
from marketplace.web.access import Denied
from marketplace.web.files import private_storage
from organizations.states import MemberRole, OrganizationState
from tests.factories.bidding import PASSPHRASE
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
CANARY = "金丝雀-7f3c9a1e-报价方案"
JUST_BEFORE = timedelta(milliseconds=150)


def test_a_sealed_bid_leaves_a_signed_receipt_and_no_clear_word(life):
    life.published()
    sealed = life.seal("118000.00", plan=CANARY)
    bid = sealed.bid
    assert is_signed(bid.receipt, bid.signature)
    assert set(sealed.recovery) == {"technical", "price_form", "price_attachments"}
    assert Envelope.objects.filter(bid=bid).count() == 3
    assert SealedShare.objects.filter(envelope__bid=bid).count() == 9
    assert Notification.objects.filter(kind="bidding.bid_sealed").count() == 1
    assert_nowhere_in_clear(CANARY, "118000.00")
    for envelope in Envelope.objects.filter(bid=bid):
        content = b"".join(use.part.file.open("rb").read() for use in envelope.files.all())
        assert CANARY.encode() not in content
        assert b"118000" not in content


def assert_nowhere_in_clear(*words):
    """Scan every table of the database as text, and the mails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            for word in words:
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{word}%"])
                assert cursor.fetchone()[0] == 0, (table, word)
    assert not any(word in message.body for message in mail.outbox for word in words)


# rules: BID-02
def test_replacing_destroys_the_older_shares_and_keeps_its_hash(life):
    life.published()
    person = life.bidder()
    first = life.seal("118000.00", person=person).bid
    second = life.seal("117000.00", person=person).bid
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == (BidState.SUPERSEDED, BidState.SEALED, 2)
    assert not SealedShare.objects.filter(envelope__bid=first).exists()
    assert first.envelopes.count() == 3
    assert list(counted_bids(life.lot)) == [second]


def test_the_same_token_answers_the_same_receipt(life):
    life.published()
    person = life.bidder()
    first = life.seal(person=person, token="a" * 64)
    again = life.seal("99.00", person=person, token="a" * 64)
    assert again.bid == first.bid
    assert again.recovery == {}
    assert Bid.objects.count() == 1
    assert AuditEvent.objects.filter(act="bid.sealed").count() == 1


# rules: BID-02
def test_withdrawing_until_the_deadline(life):
    life.published()
    writer, organization = person = life.bidder()
    bid = life.seal(person=person).bid
    withdraw_bid(actor=writer, lot=life.lot, organization=organization)
    bid.refresh_from_db()
    assert bid.state == BidState.WITHDRAWN
    assert not SealedShare.objects.exists()
    with pytest.raises(Refused, match="no_current_bid"):
        withdraw_bid(actor=writer, lot=life.lot, organization=organization)
    life.seal("119000.00", person=person)
    life.past_deadline()
    with pytest.raises(Refused, match="late"):
        withdraw_bid(actor=writer, lot=life.lot, organization=organization)


# rules: BID-01
def test_equality_with_the_deadline_is_late_and_keeps_nothing(life, monkeypatch):
    life.published()
    person = life.bidder()
    deadline = life.tender.bid_deadline
    files = _sealed_files()
    monkeypatch.setattr("bidding.actions.bids.database_now", lambda: deadline)
    with pytest.raises(Refused) as caught:
        life.seal(person=person)
    assert (caught.value.code, caught.value.status) == ("bidding.late", 409)
    before = deadline - timedelta(microseconds=1)
    moments = iter([before, before, deadline])  # its partners are looked at before it is judged
    monkeypatch.setattr("bidding.actions.bids.database_now", lambda: next(moments))
    with pytest.raises(Refused, match="late"):
        life.seal(person=person)
    assert not Bid.objects.exists()
    assert _sealed_files() == files
    monkeypatch.setattr("bidding.actions.bids.database_now", lambda: deadline - timedelta(microseconds=1))
    assert life.seal(person=person).bid.sealed_at < deadline


def test_who_may_not_bid_is_told_why(life):
    life.published()
    lot = life.lot
    outsider, (writer, organization) = member(), life.bidder()
    with pytest.raises(Denied, match="not_member"):
        life.seal(person=(outsider, organization))
    finance = member(organization=organization, role=MemberRole.FINANCE)
    with pytest.raises(Denied, match="not_member"):
        life.seal(person=(finance, organization))
    organization.state = OrganizationState.SUSPENDED
    organization.save()
    with pytest.raises(Denied, match="organization_suspended"):
        life.seal(person=(writer, organization))
    with pytest.raises(Refused, match="price_above_ceiling"):
        life.seal("125000.01")
    assert lot.bids.count() == 0


def test_a_changed_document_asks_to_read_again(life, monkeypatch):
    life.published()
    stale = life.lot
    Tender.objects.update(document_digest="0" * 64)
    writer, organization = life.bidder()
    from bidding.actions.bids import BidContent

    with pytest.raises(Refused, match="document_changed"):
        seal_bid(
            actor=writer, lot=stale, organization=organization, content=BidContent(Decimal(1)), token="b" * 64
        )


# rules: OPEN-02
def test_too_few_bids_fail_without_decryption(life, desk):
    life.published()
    life.seal("118000.00")
    life.seal("119000.00")
    life.past_deadline()
    tender = life.open(desk.openers[0])
    assert (tender.state, tender.end_reason) == (TenderState.FAILED, "failed_few_bidders")
    assert set(Bid.objects.values_list("state", flat=True)) == {BidState.SEALED}
    assert not hasattr(tender, "opening")
    again = open_bids(actor=desk.openers[1], tender=tender, passphrase=PASSPHRASE, now=life.now)
    assert again.state == TenderState.FAILED


# rules: OPEN-01
def test_opening_needs_the_deadline_two_officers_and_the_roster(life, desk):
    life.published()
    for price in ("118000.00", "119000.00", "120000.00"):
        life.seal(price)
    with pytest.raises(Refused) as early:
        life.open(desk.openers[0])
    assert (early.value.code, early.value.status) == ("bidding.opening_early", 409)
    life.past_deadline()
    with pytest.raises(Refused, match="not_in_roster"):
        life.open(desk.approver)
    with pytest.raises(Refused, match="passphrase_wrong"):
        open_bids(actor=desk.openers[0], tender=life.tender, passphrase="no", now=life.now)
    life.open(desk.openers[0])
    with pytest.raises(Refused, match="same_officer"):
        life.open(desk.openers[0])
    assert set(Bid.objects.values_list("state", flat=True)) == {BidState.SEALED}
    tender = life.open(desk.openers[2])
    assert tender.state == TenderState.OPENED
    assert tender.opening.record["count"] == 3
    assert sorted(row["price"] for row in tender.opening.record["bids"]) == [
        "118000.00",
        "119000.00",
        "120000.00",
    ]
    again = life.open(desk.openers[1])
    assert again.opening.digest == tender.opening.digest


def test_a_corrupt_bid_is_recorded_and_the_others_go_on(life):
    life.published()
    bids = [life.seal(price).bid for price in ("118000.00", "119000.00", "120000.00", "121000.00")]
    broken = bids[0].envelopes.get(kind="price_form")
    with Path(broken.files.get().part.file.path).open("r+b") as stored:
        stored.write(b"x")
    missing = bids[1].envelopes.get(kind="technical")
    private_storage().delete(missing.files.last().part.file.name)
    life.past_deadline()
    tender = life.open()
    results = {row["receipt"]: row["result"] for row in tender.opening.record["bids"]}
    assert results[bids[0].receipt_number] == "payload_changed"
    assert results[bids[1].receipt_number] == "payload_missing"
    assert results[bids[2].receipt_number] == "opened"
    assert Bid.objects.filter(state=BidState.OPENED).count() == 2


def test_a_wrong_share_waits_for_the_third_officer(life, desk):
    from bidding.models import RosterMember
    from bidding.sealing.container import Holder, seal

    life.published()
    bids = [life.seal(price).bid for price in ("118000.00", "119000.00", "120000.00")]
    second = RosterMember.objects.get(tender=life.tender, position=2)
    other = seal(
        kind="technical", form={}, pieces=(), header={},
        holders=[Holder(n, "k", second.key.recipient) for n in (1, 2, 3)],
    )  # fmt: skip
    SealedShare.objects.filter(envelope__bid=bids[0], member=second).update(blob=other.shares[2])
    life.past_deadline()
    order = {m.officer_id: m.position for m in RosterMember.objects.filter(tender=life.tender)}
    by_place = {order[o.pk]: o for o in desk.openers}
    tender = life.open(by_place[1], by_place[2])
    assert tender.state == TenderState.CLOSED
    assert Bid.objects.filter(state=BidState.OPENED).count() == 2
    tender = life.open(by_place[3])
    assert tender.state == TenderState.OPENED
    assert Bid.objects.filter(state=BidState.OPENED).count() == 3


@pytest.mark.django_db(transaction=True)
def test_forty_simultaneous_seals_around_the_deadline(life):
    """None lost, none accepted late, a double click counts once; the opening sees exactly the accepted set.

    28 posts of 24 bidders begin at once; when half have their receipts the clock jumps to just before the deadline,
    and 12 more bidders begin one after the other until well after it.
    """
    life.published()
    people = [life.bidder() for _ in range(36)]
    posts = [(number, None) for number in (*range(24), *range(4))]
    posts += [(number, (number - 24) * JUST_BEFORE / 6) for number in range(24, 36)]
    accepted, refused = [], []
    gate, jumped = threading.Barrier(len(posts)), threading.Event()
    kept = _sealed_files()

    def post(number, pause):
        try:
            gate.wait(60)
            if pause is not None:
                assert jumped.wait(120)
                time.sleep(pause.total_seconds())
            sealed = life.seal(f"{100000 + number}.00", person=people[number], token=f"{number:064x}")
            accepted.append(sealed.bid)
        except Refused as error:
            refused.append((error.code, people[number][1].pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=arguments) for arguments in posts]
    for thread in threads:
        thread.start()
    while len(accepted) < 12 and any(thread.is_alive() for thread in threads):
        time.sleep(0.005)
    life.move(life.tender.bid_deadline - JUST_BEFORE)
    jumped.set()
    for thread in threads:
        thread.join()
    assert len(accepted) + len(refused) == len(posts) == 40
    assert len(accepted) >= 12
    assert {code for code, _organization in refused} == {"bidding.late"}
    assert people[35][1].pk in {organization for _code, organization in refused}
    assert all(bid.sealed_at < life.tender.bid_deadline for bid in accepted)
    assert set(counted_bids(life.lot)) == set(accepted)
    assert len(set(accepted)) == len({bid.organization_id for bid in accepted})
    assert len(_sealed_files() - kept) == 4 * len(set(accepted))  # three first files, one document
    life.past_deadline()
    record = life.open().opening.record
    assert {row["receipt"] for row in record["bids"]} == {bid.receipt_number for bid in accepted}
    assert {row["result"] for row in record["bids"]} == {"opened"}


def _sealed_files() -> set[str]:
    storage = private_storage()
    return set(storage.listdir("sealed")[1]) if storage.exists("sealed") else set()
