"""The log: padded, signed, provable, the same for everybody; every change is found."""

import base64
import importlib.util
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from marketplace.audit.actions import record, write_checkpoint
from marketplace.audit.keys import public_bytes, public_verifier
from marketplace.audit.log import STEP, leaf_of, stored_nodes
from marketplace.audit.models import AuditEvent, Checkpoint, LogLeaf, LogNode
from marketplace.audit.queries import head_problem, log_faults
from marketplace.core import merkle
from marketplace.core.notes import read_note
from opendata.queries.log import disclosed
from opendata.tasks import publish_log
from tests.factories.bidding import BidFactory
from tests.factories.organizations import DepartmentFactory

pytestmark = pytest.mark.django_db
HERE = Path(__file__).resolve().parents[2]


def load_verifier():
    spec = importlib.util.spec_from_file_location("verify_log_script", HERE / "scripts" / "verify_log.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = load_verifier()


@pytest.fixture
def act(now):
    subject = DepartmentFactory()

    def acted(count=1, *, name="department.changed", **after):
        return [record(actor=None, action=name, subject=subject, at=now, after=after) for _ in range(count)]

    return acted


@pytest.fixture
def grown(act, now):
    """A log of two checkpoints: three events in the first, 600 leaves in all."""
    act(3)
    first = write_checkpoint(now=now)
    act(600)
    return first, write_checkpoint(now=now + timedelta(hours=1))


def test_every_event_gets_one_place_without_a_gap(grown):
    _first, second = grown
    assert list(LogLeaf.objects.values_list("place", flat=True)) == list(range(second.size))
    placed = LogLeaf.objects.filter(event_id__isnull=False)
    assert set(placed.values_list("event_id", flat=True)) == set(
        AuditEvent.objects.values_list("pk", flat=True)
    )
    assert list(log_faults()) == []


def test_sizes_are_padded_so_that_they_tell_nothing(act, now):
    sizes = []
    for hour, count in enumerate((0, 1, 40, 0)):
        act(count)
        sizes.append(write_checkpoint(now=now + timedelta(hours=hour)).size)
    assert sizes == [STEP * (n + 1) for n in range(4)]


def test_the_order_inside_a_checkpoint_tells_nothing(act, now):
    act(60)
    write_checkpoint(now=now)
    places = dict(LogLeaf.objects.filter(event_id__isnull=False).values_list("event_id", "place"))
    assert [places[key] for key in sorted(places)] != sorted(places.values())


def test_a_checkpoint_is_due_with_the_hour_and_after_an_opening(act, now):
    first = write_checkpoint(now=now)
    act(5)
    assert write_checkpoint(now=now + timedelta(minutes=59)) == first
    act(1, name="tender.opened")
    second = write_checkpoint(now=now + timedelta(minutes=59))
    assert second.size == first.size + STEP
    assert write_checkpoint(now=now + timedelta(minutes=59)) == second
    assert write_checkpoint(now=now + timedelta(hours=1)).size == second.size + STEP
    assert write_checkpoint(now=now, at_once=True).size == second.size + 2 * STEP


def test_the_job_publishes_what_is_due(act):
    act(1)
    assert publish_log() == STEP == publish_log()


def test_complete_tiles_are_kept(grown):
    assert LogNode.objects.filter(level=1).count() == grown[1].size // 256
    peaks = merkle.Peaks()
    for value in LogLeaf.objects.values_list("digest", flat=True):
        peaks.append(bytes(value))
    assert peaks.root().hex() == grown[1].root == merkle.root(stored_nodes(), grown[1].size).hex()


def test_a_leaf_names_no_person_and_no_content(act, now):
    from organizations.models import User

    person = User.objects.create_user(email="a@example.org", name="赵小满")
    event = record(
        actor=person,
        action="department.changed",
        subject=person,
        at=now,
        after={"n": "机密内容"},
        reason="私事",
    )
    text = json.dumps(disclosed(event)["entry"], ensure_ascii=False)
    assert not [word for word in ("赵小满", "机密内容", "私事", "example.org") if word in text]


@pytest.mark.parametrize("table", ["logleaf", "lognode", "checkpoint"])
@pytest.mark.parametrize("verb", ["UPDATE audit_{} SET {}", "DELETE FROM audit_{}"])
def test_the_database_refuses_to_change_the_log(grown, table, verb):
    change = {"logleaf": "event_id = NULL", "lognode": "level = 9", "checkpoint": "root = ''"}[table]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table, change))


def tamper(sql):
    tables = ("auditevent", "logleaf", "checkpoint")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE audit_{table} DISABLE TRIGGER ALL")
        cursor.execute(sql)
        for table in tables:
            cursor.execute(f"ALTER TABLE audit_{table} ENABLE TRIGGER ALL")


