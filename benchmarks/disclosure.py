"""Disclosure control of one version: small counts withheld, and what would give them away."""

from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Final

import numpy as np
import polars as pl

from benchmarks.measure import Found, Note, Size
from metrics.methods.disclosure import exposed, protected
from metrics.methods.margins import margins
from metrics.values import PARTNERSHIP, PERIOD

PARTNERSHIPS: Final = 40
QUARTERS: Final = 24
FIRST_YEAR: Final = 2018
CUTS: Final = tuple(f"cut_{number}" for number in range(6))
CODES: Final = 6
MEANS: Final = (30, 6)
PERSONS: Final = "persons"


def run(size: Size, folder: Path) -> Iterator[Found]:
    """Withhold in one lattice of all partnerships, and attack it."""
    del folder  # nothing is written
    for mean in MEANS:
        yield Note(_told(mean, max(1, PARTNERSHIPS * size.few // 10_000)))


def _told(mean: int, partnerships: int) -> str:
    table = margins(persons(mean, partnerships), counts=[PERSONS], cuts=CUTS)
    lattice, primary = table.lattice, table.primary()
    start = process_time()
    withheld = protected(lattice, primary)
    protecting = process_time() - start
    left = exposed(lattice, withheld)
    attacking = process_time() - start - protecting
    return (
        f"disclosure: {partnerships} partnerships × {QUARTERS} quarters × {len(CUTS)} cuts of "
        f"{CODES} codes, {mean} persons a cell: {len(primary):,} cells, {primary.sum():,} small, "
        f"{withheld.sum():,} withheld in {protecting:.1f} s of one core; attacked in "
        f"{attacking:.1f} s, {left.sum()} exposed"
    )


def persons(mean: int, partnerships: int, *, seed: int = 1) -> pl.DataFrame:
    """Return a row a person: codes are unevenly common, differently in each partnership."""
    chance = np.random.default_rng(seed)
    number = chance.poisson(mean * CODES, size=(partnerships, QUARTERS))
    partnership, quarter = (
        np.repeat(each.ravel(), number.ravel()) for each in np.indices(number.shape)
    )
    shares = chance.dirichlet(np.ones(CODES), size=(len(CUTS), partnerships))
    drawn = chance.random((len(CUTS), len(partnership), 1))
    codes = (drawn > shares.cumsum(axis=2)[:, partnership]).sum(axis=2)
    year, of_year = pl.Series(quarter // 4 + FIRST_YEAR), pl.Series(quarter % 4 + 1)
    return pl.DataFrame({PARTNERSHIP: partnership, **dict(zip(CUTS, codes, strict=True))}).select(
        pl.format("partnership {}", PARTNERSHIP).alias(PARTNERSHIP),
        pl.format("{}-Q{}", year, of_year).alias(PERIOD),
        *CUTS,
        pl.lit(1).alias(PERSONS),
    )
