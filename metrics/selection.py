"""Which rows are counted."""

from dataclasses import dataclass

from metrics.values import COUNTRY


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which rows are counted, and by which dimension they are told apart.

    Attributes:
        by: a column of the table or `country`; empty for no cut.
        crime_areas: only these; rows not broken down by crime area are left out, and told so.
        countries: only rows with one of these at either end; likewise.
    """

    by: str = ""
    crime_areas: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def column(self) -> str:
        """The column of the table that is cut by; empty for none and for `country`."""
        return "" if self.by == COUNTRY else self.by
