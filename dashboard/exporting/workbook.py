"""XLSX: a workbook of what the figure is, its numbers, its publications and its definitions.

Every text is written as a text cell, which a spreadsheet shows and never runs: no quote goes before
what begins like a formula, as it does in CSV.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Final, Protocol, cast

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.charts.figure import Definition, Figure
from dashboard.charts.formats import show
from dashboard.exporting import citing, tables
from dashboard.exporting.provenance import about, moment

MOST_ROWS: Final = 100_000
"""Rows of a workbook; more would take seconds and hundreds of megabytes to write."""

_WIDE: Final = 90
_NAME: Final = 27
_NARROW: Final = 12
_OF_SOURCES: Final = (22, 28, 60, 12, 26, 60, 60)
"""Widths of the columns of the sheet of publications, in characters."""


class _Exact(float):
    """A number that is written to its last digit; xlsxwriter asks for sixteen, one too few."""

    def __format__(self, spec: str, /) -> str:
        return f"{float(self):.17G}"


class BookToWrite(Protocol):
    """The part of xlsxwriter's workbook that is used here; the library leaves it untyped."""

    def set_properties(self, properties: Mapping[str, object]) -> None:
        """Say what the file is."""
        ...

    def add_format(self, properties: Mapping[str, object]) -> Format:
        """Make a format."""
        ...

    def add_worksheet(self, name: str) -> Worksheet:
        """Add a sheet."""
        ...

    def close(self) -> None:
        """Write the file."""
        ...


def xlsx(figure: Figure, *, most: int = MOST_ROWS) -> bytes:
    """Write a figure's workbook.

    Args:
        figure: what to write.
        most: rows of the sheet of numbers; past them the rest is left out, and the sheet about
            the figure says so.

    Returns:
        The file, dated by its data version.
    """
    words, target = figure.words, BytesIO()
    book = cast("BookToWrite", xlsxwriter.Workbook(target, {"in_memory": True}))
    book.set_properties(
        {
            "title": figure.title,
            "author": figure.metadata.author,
            "subject": figure.subtitle,
            "comments": figure.description,
            "keywords": figure.metadata.version_label,
            "created": moment(figure).replace(tzinfo=None),
        }
    )
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    cut = _left_out(figure, most)
    told = about(figure, cut)
    _pairs(book.add_worksheet(words.figure_sheet), told, (bold, wrapped))
    _data(book.add_worksheet(words.data_sheet), tables.frame(figure).head(most), bold)
    if figure.usual:
        _data(book.add_worksheet(words.usual_row), tables.usual(figure), bold)
    if figure.metadata.sources:
        _sources(book.add_worksheet(words.sources_sheet), citing.table(figure), (bold, wrapped))
    if terms := figure.metadata.definitions:
        _pairs(book.add_worksheet(words.definitions_sheet), terms, (bold, wrapped))
    book.close()
    return target.getvalue()


def _left_out(figure: Figure, most: int) -> str:
    """Say how many rows the workbook leaves out; empty where none."""
    words, rows = figure.words, figure.values.height
    if rows <= most:
        return ""
    return words.rows_left_out.format(left=show(rows - most, "", words), all=show(rows, "", words))


def _pairs(sheet: Worksheet, rows: Sequence[Definition], formats: tuple[Format, Format]) -> None:
    bold, wrapped = formats
    sheet.set_column(0, 0, _NAME * 1.5)
    sheet.set_column(1, 1, _WIDE)
    for at, row in enumerate(rows):
        sheet.write_string(at, 0, row.term, bold)
        sheet.write_string(at, 1, row.text, wrapped)


def _sources(sheet: Worksheet, sources: pl.DataFrame, formats: tuple[Format, Format]) -> None:
    bold, wrapped = formats
    for at, (name, wide) in enumerate(zip(sources.columns, _OF_SOURCES, strict=True)):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, wide)
    for down, row in enumerate(sources.iter_rows(), start=1):
        for across, text in enumerate(row):
            sheet.write_string(down, across, text, wrapped)
    sheet.freeze_panes(1, 0)


def _data(sheet: Worksheet, frame: pl.DataFrame, bold: Format) -> None:
    for at, name in enumerate(frame.columns):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, max(_NARROW, len(name) + 2))
    for down, row in enumerate(frame.iter_rows(), start=1):
        for across, value in enumerate(row):
            if isinstance(value, str | date):
                sheet.write_string(down, across, str(value))
            elif value is not None:
                sheet.write_number(down, across, _Exact(value))
    sheet.freeze_panes(1, 0)
    if frame.height:
        sheet.autofilter(0, 0, frame.height, frame.width - 1)
