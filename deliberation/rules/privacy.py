"""Personal numbers are masked before a text becomes public (PIPL art. 25)."""

import re

IDENTITY = re.compile(r"(?<!\d)(\d{3})\d{12}(\d{2}[\dXx])(?!\d)")
PHONE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[A-Z0-9]{4,5}([A-Z0-9])"
)


def masked(text: str) -> str:
    """Return the text with the middle of identity numbers, mobile numbers and number plates replaced by stars."""
    text = IDENTITY.sub(r"\1************\2", text)
    text = PHONE.sub(r"\1****\2", text)
    return PLATE.sub(r"\1****\2", text)
