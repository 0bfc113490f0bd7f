"""Legal requests of one partnership and period: what became of them, and why they were refused."""

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import polars as pl

from data.queries import ABOVE_NOTHING, ANY_BUT, OR
from metrics import parts
from metrics.catalogue import INDICATORS
from metrics.cells import Parts, at_grain, counted
from metrics.quality.behind import Behind
from metrics.quality.counted import Counted, within
from metrics.relation import RELATIONS
from metrics.resolution import resolve
from metrics.selection import Selection
from metrics.series import Query
from metrics.source import Source, read_together
from metrics.statistic import Total, sum_of
from metrics.values import DENOMINATOR, PARTNERSHIP, PERIOD, VALUE
from validation.contracts.legal_requests import (
    DECISIONS,
    LEGAL_REQUESTS,
    OUTCOMES,
    REFUSALS,
    LegalRequests,
)
from validation.fields import name
from validation.periods import Period

T: TypeAlias = LegalRequests
TABLE: Final = LEGAL_REQUESTS.name
INSTRUMENT: Final = name(T.instrument)
OUTCOME: Final = "outcome"

REFUSED: Final = "refused"
UNDECIDED: Final = "undecided"
UNTOLD: Final = "untold"
GRANTED: Final = name(T.granted)
PENDING: Final = name(T.pending)
GROUNDS: Final = tuple(map(name, REFUSALS))

_RECEIVED: Final = name(T.received)
_OF_ALL: Final = "requests_received"
_MADE_OF: Final = {
    REFUSED: GROUNDS,
    UNDECIDED: (name(T.incomplete), name(T.withdrawn)),
    UNTOLD: tuple(map(name, OUTCOMES)),
}
"""The columns of outcomes that are not one of their own."""
_DECIDED: Final = tuple(map(name, DECISIONS))
_EACH: Final = {name(each): Total(sum_of(each), TABLE) for each in (T.received, *OUTCOMES)}
_LONG: Final[dict[str, pl.DataType]] = {
    INSTRUMENT: pl.String(),
    OUTCOME: pl.String(),
    VALUE: pl.Float64(),
    DENOMINATOR: pl.Float64(),
}


@dataclass(frozen=True, eq=False)
class Asked:
    """What was asked in one period, instrument by instrument.

    Attributes:
        outcomes: instrument, outcome (granted, refused, undecided: incomplete or withdrawn,
            pending, untold: of which nothing is told), value, denominator (requests received).
        grounds: instrument, outcome (a ground of refusal), value, denominator (requests decided).
        behind: the rows of them all.
    """

    outcomes: pl.DataFrame
    grounds: pl.DataFrame
    behind: Behind

    def rows(self, instrument: str, outcome: str) -> Behind:
        """Name the rows in which an outcome of an instrument was counted."""
        made_of = _MADE_OF.get(outcome, (outcome,))
        holds = "" if outcome == UNTOLD else ABOVE_NOTHING
        cells = {_RECEIVED: ANY_BUT, INSTRUMENT: instrument, OR.join(made_of): holds}
        return self.behind.holding(**cells)

    def total(self, *outcomes: str) -> int:
        """Add up outcomes over all instruments."""
        found = self.outcomes.filter(pl.col(OUTCOME).is_in(outcomes))
        return int(found[VALUE].sum())


@read_together
def asked(source: Source, query: Query, partnership: str, period: Period) -> Asked:
    """Return what became of the requests that one partnership received in a period.

    Where several report the same requests, the return of the country asked counts.

    Args:
        source: the version.
        query: crime areas and countries.
        partnership: its id.
        period: a quarter or a year.

    Raises:
        WarehouseError: the warehouse cannot be read.
    """
    selection = replace(query.selection, by=INSTRUMENT)
    found = at_grain(_parts(source, selection), period.grain)
    wide: dict[str, dict[str, float]] = {}
    for outcome, statistic in _EACH.items():
        cells = counted(found, statistic).filter(
            pl.col(PARTNERSHIP) == partnership, pl.col(PERIOD) == period.code
        )
        for instrument, value in cells.select(INSTRUMENT, VALUE).iter_rows():
            wide.setdefault(instrument, {})[outcome] = value or 0.0
    every = Counted(source, INDICATORS[_OF_ALL], query.selection)
    behind = every.all({PARTNERSHIP: partnership}, within(period.code))
    return Asked(_outcomes(wide), _grounds(wide), behind)


def _parts(source: Source, selection: Selection) -> Parts:
    relation = RELATIONS[TABLE]
    frame = source.remember(
        ("legal requests", selection),
        lambda: source.ask(
            lambda connection: parts.pairs(
                connection,
                relation,
                source.number,
                statistics=_EACH.values(),
                selection=selection,
                resolved=resolve(connection, relation, source.number),
            )
        ),
    )
    return Parts(frame=frame, relation=relation, selection=selection)


def _outcomes(wide: dict[str, dict[str, float]]) -> pl.DataFrame:
    rows: list[tuple[str, str, float, float]] = []
    for instrument, counts in sorted(wide.items()):
        received = counts.get(_RECEIVED, 0.0)
        told = {
            GRANTED: counts.get(GRANTED, 0.0),
            REFUSED: _sum(counts, GROUNDS),
            UNDECIDED: _sum(counts, (name(T.incomplete), name(T.withdrawn))),
            PENDING: counts.get(PENDING, 0.0),
        }
        told[UNTOLD] = max(0.0, received - sum(told.values()))
        rows += [(instrument, outcome, value, received) for outcome, value in told.items()]
    return pl.DataFrame(rows, schema=_LONG, orient="row")


def _grounds(wide: dict[str, dict[str, float]]) -> pl.DataFrame:
    rows = [
        (instrument, ground, counts[ground], _sum(counts, _DECIDED))
        for instrument, counts in sorted(wide.items())
        for ground in GROUNDS
        if ground in counts
    ]
    return pl.DataFrame(rows, schema=_LONG, orient="row")


def _sum(counts: dict[str, float], columns: tuple[str, ...]) -> float:
    return sum(counts.get(column, 0.0) for column in columns)
