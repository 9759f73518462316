"""Container, shares, keys and receipts: starter vectors, every failure, nothing derived from the text outside."""

import json

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from bidding.sealing import agefile, inner, keys, officers
from bidding.sealing.agekeys import (
    KeyWrong,
    commitment,
    identity_of,
    identity_text,
    new_key,
    raw_key,
    recipient_text,
)
from bidding.sealing.container import (
    Holder,
    check_header,
    join_key,
    seal,
    share_commitment,
    unseal,
    unseal_piece,
)
from bidding.sealing.inner import Broken, Piece, padded, read_inner
from bidding.sealing.shamir import SharesWrong, combine, inverse, multiply, split
from bidding.sealing.uploads import FILE_LIMIT, MemoryOnly
from marketplace.audit import keys as kept
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refused

KEY = bytes(range(32))
SLOPE = bytes(range(0x20, 0x40))
SHARES = [
    bytes.fromhex("20" * 32 + "01"),
    bytes.fromhex("404346454c4f4a49585b5e5d54575251707376757c7f7a79686b6e6d6467626102"),
    bytes.fromhex("60626466686a6c6e70727476787a7c7e40424446484a4c4e50525456585a5c5e03"),
]


def test_starter_vectors():
    assert identity_text(KEY) == "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SWRYDWG"
    assert recipient_text(KEY) == "age13aqvttdk3ujkyjh9kg2w5an6dmy5mq5a84a4uxk3hfhnugfc9p0sy5p2wh"
    assert commitment(KEY) == "157c5612c74135e09df2fed7a9bcb9ee57bddb260866041d5af7534079802436"
    assert split(KEY, 3, coefficients=SLOPE) == SHARES
    for pair in ((0, 1), (0, 2), (1, 2), (2, 0), (0, 1, 2)):
        assert combine([SHARES[i] for i in pair]) == KEY
    wrong = combine([b"\x21" + SHARES[0][1:], SHARES[1]])
    assert wrong.hex().startswith("f701")
    assert commitment(wrong) == "8e6e10cc5e5077b94034f5ef5ada74205e864f9ad7bd5a4c89abf54f91f0216d"


@pytest.mark.parametrize(
    "shares",
    [
        [],
        SHARES[:1],
        [SHARES[0], SHARES[0]],
        [SHARES[0], SHARES[1][1:]],
        [SHARES[0], b""],
        [SHARES[0], SHARES[1][:-1] + b"\0"],
    ],
)
def test_shares_that_do_not_belong_together_are_refused(shares):
    with pytest.raises(SharesWrong):
        combine(shares)


@pytest.mark.parametrize(
    ("secret", "count", "slope"), [(b"", 3, None), (KEY, 1, None), (KEY, 256, None), (KEY, 3, b"x")]
)
def test_what_cannot_be_split_is_refused(secret, count, slope):
    with pytest.raises(SharesWrong):
        split(secret, count, coefficients=slope)


@given(st.binary(min_size=1, max_size=64), st.integers(2, 6), st.data())
def test_any_two_shares_give_the_secret_and_one_gives_nothing(secret, count, data):
    shares = split(secret, count)
    pair = data.draw(st.lists(st.sampled_from(shares), min_size=2, max_size=2, unique=True))
    assert combine(pair) == secret
    assert len({share[-1] for share in shares}) == count


@given(st.integers(1, 255), st.integers(0, 255), st.integers(0, 255))
def test_the_field_is_a_field(a, b, c):
    assert multiply(a, inverse(a)) == 1
    assert multiply(a, b ^ c) == multiply(a, b) ^ multiply(a, c)


def test_zero_has_no_inverse():
    with pytest.raises(ZeroDivisionError):
        inverse(0)


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=30)
def test_identities_survive_the_round_trip(key):
    assert raw_key(identity_text(key)) == key
    assert raw_key(str(identity_of(key))) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1abc",
        identity_text(KEY)[:-1] + "Q",
        identity_text(KEY)[:-8] + "b" * 8,
        "AGE-SECRET-KEY-1QQ",
        identity_text(b"short"),
    ],
)
def test_texts_that_are_no_identity_are_refused(text):
    with pytest.raises(KeyWrong):
        raw_key(text)


OFFICERS = [x25519.Identity.generate() for _ in range(3)]
HOLDERS = [Holder(n, f"key{n}", str(o.to_public())) for n, o in enumerate(OFFICERS, start=1)]
HEADER = {"tender": "t1", "lot": 1, "document": "d", "organization": "o", "roster": "r"}
FILES = (
    Piece("报价.pdf", "application/pdf", b"%PDF-1 price"),
    Piece("报价.pdf", "application/pdf", b"%PDF-2"),
)


