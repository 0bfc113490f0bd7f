"""What is said of a line as a whole: its standing, what to expect, its trend."""

from typing import Any

import pytest

from dashboard import line_words
from dashboard.story import series_figure, title
from metrics import values as columns
from metrics.lines import ADDED
from metrics.series import Query, Series, series
from metrics.source import Source
from validation.periods import Period

Row = dict[str, Any]
UNKNOWN: Row = dict.fromkeys(ADDED)
JUDGED: Row = {
    **UNKNOWN,
    columns.INDICATOR: "on_time_replies",
    columns.PERIOD: "2024-Q4",
    columns.JUDGED_IN: "2024-Q4",
    columns.LIMITS_GRADE: "firm",
    columns.SIGNAL_SIDE: 0,
    columns.ASSURANCE: "",
}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "within its usual range"),
        ({columns.SIGNAL_SIDE: 1, columns.SEEN: 1}, "▲ better than usual, first seen"),
        ({columns.SIGNAL_SIDE: -1, columns.SEEN: 3}, "◆ worse than usual, confirmed"),
        (
            {
                columns.INDICATOR: "messages",
                columns.SIGNAL_SIDE: -1,
                columns.SEEN: 2,
                columns.JUDGED_IN: "2024-Q3",
            },
            "■ Jul–Sep 2024 (Q3): different from usual, first seen",
        ),
        (
            {columns.LIMITS_GRADE: "trial"},
            "within its usual range (a range from few periods)",
        ),
        ({columns.JUDGED_IN: None}, ""),
    ],
)
def test_the_standing_has_its_word_its_sign_and_its_period(more: Row, said: str) -> None:
    assert line_words.signed(JUDGED | more) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, ""),
        ({columns.ASSURANCE: "meets"}, "nearly every quarter would meet the target"),
        ({columns.ASSURANCE: "misses"}, "hardly any quarter would meet the target"),
        ({columns.ASSURANCE: "either"}, "some quarters would meet the target, others not"),
        ({columns.ASSURANCE: "meets", columns.JUDGED_IN: "2024"}, "nearly every year would"),
    ],
)
def test_what_to_expect_is_said_under_the_condition_that_nothing_changes(
    more: Row, said: str
) -> None:
    text = line_words.assured(JUDGED | more)
    assert bool(text) == bool(said)
    assert said in text
    assert not text or text.startswith("If nothing changes, ")


@pytest.mark.parametrize(
    ("slope", "p", "unit", "said"),
    [
        (0.021, 0.01, "share", "+2.1 points a year over 20 quarters"),
        (-3.0, 0.01, "messages", "−3 a year over 20 quarters"),
        (0.021, 0.2, "share", ""),
        (None, None, "share", ""),
    ],
)
def test_a_trend_is_told_only_where_chance_would_hardly_give_it(
    slope: float | None, p: float | None, unit: str, said: str
) -> None:
    row = {columns.TREND: slope, columns.TREND_P: p, columns.TREND_POINTS: 20}
    assert line_words.trend(JUDGED | row, unit) == said


def asked(source: Source, indicator: str, whose: str, last: Period | None = None) -> Series:
    return series(source, Query(indicator=indicator, partnerships=(whose,), to_period=last))


def test_below_a_chart_stand_standing_expectation_and_trend_of_its_own_numbers(
    messages: Source,
) -> None:
    every = series(messages, Query(indicator="on_time_replies"))
    for whose in every.lines[columns.PARTNERSHIP]:
        one = asked(messages, "on_time_replies", whose)
        row = one.lines.row(0, named=True)
        said = " ".join(series_figure(one, messages).footer)
        assert ("If nothing changes" in said) == bool(row[columns.ASSURANCE])
        assert (f"Over {row[columns.TREND_POINTS]} quarters" in said) == (
            row[columns.TREND] is not None
        )
        assert ("its trend is" in said) == bool(line_words.trend(row, "share"))
    several = " ".join(series_figure(every, messages).footer)
    assert "If nothing changes" not in several


def test_a_title_names_the_standing_of_a_whole_value_and_of_no_other(messages: Source) -> None:
    whose = messages.partnerships[columns.PARTNERSHIP][0]
    open_ = asked(messages, "on_time_replies", whose)
    last = Period.parse(open_.lines[columns.JUDGED_IN].item())
    assert open_.frame[columns.PERIOD][-1] > last.code
    assert "usual" not in title(open_, messages)
    whole = asked(messages, "on_time_replies", whose, last)
    assert title(whole, messages).endswith("; within its usual range")
