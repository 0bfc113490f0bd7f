"""CSV and XLSX: the numbers, untouched, and text that no spreadsheet runs."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from polars.testing import assert_frame_equal

from dashboard.charts import spans
from dashboard.charts.figure import Figure
from dashboard.exporting import template_book
from dashboard.exporting.export import Format, export
from dashboard.exporting.safety import safe, safe_frame
from dashboard.exporting.tables import frame
from dashboard.exporting.workbook import xlsx
from dashboard.figure_words import numbers_table
from dashboard.formula_words import Parts
from dashboard.provenance import version_line
from dashboard.story import series_figure
from metrics import explorer
from metrics import values as columns
from metrics.series import Query, series
from metrics.source import Source


def _open(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def _cells(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return [*book[sheet].iter_rows(values_only=True)]


def test_a_csv_gives_back_the_frame_to_the_last_digit(any_figure: Figure) -> None:
    values = frame(any_figure)
    read = pl.read_csv(export(any_figure, Format.CSV), schema=values.schema)
    text = pl.selectors.string()
    plain = values.with_columns(text.replace("", None))
    assert_frame_equal(read.with_columns(text.replace("", None)), plain, check_exact=True)


def test_a_csv_has_a_header_and_no_comment(line_figure: Figure) -> None:
    lines = export(line_figure, Format.CSV).decode().splitlines()
    assert lines[0].split(",") == line_figure.values.columns
    assert len(lines) == 1 + line_figure.values.height
    assert {columns.SOURCE, columns.DATA_VERSION, columns.FLAGS} <= {*lines[0].split(",")}


def test_a_csv_of_a_time_line_tells_what_ran_when_as_exactly_as_is_known(
    spans_figure: Figure,
) -> None:
    read = pl.read_csv(export(spans_figure, Format.CSV), infer_schema=False)
    (vague,) = read.filter(pl.col(spans.NAME) == "Vague Net").to_dicts()
    assert (vague[spans.BEGAN], vague[spans.ENDED]) == ("2022-01-01", "2022")
    assert (vague[explorer.LAST_DAY], vague[spans.VAGUE]) == ("2022-12-31", "yes")
    assert columns.SOURCE in vague
    assert columns.VALUE not in vague


def test_a_workbook_without_definitions_has_no_empty_sheet_of_them(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    figure = make_figure([values_row("2024", 0.5)])
    plain = replace(figure, metadata=replace(figure.metadata, definitions=()))
    assert _open(export(plain, Format.XLSX)).sheetnames == ["Figure", "Data"]


@given(st.text(max_size=8))
def test_a_safe_text_never_begins_like_a_formula_and_only_gains_a_quote(text: str) -> None:
    made = safe(text)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made in {text, "'" + text}


@given(st.lists(st.text("=+-@\t\r a1", max_size=5), min_size=1, max_size=5))
def test_a_frame_is_made_safe_as_its_texts_are(texts: list[str]) -> None:
    made = safe_frame(pl.DataFrame({"text": texts, "number": [-1.5] * len(texts)}))
    assert made["text"].to_list() == [safe(text) for text in texts]
    assert made["number"].to_list() == [-1.5] * len(texts)


@pytest.fixture
def hostile_figure(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> Figure:
    """A figure whose texts begin like formulas, with a negative number."""
    rows = [values_row("2024", -0.5, source="=cmd|' /C calc'!A0")]
    return make_figure(rows, title="@SUM(1)", footer=("+1", "-1"))


def test_a_csv_neutralises_formulas_but_no_negative_number(hostile_figure: Figure) -> None:
    told = export(hostile_figure, Format.CSV).decode()
    assert "'=cmd|" in told
    assert ",-0.5," in told


def test_a_workbook_holds_texts_as_they_are_in_cells_that_run_nothing(
    hostile_figure: Figure,
) -> None:
    content = export(hostile_figure, Format.XLSX)
    book = _open(content)
    names, row = _cells(book, "Data")
    told = dict(zip(names, row, strict=True))
    assert told[columns.SOURCE] == "=cmd|' /C calc'!A0"
    assert told[columns.VALUE] == -0.5
    about = dict(_cells(book, "Figure"))
    assert (about["Title"], about["Note"].splitlines()[-2:]) == ("@SUM(1)", ["+1", "-1"])
    assert not {*_ran(content)}


def test_a_file_says_source_and_version_once(messages: Source) -> None:
    answer = series(messages, Query(indicator="on_time_replies", partnerships=("northern-ports",)))
    figure = series_figure(answer, messages)
    about = dict(_cells(_open(export(figure, Format.XLSX)), "Figure"))
    told = [str(text) for text in about.values()]
    head = figure.metadata.head
    assert about["Source"] == "Source: returns of the partnerships."
    assert [text.count(about["Source"]) for text in told if about["Source"] in text] == [1]
    assert [text for text in told if head[:12] in text] == [head]
    assert about["Note"].splitlines() == [
        line
        for line in figure.footer
        if line not in (about["Source"], version_line(answer.provenance))
    ]
    notes = export(figure, Format.TXT).decode()
    assert (notes.count(about["Source"]), notes.count(head[:12])) == (1, 1)


@pytest.mark.parametrize("text", ["=1+1", "+11.5 points", "-1", "@SUM(1)", "\t=1+1"])
def test_a_return_to_fill_in_holds_texts_as_they_are_in_cells_that_run_nothing(text: str) -> None:
    sent = pl.DataFrame({"note": [text]})
    content = template_book.xlsx(sent, sent, title="return", last_title="last")
    assert [sheet["A2"].value for sheet in _open(content)] == [text, text]
    assert not {*_ran(content)}


def _ran(content: bytes) -> Iterator[str]:
    """Yield what in a workbook a spreadsheet would run, or take from outside."""
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            told = archive.read(name).decode()
            yield from re.findall(r"<f>|<f |<hyperlink|quotePrefix|externalLink|ddeLink", told)


def test_a_workbook_tells_what_the_figure_is(line_figure: Figure) -> None:
    book = _open(export(line_figure, Format.XLSX))
    told = dict(_cells(book, "Figure"))
    assert book.sheetnames == ["Figure", "Data", "Definitions"]
    assert next(iter(told)) == "Simulated"
    assert told["Title"] == line_figure.title
    assert told["Unit"] == "share of replies due"
    assert told["Source"] == "partnership returns"
    assert told["Data version"] == "version 41, 4 Feb 2025"
    assert told["Ledger head"] == "3fa9c2d1e0b7"
    assert "Figures of three offices." in told["Note"]
    assert _cells(book, "Definitions") == [("On-time replies", "Replies on time ÷ replies due.")]


def test_a_workbook_of_published_figures_does_not_say_simulated(published_figure: Figure) -> None:
    told = dict(_cells(_open(export(published_figure, Format.XLSX)), "Figure"))
    assert "Simulated" not in told


def test_a_workbook_holds_numbers_as_numbers_and_gaps_as_empty_cells(line_figure: Figure) -> None:
    names, *rows = _cells(_open(export(line_figure, Format.XLSX)), "Data")
    at = names.index(columns.VALUE)
    assert [row[at] for row in rows] == line_figure.values[columns.VALUE].to_list()


def test_a_workbook_is_dated_by_its_version(line_figure: Figure) -> None:
    about = _open(export(line_figure, Format.XLSX)).properties
    assert about.created is not None
    assert about.created.isoformat() == "2025-02-04T00:00:00"
    assert (about.title, about.creator) == (line_figure.title, "Ministry of the Interior")


def test_rows_past_the_most_are_left_out_and_told(line_figure: Figure) -> None:
    book = _open(xlsx(line_figure, most=3))
    assert len(_cells(book, "Data")) == 1 + 3
    assert (
        "17 of 20 rows are left out; the CSV has them all." in dict(_cells(book, "Figure"))["Note"]
    )


def test_a_figure_without_rows_has_a_header_only(line_figure: Figure) -> None:
    book = _open(
        export(replace(line_figure, values=line_figure.values.clear(), cells=()), Format.XLSX)
    )
    assert _cells(book, "Data") == [tuple(line_figure.values.columns)]


def test_files_hold_the_lines_beside_the_values(carried_figure: Figure) -> None:
    held = frame(carried_figure)
    assert held["line_fitted"].to_list() == [0.5] * 5 + [None] + [0.6] * 6
    assert held["carried_on_lower"].to_list() == [None] * 6 + [0.46] * 6
    assert held.height == 12


def test_a_period_ahead_of_the_values_says_whose_it_is_and_that_it_is_simulated(
    carried_figure: Figure,
) -> None:
    short = replace(carried_figure, values=carried_figure.values.head(9))
    held = frame(short)
    assert held.height == 12
    assert held[columns.VALUE].null_count() == 3
    whose = held.select(columns.PARTNERSHIP, columns.INDICATOR, columns.UNIT, columns.FLAGS)
    assert whose.unique().rows() == [("northern-ports", "on_time_replies", "share", "simulated")]


def test_the_numbers_of_a_figure_tell_its_lines_and_the_range(carried_figure: Figure) -> None:
    told = numbers_table(carried_figure, Parts("", "")).to_dicts()
    assert told[0] == {
        "Period": "Oct–Dec 2024 (Q4)",
        "Value": "61\u00a0%",
        "Line through the values": "60\u00a0%",
        "Line before, carried on": "50\u00a0%",
        "95\u00a0% interval of that line": "46–54\u00a0%",
    }
    assert told[-1]["Line before, carried on"] == ""
