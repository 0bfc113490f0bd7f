"""Safeguards: how many complaints were found justified."""

from typing import Final, TypeAlias

import polars as pl

from metrics import rows
from metrics.offices import counting, telling
from metrics.relation import RELATIONS
from metrics.selection import Selection
from metrics.statistic import Condition, Custom
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    NOT_REPORTED,
    NUMERATOR,
    REASON,
    VALUE,
    ZERO_DENOMINATOR,
)
from validation.contracts.safeguards import COMPLAINTS, SAFEGUARDS, UPHELD, Safeguards
from validation.fields import col, name
from validation.periods import Grain

T: TypeAlias = Safeguards
TABLE: Final = SAFEGUARDS.name

BOTH: Final[Condition] = (name(T.measure), (COMPLAINTS, UPHELD))
"""Counts that are divided only where one reporter tells both."""

_REPORTER: Final = (name(T.partnership_id), name(T.reported_by))
_VALUE: Final = name(T.value)
_BOTH: Final = "reports_both"


def complaints_upheld() -> Custom:
    """Complaints upheld / complaints, of those who report both for a period."""
    value, measure = _VALUE, name(T.measure)
    return Custom(
        table=TABLE,
        written=f"Σ {value} [{measure} = {UPHELD}] / Σ {value} [{measure} = {COMPLAINTS}]",
        make=_upheld,
        over=(BOTH,),
        of_both=BOTH,
        added=(value,),
        narrow=_who,
    )


def _complaints(tables: Tables, grain: Grain, selection: Selection) -> rows.Rows:
    """Take the rows on complaints; those of who does not report both counts are left out."""
    sure, possible = rows.selected(SAFEGUARDS, selection)
    about = rows.texts(tables.rows(SAFEGUARDS)).filter(col(T.measure).is_in(BOTH[1]))
    both = telling(about, RELATIONS[TABLE], BOTH)
    known, lacking = about.filter(both), about.filter(~both)
    counted = counting(known, RELATIONS[TABLE], grain)
    return rows.rows(
        pl.concat(
            each.with_columns(pl.lit(told).alias(_BOTH))
            for each, told in ((counted, True), (lacking, False))
        ),
        grain,
        lines=(),
        used=pl.col(_BOTH) & sure,
        asked=possible,
        series=(*_REPORTER, name(T.measure)),
    )


def _who(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    """Name who reports both counts, by partnership and period."""
    found = _complaints(tables, grain, selection)
    return found.frame.filter(rows.USED).group_by(found.keys).agg(col(T.reported_by).unique())


def _upheld(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    cells = _complaints(tables, grain, selection).summed(
        _of(UPHELD).alias(NUMERATOR), _of(COMPLAINTS).alias(DENOMINATOR)
    )
    some = pl.col(DENOMINATOR) > 0
    return rows.revised(
        tables,
        SAFEGUARDS,
        cells.with_columns(
            pl.when(some).then(pl.col(NUMERATOR) / pl.col(DENOMINATOR)).alias(VALUE),
            pl.when(pl.col(DENOMINATOR).is_null())
            .then(pl.lit(NOT_REPORTED))
            .when(~some)
            .then(pl.lit(ZERO_DENOMINATOR))
            .alias(REASON),
        ),
        grain=grain,
        columns=(_VALUE,),
    )


def _of(measure: str) -> pl.Expr:
    return col(T.value).filter(col(T.measure) == measure).sum().cast(pl.Float64)
