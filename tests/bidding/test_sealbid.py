"""The specification, its vectors and the offline tool: what each makes, the others open."""

import base64
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from django.conf import settings
from pyrage import x25519

from bidding.actions.containers import seal_container, sealing_terms
from bidding.actions.opening import post_shares
from bidding.models import OfficerKey
from bidding.queries.openings import share_list
from bidding.sealing import agefile, keys, outer
from bidding.sealing.agekeys import raw_key
from bidding.sealing.container import Holder, join_key, manifest_hash, unseal, unseal_piece
from bidding.sealing.officers import open_share, unlock
from bidding.states import TenderState
from marketplace.core.canonical import canonical
from scripts import sealbid
from tests.factories.bidding import PASSPHRASE

from . import vectors
from .containers import upload

SPECIFICATION = settings.BASE_DIR / "docs" / "sealbid-1.md"
VECTORS = settings.BASE_DIR / "docs" / "sealbid-1-vectors.json"


@pytest.fixture(scope="module")
def made():
    return vectors.container()


def test_the_published_vectors_are_computed_again_byte_for_byte(made):
    assert json.loads(VECTORS.read_text(encoding="utf-8")) == made[0]


def test_the_server_takes_and_opens_the_container_of_the_vectors(made):
    given, files = made
    identities = [x25519.Identity.from_str(one["identity"]) for one in given["officers"]]
    holders = [
        Holder(one["x"], one["key"], str(identity.to_public()))
        for one, identity in zip(given["officers"], identities, strict=True)
    ]
    found = outer.read_envelopes(
        [one["posted"] for one in given["envelopes"].values()], header=given["header"], holders=holders
    )
    assert manifest_hash({kind: one.digest for kind, one in found.items()}) == given["manifest_hash"]
    for kind, one in found.items():
        shares = [open_share(identity, one.shares[x]) for x, identity in enumerate(identities, start=1)]
        assert [share.hex() for share in shares] == given["envelopes"][kind]["raw_shares"]
        key = join_key(one.manifest, shares[1:])
        assert key == raw_key(given["envelopes"][kind]["key"])
        inner = unseal(one.manifest, files[one.manifest["files"][0]["name"]], key)
        assert inner.form == vectors.FORMS[kind]
        for place, entry in enumerate(one.manifest["files"]):
            assert agefile.plain_size(files[entry["name"]], entry["size"]) % outer.STEPS[kind] == 0
            if place:
                piece = unseal_piece(one.manifest, place, files[entry["name"]], key, inner)
                assert (piece.name, piece.content) == ("方案.pdf", vectors.DOCUMENT)


def test_the_price_form_of_the_vectors_is_json_as_a_whole(made):
    given, _files = made
    identity = x25519.Identity.from_str(given["envelopes"]["price_form"]["key"])
    plain = pyrage.decrypt(base64.b64decode(given["price_form_ciphertext"]), [identity])
    assert json.loads(plain)["form"]["price"] == "118000.00"


def test_the_specification_names_what_the_code_does():
    text = SPECIFICATION.read_text(encoding="utf-8")
    for field in (*outer._FIELDS, "tender", "lot", "document", "organization", "roster"):
        assert f"`{field}`" in text
    for code in ("unknown", "missing", "value", "other", "threshold", "shares", "size", "large", "not_age"):
        assert f"`container_{code}`" in text
    limits = (outer.FILE_LIMIT, outer.BID_LIMIT, outer.CIPHER_LIMIT)
    assert [f"{limit // 2**20} MiB" in text for limit in limits] == [True] * 3


# --- the tool ----------------------------------------------------------------


