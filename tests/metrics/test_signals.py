"""Which indicators are judged, by which chart, and what is said of their values."""

from collections.abc import Callable, Sequence

import polars as pl
import pytest

from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator, Signal
from metrics.signals import (
    AGREED,
    COURSES,
    FEW_COUNTED,
    FEW_EXPECTED,
    FEW_PERIODS,
    GIVEN,
    MEDIANS,
    NEITHER_BETTER,
    NOT_WHOLE,
    OPERATIONS,
    PAIRS,
    PUBLISHED_TOTAL,
    RARE,
    RECOUNTED,
    STOCK,
    SURVEY,
    WHY_NOT,
    WORDS,
    eligibility,
    standing,
    with_signals,
)
from metrics.values import (
    BREAK_BEFORE,
    CENTRE,
    DENOMINATOR,
    FLAGS,
    GRAIN,
    LIMITS_GRADE,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    SIGNAL_RULE,
    SIGNAL_SIDE,
    STRETCH,
    USUAL_LOWER,
    USUAL_UPPER,
    VALUE,
    WHY_UNJUDGED,
    Standing,
    schema,
)
from validation.codes import Direction
from validation.periods import QUARTER, YEAR, Period

USUAL = [50.0, 54.0, 48.0, 51.0, 49.0, 53.0, 50.0, 47.0, 52.0, 50.0, 49.0, 51.0]
MESSAGES = INDICATORS["messages"]
ON_TIME = INDICATORS["on_time_replies"]
Told = Callable[..., pl.DataFrame]


def line(
    values: Sequence[float | None], *, partnership: str = "ports", grain: str = QUARTER
) -> pl.DataFrame:
    first = Period(2019, 1 if grain == QUARTER else None)
    rows = [
        {
            PERIOD: first.shift(at).code,
            GRAIN: grain,
            PARTNERSHIP: partnership,
            VALUE: value,
            NUMERATOR: value,
            DENOMINATOR: None if value is None else 100.0,
            FLAGS: "",
            PRECISION: "",
            BREAK_BEFORE: "",
        }
        for at, value in enumerate(values)
    ]
    return pl.DataFrame(rows, schema_overrides=schema(()) | {NUMERATOR: pl.Float64()})


def changed(frame: pl.DataFrame, column: str, place: int, value: str) -> pl.DataFrame:
    at = pl.int_range(pl.len()) == place
    return frame.with_columns(pl.when(at).then(pl.lit(value)).otherwise(column).alias(column))


@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_has_a_chart_or_a_reason_for_none(name: str) -> None:
    indicator = INDICATORS[name]
    found = eligibility(indicator)
    assert found.chart is indicator.signal
    assert (found.chart is Signal.NONE) == (found.why in WHY_NOT)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("published_arrests", PUBLISHED_TOTAL),
        ("agreements_in_force", STOCK),
        ("trust_in_police", SURVEY),
        ("shared_goals", SURVEY),
        ("operations_active", RECOUNTED),
        ("arrests", OPERATIONS),
        ("objectives_met", OPERATIONS),
        ("applied_on_job", COURSES),
        ("funds_contributed", GIVEN),
        ("data_breaches", RARE),
        ("jurisdiction_conflicts", RARE),
        ("recommendations_done", RARE),
        ("reply_hours", MEDIANS),
        ("reciprocity", PAIRS),
        ("mirror_agreement", PAIRS),
        ("hit_rate", NEITHER_BETTER),
        ("secure_channel_share", AGREED),
    ],
)
def test_what_is_no_series_of_events_is_not_judged(name: str, why: str) -> None:
    assert eligibility(INDICATORS[name]).why == why


def test_where_one_way_is_better_no_reason_says_that_neither_is() -> None:
    reasons = {each.id: eligibility(each).why for each in INDICATORS.values()}
    for name, why in reasons.items():
        assert why != NEITHER_BETTER or INDICATORS[name].direction is Direction.NEITHER
    assert [name for name, why in reasons.items() if why == AGREED] == ["secure_channel_share"]


def test_a_value_beyond_the_usual_range_is_named_with_the_range() -> None:
    found = with_signals(line([*USUAL, 90.0]), MESSAGES).row(-1, named=True)
    assert found[CENTRE] == pytest.approx(sum(USUAL) / 12)
    assert found[USUAL_LOWER] < 50 < found[USUAL_UPPER] < 90
    assert (found[SIGNAL_RULE], found[SIGNAL_SIDE], found[WHY_UNJUDGED]) == ("beyond", 1, "")
    assert found[LIMITS_GRADE] == "firm"


def test_lines_are_judged_apart_and_in_their_order() -> None:
    frames = [line([*USUAL, 90.0], partnership="b"), line([5.0, 7.0] * 7, partnership="a")]
    together = with_signals(pl.concat(frames), MESSAGES)
    alone = pl.concat([with_signals(each, MESSAGES) for each in frames])
    assert together.equals(alone)


def test_quarters_and_years_are_judged_apart() -> None:
    frames = [line([*USUAL, 90.0]), line([200.0, 210.0] * 4, grain=YEAR)]
    together = with_signals(pl.concat(frames), MESSAGES)
    assert together.equals(pl.concat([with_signals(each, MESSAGES) for each in frames]))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (FLAGS, "partial:rows 1/2"),
        (FLAGS, "immature"),
        (FLAGS, "revised;suppressed"),
        (PRECISION, "at_least"),
    ],
)
def test_what_is_not_whole_takes_part_in_nothing(column: str, value: str) -> None:
    found = with_signals(changed(line([*USUAL, 90.0]), column, 12, value), MESSAGES)
    without = with_signals(line([*USUAL, None]), MESSAGES)
    assert found[SIGNAL_RULE].to_list() == [""] * 13
    assert found[WHY_UNJUDGED].to_list() == [""] * 12 + [NOT_WHOLE]
    assert found[USUAL_UPPER].to_list() == without[USUAL_UPPER].to_list()


