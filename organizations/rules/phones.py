"""Mobile numbers of the mainland: eleven digits, written in many ways."""

import re

_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0B: "+"}
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def normalize_phone(text: str) -> str | None:
    """Return eleven digits for +86 138..., 0086..., full-width digits, blanks and hyphens; None for no mobile."""
    digits = re.sub(r"[\s\-()\u3000]", "", text.translate(_FULL_WIDTH))
    for prefix in ("+86", "0086"):
        digits = digits.removeprefix(prefix)
    return digits if _MOBILE.fullmatch(digits) else None


def masked_phone(phone: str) -> str:
    """Return the number as lists show it: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}"
