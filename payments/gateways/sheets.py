"""Tables as files for a spreadsheet: text stays text, sums stay numbers, nothing is held in memory."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

from openpyxl import Workbook

from payments.rules.cells import safe_cell

Cell = str | Decimal | date | int | None


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