def test_a_line_begins_anew_where_it_was_rebased() -> None:
    frame = line([*USUAL, *(each + 40 for each in USUAL)])
    start = Period(2019, 1).shift(12).code
    rebased = pl.DataFrame({PARTNERSHIP: ["ports"], PERIOD: [start]})
    old, new = with_signals(frame, MESSAGES), with_signals(frame, MESSAGES, rebased=rebased)
    assert old[SIGNAL_RULE].to_list() != [""] * 24
    assert new[SIGNAL_RULE].to_list() == [""] * 24
    assert new[CENTRE][12] == pytest.approx(new[CENTRE][11] + 40)


@pytest.mark.parametrize("code", ["2021-Q4", "2022"])
def test_it_begins_anew_in_the_first_period_there_is_from_a_rebase_on(code: str) -> None:
    frame = line([*USUAL, *(each + 40 for each in USUAL)])
    frame = frame.filter(pl.col(PERIOD) != "2021-Q4")
    rebased = pl.DataFrame({PARTNERSHIP: ["ports", "other"], PERIOD: [code, "2019-Q3"]})
    found = with_signals(frame, MESSAGES, rebased=rebased)
    assert found.filter(pl.col(STRETCH).diff() > 0)[PERIOD].to_list() == ["2022-Q1"]


def test_of_several_lines_only_the_one_that_was_rebased_begins_anew() -> None:
    stepped = line([*USUAL, *(each + 40 for each in USUAL)])
    frame = pl.concat([stepped, stepped.with_columns(pl.lit("other").alias(PARTNERSHIP))])
    start = Period(2019, 1).shift(12).code
    rebased = pl.DataFrame({PARTNERSHIP: ["ports"], PERIOD: [start]})
    found = with_signals(frame, MESSAGES, rebased=rebased)
    anew = found.filter(pl.col(STRETCH).diff().over(PARTNERSHIP) > 0)
    assert anew.select(PARTNERSHIP, PERIOD).rows() == [("ports", start)]
    of_the_other = found.filter(pl.col(PARTNERSHIP) == "other")
    assert of_the_other.equals(with_signals(frame, MESSAGES)[24:])


def test_a_line_begins_anew_where_earlier_values_are_not_comparable() -> None:
    frame = line([*USUAL, *(each + 40 for each in USUAL)])
    found = with_signals(changed(frame, BREAK_BEFORE, 12, "Counted anew."), MESSAGES)
    assert found[SIGNAL_RULE].to_list() == [""] * 24


@pytest.mark.parametrize(
    ("indicator", "values", "why"),
    [
        (MESSAGES, USUAL[:7], FEW_PERIODS),
        (MESSAGES, [each % 5 for each in USUAL], FEW_COUNTED),
        (ON_TIME, [2.0, 3.0] * 6, FEW_EXPECTED),
    ],
)
def test_what_holds_too_little_is_not_judged_and_says_why(
    indicator: Indicator, values: list[float], why: str
) -> None:
    found = with_signals(line(values), indicator)
    assert set(found[WHY_UNJUDGED]) == {why}
    assert found[USUAL_LOWER].null_count() == found.height
    assert set(found[LIMITS_GRADE]) == {"none"}


def test_an_indicator_without_a_chart_keeps_its_values_and_says_why() -> None:
    frame = line([*USUAL, 90.0])
    found = with_signals(frame, INDICATORS["hit_rate"])
    assert set(found[WHY_UNJUDGED]) == {NEITHER_BETTER}
    assert found.select(frame.columns).equals(frame)
    assert found.schema == with_signals(frame, MESSAGES).schema


def test_limits_of_shares_go_on_beside_a_period_that_is_not_whole() -> None:
    frame = changed(line([*USUAL, 90.0]), FLAGS, 12, "immature")
    found = with_signals(frame, ON_TIME).row(-1, named=True)
    assert 0 < found[USUAL_LOWER] < found[USUAL_UPPER] < 1
    assert (found[SIGNAL_RULE], found[WHY_UNJUDGED]) == ("", NOT_WHOLE)


def test_shares_are_judged_by_what_they_are_made_of() -> None:
    found = with_signals(line([*USUAL, 90.0]), ON_TIME).row(-1, named=True)
    assert found[CENTRE] == pytest.approx(sum(USUAL) / 1200)
    assert 0 < found[USUAL_LOWER] < found[USUAL_UPPER] < 0.9
    assert found[SIGNAL_RULE] == "beyond"


@pytest.mark.parametrize(
    ("side", "direction", "said"),
    [
        (1, Direction.UP, Standing.BETTER),
        (-1, Direction.UP, Standing.WORSE),
        (1, Direction.DOWN, Standing.WORSE),
        (-1, Direction.DOWN, Standing.BETTER),
        (1, Direction.NEITHER, Standing.DIFFERENT),
        (0, Direction.UP, Standing.AS_USUAL),
    ],
)
def test_the_word_follows_from_side_and_direction(
    side: int, direction: Direction, said: str
) -> None:
    assert standing(side, direction) == said
    assert said in WORDS
