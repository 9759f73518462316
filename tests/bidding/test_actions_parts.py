"""Ciphertext arrives piece by piece: resumable, counted, private, without any meaning for the deadline."""

import errno
import threading

import pyrage
import pytest
from django.db import connections
from pyrage import x25519

from bidding.actions.containers import seal_container
from bidding.actions.parts import discard_part, upload_part
from bidding.models import Part
from bidding.queries.parts import find_part, parts_of, space_used
from bidding.sealing import parts as disk
from marketplace.audit.models import AuditEvent
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused
from marketplace.web.access import Denied
from marketplace.web.files import private_storage
from organizations.states import MemberRole
from tests.factories.organizations import member

from .containers import container, upload

pytestmark = pytest.mark.django_db
NAME = "0123456789abcdef" * 2
CONTENT = pyrage.encrypt(bytes(100_000), [x25519.Identity.generate().to_public()])


@pytest.fixture
def send(life):
    """Upload bytes of CONTENT for one bidder; anything can be said otherwise."""
    life.published()
    life.person = life.bidder()

    def put(begin=0, end=None, *, person=None, **changes):
        writer, organization = person or life.person
        given = {
            "name": NAME,
            "size": len(CONTENT),
            "offset": begin,
            "content": CONTENT[begin:end],
            **changes,
        }
        return upload_part(actor=writer, lot=life.lot, organization=organization, now=life.now, **given)

    return put


def test_a_part_arrives_in_pieces_and_gets_its_hash_with_the_last(send, life):
    first = send(0, 40_000)
    assert (first.received, first.is_complete, first.sha256) == (40_000, False, "")
    assert send(0, 40_000).received == 40_000
    assert send(10, 20).received == 40_000
    whole = send(40_000)
    assert (whole.is_complete, whole.sha256) == (True, digest(CONTENT))
    assert send(40_000) == whole
    assert whole.file.open("rb").read() == CONTENT
    assert str(whole) == NAME
    assert AuditEvent.objects.filter(act="bid_part.received").count() == 1
    assert list(parts_of(life.person[1], life.lot)) == [whole]


def test_what_a_crash_left_behind_is_written_again(send):
    part = send(0, 1000)
    with part.file.storage.open(part.file.name, "r+b") as stored:
        stored.seek(1000)
        stored.write(b"x" * 500)
    assert send(1000).sha256 == digest(CONTENT)


@pytest.mark.parametrize(("begin", "content"), [(2000, b"x"), (500, b"y" * 10), (999, b"y" * 10)])
def test_a_wrong_offset_is_told_where_to_go_on(send, begin, content):
    send(0, 1000)
    with pytest.raises(Refused) as caught:
        send(begin, content=content)
    assert (caught.value.code, caught.value.status) == ("bidding.part_offset", 409)
    assert caught.value.facts == {"received": 1000}


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"name": "../../etc/passwd"}, "part_name", 422), ({"name": NAME.upper()}, "part_name", 422),
        ({"size": 10**12}, "part_large", 413), ({"size": 100}, "part_size", 422), ({"offset": -1}, "part_size", 422),
        ({"content": b""}, "part_size", 422), ({"offset": len(CONTENT)}, "part_size", 422),
        ({"content": bytes(disk.CHUNK_LIMIT + 1), "size": 3 * disk.CHUNK_LIMIT}, "part_large", 413),
        ({"content": b"plain text " * 30, "size": 330}, "part_not_sealed", 422),
    ],
)  # fmt: skip
def test_what_cannot_be_a_part_is_refused(send, changes, code, status):
    with pytest.raises(Refused) as caught:
        send(**changes)
    assert (caught.value.code, caught.value.status) == (f"bidding.{code}", status)


def test_a_part_keeps_the_size_it_began_with(send):
    send(0, 1000)
    with pytest.raises(Refused, match="part_size"):
        send(0, 1000, size=len(CONTENT) + 1)


def test_parts_belong_to_one_organization(send, life):
    other = life.bidder()
    send()
    send(0, 50, person=other)
    assert find_part(other[1], life.lot, NAME).received == 50
    assert find_part(life.person[1], life.lot, NAME).is_complete
    for stranger in (member(), member(organization=life.person[1], role=MemberRole.FINANCE)):
        with pytest.raises(Denied, match="not_member"):
            send(person=(stranger, life.person[1]))


def test_the_deadline_has_no_meaning_for_parts_but_the_opening_has(send, life):
    life.past_deadline()
    assert send(0, 1000).received == 1000
    life.tender.__class__.objects.update(state="opened")
    with pytest.raises(Denied, match="wrong_state"):
        send(1000)


@pytest.mark.parametrize(
    ("limit", "value"), [("QUOTA", 150_000), ("TOTAL_QUOTA", 150_000), ("MOST_PARTS", 1)]
)
def test_the_quota_is_counted_by_what_was_announced(send, monkeypatch, limit, value):
    monkeypatch.setattr(disk, limit, value)
    send(0, 10)
    with pytest.raises(Refused) as caught:
        send(0, 10, name="f" * 32)
    assert (caught.value.code, caught.value.status) == ("bidding.quota", 507)
    assert send(10, 20).received == 20


def test_ciphertext_of_replaced_versions_does_not_use_up_the_quota(life):
    life.published()
    person = life.bidder()
    life.seal("118000.00", person=person)
    before = space_used(person[1], life.lot)
    life.seal("117000.00", person=person)
    after = space_used(person[1], life.lot)
    assert after[0] == 2 * before[0]
    assert abs(after[1] - before[1]) < 2000  # age's own filler varies
    assert after[2] == before[1] + after[1]


def test_a_full_disk_answers_507_and_keeps_nothing(send, monkeypatch):
    send(0, 1000)

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "append", full)
    with pytest.raises(Refused) as caught:
        send(1000)
    assert (caught.value.code, caught.value.status) == ("bidding.disk_full", 507)
    assert Part.objects.get().received == 1000

    def broken(*_arguments):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(disk, "append", broken)
    with pytest.raises(OSError, match="broken"):
        send(1000)


def test_a_draft_is_discarded_and_a_sealed_part_stays(send, life, django_capture_on_commit_callbacks):
    writer, organization = life.person
    given = {"actor": writer, "lot": life.lot, "organization": organization, "now": life.now}
    stored = send(0, 1000).file.name
    with django_capture_on_commit_callbacks(execute=True):
        discard_part(name=NAME, **given)
    assert not private_storage().exists(stored)
    with pytest.raises(Refused, match="part_unknown"):
        discard_part(name=NAME, **given)
    envelopes, files, _keys = container(life.lot, organization)
    upload(life, life.person, files)
    seal_container(actor=writer, lot=life.lot, organization=organization, envelopes=envelopes, token="a" * 64)
    with pytest.raises(Refused, match="part_sealed"):
        discard_part(name=next(iter(files)), **given)


@pytest.mark.django_db(transaction=True)
def test_the_same_piece_from_many_connections_counts_once(send):
    answers, gate = [], threading.Barrier(8)

    def post():
        try:
            gate.wait(30)
            answers.append(send(0, 50_000).received)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [50_000] * 8
    assert send(50_000).sha256 == digest(CONTENT)
