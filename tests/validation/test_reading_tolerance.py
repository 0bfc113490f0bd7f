"""What spreadsheets leave in files, and Windows outside Western Europe."""

from collections.abc import Callable

import pytest

from validation.intake import Checked

CheckOne = Callable[..., Checked]

HEADER = "source_id,publisher,title,tier"
ROW = "review,Europol,Report,publisher"
OTHER = ROW.replace("review", "other")


def _kinds(verdict: Checked) -> list[str]:
    optional = "missing_optional_column"
    return [found.kind for found in verdict.problems if found.kind != optional]


@pytest.mark.parametrize(
    ("title", "encoding"),
    [
        ("Łódź", "windows-1250"),
        ("Współpraca policji, żandarmeria", "windows-1250"),
        ("Příliš žluťoučký kůň", "windows-1250"),
        ("Rendőrség és gyűjtemény", "windows-1250"),
        ("Poliţia şi justiţia", "windows-1250"),
        ("Österreich, Müller & Söhne", "windows-1252"),
        ("Coopération franco-allemande", "windows-1252"),
        ("Operación España – 5 €", "windows-1252"),
        ("Sørensen på Ærø", "windows-1252"),
        ("Cooperação: não são", "windows-1252"),
        ("Týr Þór Íslands", "windows-1252"),
    ],
)
def test_the_windows_of_central_and_western_europe_are_told_apart(
    title: str, encoding: str, check_one: CheckOne
) -> None:
    quoted = ROW.replace("Report", f'"{title}"')
    verdict = check_one(f"{HEADER}\n{quoted}\n".encode(encoding))
    assert verdict.rows["title"].to_list() == [title]
    (told,) = (found for found in verdict.problems if found.kind == "text_converted")
    assert str(told.facts["sample"]) in title


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read(encoding: str, check_one: CheckOne) -> None:
    verdict = check_one(f"{HEADER}\n{ROW}\n".encode(encoding))
    assert verdict.rows["title"].to_list() == ["Report"]


def test_a_long_word_in_a_file_of_windows_is_passed_in_no_time(check_one: CheckOne) -> None:
    long = "x" * 900_000
    verdict = check_one(
        f"{HEADER}\n{ROW}\nother,Europol,{long},publisher\nlast,É,T,publisher\n".encode(
            "windows-1252"
        )
    )
    (told,) = (found for found in verdict.problems if found.kind == "text_converted")
    assert told.facts["sample"] == "É"


@pytest.mark.parametrize(
    ("above", "told"),
    [
        ("Return of the third quarter\n", "Return of the third quarter"),
        ("Return,,,\n,,,\nMinistry of the Interior,,,\n\n", "Return"),
        ('"Return, third quarter",,,2024\n\n', "Return, third quarter 2024"),
    ],
)
def test_lines_above_the_header_are_passed_over_and_told(
    above: str, told: str, check_one: CheckOne
) -> None:
    verdict = check_one(f"{above}{HEADER}\n{ROW}\n,Europol,T,publisher\n".encode())
    assert _kinds(verdict) == ["lines_above_header", "empty"]
    assert verdict.problems[0].value == told
    assert verdict.problems[-1].line == above.count("\n") + 3


def test_without_a_known_header_the_first_line_is_told(check_one: CheckOne) -> None:
    verdict = check_one(b"Name,Telephone\nA,1\nB,2\n")
    assert [(found.kind, found.line) for found in verdict.problems] == [("table_not_recognised", 1)]


def test_blank_columns_and_rows_at_the_end_are_passed_over(check_one: CheckOne) -> None:
    verdict = check_one(f"{HEADER},,\n{ROW},,\n{OTHER}, ,\n,,,,,\n\n".encode())
    assert [kind for kind in _kinds(verdict) if kind != "blanks_removed"] == []
    assert verdict.rows["source_id"].to_list() == ["review", "other"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("blank", [";", "; ;", ";;;", ";;;;;;", "; ;;;  ;"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_row_of_nothing_but_delimiters_is_blank_however_many_there_are(
    blank: str, delimiter: str, ends: str, check_one: CheckOne
) -> None:
    lines = (HEADER.replace(",", delimiter), ROW.replace(",", delimiter))
    empty = blank.replace(";", delimiter)
    last = OTHER.replace(",", delimiter)
    verdict = check_one(ends.join((*lines, empty, last, empty, empty)).encode())
    assert set(_kinds(verdict)) <= {"other_delimiter"}
    assert verdict.rows["line"].to_list() == [2, 4]
    assert verdict.count == 2


def test_a_row_longer_than_the_header_by_blanks_is_read(check_one: CheckOne) -> None:
    verdict = check_one(f'{HEADER}\n{ROW},,\n"other","a,b",T,publisher, \n'.encode())
    assert _kinds(verdict) == []
    assert verdict.rows["publisher"].to_list() == ["Europol", "a,b"]


def test_a_value_under_no_column_is_an_error_and_never_lost(check_one: CheckOne) -> None:
    verdict = check_one(f"{HEADER},\n{ROW},\n{OTHER},7\n".encode())
    (fault,) = (found for found in verdict.problems if found.kind == "cells_without_column")
    assert (fault.line, fault.value) == (3, "7")
    beyond = check_one(f"{HEADER}\n{ROW},,7\n".encode())
    assert _kinds(beyond) == ["wrong_number_of_cells"]


def test_a_header_among_the_rows_is_one_error_and_no_row(check_one: CheckOne) -> None:
    verdict = check_one(f"{HEADER}\n{ROW}\n{HEADER}\n{OTHER}\n".encode())
    assert _kinds(verdict) == ["header_again"]
    assert verdict.problems[-1].line == 3
