"""The public record holds what its sources print: each figure stands here a second time."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Final, TypeAlias

import numpy as np
import pytest

from data.samples import public_record
from metrics.catalogue import INDICATORS
from validation.contracts import CONTRACTS
from validation.intake import check

Row: TypeAlias = dict[str, str]
Rows: TypeAlias = Callable[[str], list[Row]]
Table: TypeAlias = Callable[[str], list[list[str]]]

FIGURES: Final = ("published_totals", "operation_results")
PICKED: Final = 20
SEED: Final = 2026
TITLE: Final = 160
LAST_DAY: Final = date(2026, 11, 24)
RESEARCH_ROWS: Final = {
    "information_exchange.csv": 163,
    "joint_operations.csv": 385,
    "training.csv": 41,
    "community_impact.csv": 4619,
    "iccs.csv": 76,
}
ONE_BY_ONE: Final = {
    "IX": "information_exchange.csv",
    "OP": "joint_operations.csv",
    "TR": "training.csv",
}
LINE: Final = ("partnership_id", "area", "crime_area", "system", "measure", "scope")
TABLES_READ_WHOLE: Final = {"eurostat-offcat-2025", "unodc-glotip"}
SHIPPED: Final = tuple(sorted(upload.name.removesuffix(".csv") for upload in public_record()))


def key(row: Row) -> tuple[str, ...]:
    return (row["period"], *(row[column] for column in LINE), row["source"])


@pytest.fixture
def record(printed: Rows) -> Rows:
    def of(table: str) -> list[Row]:
        return [row for row in printed("public_record") if row["table"] == table]

    return of


@pytest.fixture
def totals(sample: Rows) -> list[Row]:
    """The published totals that stand in public_record.csv; two whole tables stand elsewhere."""
    rows = sample("published_totals")
    return [row for row in rows if row["source"] not in TABLES_READ_WHOLE]


def test_every_shipped_row_passes_its_own_contract() -> None:
    known = {"indicators": frozenset(INDICATORS)}
    checked = check(public_record(), today=LAST_DAY, known=known)
    errors = [problem for file in checked for problem in file.problems if not file.ok]
    assert not errors
    named = [file.contract.name for file in checked if file.contract]
    assert named == [name.removesuffix(".csv") for name in SHIPPED]
    assert set(named) <= set(CONTRACTS)


def test_every_published_total_stands_in_the_record_with_the_same_number(
    totals: list[Row], record: Rows
) -> None:
    shipped = {key(row): float(row["value"]) for row in totals}
    recorded = {key(row): float(row["number"]) for row in record("published_totals")}
    assert shipped == recorded
    assert len(shipped) == len(totals) == len(record("published_totals"))


def test_every_target_stands_in_the_record_with_the_same_number(sample: Rows, record: Rows) -> None:
    shipped = {
        (row["partnership_id"], row["indicator"], row["from_period"]): float(row["target"])
        for row in sample("targets")
    }
    recorded = {
        (row["partnership_id"], row["measure"], row["period"]): float(row["number"])
        for row in record("targets")
    }
    assert shipped == recorded


def test_the_number_is_the_one_printed(printed: Rows, read_number: Callable[[str], float]) -> None:
    rows = printed("public_record")
    wrong = [row for row in rows if read_number(row["printed"]) != float(row["number"])]
    assert not wrong


def test_a_word_of_bound_in_print_is_the_precision_of_the_row(
    totals: list[Row], record: Rows, read_bound: Callable[[str], str]
) -> None:
    precision = {key(row): row["precision"] for row in totals}
    rows = record("published_totals")
    said = {key(row): read_bound(row["printed"]) for row in rows if read_bound(row["printed"])}
    assert {at: precision[at] for at in said} == said


def test_every_source_cited_is_listed_and_every_source_listed_is_cited(
    sample: Rows, record: Rows
) -> None:
    cited = {row["source"] for table in SHIPPED for row in sample(table) if "source" in row}
    cited |= {row["source"] for row in record("targets")}
    listed = [row["source_id"] for row in sample("sources")]
    assert sorted(listed) == sorted(cited)


def test_a_source_without_address_says_that_it_was_not_kept(sample: Rows) -> None:
    silent = [
        row["source_id"]
        for row in sample("sources")
        if not row["address"] and "ddress not kept" not in row["note"]
    ]
    assert not silent


TOLD_BY_NOTES = {
    "Restates": "republished",
    "Read in": "republished",
    "release on the page of": "republished",
    "Cites": "secondary",
    "Quotes": "secondary",
    "A blog": "secondary",
}


def test_a_source_whose_note_says_who_it_repeats_is_not_called_the_publisher(sample: Rows) -> None:
    told = [
        (row["source_id"], row["tier"], tier)
        for row in sample("sources")
        for words, tier in TOLD_BY_NOTES.items()
        if words in row["note"]
    ]
    assert len(told) > len(TOLD_BY_NOTES)
    assert [(source, tier) for source, tier, expected in told if tier != expected] == []


def test_a_source_whose_column_heads_were_guessed_says_so(sample: Rows) -> None:
    (note,) = (row["note"] for row in sample("sources") if row["source_id"] == "interpol-sltd-fr")
    assert "taken as records and searches" in note


def test_a_target_names_the_source_in_which_it_was_read(sample: Rows, record: Rows) -> None:
    read_in = {row["measure"]: row["source"] for row in record("targets")}
    for row in sample("targets"):
        assert read_in[row["indicator"]] in row["note"]


@pytest.mark.parametrize("table", SHIPPED)
def test_no_cell_is_longer_than_a_title(table: str, sample: Rows) -> None:
    for row in sample(table):
        for column, cell in row.items():
            listed = column in {"countries", "co_leads"}
            assert listed or len(cell) <= TITLE or cell.startswith("http"), (column, cell)


def test_what_is_printed_is_a_number_and_no_sentence(printed: Rows) -> None:
    rows = [*printed("public_record"), *printed("operations")]
    assert max(len(row["printed"]) for row in rows) <= 32


def test_every_partnership_is_published_and_its_operations_are_a_selection(sample: Rows) -> None:
    said = {(row["record"], row["operations_coverage"]) for row in sample("partnerships")}
    assert said == {("published", "selection")}


def test_no_milestone_claims_that_an_effect_was_expected(sample: Rows) -> None:
    assert not [row for row in sample("milestones") if row["indicator"] or row["expected"]]


def row_ids(first: str, last: str) -> list[str]:
    return [f"{first[:2]}{n:04d}" for n in range(int(first[2:]), int(last[2:]) + 1)]


@pytest.fixture
def placed(printed: Rows) -> dict[str, set[str]]:
    """The rows of each research file that went in; a cell of a whole table is one row."""
    found: dict[str, set[str]] = {file: set() for file in RESEARCH_ROWS}
    for row in printed("public_record"):
        found[row["file"]].add(row["row"])
    found["joint_operations.csv"] |= {row["row"] for row in printed("operations")}
    for table in ("offences", "trafficking_victims"):
        for n, row in enumerate(printed(table)):
            years = [column for column in row if column.isdigit() and row[column]]
            found["community_impact.csv"] |= {f"{table} {n} {year}" for year in years}
    return found


@pytest.mark.parametrize("prefix", list(ONE_BY_ONE))
def test_each_research_row_is_either_placed_or_left_out(
    prefix: str, printed: Rows, placed: dict[str, set[str]]
) -> None:
    file = ONE_BY_ONE[prefix]
    left = [
        name
        for row in printed("left_out")
        if row["file"] == file
        for name in row_ids(row["first"], row["last"])
    ]
    everything = row_ids(f"{prefix}0001", f"{prefix}{RESEARCH_ROWS[file]:04d}")
    assert sorted([*placed[file], *left]) == everything


def test_a_range_of_rows_left_out_holds_as_many_rows_as_it_says(printed: Rows) -> None:
    for row in printed("left_out"):
        if row["first"]:
            assert len(row_ids(row["first"], row["last"])) == int(row["rows"])


def test_the_counts_of_the_document_add_up_to_the_research_files(
    printed: Rows, placed: dict[str, set[str]], document_table: Table
) -> None:
    left: Counter[str] = Counter()
    for row in printed("left_out"):
        left[row["file"]] += int(row["rows"])
    told = {
        file: (int(rows), int(inside), int(outside))
        for file, rows, inside, outside in document_table("| research file | rows | in | out |")
    }
    assert told == {file: (n, len(placed[file]), left[file]) for file, n in RESEARCH_ROWS.items()}
    assert all(rows == inside + outside for rows, inside, outside in told.values())


def test_the_reasons_of_the_document_are_those_of_the_rows_left_out(
    printed: Rows, document_table: Table
) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    for row in printed("left_out"):
        counted[row["file"], row["reason"]] += int(row["rows"])
    told = {
        (file, reason): int(rows)
        for file, reason, rows in document_table("| research file | reason | rows |")
    }
    assert told == dict(counted)


def test_the_document_counts_the_rows_of_every_shipped_table(
    sample: Rows, document_table: Table
) -> None:
    told = {table: int(rows) for table, rows in document_table("| shipped table | rows |")}
    assert told == {table: len(sample(table)) for table in SHIPPED}


def test_no_figure_is_shipped_from_a_source_that_was_withdrawn(sample: Rows) -> None:
    withdrawn = {"eucrim-epol18", "djaz-rn12", "upi-rn11"}
    assert not withdrawn & {row["source_id"] for row in sample("sources")}


def test_figures_picked_at_random_lead_to_where_they_were_read(sample: Rows) -> None:
    sources = {row["source_id"]: row for row in sample("sources")}
    figures = [(table, row) for table in FIGURES for row in sample(table)]
    picked = np.random.default_rng(SEED).permutation(len(figures))[:PICKED]
    for at in map(int, picked):
        table, row = figures[at]
        source = sources[row["source"]]
        kept = source["address"].startswith(("https://", "http://"))
        assert kept or "address not kept" in source["note"].lower(), (table, row)
        assert all(source[column] for column in ("publisher", "title", "tier"))


def test_a_source_without_an_address_says_that_it_was_not_kept(sample: Rows) -> None:
    without = [row for row in sample("sources") if not row["address"]]
    assert without
    assert [
        row["source_id"] for row in without if "address not kept" not in row["note"].lower()
    ] == []
