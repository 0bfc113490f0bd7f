"""Figures of single operations as they may leave: own returns without the persons withheld."""

from typing import Final

import polars as pl

from metrics.methods.margins import CODE, COUNTED, CUT
from metrics.operations import OPERATION, SCOPE, register
from metrics.operations_cells import results_of
from metrics.operations_released import LIFE, OF_COURTS, PERSONS
from metrics.released import unpublished, withheld
from metrics.source import Source
from metrics.values import GRAIN, PARTNERSHIP, PERIOD, SOURCE, VALUE
from validation.codes import OWN_RETURN
from validation.contracts.operation_results import OPERATION_RESULTS

IS_WITHHELD: Final = "is_withheld"


def by_period(source: Source, column: str, figures: pl.DataFrame) -> pl.DataFrame:
    """Take from figures of operations and periods what is withheld, and say where that is.

    Args:
        source: the version.
        column: of results.
        figures: operation, period, scope, value, source.
    """
    return _marked(source, column, figures, _hidden(source, column, [OPERATION, PERIOD]))


def in_all(source: Source, column: str, figures: pl.DataFrame) -> pl.DataFrame:
    """Take from what operations brought in all what is withheld, and say where that is.

    Args:
        source: the version.
        column: of results.
        figures: operation, scope, value, source.
    """
    return _marked(source, column, figures, _hidden(source, column, [OPERATION], grain=LIFE))


def _hidden(source: Source, column: str, keys: list[str], *, grain: str = "") -> pl.DataFrame:
    mine = pl.col(GRAIN) == LIFE if grain else pl.col(GRAIN) != LIFE
    return (
        withheld(source, OPERATION_RESULTS.name)
        .filter(pl.col(CUT) == OPERATION, mine, pl.col(COUNTED) == results_of(column).named)
        .rename({CODE: OPERATION})
        .select(*keys, pl.lit(value=True).alias(IS_WITHHELD))
    )


def _marked(
    source: Source, column: str, figures: pl.DataFrame, hidden: pl.DataFrame
) -> pl.DataFrame:
    if column not in PERSONS:
        return figures.with_columns(pl.lit(value=False).alias(IS_WITHHELD))
    protected = register(source).filter(pl.col(PARTNERSHIP).is_in(unpublished(source)))[OPERATION]
    own = pl.col(OPERATION).is_in(protected.implode()) & pl.col(SOURCE).str.contains(OWN_RETURN)
    never = pl.lit(column in OF_COURTS) | (pl.col(SCOPE) != "")
    keys = [each for each in hidden.columns if each != IS_WITHHELD]
    gone = own & (never | pl.col(IS_WITHHELD).fill_null(value=False))
    return (
        figures.join(hidden, on=keys, how="left", maintain_order="left")
        .with_columns(gone.alias(IS_WITHHELD))
        .with_columns(pl.when(~pl.col(IS_WITHHELD)).then(VALUE).alias(VALUE))
    )
