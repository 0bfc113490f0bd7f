"""Workbooks: each sheet as the text a CSV file would hold, one line for each of its rows."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

from validation.file_problems import FORMULA, WORKBOOK_DAMAGED
from validation.problems import Problem, problem

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

LINE_BREAK: Final = "\n"
# A lone carriage return breaks the line within a cell: so a line of text is a row of the sheet.
BREAK_WITHIN: Final = "\r"
MOST_COLUMNS: Final = 500
# How a sheet is named that is there to be looked at and never read, such as last quarter's figures.
ASIDE: Final = "({})"
_FORMULAS: Final = (b"<f>", b"<f ")
_PER_CENT: Final = 100


@dataclass(frozen=True)
class Percent:
    """A cell that is shown as a percentage; `value` is what is stored: 0.45 for 45 %."""

    value: float

    def times(self, factor: int) -> str:
        """Write the stored value, or so many times it, without the noise of binary fractions."""
        return _number(float(f"{self.value * factor:.12g}"))


Cell = str | Percent


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet's cells, as they would be typed into a CSV file; `title` is empty for damage."""

    title: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def aside(self) -> bool:
        """Whether the sheet's name stands in brackets, so that it is not read."""
        return self.title.startswith(ASIDE[0]) and self.title.endswith(ASIDE[-1])

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the sheet."""
        return not self.problems and not any(cell for row in self.rows for cell in row)

    def cells(self, factors: Mapping[int, int] | None = None) -> list[list[str]]:
        """Write each cell as it would be typed.

        Args:
            factors: by position of the column, what percentages are multiplied with: 1 for shares
                and 100 for points; elsewhere they are written with their sign.
        """
        times = factors or {}
        return [
            [_typed(cell, times.get(place)) for place, cell in enumerate(row)] for row in self.rows
        ]

    def text(self, factors: Mapping[int, int] | None = None) -> bytes:
        """Write the sheet as CSV in UTF-8, its cells as `cells` gives them."""
        written = io.StringIO(newline="")
        writer = csv.writer(written, lineterminator=LINE_BREAK)
        width = max((len(row) for row in self.rows), default=0)
        for cells in self.cells(factors):
            filled = cells + [""] * (width - len(cells))
            writer.writerow(filled) if any(filled) else written.write(LINE_BREAK)
        return written.getvalue().encode()

    def percentages(self, column: int, after: int) -> int:
        """Return the number of the first row after a row in which a column has one, or 0."""
        return next(
            (
                number
                for number, row in enumerate(self.rows, start=1)
                if number > after and column < len(row) and isinstance(row[column], Percent)
            ),
            0,
        )


def _typed(cell: Cell, factor: int | None) -> str:
    if isinstance(cell, str):
        return cell
    return cell.times(factor) if factor else f"{cell.times(_PER_CENT)}%"


def reference(column: int, row: int) -> str:
    """Return a cell's name as spreadsheets write it, from positions that count from 1."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


def sheets(content: bytes) -> tuple[Sheet, ...]:
    """Read the sheets of a workbook, values as they were last computed.

    Args:
        content: the bytes of an .xlsx file whose unpacked size is known to be bearable.
    """
    from openpyxl import load_workbook

    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True) if _any(content) else None
        return tuple(
            _sheet(sheet.title, sheet, formulas[sheet.title] if formulas else None)
            for sheet in values.worksheets
        )
    except (ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError):
        return (Sheet("", problems=(problem(WORKBOOK_DAMAGED),)),)


def _any(content: bytes) -> bool:
    """Tell whether a formula stands in any sheet, so that it is worth looking for each."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(
            mark in archive.read(entry)
            for entry in archive.infolist()
            if entry.filename.startswith("xl/worksheets/")
            for mark in _FORMULAS
        )


def _sheet(title: str, values: "ReadOnlyWorksheet", formulas: "ReadOnlyWorksheet | None") -> Sheet:
    for each in (values, formulas):
        if each is not None:
            each.reset_dimensions()  # what a sheet says of its own size need not be so
    rows = tuple(
        tuple(_cell(cell.value, str(cell.number_format)) for cell in row)
        for row in values.iter_rows(max_col=MOST_COLUMNS)
    )
    empty = list(_never_computed(rows, formulas)) if formulas is not None else []
    if not empty:
        return Sheet(title, _without_blank_ends(rows))
    row, column = empty[0]
    facts = {"cell": reference(column, row), "count": len(empty)}
    return Sheet(title, rows, (problem(FORMULA, line=row, facts=facts),))


def _never_computed(
    rows: Sequence[Sequence[Cell]], formulas: "ReadOnlyWorksheet"
) -> Iterator[tuple[int, int]]:
    """Give row and column of each formula whose value was not stored with it."""
    for number, row in enumerate(formulas.iter_rows(max_col=MOST_COLUMNS), start=1):
        for place, cell in enumerate(row):
            if cell.data_type == "f" and not rows[number - 1][place]:
                yield number, place + 1


def _without_blank_ends(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Leave out the columns and rows at the end in which no cell is filled."""
    width = max(
        (place for row in rows for place, cell in enumerate(row, start=1) if cell), default=0
    )
    height = max((number for number, row in enumerate(rows, start=1) if any(row)), default=0)
    return tuple(row[:width] for row in rows[:height])


def _cell(value: object, shown: str) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() | date():
            return value.strftime(_shown_as(shown)(value))
        case time():
            return value.isoformat()
        case int() | float():
            percent = "%" in shown.partition(";")[0]
            return Percent(float(value)) if percent else _number(value)
        case _:
            return str(value).replace("\r\n", LINE_BREAK).replace(LINE_BREAK, BREAK_WITHIN)


def _number(value: float) -> str:
    """Write a number in digits, never with an exponent, as short as tells it apart."""
    return f"{int(value)}" if float(value).is_integer() else f"{Decimal(repr(value)):f}"


@cache
def _shown_as(number_format: str) -> Callable[[datetime | date], str]:
    """Return how a date of a number format is written: as exact as the sheet shows it."""
    letters = number_format.casefold().partition(";")[0]
    if "d" not in letters and "y" in letters:
        known = "%Y-%m" if "m" in letters else "%Y"
        return lambda _: known

    def whole(value: datetime | date) -> str:
        timed = isinstance(value, datetime) and value.time() != time()
        return "%Y-%m-%dT%H:%M:%S" if timed else "%Y-%m-%d"

    return whole