ONE = "(SELECT min(id) FROM audit_auditevent)"


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        (f"UPDATE audit_auditevent SET reason = 'x' WHERE id = {ONE}", "its event was changed"),
        (f"UPDATE audit_auditevent SET salt = gen_random_uuid() WHERE id = {ONE}", "its event was changed"),
        (f"DELETE FROM audit_auditevent WHERE id = {ONE}", "its event was removed"),
        ("DELETE FROM audit_logleaf WHERE place = 5", "missing before it"),
        ("DELETE FROM audit_logleaf WHERE place > 600", "the log ends at 601"),
        ("UPDATE audit_logleaf SET digest = '\\x00' WHERE event_id IS NULL", "the root differs"),
        ("UPDATE audit_checkpoint SET root = repeat('0', 64)", "the root differs"),
        ("UPDATE audit_checkpoint SET note = replace(note, E'\\n64\\n', E'\\n128\\n')", "does not belong"),
        (
            "UPDATE audit_checkpoint SET note = (SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1)",
            "says something else",
        ),
    ],
)
def test_verification_finds_the_change(grown, sql, problem):
    tamper(sql)
    assert any(problem in fault.problem for fault in log_faults())
    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_log", stderr=StringIO())


def test_a_kept_checkpoint_detects_a_cut_and_a_rewritten_log(grown):
    kept = grown[0].note
    assert head_problem(kept) == ""
    assert head_problem("nothing") != ""
    tamper("UPDATE audit_logleaf SET digest = sha256(digest) WHERE place = 1")
    assert "rewritten" in head_problem(kept)
    tamper("DELETE FROM audit_logleaf")
    assert "was cut" in head_problem(kept)


def test_the_command_says_how_many_leaves_hold(grown, tmp_path):
    kept = tmp_path / "checkpoint"
    kept.write_text(grown[0].note)
    out = StringIO()
    call_command("verify_log", since=kept, stdout=out)
    assert f"{grown[1].size} leaves" in out.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_log", since=tmp_path / "missing")
    call_command("publish_log", "--now", stdout=out)
    assert out.getvalue().endswith(Checkpoint.objects.last().note)


# --- what everybody reads --------------------------------------------------------------------------------------------


def test_the_checkpoint_is_signed_by_the_published_key(client, grown):
    response = client.get("/log/checkpoint")
    assert response["Content-Type"].startswith("text/plain")
    assert read_note(response.content.decode(), public_bytes()).size == grown[1].size
    assert client.get("/log/key").content.decode().strip() == public_verifier()


def test_before_the_first_checkpoint_nothing_is_published(client, act):
    act(1)
    for address in ("checkpoint", "tile/0/000", f"proof?leaf={'0' * 64}"):
        response = client.get(f"/log/{address}")
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_tiles_rebuild_the_root(client, grown):
    size, peaks = grown[1].size, merkle.Peaks()
    full, rest = divmod(size, 256)
    names = [f"{n:03}" for n in range(full)] + ([f"{full:03}.p/{rest}"] if rest else [])
    for name in names:
        content = client.get(f"/log/tile/0/{name}").content
        for start in range(0, len(content), 32):
            peaks.append(content[start : start + 32])
    assert (peaks.size, peaks.root().hex()) == (size, grown[1].root)
    assert len(client.get(f"/log/tile/1/000.p/{full}").content) == 32 * full


@pytest.mark.parametrize(
    "name",
    [
        "999",
        "0",
        "x000",
        "0000",
        "abc",
        "000.p/0",
        "000.p/256",
        "000.p/x",
        "00/000",
        "x001/000",
        "009.p/1",
        "²²²",
        "/".join(["x000"] * 9) + "/000",
    ],
)
def test_no_other_tile_exists(client, grown, name):
    assert client.get(f"/log/tile/0/{name}").status_code == 404
    assert client.get("/log/tile/7/000").status_code == 404


def test_a_leaf_is_proven_by_its_hash(client, grown, tmp_path):
    event = AuditEvent.objects.order_by("?").first()
    leaf = leaf_of(event)
    for text in (leaf.hex(), base64.b64encode(leaf).decode()):
        proof = client.get("/log/proof", {"leaf": text}).json()
        path = [bytes.fromhex(step) for step in proof["path"]]
        assert merkle.is_included(leaf, proof["index"], proof["size"], path, bytes.fromhex(proof["root"]))
    (tmp_path / "proof").write_text(json.dumps(proof))
    arguments = ["proof", str(tmp_path / "proof"), "--key", public_verifier()]
    assert verifier.main([*arguments, "--leaf", leaf.hex()]) == 0
    assert verifier.main([*arguments, "--leaf", "00" * 32]) == 1


