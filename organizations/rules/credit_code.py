"""The unified social credit code of GB 32100-2015: 18 characters with a check character."""

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
ORGANIZATION_CODE = slice(8, 17)
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CLASSES = {"51": "social_group", "52": "service_institution", "53": "foundation"}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212\u3000]")


class InvalidCreditCode(ValueError):  # noqa: N818 - a fact about a text
    """The text is no unified social credit code; `reason` is `length`, `character` or `check`."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def normalize(text: str) -> str:
    """Return the code in capitals without blanks and hyphens; full-width characters become plain ones."""
    return _IGNORED.sub("", text.translate(_FULL_WIDTH)).upper()


def check_character(body: str) -> str:
    """Return the 18th character for the first 17 (GB 32100-2015); raises InvalidCreditCode for a stranger."""
    for character in body:
        if character not in ALPHABET:
            raise InvalidCreditCode("character", f"{character!r} is not used in these codes")
    total = sum(weight * ALPHABET.index(c) for weight, c in zip(WEIGHTS, body, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def check_credit_code(text: str) -> str:
    """Return the normalized code; raises InvalidCreditCode for wrong length, characters or check character."""
    # BID-08
    code = normalize(text)
    if len(code) != LENGTH:
        raise InvalidCreditCode("length", f"{len(code)} characters, a code has {LENGTH}")
    expected = check_character(code[:-1])
    if code[-1] not in ALPHABET:
        raise InvalidCreditCode("character", f"{code[-1]!r} is not used in these codes")
    if code[-1] != expected:
        raise InvalidCreditCode("check", f"the check character is {code[-1]}, it should be {expected}")
    return code


def kind_of_code(code: str) -> str | None:
    """Return the type of social organization the first two characters stand for, None for any other body."""
    return CLASSES.get(code[:2])


def region_of_code(code: str) -> str:
    """Return the six digits of the region (GB/T 2260)."""
    return code[2:8]


def has_odd_organization_code(code: str) -> bool:
    """Say whether the organization code inside breaks its own check (GB 11714): a warning, old codes may."""
    part = code[ORGANIZATION_CODE]
    total = sum(w * int(c, 36) for w, c in zip(ORGANIZATION_WEIGHTS, part[:8], strict=True))
    rest = 11 - total % 11
    expected = {10: "X", 11: "0"}.get(rest, str(rest))
    return part[8] != expected