def sealed(kind="price_form", pieces=()):
    return seal(kind=kind, form={"price": "118000.00"}, pieces=pieces, header=HEADER, holders=HOLDERS)


def shares_of(envelope, *places):
    return [officers.open_share(OFFICERS[p - 1], envelope.shares[p]) for p in places]


def pieces_of(envelope, key):
    content = unseal(envelope.manifest, envelope.files[0], key)
    return [
        unseal_piece(envelope.manifest, place, envelope.files[place], key, content)
        for place in range(1, len(envelope.files))
    ]


@pytest.mark.parametrize("places", [(1, 2), (1, 3), (2, 3)])
def test_any_two_officers_open_what_was_sealed(places):
    envelope = sealed("technical", FILES)
    key = join_key(envelope.manifest, shares_of(envelope, *places))
    assert unseal(envelope.manifest, envelope.files[0], key).form == {"price": "118000.00"}
    assert tuple(pieces_of(envelope, key)) == FILES
    assert key == envelope.key


def test_each_share_can_be_checked_alone():
    envelope = sealed()
    for place, entry in enumerate(envelope.manifest["shares"], start=1):
        assert entry["commitment"] == share_commitment(shares_of(envelope, place)[0])


def test_one_share_or_a_wrong_one_opens_nothing():
    envelope, other = sealed(), sealed()
    with pytest.raises(Broken, match="shares_wrong"):
        join_key(envelope.manifest, shares_of(envelope, 1))
    with pytest.raises(Broken, match="commitment"):
        join_key(envelope.manifest, [*shares_of(envelope, 1), *shares_of(other, 2)])
    assert officers.open_share(OFFICERS[0], envelope.shares[2]) is None


def test_nothing_outside_is_derived_from_the_text():
    envelope = sealed("technical", FILES)
    outside = json.dumps(envelope.manifest)
    for secret in ("118000", "报价", digest(FILES[0].content), str(len(FILES[0].content))):
        assert f'"{secret}"' not in outside
    again = sealed("technical", FILES)
    assert again.manifest["commitment"] != envelope.manifest["commitment"]
    assert [len(one) // 1024 for one in again.files] == [len(one) // 1024 for one in envelope.files]
    # Long strings only: three given bytes turn up by chance in one of some hundred containers.
    assert all(b"118000" not in one and FILES[0].content not in one for one in envelope.files)


@pytest.mark.parametrize(
    ("kind", "step"), [("price_form", 16384), ("technical", 65536), ("price_attachments", 65536)]
)
def test_payloads_are_padded(kind, step):
    short, long = (
        sealed(kind),
        seal(kind=kind, form={"price": "9" * 500}, pieces=(), header=HEADER, holders=HOLDERS),
    )
    for one in (short, long):
        assert agefile.plain_size(one.files[0], len(one.files[0])) == step
    assert len(padded(b"", step)) == step
    assert len(padded(b"x" * step, step)) == step


def relisted(manifest, place, content):
    manifest["files"][place] = {**manifest["files"][place], "sha256": digest(content), "size": len(content)}
    return content


def tampered(change):
    """A technical envelope with one thing changed in its first file."""
    envelope = sealed("technical", FILES)
    key, manifest, first = envelope.key, json.loads(json.dumps(envelope.manifest)), envelope.files[0]
    if change == "bit":
        first = first[:-1] + bytes([first[-1] ^ 1])
    elif change == "truncated":
        first = first[:-10]
    elif change == "plain":
        first = relisted(manifest, 0, b"plain text")
    elif change == "other_key":
        key = new_key()
    elif change == "unlisted":
        del manifest["files"][2]
    elif change == "first_edition_with_more":
        first = relisted(
            manifest, 0, pyrage.encrypt(b'{"form":{},"files":[]}\n', [identity_of(key).to_public()])
        )
    return manifest, first, key


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("bit", "payload_changed"), ("truncated", "payload_changed"), ("plain", "payload_unreadable"),
        ("other_key", "payload_unreadable"), ("unlisted", "inner_manifest"),
        ("first_edition_with_more", "inner_manifest"),
    ],
)  # fmt: skip
def test_changed_envelopes_say_what_is_wrong(change, reason):
    with pytest.raises(Broken) as caught:
        unseal(*tampered(change))
    assert caught.value.reason == reason


def test_a_document_that_differs_from_its_hash_is_told():
    envelope = sealed("technical", FILES)
    manifest = json.loads(json.dumps(envelope.manifest))
    content = unseal(manifest, envelope.files[0], envelope.key)
    other = pyrage.encrypt(b"other", [identity_of(envelope.key).to_public()])
    with pytest.raises(Broken, match="inner_hash"):
        unseal_piece(manifest, 1, relisted(manifest, 1, other), envelope.key, content)


