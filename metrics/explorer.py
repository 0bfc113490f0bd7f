"""Joint operations one by one: which there are, what each came to, the editions of a series."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeAlias

import polars as pl

from metrics.operations import (
    CURRENCY,
    FOUND_ONLY,
    OPERATION,
    SCOPE,
    agreeing,
    asked,
    at_grain,
    only_possible,
    parts,
    printed,
    register,
    results,
)
from metrics.operations_withheld import IS_WITHHELD, by_period, in_all
from metrics.precision import combined
from metrics.selection import Selection
from metrics.source import Source
from metrics.tables import Tables
from metrics.values import (
    AGREES,
    DIFFERING,
    FIRST_DAY,
    LAST_DAY,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    SHOWN,
    SOURCE,
    UNIT,
    VALUE,
)
from validation.cells import LIST_SEPARATOR, earliest_day, latest_day
from validation.codes import OWN_RETURN
from validation.contracts.joint_operations import JointOperations
from validation.contracts.operation_results import OperationResults
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.fields import col, name
from validation.text import mark

J: TypeAlias = JointOperations
R: TypeAlias = OperationResults
P: TypeAlias = PublishedTotals

FIGURE: Final = "figure"
ONLY_POSSIBLE: Final = "only_possible"
OF_FACTS: Final = "precision_of_facts"
EDITIONS: Final = 2
"""A series is shown as one from this many editions on."""

_PERSONS: Final = mark("persons")
FIGURES: Final = {
    name(R.arrests): _PERSONS,
    name(R.suspects_identified): _PERSONS,
    name(R.victims_safeguarded): _PERSONS,
    name(R.people_assisted): _PERSONS,
    name(R.investigations_opened): mark("investigations"),
    name(R.networks_disrupted): mark("networks"),
    name(R.objectives_met): mark("objectives"),
    name(R.seized_value): "",
    name(R.drugs_seized_kg): mark("kg"),
    name(R.firearms_seized): mark("firearms"),
    name(R.suspects_prosecuted): _PERSONS,
    name(R.suspects_convicted): _PERSONS,
    name(R.response_hours): mark("hours"),
    name(R.personnel_deployed): _PERSONS,
    name(R.cost_eur): mark("EUR"),
}
"""The columns of results that hold a figure, with their unit; of money seized its own currency."""

_FIGURES_SCHEMA: Final = {
    FIGURE: pl.String(),
    PERIOD: pl.String(),
    SCOPE: pl.String(),
    VALUE: pl.Float64(),
    PRECISION: pl.String(),
    UNIT: pl.String(),
    SOURCE: pl.String(),
    SHOWN: pl.Boolean(),
    AGREES: pl.Boolean(),
    ONLY_POSSIBLE: pl.Boolean(),
    IS_WITHHELD: pl.Boolean(),
}
_MONEY: Final = name(R.seized_value)
_COUNTRIES: Final = "operation_countries"
_LEADS: Final = "leads"
_AND: Final = "; "
"""Between an operation's name and the part of it that a number of countries covers."""

