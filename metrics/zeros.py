"""From absence to zero: what a complete return, or one of nothing, says of what is not there.

Only counts that add up are filled, and only where no cell is: an empty column, a share, a stock
and a period whose return is partial or lacking stay a gap.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import polars as pl

from metrics.indicator import AcrossTime, Indicator
from metrics.returns import wholly_returned
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import Custom, Total, lines_of
from metrics.values import (
    BY_RETURN,
    LEFT_OUT,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    QUARTERS,
    ROWS,
    SOURCE,
    VALUE,
)
from validation.codes import OWN_RETURN
from validation.contracts import CONTRACTS
from validation.periods import QUARTER, YEAR, YEAR_LENGTH, Grain
from validation.return_codes import TABLES_OWED

Cells: TypeAlias = Callable[[Source, Indicator, Grain, Selection], pl.DataFrame]

_MORE: Final = "quarters_of_nothing"
_LINE: Final = [PARTNERSHIP, PERIOD]


def filled(
    source: Source, indicator: Indicator, grain: Grain, selection: Selection, cells_of: Cells
) -> pl.DataFrame:
    """Return an indicator's cells, with those that are zero because a return says so.

    Args:
        source: the version.
        indicator: what is measured.
        grain: quarter or year.
        selection: filters and cut.
        cells_of: makes the cells of what is held.
    """
    cells = cells_of(source, indicator, grain, selection)
    if not _adds_up(indicator):
        return cells
    returned = wholly_returned(source, indicator.statistic.table)
    if returned.is_empty():
        return cells
    keys = [*_LINE, *([selection.by] if selection.by else [])]
    nothing = _nothing(source, indicator, selection, cells_of, returned)
    if grain == YEAR:
        return _in_years(cells, nothing, keys)
    return _beside(cells, nothing.filter(pl.col(PERIOD).str.len_chars() > YEAR_LENGTH), keys)


def _adds_up(indicator: Indicator) -> bool:
    """Tell whether an indicator counts what can be owed, so that nothing is zero of it."""
    statistic = indicator.statistic
    adds = isinstance(statistic, Total) or (isinstance(statistic, Custom) and statistic.adds)
    in_sum = indicator.across_time == AcrossTime.SUM and not lines_of(statistic)
    return adds and in_sum and statistic.table in TABLES_OWED.values


def _nothing(
    source: Source,
    indicator: Indicator,
    selection: Selection,
    cells_of: Cells,
    returned: pl.DataFrame,
) -> pl.DataFrame:
    """Return lines and periods, of either grain, of which returns say that there was nothing."""
    held = source.arrivals(CONTRACTS[indicator.statistic.table], (PARTNERSHIP, PERIOD))
    without_rows = returned.join(held, on=_LINE, how="anti")
    if selection == Selection():
        return without_rows
    parts: list[pl.DataFrame] = []
    for grain in (QUARTER, YEAR):
        own_grain = _length(grain)
        whole = cells_of(source, indicator, grain, Selection())
        told = whole.filter((pl.col(ROWS) > 0) & pl.col(LEFT_OUT).is_null()).select(_LINE)
        known = pl.concat([without_rows, told.join(returned, on=_LINE, how="semi")])
        mine = cells_of(source, indicator, grain, selection)
        lines = mine.select(PARTNERSHIP, *([selection.by] if selection.by else [])).unique()
        wanted = lines.join(known.filter(own_grain).unique(), on=PARTNERSHIP)
        parts.append(wanted.join(mine, on=[*lines.columns, PERIOD], how="anti"))
    return pl.concat(parts)


def _length(grain: Grain) -> pl.Expr:
    return (pl.col(PERIOD).str.len_chars() > YEAR_LENGTH) == pl.lit(grain == QUARTER)


def _beside(cells: pl.DataFrame, nothing: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Add zeros where no cell is."""
    absent = nothing.join(cells, on=keys, how="anti").with_columns(
        pl.lit(0.0).alias(VALUE),
        pl.lit(0.0).alias(NUMERATOR),
        pl.lit(0, pl.Int64).alias(ROWS),
        pl.lit(OWN_RETURN).alias(SOURCE),
        pl.lit(value=True).alias(BY_RETURN),
    )
    return pl.concat([cells, absent], how="diagonal_relaxed")


def _in_years(cells: pl.DataFrame, nothing: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Count quarters of nothing among a year's quarters, and add years of nothing."""
    quarterly = pl.col(PERIOD).str.len_chars() > YEAR_LENGTH
    quarters = (
        nothing.filter(quarterly)
        .with_columns(pl.col(PERIOD).str.head(YEAR_LENGTH))
        .group_by(keys)
        .agg(pl.len().cast(pl.Int64).alias(_MORE))
    )
    more = pl.col(_MORE).fill_null(0)
    counted = (
        cells.join(quarters, on=keys, how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col(QUARTERS) > 0).then(pl.col(QUARTERS) + more).otherwise(QUARTERS)
        )
        .drop(_MORE)
    )
    empty = quarters.rename({_MORE: QUARTERS})
    yearly = nothing.filter(~quarterly).join(empty, on=keys, how="anti")
    return _beside(counted, pl.concat([empty, yearly], how="diagonal"), keys)
