"""XLSX of a return to fill in: the office's keys, and on a second sheet what it sent last.

Texts are text cells, as in `workbook`: what is uploaded again is what was sent.
"""

from io import BytesIO
from typing import Final, cast

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exporting.workbook import BookToWrite
from validation.sheets import ASIDE

GREY: Final = "#808080"
_WIDTH: Final = 16


def xlsx(rows: pl.DataFrame, last: pl.DataFrame, *, title: str, last_title: str) -> bytes:
    """Write a workbook whose first sheet is to be filled in and uploaded.

    Args:
        rows: what is known beforehand, as texts, in the table's columns.
        last: what was sent last, as texts; its sheet is written in grey, so that nobody takes it
            for what is to be sent, and left out where there is nothing.
        title: the name of the first sheet.
        last_title: the name of the second.
    """
    target = BytesIO()
    book = cast("BookToWrite", xlsxwriter.Workbook(target, {"in_memory": True}))
    bold = book.add_format({"bold": True})
    plain = book.add_format({})
    grey = book.add_format({"font_color": GREY, "italic": True})
    _sheet(book.add_worksheet(title), rows, (bold, plain))
    if last.height:
        _sheet(book.add_worksheet(ASIDE.format(last_title)), last, (grey, grey))
    book.close()
    return target.getvalue()


def _sheet(sheet: Worksheet, frame: pl.DataFrame, formats: tuple[Format, Format]) -> None:
    head, body = formats
    for across, column in enumerate(frame.columns):
        sheet.write_string(0, across, column, head)
        sheet.set_column(across, across, max(_WIDTH, len(column) + 2))
    for down, row in enumerate(frame.iter_rows(), start=1):
        for across, text in enumerate(row):
            if text is not None:
                sheet.write_string(down, across, text, body)
    sheet.freeze_panes(1, 0)
