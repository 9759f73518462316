"""Cells of files that people open in a spreadsheet: text stays text (security table rows 72, 73)."""

import unicodedata

_STARTS = tuple("=+-@\t\r|＝＋－＠")


def safe_cell(value: str) -> str:
    """Return the text without control characters; a leading formula sign gets an apostrophe before it."""
    text = "".join(" " if c in "\t\r\n" else c for c in value if c in "\t\r\n" or _is_shown(c))
    runs = value.lstrip(" ").startswith(_STARTS) or text.strip().startswith(
        _STARTS
    )  # what hid it is gone by now
    return f"'{text}" if runs else text.strip()


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
