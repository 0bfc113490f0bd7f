"""Published totals: as printed, the best source's, and whether others differ."""

import math
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.change import with_change
from metrics.offered import offered
from metrics.readings import meant
from metrics.series import Query, Series, series
from metrics.source import Source
from metrics.statistic import PUBLISHED_LINES
from metrics.values import (
    AGREES,
    BREAK_BEFORE,
    CHANGE,
    FLAGS,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    SHOWN,
    SOURCE,
    VALUE,
)
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.published_totals import PublishedTotals as P
from validation.contracts.sources import SOURCES, Sources
from validation.periods import QUARTER, YEAR

Row = dict[Any, object]
Say = Callable[..., Series]
MESSAGES = Query(indicator="published_messages")

READ_IN: list[Row] = [
    {Sources.source_id: "old-report", Sources.tier: "publisher", Sources.published: "2023"},
    {Sources.source_id: "new-report", Sources.tier: "publisher", Sources.published: "2024-05"},
    {Sources.source_id: "mirror", Sources.tier: "dataset_mirror", Sources.published: "2026"},
    {Sources.source_id: "paper", Sources.tier: "secondary", Sources.accessed: "2025-01-01"},
    {Sources.source_id: "paper-later", Sources.tier: "secondary", Sources.accessed: "2026-01-01"},
]


@pytest.fixture
def say(warehouse: Warehouse, publish: Callable[..., Version], table: Callable[..., str]) -> Say:
    """Publish figures on messages and return their series."""
    sources = [{Sources.publisher: "Agency", Sources.title: "Report", **row} for row in READ_IN]
    publish(warehouse, **{SOURCES.name: table(*sources)})

    def said(*rows: Row, query: Query = MESSAGES) -> Series:
        usual: Row = {
            P.period: "2023",
            P.partnership_id: "tri",
            P.measure: query.indicator.removeprefix("published_"),
            P.source: "old-report",
        }
        figures = [{**usual, **row} for row in rows]
        publish(warehouse, **{PUBLISHED_TOTALS.name: table(*figures)})
        return series(Source(warehouse), query)

    return said


def only(answer: Series) -> dict[str, Any]:
    assert answer.frame.height == 1
    return answer.frame.row(0, named=True)


# Which of several sources is shown.


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("mirror", "old-report"),
        ("paper", "mirror"),
        ("old-report", "new-report"),
        ("paper", "paper-later"),
        ("new-report", "own_return"),
    ],
)
def test_the_best_tier_then_the_newest_is_shown_and_the_other_told(
    worse: str, better: str, say: Say
) -> None:
    answer = say({P.source: worse, P.value: 10}, {P.source: better, P.value: 20})
    row = only(answer)
    assert (row[VALUE], row[SOURCE], row[FLAGS]) == (20, better, "sources_differ:1")
    told = answer.readings.select(SOURCE, VALUE, SHOWN, AGREES).rows()
    assert told == [(better, 20, True, True), (worse, 10, False, False)]


def test_sources_alike_in_all_else_go_by_their_id(say: Say) -> None:
    rows = [{P.source: source, P.value: 5} for source in ("paper-later", "mirror")]
    assert only(say(*rows))[SOURCE] == "mirror"


# Whether two figures differ.


@pytest.mark.parametrize(
    ("value", "precision", "low", "high"),
    [
        (1_266_233.0, "", 1_266_233, 1_266_233),
        (1_200_000.0, "rounded", 1_150_000, 1_250_000),
        (12.5, "rounded", 12.45, 12.55),
        (70.0, "approximate", 65, 75),
        (0.0, "rounded", -0.5, 0.5),
        (48_000_000.0, "at_least", 48_000_000, 49_000_000),
        (8_800.0, "at_most", 8_700, 8_800),
        (None, "suppressed", -math.inf, math.inf),
    ],
)
def test_a_printed_figure_means_a_range_of_numbers(
    value: float | None, precision: str, low: float, high: float
) -> None:
    assert meant(value, precision) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("one", "other", "flags"),
    [
        ((1_214_333, ""), (1_200_000, "rounded"), ""),
        ((1_264_333, ""), (1_200_000, "rounded"), "sources_differ:1"),
        ((1_214_333, ""), (1_200_000, "at_least"), ""),
        ((1_100_000, ""), (1_200_000, "at_least"), "sources_differ:1"),
        ((148_000_000, "approximate"), (48_000_000, "at_least"), "sources_differ:1"),
        ((579, ""), (577, ""), "sources_differ:1"),
        ((1_000, "at_least"), (900, "at_most"), "sources_differ:1"),
        ((1_000, "at_least"), (1_100, "at_most"), ""),
    ],
)
def test_figures_that_agree_to_the_coarser_ones_precision_do_not_differ(
    one: tuple[int, str], other: tuple[int, str], flags: str, say: Say
) -> None:
    rows = [
        {P.source: source, P.value: value, P.precision: precision}
        for source, (value, precision) in (("new-report", one), ("paper", other))
    ]
    assert only(say(*rows))[FLAGS] == flags


# Lines and periods.


def test_each_system_area_crime_area_and_scope_is_a_line_of_its_own(say: Say) -> None:
    cuts: list[Row] = [
        {},
        {P.system: "siena"},
        {P.area: "FRA"},
        {P.crime_area: "terrorism"},
        {P.scope: "nine months"},
    ]
    answer = say(*({**cut, P.value: number} for number, cut in enumerate(cuts, 1)))
    assert sorted(answer.frame[VALUE].to_list()) == [1, 2, 3, 4, 5]
    assert answer.dimensions == ("area", "crime_area", "system", "scope")