def test_a_waiting_event_has_no_proof_yet(client, grown, act):
    (event,) = act(1)
    assert client.get("/log/proof", {"leaf": leaf_of(event).hex()}).status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422), ("leaf=zz", 422), ("leaf=" + "z" * 64, 422), ("leaf=%00", 422), ("leaf=" + "0" * 64, 404),
        ("old=1", 422), ("old=1&new=2", 404), ("old=-1&new=64", 422), ("old=²&new=64", 422), ("old=&new=", 422),
        ("old=" + "9" * 30 + "&new=64", 422), ("old=704&new=64", 422), ("leaf=AAAA", 422), ("leaf=é", 422),
    ],
)  # fmt: skip
def test_bad_questions_are_answered_with_the_reason(client, grown, query, status):
    assert [head.size for head in grown] == [64, 704]
    response = client.get(f"/log/proof?{query}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


def test_one_checkpoint_continues_another(client, grown, tmp_path):
    first, second = grown
    proof = client.get("/log/proof", {"old": first.size, "new": second.size}).json()
    path = [bytes.fromhex(step) for step in proof["path"]]
    tops = bytes.fromhex(first.root), bytes.fromhex(second.root)
    assert merkle.is_consistent(first.size, second.size, *tops, path)
    file, kept = tmp_path / "proof", tmp_path / "kept"
    kept.write_text(first.note)
    file.write_text(json.dumps(proof))
    arguments = ["consistency", str(file), "--key", public_verifier()]
    assert verifier.main([*arguments, "--old", str(kept)]) == 0
    kept.write_text(second.note)
    assert verifier.main([*arguments, "--old", str(kept)]) == 1
    proof["path"][0] = "00" * 32
    file.write_text(json.dumps(proof))
    assert verifier.main(arguments) == 1


def test_the_log_takes_no_writing(client, grown):
    assert client.post("/log/checkpoint").status_code == 405


def test_the_offline_verifier_reads_a_checkpoint(grown, tmp_path, capsys):
    file, key = tmp_path / "checkpoint", tmp_path / "key"
    file.write_text(grown[1].note)
    key.write_text(public_verifier() + "\n")
    assert verifier.main(["checkpoint", str(file), "--key", str(key)]) == 0
    assert grown[1].root in capsys.readouterr().out
    file.write_text(grown[1].note.replace("704", "705"))
    assert verifier.main(["checkpoint", str(file), "--key", str(key)]) == 1
    file.write_text("nothing")
    assert verifier.main(["checkpoint", str(file), "--key", str(key)]) == 2


# --- receipts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def receipt(now):
    from bidding.sealing import keys

    bid = BidFactory(sealed_at=now)
    bid.receipt = {"receipt": bid.receipt_number, "manifest": bid.manifest_digest, "received_at": "now"}
    bid.signature = keys.sign(bid.receipt)
    bid.save()
    event = record(
        actor=None,
        action="bid.sealed",
        subject=bid,
        at=now,
        after={"manifest": bid.manifest_digest, "version": 1},
    )
    return {"receipt": bid.receipt, "signature": bid.signature, "log": disclosed(event)}


def checked(tmp_path, given):
    from opendata.management.commands.verify_log import receipt_problem

    file = tmp_path / "receipt.json"
    file.write_text(given if isinstance(given, str) else json.dumps(given))
    try:
        call_command("verify_log", receipt=file, stdout=StringIO(), stderr=StringIO())
    except CommandError:
        return receipt_problem(file.read_text())
    return ""


def test_a_receipt_is_followed_into_the_log(client, receipt, tmp_path, now):
    from bidding.sealing.keys import public_key

    assert "waits" in checked(tmp_path, receipt)
    write_checkpoint(now=now)
    assert checked(tmp_path, receipt) == ""
    proof = tmp_path / "proof"
    proof.write_bytes(client.get("/log/proof", {"leaf": receipt["log"]["leaf"]}).content)
    arguments = ["receipt", str(tmp_path / "receipt.json"), "--receipt-key", public_key()]
    assert verifier.main(arguments) == 0
    arguments += ["--proof", str(proof), "--key", public_verifier()]
    assert verifier.main(arguments) == 0
    for change in ({"after": {"manifest": "x"}}, {"leaf": "00" * 32}):
        (tmp_path / "receipt.json").write_text(json.dumps({**receipt, "log": {**receipt["log"], **change}}))
        assert verifier.main(arguments) == 1


def test_a_receipt_that_does_not_fit_is_named(receipt, tmp_path, now):
    from bidding.models import Bid
    from bidding.sealing import keys

    write_checkpoint(now=now)
    assert "no receipt" in checked(tmp_path, "[]")
    assert "not ours" in checked(tmp_path, {**receipt, "signature": "00"})
    strange = {**receipt["receipt"], "receipt": "SJ-2026-1"}
    assert "gone" in checked(tmp_path, {"receipt": strange, "signature": keys.sign(strange)})
    Bid.objects.update(manifest_digest="0" * 64)
    assert "something else" in checked(tmp_path, receipt)


def test_a_receipt_whose_event_is_gone_is_named(receipt, tmp_path):
    tamper("UPDATE audit_auditevent SET after = '{}'")
    assert "its event is gone" in checked(tmp_path, receipt)
