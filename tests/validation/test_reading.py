"""Files as people have them: encodings, delimiters, headers, line ends, the file's own lines."""

from collections.abc import Callable

import pytest

from validation.contracts import CONTRACTS
from validation.intake import Checked

CheckOne = Callable[..., Checked]

HEADER = "source_id,publisher,title,tier"
ROW = "review,Europol,Übersicht,publisher"


def _kinds(verdict: Checked) -> list[str]:
    optional = "missing_optional_column"
    return [found.kind for found in verdict.problems if found.kind != optional]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_a_file_is_read_whatever_its_encoding(encoding: str, check_one: CheckOne) -> None:
    verdict = check_one(f"{HEADER}\n{ROW}\n".encode(encoding))
    assert verdict.rows["title"].to_list() == ["Übersicht"]
    expected = [] if encoding.startswith("utf-8") else ["text_converted"]
    assert _kinds(verdict) == expected


def test_big_endian_utf16_is_read(check_one: CheckOne) -> None:
    content = b"\xfe\xff" + f"{HEADER}\n{ROW}\n".encode("utf-16-be")
    assert check_one(content).rows["title"].to_list() == ["Übersicht"]


def test_bytes_that_are_no_text_are_an_error_that_names_the_line(check_one: CheckOne) -> None:
    content = f"{HEADER}\n{ROW}\nbb,Europol,".encode() + b"\xff,publisher\n"
    verdict = check_one(content)
    assert _kinds(verdict) == ["undecodable_text"]
    assert verdict.problems[0].line == 3
    assert verdict.contract is None
    assert not verdict.ok


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n\x81,\n"])
def test_a_broken_conversion_is_an_error(content: bytes, check_one: CheckOne) -> None:
    assert _kinds(check_one(content)) == ["undecodable_text"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        b"GIF89a\x01\x00\x01\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"SQLite format 3\x00\x10\x00\x01\x01",
    ],
    ids=["PNG", "JPEG", "GIF", "program", "database"],
)
def test_pictures_programs_and_databases_are_no_damaged_text(
    content: bytes, check_one: CheckOne
) -> None:
    verdict = check_one(content)
    assert [(each.kind, each.line) for each in verdict.problems] == [("not_text", None)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_from_the_header(delimiter: str, check_one: CheckOne) -> None:
    row = f'review{delimiter}"Europol; The Hague, and	elsewhere"{delimiter}T{delimiter}publisher'
    verdict = check_one(f"{HEADER.replace(',', delimiter)}\n{row}\n".encode())
    assert verdict.rows["publisher"].to_list() == ["Europol; The Hague, and	elsewhere"]
    assert _kinds(verdict) == ([] if delimiter == "," else ["other_delimiter"])


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_states_the_delimiter_is_not_the_header(
    first: str, check_one: CheckOne
) -> None:
    content = f"{first}\r\n{HEADER}\r\n{ROW}\r\n".replace(",", ";").encode()
    verdict = check_one(content)
    assert verdict.ok
    assert verdict.rows["line"].to_list() == [3]


@pytest.mark.parametrize("content", ["sep=;", "sep=;\n", "\n\n\nsep=,\n\n", "\n" * 70_000 + "a"])
def test_a_file_without_a_header_is_not_recognised(content: str, check_one: CheckOne) -> None:
    assert _kinds(check_one(content.encode())) == ["table_not_recognised"]


@pytest.mark.parametrize("content", ["\n\n", " ,,\n,,,\n", ";;\r\n"])
def test_a_sheet_without_a_filled_cell_is_an_empty_file(content: str, check_one: CheckOne) -> None:
    assert _kinds(check_one(content.encode())) == ["empty_file"]


def test_blank_lines_count_as_lines_and_not_as_rows(check_one: CheckOne) -> None:
    content = f"\n \n{HEADER}\n\n{ROW}\n   \nb{ROW}\n,,,\n , ,,\n\nbad row\nc{ROW}\n\n\n"
    verdict = check_one(content.encode())
    assert (verdict.faulty, verdict.count) == (1, 4)
    assert [(found.kind, found.line) for found in verdict.problems if found.line != 3] == [
        ("wrong_number_of_cells", 11)
    ]


def test_line_breaks_in_cells_count_as_lines(check_one: CheckOne) -> None:
    content = (
        f"{HEADER}\n"
        'aa,Europol,"Two\nlines",publisher\n'
        'bb,Europol,"Windows\r\nlines, ""quoted""",publisher\r\n'
        "\r\n"
        "cc,Europol,Plain,publisher\n"
        'dd,"\n\nEuropol",Plain,publisher'
    )
    verdict = check_one(content.encode())
    assert verdict.rows["line"].to_list() == [2, 4, 7, 8]
    titles = ["Two\nlines", 'Windows\nlines, "quoted"', "Plain", "Plain"]
    assert verdict.rows["title"].to_list() == titles
    assert [(found.kind, found.line) for found in verdict.problems if found.line != 1] == [
        ("blanks_removed", 8)
    ]


def test_an_error_names_the_line_after_line_breaks_in_cells(check_one: CheckOne) -> None:
    content = f'{HEADER}\n"aa","b\n\nc","T","publisher"\n"bb","c","T","paper"\n'
    verdict = check_one(content.encode())
    assert [(found.line, found.column, found.value) for found in verdict.problems[1:]] == [
        (5, "tier", "paper")
    ]


def test_a_quotation_mark_left_open_is_named_where_it_begins(check_one: CheckOne) -> None:
    content = f'{HEADER}\naa,Europol,T,paper\nbb,"Europol,T,publisher\ncc,"Europol",T,publisher\n'
    verdict = check_one(content.encode())
    found = [(each.kind, each.line) for each in verdict.problems if each.line != 1]
    assert found == [("not_in_list", 2), ("broken_quotes", 3)]
    assert (verdict.faulty, verdict.count) == (2, 2)


def test_a_quotation_mark_that_is_never_closed_is_named_where_it_begins(
    check_one: CheckOne,
) -> None:
    verdict = check_one(
        f'{HEADER}\n"aa",E,T,publisher\nbb,"E,T,publisher\ncc,E,T,publisher\n'.encode()
    )
    assert [(each.kind, each.line) for each in verdict.problems][1:] == [("broken_quotes", 3)]


def test_a_broken_first_row_leaves_nothing_to_read(check_one: CheckOne) -> None:
    verdict = check_one(f'{HEADER}\na,E"x,T,publisher\n'.encode())
    assert [(each.kind, each.line) for each in verdict.problems][1:] == [("broken_quotes", 2)]
    assert (verdict.faulty, verdict.count) == (1, 1)
    assert verdict.rows.is_empty()


def test_ragged_rows_are_named_each_and_the_others_are_checked(check_one: CheckOne) -> None:
    content = f"{HEADER}\naa,E,T\nbb,E,T,paper\ncc,E,T,publisher,x\ndd,E,T,publisher"
    verdict = check_one(content.encode())
    assert [(each.kind, each.line) for each in verdict.problems if each.line != 1] == [
        ("wrong_number_of_cells", 2),
        ("not_in_list", 3),
        ("wrong_number_of_cells", 4),
    ]
    assert verdict.problems[1].message == "Cells in this row: 3; columns in the header: 4."
    assert (verdict.faulty, verdict.count) == (3, 4)


def test_a_short_and_a_long_row_do_not_hide_each_other(check_one: CheckOne) -> None:
    verdict = check_one(f"{HEADER}\naa,E,T\ncc,E,T,publisher,x\n".encode())
    assert _kinds(verdict) == ["wrong_number_of_cells"] * 2


def test_an_unknown_column_like_no_other_is_answered_with_what_is_not_in_the_file(
    check_one: CheckOne,
) -> None:
    verdict = check_one(b"source_id,Verlag,title,tier\na,Europol,T,publisher\n")
    (unknown,) = (found for found in verdict.problems if found.kind == "unknown_column")
    assert unknown.mend.endswith("the name of one that is not in the file: publisher.")


def test_column_names_are_read_with_tolerance_and_any_order(check_one: CheckOne) -> None:
    verdict = check_one(b"TIER, Source-ID ,title,Publisher\npublisher,aa,T,E\n")
    assert verdict.ok
    assert verdict.present == ("tier", "source_id", "title", "publisher")
    assert _kinds(verdict) == ["column_name_read_as"] * 3
    assert verdict.rows.row(0, named=True)["source_id"] == "aa"


def test_an_unknown_column_is_named_with_the_nearest_missing_one(check_one: CheckOne) -> None:
    verdict = check_one(b"source_id,publisher,title,tear\naa,E,T,publisher\n")
    unknown, missing = verdict.problems[:2]
    assert (unknown.kind, unknown.mend) == ("unknown_column", "Did you mean “tier”?")
    assert (missing.kind, missing.column) == ("missing_column", "tier")
    assert verdict.count == 1


def test_every_error_of_header_and_rows_is_told_in_one_pass(check_one: CheckOne) -> None:
    verdict = check_one(f"{HEADER},,note\naa,E,T,paper,,-\nbb,,T,publisher,,\n".encode())
    errors = [(each.kind, each.line, each.column) for each in verdict.problems]
    assert [each for each in errors if each[0] != "missing_optional_column"] == [
        ("unnamed_column", 1, ""),
        ("word_for_missing", 2, "note"),
        ("not_in_list", 2, "tier"),
        ("empty", 3, "publisher"),
    ]


@pytest.mark.parametrize("table", CONTRACTS)
def test_a_table_is_recognised_whichever_column_is_left_out(
    table: str, check_one: CheckOne
) -> None:
    names = CONTRACTS[table].names
    optional = [each.name for each in CONTRACTS[table].columns if not each.required]
    for left_out in ("", *optional):
        head = ",".join(name for name in names if name != left_out)
        contract = check_one(f"{head}\n".encode()).contract
        assert contract is CONTRACTS[table], left_out


def test_the_table_may_be_named_instead_of_recognised(check_one: CheckOne) -> None:
    verdict = check_one(b"title\nT\n", "sources")
    assert verdict.contract is not None
    assert [each.column for each in verdict.problems if each.kind == "missing_column"] == [
        "source_id",
        "publisher",
        "tier",
    ]


def test_what_cannot_be_read_is_told_at_its_line_whatever_the_line_ends(
    check_one: CheckOne,
) -> None:
    head = "source_id,publisher,title,tier"
    good, bad = "a1,Europol,東京 👮,publisher", "a2,Europol,\ue000,publisher"
    for end in ("\n", "\r\n", "\r"):
        text = end.join((head, good, bad, good)).encode()
        for byte, kind in ((b"\x00", "nul_bytes"), (b"\x81", "undecodable_text")):
            verdict = check_one(text.replace("\ue000".encode(), byte))
            assert [(found.kind, found.line) for found in verdict.problems] == [(kind, 3)]


def test_a_rule_speaks_up_where_none_of_its_columns_is_in_the_file(
    check_one: CheckOne,
) -> None:
    head = "operation_id,partnership_id,name,crime_area,kind,lead,source"
    row = "net,europol,Net,general,action_day,NLD,own_return"
    verdict = check_one(f"{head}\n{row}\n".encode())
    told = [(found.kind, found.line) for found in verdict.problems if found.severity == "error"]
    assert told == [("started_or_ended", 2)]
