"""One version of a warehouse, read once: small frames from which every value is made."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, wraps
from threading import Lock, RLock
from typing import Concatenate, Final, ParamSpec, TypeAlias, cast

import polars as pl

from data import beside, ledger, queries
from data.errors import UnknownVersion
from data.frames import Connection
from data.ledger import Version
from metrics import parts
from metrics.catalogue import INDICATORS, medians, summed
from metrics.cells import Parts
from metrics.reader import Readable, Reader, Through
from metrics.relation import RELATIONS, Relation
from metrics.resolution import resolve
from metrics.selection import Selection
from metrics.statistic import MedianOf, Summed
from metrics.tables import Found
from metrics.targets import Goal, goals
from metrics.values import MEMBER, PARTNERSHIP, PERIOD
from validation.codes import PUBLISHED
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.milestones import MILESTONES
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.reporting_schedule import REPORTING_SCHEDULE, ReportingSchedule
from validation.contracts.sources import SOURCES
from validation.contracts.targets import TARGETS
from validation.fields import col, name
from validation.periods import Period

Where: TypeAlias = Mapping[str, str | None]

SIMULATED: Final = "simulated"
NOT_YET: Final = date.max
MOST_KEPT: Final = 512
_NOTHING: Final = object()
_P = ParamSpec("_P")


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What a page and a file say about where their figures come from.

    Attributes:
        version: number of the version; 0 where nothing was published yet.
        day: its date, which is today for every value; None where nothing was published yet.
        head: hash of its entry in the ledger.
        simulated: whether any partnership in it is simulated.
        published: whether all partnerships in it are known from publications alone.
    """

    version: int
    day: date | None
    head: str
    simulated: bool
    published: bool = False


