"""The public record holds what its sources print: each figure stands here a second time."""

import csv
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import pytest

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "public-record.md"
TITLE = 160
GROUPED = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")
DIGITS = re.compile(r"\d[\d ,.]*")
WORDS = {"seven": 7.0, "more than one thousand million": 1e9}
UNITS = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
BOUNDS = {
    "at_least": ("over ", "more than ", "plus de "),
    "at_most": ("almost ", "nearly ", "just under "),
    "approximate": ("about ", "around ", "some ", "approximately "),
}
RESEARCH_ROWS = {
    "information_exchange.csv": 163,
    "joint_operations.csv": 385,
    "training.csv": 41,
    "community_impact.csv": 4619,
    "iccs.csv": 76,
}
LINE = ("partnership_id", "area", "crime_area", "system", "measure", "scope")

Row: TypeAlias = dict[str, str]


def rows_of(text: str) -> list[Row]:
    return list(csv.DictReader(text.splitlines()))


@cache
def sample(table: str) -> list[Row]:
    return rows_of((files("data.sample") / f"{table}.csv").read_text(encoding="utf-8"))


@cache
def printed(name: str) -> list[Row]:
    return rows_of((HERE / name).read_text(encoding="utf-8"))


def record(table: str) -> list[Row]:
    return [row for row in printed("public_record.csv") if row["table"] == table]


def key(row: Row) -> tuple[str, ...]:
    return (row["period"], *(row[column] for column in LINE), row["source"])


def figure(**where: str) -> float:
    found = [
        float(row["value"])
        for row in sample("published_totals")
        if all(row[column] == value for column, value in where.items())
    ]
    assert len(found) == 1, (where, found)
    return found[0]


def number(text: str) -> float:
    """Read a number as a person would: 605 245, 4.262, 1,64 million, seven."""
    if text in WORDS:
        return WORDS[text]
    match = DIGITS.search(text)
    assert match, text
    digits = match.group().strip()
    units = [size for word, size in UNITS.items() if text.endswith(word)]
    if not units and GROUPED.fullmatch(digits):
        return float(re.sub(r"[ .,]", "", digits))
    return round(float(digits.replace(",", ".")) * (units[0] if units else 1.0), 6)


def test_every_published_total_stands_in_the_record_with_the_same_number() -> None:
    shipped = {key(row): float(row["value"]) for row in sample("published_totals")}
    recorded = {key(row): float(row["number"]) for row in record("published_totals")}
    assert shipped == recorded
    assert len(shipped) == len(sample("published_totals")) == len(record("published_totals"))


def test_every_target_stands_in_the_record_with_the_same_number() -> None:
    shipped = {
        (row["partnership_id"], row["indicator"], row["from_period"]): float(row["target"])
        for row in sample("targets")
    }
    recorded = {
        (row["partnership_id"], row["measure"], row["period"]): float(row["number"])
        for row in record("targets")
    }
    assert shipped == recorded


@pytest.mark.parametrize(
    "row",
    printed("public_record.csv"),
    ids=lambda row: f"{row['row']}-{row['table']}",
)
def test_the_number_is_the_one_printed(row: Row) -> None:
    assert number(row["printed"]) == float(row["number"])


def test_a_word_of_bound_in_print_is_the_precision_of_the_row() -> None:
    precision = {key(row): row["precision"] for row in sample("published_totals")}
    for row in record("published_totals"):
        text = row["printed"].lower()
        said = [code for code, words in BOUNDS.items() if text.startswith(words)]
        if said:
            assert precision[key(row)] == said[0], row
        elif text.endswith(tuple(UNITS)):
            assert precision[key(row)] == "rounded", row


def test_every_source_cited_is_listed_and_every_source_listed_is_cited() -> None:
    tables = ("partnerships", "published_totals", "milestones")
    cited = {row["source"] for table in tables for row in sample(table)}
    cited |= {row["source"] for row in record("targets")}
    listed = [row["source_id"] for row in sample("sources")]
    assert sorted(listed) == sorted(cited)


TOLD_BY_NOTES = {
    "Restates": "republished",
    "Read in": "republished",
    "release on the page of": "republished",
    "Cites": "secondary",
    "Quotes": "secondary",
    "A blog": "secondary",
}


def test_a_source_whose_note_says_who_it_repeats_is_not_called_the_publisher() -> None:
    told = [
        (row["source_id"], row["tier"], tier)
        for row in sample("sources")
        for words, tier in TOLD_BY_NOTES.items()
        if words in row["note"]
    ]
    assert len(told) > len(TOLD_BY_NOTES)
    assert [(source, tier) for source, tier, expected in told if tier != expected] == []


def test_a_source_whose_column_heads_were_guessed_says_so() -> None:
    (note,) = (row["note"] for row in sample("sources") if row["source_id"] == "interpol-sltd-fr")
    assert "taken as records and searches" in note


