"""What people type: the bad-input rows that fields answer."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace.core.clock import SHANGHAI
from marketplace.web import fields


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("１２３", "123"), ("1,000", "1000"), ("１，０００", "1000"), ("1 000", "1000"), ("12 345 678.9", "12345678.9"),
        ("0.01", "0.01"), ("  125000.00 ", "125000.00"), ("+5", "5"),
    ],
)  # fmt: skip
def test_money_takes_what_people_paste(typed, amount):
    assert fields.MoneyField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    ["1_000", "4_2", "1e3", "1E+2", "٣", "NaN", "Infinity", "1e400", "-1", "0", "-0.00", "0.001", "12.345", "100元",
     "¥100", "10万", "1000000000000", "9" * 400, "1,00", "1 00", "--1", "", "one"],
)  # fmt: skip
def test_money_refuses_what_is_no_amount(typed):
    with pytest.raises(ValidationError) as caught:
        fields.MoneyField().clean(typed)
    assert str(caught.value.messages[0])


@pytest.mark.parametrize("typed", ["101", "-1", "4_2", "7.55"])
def test_scores_keep_to_range_and_step(typed):
    with pytest.raises(ValidationError):
        fields.ScoreField(max_value=Decimal(100), step=Decimal("0.5")).clean(typed)


def test_scores_take_the_ends():
    field = fields.ScoreField(max_value=Decimal(60), step=Decimal("0.5"))
    assert [field.clean(value) for value in ("0", "60", "59.5")] == [Decimal(0), Decimal(60), Decimal("59.5")]


@pytest.mark.parametrize("typed", ["a\x00b", "a\ud800b", "a\x07b"])
def test_text_refuses_what_a_database_cannot_keep(typed):
    with pytest.raises(ValidationError) as caught:
        fields.TextField().clean(typed)
    assert caught.value.code == "control" or "control" in str(caught.value.error_list[0].code)


@pytest.mark.parametrize("typed", [" ", "\u3000", "\u200b\u200b", "\ufeff", "\u2800 \u200d"])
def test_invisible_text_is_no_text(typed):
    with pytest.raises(ValidationError):
        fields.LineField().clean(typed)


def test_text_is_normalized_and_counted_in_characters():
    assert fields.LineField(max_length=20).clean("养" * 20) == "养" * 20
    assert fields.LineField(max_length=1).clean("𠮷") == "𠮷"
    assert fields.LineField().clean("e\u0301") == "é"
    assert fields.LineField().clean("a\u202egpj.exe") == "agpj.exe"
    assert fields.LineField().clean("题目\r\nBcc: x@y") == "题目 Bcc: x@y"
    assert fields.TextField().clean("一\r\n二") == "一\n二"
    with pytest.raises(ValidationError):
        fields.LineField(max_length=20).clean("养" * 21)


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "tomorrow", "0001-01-01", "9999-12-31", "2101-01-01", "1999-12-31"]
)
def test_days_that_are_not_believed(typed):
    with pytest.raises(ValidationError):
        fields.DayField().clean(typed)


def test_days_are_read_in_the_ways_people_write_them():
    assert {fields.DayField().clean(t) for t in ("2026-03-14", "2026/3/14", "2026年3月14日")} == {
        date(2026, 3, 14)
    }


@pytest.mark.parametrize("typed", ["2026-03-14 24:00", "0001-01-01T00:00", "9999-12-31T23:59", "2026-03-14"])
def test_moments_that_are_not_believed(typed):
    with pytest.raises(ValidationError):
        fields.MomentField().clean(typed)


def test_a_moment_without_zone_is_shanghai():
    assert fields.MomentField().clean("2026-03-14T17:00") == datetime(2026, 3, 14, 17, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "typed", ["+86 138 0013 8000", "１３８００１３８０００", "138-0013-8000", "8613800138000"]
)
def test_phones_are_normalized(typed):
    assert fields.PhoneField().clean(typed) == "13800138000"


@pytest.mark.parametrize("typed", ["12345", "23800138000", "1380013800", "138001380000"])
def test_phones_that_cannot_be_called(typed):
    with pytest.raises(ValidationError):
        fields.PhoneField().clean(typed)


def test_credit_codes_are_normalized():
    assert fields.CreditCodeField().clean(" 5134-0702 mja000016j ") == "51340702MJA000016J"


def picture(kind="JPEG", size=(40, 30), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""), ("a.pdf", b"<html>"), ("a.pdf", b"MZ\x90"), ("a.svg", b"<svg/>"), ("a.html", b"<p>"),
        ("a.jpg", b"%PDF-1.7"), ("a.png", picture("JPEG")), ("a.exe", b"MZ"), ("a", b"%PDF-1.7"),
    ],
)  # fmt: skip
def test_files_that_are_not_what_they_say(name, content):
    with pytest.raises(ValidationError):
        fields.FileField().clean(upload(name, content))


def test_pictures_lose_their_position():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (31.0, 14.0, 0.0)}
    checked = fields.FileField().clean(upload("a.jpg", picture(exif=exif)))
    assert not Image.open(BytesIO(checked.content)).getexif()


def test_names_cannot_leave_their_folder():
    checked = fields.FileField().clean(upload("../../etc/报告\u202e.pdf", b"%PDF-1.7 x"))
    assert checked.name == "报告.pdf"
    assert checked.size == 10


def test_two_files_of_one_name_are_both_kept():
    both = fields.FilesField().clean([upload("a.pdf", b"%PDF-1"), upload("a.pdf", b"%PDF-2")])
    assert [item.content for item in both] == [b"%PDF-1", b"%PDF-2"]
    with pytest.raises(ValidationError):
        fields.FilesField(most=1).clean([upload("a.pdf", b"%PDF-1"), upload("a.pdf", b"%PDF-2")])
    assert fields.FilesField(required=False).clean(None) == []
