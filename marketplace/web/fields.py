"""Form fields that take what people type: clear errors in their words, nothing silently changed.

The answers follow the bad-input table of the security requirements; row numbers stand beside the rules.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from marketplace.core.clock import FIRST_YEAR, LAST_YEAR, SHANGHAI, is_believable
from marketplace.core.money import CEILING
from marketplace.core.refusals import Refused

from .files import DOCUMENTS, MEGABYTE, Checked, check_file
from .sentences import refusal_text

_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}
_BLANK = {chr(code) for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x3164, 0x115F, 0x1160, 0x2800)}
_SURROGATES = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?", re.ASCII)
_NARROW = str.maketrans("０１２３４５６７８９．，－＋\u3000", "0123456789.,-+ ")
_LONGEST_NUMBER = 40


def clean_text(value: str) -> str:
    """Return NFC text without direction overrides and byte-order marks; line ends are LF (rows 27, 28)."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c not in _BIDI and c != "\ufeff").strip()


def _is_blank(value: str) -> bool:
    return all(c.isspace() or c in _BLANK for c in value)


class TextField(forms.CharField):
    """Text of several lines; length counts characters; control characters and invisible text are refused."""

    widget = forms.Textarea
    default_error_messages = {
        "control": _(
            "Remove the characters that cannot be shown (they often come from copying out of a PDF)."
        ),
        "required": _("Write something here."),
    }

    def to_python(self, value: object) -> str:
        """Return the cleaned text (rows 24-29)."""
        text = super().to_python(value)
        if _SURROGATES.search(text) or any(
            unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in text
        ):
            raise forms.ValidationError(self.error_messages["control"], code="control")
        text = clean_text(text)
        return "" if _is_blank(text) else text


class LineField(TextField):
    """One line of text: line breaks become spaces, so that no header and no list can be broken (row 34)."""

    widget = forms.TextInput

    def to_python(self, value: object) -> str:
        """Return the cleaned line."""
        return " ".join(super().to_python(value).split())


def read_number(value: str) -> Decimal | None:
    """Return the decimal that a person wrote, or None when it is no plain number (rows 1-6, 9)."""
    text = unicodedata.normalize("NFC", value).translate(_NARROW).strip()
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text)
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:  # pragma: no cover - the pattern leaves nothing that Decimal refuses
        return None


class NumberField(forms.Field):
    """A decimal number typed by a person, with bounds and places."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Enter a number."),
        "invalid": _("Write digits only, for example 125000 or 125,000.00."),
        "places": _("At most %(places)d decimal places."),
        "low": _("Enter %(bound)s or more."),
        "high": _("Enter %(bound)s or less."),
        "step": _("Use steps of %(step)s."),
    }

    def __init__(
        self,
        *,
        places: int = 2,
        minimum: Decimal | None = None,
        maximum: Decimal | None = None,
        step: Decimal | None = None,
        **options: object,
    ) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.places, self.minimum, self.maximum, self.step = places, minimum, maximum, step
        self.widget.attrs.setdefault("inputmode", "decimal" if places else "numeric")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: object) -> Decimal | None:
        """Return the number; raises ValidationError with the reason in the reader's words."""
        if value in self.empty_values:
            return None
        number = value if isinstance(value, Decimal) else read_number(str(value))
        if number is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if -number.as_tuple().exponent > self.places:  # type: ignore[operator]
            raise forms.ValidationError(
                self.error_messages["places"], code="places", params={"places": self.places}
            )
        return number

    def validate(self, value: object) -> None:
        """Check bounds and step."""
        super().validate(value)
        if not isinstance(value, Decimal):
            return
        if self.minimum is not None and value < self.minimum:
            raise forms.ValidationError(
                self.error_messages["low"], code="low", params={"bound": self.minimum}
            )
        if self.maximum is not None and value > self.maximum:
            raise forms.ValidationError(
                self.error_messages["high"], code="high", params={"bound": self.maximum}
            )
        if self.step is not None and value % self.step:
            raise forms.ValidationError(self.error_messages["step"], code="step", params={"step": self.step})


class MoneyField(NumberField):
    """Yuan with at most two decimals, greater than 0 (rows 1-11); `zero=True` also takes 0."""

    default_error_messages = {
        "required": _("Enter an amount in yuan."),
        "invalid": _(
            "Write the amount in yuan with digits only, for example 125000 or 125,000.00 (not 12.5万 or ¥)."
        ),
        "places": _("Amounts have at most two decimal places (fen)."),
        "low": _("The amount must be greater than 0."),
        "high": _("The amount is too large."),
    }

    def __init__(self, *, zero: bool = False, **options: object) -> None:
        options.setdefault("maximum", CEILING - Decimal("0.01"))
        super().__init__(places=2, minimum=Decimal(0) if zero else Decimal("0.01"), **options)  # type: ignore[arg-type]


class ShareField(NumberField):
    """A percentage from 0 to 100 with two decimals."""

    def __init__(self, **options: object) -> None:
        super().__init__(places=2, minimum=Decimal(0), maximum=Decimal(100), **options)


class ScoreField(NumberField):
    """Points from 0 to a maximum, in steps (row 61)."""

    def __init__(self, *, max_value: Decimal, step: Decimal = Decimal("0.01"), **options: object) -> None:
        super().__init__(places=2, minimum=Decimal(0), maximum=max_value, step=step, **options)


