"""Two tables read whole, laid out by year as their publishers do, against the shipped rows."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import pytest

Row: TypeAlias = dict[str, str]
Rows: TypeAlias = Callable[[str], list[Row]]

OFFENCES: Final = "eurostat-offcat-2025"
VICTIMS: Final = "unodc-glotip"
SUPPRESSED: Final = "<5"
STEP: Final = 1.8
STEPPED: Final = ("burglary", "drug_trafficking")


def by_year(row: Row) -> Iterator[tuple[str, str]]:
    return ((column, cell) for column, cell in row.items() if column.isdigit() and cell)


@pytest.fixture
def offences(sample: Rows) -> list[Row]:
    return [row for row in sample("published_totals") if row["source"] == OFFENCES]


@pytest.fixture
def victims(sample: Rows) -> list[Row]:
    return [row for row in sample("published_totals") if row["source"] == VICTIMS]


def test_every_offence_figure_is_the_one_in_the_table(offences: list[Row], printed: Rows) -> None:
    expected = {
        (row["area"], row["crime_area"], row["measure"], year): float(cell)
        for row in printed("offences")
        for year, cell in by_year(row)
    }
    shipped = {
        (row["area"], row["crime_area"], row["measure"], row["period"]): float(row["value"])
        for row in offences
    }
    assert shipped == expected
    assert len(shipped) == len(offences)


def test_one_wording_of_scope_goes_with_each_offence(offences: list[Row]) -> None:
    assert {(row["crime_area"], row["scope"]) for row in offences} == {
        ("intentional_homicide", ""),
        ("robbery", ""),
        ("burglary", "private homes only"),
        ("drug_trafficking", "all unlawful acts with controlled drugs or precursors"),
    }


def test_a_withheld_count_is_suppressed_and_every_other_is_the_one_in_the_table(
    victims: list[Row], printed: Rows
) -> None:
    expected = {
        (row["area"], year): ("", "suppressed") if cell == SUPPRESSED else (cell, "")
        for row in printed("trafficking_victims")
        for year, cell in by_year(row)
    }
    shipped = {(row["area"], row["period"]): (row["value"], row["precision"]) for row in victims}
    assert shipped == expected
    assert len(shipped) == len(victims)
    assert sum(row["precision"] == "suppressed" for row in victims) == 123


def test_eurostat_and_unodc_never_share_a_line(offences: list[Row], victims: list[Row]) -> None:
    lines = [
        {(row["measure"], row["crime_area"], row["scope"]) for row in rows}
        for rows in (offences, victims)
    ]
    assert not lines[0] & lines[1]


@pytest.fixture
def steps(printed: Rows) -> dict[tuple[str, str, str], tuple[float, float]]:
    """Where recorded burglary or drug offences step by 1.8 times or more within a year."""
    found: dict[tuple[str, str, str], tuple[float, float]] = {}
    for row in printed("offences"):
        if row["crime_area"] in STEPPED and row["measure"] == "offences":
            cells = {int(year): float(cell) for year, cell in by_year(row)}
            for year, now in cells.items():
                before = cells.get(year - 1, 0.0)
                if min(before, now) > 0 and max(now / before, before / now) >= STEP:
                    found[row["area"], row["crime_area"], str(year)] = before, now
    return found


def test_every_step_of_recording_breaks_the_line_of_counts_and_rates(
    offences: list[Row], steps: dict[tuple[str, str, str], tuple[float, float]]
) -> None:
    broken = {
        (row["area"], row["crime_area"], row["period"]) for row in offences if row["break_before"]
    }
    assert broken == set(steps)
    for row in offences:
        at_step = (row["area"], row["crime_area"], row["period"]) in steps
        assert bool(row["break_before"]) == at_step


def test_a_break_says_that_it_is_a_reading_and_gives_no_ratio_across_it(
    offences: list[Row],
) -> None:
    reasons = {row["break_before"] for row in offences} - {""}
    assert reasons == {"read as a change of recording, which the source does not name"}


def test_the_document_lists_every_break(
    steps: dict[tuple[str, str, str], tuple[float, float]],
    document_table: Callable[[str], list[list[str]]],
) -> None:
    told = {
        (area, offence, year): (float(before), float(now))
        for area, offence, year, before, now in document_table(
            "| country | offence | year | year before | that year |"
        )
    }
    assert told == steps
