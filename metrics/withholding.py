"""The choke point of disclosure control: cells of persons as they may leave, and no others.

A figure is told where all counts of persons that it tells are released. A filter adds up the
released cells of the one breakdown that it names. Nothing else is answered.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import polars as pl

from metrics import persons
from metrics.indicator import AcrossTime, Indicator, Interval
from metrics.methods.margins import CODE, COUNTED, CUT
from metrics.precision import combined
from metrics.released import GUARDED, is_over, whose, withheld
from metrics.selection import Selection
from metrics.source import Source
from metrics.values import (
    BY_RETURN,
    CHANGED_IN,
    COUNTRY,
    DENOMINATOR,
    DIFFERING,
    DISPERSION,
    EACH_OPERATION,
    FEW_PERSONS,
    GRAIN,
    LEFT_OUT,
    LOWER,
    METHOD,
    NOT_TOGETHER,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    QUARTERS,
    REASON,
    ROWS,
    SOURCE,
    SUPPRESSED,
    UPPER,
    VALUE,
    WHY_UNSURE,
    YEAR_NOT_OVER,
    ZERO_DENOMINATOR,
)
from validation.periods import YEAR, Grain, Period

CellsOf: TypeAlias = Callable[[Source, Indicator, Grain, Selection], pl.DataFrame]

_WHY: Final = "why_withheld"
_EVERY: Final = "cells_added"
_KNOWN: Final = "cells_told"
_DIVIDES: Final = "is_quotient"
_ROWS_LEFT_OUT: Final = "rows_left_out"
_GONE: Final[dict[str, pl.DataType]] = {
    VALUE: pl.Float64(),
    NUMERATOR: pl.Float64(),
    DENOMINATOR: pl.Float64(),
    LOWER: pl.Float64(),
    UPPER: pl.Float64(),
    ROWS: pl.Int64(),
    LEFT_OUT: pl.String(),
    QUARTERS: pl.Int64(),
    DIFFERING: pl.Int64(),
    CHANGED_IN: pl.Int64(),
    DISPERSION: pl.Float64(),
    WHY_UNSURE: pl.String(),
    METHOD: pl.String(),
}
"""What a withheld cell loses."""
_ADDED: Final[dict[str, pl.DataType]] = {
    PRECISION: pl.String(),
    DIFFERING: pl.Int64(),
    CHANGED_IN: pl.Int64(),
    DISPERSION: pl.Float64(),
    BY_RETURN: pl.Boolean(),
}


def released(
    source: Source, indicator: Indicator, grain: Grain, selection: Selection, cells_of: CellsOf
) -> pl.DataFrame:
    """Return an indicator's cells as they may leave.

    Args:
        source: the version.
        indicator: what is measured.
        grain: quarter or year.
        selection: filters and cut.
        cells_of: makes the cells of what is held.
    """
    held = cells_of(source, indicator, grain, selection)
    protected = whose(source, indicator.statistic.table) if indicator.persons else frozenset[str]()
    if not protected:
        return held
    own = pl.col(PARTNERSHIP).is_in(protected)
    mine = _mine(source, indicator, grain, selection, cells_of).filter(own)
    if indicator.interval == Interval.BOOTSTRAP:
        mine = mine.with_columns(_without_interval())
    public = held.filter(~own)
    return pl.concat([public, mine], how="diagonal_relaxed")


def _without_interval() -> list[pl.Expr]:
    """Take the interval from figures that single operations are drawn for."""
    return [
        pl.lit(None, pl.Float64).alias(LOWER),
        pl.lit(None, pl.Float64).alias(UPPER),
        pl.lit("").alias(METHOD),
        pl.lit(EACH_OPERATION).alias(WHY_UNSURE),
    ]


def _mine(
    source: Source, indicator: Indicator, grain: Grain, selection: Selection, cells_of: CellsOf
) -> pl.DataFrame:
    guarded = GUARDED[indicator.statistic.table]
    filters = {guarded.crime_area: selection.crime_areas, COUNTRY: selection.countries}
    chosen = {dimension: codes for dimension, codes in filters.items() if codes}
    cuts = {*chosen, *([selection.by] if selection.by else [])}
    several = any(len(codes) > 1 for cut, codes in chosen.items() if cut in guarded.overlapping)
    if len(cuts) > 1 or (several and not selection.by):
        bare = cells_of(source, indicator, grain, Selection(by=selection.by))
        return _blank(bare.with_columns(pl.lit(NOT_TOGETHER).alias(_WHY)))
    cut = "".join(cuts)
    every = cells_of(source, indicator, grain, Selection(by=cut))
    told = _told(source, indicator, grain, every, cut)
    if not chosen:
        return _blank(told)
    asked = told.filter(pl.col(cut).is_in(chosen[cut]))
    if selection.by:
        return _blank(asked)
    return _with_rows_left_out(_added(asked, cut), cells_of(source, indicator, grain, selection))


def _told(
    source: Source, indicator: Indicator, grain: Grain, cells: pl.DataFrame, cut: str
) -> pl.DataFrame:
    """Say of each cell why it is withheld; null where it is told."""
    keys = [PARTNERSHIP, PERIOD, *([cut] if cut else [])]
    hidden = (
        withheld(source, indicator.statistic.table)
        .filter(
            pl.col(GRAIN) == grain,
            pl.col(CUT).eq_missing(pl.lit(cut or None)),
            pl.col(COUNTED).is_in(persons.named(indicator)),
        )
        .rename({CODE: cut} if cut else {})
        .select(*keys, pl.lit(FEW_PERSONS).alias(_WHY))
        .unique()
    )
    found = cells.join(hidden, on=keys, how="left", maintain_order="left", nulls_equal=True)
    if grain != YEAR:
        return found
    wait = indicator.matures_after if indicator.across_time == AcrossTime.NONE else 0
    running = [
        code for code in cells[PERIOD].unique() if not is_over(source, Period.parse(code), wait)
    ]
    early = pl.col(PERIOD).is_in(running)
    return found.with_columns(
        pl.when(early).then(pl.lit(YEAR_NOT_OVER)).otherwise(_WHY).alias(_WHY)
    )


def _blank(cells: pl.DataFrame) -> pl.DataFrame:
    """Take from each withheld cell all that it could tell."""
    told = pl.col(_WHY).is_null()
    precision = pl.col(PRECISION) if PRECISION in cells.columns else pl.lit("")
    return cells.with_columns(
        *(
            pl.when(told).then(each).otherwise(pl.lit(None, kind)).alias(each)
            for each, kind in _GONE.items()
            if each in cells.columns
        ),
        pl.when(told).then(precision).otherwise(pl.lit(SUPPRESSED)).alias(PRECISION),
        pl.when(told).then(REASON).otherwise(pl.col(_WHY)).alias(REASON),
    ).drop(_WHY)


def _added(cells: pl.DataFrame, cut: str) -> pl.DataFrame:
    """Add the cells that a filter names; those withheld are missed, and that is told."""
    if cells[cut].n_unique() <= 1:
        return _blank(cells).drop(cut)
    told = pl.col(_WHY).is_null()
    lacking = [
        pl.lit(None, kind).alias(each) for each, kind in _ADDED.items() if each not in cells.columns
    ]
    sums = (
        cells.with_columns(lacking)
        .group_by(PARTNERSHIP, PERIOD)
        .agg(
            pl.len().alias(_EVERY),
            told.sum().alias(_KNOWN),
            pl.col(NUMERATOR, DENOMINATOR).filter(told & pl.col(NUMERATOR).is_not_null()).sum(),
            pl.col(DENOMINATOR).filter(told).is_not_null().any().alias(_DIVIDES),
            pl.col(ROWS, DIFFERING).filter(told).sum(),
            pl.col(QUARTERS, CHANGED_IN, DISPERSION).filter(told).max(),
            pl.col(BY_RETURN).filter(told).all(),
            pl.col(REASON, _WHY).drop_nulls().first(),
            pl.col(SOURCE)
            .filter(told)
            .drop_nulls()
            .str.split(";")
            .explode()
            .unique()
            .sort()
            .str.join(";"),
            pl.col(PRECISION).filter(told).fill_null("").unique(),
        )
    )
    return _divided(sums)


def _divided(sums: pl.DataFrame) -> pl.DataFrame:
    """Make cells of sums of released cells."""
    above, below = pl.col(NUMERATOR), pl.col(DENOMINATOR)
    some = (pl.col(_KNOWN) > 0) & ((pl.col(ROWS) > 0) | pl.col(BY_RETURN))
    quotient = (
        pl.when(pl.col(_DIVIDES)).then(pl.when(below > 0).then(above / below)).otherwise(above)
    )
    cells = sums.with_columns(
        pl.Series(
            PRECISION, [combined(each) for each in sums[PRECISION].to_list()], dtype=pl.String
        ),
        pl.when(some).then(quotient).alias(VALUE),
        pl.when(pl.col(_KNOWN) < pl.col(_EVERY))
        .then(pl.format("figures {}/{}", _KNOWN, _EVERY))
        .alias(LEFT_OUT),
        pl.when(pl.col(_KNOWN) == 0).then(_WHY).alias(_WHY),
    ).with_columns(
        pl.when(pl.col(VALUE).is_not_null())
        .then(pl.lit(None, pl.String))
        .when(some)
        .then(pl.lit(ZERO_DENOMINATOR))
        .otherwise(REASON)
        .alias(REASON),
        pl.when(some).then(above).alias(NUMERATOR),
        pl.when(some & pl.col(_DIVIDES)).then(below).alias(DENOMINATOR),
    )
    return _blank(cells).drop(_EVERY, _KNOWN, _DIVIDES)


def _with_rows_left_out(cells: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Say how many rows do not tell what a filter asks for, where no figure is missed."""
    rows = held.select(PARTNERSHIP, PERIOD, pl.col(LEFT_OUT).alias(_ROWS_LEFT_OUT))
    told = pl.col(VALUE).is_not_null()
    return (
        cells.join(rows, on=[PARTNERSHIP, PERIOD], how="left", maintain_order="left")
        .with_columns(
            pl.when(told & pl.col(LEFT_OUT).str.starts_with("figures"))
            .then(LEFT_OUT)
            .when(told)
            .then(_ROWS_LEFT_OUT)
            .alias(LEFT_OUT)
        )
        .drop(_ROWS_LEFT_OUT)
    )