class CountField(NumberField):
    """A whole number; returns int."""

    default_error_messages = {"places": _("Enter a whole number.")}

    def __init__(self, *, minimum: int = 0, maximum: int = 1_000_000_000, **options: object) -> None:
        super().__init__(places=0, minimum=Decimal(minimum), maximum=Decimal(maximum), **options)

    def clean(self, value: object) -> int | None:
        """Return the number as int, or None."""
        number = super().clean(value)
        return None if number is None else int(number)


_DAY_ERRORS = {
    "invalid": _("Enter a real date such as 2026-03-14."),
    "range": _("The year must lie between %(first)d and %(last)d."),
}


def _believable(value: date, messages: dict[str, object]) -> None:
    if not is_believable(value):
        raise forms.ValidationError(
            messages["range"], code="range", params={"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class DayField(forms.DateField):
    """A calendar day between 2000 and 2100 (rows 15, 16)."""

    default_error_messages = _DAY_ERRORS

    def __init__(self, **options: object) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("input_formats", ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"])
        super().__init__(**options)  # type: ignore[arg-type]

    def validate(self, value: object) -> None:
        """Check the range of years."""
        super().validate(value)
        if isinstance(value, date):
            _believable(value, self.error_messages)


class MomentField(forms.DateTimeField):
    """A moment typed on the district's wall clock (Asia/Shanghai), between 2000 and 2100 (rows 15-17)."""

    default_error_messages = {
        "invalid": _("Enter a real date and time such as 2026-03-14 17:00."),
        "range": _DAY_ERRORS["range"],
    }

    def __init__(self, **options: object) -> None:
        options.setdefault(
            "widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        )
        options.setdefault(
            "input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"]
        )
        super().__init__(**options)  # type: ignore[arg-type]

    def to_python(self, value: object) -> datetime | None:
        """Return an aware moment; the year is checked before the zone is applied."""
        if isinstance(value, str):
            text = value.translate(_NARROW).strip()
            for shape in self.input_formats:
                try:
                    naive = datetime.strptime(text, shape)  # noqa: DTZ007 - the zone is set below
                except ValueError:
                    continue
                _believable(naive.date(), self.error_messages)
                return naive.replace(tzinfo=SHANGHAI)
            if text:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            return None
        return super().to_python(value)


_PHONE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)


def read_phone(value: str) -> str | None:
    """Return the eleven digits of a mainland mobile number, or None (row 38)."""
    text = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", value))
    found = _PHONE.fullmatch(text)
    return found.group(1) if found else None


class PhoneField(LineField):
    """A mainland mobile number, normalized to eleven digits."""

    default_error_messages = {"invalid": _("Enter a mobile number of 11 digits, for example 13800138000.")}

    def __init__(self, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.widget.attrs.setdefault("inputmode", "tel")
        self.widget.attrs.setdefault("autocomplete", "tel")

    def to_python(self, value: object) -> str:
        """Return the eleven digits, or an empty string."""
        text = super().to_python(value)
        if not text:
            return ""
        phone = read_phone(text)
        if phone is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return phone


class CreditCodeField(LineField):
    """A unified social credit code: case and inner blanks or hyphens are normalized (row 37).

    The check digit is a rule of `organizations`; pass it as a validator.
    """

    def to_python(self, value: object) -> str:
        """Return upper case without blanks and hyphens."""
        text = unicodedata.normalize("NFKC", super().to_python(value))
        return re.sub(r"[\s\-]", "", text).upper()


class FileField(forms.FileField):
    """One file; the cleaned value is a `Checked` (content already examined) or None."""

    default_error_messages = {"required": _("Choose a file.")}

    def __init__(
        self, *, kinds: dict[str, str] | None = None, limit: int = 20 * MEGABYTE, **options: object
    ) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.kinds, self.limit = kinds or DOCUMENTS, limit
        self.widget.attrs.setdefault("accept", ",".join(f".{ending}" for ending in sorted(self.kinds)))

    def to_python(self, data: object) -> UploadedFile | None:
        """Leave an empty file to the check, whose sentence names it."""
        return None if data in self.empty_values else data  # type: ignore[return-value]

    def clean(self, data: object, initial: object = None) -> Checked | None:
        """Return the examined file."""
        upload = super().clean(data, initial)
        return _examined(upload, self.kinds, self.limit) if upload else None


def _examined(upload: UploadedFile, kinds: dict[str, str], limit: int) -> Checked:
    try:
        return check_file(upload, kinds=kinds, limit=limit)
    except Refused as refused:
        raise forms.ValidationError(refusal_text(refused), code=refused.code) from refused


class SeveralFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(FileField):
    """Several files; the cleaned value is a list of `Checked`; two files of one name are both kept (row 56)."""

    widget = SeveralFilesInput
    default_error_messages = {"many": _("Choose at most %(most)d files.")}

    def __init__(self, *, most: int = 10, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.most = most

    def clean(self, data: object, initial: object = None) -> list[Checked]:  # type: ignore[override]
        """Return the examined files."""
        uploads = [item for item in (data if isinstance(data, list | tuple) else [data]) if item]
        if not uploads:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return []
        if len(uploads) > self.most:
            raise forms.ValidationError(self.error_messages["many"], code="many", params={"most": self.most})
        return [_examined(upload, self.kinds, self.limit) for upload in uploads]