def test_the_tool_needs_nothing_of_the_site():
    code = "import sys; sys.argv = ['x', '--help']; import runpy; runpy.run_path(sys.argv[0] and 'scripts/sealbid.py')"
    done = subprocess.run(
        [sys.executable, "-c", code + "\nassert not any(m.startswith(('django', 'bidding')) for m in sys.modules)"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert importlib.util.find_spec("scripts.sealbid") is not None


def write(folder: Path, **files):
    for name, value in files.items():
        (folder / f"{name}.json").write_bytes(canonical(value))


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, price={"price": "118000.00", "currency": "CNY"}, proposal={"plan": "每周两次上门"})
    (tmp_path / "方案.pdf").write_bytes(b"%PDF-1.4 plan")
    (tmp_path / "表.xlsx").write_bytes(b"PK")
    return tmp_path


def seal(folder, *more, out="out"):
    words = [
        folder / "terms.json",
        folder / "price.json",
        folder / out,
        "--technical",
        folder / "proposal.json",
    ]
    words += ["--file", folder / "方案.pdf", "--price-file", folder / "表.xlsx"]
    return sealbid.main(["seal", *map(str, words), *more])


@pytest.mark.django_db
def test_from_the_tool_to_the_opened_price(life, desk, folder, capsys):
    life.published()
    writer, organization = person = life.bidder()
    write(folder, terms=sealing_terms(life.lot, organization))
    assert seal(folder) == 0
    files = {path.name: path.read_bytes() for path in (folder / "out" / "parts").iterdir()}
    upload(life, person, files)
    envelopes = json.loads((folder / "out" / "container.json").read_bytes())["envelopes"]
    bid = seal_container(
        actor=writer, lot=life.lot, organization=organization, envelopes=envelopes, token="d" * 64
    ).bid
    assert bid.manifest_digest in capsys.readouterr().out
    assert (folder / "out" / "recovery.json").stat().st_mode & 0o777 == 0o600
    write(folder, receipt={"receipt": bid.receipt, "signature": bid.signature})
    verify = ["verify", str(folder / "receipt.json"), "--key"]
    assert (
        sealbid.main([*verify, keys.public_key(), "--container", str(folder / "out" / "container.json")]) == 0
    )
    assert sealbid.main([*verify, "00" * 32]) == 1
    for price in ("119000.00", "120000.00"):
        life.seal(price)
    life.past_deadline()
    for officer in desk.openers[:2]:
        identity = unlock(OfficerKey.objects.get(officer=officer).locked_identity, PASSPHRASE)
        (folder / "identity.txt").write_text(f"# key\n{identity}\n")
        write(folder, shares=share_list(officer, life.tender, life.now))
        capsys.readouterr()
        assert sealbid.main(["open-share", str(folder / "identity.txt"), str(folder / "shares.json")]) == 0
        shares = json.loads(capsys.readouterr().out)["shares"]
        life.tender = post_shares(actor=officer, tender=life.tender, shares=shares, now=life.now)
    assert life.tender.state == TenderState.OPENED
    assert {d.content_type for d in bid.__class__.objects.get(pk=bid.pk).opened.documents.all()} == {
        "application/pdf", "application/octet-stream",
    }  # fmt: skip
    check_record(folder, life.tender.opening, bid, capsys)


def check_record(folder, opening, bid, capsys):
    write(folder, record={"record": opening.record, "signature": opening.signature})
    price_form = bid.envelopes.get(kind="price_form").files.get().part.file
    (folder / f"{bid.receipt_number}.age").write_bytes(price_form.open("rb").read())
    check = ["verify-opening", str(folder / "record.json"), "--prices", str(folder), "--key"]
    assert sealbid.main([*check, keys.public_key()]) == 0
    said = capsys.readouterr().out
    assert said.count("price checked") == 1
    assert said.count("ciphertext not at hand") == 2
    assert sealbid.main([*check, "00" * 32]) == 1
    (folder / f"{bid.receipt_number}.age").write_bytes(b"another")
    assert sealbid.main([*check, keys.public_key()]) == 1
    changed = json.loads(json.dumps(opening.record))
    changed["bids"][0]["price"] = "1.00"
    write(folder, record={"record": changed, "signature": keys.sign(changed)})
    (folder / f"{bid.receipt_number}.age").write_bytes(price_form.open("rb").read())
    assert sealbid.main([*check, keys.public_key()]) == 1
    assert "another price" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_published_document_is_enough_to_seal(life, folder, capsys):
    life.published()
    _writer, organization = life.bidder()
    write(folder, terms=life.tender.notice)
    assert seal(folder) == 1
    assert seal(folder, "--organization", organization.public_id) == 0
    envelopes = json.loads((folder / "out" / "container.json").read_bytes())["envelopes"]
    terms = sealing_terms(life.lot, organization)
    holders = [Holder(one["x"], one["key"], one["recipient"]) for one in terms["holders"]]
    assert set(outer.read_envelopes(envelopes, header=terms["header"], holders=holders)) == set(outer.STEPS)
    write(folder, terms={**life.tender.notice, "roster": []})
    assert seal(folder, "--organization", "o", out="two") == 1
    write(folder, terms={"schema": "other"})
    assert seal(folder, out="three") == 1


@pytest.mark.parametrize("price", [{"price": 118000.5}, {"price": "1e3"}, {"price": "118000"}, [], None])
def test_the_tool_refuses_a_price_that_is_none(folder, price, capsys):
    write(folder, terms={"schema": "sealing-terms/1", "header": {}, "holders": []}, price=price)
    (folder / "price.json").write_text(json.dumps(price))
    assert seal(folder) == 1
    assert capsys.readouterr().err.startswith("wrong:")


def test_shares_that_cannot_be_opened_are_null(folder, capsys):
    mine, other = x25519.Identity.generate(), x25519.Identity.generate()
    blob = base64.b64encode(pyrage.encrypt(b"x" * 33, [mine.to_public()])).decode()
    entries = [
        {"bid": "a", "envelope": "technical", "commitment": "", "blob": blob},
        {"bid": "b", "envelope": "technical", "commitment": "00" * 32, "blob": blob},
        {"bid": "c", "envelope": "technical", "commitment": "", "blob": "!"},
    ]
    write(folder, shares={"tender": "t", "shares": entries})
    (folder / "id.txt").write_text(str(mine))
    assert sealbid.main(["open-share", str(folder / "id.txt"), str(folder / "shares.json")]) == 0
    assert [one["share"] is None for one in json.loads(capsys.readouterr().out)["shares"]] == [
        False,
        True,
        True,
    ]
    (folder / "id.txt").write_text(str(other))
    assert sealbid.main(["open-share", str(folder / "id.txt"), str(folder / "shares.json")]) == 1
    (folder / "id.txt").write_text("nothing")
    assert sealbid.main(["open-share", str(folder / "id.txt"), str(folder / "shares.json")]) == 1


def test_an_identity_behind_a_passphrase_is_asked_for(folder, monkeypatch):
    mine = x25519.Identity.generate()
    (folder / "id.age").write_bytes(b"age-encryption.org/v1 locked")
    monkeypatch.setattr(sealbid.getpass, "getpass", lambda _prompt: "six words")
    monkeypatch.setattr(sealbid.age_passphrase, "decrypt", lambda *_given: str(mine).encode(), raising=False)
    assert str(sealbid.read_identity(folder / "id.age")) == str(mine)
