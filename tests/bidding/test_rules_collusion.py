"""Signs of collusion: what is found, with which evidence, and what is not."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidding.rules.collusion import Traits, find_signs
from bidding.rules.traces import makers_of, text_of

DAY = date(2026, 9, 21)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{0}</dc:creator>'
    "<cp:lastModifiedBy>{1}</cp:lastModifiedBy></cp:coreProperties>"
)
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>{0}</w:t></w:r></w:p></w:body></w:document>"
)


def word(creator="", editor="", text="", core=CORE):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("docProps/core.xml", core.format(creator, editor))
        package.writestr("word/document.xml", BODY.format(text))
    return out.getvalue()


def bid(name, price="100.00", **traits):
    return Traits(
        name, Decimal(price), **{k: v if isinstance(v, str) else frozenset(v) for k, v in traits.items()}
    )


def signs(*bids):
    return [(sign.rule, sign.bidders, sign.evidence) for sign in find_signs(bids, DAY)]


@pytest.mark.parametrize(
    ("body", "makers"),
    [
        (word("示例作者", "示例编辑"), {"示例作者", "示例编辑"}),
        (word("Administrator", ""), set()),
        (word("a", "b", core="no xml {0}{1}"), set()),
        (b"PK\x03\x04 broken", set()),
        (b"%PDF-1.4 /Author (Example \\(A\\)) /Author <FEFF793A4F8B>", {"Example (A)", "示例"}),
        (b"%PDF-1.4 /Author <414>", {"A@"}),
        (b"<dc:creator><rdf:Seq><rdf:li xml:lang='x'>Maker</rdf:li></rdf:Seq></dc:creator>", {"Maker"}),
        (b"%PDF-1.4 plan", set()),
        (b"", set()),
    ],
)
# rules: COL-01
def test_files_say_who_made_them(body, makers):
    assert makers_of(body) == makers


def test_the_text_of_a_word_document_is_read_and_of_no_other():
    assert text_of(word(text="服务方案")) == "服务方案"
    assert text_of(b"%PDF-1.4") == ""
    assert text_of(b"PK") == ""


def test_a_part_that_unpacks_to_too_much_is_not_read():
    assert text_of(word(text="x" * (5 * 1024 * 1024))) == ""


@given(st.binary(max_size=300))
def test_no_file_is_an_error(body):
    assert isinstance(makers_of(body), set)
    assert isinstance(text_of(b"PK" + body), str)


@pytest.mark.parametrize(
    ("rule", "trait"),
    [
        ("BID-04", "heads"),
        ("COL-01", "makers"),
        ("COL-02", "contacts"),
        ("COL-03", "managers"),
        ("COL-05", "accounts"),
    ],
)
# rules: BID-04, COL-01, COL-02, COL-03, COL-05
def test_what_bids_share_is_a_sign_with_its_evidence(rule, trait):
    found = signs(
        bid("A", "100", **{trait: ["x", "y"]}),
        bid("B", "250", **{trait: ["x", "y"]}),
        bid("C", "700", **{trait: ["z"]}),
    )
    assert found == [(rule, ("A", "B"), {"values": ["x", "y"]})]


@pytest.mark.parametrize(
    ("prices", "joined"),
    [
        (("100.00", "101.00", "102.00"), [("A", "B", "C")]),
        (("118000", "120000", "122000"), []),
        (("100", "101", "103"), []),
        (("100", "100", "250"), [("A", "B")]),
        (("100", "100", "100"), [("A", "B", "C")]),
        (("100", "101"), []),
        (("100",), []),
    ],
)
# rules: COL-04
def test_regular_prices(prices, joined):
    found = signs(*(bid(name, price) for name, price in zip("ABC", prices, strict=False)))
    assert [(rule, bidders) for rule, bidders, _ in found] == [("COL-04", bidders) for bidders in joined]


def test_nearly_the_same_text_is_a_sign_and_short_text_is_none():
    text = "".join(chr(0x4E00 + (n * 37) % 900) for n in range(300))
    other = "".join(chr(0x5E00 + (n * 53) % 900) for n in range(300))
    found = signs(
        bid("A", "100", text=text), bid("B", "250", text=text[:-10] + "。" * 10), bid("C", "700", text=other)
    )
    assert [(rule, bidders) for rule, bidders, _ in found] == [("COL-04", ("A", "B"))]
    assert Decimal(found[0][2]["share"]) >= 90
    assert signs(bid("A", "100", text="同样的短句"), bid("B", "250", text="同样的短句")) == []


@given(st.permutations([bid("A", "100", contacts=["1"]), bid("B", "101", contacts=["1"]), bid("C", "102")]))
def test_the_order_of_the_bids_changes_nothing(bids):
    assert find_signs(bids, DAY) == find_signs(sorted(bids, key=lambda one: one.bidder), DAY)
