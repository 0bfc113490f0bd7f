"""Whether the counts of persons that are withheld can be worked out from all that was released."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.methods.disclosure import SMALLEST_SHOWN
from metrics.methods.margins import KEYS
from metrics.methods.releases import PLACE
from metrics.released import GUARDED, over, whose
from metrics.source import Source

LEAST: Final = "least"
MOST: Final = "most"


@dataclass(frozen=True, eq=False, kw_only=True)
class Attack:
    """What an attack on the counts of a table found.

    Attributes:
        table: whose counts.
        cells: how many counts above zero there are.
        primary: how many are withheld for themselves.
        secondary: how many are withheld for others.
        exposed: the keys of those that can be worked out to within less than the width, with the
            least and the most they could be; a change between versions has no keys.
        width: how wide each feasible interval must be.
    """

    table: str
    cells: int
    primary: int
    secondary: int
    exposed: pl.DataFrame
    width: int

    @property
    def safe(self) -> bool:
        """Whether nothing was worked out."""
        return self.exposed.is_empty()


def attacks(source: Source) -> Iterator[Attack]:
    """Attack each table of a version that withholds counts, with all earlier versions at hand."""
    for table in GUARDED:
        if whose(source, table):
            yield source.remember(("attack", table), lambda table=table: _attack(source, table))


def _attack(source: Source, table: str) -> Attack:
    found = over(source, table)
    intervals = found.attacked()
    places = pl.DataFrame(
        {
            PLACE: range(len(found.withheld)),
            LEAST: intervals.lower,
            MOST: intervals.upper,
            "is_exposed": found.exposed(intervals),
        },
        schema_overrides={PLACE: pl.Int64()},
    )
    exposed = places.filter("is_exposed").join(found.cells, on=PLACE, how="left")
    guarded = found.withheld & ~found.latent
    return Attack(
        table=table,
        cells=int((found.lattice.values > 0).sum()),
        primary=int(found.primary.sum()),
        secondary=int((guarded & ~found.primary).sum()),
        exposed=exposed.select(*KEYS, LEAST, MOST),
        width=SMALLEST_SHOWN,
    )
