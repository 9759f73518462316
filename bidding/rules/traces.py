"""What the files of a bid say about who made them, and their text (COL-01, COL-04): pure, of bytes, never fails."""

import re
import zipfile
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

MOST_BYTES = 4 * 1024 * 1024
MOST_TEXT = 20_000
_NAMES = re.compile(rb"/Author\s*(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_XMP = re.compile(rb"<dc:creator>(.*?)</dc:creator>", re.DOTALL)
_ITEM = re.compile(rb"<rdf:li[^>]*>(.*?)</rdf:li>", re.DOTALL)
_NOBODY = {
    "",
    "admin",
    "administrator",
    "user",
    "microsoft office user",
    "python-docx",
    "anonymous",
    "unknown",
    "wps",
}


def makers_of(body: bytes) -> set[str]:
    """Return author and last editor of a PDF or a Word document; names that say nothing are left out (COL-01)."""
    found = _word_makers(body) if body[:2] == b"PK" else _pdf_makers(body[:MOST_BYTES])
    names = {" ".join(name.split()) for name in found}
    return {name for name in names if name.lower() not in _NOBODY}


def text_of(body: bytes) -> str:
    """Return the text of a Word document, at most 20,000 characters; nothing of any other file (COL-04)."""
    root = _part(body, "word/document.xml") if body[:2] == b"PK" else None
    if root is None:
        return ""
    return "".join(node.text or "" for node in root.iter() if node.tag.endswith("}t"))[:MOST_TEXT]


def _part(body: bytes, name: str) -> Element | None:
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            entry = package.getinfo(name)
            if entry.file_size > MOST_BYTES:
                return None
            return fromstring(package.read(entry))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, ValueError, RuntimeError, OSError):
        return None


def _word_makers(body: bytes) -> list[str]:
    root = _part(body, "docProps/core.xml")
    if root is None:
        return []
    return [node.text or "" for node in root if node.tag.endswith(("}creator", "}lastModifiedBy"))]


def _pdf_makers(body: bytes) -> list[str]:
    names = [_pdf_text(match) for match in _NAMES.findall(body)]
    for listed in _XMP.findall(body):
        names += [item.decode("utf-8", "replace") for item in _ITEM.findall(listed)]
    return names


def _pdf_text(raw: bytes) -> str:
    inner = raw[1:-1]
    if raw[:1] == b"<":
        digits = re.sub(rb"\s", b"", inner)
        inner = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        inner = re.sub(rb"\\([()\\])", rb"\1", inner)
    if inner[:2] == b"\xfe\xff":
        return inner[2:].decode("utf-16-be", "replace")
    return inner.decode("latin-1")