def test_quarters_are_never_added_to_a_year(say: Say) -> None:
    quarters = [{P.period: f"2023-Q{number}", P.value: 10} for number in (1, 2, 3, 4)]
    assert say(*quarters, query=Query(indicator="published_messages", grain=YEAR)).frame.is_empty()


def test_a_line_has_the_grain_of_its_finest_figures_unless_one_is_asked_for(say: Say) -> None:
    rows: list[Row] = [
        {P.system: "siena", P.period: "2023-Q1", P.value: 1},
        {P.system: "siena", P.period: "2022", P.value: 2},
        {P.system: "sis", P.period: "2022", P.value: 3},
    ]
    found = say(*rows).frame
    assert found.select(PERIOD, VALUE).rows() == [("2023-Q1", 1), ("2022", 3)]


def test_a_stocks_year_is_its_last_reading(say: Say) -> None:
    readings: list[Row] = [
        {P.period: "2022-Q2", P.value: 10},
        {P.period: "2022-Q3", P.value: 30},
        {P.period: "2023-Q4", P.value: 20},
        {P.period: "2024-Q1", P.value: 5},
        {P.period: "2024", P.value: 7},
    ]
    query = Query(indicator="published_users", grain=YEAR)
    found = say(*readings, query=query).frame
    assert found.select(PERIOD, VALUE, FLAGS).rows() == [
        ("2022", 30, "read_in:Q3"),
        ("2023", 20, ""),
        ("2024", 7, ""),
    ]


def test_states_of_affairs_compare_only_if_they_were_read_in_the_same_quarter(say: Say) -> None:
    readings: list[Row] = [
        {P.period: "2021-Q1", P.value: 10},
        {P.period: "2022-Q1", P.value: 30},
        {P.period: "2023-Q3", P.value: 40},
        {P.period: "2024", P.value: 60},
    ]
    found = say(*readings, query=Query(indicator="published_users", grain=YEAR)).frame
    changes = with_change(found, [PARTNERSHIP, *PUBLISHED_LINES])
    assert changes[CHANGE].to_list() == [None, 20, None, None]


def test_a_figure_that_was_not_published_is_a_gap(say: Say) -> None:
    found = say({P.period: "2020", P.value: 1}, {P.period: "2022", P.value: 3}).frame
    assert found.select(PERIOD, VALUE, FLAGS).rows() == [
        ("2020", 1, ""),
        ("2021", None, "no_value:no_rows"),
        ("2022", 3, ""),
    ]


def test_a_withheld_figure_is_neither_missing_nor_zero(say: Say) -> None:
    row = only(say({P.value: "", P.precision: "suppressed"}))
    assert (row[VALUE], row[PRECISION], row[FLAGS]) == (None, "suppressed", "suppressed")


def test_a_break_is_carried_with_its_reason(say: Say) -> None:
    rows: list[Row] = [
        {P.period: "2022", P.value: 10},
        {P.period: "2023", P.value: 50, P.break_before: "recorded otherwise; see note"},
    ]
    assert say(*rows).frame[BREAK_BEFORE].to_list() == ["", "recorded otherwise; see note"]


def test_a_break_is_that_of_the_figure_shown(say: Say) -> None:
    row = only(
        say(
            {P.source: "new-report", P.value: 10},
            {P.source: "paper", P.value: 10, P.break_before: "another count"},
        )
    )
    assert (row[SOURCE], row[BREAK_BEFORE]) == ("new-report", "")


def test_a_stocks_year_has_every_break_before_one_of_its_quarters(say: Say) -> None:
    readings: list[Row] = [
        {P.period: "2022-Q2", P.value: 10, P.break_before: "new system"},
        {P.period: "2022-Q3", P.value: 10, P.break_before: "new law"},
        {P.period: "2022-Q4", P.value: 30},
        {P.period: "2023-Q4", P.value: 20},
    ]
    query = Query(indicator="published_users", grain=YEAR)
    assert say(*readings, query=query).frame[BREAK_BEFORE].to_list() == ["new system; new law", ""]


def test_a_bound_is_carried_as_printed(say: Say) -> None:
    row = only(say({P.value: 1_000, P.precision: "at_least"}))
    assert (row[VALUE], row[PRECISION]) == (1_000, "at_least")


def test_a_figure_on_no_partnership_stands_for_its_area(say: Say) -> None:
    answer = say({P.partnership_id: "", P.area: "FRA", P.value: 3})
    assert (only(answer)["partnership_id"], only(answer)["area"]) == ("", "FRA")


def test_filters_choose_lines(say: Say) -> None:
    rows: list[Row] = [{P.value: 1}, {P.crime_area: "terrorism", P.value: 2}]
    query = Query(indicator="published_messages", crime_areas=("terrorism",))
    assert only(say(*rows, query=query))[VALUE] == 2


def test_a_corrected_figure_says_in_which_version_it_was(say: Say) -> None:
    assert only(say({P.value: 1}))[FLAGS] == ""
    assert only(say({P.value: 2}))[FLAGS] == "revised:4"


def test_published_totals_have_no_interval_and_no_status(say: Say) -> None:
    found = say({P.value: 1}, {P.period: "2024", P.value: 2}).frame
    empty = found.filter(pl.col("lower").is_null(), pl.col("method") == "", pl.col("status") == "")
    assert empty.height == 2


def test_a_lone_quarter_does_not_hide_the_years_that_came_after(
    say: Say, warehouse: Warehouse
) -> None:
    say({P.period: "2017-Q1", P.value: "7"}, {P.period: "2023", P.value: "9"})
    assert offered(Source(warehouse)).periods[QUARTER] == ("2017-Q1", "2023-Q4")


def test_where_only_years_are_published_no_quarter_is_offered(
    say: Say, warehouse: Warehouse
) -> None:
    say({P.period: "2023", P.value: "9"})
    assert offered(Source(warehouse)).periods[QUARTER] == ()
