"""What is said of a line as a whole, which lines are checked, and in what order findings come."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from metrics.catalogue import INDICATORS
from metrics.checked import checked, with_checked
from metrics.findings import ORDER, Finding, Kind, findings
from metrics.lines import ADDED, of_lines
from metrics.methods.episode import Episode, confirmed, episode
from metrics.methods.recovery import expected_flags
from metrics.series import Query
from metrics.values import (
    ASSURANCE,
    BREAK_BEFORE,
    CHANGE,
    CHECKED,
    CORRELATION,
    DENOMINATOR,
    EPISODE,
    FIRST_SEEN,
    FLAGS,
    GRAIN,
    INDICATOR,
    JUDGED_IN,
    JUDGED_POINTS,
    JUDGED_VALUE,
    LIMITS_GRADE,
    MARKED_FROM,
    MET,
    NOT_MET,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    POOLED,
    POOLED_STATUS,
    PRECISION,
    SEEN,
    SIGNAL_SIDE,
    STATUS,
    TARGET,
    TOO_CLOSE,
    TREND,
    TREND_FROM,
    TREND_P,
    TREND_POINTS,
    VALUE,
    WHY_UNJUDGED,
    schema,
)
from validation.periods import QUARTER, Period

USUAL = [50.0, 54.0, 48.0, 51.0, 49.0, 53.0, 50.0, 47.0, 52.0, 50.0, 49.0, 51.0]
FIRST = Period(2019, 1)
ON_TIME = INDICATORS["on_time_replies"]
Row = dict[str, Any]


def line(values: Sequence[float | None], *, aim: float | None = None) -> pl.DataFrame:
    """Make a line of shares of hundred cases, from the first quarter of 2019 on."""
    rows = [
        {
            PERIOD: FIRST.shift(at).code,
            GRAIN: QUARTER,
            PARTNERSHIP: "ports",
            VALUE: None if value is None else value / 100,
            NUMERATOR: value,
            DENOMINATOR: None if value is None else 100.0,
            FLAGS: "",
            PRECISION: "",
            BREAK_BEFORE: "",
            TARGET: aim,
        }
        for at, value in enumerate(values)
    ]
    return pl.DataFrame(rows, schema_overrides=schema(()) | {NUMERATOR: pl.Float64()})


def told(values: Sequence[float | None], aim: float | None = None) -> Row:
    return of_lines(line(values, aim=aim), ON_TIME).row(0, named=True)


@pytest.mark.parametrize(
    ("sides", "marked", "periods"),
    [
        ((), 0, 0),
        ((1, 0), 0, 0),
        ((0, 1), 1, 1),
        ((1, 1), 2, 2),
        ((-1, 1, 1, 1), 3, 3),
        ((1, 0, -1, -1), 2, 2),
        ((1, 1, 1), 3, 3),
        ((1, 1, 0, 1), 3, 4),
        ((0, 1, 1, 0, 1, 1, 1, 0, 1), 6, 8),
        ((1, 1, 0, 0, 1), 1, 1),
        ((1, 0, 1, -1, 1), 1, 1),
        ((-1, 0, -1), 2, 3),
    ],
)
def test_a_finding_is_as_old_as_its_episode_which_a_single_period_as_usual_does_not_end(
    sides: tuple[int, ...], marked: int, periods: int
) -> None:
    assert episode(sides) == Episode(marked, periods)


def test_a_longer_gap_is_bridged_only_where_that_is_asked_for() -> None:
    assert episode((1, 0, 0, 1), gap=2) == Episode(2, 4)
    assert episode((1, 0, 1), gap=0) == Episode(1, 1)


def test_a_finding_is_confirmed_after_two_periods_more() -> None:
    assert [confirmed(seen) for seen in (1, 2, 3, 9)] == [False, False, True, True]


@pytest.mark.parametrize("later", [1, 2, 3, 5])
def test_a_step_is_first_seen_in_its_quarter_and_stays_seen_since(later: int) -> None:
    found = told([*USUAL, *[80.0] * later])
    assert found[JUDGED_IN] == FIRST.shift(11 + later).code
    assert (found[FIRST_SEEN], found[SEEN]) == (FIRST.shift(12).code, later)
    assert found[SIGNAL_SIDE] == 1
    assert found[JUDGED_VALUE] == 0.8


def test_a_run_is_first_seen_when_it_is_long_enough_not_when_it_began() -> None:
    found = told([*USUAL[:-1], 47.0, *[53.0] * 8])
    assert (found[FIRST_SEEN], found[SEEN]) == (FIRST.shift(18).code, 2)


def test_a_run_is_marked_from_its_beginning_by_what_is_known_once_it_is_seen() -> None:
    found = told([*USUAL[:-1], 47.0, *[53.0] * 8])
    assert found[MARKED_FROM] == FIRST.shift(12).code
    assert told([*USUAL, 80.0, 80.0])[MARKED_FROM] == FIRST.shift(12).code


def test_a_quarter_just_inside_the_range_does_not_make_a_lasting_change_new() -> None:
    found = told([*USUAL, 80.0, 80.0, 52.0, 80.0])
    assert (found[FIRST_SEEN], found[SEEN], found[EPISODE]) == (FIRST.shift(12).code, 3, 4)
    ended = told([*USUAL, 80.0, 80.0, 52.0, 48.0, 80.0])
    assert (ended[FIRST_SEEN], ended[SEEN], ended[EPISODE]) == (FIRST.shift(16).code, 1, 1)


def test_a_missing_quarter_neither_ends_an_episode_nor_counts_in_it() -> None:
    found = told([*USUAL, 80.0, None, 52.0, 80.0, 80.0])
    assert (found[FIRST_SEEN], found[SEEN], found[EPISODE]) == (FIRST.shift(12).code, 3, 4)


def test_what_is_within_its_usual_range_was_seen_in_no_period() -> None:
    found = told([*USUAL, 80.0, 50.0])
    assert (found[FIRST_SEEN], found[SEEN], found[SIGNAL_SIDE]) == (None, None, 0)


def test_a_quarter_that_is_not_whole_leaves_the_last_whole_one_judged() -> None:
    frame = line([*USUAL, 80.0])
    open_ = pl.when(pl.col(PERIOD) == FIRST.shift(12).code).then(pl.lit("immature"))
    found = of_lines(frame.with_columns(open_.otherwise(FLAGS).alias(FLAGS)), ON_TIME)
    assert found[JUDGED_IN].to_list() == [FIRST.shift(11).code]
    assert found[SIGNAL_SIDE].to_list() == [0]


def test_a_line_that_is_never_judged_says_why() -> None:
    assert told(USUAL[:7])[WHY_UNJUDGED] == "few_expected"
    stock = of_lines(line(USUAL), INDICATORS["agreements_in_force"])
    assert stock.row(0, named=True)[WHY_UNJUDGED] == "stock"
    assert stock.schema == of_lines(line(USUAL), ON_TIME).schema
    assert list(stock.schema)[1:] == list(ADDED)


@pytest.mark.parametrize(
    ("values", "aim", "said"),
    [
        (USUAL, 0.2, "meets"),
        (USUAL, 0.9, "misses"),
        (USUAL, 0.5, "either"),
        (USUAL, None, ""),
        (USUAL[:11], 0.2, ""),
        ([*USUAL, 80.0], 0.2, ""),
        ([*USUAL, 80.0, 50.0], 0.2, ""),
    ],
)
def test_assurance_is_given_from_twelve_points_without_a_signal_alone(
    values: list[float], aim: float | None, said: str
) -> None:
    assert told(values, aim)[ASSURANCE] == said


def test_a_trend_is_told_from_sixteen_quarters_on_in_the_unit_of_the_value() -> None:
    rising = [40.0 + at + 3 * (at % 3) for at in range(20)]
    found = told(rising)
    assert found[TREND] == pytest.approx(0.04, abs=0.01)
    assert found[TREND_P] < 0.05
    assert (found[TREND_FROM], found[TREND_POINTS]) == (FIRST.code, 20)
    assert told(rising[:15])[TREND] is None


def test_what_came_before_a_break_takes_no_part_in_a_trend() -> None:
    frame = line([*USUAL, *[each + 40 for each in USUAL[::-1]] * 2])
    at = pl.col(PERIOD) == FIRST.shift(12).code
    broken = pl.when(at).then(pl.lit("Counted anew.")).otherwise(BREAK_BEFORE)
    found = of_lines(frame.with_columns(broken.alias(BREAK_BEFORE)), ON_TIME).row(0, named=True)
    assert (found[TREND_FROM], found[TREND_POINTS]) == (FIRST.shift(12).code, 24)
    assert found[JUDGED_POINTS] == 24
    assert abs(found[TREND]) < 0.02


def cell(more: Row | None = None, *, of: str = "on_time_replies") -> Row:
    usual: Row = {
        INDICATOR: of,
        PARTNERSHIP: "ports",
        PERIOD: "2024-Q4",
        VALUE: 0.5,
        TARGET: None,
        STATUS: "",
        POOLED: None,
        POOLED_STATUS: None,
        CHANGE: None,
        JUDGED_IN: "2024-Q4",
        SIGNAL_SIDE: 0,
        SEEN: None,
        LIMITS_GRADE: "firm",
        WHY_UNJUDGED: "",
        JUDGED_POINTS: 24,
        CORRELATION: 0.1,
    }
    return usual | (more or {})


def said(*cells: Row, period: Period | None = None) -> tuple[Finding, ...]:
    frame = with_checked(pl.DataFrame(list(cells), infer_schema_length=None), period)
    return findings(frame, Query(indicator="", to_period=period, grain=QUARTER))


UNJUDGED: Row = {JUDGED_IN: None, LIMITS_GRADE: "none", SIGNAL_SIDE: None}


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        (cell({SIGNAL_SIDE: -1, SEEN: 1}), [Kind.WORSE]),
        (cell({SIGNAL_SIDE: 1, SEEN: 1}), [Kind.BETTER]),
        (cell({SIGNAL_SIDE: 1, SEEN: 1}, of="clarification_rate"), [Kind.WORSE]),
        (cell({SIGNAL_SIDE: 1, SEEN: 1}, of="messages"), [Kind.DIFFERENT]),
        (cell({SIGNAL_SIDE: -1, SEEN: 1, STATUS: NOT_MET}), [Kind.WORSE, Kind.NOT_MET]),
        (cell({STATUS: TOO_CLOSE}), [Kind.TOO_CLOSE]),
        (cell({STATUS: TOO_CLOSE, POOLED_STATUS: NOT_MET, POOLED: 0.4}), [Kind.NOT_MET]),
        (cell({STATUS: MET}), [Kind.MET]),
        (cell(), [Kind.AS_USUAL]),
        (cell(UNJUDGED | {WHY_UNJUDGED: "few_expected"}), [Kind.UNJUDGED]),
        (cell({LIMITS_GRADE: "trial", SIGNAL_SIDE: -1, SEEN: 1}), [Kind.UNJUDGED]),
        (cell(UNJUDGED | {CHANGE: -0.1}, of="trust_in_police"), [Kind.CHANGED]),
        (cell(UNJUDGED | {CHANGE: 40.0}, of="published_arrests"), [Kind.CHANGED]),
        (cell(UNJUDGED, of="published_arrests"), [Kind.KNOWN]),
    ],
)
def test_each_finding_says_what_its_numbers_say(row: Row, kinds: list[Kind]) -> None:
    assert [each.kind for each in said(row)] == kinds


def test_findings_come_in_order_of_importance() -> None:
    cells = [
        cell({PARTNERSHIP: "a"}),
        cell({PARTNERSHIP: "b", SIGNAL_SIDE: 1, SEEN: 9}),
        cell({PARTNERSHIP: "c", SIGNAL_SIDE: -1, SEEN: 1}),
        cell({PARTNERSHIP: "d", SIGNAL_SIDE: -1, SEEN: 4}),
        cell({PARTNERSHIP: "e", STATUS: NOT_MET, TARGET: 0.55}),
        cell({PARTNERSHIP: "f", STATUS: NOT_MET, TARGET: 0.9}),
        cell(
            {
                PARTNERSHIP: "g",
                STATUS: TOO_CLOSE,
                POOLED_STATUS: NOT_MET,
                POOLED: 0.2,
                TARGET: 0.55,
            }
        ),
    ]
    found = said(*cells)
    assert [each.partnership for each in found] == ["d", "c", "g", "f", "e", "b", "a"]
    places = [ORDER.index(each.kind) for each in found]
    assert places == sorted(places)


def test_a_finding_of_a_signal_speaks_of_the_last_whole_period_and_its_chart_is_named() -> None:
    row = cell({SIGNAL_SIDE: -1, SEEN: 1, JUDGED_IN: "2024-Q3", STATUS: MET, TARGET: 0.4})
    worse, met = said(row, period=Period(2024, 4))
    assert (worse.period, met.period) == ("2024-Q3", "2024-Q4")
    assert worse.evidence == Query(
        indicator="on_time_replies", partnerships=("ports",), to_period=Period(2024, 4)
    )


def test_only_firm_limits_and_the_last_year_are_checked() -> None:
    cells = [
        cell(),
        cell({LIMITS_GRADE: "trial", SIGNAL_SIDE: 1}),
        cell({JUDGED_IN: "2023-Q4", SIGNAL_SIDE: 1}),
        cell({JUDGED_IN: "2024-Q1", SIGNAL_SIDE: -1}),
        cell(UNJUDGED),
    ]
    found = with_checked(pl.DataFrame(cells, infer_schema_length=None), Period(2024, 4))
    assert found[CHECKED].to_list() == [True, False, False, True, False]
    counted = checked(found)
    assert (counted.number, counted.flagged) == (2, 1)
    assert counted.expected == pytest.approx(
        expected_flags(found[JUDGED_POINTS][:2].to_numpy(), found[CORRELATION][:2].to_numpy())
    )
    assert checked(found.clear()).expected == 0
