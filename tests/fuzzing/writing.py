"""Ways of writing a table as a file: delimiter, quotation marks, line ends, encoding."""

import gzip
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Final, cast

import xlsxwriter

from dashboard.exporting.workbook import BookToWrite
from tests.fuzzing.tables import Table
from validation.opening import ZIP

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
WINDOWS: Final = "windows-1252"
_ENCODINGS: Final = ("utf-8", "utf-8", "utf-8-sig", "utf-16", WINDOWS)
# Letters that Windows-1252 has and that, before a plain letter, can be nothing else.
_LETTERS: Final = "éüñ"


@dataclass(frozen=True)
class Style:
    """A way of writing a CSV; `quoted` is the share of cells quoted without need."""

    delimiter: str
    ends: str
    encoding: str
    quoted: float
    stated: bool
    last_end: bool
    blank_rows: int

    def record(self, cells: Sequence[str], chance: Random) -> str:
        """Write one record without its line end."""
        return self.delimiter.join(self._cell(cell, chance) for cell in cells)

    def _cell(self, cell: str, chance: Random) -> str:
        if any(sign in cell for sign in (self.delimiter, '"', "\n", "\r")) or (
            self.quoted and chance.random() < self.quoted
        ):
            return '"' + cell.replace('"', '""') + '"'
        return cell


@dataclass
class File:
    """A table as records, header first, before it is bytes; faults are planted here."""

    table: Table
    style: Style
    cells: list[list[str]]
    records: list[str]

    def line(self, place: int) -> int:
        """Return the file's line on which a record begins; 0 is the header."""
        before = self.records[:place]
        return 1 + self.style.stated + sum(record.count("\n") + 1 for record in before)

    def rewrite(self, place: int, cells: Sequence[str], chance: Random) -> None:
        """Write a record anew."""
        self.cells[place] = list(cells)
        self.records[place] = self.style.record(cells, chance)

    def append(self, cells: Sequence[str], chance: Random) -> int:
        """Write a record at the end and return its place."""
        self.cells.append(list(cells))
        self.records.append(self.style.record(cells, chance))
        return len(self.records) - 1

    def text(self) -> str:
        """Return the whole file as text."""
        style = self.style
        first = [f"sep={style.delimiter}"] if style.stated else []
        blank = [style.delimiter * (len(self.table.names) - 1)] * style.blank_rows
        lines = [*first, *self.records, *blank]
        return style.ends.join(lines) + (style.ends if style.last_end else "")

    def content(self) -> bytes:
        """Return the whole file as bytes."""
        return self.text().encode(self.style.encoding)


def drawn(chance: Random) -> Style:
    """Draw a style."""
    delimiter = chance.choice(",;\t")
    return Style(
        delimiter=delimiter,
        ends=chance.choice(("\n", "\n", "\r\n", "\r\n", "\r")),
        encoding=chance.choice(_ENCODINGS),
        quoted=chance.choice((0.0, 0.0, 0.3, 1.0)),
        stated=chance.random() < 1 / 8,
        last_end=chance.random() < 3 / 4,
        blank_rows=chance.choice((0, 0, 0, 1, 3)),
    )


def file(table: Table, style: Style, chance: Random) -> File:
    """Write a table; what a style cannot say is left out of its free texts."""
    fitting = table.changed(lambda text: _fitting(text, style))
    cells = [list(fitting.names), *fitting.texts()]
    return File(fitting, style, cells, [style.record(row, chance) for row in cells])


def _fitting(text: str, style: Style) -> str:
    if style.ends == "\r":
        text = " ".join(text.split("\n"))
    if style.encoding == WINDOWS:
        kept = "".join(each for each in text if each.isascii() or each in _LETTERS)
        text = kept.strip() or "Müller"
    return text


def fits(table: Table, style: Style) -> bool:
    """Tell whether a style can write a table: Windows-1252 has few letters, and none in codes."""
    if style.encoding != WINDOWS:
        return True
    cells = (cell for row in file(table, style, Random(0)).cells for cell in row)
    return all(each.isascii() or each in _LETTERS for cell in cells for each in cell)


def packed(name: str, content: bytes, chance: Random) -> tuple[str, bytes]:
    """Pack some files, as .gz or .zip; return name and bytes as they are handed in."""
    match chance.choice(("", "", "", "gz", "zip")):
        case "gz" if not content.startswith(ZIP):
            return f"{name}.gz", gzip.compress(content, mtime=0)
        case "zip":
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content)
            return f"{name}.zip", target.getvalue()
        case _:
            return name, content


def workbook(table: Table) -> bytes:
    """Write a table as a workbook of texts, the header in the first row."""
    target = io.BytesIO()
    book = cast("BookToWrite", xlsxwriter.Workbook(target, {"in_memory": True}))
    book.set_properties({"created": datetime(*_LONG_AGO[:3], tzinfo=UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet(table.contract.name)
    for down, cells in enumerate((table.names, *table.texts())):
        for across, cell in enumerate(cells):
            if cell:
                sheet.write_string(down, across, cell)
    book.close()
    return target.getvalue()