ROW = {"name": "0" * 32, "title": "a.pdf", "type": "application/pdf", "size": 1, "sha256": digest(b"x")}


def inner_text(**changes):
    return (
        json.dumps({"version": "sealbid/1", "nonce": "00", "form": {}, "files": [], **changes}).encode()
        + b"\n"
    )


@pytest.mark.parametrize(
    "plain",
    [
        b"no line", b"{\nrest", b"[]\n", b'{"form":{}}\n', b"\xff\n", b"\xef\xbb\xbf{}\n", b"[" * 100_000 + b"\n",
        inner_text(form=[]), inner_text(files={}), inner_text(files=[ROW] * 31), inner_text(form={"price": 1.5}),
        inner_text(form={"a": "\0"}), inner_text(form={"a": "x" * 20_001}), inner_text(form={"a": 2**60}),
        inner_text(form={"a": [[[[[[[1]]]]]]]}), b'{"form":{"a":"\\ud800"},"files":[]}\n',
        b'{"form":{},"form":{},"files":[]}\n', b'{"form":{"a":NaN},"files":[]}\n',
        inner_text(files=[{**ROW, "size": True}]), inner_text(files=[{**ROW, "size": -1}]),
        inner_text(files=[{**ROW, "sha256": "zz"}]), inner_text(files=[{**ROW, "sha256": 1}]),
        inner_text(files=[{**ROW, "name": "../x"}]), inner_text(files=[{**ROW, "name": 7}]), inner_text(files=["x"]),
        inner_text(files=[{"name": "0" * 32}]),
    ],
)  # fmt: skip
def test_malformed_inner_manifests_are_an_outcome_not_an_error(plain):
    with pytest.raises(Broken, match="inner_manifest"):
        read_inner(plain)


def test_containers_of_the_first_edition_still_open():
    files = [
        {"name": "../方案.pdf", "type": "application/pdf", "size": 5, "sha256": digest(b"%PDF-")},
        {"name": "b.exe", "type": "application/x-dosexec", "size": 2, "sha256": digest(b"MZ")},
    ]
    plain = json.dumps({"nonce": "00", "form": {"price": "1.00", "n": None}, "files": files}).encode()
    opened = read_inner(plain + b"\n%PDF-MZ" + bytes(100))
    assert opened.is_first_edition
    assert opened.pieces == (
        Piece("方案.pdf", "application/pdf", b"%PDF-"),
        Piece("b.exe", "application/octet-stream", b"MZ"),
    )
    with pytest.raises(Broken, match="inner_hash"):
        read_inner(plain + b"\n%PDF-")


def test_a_type_is_believed_only_when_the_content_begins_like_it():
    assert inner.seen_type("image/png", b"\x89PNG\r\n\x1a\nrest") == "image/png"
    assert inner.seen_type("application/pdf", b"<html>") == "application/octet-stream"
    assert inner.seen_type("text/html", b"<html>") == "application/octet-stream"


RECIPIENT = OFFICERS[0].to_public()


@given(st.integers(1, 200_000))
@settings(max_examples=25, deadline=None)
def test_the_length_of_the_content_is_known_from_outside(size):
    blob = pyrage.encrypt(bytes(size), [RECIPIENT])
    assert agefile.plain_size(blob, len(blob)) == size


BLOB = pyrage.encrypt(b"x" * 33, [RECIPIENT])
HEAD, _MARK, BODY = BLOB.partition(b"\n--- ")


@pytest.mark.parametrize(
    "blob",
    [
        b"", b"plain text", b"age-encryption.org/v1\n", BLOB[:30], BLOB[: BLOB.index(b"\n--- ") + 20],
        pyrage.encrypt(b"", [RECIPIENT]), pyrage.encrypt(b"x", [RECIPIENT, OFFICERS[1].to_public()]),
        HEAD.replace(b"-> X25519", b"-> scrypt") + b"\n--- " + BODY, b"age-encryption.org/v1\n--- " + BODY,
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n" + (b"A" * 64 + b"\n") * 3,
        b"age-encryption.org/v1\n-> X25519 " + b"A" * 43 + b"\n!\n", HEAD + b"\nxx", HEAD + b"\n--- " + BODY[:44],
    ],
)  # fmt: skip
def test_what_is_no_age_file_to_one_recipient_is_told(blob):
    with pytest.raises(agefile.NotAge):
        agefile.plain_size(blob, len(blob))


def test_a_last_chunk_without_content_is_no_age_file():
    with pytest.raises(agefile.NotAge):
        agefile.plain_size(BLOB, len(BLOB) - 33 + 65536 + 16)


