"""Capabilities: how many of the pairs of a member and a capability work in daily use."""

from typing import Final, TypeAlias

import polars as pl

from metrics import rows
from metrics.membership import without_strangers
from metrics.selection import Selection
from metrics.statistic import Custom
from metrics.tables import Tables
from metrics.values import (
    COUNTRY,
    DENOMINATOR,
    NOT_REPORTED,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    QUARTERS,
    REASON,
    ROWS,
    VALUE,
)
from validation.contracts.capabilities import CAPABILITIES, Capabilities
from validation.fields import col, name
from validation.partner_codes import OPERATIONAL
from validation.periods import Grain, Period

T: TypeAlias = Capabilities
TABLE: Final = CAPABILITIES.name

_SERIES: Final = (PARTNERSHIP, name(T.member), name(T.capability))
_LAST: Final = "last_quarter"


def adoption() -> Custom:
    """Pairs of a member and a capability in daily use / pairs assessed."""
    return Custom(
        table=TABLE,
        written=(
            f"pairs of member and capability with {name(T.status)} = {OPERATIONAL} / pairs assessed"
        ),
        make=_adoption,
        narrow=_who,
    )


def standing(tables: Tables, partnership: str, until: Period | None) -> pl.DataFrame:
    """Return the rows of a partnership in the last period told, codes as text."""
    return rows.latest(_of_members(tables).filter(pl.col(PARTNERSHIP) == partnership), until)


def _of_members(tables: Tables) -> pl.DataFrame:
    """Return the rows that count: none of a country that is no member."""
    frame = rows.texts(tables.rows(CAPABILITIES))
    return without_strangers(tables.members, frame, name(T.member))


def _asked(tables: Tables, grain: Grain, selection: Selection) -> rows.Rows:
    sure, possible = rows.selected(CAPABILITIES, selection)
    frame = _of_members(tables).with_columns(col(T.member).alias(COUNTRY))
    return _as_it_last_stood(
        rows.rows(
            frame,
            grain,
            lines=[selection.by] if selection.by else [],
            used=sure,
            asked=possible,
            series=_SERIES,
        )
    )


def _who(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Name the members whose rows count, by line and period."""
    found = _asked(tables, grain, selection)
    return found.frame.filter(rows.USED).group_by(found.keys).agg(col(T.member).unique())


def _adoption(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    asked = _asked(tables, grain, selection)
    in_use = (col(T.status) == OPERATIONAL).sum().cast(pl.Float64)
    cells = asked.summed(
        in_use.alias(NUMERATOR),
        pl.len().cast(pl.Float64).alias(DENOMINATOR),
        pl.col(QUARTERS).max().str.tail(1).cast(pl.Int64).alias(_LAST),
    ).with_columns(
        pl.when(pl.col(ROWS) > 0).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE),
        pl.when(pl.col(ROWS) == 0).then(pl.lit(NOT_REPORTED)).alias(REASON),
        pl.col(_LAST).alias(QUARTERS),
    )
    return rows.revised(
        tables, CAPABILITIES, cells.drop(_LAST), grain=grain, columns=(name(T.status),)
    )


def _as_it_last_stood(asked: rows.Rows) -> rows.Rows:
    """Keep of a period the rows of its last quarter, and those of the whole of it."""
    quarter = pl.col(QUARTERS)
    last = quarter == quarter.max().over(PARTNERSHIP, PERIOD)
    return rows.Rows(frame=asked.frame.filter(quarter.is_null() | last), keys=asked.keys)
