"""Communities: shares of those asked, rates by population, and people reached."""

from functools import partial
from typing import Final, TypeAlias

import polars as pl

from metrics import intervals, rows
from metrics.selection import Selection
from metrics.statistic import Custom
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    DISPERSION,
    LOWER,
    METHOD,
    NO_DESIGN_EFFECT,
    NOT_REPORTED,
    NUMERATOR,
    PARTNERSHIP,
    PRECISION,
    REASON,
    ROWS,
    SUPPRESSED,
    UPPER,
    VALUE,
    WHY_UNSURE,
    ZERO_DENOMINATOR,
)
from validation.codes import AT_LEAST, AT_MOST
from validation.contracts.community_impact import COMMUNITY_IMPACT, CommunityImpact
from validation.fields import col, name
from validation.parties import COUNTRIES, country_of_area
from validation.periods import Grain

T: TypeAlias = CommunityImpact
TABLE: Final = COMMUNITY_IMPACT.name
PER: Final = 100_000
BYAR: Final = "byar"
POISSON: Final = "poisson"
APPROXIMATE: Final = "approximate"
ROUNDED: Final = "rounded"

LINES: Final = (name(T.area), name(T.crime_area), name(T.question))
_SERIES: Final = (PARTNERSHIP, *LINES)
_INPUTS: Final = (name(T.numerator), name(T.denominator), name(T.precision))
_COUNTRY: Final = "country_of_area"
_WIDENED: Final = "denominator_times_design_effect"
_WITHHELD: Final = "rows_withheld"


def survey(measure: str) -> Custom:
    """Σ numerator / Σ denominator of a survey question, each wording and area a line."""
    return Custom(
        table=TABLE,
        written=_written(measure, f"Σ {name(T.numerator)} / Σ {name(T.denominator)}"),
        make=partial(_survey, measure),
        lines=LINES,
    )


def rate(measure: str) -> Custom:
    """Σ numerator / population × 100,000, each area and crime area a line."""
    return Custom(
        table=TABLE,
        written=_written(measure, f"Σ {name(T.numerator)} / {name(T.denominator)} × 100 000"),
        make=partial(_rate, measure),
        lines=LINES,
    )


def people(measure: str) -> Custom:
    """Σ numerator over areas; a part of what another row holds as a whole is not added to it."""
    return Custom(
        table=TABLE,
        written=_written(measure, f"Σ {name(T.numerator)}"),
        make=partial(_people, measure),
        adds=True,
    )


def _written(measure: str, text: str) -> str:
    return f"{text} [{name(T.measure)} = {measure}]"


