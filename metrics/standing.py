"""Values beside their targets: status, the pooled last four quarters, and what is short."""

from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import Any, Final

import polars as pl

from metrics import intervals
from metrics.cells import counted, pooled
from metrics.figures import wilson_method
from metrics.indicator import Indicator
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import Custom, Share, Total
from metrics.targets import Goal, in_force, judged, shortfall, straight_line
from metrics.values import (
    BREAK_BEFORE,
    DENOMINATOR,
    DISPERSION,
    FLAGS,
    GRAIN,
    LINE,
    LOWER,
    METHOD,
    NOT_ENDED,
    NUMERATOR,
    PARTIAL,
    PARTNERSHIP,
    PERIOD,
    POOLED,
    POOLED_FROM,
    POOLED_LOWER,
    POOLED_STATUS,
    POOLED_UPPER,
    PRECISION,
    STATUS,
    SUM_SO_FAR,
    TARGET,
    TOO_CLOSE,
    UPPER,
    VALUE,
    is_whole,
    parse_flags,
)
from validation.codes import ALL
from validation.contracts.published_totals import PublishedTotals
from validation.fields import name
from validation.periods import QUARTER, QUARTERS_IN_YEAR, Period

Row = Mapping[str, Any]

_NOT_BROKEN_DOWN: Final = (name(PublishedTotals.area), name(PublishedTotals.crime_area))
_POOLED_SCHEMA: Final[dict[str, pl.DataType]] = {
    PARTNERSHIP: pl.String(),
    PERIOD: pl.String(),
    POOLED_FROM: pl.String(),
    POOLED: pl.Float64(),
    POOLED_LOWER: pl.Float64(),
    POOLED_UPPER: pl.Float64(),
    METHOD: pl.String(),
    NUMERATOR: pl.Float64(),
    DENOMINATOR: pl.Float64(),
    TARGET: pl.Float64(),
    POOLED_STATUS: pl.String(),
}
_SUMS_SCHEMA: Final[dict[str, pl.DataType]] = {
    PARTNERSHIP: pl.String(),
    PERIOD: pl.String(),
    SUM_SO_FAR: pl.Float64(),
    LINE: pl.Float64(),
    STATUS: pl.String(),
}


def beside_targets(
    frame: pl.DataFrame, source: Source, indicator: Indicator, selection: Selection
) -> pl.DataFrame:
    """Fill target and status of a frame of values.

    A target is set for a partnership as a whole, so values of a selection or a cut have none; of
    published totals, the lines that are not broken down by area or crime area have one. A target
    for a count applies to its own grain only.

    Args:
        frame: values.
        source: their version.
        indicator: what they measure.
        selection: how they were selected and cut.
    """
    mine = [goal for goal in source.goals if goal.indicator == indicator.id]
    if not mine or not _as_a_whole(indicator, selection):
        return frame
    rows = list(frame.iter_rows(named=True))
    goals = [_level(mine, indicator, row) for row in rows]
    statuses = [
        _status(row, goal.target, indicator) if goal else ""
        for row, goal in zip(rows, goals, strict=True)
    ]
    aims = [goal.target if goal else None for goal in goals]
    return frame.with_columns(
        pl.Series(TARGET, aims, dtype=pl.Float64), pl.Series(STATUS, statuses, dtype=pl.String)
    )


def pooled_where_close(
    frame: pl.DataFrame, source: Source, indicator: Indicator, last: Mapping[str, str]
) -> pl.DataFrame:
    """Judge the pooled last four whole quarters where a value is too close to its target.

    A quarter that is partial, may still change, or is only a bound is none of the four, even if it
    is the one that is too close (`values.is_whole`).

    Args:
        frame: values of whole partnerships at quarters, with status, from their first period on.
        source: their version.
        indicator: what they measure; only shares are pooled.
        last: the quarter to judge, by partnership.

    Returns:
        One row per partnership too close to call in that quarter and with four whole quarters:
        partnership_id, period (the last pooled), pooled_from, pooled, pooled_lower, pooled_upper,
        method, numerator, denominator, target, pooled_status.
    """
    if not isinstance(indicator.statistic, Share):
        return pl.DataFrame(schema=_POOLED_SCHEMA)
    found: list[Row] = []
    for row in frame.filter(pl.col(STATUS) == TOO_CLOSE, pl.col(GRAIN) == QUARTER).iter_rows(
        named=True
    ):
        if last.get(row[PARTNERSHIP]) == row[PERIOD]:
            found.extend(_pooled(frame, row, source, indicator, indicator.statistic))
    return pl.DataFrame(found, schema=_POOLED_SCHEMA)


def sums_so_far(frame: pl.DataFrame, source: Source, indicator: Indicator) -> pl.DataFrame:
    """Follow cumulative targets: the sum reached by each period, beside a straight line.

    Of published totals only what is broken down by nothing is followed, if it is one line.

    Returns:
        partnership_id, period, sum_so_far (null from the first gap or break
        on), line, status.
    """
    found: list[Row] = []
    whole = pl.all_horizontal(pl.col(_NOT_BROKEN_DOWN) == "") if indicator.published else True
    lone = frame.filter(whole).filter(pl.len().over(PARTNERSHIP, PERIOD) == 1)
    held = {
        (row[PARTNERSHIP], row[PERIOD]): row
        for row in lone.select(PARTNERSHIP, PERIOD, VALUE, BREAK_BEFORE).iter_rows(named=True)
    }
    partnerships = sorted({partnership for partnership, _ in held})
    for goal in source.goals:
        if goal.indicator == indicator.id and goal.cumulative and goal.dropped_on is None:
            for partnership in partnerships:
                if goal.partnership in {partnership, ALL}:
                    found.extend(_followed(goal, partnership, held, indicator))
    return pl.DataFrame(found, schema=_SUMS_SCHEMA)


