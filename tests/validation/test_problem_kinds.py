"""Every kind of problem, from a file that has it."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from openpyxl import Workbook

from validation import cells
from validation.contract import Column, Contract, Severity
from validation.contracts import CONTRACTS
from validation.documents import example
from validation.fields import INDICATORS
from validation.file_problems import FILE_KINDS
from validation.intake import Upload, check
from validation.problems import CELL_KINDS, TABLE_KINDS, Problem, errors

GOOD = {
    "period": "2024-Q3",
    "partnership_id": "ports-force",
    "reported_by": "",
    "sender": "NLD",
    "receiver": "BEL",
    "channel": "siena",
    "crime_area": "robbery",
    "message_kind": "request",
    "urgent": "no",
    "messages": "12",
    "hits": "3",
    "median_reply_hours": "2.5",
    "source": "own_return",
}
SOURCE = {
    "source_id": "review",
    "publisher": "Europol",
    "title": "Review",
    "address": "https://example.org/a",
    "published": "2015",
    "accessed": "2026-10-30",
    "tier": "publisher",
}
TARGET = {
    "partnership_id": "ALL",
    "indicator": "on_time_replies",
    "from_period": "2024-Q1",
    "until_period": "",
    "target": "0.65",
    "kind": "level",
    "note": "",
}
OPERATION = {
    "operation_id": "harbour-net",
    "partnership_id": "ports-force",
    "name": "Harbour Net",
    "crime_area": "robbery",
    "kind": "action_day",
    "started": "2024",
    "ended": "2024",
    "lead": "NLD",
    "countries": "BEL;NLD",
    "countries_count": "5",
    "precision": "countries_count:at_least",
    "source": "own_return",
}
TRAINING = {
    "training_id": "ports-forensics-2024-1",
    "period": "2024-Q3",
    "partnership_id": "ports-force",
    "course": "Digital evidence",
    "provider": "CEPOL",
    "format": "workshop",
    "topic": "digital_forensics",
    "completed": "21",
    "satisfaction": "100.5",
    "source": "own_return",
}


@dataclass(frozen=True)
class Case:
    """Files that have one kind of problem and no other error."""

    files: tuple[bytes, ...]
    table: str | None = None
    limit: int = 10_000_000


def _csv(*rows: dict[str, str]) -> bytes:
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def _exchange(**cells: str) -> Case:
    return Case((_csv({**GOOD, **cells}),))


def _source(**cells: str) -> Case:
    return Case((_csv({**SOURCE, **cells}),))


def _operation(**cells: str) -> Case:
    return Case((_csv({**OPERATION, **cells}),))


def _without(column: str) -> Case:
    return Case((_csv({name: cell for name, cell in GOOD.items() if name != column}),))


def _renamed(column: str, name: str) -> Case:
    return Case((GOOD_FILE.replace(column.encode(), name.encode(), 1),))


def _zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _locked(archive: bytes) -> bytes:
    """Set the flag that says "encrypted" in both places where an entry has flags."""
    locked = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[archive.index(mark) + offset] |= 1
    return bytes(locked)


def _workbook(rows: Sequence[Sequence[object]], **others: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    for title, rows_of_it in {"table": rows, **others}.items():
        sheet = book.create_sheet(title)
        for row in rows_of_it:
            sheet.append(list(row))
        for cell in (cell for row in sheet.rows for cell in row if isinstance(cell.value, float)):
            cell.number_format = "0%"
    del book["Sheet"]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


GOOD_FILE = _csv(GOOD)
GOOD_CELLS = [list(GOOD), list(GOOD.values())]
TARGET_CELLS = [0.65 if cell == "0.65" else cell for cell in TARGET.values()]
ACCENTS = _csv({**SOURCE, "title": "Übersicht"})
CASES = {
    "empty_file": Case((b"\xef\xbb\xbf \r\n",)),
    "same_file_twice": Case((GOOD_FILE, GOOD_FILE)),
    "nothing_to_load": Case((GOOD_FILE.splitlines(keepends=True)[0],)),
    "file_too_large": Case((GOOD_FILE,), limit=len(GOOD_FILE) - 1),
    "not_text": Case((b"%PDF-1.7 rest of a report",)),
    "name_with_path": Case((_zip({"returns/q3.csv": GOOD_FILE}),)),
    "archive_damaged": Case((b"PK\x03\x04rest of an archive",)),
    "archive_empty": Case((_zip({}),)),
    "archive_locked": Case((_locked(_zip({"q3.csv": GOOD_FILE})),)),
    "packed_too_densely": Case((_zip({"q3.csv": b"0" * 11_000_000}),), limit=20_000_000),
    "too_many_files": Case((_zip({f"{n}.csv": GOOD_FILE for n in range(201)}),)),
    "workbook_damaged": Case((_zip({"xl/workbook.xml": b"<workbook"}),)),
    "formula_without_value": Case((_workbook([*GOOD_CELLS[:1], ["=1+1", *GOOD_CELLS[1][1:]]]),)),
    "sheets_not_read": Case((_workbook(GOOD_CELLS, notes=[["Call the office"]]),)),
    "percentages_read": Case((_workbook([list(TARGET), [*TARGET_CELLS]]),)),
    "nul_bytes": _exchange(channel="si\0ena"),
    "undecodable_text": Case((ACCENTS.replace(b"Europol", b"Europol\xff"),)),
    "text_converted": Case((ACCENTS.decode().encode("windows-1252"),)),
    "old_line_ends": Case((GOOD_FILE.replace(b"\n", b"\r"),)),
    "other_delimiter": Case((GOOD_FILE.replace(b",", b";"),)),
    "line_too_long": _source(title="x" * 1_000_001),
    "wrong_number_of_cells": _exchange(hits="3,4"),
    "broken_quotes": _source(title='The 12" pipe'),
    "table_not_recognised": Case((b"Name,Telephone\nA,1\n",)),
    "no_such_table": Case((GOOD_FILE,), table="exchanges"),
    "unknown_column": _renamed("hits", "hitz"),
    "unnamed_column": _renamed("hits", ""),
    "repeated_column": _renamed("hits", "messages"),
    "missing_column": _without("messages"),
    "missing_optional_column": _without("hits"),
    "missing_key_column": _without("urgent"),
    "column_name_read_as": _renamed("message_kind", " Message-Kind"),
    "empty": _exchange(messages=""),
    "word_for_missing": _exchange(hits="N/A"),
    "not_a_count": _exchange(messages="12.0"),
    "not_a_number": _exchange(median_reply_hours="3e1"),
    "not_yes_no": _exchange(urgent="TRUE"),
    "not_a_period": _exchange(period="2024Q3"),
    "period_not_begun": _exchange(period="2027-Q1"),
    "not_a_date": _source(published="30/09/2024"),
    "date_in_future": _source(accessed="2026-11-25"),
    "not_in_list": _exchange(channel="fax"),
    "not_an_identifier": _source(source_id="Review 14"),
    "not_an_address": _source(address="www.example.org"),
    "too_small": _exchange(hits="-1"),
    "too_large": Case((_csv(TRAINING),)),
    "too_long": _source(title="x" * 2_001),
    "repeated_in_list": _operation(countries="NLD;BEL;NLD"),
    "two_bounds_on_a_column": _operation(
        precision="countries_count:at_least|countries_count:rounded"
    ),
    "unknown_reference": _exchange(partnership_id="ports-farce"),
    "repeated_key": Case((_csv(GOOD, {**GOOD, "messages": "13"}),)),
    "repeated_key_in_files": Case((GOOD_FILE, _csv({**GOOD, "messages": "13"}))),
    "period_not_ended": _exchange(period="2026-Q4"),
    "not_a_share": Case((_csv({**TARGET, "target": "85"}),)),
    "lines_above_header": Case((b"Return of the third quarter\n" + GOOD_FILE,)),
    "header_again": Case((_csv(GOOD, dict(zip(GOOD, GOOD, strict=True))),)),
    "cells_without_column": Case((_csv({**GOOD, "": "a remark"}),)),
    "blanks_removed": _exchange(channel=" siena"),
}


@pytest.mark.parametrize("kind", [*FILE_KINDS, *CELL_KINDS, *TABLE_KINDS])
def test_every_kind_of_problem_is_found_and_says_what_to_do(
    kind: str,
    today: date,
    known: Mapping[str, frozenset[str]],
    reads_well: Callable[[Problem], bool],
) -> None:
    declared = {**FILE_KINDS, **CELL_KINDS, **TABLE_KINDS}[kind]
    case = CASES[kind]
    uploads = [Upload(f"{place}.csv", content) for place, content in enumerate(case.files)]
    verdicts = check(uploads, today=today, known=known, table=case.table, limit=case.limit)
    problems = [found for verdict in verdicts for found in verdict.problems]
    found = [each for each in problems if each.kind == kind]
    assert found
    assert all(each.severity == declared.severity and each.title for each in found)
    assert all(reads_well(each) for each in problems)
    assert {each.kind for each in errors(problems)} == {
        each.kind for each in found if each.severity == Severity.ERROR
    }


# A cell that fails a check and no other, whatever the column; `{}` is the column's example.
FAILING = {
    cells.EMPTY: "",
    cells.MISSING_WORD: "N/A",
    cells.NOT_A_COUNT: "many",
    cells.NOT_A_NUMBER: "much",
    cells.NOT_YES_NO: "perhaps",
    cells.NOT_A_PERIOD: "2024Q3",
    cells.NOT_BEGUN: "2027-Q1",
    cells.NOT_A_DATE: "30/09/2024",
    cells.IN_FUTURE: "2027",
    cells.NOT_IN_LIST: "no such code",
    cells.NOT_A_SLUG: "No Slug",
    cells.NOT_AN_ADDRESS: "www.example.org",
    cells.TOO_SMALL: "-1000",
    cells.TOO_LARGE: "100000000",
    cells.TOO_LONG: "x" * 2_001,
    cells.REPEATED: "{};{}",
    cells.UNKNOWN: "no-such-id",
}


def _failing(column: Column, each: str) -> str:
    if each == cells.TWO_BOUNDS:
        figure = column.spec.quantities[0]
        return f"{figure}:at_least;{figure}:rounded"
    if each == cells.UNKNOWN and column.spec.references == INDICATORS:
        return "no_such_id"
    return FAILING[each].format(*[column.spec.example] * 2)


def _checks(column: Column) -> Iterator[str]:
    """List every check that a cell of a column is put to."""
    spec = column.spec
    known = {spec.references: frozenset({"ports-force"})} if spec.references else {}
    yield cells.EMPTY if column.required else cells.MISSING_WORD
    if lost := cells.unreadable(spec):
        yield lost
    for check_ in cells.checks(spec, today=date(2026, 11, 24), known=known):
        yield check_.name


CHECKS = [
    pytest.param(contract, column, each, id=f"{contract.name}-{column.name}-{each}")
    for contract in CONTRACTS.values()
    for column in contract.columns
    for each in dict.fromkeys(_checks(column))
]


@pytest.mark.parametrize(("contract", "column", "each"), CHECKS)
def test_every_check_of_every_column_is_broken_by_a_cell_and_by_that_alone(
    contract: Contract,
    column: Column,
    each: str,
    csv_of: Callable[..., bytes],
    known: Mapping[str, frozenset[str]],
    today: date,
) -> None:
    head, row = csv.reader(io.StringIO(example(contract)))
    filled = dict(zip(head, row, strict=True))
    bad = _failing(column, each)
    upload = Upload("0.csv", csv_of(contract, [{**filled, column.name: bad}]))
    ids = {column.spec.references: frozenset({column.spec.example}), **known}
    (verdict,) = check([upload], today=today, known=ids, table=contract.name)
    assert {(found.kind, found.columns) for found in errors(verdict.problems)} == {
        (each, (column.name,))
    }


def test_no_case_is_of_a_kind_that_is_no_more() -> None:
    assert set(CASES) == {*FILE_KINDS, *CELL_KINDS, *TABLE_KINDS}
