"""Counts and the groups in which they are told, which may overlap, as one lattice."""

from typing import Final

import numpy as np
import polars as pl

from metrics.methods.lattice import Lattice
from metrics.methods.margins import (
    COUNTED,
    KEYS,
    PART,
    TIE,
    WHOLE,
    Margins,
    Splits,
    by_whole,
    sums_of,
)
from metrics.values import VALUE

NUMBER: Final = "number"


def grouped(
    counts: pl.DataFrame,
    members: pl.DataFrame,
    *,
    wholes: Splits,
    dear: pl.Expr,
    latent: pl.Expr,
) -> Margins:
    """Add counts up by the groups that they are in.

    Args:
        counts: `KEYS` of each count, its number, and its value.
        members: `KEYS` of a group beside the number of a count in it, for all of these.
        wholes: counts that are the sum of others among the counts, wherever they are; see
            `margins`.
        dear: which cells are figures by themselves, over `KEYS`; see `Margins`.
        latent: which cells nobody is told, over `KEYS`.
    """
    groups = (
        members.join(counts.select(NUMBER, VALUE), on=NUMBER)
        .group_by(KEYS)
        .agg(pl.col(VALUE).sum())
    )
    told = pl.concat([counts.select(*KEYS, VALUE), groups.select(*KEYS, VALUE)])
    cells = told.sort(KEYS).with_row_index(PART)
    places = cells.select(*KEYS, PART)
    own = counts.join(places, on=KEYS, nulls_equal=True).select(NUMBER, PART)
    ties = (
        members.join(own, on=NUMBER)
        .join(places.rename({PART: WHOLE}), on=KEYS, nulls_equal=True)
        .select(PART, WHOLE, pl.lit(COUNTED).alias(TIE))
    )
    split = _true(by_whole(cells, wholes), cells)
    sums = sums_of(pl.concat([ties, split]), cells.height)
    return Margins(
        cells=cells.drop(PART),
        lattice=Lattice(values=cells[VALUE].to_numpy(), sums=sums),
        splits=split.select(PART, WHOLE).to_numpy().astype(np.int64),
        dear=cells.select(dear.alias(PART)).to_series().to_numpy(),
        latent=cells.select(latent.alias(PART)).to_series().to_numpy(),
    )


def _true(split: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Keep the wholes of which all parts are there."""
    values = cells[VALUE]
    parts = pl.Series(VALUE, values.gather(split[PART]))
    told = pl.Series(WHOLE, values.gather(split[WHOLE]))
    return (
        split.with_columns(parts).filter(pl.col(VALUE).sum().over(WHOLE, TIE) == told).drop(VALUE)
    )