def test_filler_of_age_is_skipped():
    long = b"-> x-grease a b\n" + b"A" * 64 + b"\nAA\n"
    blob = BLOB.replace(b"\n-> ", b"\n" + long + b"-> ", 1)
    assert agefile.plain_size(blob, len(blob)) == 33


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("version", "container_version"),
        ("suite", "container_version"),
        ("tender", "container_other_tender"),
        ("roster", "container_other_roster"),
    ],
)
def test_envelopes_of_another_tender_or_roster_are_refused(name, reason):
    manifest = {**sealed().manifest, name: "other"}
    with pytest.raises(Broken, match=reason):
        check_header(manifest, HEADER)
    assert check_header(sealed().manifest, HEADER) is None


@pytest.mark.real_passphrase
def test_an_officer_key_lives_only_under_its_passphrase():
    fresh = officers.make_key("seven blue lanterns over the bridge")
    assert b"AGE-SECRET-KEY" not in fresh.locked
    assert fresh.locked.startswith(b"age-encryption.org/v1")
    with pytest.raises(Refused, match="passphrase_wrong"):
        officers.unlock(fresh.locked, "another passphrase entirely so")


@pytest.mark.real_passphrase
def test_a_busy_machine_is_asked_again_and_never_called_a_wrong_passphrase(monkeypatch):
    identity, asked = x25519.Identity.generate(), []

    def busy(times):
        def decrypt(locked, passphrase):
            asked.append(passphrase)
            if len(asked) <= times:
                raise pyrage.DecryptError("Excessive work parameter for passphrase.")
            return str(identity).encode()

        return decrypt

    monkeypatch.setattr(officers, "PAUSES", (0, 0, 0))
    monkeypatch.setattr(officers.age_passphrase, "decrypt", busy(2))
    assert str(officers.unlock(b"locked", "six words")) == str(identity)
    asked.clear()
    monkeypatch.setattr(officers.age_passphrase, "decrypt", busy(3))
    with pytest.raises(Refused, match="machine_busy"):
        officers.unlock(b"locked", "six words")


@pytest.mark.parametrize("passphrase", ["", "short", "a" * 40, "one two three", "一二三四五"])
def test_weak_passphrases_are_refused(passphrase):
    with pytest.raises(Refused, match="passphrase_weak"):
        officers.check_passphrase(passphrase)


@pytest.mark.parametrize("passphrase", ["one two three four five six", "abcdefghijklmnopqrst"])
def test_strong_passphrases_are_taken(passphrase):
    assert officers.check_passphrase(passphrase) is None


def test_a_key_must_open_what_is_sealed_for_it():
    with pytest.raises(Refused, match="key_mismatch"):
        officers.prove(str(OFFICERS[0].to_public()), OFFICERS[1])


def test_receipts_are_signed_and_any_change_shows(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    record = {"receipt": "SJ-2026-1", "price": None}
    signature = keys.sign(record)
    assert keys.is_signed(record, signature)
    assert keys.is_signed(record, signature, key=keys.public_key())
    assert not keys.is_signed({**record, "receipt": "SJ-2026-2"}, signature)
    assert not keys.is_signed(record, "zz")
    assert not keys.is_signed(record, signature, key="00" * 32)
    assert len(keys.key_id()) == 16
    assert (tmp_path / "keys" / "receipt").stat().st_mode & 0o777 == 0o400


def test_two_processes_make_one_key(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    real = kept.os.link

    def slower(source, target):
        target.write_bytes(b"\1" * 32)
        real(source, target)

    monkeypatch.setattr(kept.os, "link", slower)
    assert kept.kept_key("receipt") == b"\1" * 32
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["receipt"]


def test_kept_shares_are_bound_to_their_envelope(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    blob = keys.wrap(b"share", "share:1")
    assert keys.unwrap(blob, "share:1") == b"share"
    for changed, label in ((blob, "share:2"), (b"short", "share:1"), (blob[:-1] + b"\0", "share:1")):
        with pytest.raises(Broken, match="wrapped_share"):
            keys.unwrap(changed, label)


def test_uploads_stay_in_memory_and_are_counted_while_read():
    from django.core.files.uploadhandler import StopUpload

    handler = MemoryOnly()
    handler.new_file("files", "a.pdf", "application/pdf", None, "utf-8", {})
    handler.receive_data_chunk(b"%PDF", 0)
    kept = handler.file_complete(4)
    assert (kept.read(), kept.name) == (b"%PDF", "a.pdf")
    handler.new_file("files", "b.pdf", "application/pdf", None, "utf-8", {})
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"x", FILE_LIMIT)
    assert handler.is_too_large