def _survey(measure: str, tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Divide those who said so by those asked; waves of a year are re-divided.

    n is divided by the mean design effect, each wave's weighted with its size: the variance of
    the pooled share is p(1 − p) Σ dᵢnᵢ / (Σ nᵢ)². Unknown in one wave, it is unknown.
    """
    widened = col(T.denominator) * col(T.design_effect)
    cells = _cells(
        _of(measure, tables, selection),
        grain,
        LINES,
        (
            col(T.denominator).sum().alias(DENOMINATOR),
            pl.when(widened.is_not_null().all()).then(widened.sum()).alias(_WIDENED),
        ),
        both=True,
    )
    known = pl.col(DENOMINATOR) > 0
    cells = cells.with_columns(
        pl.when(known).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE),
        pl.when(known).then(pl.col(_WIDENED) / pl.col(DENOMINATOR)).alias(DISPERSION),
        pl.when(pl.col(_WIDENED).is_null()).then(pl.lit(NO_DESIGN_EFFECT)).alias(WHY_UNSURE),
    ).drop(_WIDENED)
    return _revised(tables, cells, grain)


def _rate(measure: str, tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Divide what was counted by the population; a year's quarters share their mean population."""
    cells = _cells(
        _of(measure, tables, selection),
        grain,
        LINES,
        (col(T.denominator).mean().alias(DENOMINATOR),),
        both=True,
    )
    events = cells[NUMERATOR].fill_null(float("nan"))
    population = cells[DENOMINATOR].fill_null(float("nan"))
    limits = intervals.count(events.to_numpy())
    cells = cells.with_columns(
        (pl.col(NUMERATOR) / pl.col(DENOMINATOR) * PER).alias(VALUE),
        (pl.Series(LOWER, limits.lower) / population * PER).fill_nan(None).alias(LOWER),
        (pl.Series(UPPER, limits.upper) / population * PER).fill_nan(None).alias(UPPER),
        pl.when(pl.col(NUMERATOR) >= intervals.BYAR_FROM)
        .then(pl.lit(BYAR))
        .when(pl.col(NUMERATOR).is_not_null())
        .then(pl.lit(POISSON))
        .alias(METHOD),
    )
    return _revised(tables, cells, grain)


def _people(measure: str, tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    lines = [selection.by] if selection.by else []
    nothing = pl.lit(None, pl.Float64).alias(DENOMINATOR)
    frame = _wholes(_of(measure, tables, selection), selection).filter(
        *(pl.col(line) != "" for line in lines)
    )
    cells = _cells(frame, grain, lines, (nothing,), both=False)
    return _revised(tables, cells.with_columns(pl.col(NUMERATOR).alias(VALUE)), grain)


def _of(measure: str, tables: Tables, selection: Selection) -> pl.DataFrame:
    """Return the rows of a measure that were selected, empty cells of keys as empty texts."""
    frame = rows.texts(tables.rows(COMMUNITY_IMPACT)).filter(col(T.measure) == measure)
    areas = {area: country_of_area(area) for area in frame[name(T.area)].unique()}
    frame = frame.with_columns(
        pl.col(_SERIES).fill_null(""),
        col(T.area).replace_strict(areas, return_dtype=pl.String).alias(_COUNTRY),
    )
    if selection.crime_areas:
        frame = frame.filter(col(T.crime_area).is_in(selection.crime_areas))
    if selection.countries:
        frame = frame.filter(pl.col(_COUNTRY).is_in(selection.countries))
    return frame


def _wholes(frame: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Leave out the parts of an area or of all crime beside a row of the whole."""
    period = name(T.period)
    if selection.by != name(T.area):
        country = frame.filter(col(T.area).is_in(COUNTRIES.values))
        parts = frame.filter(~col(T.area).is_in(COUNTRIES.values)).join(
            country, on=[PARTNERSHIP, period, _COUNTRY, name(T.crime_area)], how="anti"
        )
        frame = pl.concat([country, parts])
    if selection.by == name(T.crime_area) or selection.crime_areas:
        return frame
    every = frame.filter(col(T.crime_area) == "")
    parts = frame.filter(col(T.crime_area) != "").join(
        every, on=[PARTNERSHIP, period, name(T.area)], how="anti"
    )
    return pl.concat([every, parts])


def _cells(
    frame: pl.DataFrame,
    grain: Grain,
    lines: tuple[str, ...] | list[str],
    entries: tuple[pl.Expr, ...],
    *,
    both: bool,
) -> pl.DataFrame:
    """Sum numerators by line and period, with the precision of the sum and why there is none."""
    known = col(T.numerator).is_not_null()
    used = known & col(T.denominator).is_not_null() if both else known
    asked = rows.rows(
        frame,
        grain,
        lines=lines,
        used=used,
        asked=pl.lit(value=True),
        series=_SERIES,
    )
    withheld = asked.frame.group_by(asked.keys).agg(
        (col(T.precision) == SUPPRESSED).sum().cast(pl.Int64).alias(_WITHHELD)
    )
    hidden = (pl.col(ROWS) == 0) & (pl.col(_WITHHELD) > 0)
    return (
        asked.summed(col(T.numerator).sum().alias(NUMERATOR), precision(), *entries)
        .join(withheld, on=asked.keys, how="left")
        .with_columns(
            pl.when(hidden).then(pl.lit(SUPPRESSED)).otherwise(PRECISION).alias(PRECISION),
            pl.when(hidden).then(_WITHHELD).otherwise(ROWS).alias(ROWS),
            pl.when(pl.col(ROWS) == 0)
            .then(pl.lit(NOT_REPORTED))
            .when(pl.col(DENOMINATOR) == 0)
            .then(pl.lit(ZERO_DENOMINATOR))
            .alias(REASON),
        )
        .drop(_WITHHELD)
    )


def precision() -> pl.Expr:
    """Combine how exact several figures are, by the contract's rule for a sum."""
    codes = col(T.precision)
    at_least, at_most = (codes == AT_LEAST).any(), (codes == AT_MOST).any()
    return (
        pl.when((codes == APPROXIMATE).any() | (at_least & at_most))
        .then(pl.lit(APPROXIMATE))
        .when(at_least)
        .then(pl.lit(AT_LEAST))
        .when(at_most)
        .then(pl.lit(AT_MOST))
        .when((codes == ROUNDED).any())
        .then(pl.lit(ROUNDED))
        .otherwise(pl.lit(""))
        .alias(PRECISION)
    )


def _revised(tables: Tables, cells: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    return rows.revised(tables, COMMUNITY_IMPACT, cells, grain=grain, columns=_INPUTS)
