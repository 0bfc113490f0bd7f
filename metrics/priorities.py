"""What to look at first: targets missed again and again, and recommendations that wait."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from metrics.cards import LINES, cards, foremost
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.measure import dimensions
from metrics.recommendations import waiting
from metrics.series import Query, names, shown, whole
from metrics.source import Source, read_together
from metrics.standing import pooled_where_close, short_by
from metrics.targets import Goal
from metrics.values import (
    DENOMINATOR,
    FLAGS,
    IMMATURE,
    INDICATOR,
    LOWER,
    METHOD,
    NOT_MET,
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
    ROWS,
    SHORTFALL,
    STATUS,
    TARGET,
    UNIT,
    UPPER,
    VALUE,
    has_flag,
    schema,
)
from validation.codes import ALL, Direction
from validation.periods import QUARTER, QUARTERS_IN_YEAR, Grain, Period

Row = Mapping[str, Any]

RUNNING: Final = "periods_running"
SINCE: Final = "since"
TOGETHER: Final = "periods_together"
DISTANCE: Final = "distance"
ENOUGH: Final = 2
"""A target missed once may be chance; missed so many periods running it is listed."""

_VALUES: Final = schema(LINES)
_SCHEMA: Final = _VALUES | {
    RUNNING: pl.Int64(),
    SINCE: pl.String(),
    POOLED_FROM: pl.String(),
    TOGETHER: pl.List(pl.String()),
    SHORTFALL: pl.Int64(),
    DISTANCE: pl.Float64(),
}
_MEASURED: Final = (VALUE, LOWER, UPPER, NUMERATOR, DENOMINATOR, UNIT, FLAGS, PRECISION)
_LATEST: Final = (PARTNERSHIP, INDICATOR, PERIOD, *_MEASURED)


@dataclass(frozen=True, eq=False, kw_only=True)
class Priorities:
    """What waits to be done.

    Attributes:
        missed: one row per line that missed its target in its last whole periods: the columns of
            a value (that of the last such period; of the periods_together where pooled_from names
            the first of four), periods_running, since, pooled_from, shortfall (in cases),
            distance (in the unit of the value). By indicator, in the order of the catalogue; of
            each the largest shortfall first.
        judged: the last whole value of each line that a target judges.
        advice: `recommendations.waiting`, then period, value, lower, upper, numerator,
            denominator, unit, flags and precision of the latest value of what each should move.
        goals: the targets of these partnerships, or of ALL.
    """

    missed: pl.DataFrame
    judged: pl.DataFrame
    advice: pl.DataFrame
    goals: tuple[Goal, ...]


@read_together
def priorities(
    source: Source,
    *,
    partnerships: tuple[str, ...] = (),
    period: Period | None = None,
    grain: Grain | None = None,
) -> Priorities:
    """Find targets missed two periods running, and recommendations that are not closed.

    A value that is still filling up, or not whole, is passed over; a gap ends a run. Where a
    quarter is too close to call, the last four together are judged.

    Args:
        source: the version.
        partnerships: only these; all if empty.
        period: the last period to look at; open if None.
        grain: quarter or year; what comes by the year alone comes so in any case.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    query = Query(
        indicator="",
        partnerships=partnerships,
        grain=None if grain == QUARTER else grain,
        to_period=period,
    )
    return source.remember(("priorities", query), lambda: _priorities(source, query))


def _priorities(source: Source, query: Query) -> Priorities:
    whose = {*(query.partnerships or names(source))}
    goals = tuple(goal for goal in source.goals if goal.partnership in {ALL, *whose})
    aimed = {goal.indicator for goal in goals}
    lines = [
        (indicator, line)
        for indicator in INDICATORS.values()
        if indicator.id in aimed and indicator.direction is not Direction.NEITHER
        for line in _lines(source, replace(query, indicator=indicator.id), indicator)
    ]
    missed = [row for indicator, line in lines for row in _missed(source, indicator, line)]
    judged = [line.row(-1, named=True) for _, line in lines]
    return Priorities(
        missed=_in_order(pl.DataFrame(missed, schema=_SCHEMA)),
        judged=pl.DataFrame(judged, schema=_VALUES),
        advice=_advice(source, query, sorted(whose)),
        goals=goals,
    )