_SOURCE_OF_FACTS: Final = "source_of_facts"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which operations to list; what is empty asks for everything.

    Attributes:
        partnerships: carried out by one of these, or joint with one.
        crime_areas: directed against one of these.
        countries: with one of these among the countries that are named.
        lead: led or co-led by this country or organisation.
        since: which may have run on this day or later.
        until: which may have run on this day or earlier.
    """

    partnerships: tuple[str, ...] = ()
    crime_areas: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    lead: str = ""
    since: date | None = None
    until: date | None = None


def operations(tables: Tables, wanted: Wanted) -> pl.DataFrame:
    """List operations, the newest first.

    Returns:
        The columns of joint_operations, codes as text, then first_day and last_day: the first day
        on which it may have begun and the last on which it may have ended. One of which no
        beginning is told stands on its end, one of which publications tell no end on its
        beginning; one that its partnership returned without an end runs until the version's day.
    """
    found = tables.remember("operations placed", lambda: _placed(tables))
    first, last = pl.col(FIRST_DAY), pl.col(LAST_DAY)
    if wanted.partnerships:
        found = found.filter(_any_of(_list(PARTNERSHIP, name(J.joint_with)), wanted.partnerships))
    if wanted.crime_areas:
        found = found.filter(col(J.crime_area).is_in(wanted.crime_areas))
    if wanted.countries:
        found = found.filter(_any_of(_list(name(J.countries)), wanted.countries))
    if wanted.lead:
        found = found.filter(_any_of(_list(name(J.lead), name(J.co_leads)), (wanted.lead,)))
    if wanted.since:
        found = found.filter(last >= wanted.since)
    if wanted.until:
        found = found.filter(first <= wanted.until)
    return found


def without_countries(tables: Tables, wanted: Wanted) -> int:
    """Count the operations that would be listed but for a country, since they name none.

    They print a number of countries at most, so that none can be found by country.
    """
    if not wanted.countries:
        return 0
    found = operations(tables, replace(wanted, countries=()))
    return found.filter(col(J.countries).fill_null("") == "").height


def leads(found: pl.DataFrame) -> tuple[str, ...]:
    """List who led or co-led the operations of a frame of `operations`."""
    every = found.select(_list(name(J.lead), name(J.co_leads)).alias(_LEADS)).explode(_LEADS)
    return tuple(every[_LEADS].drop_nulls().unique().sort())


def found_only(tables: Tables, partnerships: tuple[str, ...]) -> bool:
    """Tell whether any operation of these partnerships is listed only because it was found."""
    mine = pl.col(PARTNERSHIP).is_in(partnerships) & pl.col(FOUND_ONLY)
    return not asked(tables, Selection()).filter(mine).is_empty()


def figures(source: Source, operation: str) -> pl.DataFrame:
    """List what an operation came to: every figure printed, the best source's first.

    Returns:
        figure (its column), period, scope, value, precision, unit, source, shown (the best
        source's of its period and scope), agrees (can mean what the one shown means),
        only_possible (can, but need not: one of the two is a bound, or of another currency),
        is_withheld (of an own return that would tell of few persons: without a value).
    """
    told: list[pl.DataFrame] = []
    silent = pl.col(IS_WITHHELD).any()
    for column, unit in FIGURES.items():
        mine = printed(source, column).filter(pl.col(OPERATION) == operation)
        for _, cell in mine.group_by(PERIOD, SCOPE, maintain_order=True):
            shown = by_period(source, column, cell)
            told.append(
                shown.select(
                    pl.lit(column).alias(FIGURE),
                    PERIOD,
                    SCOPE,
                    VALUE,
                    PRECISION,
                    _unit(column, unit),
                    SOURCE,
                    pl.int_range(pl.len()).eq(0).alias(SHOWN),
                    pl.Series(AGREES, agreeing(cell), dtype=pl.Boolean) | silent,
                    pl.Series(ONLY_POSSIBLE, only_possible(cell), dtype=pl.Boolean) & ~silent,
                    IS_WITHHELD,
                )
            )
    return pl.concat(told) if told else pl.DataFrame(schema=_FIGURES_SCHEMA)


def countries_elsewhere(tables: Tables, row: Mapping[str, Any]) -> pl.DataFrame:
    """List the numbers of countries that pages print beside the register's: published totals.

    A published total means an operation by the name that it has in the register, in its scope.

    Args:
        tables: the version.
        row: of `operations`.

    Returns:
        value, precision, source, scope (what the number covers, where it is not the operation);
        nothing that says what the register says.
    """
    totals = tables.rows(PUBLISHED_TOTALS).with_columns(pl.col(pl.Enum).cast(pl.String))
    pieces = col(P.scope).str.splitn(_AND, 2)
    title, part = (pieces.struct.field(f"field_{at}").fill_null("") for at in range(2))
    said = (row[PRECISION] or "").partition(f"{name(J.countries_count)}:")[2].partition(";")[0]
    same = (
        (part == "")
        & (pl.col(VALUE) == (row[name(J.countries_count)] or 0))
        & (pl.col(PRECISION).fill_null("") == said)
    )
    return totals.filter(col(P.measure) == _COUNTRIES, title == row[name(J.name)], ~same).select(
        VALUE, pl.col(PRECISION).fill_null(""), SOURCE, part.alias(SCOPE)
    )


def serial(source: Source, found: pl.DataFrame) -> dict[str, tuple[tuple[str, str], ...]]:
    """List the series with a figure that several editions print.

    Args:
        source: the version.
        found: a frame of `operations`.

    Returns:
        By series the figures: column and unit. Those that most editions print come first, of a
        series and among the series.
    """
    by_series: dict[str, list[tuple[int, int, str, str]]] = {}
    for place, (column, series, unit, editions) in enumerate(_counted_editions(source, found)):
        by_series.setdefault(series, []).append((-editions, place, column, unit))
    return {
        series: tuple((column, unit) for _, _, column, unit in sorted(every))
        for series, every in sorted(by_series.items(), key=lambda pair: min(pair[1])[0])
    }


def editions(
    source: Source, found: pl.DataFrame, series: str, figure: tuple[str, str]
) -> pl.DataFrame:
    """Return one figure of every edition of a series, oldest first; each its own life's total.

    Args:
        source: the version.
        found: a frame of `operations`.
        series: the series' name.
        figure: column and unit, as `serial` names them.

    Returns:
        The columns of `operations`, then period (of the last figure), scope, value, precision,
        unit, source, differing (sources that print something else), is_withheld; no value where
        none was found or it is withheld. A figure with a scope stands only where the operation has
        none without. What the register says of its own precision is in precision_of_facts.
    """
    column, unit = figure
    told = _lives(source, column).filter(pl.col(UNIT) == unit)
    return (
        found.filter(col(J.series) == series)
        .rename({PRECISION: OF_FACTS, SOURCE: _SOURCE_OF_FACTS})
        .join(told, on=OPERATION, how="left", maintain_order="left")
        .with_columns(pl.col(UNIT).fill_null(unit))
        .sort(FIRST_DAY, LAST_DAY, OPERATION)
    )


def _placed(tables: Tables) -> pl.DataFrame:
    began, ended = col(J.started), col(J.ended)
    return (
        register(tables)
        .with_columns(
            pl.coalesce(earliest_day(began), earliest_day(ended)).alias(FIRST_DAY),
            pl.coalesce(
                latest_day(ended),
                pl.when(pl.col(SOURCE) != OWN_RETURN).then(latest_day(began)),
                pl.lit(tables.today),
            ).alias(LAST_DAY),
        )
        .sort(LAST_DAY, FIRST_DAY, name(J.name), descending=[True, True, False])
    )


def _list(*columns: str) -> pl.Expr:
    return pl.concat_str(*columns, separator=LIST_SEPARATOR, ignore_nulls=True).str.split(
        LIST_SEPARATOR
    )


def _any_of(held: pl.Expr, asked_for: tuple[str, ...]) -> pl.Expr:
    return held.list.set_intersection(list(asked_for)).list.len() > 0


def _unit(column: str, unit: str) -> pl.Expr:
    return (pl.col(CURRENCY) if column == _MONEY else pl.lit(unit)).alias(UNIT)


def _lives(source: Source, column: str) -> pl.DataFrame:
    """Sum a figure over each operation's own life, each currency by itself."""
    whole = results(source, column).with_columns(pl.lit("").alias(SCOPE))
    found = pl.concat([whole, parts(source, column)], how="diagonal")
    every = (
        at_grain(found, None)
        .with_columns(_unit(column, FIGURES[column]))
        .group_by(OPERATION, UNIT, SCOPE, maintain_order=True)
        .agg(
            pl.col(PERIOD).max(),
            pl.col(VALUE).sum(),
            pl.col(PRECISION).unique(),
            pl.col(SOURCE).unique().sort().str.join(LIST_SEPARATOR),
            pl.col(DIFFERING).sum(),
        )
        .with_columns(pl.col(PRECISION).map_elements(combined, return_dtype=pl.String))
    )
    return in_all(source, column, every)


def _counted_editions(source: Source, found: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    named = found.select(OPERATION, name(J.series)).drop_nulls()
    for column in FIGURES:
        told = _lives(source, column).join(named, on=OPERATION, how="inner")
        counts = told.group_by(name(J.series), UNIT).len().filter(pl.col("len") >= EDITIONS)
        for series, unit, editions_told in counts.sort(pl.all()).iter_rows():
            yield column, series, unit, editions_told