def short_by(row: Row, indicator: Indicator) -> int | None:
    """Return how many cases a share lacks to its target; None where none or not known."""
    known = row[TARGET] is not None and row[DENOMINATOR] and row[NUMERATOR] is not None
    in_cases = isinstance(indicator.statistic, Share) or indicator.shortfall
    if not known or not in_cases:
        return None
    return shortfall(row[NUMERATOR], row[DENOMINATOR], row[TARGET], indicator.direction)


def _adds(indicator: Indicator) -> bool:
    """Tell whether a year is the sum of its quarters, so that a part of it is a lower bound."""
    match indicator.statistic:
        case Custom(adds=adds):
            return adds
        case statistic:
            return isinstance(statistic, Total)


def _as_a_whole(indicator: Indicator, selection: Selection) -> bool:
    return indicator.published or selection == Selection()


def _level(goals: Iterable[Goal], indicator: Indicator, row: Row) -> Goal | None:
    """Return the level target that applies to one value."""
    if indicator.published and any(row[each] for each in _NOT_BROKEN_DOWN):
        return None
    goal = in_force(
        (goal for goal in goals if not goal.cumulative),
        indicator.id,
        row[PARTNERSHIP],
        Period.parse(row[PERIOD]),
    )
    own_grain_only = indicator.published or _adds(indicator)
    return None if goal and own_grain_only and goal.first.grain != row[GRAIN] else goal


def _status(row: Row, target: float, indicator: Indicator) -> str:
    if row[VALUE] is None:
        return ""
    found = judged(_may_be(row, indicator), target, indicator.direction)
    return "" if found == TOO_CLOSE and row[LOWER] is None else found


def _may_be(row: Row, indicator: Indicator) -> tuple[float, float]:
    """Return the lowest and the highest a value may be."""
    value = row[VALUE]
    if row[LOWER] is not None:
        return row[LOWER], row[UPPER]
    unfinished = _adds(indicator) and any(
        code == PARTIAL and (detail == NOT_ENDED or detail[:1].isdigit())
        for code, detail in parse_flags(row[FLAGS])
    )
    match row[PRECISION]:
        case "at_most":
            return -inf, value
        case "approximate":
            return -inf, inf
        case "at_least":
            return value, inf
        case _:
            return value, inf if unfinished else value


def _pooled(
    frame: pl.DataFrame, row: Row, source: Source, indicator: Indicator, statistic: Share
) -> Iterator[Row]:
    partnership = row[PARTNERSHIP]
    whole = frame.filter(
        pl.col(PARTNERSHIP) == partnership,
        pl.col(PERIOD) <= row[PERIOD],
        is_whole(),
    )[PERIOD].sort()[-QUARTERS_IN_YEAR:]
    if whole.len() < QUARTERS_IN_YEAR:
        return
    cell = _together(frame, whole, row, source, indicator, statistic)
    spread = cell[DISPERSION]
    if spread is None:
        return
    limits = intervals.wilson(cell[NUMERATOR], cell[DENOMINATOR], dispersion=spread)
    lower, upper = float(limits.lower), float(limits.upper)
    yield {
        PARTNERSHIP: partnership,
        PERIOD: whole[-1],
        POOLED_FROM: whole[0],
        POOLED: cell[VALUE],
        POOLED_LOWER: lower,
        POOLED_UPPER: upper,
        METHOD: wilson_method(spread),
        NUMERATOR: cell[NUMERATOR],
        DENOMINATOR: cell[DENOMINATOR],
        TARGET: row[TARGET],
        POOLED_STATUS: judged((lower, upper), row[TARGET], indicator.direction),
    }


def _together(
    frame: pl.DataFrame,
    whole: pl.Series,
    row: Row,
    source: Source,
    indicator: Indicator,
    statistic: Share,
) -> Row:
    """Pool quarters; of persons the values that were released, and nothing behind them."""
    mine = pl.col(PARTNERSHIP) == row[PARTNERSHIP]
    if indicator.persons:
        told = frame.filter(mine, pl.col(PERIOD).is_in(whole.to_list()))
        above, below = (float(told[each].sum()) for each in (NUMERATOR, DENOMINATOR))
        return {NUMERATOR: above, DENOMINATOR: below, VALUE: above / below, DISPERSION: 1.0}
    parts = source.pairs(statistic.table, Selection())
    cells = counted(pooled(parts, whole.to_list(), whole[-1]), statistic)
    return cells.row(by_predicate=mine, named=True)


def _followed(
    goal: Goal,
    partnership: str,
    held: Mapping[tuple[str, str], Row],
    indicator: Indicator,
) -> Iterator[Row]:
    """Add up one partnership's values along a cumulative target, until one is missing or unlike."""
    reached: float | None = 0.0
    for number, (period, line) in enumerate(straight_line(goal)):
        row = held.get((partnership, period.code), {})
        value = row.get(VALUE)
        unlike = bool(number and row.get(BREAK_BEFORE))
        reached = None if reached is None or value is None or unlike else reached + value
        yield {
            PARTNERSHIP: partnership,
            PERIOD: period.code,
            SUM_SO_FAR: reached,
            LINE: line,
            STATUS: ""
            if reached is None
            else judged((reached, reached), line, indicator.direction),
        }
