"""Numbers, axes and points: what everything else is placed by."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.figure import Figure
from dashboard.charts.formats import bounded, show, spread
from dashboard.charts.points import gaps, points, runs, year_of
from dashboard.charts.scales import value_scale
from dashboard.charts.timeline import Timeline
from dashboard.charts.words import Words

WORDS = Words()


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.714, "share", "71 %"),
        (0.042, "share", "4.2 %"),
        (0.0, "share", "0 %"),
        (1.0, "share", "100 %"),
        (1234, "messages", "1 234"),
        (1_931_474, "messages", "1 931 474"),
        (15_300_000_000, "searches", "15.3 billion"),
        (15_021_198_103, "searches", "15.02 billion"),
        (15_044_676_229, "searches", "15.04 billion"),
        (20_000_000, "searches", "20 million"),
        (5.25, "hours", "5.2"),
        (26.4, "hours", "26"),
        (-0.03, "share", "−3.0 %"),
        (-0.0001, "hours", "0.0"),
    ],
)
def test_numbers_are_grouped_by_no_break_spaces(value: float, unit: str, written: str) -> None:
    assert show(value, unit, WORDS) == written.replace(" ", "\u00a0")


def test_the_readers_decimal_sign_is_used() -> None:
    assert show(0.042, "share", replace(WORDS, decimal_sign=",")) == "4,2\u00a0%"


def test_bounds_are_said_before_the_number() -> None:
    said = [bounded("5", code, WORDS) for code in ("at_least", "at_most", "approximate", "rounded")]
    assert said == [">\u00a05", "<\u00a05", "about 5", "about 5"]


@pytest.mark.parametrize(
    ("value", "limits", "unit", "written"),
    [
        (0.71, (0.68, 0.745), "share", "68–74 %"),
        (0.042, (0.031, 0.12), "share", "3.1–12.0 %"),
        (0.12, (0.09, 0.15), "share", "9–15 %"),
        (6.5, (4.0, 12.0), "hours", "4.0–12.0"),
        (2e9, (1.9e9, 2.1e9), "searches", "1.9 billion–2.1 billion"),
    ],
)
def test_both_ends_of_an_interval_are_as_exact_as_its_value(
    value: float, limits: tuple[float, float], unit: str, written: str
) -> None:
    assert spread(value, limits, unit, WORDS) == written.replace(" ", "\u00a0")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_a_share_axis_holds_its_values_and_stays_within_its_bounds(shares: list[float]) -> None:
    scale = value_scale(shares, unit="share", height=280)
    assert 0 <= scale.low <= min(shares)
    assert max(shares) <= scale.high <= 1 or max(shares) == min(shares)
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks)


@given(st.lists(st.floats(0, 1e12), min_size=1, max_size=9))
def test_an_axis_of_amounts_begins_at_nothing_and_its_labels_differ(amounts: list[float]) -> None:
    scale = value_scale(amounts, unit="messages", height=280)
    labels = scale.labels("messages", WORDS)
    assert scale.low == 0
    assert scale.high >= max(amounts)
    assert len(scale.ticks) >= (
        3 if max(amounts) >= 2 or not float(max(amounts)).is_integer() else 2
    )
    assert len({*labels}) == len(labels)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9))
def test_an_axis_of_counts_has_whole_numbers_only(counts: list[int]) -> None:
    scale = value_scale(counts, unit="breaches", height=280)
    assert all(tick.is_integer() for tick in scale.ticks)
    assert len(scale.ticks) >= 2


def test_a_share_axis_begins_at_nothing_like_any_other() -> None:
    assert value_scale([0.6, 0.7], unit="share", height=280).low == 0


def test_a_quarter_and_a_year_stand_at_their_middle(
    values_row: Callable[..., dict[str, Any]], make_figure: Callable[..., Figure]
) -> None:
    figure = make_figure([values_row("2024-Q3", 0.5), values_row("2024", 0.5)])
    line = points(figure)["northern-ports"]
    assert sorted(point.time for point in line) == [2024.5, 2024.625]


def test_a_day_lies_as_far_into_its_year_as_the_calendar_says() -> None:
    assert year_of(date(2023, 1, 1)) == 2023
    assert year_of(date(2024, 7, 2)) == 2024.5  # the 183 days before it are half a leap year


def test_runs_end_where_a_period_has_no_value_or_no_row(published_figure: Figure) -> None:
    (line,) = points(published_figure).values()
    found = [[point.period.code for point in run] for run in runs(line)]
    assert found == [["2011"], ["2014"], ["2020", "2021", "2022", "2023"]]


def test_a_gap_keeps_the_reason_of_its_rows(line_figure: Figure) -> None:
    (line,) = points(line_figure).values()
    (gap,) = gaps(line)
    assert (gap.start, gap.end) == (2024.0, 2024.25)
    assert "simulated" in gap.flags


def test_a_time_line_spans_its_points_and_no_more(line_figure: Figure) -> None:
    (line,) = points(line_figure).values()
    time = Timeline.over(line)
    assert (time.start, time.end) == (2020.0, 2025.0)
    assert time.across(2022.5) == 0.5
