"""Copies of files cell by cell as handed in, for marking what is wrong in its place."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from validation.header import plain
from validation.intake import Checked
from validation.opening import WITHIN, Upload, opened
from validation.problems import Problem, errors
from validation.reading import Source, percent_factors
from validation.records import QUOTE, Chunk, scanned
from validation.sheets import BREAK_WITHIN, LINE_BREAK, Sheet


@dataclass(frozen=True, eq=False, kw_only=True)
class Copy:
    """One table or sheet: its rows as typed, the line of the file that each begins on.

    `name` is what it is called in problems; `checked` is None for sheets that were not read.
    """

    name: str
    title: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    checked: Checked | None = None
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def _places(self) -> dict[int, int]:
        return {line: place for place, line in enumerate(self.lines)}

    def cells_of(self, found: Problem) -> list[tuple[int, int]]:
        """Return the cells that a problem means, row and column counted from 0; the first leads.

        Args:
            found: a problem of this table.
        """
        source = self.checked.source if self.checked else None
        down = self._places.get(found.line or 0)
        if source is None or down is None:
            return []
        targets = source.layout.targets
        across = [targets.index(name) for name in found.columns if name in targets]
        if found.line == source.header.line and not across:
            typed = [plain(cell) for cell in self.rows[down]]
            across = [typed.index(plain(each)) for each in found.values if plain(each) in typed]
        return [(down, place) for place in across or (0,)]


def copies(uploads: Sequence[Upload], files: Sequence[Checked]) -> tuple[Copy, ...]:
    """Copy every table of files, and every sheet of workbooks, that can be read.

    Args:
        uploads: the files.
        files: the verdicts on them.
    """
    verdicts = {file.name: file for file in files}
    return tuple(copy for upload in uploads for copy in _of_upload(upload, verdicts))


def excerpt(file: Checked, most: int) -> Copy | None:
    """Copy the header and the first rows with an error, as they stand in the file.

    Args:
        file: the verdict.
        most: how many rows at most.

    Returns:
        None where no error stands in a row.
    """
    source = file.source
    if source is None:
        return None
    first = source.header.line
    faulty = {line for each in errors(file.problems) if (line := each.line or 0) > first}
    if not faulty:
        return None
    wanted = {first, *sorted(faulty)[:most]}
    rows = list(_rows(source, frozenset(wanted)))
    return Copy(
        name=file.name,
        title=source.contract.name,
        rows=[[cell.replace(BREAK_WITHIN, LINE_BREAK) for cell in cells] for _, cells in rows],
        lines=[line for line, _ in rows],
        checked=file,
        problems=file.problems,
    )


def _of_upload(upload: Upload, verdicts: dict[str, Checked]) -> Iterator[Copy]:
    for part in opened(upload):
        for sheet in part.workbook:
            name = f"{part.name}{WITHIN}{sheet.title}" if sheet.title else part.name
            yield _of_sheet(name, sheet, verdicts.get(name))
        found = verdicts.get(part.name)
        if found and found.source and not part.workbook:
            rows = list(_rows(found.source))
            yield Copy(
                name=part.name,
                title=found.source.contract.name,
                rows=[cells for _, cells in rows],
                lines=[line for line, _ in rows],
                checked=found,
                problems=found.problems,
            )


def _of_sheet(name: str, sheet: Sheet, found: Checked | None) -> Copy:
    factors = dict(percent_factors(found.source)) if found and found.source else {}
    rows = [
        [cell.replace(BREAK_WITHIN, LINE_BREAK) for cell in row] for row in sheet.cells(factors)
    ]
    return Copy(
        name=name,
        title=sheet.title,
        rows=rows,
        lines=range(1, len(rows) + 1),
        checked=found,
        problems=found.problems if found else (),
    )


def _rows(source: Source, wanted: frozenset[int] | None = None) -> Iterator[tuple[int, list[str]]]:
    """Give line and cells of every row, or of those wanted; those above the header among them."""
    delimiter, start = source.header.delimiter, source.header.start
    above = csv.reader(
        io.StringIO(source.content[:start].decode(), newline=""), delimiter=delimiter
    )
    line = 1
    for cells in above:
        if wanted is None or line in wanted:
            yield line, cells
        line = above.line_num + 1
    for chunk in source.chunks():
        if wanted is not None and chunk.first_line > max(wanted):
            return
        yield from _of_chunk(chunk, delimiter, wanted)


def _of_chunk(
    chunk: Chunk, delimiter: str, wanted: frozenset[int] | None
) -> Iterator[tuple[int, list[str]]]:
    """Give the records; from a quotation mark that makes no sense on, line by line."""
    records = scanned(chunk, delimiter.encode())
    kept = slice(None) if wanted is None else np.isin(records.lines, list(wanted))
    places = (records.starts[kept], records.ends[kept], records.lines[kept])
    for start, stop, line in zip(*places, strict=True):
        yield int(line), _cells(chunk.body[start:stop], delimiter)
    if records.broken_line is not None:
        end = int(records.ends[-1]) + 1 if len(records.ends) else 0
        rest = chunk.body[end:].split(LINE_BREAK.encode())
        first = chunk.first_line + chunk.body[:end].count(LINE_BREAK.encode())
        for line, text in enumerate(rest, start=first):
            if wanted is None or line in wanted:
                yield line, text.decode().split(delimiter)


def _cells(record: bytes, delimiter: str) -> list[str]:
    text = record.decode()
    if QUOTE not in record:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter))
    except csv.Error:  # a cell longer than the library takes
        return text.split(delimiter)
