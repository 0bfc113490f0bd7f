"""Descriptions: what a picture says to those who do not see it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboard.charts.alt_text import describe
from dashboard.charts.figure import Figure
from dashboard.i18n import tr
from metrics import values as columns


def test_a_line_is_told_from_first_to_last_with_extremes_gaps_and_target(
    line_figure: Figure,
) -> None:
    assert describe(line_figure, tr).split("Line chart. ")[1].replace("\u00a0", " ") == (
        "Northern Ports Task Force: from 58 % in Jan–Mar 2020 (Q1) to 71 % in Oct–Dec 2024 (Q4); "
        "lowest 57 % in Jul–Sep 2020 (Q3), highest 71 % in Oct–Dec 2024 (Q4). "
        "Last value: partial (3 of 4). Without a value: Jan–Mar 2024 (Q1). Target: 65 %. "
        "The figures are simulated."
    )


def test_each_stretch_between_breaks_is_told_by_itself(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    rows = [values_row(f"{year}", year - 2000.0, unit="offences") for year in range(2015, 2020)]
    rows[2] |= {columns.BREAK_BEFORE: "Counted anew."}
    rows[3] |= {columns.VALUE: None, columns.FLAGS: "suppressed"}
    rows[4] |= {columns.BREAK_BEFORE: "New law"}
    assert describe(make_figure(rows, unit="offences"), tr).split("Line chart. ")[1] == (
        "Northern Ports Task Force: from 15 in 2015 to 16 in 2016; lowest 15 in 2015, highest 16 "
        "in 2016. Before 2017 the line breaks: Counted anew. "
        "Northern Ports Task Force: 17 in 2017. Before 2019 the line breaks: New law. "
        "Northern Ports Task Force: 19 in 2019. Withheld: 2018. "
        "The figures are simulated."
    )


def test_many_gaps_are_counted_past_the_first_few(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    rows = [values_row(str(year), None if year % 2 else 0.5) for year in range(2000, 2025)]
    assert "2013, 2015 and 4 more." in describe(make_figure(rows), tr)


def test_a_single_value_is_told_as_such(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    told = describe(make_figure([values_row("2024", 0.5)]), tr)
    assert "Northern Ports Task Force: 50\u00a0% in 2024, the only value." in told


def test_bars_are_told_one_by_one(bars_figure: Figure) -> None:
    told = describe(bars_figure, tr).replace("\u00a0", " ")
    assert "Bilateral: 9 120, partial (3 of 4). I-24/7: 48 210. SIENA: > 31 877." in told
    assert "Prüm: not returned." in told


def test_a_heat_map_tells_its_range_and_its_zeros(heat_figure: Figure) -> None:
    told = describe(heat_figure, tr).replace("\u00a0", " ")
    assert "3 pairs have a value, from 0 to 4 736 (France to Germany)." in told
    assert "Zero was reported for 1 of them." in told


def test_the_matrix_tells_each_cell_and_what_is_not_measured(matrix_figure: Figure) -> None:
    told = describe(matrix_figure, tr).replace("\u00a0", " ")
    assert "Andes Drug Network: Information exchange not measured; " in told
    assert "Law & jurisdiction 61 %, 57–65 %, too close to call." in told


def test_a_grid_counts_what_its_squares_say(grid_figure: Figure) -> None:
    told = describe(grid_figure, tr)
    assert "Table of marked squares: 2 rows, 6 columns. sent: 9. came late: 1. missing: 1." in told


def test_nothing_to_show_is_said(any_figure: Figure) -> None:
    told = describe(replace(any_figure, values=any_figure.values.clear(), cells=()), tr)
    assert "There is no value to show." in told or "not measured" in told


def test_the_description_goes_through_the_readers_language(bars_figure: Figure) -> None:
    def shout(text: str, /, **values: object) -> str:
        return text.format(**values).upper()

    assert "BAR CHART." in describe(replace(bars_figure, title=""), shout)


def test_lines_and_the_one_carried_on_are_told_with_its_range(carried_figure: Figure) -> None:
    told = describe(carried_figure, tr).replace("\u00a0", " ")
    assert "Lines through the values: from 50 % in Jan–Mar 2022 (Q1)" in told
    assert "Line before, carried on: from 50 % in Jul–Sep 2023 (Q3) to 50 %" in told
    assert "95 % interval of that line: 46 % to 54 % in Oct–Dec 2024 (Q4)." in told
    assert "On neither side: Apr–Jun 2023 (Q2)." in told


def test_jumps_are_told_beside_what_others_lie_between(jumps_figure: Figure) -> None:
    told = describe(jumps_figure, tr)
    assert "At the milestone: 12. At another date: 4, from −13 to 4." in told