def test_a_target_names_the_source_in_which_it_was_read() -> None:
    read_in = {row["measure"]: row["source"] for row in record("targets")}
    for row in sample("targets"):
        assert read_in[row["indicator"]] in row["note"]


@pytest.mark.parametrize(
    "table", ["sources", "partnerships", "published_totals", "targets", "milestones"]
)
def test_no_cell_is_longer_than_a_title(table: str) -> None:
    for row in sample(table):
        for column, cell in row.items():
            assert len(cell) <= TITLE or cell.startswith("http"), (column, cell)


def test_what_is_printed_is_a_number_and_no_sentence() -> None:
    assert max(len(row["printed"]) for row in printed("public_record.csv")) <= 32


def row_ids(first: str, last: str) -> list[str]:
    return [f"{first[:2]}{n:04d}" for n in range(int(first[2:]), int(last[2:]) + 1)]


@pytest.mark.parametrize(
    ("file", "prefix"), [("information_exchange.csv", "IX"), ("joint_operations.csv", "OP")]
)
def test_each_research_row_is_either_placed_or_left_out(file: str, prefix: str) -> None:
    placed = {row["row"] for row in printed("public_record.csv") if row["file"] == file}
    left = [
        name
        for row in printed("left_out.csv")
        if row["file"] == file
        for name in row_ids(row["first"], row["last"])
    ]
    everything = row_ids(f"{prefix}0001", f"{prefix}{RESEARCH_ROWS[file]:04d}")
    assert sorted([*placed, *left]) == everything


def test_a_range_of_rows_left_out_holds_as_many_rows_as_it_says() -> None:
    for row in printed("left_out.csv"):
        if row["first"]:
            assert len(row_ids(row["first"], row["last"])) == int(row["rows"])


def document_table(first_cell: str) -> list[list[str]]:
    """Return the body of the document's table whose head begins with a cell and has its width."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = lines.index(first_cell)
    body: list[list[str]] = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        body.append([cell.strip() for cell in line.strip("|").split("|")])
    return body


def test_the_counts_of_the_document_add_up_to_the_research_files() -> None:
    placed = Counter(
        file for file, _ in {(row["file"], row["row"]) for row in printed("public_record.csv")}
    )
    left: Counter[str] = Counter()
    for row in printed("left_out.csv"):
        left[row["file"]] += int(row["rows"])
    told = {
        file: (int(rows), int(inside), int(outside))
        for file, rows, inside, outside in document_table("| research file | rows | in | out |")
    }
    assert told == {file: (n, placed[file], left[file]) for file, n in RESEARCH_ROWS.items()}
    assert all(rows == inside + outside for rows, inside, outside in told.values())


def test_the_reasons_of_the_document_are_those_of_the_rows_left_out() -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for row in printed("left_out.csv"):
        counted[row["file"], row["reason"]] += int(row["rows"])
    told = {
        (file, reason): int(rows)
        for file, reason, rows in document_table("| research file | reason | rows |")
    }
    assert told == dict(counted)


@pytest.mark.parametrize("period", ["2021", "2022"])
def test_new_cases_and_cases_carried_over_make_the_total(period: str) -> None:
    parts = [
        figure(partnership_id="eurojust", measure=measure, scope="", period=period)
        for measure in ("cases_new", "cases_ongoing", "cases_total")
    ]
    assert parts[0] + parts[1] == parts[2]


def test_new_and_continuing_teams_make_the_teams_supported() -> None:
    supported = "joint_investigation_teams_supported"
    new = figure(measure="joint_investigation_teams_new", period="2020")
    going_on = figure(measure=supported, period="2020", scope="continuing from earlier years only")
    assert new + going_on == figure(measure=supported, period="2020", scope="")


def test_searches_and_upkeep_make_the_uses_of_the_schengen_system() -> None:
    searches = figure(measure="database_searches", system="sis", period="2024", scope="")
    upkeep = figure(measure="database_accesses", period="2024", scope="upkeep of alerts only")
    assert searches + upkeep == figure(measure="database_accesses", period="2024", scope="")


@pytest.mark.parametrize(
    ("measure", "periods"),
    [
        ("arrest_warrants_assisted", ("2017", "2020", "2021", "2022")),
        ("cases_total", ("2017", "2018")),
        ("connected_authorities", ("2014", "2023")),
        ("database_accesses", ("2021", "2024")),
    ],
)
def test_figures_counted_differently_never_share_a_line(
    measure: str, periods: tuple[str, ...]
) -> None:
    lines: dict[str, set[str]] = {period: set() for period in periods}
    for row in sample("published_totals"):
        if row["measure"] == measure and row["period"] in lines:
            lines[row["period"]].add(row["scope"])
    assert all(lines.values())
    scopes = [scope for found in lines.values() for scope in found]
    assert len(scopes) == len(set(scopes))


def test_no_figure_is_shipped_from_a_source_that_was_withdrawn() -> None:
    withdrawn = {"eucrim-epol18", "djaz-rn12", "upi-rn11"}
    assert not withdrawn & {row["source_id"] for row in sample("sources")}