class Source:
    """One version of a warehouse; what was read is kept, so a page costs no second reading.

    Safe to share between threads. Everything follows from the warehouse and the version, so a
    cache may keep a source by these two.
    """

    def __init__(self, warehouse: Readable, as_of: int | None = None) -> None:
        """Choose a version.

        Args:
            warehouse: where to read.
            as_of: the version's number; the latest if not given.

        Raises:
            UnknownVersion: the warehouse has no such version.
            WarehouseError: the warehouse cannot be read.
        """
        self._warehouse = warehouse
        self._making = RLock()
        self._reader = Reader(warehouse, self._making)
        self._turning = Lock()
        self._kept: dict[object, object] = {}
        with warehouse.read() as connection:
            every = ledger.versions(connection)
        number = len(every) if as_of is None else as_of
        if not 0 <= number <= len(every):
            raise UnknownVersion(number=number, latest=len(every))
        self.versions: Final[tuple[Version, ...]] = every[:number]

    def earlier(self, number: int) -> "Source":
        """Return an earlier version of the same warehouse."""
        return Source(Through(self._reader), number)

    def keep_beside(self, name: str, content: bytes) -> None:
        """Keep what follows from this version in a file beside the warehouse, if there is one."""
        beside.keep(self._warehouse, name, content)

    def kept_beside(self, name: str) -> bytes:
        """Return what was kept beside the warehouse, whichever version it followed from."""
        return beside.kept(self._warehouse, name)

    @property
    def number(self) -> int:
        """The version's number; 0 where nothing was published yet."""
        return len(self.versions)

    @cached_property
    def provenance(self) -> Provenance:
        """What a page and a file say about where their figures come from."""
        last = self.versions[-1] if self.versions else None
        return Provenance(
            version=self.number,
            day=last.published_at.date() if last else None,
            head=last.hash if last else "",
            simulated=bool(self.simulated),
            published=self._all_are(PUBLISHED),
        )

    def _all_are(self, record: str) -> bool:
        records = self.partnerships.select(col(Partnerships.record).cast(pl.String)).to_series()
        return records.len() > 0 and (records == record).all()

    @property
    def today(self) -> date:
        """The day every value is looked at from: the version's date.

        Invented figures have no calendar of their own. There it is never later than the day on
        which a return on their last period is due, whenever somebody publishes into them.
        """
        day = self.provenance.day or NOT_YET
        return min(day, self._last_due) if self._all_are(SIMULATED) else day

    @cached_property
    def _last_due(self) -> date:
        schedule = self.rows(REPORTING_SCHEDULE)
        ends = [
            Period.parse(code).end
            for table in schedule[name(ReportingSchedule.table)].cast(pl.String).unique()
            for code in self.distinct(CONTRACTS[table], PERIOD)
        ]
        if not ends:
            return NOT_YET
        days = cast("int", schedule[name(ReportingSchedule.due_days)].max())
        return max(ends) + timedelta(days=days)

    @property
    def partnerships(self) -> pl.DataFrame:
        """The rows of partnerships."""
        return self.rows(PARTNERSHIPS)

    @property
    def sources(self) -> pl.DataFrame:
        """The rows of sources."""
        return self.rows(SOURCES)

    @property
    def milestones(self) -> pl.DataFrame:
        """The rows of milestones."""
        return self.rows(MILESTONES)

    @property
    def published(self) -> pl.DataFrame:
        """The rows of published_totals."""
        return self.rows(PUBLISHED_TOTALS)

    @cached_property
    def goals(self) -> list[Goal]:
        """The targets, with their later edits as dated steps."""
        history = self._read(
            "target history",
            lambda connection: parts.history(connection, TARGETS, self.number),
        )
        return goals(history, self.versions)

    @cached_property
    def simulated(self) -> frozenset[str]:
        """The partnerships whose figures are invented."""
        found = self.partnerships.filter(col(Partnerships.record).cast(pl.String) == SIMULATED)
        return frozenset(cast("list[str]", found[PARTNERSHIP].to_list()))

    @property
    def members(self) -> pl.DataFrame:
        """Columns partnership_id, member; nothing for open or worldwide membership."""
        return self.remember("members", self._members)

    def _members(self) -> pl.DataFrame:
        return (
            self.partnerships.select(
                PARTNERSHIP, col(Partnerships.members).str.split(";").alias(MEMBER)
            )
            .explode(MEMBER)
            .drop_nulls()
            .unique()
            .sort(PARTNERSHIP, MEMBER)
        )

    def rows(self, contract: Contract) -> pl.DataFrame:
        """Return the live rows of a small table, in the types as stored."""
        return self._read(
            contract.name, lambda connection: queries.rows(connection, contract, self.number)
        )

    def distinct(self, contract: Contract, column: str) -> tuple[str, ...]:
        """List the values that stand in a column of a table, empty cells left out."""
        return self._read(
            ("distinct", contract.name, column),
            lambda connection: queries.distinct(connection, contract, column, self.number),
        )

    def arrivals(self, contract: Contract, columns: tuple[str, ...]) -> pl.DataFrame:
        """Return which values stand in columns of a table, and since which version."""
        return self._read(
            ("arrivals", contract.name, columns),
            lambda connection: queries.arrivals(connection, contract, columns, self.number),
        )

    def rows_with(
        self, contract: Contract, where: Where, *, most: int | None = None, traced: bool = False
    ) -> pl.DataFrame:
        """Return the rows of a table that hold given cells; see `queries.rows_with`."""

        def read(on: Connection) -> pl.DataFrame:
            return queries.rows_with(on, contract, where, self.number, most=most, traced=traced)

        return self._read(("rows with", contract.name, most, traced, *where.items()), read)

    def count_with(self, contract: Contract, where: Where) -> int:
        """Count the rows of a table that hold given cells; None is an empty one."""
        return self._read(
            ("count with", contract.name, *where.items()),
            lambda connection: queries.count_with(connection, contract, where, self.number),
        )

    def pairs(self, table: str, selection: Selection, statistics: tuple[Summed, ...] = ()) -> Parts:
        """Return the sums of a table by partnership, period and pair; see `parts.pairs`.

        They are those that the catalogue needs, unless others are asked for.
        """
        relation = RELATIONS[table]
        frame = self._read(
            ("pairs", table, selection, statistics),
            lambda connection: parts.pairs(
                connection,
                relation,
                self.number,
                statistics=statistics or summed(table),
                selection=selection,
                resolved=self._resolved(connection, relation),
            ),
        )
        return Parts(frame=frame, relation=relation, selection=selection)

    def reported(self, statistic: MedianOf, selection: Selection) -> Parts:
        """Return the values a weighted median is taken of; see `parts.reported`."""
        relation = RELATIONS[statistic.table]
        frame = self._read(
            (statistic, selection),
            lambda connection: parts.reported(
                connection,
                relation,
                self.number,
                statistic=statistic,
                selection=selection,
                resolved=self._resolved(connection, relation),
            ),
        )
        return Parts(frame=frame, relation=relation, selection=selection)

    def revisions(self, contract: Contract, lines: tuple[str, ...]) -> pl.DataFrame:
        """Return where published figures were changed later; see `parts.revisions`."""
        return self._read(
            ("revisions", contract.name, lines),
            lambda connection: parts.revisions(connection, contract, self.number, lines=lines),
        )

    def ask(self, question: Callable[[Connection], Found]) -> Found:
        """Ask a question of the warehouse whose answer the asker keeps."""
        with self._reader.open() as connection:
            return question(connection)

    def warm(self) -> None:
        """Read beforehand what pages without filters need."""
        with self.together():
            for table in dict.fromkeys(each.statistic.table for each in INDICATORS.values()):
                if summed(table):
                    self.pairs(table, Selection())
            for statistic in medians():
                self.reported(statistic, Selection())

    def _resolved(self, connection: Connection, relation: Relation) -> pl.DataFrame:
        return self.remember(
            ("resolved", relation.contract.name),
            lambda: resolve(connection, relation, self.number),
        )

    def _read(self, key: object, read: Callable[[Connection], Found]) -> Found:
        return self.remember(key, lambda: self.ask(read))

    def together(self) -> AbstractContextManager[None]:
        """Read what this thread reads within over one connection; see `Reader.together`."""
        return self._reader.together()

    def remember(self, key: object, make: Callable[[], Found]) -> Found:
        """Return what was made before under a key, or make it once, whoever asks first.

        What was not asked for longest is let go of when more than `MOST_KEPT` things are kept.
        """
        found = self._found(key)
        if found is _NOTHING:
            with self._making:
                found = self._found(key)
                if found is _NOTHING:
                    found = make()
                    self._keep(key, found)
        return cast("Found", found)

    def _found(self, key: object) -> object:
        """Return what is kept under a key, moved to the end of those to be let go of."""
        with self._turning:
            found = self._kept.pop(key, _NOTHING)
            if found is not _NOTHING:
                self._kept[key] = found
            return found

    def _keep(self, key: object, found: object) -> None:
        with self._turning:
            while len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = found


def read_together(
    find: Callable[Concatenate[Source, _P], Found],
) -> Callable[Concatenate[Source, _P], Found]:
    """Let a function read all that it needs of its source over one connection."""

    @wraps(find)
    def over_one(source: Source, *args: _P.args, **kwargs: _P.kwargs) -> Found:
        with source.together():
            return find(source, *args, **kwargs)

    return over_one
