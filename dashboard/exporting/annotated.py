"""XLSX of files as handed in, the faulty cells marked, with a sheet that lists every problem."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final, cast

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exporting.workbook import BookToWrite
from validation.copies import Copy
from validation.sheets import ASIDE, reference

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
MOST_LINKS: Final = 65_530
LONGEST_CELL: Final = 32_767
LONGEST_NAME: Final = 31
FAULTY: Final = "#F6C6C0"
NOTICED: Final = "#FFF0C2"
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_SIZE: Final = {"x_scale": 3, "y_scale": 1.5}
_WIDTHS: Final = (10, 24, 8, 10, 22, 24, 60, 60, 24)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One problem in the reader's words, in the order of the list's columns.

    `cells` are row and column, from 0, of the cells it means in the copy at `place`; `error` tells
    it from a notice.
    """

    severity: str
    file: str
    line: str
    column: str
    value: str
    says: str
    mend: str
    rule: str
    error: bool
    place: int = -1
    cells: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the sheet of problems says: its name, its heads, what to say where something is left."""

    title: str
    heads: Sequence[str]
    left_out: str


Marks = Mapping[int, Mapping[int, Sequence[Entry]]]


def xlsx(copies: Sequence[Copy], entries: Sequence[Entry], words: Words) -> bytes:
    """Write the workbook. Every cell is a text, so that none of them can act as a formula.

    Args:
        copies: the tables and sheets.
        entries: every problem.
        words: what the sheet of problems says.
    """
    target = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = cast("BookToWrite", xlsxwriter.Workbook(target, options))
    styles = {
        name: book.add_format({"num_format": "@", **more})
        for name, more in (
            ("plain", {}),
            ("bold", {"bold": True}),
            ("faulty", {"bg_color": FAULTY}),
            ("noticed", {"bg_color": NOTICED}),
            ("link", {"font_color": "#0563C1", "underline": 1}),
        )
    }
    aside = ASIDE.format(words.title)
    kept = [copy for copy in copies if copy.title != aside]
    names = list(_names([copy.title for copy in kept], aside))
    by_copy = dict(zip(map(id, kept), names, strict=True))
    sheet_of = [by_copy.get(id(copy), "") for copy in copies]
    _problems(book.add_worksheet(aside), entries, sheet_of, words, styles)
    for place, copy in enumerate(copies):
        if sheet_of[place]:
            marks = _marks(entries, place)
            _copied(book.add_worksheet(sheet_of[place]), copy, marks, styles)
    book.close()
    return target.getvalue()


def complete(copies: Sequence[Copy], entries: Sequence[Entry]) -> bool:
    """Tell whether a workbook can hold everything.

    Args:
        copies: the tables and sheets.
        entries: every problem.
    """
    return (
        len(entries) < MOST_LINKS
        and all(len(copy.rows) <= MOST_ROWS for copy in copies)
        and all(
            len(row) <= MOST_COLUMNS and all(len(cell) <= LONGEST_CELL for cell in row)
            for copy in copies
            for row in copy.rows
        )
    )


def _names(titles: Sequence[str], taken: str) -> Iterator[str]:
    """Give every sheet a name of its own that a workbook takes."""
    used = {taken.casefold()}
    for title in titles:
        plain = title.translate(_FORBIDDEN).strip("'")[:LONGEST_NAME] or "-"
        name, number = plain, 1
        while name.casefold() in used:
            number += 1
            tail = f" {number}"
            name = plain[: LONGEST_NAME - len(tail)] + tail
        used.add(name.casefold())
        yield name


def _marks(entries: Sequence[Entry], place: int) -> Marks:
    """Return by row, and then by column, what there is to say about a cell."""
    found: dict[int, dict[int, list[Entry]]] = {}
    for entry in entries:
        if entry.place == place:
            for down, across in entry.cells:
                found.setdefault(down, {}).setdefault(across, []).append(entry)
    return found


def _problems(
    sheet: Worksheet,
    entries: Sequence[Entry],
    sheet_of: Sequence[str],
    words: Words,
    styles: Mapping[str, Format],
) -> None:
    for across, width in enumerate(_WIDTHS):
        sheet.set_column(across, across, width)
    first = 1
    if words.left_out:
        sheet.write_string(0, 0, words.left_out, styles["bold"])
        first = 2
    for across, head in enumerate(words.heads):
        sheet.write_string(first - 1, across, head, styles["bold"])
    for down, entry in enumerate(entries[: MOST_ROWS - first], start=first):
        cell = reference(entry.cells[0][1] + 1, entry.cells[0][0] + 1) if entry.cells else ""
        texts = (entry.severity, entry.file, entry.line, cell, entry.column, entry.value)
        for across, text in enumerate((*texts, entry.says, entry.mend, entry.rule)):
            sheet.write_string(down, across, text[:LONGEST_CELL], styles["plain"])
        if cell and down <= MOST_LINKS:
            quoted = sheet_of[entry.place].replace("'", "''")
            sheet.write_url(down, 3, f"internal:'{quoted}'!{cell}", styles["link"], cell)
    sheet.freeze_panes(first, 0)


def _copied(sheet: Worksheet, copy: Copy, marks: Marks, styles: Mapping[str, Format]) -> None:
    told = 0
    for down, row in enumerate(copy.rows[:MOST_ROWS]):
        marked = marks.get(down, {})
        for across, text in enumerate(row[:MOST_COLUMNS]):
            if text:
                style = styles[_style(marked.get(across, ()))]
                sheet.write_string(down, across, text[:LONGEST_CELL], style)
        for across, entries in marked.items():
            if across >= len(row) or not row[across]:
                sheet.write_blank(down, across, None, styles[_style(entries)])
            if told < MOST_LINKS:
                told += 1
                sheet.write_comment(down, across, _comment(entries), _SIZE)


def _style(marked: Sequence[Entry]) -> str:
    if not marked:
        return "plain"
    return "faulty" if any(entry.error for entry in marked) else "noticed"


def _comment(marked: Sequence[Entry]) -> str:
    told = dict.fromkeys(f"{entry.says}\n{entry.mend}".strip() for entry in marked)
    return "\n\n".join(told)[:LONGEST_CELL]
