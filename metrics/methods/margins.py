"""Counts by partnership, period and cut with all their margins, as one lattice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from metrics.methods.arrays import Flags, Ints
from metrics.methods.disclosure import SMALLEST_SHOWN, small, small_share
from metrics.methods.lattice import Lattice
from metrics.values import GRAIN, PARTNERSHIP, PERIOD, VALUE
from validation.periods import QUARTER, YEAR

CUT: Final = "cut"
CODE: Final = "code"
COUNTED: Final = "counted"
WITHHELD: Final = "withheld"
KEYS: Final = (PARTNERSHIP, GRAIN, PERIOD, CUT, CODE, COUNTED)
"""What tells cells apart.

No cut: the total. A cut without a code: the code was not told. A year among the quarters: counts
told for the year only.
"""

Splits: TypeAlias = Sequence[tuple[str, Sequence[str]]]
"""Counts that are wholes of persons, each with the counts that are its parts."""

PART: Final = "part_at"
WHOLE: Final = "whole_at"
TIE: Final = "tie"
_ROW: Final = "_row"
_UNTOLD: Final = "_untold"
_YEAR_DIGITS: Final = 4


@dataclass(frozen=True, eq=False, kw_only=True)
class Margins:
    """Cells that can be released, and how they add up.

    Attributes:
        cells: a row for each cell of the lattice, in its order: `KEYS` and the value.
        lattice: the counts and sums.
        splits: parts × 2; the places of each part of a whole of persons, and of that whole.
        dear: cells; those that are figures by themselves, and so are withheld for others only
            where nothing else serves. Of a small share they stay where the others go.
        latent: cells; those that nobody is told, and that may be worked out.
    """

    cells: pl.DataFrame
    lattice: Lattice
    splits: Ints
    dear: Flags
    latent: Flags

    def primary(self, smallest_shown: int = SMALLEST_SHOWN) -> Flags:
        """Tell which cells are withheld for themselves: small, or parts of a small share.

        Zeros are shown, of a whole that is small as well.

        Args:
            smallest_shown: the smallest count above 0 that is shown.
        """
        values = self.lattice.values
        part, whole = self.splits.T
        found = small(values, smallest_shown)
        of_share = small_share(values[part], values[whole], smallest_shown) & (values[part] > 0)
        found[part] |= of_share & ~self.dear[part]
        return found & ~self.latent

    def among(self, keys: pl.DataFrame) -> Flags:
        """Tell which cells are listed, such as those that were shown, or withheld, before.

        Args:
            keys: a row for each cell, in the columns `KEYS`.
        """
        told = keys.select(KEYS).unique().with_columns(pl.lit(value=True).alias(WITHHELD))
        joined = self.cells.join(
            told, on=KEYS, how="left", nulls_equal=True, maintain_order="left", validate="1:1"
        )
        return joined[WITHHELD].fill_null(value=False).to_numpy()

    def told(self, withheld: Flags) -> pl.DataFrame:
        """Return the cells as they can be released: a value, or that it is withheld."""
        hidden = pl.Series(WITHHELD, withheld)
        shown = pl.when(WITHHELD).then(None).otherwise(VALUE).alias(VALUE)
        return self.cells.with_columns(hidden).with_columns(shown)


def margins(
    frame: pl.DataFrame,
    *,
    counts: Sequence[str],
    cuts: Sequence[str] = (),
    wholes: Splits = (),
    years: Collection[str] | None = None,
    dear: Collection[str] = (),
    latent: Collection[str] = (),
) -> Margins:
    """Add counts up by partnership × {quarter, year} × each cut, with the totals.

    Years are the sum of their quarters, and of counts told for the year only; totals are the sum of
    the codes of each cut, and of counts without a code. What is not there is 0, and shown.

    Args:
        frame: rows that each count persons: partnership, period (a quarter or a year), a column
            for each cut, and the counts.
        counts: the columns that count, none of them null.
        cuts: the columns by which counts are broken down, one at a time.
        wholes: counts that are the sum of others among the counts, which count the same persons:
            enrolled, of completed and not completed. One whole can be split in several ways, and a
            part can be part of several.
        years: those that are told; None for all.
        dear: the counts that are figures by themselves; see `Margins`.
        latent: the counts that nobody is told; a whole with such a part is no share.

    Raises:
        ValueError: a count is missing or below 0, or parts do not make their whole.
    """
    _check(frame, counts, wholes)
    cells = _cells(frame, counts, cuts, years)
    persons = by_whole(cells, wholes)
    ties = pl.concat([_by_code(cells), _by_quarter(cells), persons])
    lattice = Lattice(values=cells[VALUE].to_numpy(), sums=sums_of(ties, cells.height))
    own, untold = (cells[COUNTED].is_in(list(each)) for each in (dear, latent))
    shares = persons.with_columns(untold.gather(persons[PART]).alias(_UNTOLD)).filter(
        ~pl.col(_UNTOLD).any().over(WHOLE, TIE)
    )
    return Margins(
        cells=cells.drop(PART),
        lattice=lattice,
        splits=shares.select(PART, WHOLE).to_numpy().astype(np.int64),
        dear=own.to_numpy(),
        latent=untold.to_numpy(),
    )


def _check(frame: pl.DataFrame, counts: Sequence[str], wholes: Splits) -> None:
    for column in counts:
        if wrong := frame.select((pl.col(column).is_null() | (pl.col(column) < 0)).sum()).item():
            raise ValueError(f"{column} is missing or below 0 in {wrong} rows; hand in counts")
    for whole, parts in wholes:
        if frame.select((pl.sum_horizontal(parts) != pl.col(whole)).any()).item():
            raise ValueError(f"{' + '.join(parts)} is not always {whole}; hand in parts of a whole")


def _cells(
    frame: pl.DataFrame,
    counts: Sequence[str],
    cuts: Sequence[str],
    told: Collection[str] | None,
) -> pl.DataFrame:
    """Return a row for each cell: its keys, its value, and its place."""
    keys = pl.col(PARTNERSHIP), pl.col(PERIOD)
    nothing = pl.lit(None, pl.String)
    sums = [pl.col(column).cast(pl.Float64).sum() for column in counts]
    cut_keys = [(nothing.alias(CUT), nothing.alias(CODE))] + [
        (pl.lit(cut).alias(CUT), pl.col(cut).cast(pl.String).alias(CODE)) for cut in cuts
    ]
    quarters = pl.concat([frame.group_by(*keys, *pair).agg(sums) for pair in cut_keys])
    year = pl.col(PERIOD).str.head(_YEAR_DIGITS)
    years = quarters.group_by(PARTNERSHIP, year, CUT, CODE).agg(pl.col(counts).sum())
    if told is not None:
        years = years.filter(pl.col(PERIOD).is_in(list(told)))
    grains = [
        quarters.with_columns(pl.lit(QUARTER).alias(GRAIN)),
        years.select(quarters.columns).with_columns(pl.lit(YEAR).alias(GRAIN)),
    ]
    together = pl.concat(grains).unpivot(
        counts, index=KEYS[:-1], variable_name=COUNTED, value_name=VALUE
    )
    return together.sort(KEYS).with_row_index(PART)


def _by_code(cells: pl.DataFrame) -> pl.DataFrame:
    """Tie the codes of each cut to the total."""
    parts = cells.filter(pl.col(CUT).is_not_null())
    totals = cells.filter(pl.col(CUT).is_null())
    return tied(parts, totals, (PARTNERSHIP, GRAIN, PERIOD, COUNTED), tie=pl.col(CUT))


def _by_quarter(cells: pl.DataFrame) -> pl.DataFrame:
    """Tie the quarters, and what is told for the year only, to the year."""
    year = pl.col(PERIOD).str.head(_YEAR_DIGITS)
    parts = cells.filter(pl.col(GRAIN) == QUARTER).with_columns(year)
    years = cells.filter(pl.col(GRAIN) == YEAR)
    return tied(parts, years, (PARTNERSHIP, PERIOD, CUT, CODE, COUNTED), tie=pl.lit(YEAR))


def by_whole(cells: pl.DataFrame, wholes: Splits) -> pl.DataFrame:
    """Tie the parts of persons to their whole."""
    nothing = cells.clear()
    ties = [tied(nothing, nothing, KEYS, tie=pl.lit(COUNTED))]
    for number, (whole, parts) in enumerate(wholes):
        mine = cells.filter(pl.col(COUNTED).is_in(parts)).with_columns(pl.lit(whole).alias(COUNTED))
        ties.append(tied(mine, cells, KEYS, tie=pl.lit(f"{COUNTED} {number}")))
    return pl.concat(ties)


def tied(
    parts: pl.DataFrame, wholes: pl.DataFrame, keys: Sequence[str], *, tie: pl.Expr
) -> pl.DataFrame:
    """Return the place of each part, that of its whole, and the name of the sum they stand in."""
    found = wholes.select(*keys, pl.col(PART).alias(WHOLE))
    joined = parts.join(found, on=keys, nulls_equal=True, maintain_order="left", validate="m:1")
    return joined.select(PART, WHOLE, tie.alias(TIE))


def sums_of(ties: pl.DataFrame, cells: int) -> csr_array:
    """Return the sums × cells: 1 at each part, −1 at the whole."""
    rows = ties.with_columns((pl.struct(WHOLE, TIE).rank("dense") - 1).alias(_ROW))
    totals = rows.select(_ROW, WHOLE).unique()
    row = np.concatenate([rows[_ROW].to_numpy(), totals[_ROW].to_numpy()])
    column = np.concatenate([rows[PART].to_numpy(), totals[WHOLE].to_numpy()])
    sign = np.concatenate([np.ones(rows.height), -np.ones(totals.height)])
    return csr_array((sign, (row, column)), shape=(totals.height, cells))
