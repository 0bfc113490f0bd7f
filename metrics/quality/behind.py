"""Which rows stand behind a finding or a value: a table and what cells of it hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

import polars as pl

from data import ddl, queries
from data.frames import Connection
from data.queries import ABOVE_NOTHING, AND_MORE, ANY_BUT, OR
from metrics.relation import RELATIONS
from metrics.released import whose
from metrics.resolution import LOST_FIRST, LOST_SECOND, NOT_IN_YEAR, resolve
from metrics.safeguards import BOTH
from metrics.source import Source
from metrics.training import TABLE as TRAINING
from metrics.values import COUNTRY
from validation.contracts import CONTRACTS
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS
from validation.contracts.partner_assessments import PartnerAssessments as Scores
from validation.contracts.safeguards import SAFEGUARDS
from validation.fields import QUANTITIES, name
from validation.periods import YEAR_LENGTH

PART: Final = "~"
_SIGNS: Final = {"", ABOVE_NOTHING, AND_MORE, ANY_BUT}
"""What may be asked of a cell that is not shown: whether it is filled, and above zero."""
NEVER_BY_WHO: Final = {PARTNER_ASSESSMENTS.name: (name(Scores.score), name(Scores.score_sd))}
"""Columns of a table that are never shown row by row: they would tell who gave which score."""
HOLDS: Final = ":"
COUNTED: Final = "counted"
"""In place of a column: of several reports of one cell only the row that counts."""
BY_FIRST: Final = "first"
BY_SECOND: Final = "second"
BY_BOTH: Final = "both"
"""Whose report counts before that of others: the first end's or the second's; or, of counts that
are told by one reporter together or not at all, the offices' before the secretariat's."""
_BOTH: Final = {SAFEGUARDS.name: BOTH}


@dataclass(frozen=True)
class Behind:
    """The rows of a table that hold given cells.

    A cell may be given as in `queries.rows_with`; an empty text is an empty cell. In place of a
    column stand `country` (either end of a row) and `counted`.
    """

    table: str
    cells: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, table: str, cells: Mapping[str, object]) -> Self:
        """Name the rows of a table by cells; a column that the table lacks is left out.

        Args:
            table: the table's name.
            cells: column → what it holds; None and an empty text are an empty cell.
        """
        kept = ((column, str(cell or "")) for column, cell in cells.items() if _has(table, column))
        return cls(table, tuple(kept))

    def holding(self, **cells: str) -> "Behind":
        """Return those of the rows whose cells hold this, in place of what was asked of them."""
        return replace(self, cells=tuple({**dict(self.cells), **cells}.items()))

    @property
    def code(self) -> str:
        """Write it as a link holds it."""
        return PART.join([self.table, *(f"{column}{HOLDS}{cell}" for column, cell in self.cells)])

    @property
    def counting(self) -> str:
        """Whose report counts before that of others, where only rows that count are meant."""
        return dict(self.cells).get(COUNTED, "")

    @property
    def added(self) -> tuple[str, ...]:
        """The columns of numbers that are asked for: what is counted of the rows."""
        asked = (column for column, cell in self.cells if cell in {ABOVE_NOTHING, AND_MORE})
        known = CONTRACTS[self.table].by_name
        every = (column for columns in asked for column in columns.split(OR))
        return tuple(column for column in every if known[column].spec.kind in QUANTITIES)

    @classmethod
    def parse(cls, code: str) -> Self | None:
        """Read it back; None where no such table or column is."""
        table, *parts = code.split(PART)
        pairs = tuple(
            (column, cell) for column, _, cell in (each.partition(HOLDS) for each in parts)
        )
        known = table in CONTRACTS and pairs and all(_has(table, column) for column, _ in pairs)
        return cls(table, pairs) if known else None


def _has(table: str, columns: str) -> bool:
    """Tell whether a table has columns, or what may stand in place of one."""
    if columns == COUNTED:
        return table in RELATIONS
    if columns == COUNTRY and not _column_of_country(table):
        return bool(CONTRACTS[table].ends)
    return all(each in CONTRACTS[table].by_name for each in columns.split(OR))


def _column_of_country(table: str) -> bool:
    return COUNTRY in CONTRACTS[table].by_name


def rows(
    source: Source, behind: Behind, *, most: int | None = None, traced: bool = False
) -> pl.DataFrame:
    """Return the rows as of a version, in order of their key, at most so many of them.

    Columns that would tell who gave which score are left out.

    Args:
        source: the version.
        behind: which rows.
        most: how many at most; all if not given.
        traced: whether file, line and version of each row stand before its cells.
    """
    contract, where = CONTRACTS[behind.table], dict(_conditions(source, behind))
    but = _others(source, behind)

    def read(on: Connection) -> pl.DataFrame:
        return queries.rows_with(
            on, contract, where, source.number, most=most, traced=traced, but=but
        )

    found = source.remember(("rows behind", behind, most, traced), lambda: source.ask(read))
    return found.drop(never_by_row(source, behind.table))


def count(source: Source, behind: Behind) -> int:
    """Count the rows as of a version."""
    contract, where = CONTRACTS[behind.table], dict(_conditions(source, behind))
    but = _others(source, behind)

    def read(on: Connection) -> int:
        return queries.count_with(on, contract, where, source.number, but=but)

    return source.remember(("count behind", behind), lambda: source.ask(read))


def together(source: Source, behind: Behind) -> dict[str, float]:
    """Add up what is counted of the rows, by column; never a score."""
    hidden = never_by_row(source, behind.table)
    found = rows(source, behind)
    return {each: float(found[each].sum()) for each in behind.added if each not in hidden}


def never_by_row(source: Source, table: str) -> tuple[str, ...]:
    """Return the columns of a table that no row is shown with, nor any sum of chosen rows.

    They would tell who gave which score, or how few persons a row counts.
    """
    columns = CONTRACTS[table].columns
    of_persons = any(each.spec.persons for each in columns) and bool(whose(source, table))
    courses = of_persons and table == TRAINING
    counts = [
        each.name
        for each in columns
        if of_persons and (each.spec.persons or (courses and each.spec.kind in QUANTITIES))
    ]
    return (*NEVER_BY_WHO.get(table, ()), *counts)


def _conditions(source: Source, behind: Behind) -> Iterator[tuple[str, str | None]]:
    hidden = set(never_by_row(source, behind.table))
    for column, cell in behind.cells:
        if hidden.intersection(column.split(OR)) and cell not in _SIGNS:
            continue
        if column == COUNTRY and not _column_of_country(behind.table):
            yield OR.join(map(name, CONTRACTS[behind.table].ends)), cell or None
        elif column != COUNTED:
            yield column, cell or None


def _others(source: Source, behind: Behind) -> pl.DataFrame | None:
    """Return the ids of rows that do not count, because another row of the same cell does."""
    if not behind.counting:
        return None
    relation = RELATIONS[behind.table]
    both = _BOTH.get(behind.table) if behind.counting == BY_BOTH else None
    lost = source.remember(
        ("resolved", behind.table, *(both or ())),
        lambda: source.ask(lambda on: resolve(on, relation, source.number, both)),
    )
    a_year = any(
        cell.endswith(AND_MORE) and len(cell.removesuffix(AND_MORE)) == YEAR_LENGTH
        for _, cell in behind.cells
    )
    mirrored = pl.col(LOST_SECOND if behind.counting == BY_SECOND else LOST_FIRST)
    return lost.filter(mirrored | (pl.col(NOT_IN_YEAR) & a_year)).select(ddl.ROW_ID)
