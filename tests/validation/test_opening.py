"""Archives, compressed files and workbooks: the tables inside them, and what is refused."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

import pytest
from openpyxl import Workbook

from validation.intake import Checked, Upload, check
from validation.opening import DENSEST, SMALL

CheckFile = Callable[..., tuple[Checked, ...]]

SOURCES: Final = b"source_id,publisher,title,tier\nreview,Europol,Review,publisher\n"
ROWS: Final = [line.split(",") for line in SOURCES.decode().splitlines()]
OPTIONAL: Final = "missing_optional_column"


@pytest.fixture
def check_file(today: date, known: Mapping[str, frozenset[str]]) -> CheckFile:
    def checked(name: str, content: bytes, limit: int = 100_000_000) -> tuple[Checked, ...]:
        return check([Upload(name, content)], today=today, known=known, limit=limit)

    return checked


def _kinds(verdict: Checked) -> list[str]:
    return [found.kind for found in verdict.problems if found.kind != OPTIONAL]


def _zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _of_one(content: bytes) -> bytes:
    return _zip({"a.csv": content})


def _workbook(sheets: Mapping[str, Sequence[Sequence[object]]], **formats: str) -> bytes:
    book = Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cell, shown in formats.items():
            sheet[cell].number_format = shown
    del book["Sheet"]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_gzip_file_is_read(check_file: CheckFile) -> None:
    (verdict,) = check_file("sources.csv.gz", gzip.compress(SOURCES))
    assert verdict.ok
    assert (verdict.name, verdict.count) == ("sources.csv", 1)


def test_each_file_of_an_archive_has_a_verdict_and_the_hash_of_the_archive(
    check_file: CheckFile,
) -> None:
    other = SOURCES.replace(b"review", b"other").replace(b"publisher\n", b"paper\n")
    archive = _zip({"a.csv": SOURCES, "b.csv": b"source_id" + other[9:].replace(b"paper", b"x")})
    good, bad = check_file("q3.zip", archive)
    assert (good.name, good.ok) == ("q3.zip: a.csv", True)
    assert (bad.name, bad.ok) == ("q3.zip: b.csv", False)
    assert good.sha256 == bad.sha256 == Upload("q3.zip", archive).sha256


def test_a_workbook_within_an_archive_is_read(check_file: CheckFile) -> None:
    (verdict,) = check_file("q3.zip", _zip({"sources.xlsx": _workbook({"Sources": ROWS})}))
    assert verdict.ok
    assert verdict.rows["source_id"].to_list() == ["review"]


def test_an_archive_within_an_archive_is_not_opened(check_file: CheckFile) -> None:
    (verdict,) = check_file("q3.zip", _zip({"inner.zip": _of_one(SOURCES)}))
    assert _kinds(verdict) == ["not_text"]


@pytest.mark.parametrize(
    "entries",
    [
        ("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
        ("[Content_Types].xml", "xl/workbook.bin"),
        ("mimetype", "content.xml"),
        ("mimetype", "META-INF/manifest.xml", "content.xml"),
        ("Index/Document.iwa", "Metadata/Properties.plist"),
    ],
    ids=["Word", "binary Excel", "LibreOffice", "LibreOffice Calc", "Numbers"],
)
def test_a_document_of_another_kind_is_not_taken_for_an_archive_of_tables(
    entries: Sequence[str], check_file: CheckFile
) -> None:
    document = _zip(dict.fromkeys(entries, b"<xml/>"))
    (verdict,) = check_file("report", document)
    assert _kinds(verdict) == ["not_text"]
    assert "save it as CSV (UTF-8) or .xlsx" in verdict.problems[0].mend
    assert _kinds(*check_file("q3.zip", _zip({"report": document}))) == ["not_text"]


@pytest.mark.parametrize("name", ["../sources.csv", "q3/sources.csv", "q3\\sources.csv"])
def test_names_with_folders_are_refused_wherever_they_come_from(
    name: str, check_file: CheckFile
) -> None:
    assert _kinds(check_file(name, SOURCES)[0]) == ["name_with_path"]
    assert _kinds(check_file("q3.zip", _zip({name: SOURCES}))[0]) == ["name_with_path"]


def test_what_macos_packs_beside_a_file_is_passed_over(check_file: CheckFile) -> None:
    archive = _zip({"sources.csv": SOURCES, "__MACOSX/._sources.csv": b"\x00\x05\x16\x07"})
    (verdict,) = check_file("q3.zip", archive)
    assert verdict.ok
    (verdict,) = check_file("q3.zip", _zip({"__MACOSX/._sources.csv": b"\x00"}))
    assert _kinds(verdict) == ["archive_empty"]


@pytest.mark.parametrize("pack", [gzip.compress, _of_one])
def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    pack: Callable[[bytes], bytes], check_file: CheckFile
) -> None:
    bomb = pack(b" " * (SMALL + 1))
    assert len(bomb) * DENSEST < SMALL
    assert _kinds(check_file("a.csv.gz", bomb)[0]) == ["packed_too_densely"]
    assert _kinds(check_file("a.csv.gz", bomb, limit=SMALL)[0]) == ["file_too_large"]


@pytest.mark.parametrize("cut", [30, 60, -10])
@pytest.mark.parametrize("pack", [gzip.compress, _of_one])
def test_an_archive_that_is_cut_short_is_told_so(
    cut: int, pack: Callable[[bytes], bytes], check_file: CheckFile
) -> None:
    assert _kinds(check_file("a.gz", pack(SOURCES)[:cut])[0]) == ["archive_damaged"]


def test_a_workbook_is_read_as_its_cells_are_meant(check_file: CheckFile) -> None:
    rows = [
        ["Sources of the third quarter"],
        [],
        ["source_id", "publisher", "title", "published", "accessed", "tier", "note", None],
        [
            "aa",
            "Europol",
            2015,
            date(2015, 5, 1),
            datetime.fromisoformat("2026-10-30"),
            "publisher",
            "1\n2",
            " ",
        ],
        ["bb", "Europol", "0012.50", 2015, "2026-10-30", "publisher", None],
        [None, "  "],
    ]
    (verdict,) = check_file("sources.xlsx", _workbook({"Sheet 1": rows}, D4="mmm yyyy"))
    assert "lines_above_header" in _kinds(verdict)
    assert verdict.rows.select("title", "published", "accessed", "note", "line").rows() == [
        ("2015", "2015-05", "2026-10-30", "1\n2", 4),
        ("0012.50", "2015", "2026-10-30", None, 5),
    ]


def test_an_error_in_a_workbook_names_sheet_and_cell(check_file: CheckFile) -> None:
    rows = [["tier", "source_id", "publisher", "title"], ["paper", "aa", "Europol", "T\nU"]]
    notes = [["Call the office"]]
    (verdict,) = check_file("q3.xlsx", _workbook({"Data": rows, "Notes": notes}))
    (fault,) = (found for found in verdict.problems if found.kind == "not_in_list")
    assert (fault.file, fault.line, fault.cell) == ("q3.xlsx: Data", 2, "A2")
    assert fault.value == "paper"


def test_a_rule_that_compares_cells_of_a_workbook_names_them(check_file: CheckFile) -> None:
    rows = [
        ["operation_id", "period", "seized_value", "seized_currency", "source"],
        ["harbour-net", "2024-Q2", 250, None, "own_return"],
    ]
    (verdict,) = check_file("q3.xlsx", _workbook({"Data": rows}))
    fault = next(each for each in verdict.problems if each.kind == "value_has_a_currency")
    assert set(fault.columns) == {"seized_value", "seized_currency"}
    assert set(fault.cell.split(", ")) == {"C2", "D2"}


def test_each_sheet_that_is_a_table_is_read(check_file: CheckFile) -> None:
    again = [ROWS[0], ["other", *ROWS[1][1:]]]
    verdicts = check_file("q3.xlsx", _workbook({"One": ROWS, "Blank": [], "Two": again}))
    assert [verdict.name for verdict in verdicts] == ["q3.xlsx: One", "q3.xlsx: Two"]
    assert all(verdict.ok for verdict in verdicts)


def test_a_sheet_put_aside_in_brackets_is_never_read(check_file: CheckFile) -> None:
    old = [ROWS[0], ["other", *ROWS[1][1:]]]
    (verdict,) = check_file("q3.xlsx", _workbook({"Sources": ROWS, "(Last figures)": old}))
    assert verdict.rows["source_id"].to_list() == ["review"]
    assert "sheets_not_read" in _kinds(verdict)
    (alone,) = check_file("q3.xlsx", _workbook({"(Last figures)": old}))
    assert _kinds(alone) == ["empty_file"]


TARGET: Final = {
    "target": 0.65,
    "partnership_id": "ALL",
    "indicator": "on_time_replies",
    "from_period": "2024-Q1",
    "kind": "level",
}
COURSE: Final = {
    "satisfaction": 0.82,
    "training_id": "course-1",
    "period": "2024-Q3",
    "partnership_id": "ports-force",
    "course": "Evidence",
    "provider": "CEPOL",
    "format": "workshop",
    "topic": "digital_forensics",
    "completed": 21,
    "source": "own_return",
}


@pytest.mark.parametrize(("row", "read"), [(TARGET, 0.65), (COURSE, 82.0)])
def test_a_percentage_is_a_share_or_points_as_its_column_is(
    row: dict[str, object], read: float, check_file: CheckFile
) -> None:
    (verdict,) = check_file("a.xlsx", _workbook({"A": [list(row), list(row.values())]}, A2="0%"))
    assert verdict.rows[next(iter(row))].to_list() == [read]
    assert "percentages_read" in _kinds(verdict)


def test_a_percentage_in_a_count_is_an_error_that_shows_it(check_file: CheckFile) -> None:
    rows = [["completed", "training_id"], [0.5, "course-1"]]
    (verdict,) = check_file("a.xlsx", _workbook({"A": rows}, A2="0.0%"))
    (fault,) = (found for found in verdict.problems if found.kind == "not_a_count")
    assert (fault.value, fault.cell) == ("50%", "A2")


def test_entities_that_grow_are_not_unfolded(check_file: CheckFile) -> None:
    with zipfile.ZipFile(io.BytesIO(_workbook({"A": ROWS}))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    grown = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 30))
    sheet = files["xl/worksheets/sheet1.xml"].decode()
    body = sheet[sheet.index("<worksheet") :].replace("review", "&e29;")
    bomb = f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e0 'ha'>{grown}]>{body}"
    (verdict,) = check_file("a.xlsx", _zip({**files, "xl/worksheets/sheet1.xml": bomb.encode()}))
    assert _kinds(verdict) == ["workbook_damaged"]
