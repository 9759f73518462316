"""RFC 6962 trees: the vectors of Certificate Transparency, and properties over every small tree."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import merkle
from marketplace.core.notes import NoteError, TreeHead, key_hash, read_note, signed, verifier_key

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def reader(leaves):
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]

    def node(height, index):
        if height == 0:
            return hashes[index]
        return merkle.pair_hash(node(height - 1, 2 * index), node(height - 1, 2 * index + 1))

    return node


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_those_of_the_rfc(size):
    assert merkle.root(reader(LEAVES), size).hex() == ROOTS[size]


@pytest.mark.parametrize("size", ROOTS)
def test_a_growing_tree_knows_the_same_roots(size):
    peaks = merkle.Peaks()
    for leaf in LEAVES[:size]:
        peaks.append(merkle.leaf_hash(leaf))
    assert peaks.root().hex() == ROOTS[size]
    assert peaks.size == size


SIZES = st.integers(1, 70)


@given(SIZES, st.data())
def test_every_leaf_has_a_proof_and_no_other_leaf_fits_it(size, data):
    node = reader([bytes([n]) for n in range(size)])
    index = data.draw(st.integers(0, size - 1))
    top, path = merkle.root(node, size), merkle.inclusion(node, index, size)
    assert merkle.is_included(node(0, index), index, size, path, top)
    assert not merkle.is_included(merkle.leaf_hash(b"other"), index, size, path, top)
    assert not merkle.is_included(node(0, index), index, size, [*path, top], top)
    if path:
        assert not merkle.is_included(node(0, index), index, size, path[:-1], top)


@given(SIZES, SIZES)
def test_a_tree_proves_that_it_continues_an_older_one(one, other):
    old, new = sorted((one, other))
    node = reader([bytes([n]) for n in range(new)])
    tops = merkle.root(node, old), merkle.root(node, new)
    path = merkle.consistency(node, old, new)
    assert merkle.is_consistent(old, new, *tops, path)
    assert not merkle.is_consistent(old, new, merkle.EMPTY, tops[1], path)
    assert not merkle.is_consistent(old, new, tops[0], merkle.EMPTY, path)
    assert not merkle.is_consistent(old, new, *tops, [*path, merkle.EMPTY])
    if path:
        assert not merkle.is_consistent(old, new, *tops, path[:-1])


def test_what_lies_outside_a_tree_is_refused():
    node = reader(LEAVES)
    for wrong in (-1, 8):
        with pytest.raises(ValueError, match="outside"):
            merkle.inclusion(node, wrong, 8)
        assert not merkle.is_included(node(0, 0), wrong, 8, [], merkle.root(node, 8))
    for sizes in ((0, 8), (8, 7)):
        with pytest.raises(ValueError, match="older tree"):
            merkle.consistency(node, *sizes)
        assert not merkle.is_consistent(*sizes, merkle.EMPTY, merkle.EMPTY, [])
    assert not merkle.is_consistent(3, 8, merkle.EMPTY, merkle.EMPTY, [])


KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
HEAD = TreeHead("market.example/log", 64, b"r" * 32)


def test_a_checkpoint_has_three_lines_and_a_signature_under_the_name_of_the_log():
    note = signed(HEAD, KEY)
    lines = note.split("\n")
    assert lines[:4] == ["market.example/log", "64", base64.b64encode(b"r" * 32).decode(), ""]
    assert lines[4].startswith("— market.example/log ")
    assert read_note(note, PUBLIC) == HEAD


def test_the_key_is_written_as_programs_for_notes_take_it():
    name, mark, key = verifier_key("market.example/log", PUBLIC).split("+", 2)
    assert (name, mark) == ("market.example/log", key_hash("market.example/log", PUBLIC).hex())
    assert base64.b64decode(key) == b"\x01" + PUBLIC


def test_a_second_signature_does_no_harm():
    note = signed(HEAD, KEY) + f"— witness {base64.b64encode(b'w' * 68).decode()}\n"
    assert read_note(note, PUBLIC) == HEAD


NOTE = signed(HEAD, KEY)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "three lines"),
        (NOTE.replace("\n64\n", "\nx\n"), "three lines"),
        (NOTE.replace("\n64\n", "\n064\n"), "one form"),
        (NOTE.replace("\n64\n", "\n65\n"), "does not belong"),
        (NOTE.replace("market.example", "", 1), "no signature|does not belong"),
        (NOTE.partition("\n\n")[0] + "\n\n", "no signature"),
        (NOTE.replace("— market", "— mirror"), "no signature"),
        (NOTE.replace(base64.b64encode(b"r" * 32).decode(), "AAAA"), "32 bytes"),
        (NOTE.replace(base64.b64encode(b"r" * 32).decode(), "é"), "base64"),
        (NOTE.rstrip("\n") + "!\n", "base64"),
    ],
)
def test_a_changed_checkpoint_is_refused(text, why):
    with pytest.raises(NoteError, match=why):
        read_note(text, PUBLIC)


def test_another_key_is_refused():
    with pytest.raises(NoteError, match="no signature"):
        read_note(NOTE, b"x" * 32)