def _lines(source: Source, query: Query, indicator: Indicator) -> Iterator[pl.DataFrame]:
    """Yield the whole values of each line, oldest first, of those whose last a target judges."""
    by = [PARTNERSHIP, *dimensions(indicator, query.selection)]
    settled = shown(whole(source, query, indicator), query, published=indicator.published).filter(
        pl.col(VALUE).is_not_null(), ~has_flag(PARTIAL), ~has_flag(IMMATURE)
    )
    cut = (pl.lit("").alias(each) for each in LINES if each not in by)
    for line in settled.with_columns(cut).partition_by(by, maintain_order=True):
        if line[STATUS][-1]:
            yield line.select(*_VALUES)


def _missed(source: Source, indicator: Indicator, line: pl.DataFrame) -> Iterator[Row]:
    """Yield a line's last value if it and those before it missed their target."""
    last = line.row(-1, named=True)
    run = _run(list(line.select(PERIOD, STATUS).iter_rows()))
    if len(run) >= ENOUGH:
        yield _told(last, indicator, run, since=run[-1])
        return
    pooled = pooled_where_close(line, source, indicator, {last[PARTNERSHIP]: last[PERIOD]})
    for row in pooled.filter(pl.col(POOLED_STATUS) == NOT_MET).iter_rows(named=True):
        together = {
            VALUE: row[POOLED],
            LOWER: row[POOLED_LOWER],
            UPPER: row[POOLED_UPPER],
            STATUS: row[POOLED_STATUS],
            ROWS: None,
            TOGETHER: line[PERIOD][-QUARTERS_IN_YEAR:].to_list(),
            **{each: row[each] for each in (METHOD, NUMERATOR, DENOMINATOR, POOLED_FROM)},
        }
        yield _told({**last, **together}, indicator, run, since=row[POOLED_FROM])


def _run(judged: Sequence[tuple[str, str]]) -> list[str]:
    """Return the periods, newest first, that missed their target one right after the other."""
    found: list[str] = []
    for code, status in reversed(judged):
        if status != NOT_MET or (found and Period.parse(code).shift(1).code != found[-1]):
            break
        found.append(code)
    return found


def _told(row: Row, indicator: Indicator, run: Sequence[str], *, since: str) -> Row:
    """Say since when a target is missed, and by how much: in cases and in the value's own unit."""
    return {
        POOLED_FROM: "",
        TOGETHER: [row[PERIOD]],
        **row,
        RUNNING: len(run),
        SINCE: since,
        SHORTFALL: short_by(row, indicator),
        DISTANCE: abs(row[VALUE] - row[TARGET]),
    }


def _in_order(missed: pl.DataFrame) -> pl.DataFrame:
    order = {each: place for place, each in enumerate(INDICATORS)}
    place = pl.col(INDICATOR).replace_strict(order, return_dtype=pl.Int64)
    return missed.sort(
        place,
        SHORTFALL,
        DISTANCE,
        PARTNERSHIP,
        descending=[False, True, True, False],
        nulls_last=True,
    )


def _advice(source: Source, query: Query, whose: list[str]) -> pl.DataFrame:
    """Return the recommendations that wait, each with the latest value of its indicator."""
    found = waiting(source).filter(pl.col(PARTNERSHIP).is_in(whose))
    named = [INDICATORS[each] for each in found[INDICATOR].unique() if each in INDICATORS]
    latest = [
        foremost(cards(source, each, replace(query, indicator=each.id)), each).latest
        for each in named
    ]
    empty = pl.DataFrame(schema=_VALUES)
    told = pl.concat([each.select(_LATEST) for each in (empty, *latest)])
    return found.join(told, on=(PARTNERSHIP, INDICATOR), how="left", maintain_order="left")
