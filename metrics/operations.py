"""Joint operations as of a version: the register, whose it is, and the results that count."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import polars as pl

from metrics import readings
from metrics.selection import Selection
from metrics.tables import Tables
from metrics.values import (
    CHANGED_IN,
    COUNTRY,
    DIFFERING,
    PARTNERSHIP,
    PERIOD,
    PRECISION,
    QUARTERS,
    SOURCE,
    VALUE,
)
from validation.cells import LIST_SEPARATOR
from validation.codes import AT_LEAST, AT_MOST, OWN_RETURN, TIERS
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.contracts.operation_results import OPERATION_RESULTS, OperationResults
from validation.contracts.partnerships import Partnerships
from validation.contracts.sources import Sources
from validation.fields import col, name
from validation.periods import QUARTER, QUARTERS_IN_YEAR, YEAR_LENGTH, Grain

J: TypeAlias = JointOperations
R: TypeAlias = OperationResults
_Figure: TypeAlias = tuple[float, str, str | None]  # value, precision and currency

OPERATION: Final = name(J.operation_id)
CURRENCY: Final = name(R.seized_currency)
SCOPE: Final = name(R.scope)
SURE: Final = "is_surely_selected"
FOUND_ONLY: Final = "holds_what_was_found"

_OPEN: Final = {AT_LEAST, AT_MOST}
_SELECTION: Final = "selection"
_LISTED: Final = "countries_listed"
_RANK: Final = "tier_rank"
_NEWEST: Final = "source_published"
_READ: Final = "source_accessed"


def register(tables: Tables) -> pl.DataFrame:
    """Return the operations, codes as text."""
    return tables.remember("operations", lambda: _texts(tables.rows(JOINT_OPERATIONS)))


def asked(tables: Tables, selection: Selection) -> pl.DataFrame:
    """Say in which partnerships' figures each operation counts; those it was joint with too.

    Returns:
        operation_id, partnership_id, the cut (if any), is_surely_selected (false where a filter
        on countries is not answered, as none is named) and holds_what_was_found (the partnership
        holds only the operations that somebody found).
    """
    every = register(tables).with_columns(
        pl.concat_str(PARTNERSHIP, col(J.joint_with), separator=LIST_SEPARATOR, ignore_nulls=True)
        .str.split(LIST_SEPARATOR)
        .list.unique()
        .alias(PARTNERSHIP),
        col(J.countries).str.split(LIST_SEPARATOR).alias(_LISTED),
        pl.lit(value=True).alias(SURE),
    )
    if selection.crime_areas:
        every = every.filter(col(J.crime_area).is_in(selection.crime_areas))
    if selection.countries:
        named = pl.col(_LISTED).list.set_intersection(list(selection.countries)).list.len() > 0
        every = every.with_columns(named.fill_null(value=False).alias(SURE)).filter(
            pl.col(SURE) | pl.col(_LISTED).is_null()
        )
    cut = [selection.by] if selection.by else []
    if selection.by == COUNTRY:
        every = every.explode(_LISTED).with_columns(pl.col(_LISTED).alias(COUNTRY))
        every = every.filter(
            pl.col(COUNTRY).is_in(selection.countries)
            if selection.countries
            else pl.col(COUNTRY).is_not_null()
        )
    partnerships = tables.partnerships.select(
        PARTNERSHIP,
        (col(Partnerships.operations_coverage).cast(pl.String) == _SELECTION)
        .fill_null(value=False)
        .alias(FOUND_ONLY),
    )
    return (
        every.explode(PARTNERSHIP)
        .join(partnerships, on=PARTNERSHIP, how="inner")
        .select(OPERATION, PARTNERSHIP, *cut, SURE, FOUND_ONLY)
    )


def results(tables: Tables, column: str) -> pl.DataFrame:
    """Return one figure of each operation and period: the best source's that prints it.

    Best is as for published totals: tier, newest published, newest accessed, id. A figure with a
    scope covers something else than the operation: it is told on its page and never counts here.

    Returns:
        operation_id, period (text), value, precision, source, seized_currency, differing (number
        of sources that print something else), changed_in (the last version that changed it).
    """
    return tables.remember(("operation results", column), lambda: _results(tables, column))


def at_grain(found: pl.DataFrame, grain: Grain | None) -> pl.DataFrame:
    """Keep the figures that count at a grain; a yearly one yields to four quarters of its own.

    Args:
        found: a frame of `results`.
        grain: quarter or year; None for each operation's whole life.

    Returns:
        The frame with the period of the grain (as it was, for None), and the quarter each figure
        is of (null for a yearly one).
    """
    quarterly = pl.col(PERIOD).str.len_chars() > YEAR_LENGTH
    if grain == QUARTER:
        return found.filter(quarterly).with_columns(pl.col(PERIOD).alias(QUARTERS))
    year = pl.col(PERIOD).str.head(YEAR_LENGTH)
    whole = quarterly.sum().over(OPERATION, year) == QUARTERS_IN_YEAR
    alone = quarterly.all().over(OPERATION, year)
    kept = found.filter(pl.when(quarterly).then(whole | alone).otherwise(~whole))
    told = kept.with_columns(pl.when(quarterly).then(PERIOD).alias(QUARTERS))
    return told if grain is None else told.with_columns(year)


def said_of(column: str, *, precision: pl.Expr | None = None) -> pl.Expr:
    """Return how exact a row says that a column is; empty means exact."""
    text = pl.col(PRECISION) if precision is None else precision
    return text.str.extract(rf"(?:^|;){column}:(\w+)").fill_null("")


def printed(tables: Tables, column: str) -> pl.DataFrame:
    """Return every figure of a column, the best source's first of each operation, period and scope.

    Returns:
        operation_id, period (text), scope (empty where it is the operation's own figure), value,
        precision, source, seized_currency (of money seized).
    """
    return tables.remember(("operation figures", column), lambda: _printed(tables, column))


def _printed(tables: Tables, column: str) -> pl.DataFrame:
    described = tables.sources.select(
        col(Sources.source_id).alias(SOURCE),
        col(Sources.tier)
        .cast(pl.String)
        .replace_strict({tier: rank for rank, tier in enumerate(TIERS.values)}, default=None)
        .cast(pl.Int64)
        .alias(_RANK),
        col(Sources.published).alias(_NEWEST),
        col(Sources.accessed).alias(_READ),
    )
    cell = [OPERATION, PERIOD, SCOPE]
    return (
        _texts(tables.rows(OPERATION_RESULTS))
        .filter(pl.col(column).is_not_null())
        .with_columns(pl.col(SCOPE).fill_null(""))
        .select(
            *cell,
            pl.col(column).cast(pl.Float64).alias(VALUE),
            said_of(column).alias(PRECISION),
            SOURCE,
            pl.when(pl.lit(column == name(R.seized_value))).then(CURRENCY).alias(CURRENCY),
        )
        .join(described, on=SOURCE, how="left")
        .with_columns(pl.when(pl.col(SOURCE) == OWN_RETURN).then(-1).otherwise(_RANK).alias(_RANK))
        .sort(
            *cell,
            _RANK,
            _NEWEST,
            _READ,
            SOURCE,
            descending=[False, False, False, False, True, True, False],
            nulls_last=True,
        )
        .drop(_RANK, _NEWEST, _READ)
    )


def _results(tables: Tables, column: str) -> pl.DataFrame:
    cell = [OPERATION, PERIOD]
    found = _best(printed(tables, column).filter(pl.col(SCOPE) == "")).drop(SCOPE)
    changed = (
        tables.revisions(OPERATION_RESULTS, (*cell, SCOPE))
        .filter(pl.col(SCOPE).fill_null("") == "")
        .select(*cell, pl.col(column).cast(pl.Int64).alias(CHANGED_IN))
    )
    return found.join(changed, on=cell, how="left", maintain_order="left")


def parts(tables: Tables, column: str) -> pl.DataFrame:
    """Return what is told of operations of which only figures with a scope are: the best source's.

    Returns:
        operation_id, period (text), scope (of each operation the first in order of letters),
        value, precision, source, seized_currency, differing.
    """
    whole = results(tables, column).select(OPERATION)
    scoped = printed(tables, column).join(whole, on=OPERATION, how="anti", maintain_order="left")
    return _best(scoped.filter(pl.col(SCOPE) == pl.col(SCOPE).min().over(OPERATION)))


def _best(every: pl.DataFrame) -> pl.DataFrame:
    """Keep of rows of `printed` the best source's, with the number of those that differ."""
    cell = [OPERATION, PERIOD, SCOPE]
    figures: dict[tuple[str, ...], list[_Figure]] = {}
    for *of, value, said, money in every.select(*cell, VALUE, PRECISION, CURRENCY).iter_rows():
        figures.setdefault(tuple(of), []).append((value, said, money))
    differing = [_agreeing(each).count(False) for each in figures.values()]
    return (
        every.unique(cell, keep="first", maintain_order=True)
        .select(*cell, VALUE, PRECISION, SOURCE, CURRENCY)
        .with_columns(pl.Series(DIFFERING, differing, dtype=pl.Int64))
    )


def agreeing(cell: pl.DataFrame) -> list[bool]:
    """Tell of each figure of one cell whether it can mean what the first one, the best, means.

    Figures in another currency do not compare: they contradict nothing.

    Args:
        cell: rows of `printed` of one operation, period and scope.
    """
    return _agreeing(cell.select(VALUE, PRECISION, CURRENCY).rows())


def _agreeing(figures: Sequence[_Figure]) -> list[bool]:
    value, said, currency = figures[0]
    low, high = readings.meant(value, said)
    ranges = [(*readings.meant(value, said), money) for value, said, money in figures]
    return [
        money != currency or (other_low <= high and other_high >= low)
        for other_low, other_high, money in ranges
    ]


def only_possible(cell: pl.DataFrame) -> list[bool]:
    """Tell of each figure of one cell whether it can but need not mean what the best one means.

    So it is with a bound beside anything but the same bound, and with another currency.

    Args:
        cell: rows of `printed` of one operation, period and scope.
    """
    best, *others = cell.select(VALUE, PRECISION, CURRENCY).rows()
    return [
        False,
        *(
            agrees and other != best and (bool({other[1], best[1]} & _OPEN) or other[2] != best[2])
            for other, agrees in zip(others, agreeing(cell)[1:], strict=True)
        ),
    ]


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Enum).cast(pl.String))
