"""What may leave of the counts of persons in a version: decided over it and all before it at once.

Only figures that partnerships returned themselves are protected; what somebody has published is
known. What was shown in an earlier version stays known. A figure that stays as it was is shown or
withheld as before; one that changed is decided anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias, cast

import polars as pl

from metrics import decided, operations_released, rows
from metrics.methods.margins import KEYS, Margins, margins
from metrics.methods.releases import Releases, nothing, releases
from metrics.persons import protected
from metrics.source import Source
from metrics.training import TABLE as TRAINING
from metrics.values import COUNTRY, PARTNERSHIP, PERIOD, SOURCE
from validation.codes import OWN_RETURN, PUBLISHED
from validation.contracts import CONTRACTS
from validation.contracts.joint_operations import JointOperations
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.partnerships import Partnerships
from validation.contracts.training_completions import TrainingCompletions
from validation.fields import col, name
from validation.periods import QUARTERS_IN_YEAR, YEAR_LENGTH, Period

Cells: TypeAlias = Callable[[Source], Margins | None]


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """A table of which counts of persons are protected.

    Attributes:
        cells: makes the cells that can be released of a version; None where none is protected.
        crime_area: the breakdown that a filter on crime areas selects from.
        overlapping: breakdowns in which a person can count under several codes.
    """

    cells: Cells
    crime_area: str
    overlapping: frozenset[str] = frozenset()


def whose(source: Source, table: str) -> frozenset[str]:
    """Return the partnerships in whose figures of a table persons are protected."""
    found = _cells(source, table) if table in GUARDED else None
    return frozenset() if found is None else frozenset(found.cells[PARTNERSHIP].unique())


def withheld(source: Source, table: str) -> pl.DataFrame:
    """Return which counts of persons are withheld in a version, in the columns `KEYS`.

    Args:
        source: the version.
        table: the table that the counts are in.
    """
    return source.remember(("withheld", table), lambda: _withheld(source, table))


def over(source: Source, table: str) -> Releases:
    """Return all counts of a table that the versions up to one released or withheld, or more.

    What was decided once is kept beside the warehouse; later versions change nothing of it.
    """
    return source.remember(("releases", table), lambda: _over(source, table))


def undecided(source: Source) -> bool:
    """Tell whether it is still to be decided which counts of persons a version withholds."""
    heads = tuple(each.hash for each in source.versions)
    return any(
        (decided.read(source.kept_beside(_file(table)), heads) or (0, None))[0] < source.number
        and whose(source, table)
        for table in GUARDED
    )


def decide(source: Source) -> None:
    """Decide which counts of persons a version withholds, and keep that beside the warehouse."""
    for table in GUARDED:
        withheld(source, table)


def _file(table: str) -> str:
    return f"{table}.released"


def _over(source: Source, table: str) -> Releases:
    file, heads = _file(table), tuple(each.hash for each in source.versions)
    known, before = decided.read(source.kept_beside(file), heads) or (0, nothing())
    if known >= source.number:
        return before
    with source.together():  # all read first: publishers need not wait for what is decided
        versions = list(_versions(source, table, known + 1))
    found = releases(versions, before=before)
    source.keep_beside(file, decided.written(found, heads))
    return found


def _withheld(source: Source, table: str) -> pl.DataFrame:
    mine = _cells(source, table) if table in GUARDED else None
    if mine is None:
        return pl.DataFrame(schema=dict.fromkeys(KEYS, pl.String()))
    return over(source, table).hidden(mine.cells)


def _versions(source: Source, table: str, first: int) -> Iterator[tuple[int, Margins]]:
    for number in range(first, source.number + 1):
        found = _cells(source if number == source.number else source.earlier(number), table)
        if found is not None:
            yield number, found


def _cells(source: Source, table: str) -> Margins | None:
    return source.remember(("cells of persons", table), lambda: GUARDED[table].cells(source))


def unpublished(source: Source) -> frozenset[str]:
    """Return the partnerships whose own figures are not published already."""
    unknown = col(Partnerships.record).cast(pl.String) != PUBLISHED
    found = source.partnerships.filter(unknown.fill_null(value=True))
    return frozenset(cast("list[str]", found[PARTNERSHIP].to_list()))


def is_over(source: Source, year: Period, quarters: int = 0) -> bool:
    """Tell whether a year has been over for so many quarters in a version."""
    return Period(year.year, QUARTERS_IN_YEAR).shift(quarters).end < source.today


def _years_over(source: Source, periods: pl.Series, quarters: int = 0) -> list[str]:
    """Return the years in which periods lie that have been over for so many quarters."""
    years = periods.str.head(YEAR_LENGTH).unique().sort().to_list()
    return [each for each in years if is_over(source, Period.parse(each), quarters)]


def _trained(source: Source) -> Margins | None:
    """Return the cells of training: courses are told by no surface one by one."""
    mine = rows.texts(source.rows(CONTRACTS[TRAINING])).filter(
        pl.col(PARTNERSHIP).is_in(unpublished(source)), pl.col(SOURCE) == OWN_RETURN
    )
    if mine.is_empty():
        return None
    found = protected(TRAINING)
    return margins(
        mine.select(PARTNERSHIP, PERIOD, *found.cuts, **found.counts),
        counts=list(found.counts),
        cuts=found.cuts,
        wholes=found.wholes,
        years=_years_over(source, mine[PERIOD]),
        dear=found.dear,
        latent=found.latent,
    )


def _operations(source: Source) -> Margins | None:
    return operations_released.cells(source, unpublished(source), partial(_years_over, source))


GUARDED: Final[dict[str, Guarded]] = {
    TRAINING: Guarded(cells=_trained, crime_area=name(TrainingCompletions.topic)),
    OPERATION_RESULTS.name: Guarded(
        cells=_operations,
        crime_area=name(JointOperations.crime_area),
        overlapping=frozenset({COUNTRY}),
    ),
}
