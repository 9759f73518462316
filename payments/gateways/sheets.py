"""Tables as files for a spreadsheet or a printer: text stays text, sums stay numbers, nothing is held in memory."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import IO

from openpyxl import Workbook

from payments.rules.cells import safe_cell

Cell = str | Decimal | date | int | None
PAGE = """
@page { size: A4 landscape; margin: 12mm; @bottom-right { content: counter(page) "/" counter(pages); } }
body { font: 9pt "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", sans-serif; }
table { width: 100%; border-collapse: collapse; margin: 4mm 0; }
th, td { border: 0.3pt solid #888; padding: 1mm 1.5mm; text-align: left; }
td.number, th.number { text-align: right; white-space: nowrap; }
"""


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file line by line: UTF-8 with byte-order mark, two decimals, no live formula."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    yield writer.writerow([safe_cell(cell) for cell in header]).encode()
    for cells in rows:
        yield writer.writerow([_plain(cell) for cell in cells]).encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:.2f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return safe_cell("" if cell is None else str(cell))


def xlsx_file(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """Return an open file with one sheet; rows are written as they come (write-only book)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(safe_cell(title)[:31].translate(str.maketrans("", "", "[]:*?/\\")) or "1")
    sheet.append([safe_cell(cell) for cell in header])
    for cells in rows:
        sheet.append([safe_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    book.save(file)
    file.seek(0)
    return file


def can_print() -> bool:
    """Say whether the optional package that makes PDF files is installed."""
    return find_spec("weasyprint") is not None


def pdf_bytes(html: str) -> bytes:
    """Return the page as PDF; needs the optional package weasyprint."""
    weasyprint = import_module("weasyprint")
    document: bytes = weasyprint.HTML(string=html).write_pdf(stylesheets=[weasyprint.CSS(string=PAGE)])
    return document
