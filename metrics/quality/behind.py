"""Which rows stand behind a finding on the data: a table and what cells of it hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import polars as pl

from data.queries import WITHIN
from metrics.source import Source
from validation.contracts import CONTRACTS
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS
from validation.contracts.partner_assessments import PartnerAssessments as Scores
from validation.fields import name

PART: Final = "~"
NEVER_BY_WHO: Final = {PARTNER_ASSESSMENTS.name: (name(Scores.score), name(Scores.score_sd))}
"""Columns of a table that are never shown row by row: they would tell who gave which score."""
HOLDS: Final = ":"
_YEAR_LENGTH: Final = 4


@dataclass(frozen=True)
class Behind:
    """The rows of a table that hold given cells; an empty text is an empty cell."""

    table: str
    cells: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, table: str, cells: Mapping[str, object]) -> Self:
        """Name the rows of a table by cells; a column that the table lacks is left out.

        Args:
            table: the table's name.
            cells: column → what it holds; None and an empty text are an empty cell.
        """
        known = CONTRACTS[table].by_name
        kept = ((column, str(cell or "")) for column, cell in cells.items() if column in known)
        return cls(table, tuple(kept))

    @property
    def code(self) -> str:
        """Write it as a link holds it."""
        return PART.join([self.table, *(f"{column}{HOLDS}{cell}" for column, cell in self.cells)])

    @classmethod
    def parse(cls, code: str) -> Self | None:
        """Read it back; None where no such table or column is."""
        table, *parts = code.split(PART)
        pairs = tuple(
            (column, cell) for column, _, cell in (each.partition(HOLDS) for each in parts)
        )
        known = CONTRACTS[table].by_name if table in CONTRACTS else {}
        if not pairs or any(column not in known for column, _ in pairs):
            return None
        return cls(table, pairs)


def within(period: str) -> str:
    """Return the cell that means a period: of a year its quarters too."""
    return f"{period}{WITHIN}" if len(period) == _YEAR_LENGTH else period


def means_all_of(cell: str) -> str:
    """Return the year that a cell means with its quarters; empty if it is an ordinary one."""
    return cell.removesuffix(WITHIN) if cell.endswith(WITHIN) else ""


def rows(source: Source, behind: Behind, *, most: int | None = None) -> pl.DataFrame:
    """Return the rows as of a version, in order of their key, at most so many of them.

    Returns:
        The columns of the table, without those that would tell who gave which score; then
        file_name, added_version and line: where each row was read.
    """
    where = {column: cell or None for column, cell in behind.cells}
    found = source.rows_with(CONTRACTS[behind.table], where, most=most)
    return found.drop(NEVER_BY_WHO.get(behind.table, ()))


def count(source: Source, behind: Behind) -> int:
    """Count the rows as of a version."""
    where = {column: cell or None for column, cell in behind.cells}
    return source.count_with(CONTRACTS[behind.table], where)
