"""Tables whose rows are counted: between whom, who reports, and whose report counts."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from validation.contract import Contract
from validation.contracts.information_exchange import INFORMATION_EXCHANGE, InformationExchange
from validation.fields import name


@dataclass(frozen=True, eq=False, kw_only=True)
class Relation:
    """A table of counts between two ends, which either end or the secretariat may report.

    Attributes:
        contract: the table.
        period, partnership, source, reporter: its columns of that meaning.
        crime_area: the column that a filter on crime areas asks.
        first, second: the two ends; pairs of them are the clusters of a proportion.
        kept_by_second: columns for which the second end's own row counts where several report the
            same cell; for all others the first end's does. Between them comes the secretariat
            (an empty reporter). The rows that do not count are mirrors: compared, never added.
    """

    contract: Contract
    period: str
    partnership: str
    reporter: str
    source: str
    crime_area: str
    first: str
    second: str
    kept_by_second: tuple[str, ...]

    @cached_property
    def ends(self) -> tuple[str, str]:
        """The two ends, the one that sends before the one that receives."""
        return self.first, self.second

    @cached_property
    def series_key(self) -> tuple[str, ...]:
        """The key without period and reporter: what one series of cells is about."""
        return tuple(
            column for column in self.contract.key if column not in {self.period, self.reporter}
        )

    def counts_by_second(self, inputs: tuple[str, ...]) -> bool:
        """Tell whether a statistic over these columns takes the second end's row."""
        return any(column in self.kept_by_second for column in inputs)


_T: Final = InformationExchange
RELATIONS: Final = {
    INFORMATION_EXCHANGE.name: Relation(
        contract=INFORMATION_EXCHANGE,
        period=_T.period,
        partnership=_T.partnership_id,
        reporter=_T.reported_by,
        source=_T.source,
        crime_area=_T.crime_area,
        first=_T.sender,
        second=_T.receiver,
        kept_by_second=tuple(
            name(column)
            for column in (
                _T.replies_due,
                _T.replied_on_time,
                _T.unanswered,
                _T.within_8h,
                _T.within_3d,
                _T.within_7d,
                _T.median_reply_hours,
                _T.refused_legal,
                _T.refused_safeguard,
                _T.refused_unwilling,
            )
        ),
    )
}
