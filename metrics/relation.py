"""Tables whose rows are counted: whose they are, of when, between whom, and who reports them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.partnerships import PARTNERSHIPS
from validation.contracts.sources import SOURCES
from validation.crime_areas import CRIME_AREAS
from validation.fields import Kind, Spec, name


@dataclass(frozen=True, eq=False)
class Relation:
    """What the columns of a table mean, as its contract says; a column it lacks is empty text."""

    contract: Contract

    @cached_property
    def period(self) -> str:
        """The period of a row."""
        return self._first(lambda spec: spec.kind == Kind.PERIOD)

    @cached_property
    def partnership(self) -> str:
        """The partnership of a row."""
        return self._first(lambda spec: spec.references == PARTNERSHIPS.name)

    @cached_property
    def source(self) -> str:
        """Where a row's figures come from."""
        return self._first(lambda spec: spec.references == SOURCES.name)

    @cached_property
    def reporter(self) -> str:
        """Who reports a row."""
        return self._first(lambda spec: spec.reporter)

    @cached_property
    def crime_area(self) -> str:
        """The column that a filter on crime areas asks."""
        return self._first(lambda spec: CRIME_AREAS in spec.codes)

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The country or organisation of a row, or the two that it passes between."""
        return tuple(map(name, self.contract.ends))

    @property
    def has_pairs(self) -> bool:
        """Whether rows pass between two ends, one that sends before one that receives."""
        return len(self.ends) > 1

    @property
    def each_for_itself(self) -> bool:
        """Whether offices tell of themselves: the row's end is who reports it."""
        return bool(self.reporter) and self.ends == (self.reporter,)

    @cached_property
    def kept_by_second(self) -> tuple[str, ...]:
        """Columns for which the second end's own row counts, where several report a cell.

        For all others the first end's does. Between them comes the secretariat (an empty
        reporter). The rows that do not count are mirrors: compared, never added.
        """
        return tuple(map(name, self.contract.kept_by_second))

    @cached_property
    def series_key(self) -> tuple[str, ...]:
        """The key without period and reporter: what one series of cells is about."""
        return tuple(
            column for column in self.contract.key if column not in {self.period, self.reporter}
        )

    def counts_by_second(self, inputs: tuple[str, ...]) -> bool:
        """Tell whether a statistic over these columns takes the second end's row."""
        return any(column in self.kept_by_second for column in inputs)

    def _first(self, fits: Callable[[Spec], bool]) -> str:
        found = (column.name for column in self.contract.columns if fits(column.spec))
        return next(found, "")


_EVERY: Final = map(Relation, CONTRACTS.values())
RELATIONS: Final = {
    each.contract.name: each for each in _EVERY if all((each.partnership, each.period, each.source))
}
"""The tables that hold figures of a partnership, a period and a source."""
