"""What leaves of the persons in joint operations: no small count, and none that others give away.

The attack here knows nothing of how it was decided what to withhold: it adds up the operations by
itself, holds that against all figures that are told, of every version, and asks a linear programme
what each figure that is not told could be.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final, TypeAlias

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from data.ledger import Version
from data.warehouse import Warehouse
from metrics import explorer, withholding
from metrics.attacks import attacks
from metrics.methods.disclosure import SMALLEST_SHOWN
from metrics.operations_withheld import IS_WITHHELD
from metrics.released import over
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import (
    COUNTRY,
    DENOMINATOR,
    FEW_PERSONS,
    FLAGS,
    LOWER,
    NOT_TOGETHER,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    UPPER,
    VALUE,
)
from validation.contracts.joint_operations import JOINT_OPERATIONS
from validation.contracts.joint_operations import JointOperations as J
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.operation_results import OperationResults as R
from validation.contracts.partnerships import Partnerships
from validation.fields import name
from validation.periods import QUARTER, YEAR, YEAR_LENGTH

WHEN = datetime(2025, 2, 1, tzinfo=UTC)
RESULT: dict[Any, object] = {R.period: "2024-Q1", R.source: "own_return"}
IN_ALL: Final = ("arrests", "suspects_identified", "victims_safeguarded")
TOLD_BY_ROWS: Final = tuple(name(getattr(R, each)) for each in IN_ALL)
CHARGED, CONVICTED = name(R.suspects_prosecuted), name(R.suspects_convicted)
OPERATION: Final = name(R.operation_id)
CUTS: Final = ("", name(J.crime_area), name(J.kind), COUNTRY)
AREAS: Final = ("terrorism", "cybercrime", "corruption")
SERIES: Final = "Net"
NARROW: Final = SMALLEST_SHOWN - 1e-6

Count: TypeAlias = tuple[str, str, str, int]
"""What a row counts: operation, period of the row, column, and how many."""
Sum: TypeAlias = frozenset[Count]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """An operation with its results, as its partnership returns them."""

    id: str
    partnership: str
    joint_with: str
    crime_area: str
    kind: str
    countries: tuple[str, ...]
    ended: str
    counted: tuple[tuple[str, str, int], ...]

    def counts(self, column: str) -> Iterator[Count]:
        for period, counted, number in self.counted:
            if counted == column:
                yield self.id, period, column, number

    def stands_in(self, partnership: str, cut: str, code: str) -> bool:
        codes = {"": ("",), COUNTRY: self.countries}.get(cut)
        mine = codes or (self.crime_area if cut == name(J.crime_area) else self.kind,)
        return partnership in {self.partnership, self.joint_with} and code in mine

    @property
    def registered(self) -> dict[Any, object]:
        return {
            J.operation_id: self.id,
            J.partnership_id: self.partnership,
            J.joint_with: self.joint_with,
            J.name: self.id.title(),
            J.series: SERIES,
            J.crime_area: self.crime_area,
            J.kind: self.kind,
            J.started: self.ended,
            J.ended: self.ended,
            J.lead: "NLD",
            J.countries: ";".join(self.countries),
            J.countries_count: max(len(self.countries), 2),
            J.source: "own_return",
        }

    @property
    def rows(self) -> Iterator[dict[Any, object]]:
        for period in sorted({period for period, _, _ in self.counted}):
            numbers = {each: number for when, each, number in self.counted if when == period}
            told = {getattr(R, column): number for column, number in numbers.items()}
            yield {R.operation_id: self.id, R.source: "own_return", R.period: period, **told}


Figure: TypeAlias = tuple[Sum, Sum]
"""What is counted, less what is: of a figure nothing; of a change what it was before."""


@dataclass(frozen=True)
class Attacker:
    """Somebody who has read every figure of every version, and can add up."""

    told: dict[Sum, float] = field(default_factory=dict[Sum, float])
    hidden: set[Sum] = field(default_factory=set[Sum])
    changes: set[Figure] = field(default_factory=set[Figure])

    def hears(self, counted: Sum, value: float | None, *, withheld: bool) -> None:
        """Take note of a figure; that it is withheld says that it is not zero."""
        if value is not None:
            assert self.told.setdefault(counted, value) == value == amount(counted)
        elif withheld:
            self.hidden.add(counted)

    @property
    def small(self) -> set[Sum]:
        """What is told although it is small."""
        return {each for each, value in self.told.items() if 0 < value < SMALLEST_SHOWN}

    def compares(self, after: dict[Any, Sum], before: dict[Any, Sum]) -> None:
        """Take note of figures that changed from one version to the next by few."""
        for key in after.keys() & before.keys():
            if 0 < abs(amount(after[key]) - amount(before[key])) < SMALLEST_SHOWN:
                self.changes.add((after[key], before[key]))

    def works_out(self) -> dict[Figure, tuple[float, float]]:
        """Return the least and the most that each figure could be that is not told."""
        sums = [*self.told, *self.hidden, *(each for pair in self.changes for each in pair)]
        every = sorted(frozenset[Count]().union(*sums))

        def row(plus: Sum, minus: Sum = frozenset()) -> list[float]:
            return [float((each in plus) - (each in minus)) for each in every]

        asked = [*((each, frozenset[Count]()) for each in self.hidden), *self.changes]
        known = [row(each) for each in self.told] or None
        above = [[-each for each in row(counted)] for counted in self.hidden] or None

        def ends(figure: Figure) -> tuple[float, float]:
            least, most = (
                linprog(
                    [sign * each for each in row(*figure)],
                    A_eq=known,
                    b_eq=[*self.told.values()] or None,
                    A_ub=above,
                    b_ub=[-1.0] * len(self.hidden) or None,
                )
                for sign in (1, -1)
            )
            assert {least.status, most.status} <= {_FOUND, _UNBOUNDED}
            return (
                float("-inf") if least.fun is None else least.fun,
                float("inf") if most.fun is None else -most.fun,
            )

        return {each: ends(each) for each in asked}


def amount(counted: Sum) -> int:
    """Return what a sum comes to in truth."""
    return sum(number for *_, number in counted)


_FOUND, _UNBOUNDED = 0, 3


def listen(to: Source, operations: list[Operation], attacker: Attacker) -> dict[Any, Sum]:
    """Tell the attacker all that a version tells of persons; return what was asked, by its key."""
    heard = _hear_partnerships(to, operations, attacker)
    heard |= _hear_courts(to, operations, attacker)
    return heard | _hear_operations(to, operations, attacker)


def _hear_partnerships(
    to: Source, operations: list[Operation], attacker: Attacker
) -> dict[Any, Sum]:
    heard: dict[Any, Sum] = {}
    asked = [(each, each, VALUE) for each in IN_ALL]
    asked.append(("arrests_per_operation", "arrests", NUMERATOR))
    for (indicator, column, told), grain, cut in product(asked, (QUARTER, YEAR), CUTS):
        for row in series(to, Query(indicator=indicator, grain=grain, by=cut)).frame.to_dicts():
            code = row[cut] if cut else ""
            counted = frozenset(
                count
                for each in operations
                if each.stands_in(row[PARTNERSHIP], cut, code)
                for count in each.counts(column)
                if row[PERIOD] in {count[1], *([count[1][:YEAR_LENGTH]] if grain == YEAR else [])}
            )
            few = f"suppressed:{FEW_PERSONS}" in row[FLAGS]
            assert not few or all(row[each] is None for each in (VALUE, NUMERATOR, LOWER, UPPER))
            attacker.hears(counted, row[told], withheld=few)
            heard[indicator, grain, cut, code, row[PARTNERSHIP], row[PERIOD]] = counted
    return heard


def _hear_courts(to: Source, operations: list[Operation], attacker: Attacker) -> dict[Any, Sum]:
    heard: dict[Any, Sum] = {}
    for cut in CUTS:
        frame = series(to, Query(indicator="conviction_rate", grain=YEAR, by=cut)).frame
        for row in frame.to_dicts():
            code = row[cut] if cut else ""
            mine = [
                each
                for each in operations
                if each.stands_in(row[PARTNERSHIP], cut, code)
                and each.ended[:YEAR_LENGTH] == row[PERIOD]
                and {CHARGED, CONVICTED} <= {column for _, column, _ in each.counted}
            ]
            for column, told in ((CHARGED, DENOMINATOR), (CONVICTED, NUMERATOR)):
                counted = frozenset(count for each in mine for count in each.counts(column))
                attacker.hears(counted, row[told], withheld=False)
                few = f"suppressed:{FEW_PERSONS}" in row[FLAGS]
                if few and 0 < amount(counted) < SMALLEST_SHOWN:
                    attacker.hidden.add(counted)
                heard[told, cut, code, row[PARTNERSHIP], row[PERIOD]] = counted
    return heard


def _hear_operations(to: Source, operations: list[Operation], attacker: Attacker) -> dict[Any, Sum]:
    heard: dict[Any, Sum] = {}
    every = explorer.operations(to, explorer.Wanted())
    columns = [*TOLD_BY_ROWS, CHARGED, CONVICTED]
    lives = {
        column: explorer.editions(to, every, SERIES, (column, explorer.FIGURES[column]))
        for column in columns
    }
    for each, column in product(operations, columns):
        told = explorer.figures(to, each.id).filter(pl.col(explorer.FIGURE) == column)
        in_all = lives[column].filter(pl.col(OPERATION) == each.id)
        for row in [*told.to_dicts(), *in_all.to_dicts()]:
            period = row[PERIOD] if explorer.FIGURE in row else ""
            counted = frozenset(
                count for count in each.counts(column) if not period or count[1] == period
            )
            assert row[VALUE] is None or column in TOLD_BY_ROWS
            if counted and column in TOLD_BY_ROWS:
                attacker.hears(counted, row[VALUE], withheld=row[IS_WITHHELD])
                heard[each.id, column, period] = counted
    return heard


def unions(to: Source) -> list[tuple[float | None, float | None]]:
    """Return what filters on two crime areas tell, beside the sum of what each of them tells."""
    found: list[tuple[float | None, float | None]] = []
    for indicator, grain, pair in product(IN_ALL[:2], (QUARTER, YEAR), combinations(AREAS, 2)):
        both = series(to, Query(indicator=indicator, grain=grain, crime_areas=pair)).frame
        apart = series(to, Query(indicator=indicator, grain=grain, by=name(J.crime_area))).frame
        for partnership, period, value in both.select(PARTNERSHIP, PERIOD, VALUE).iter_rows():
            told = apart.filter(
                pl.col(PARTNERSHIP) == partnership,
                pl.col(PERIOD) == period,
                pl.col(name(J.crime_area)).is_in(pair),
            )[VALUE].drop_nulls()
            found.append((value, float(told.sum()) if told.len() else None))
    return found


SOME = st.one_of(st.integers(0, 6), st.integers(0, 30))


@st.composite
def operations(draw: st.DrawFn, prefix: str) -> list[Operation]:
    """Draw operations of two partnerships that share some, with results small and large."""
    return [_operation(draw, f"{prefix}-{at}") for at in range(draw(st.integers(2, 5)))]


def _operation(draw: st.DrawFn, id_: str) -> Operation:
    partnership = draw(st.sampled_from(("tri", "duo")))
    year = draw(st.sampled_from(("2022", "2023")))
    periods = draw(st.sampled_from(((year,), (f"{year}-Q1",), (f"{year}-Q1", f"{year}-Q3"))))
    counted = [
        (period, column, draw(SOME))
        for period in periods
        for column in TOLD_BY_ROWS
        if column == TOLD_BY_ROWS[0] or draw(st.booleans())
    ]
    charged = draw(SOME)
    courts = [(CHARGED, charged), (CONVICTED, draw(st.integers(0, charged)))]
    return Operation(
        id=id_,
        partnership=partnership,
        joint_with="duo" if partnership == "tri" and draw(st.booleans()) else "",
        crime_area=draw(st.sampled_from(AREAS)),
        kind=draw(st.sampled_from(("action_day", "task_force"))),
        countries=draw(st.sampled_from(((), ("BEL",), ("BEL", "NLD")))),
        ended=f"{year}-{draw(st.sampled_from(('03', '09')))}-15",
        counted=(*counted, *((periods[-1], column, number) for column, number in courts)),
    )


def changed(every: list[Operation], by: int) -> list[Operation]:
    """Count a few more of everybody in the first operation but of those before courts."""
    first, *others = every
    counted = tuple(
        (period, column, number + by if column in TOLD_BY_ROWS else number)
        for period, column, number in first.counted
    )
    return [replace(first, counted=counted), *others]


Releasing: TypeAlias = Callable[[Path], Callable[[list[Operation], int], Source]]


@pytest.fixture
def releasing(
    beginning: Warehouse,
    publish: Callable[..., Version],
    partners: Callable[..., str],
    table: Callable[..., str],
) -> Releasing:
    """Begins a warehouse in a folder; operations are then published there month by month."""

    def begun(folder: Path) -> Callable[[list[Operation], int], Source]:
        for file in beginning.path.parent.glob(f"{beginning.path.name}*"):
            shutil.copy(file, folder)
        mine = Warehouse(folder / beginning.path.name)
        duo = {Partnerships.partnership_id: "duo", Partnerships.name: "Two Countries"}
        publish(mine, datetime(2025, 1, 1, tzinfo=UTC), partnerships=partners(duo))

        def published(every: list[Operation], month: int) -> Source:
            register = table(*(each.registered for each in every))
            results = table(*(row for each in every for row in each.rows))
            tables = {JOINT_OPERATIONS.name: register, OPERATION_RESULTS.name: results}
            publish(mine, datetime(2026, month, 1, tzinfo=UTC), **tables)
            return Source(mine)

        return published

    return begun


FEW = settings(
    max_examples=3,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a case takes minutes
)


def courts(of: str, partnership: str, crime_area: str, charged: int, convicted: int) -> Operation:
    """Make an operation in which few were arrested, and say what courts made of it."""
    return Operation(
        id=of,
        partnership=partnership,
        joint_with="",
        crime_area=crime_area,
        kind="action_day" if crime_area != "cybercrime" else "task_force",
        countries=(),
        ended="2022-09-15",
        counted=(
            ("2022", "arrests", 6),
            ("2022", "suspects_prosecuted", charged),
            ("2022", "suspects_convicted", convicted),
        ),
    )


# In the second partnership a zero that is never told stands in a total beside what was withheld.
ZERO_NEVER_TOLD = [
    replace(courts("net-0", "tri", "corruption", 25, 0), joint_with="duo"),
    courts("net-1", "tri", "terrorism", 1, 0),
    courts("net-2", "tri", "cybercrime", 6, 4),
    courts("net-3", "duo", "terrorism", 0, 0),
]


@FEW
@example(first=ZERO_NEVER_TOLD, by=5, later=[courts("web-0", "tri", "cybercrime", 6, 4)])
@given(first=operations("net"), by=st.integers(1, 7), later=operations("web"))
def test_whoever_adds_up_all_figures_of_all_versions_finds_no_withheld_count(
    first: list[Operation],
    by: int,
    later: list[Operation],
    tmp_path_factory: pytest.TempPathFactory,
    releasing: Releasing,
) -> None:
    mine = releasing(tmp_path_factory.mktemp("operations"))
    attacker = Attacker()
    before: dict[Any, Sum] = {}
    second = changed(first, by)
    versions = (first, second, [*second, *later])
    sources = [mine(every, month) for month, every in enumerate(versions, 1)]
    for source, every in zip(sources, versions, strict=True):
        heard = listen(source, every, attacker)
        attacker.compares(heard, before)
        before = heard
        assert all(each.safe for each in attacks(source))
    assert all(both == apart for both, apart in unions(sources[-1]))
    assert attacker.small == set()
    found = attacker.works_out()
    assert {each for each, (least, most) in found.items() if most - least < NARROW} == set()


def nobody(_source: Source, _table: str) -> frozenset[str]:
    """Stand in for whose counts are protected: nobody's."""
    return frozenset()


def test_switched_off_the_choke_point_tells_small_counts_to_whoever_asks(
    releasing: Releasing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Operation(
        id="net-0",
        partnership="tri",
        joint_with="",
        crime_area="terrorism",
        kind="action_day",
        countries=("BEL",),
        ended="2022-03-15",
        counted=(("2022-Q1", "arrests", 3),),
    )
    every = [few, replace(few, id="net-1", counted=(("2022-Q1", "arrests", 20),))]
    source = releasing(tmp_path)(every, 1)
    monkeypatch.setattr(withholding, "whose", nobody)
    attacker = Attacker()
    _hear_partnerships(source, every, attacker)
    attacker.hidden.add(frozenset(few.counts("arrests")))
    attacker.hears(frozenset(every[1].counts("arrests")), 20, withheld=False)
    assert [*attacker.works_out().values()] == [(3, 3)]


@pytest.fixture
def run(
    warehouse: Warehouse, publish: Callable[..., Version], table: Callable[..., str]
) -> Callable[..., Source]:
    """Publishes operations that ended in one quarter, given by their arrests and convictions."""

    def published(*arrests: int, convicted: int = 8) -> Source:
        register = [
            {
                J.operation_id: f"net-{number}",
                J.partnership_id: "tri",
                J.name: f"Net {number}",
                J.crime_area: "terrorism",
                J.kind: "action_day",
                J.started: "2024-01-08",
                J.ended: "2024-02-01",
                J.lead: "NLD",
                J.countries: "BEL;NLD",
                J.countries_count: "2",
                J.source: "own_return",
            }
            for number in range(len(arrests))
        ]
        results = [
            {
                **RESULT,
                R.operation_id: f"net-{number}",
                R.arrests: count,
                R.suspects_prosecuted: "20",
                R.suspects_convicted: convicted,
            }
            for number, count in enumerate(arrests)
        ]
        tables = {JOINT_OPERATIONS.name: table(*register), OPERATION_RESULTS.name: table(*results)}
        publish(warehouse, WHEN, **tables)
        return Source(warehouse)

    return published


def test_what_an_operation_brought_is_withheld_where_it_is_small_or_tells_of_one_that_is(
    run: Callable[..., Source],
) -> None:
    source = run(3, 20, 30)
    told = [
        explorer.figures(source, f"net-{number}").filter(pl.col(explorer.FIGURE) == name(R.arrests))
        for number in range(3)
    ]
    assert told[0][VALUE].to_list() == [None]
    shown = [each[VALUE].item() for each in told]
    whole = series(source, Query(indicator="arrests", grain=QUARTER)).frame[VALUE].item()
    assert shown.count(None) >= 2 or whole is None


def test_courts_figures_of_a_single_operation_are_told_nowhere(run: Callable[..., Source]) -> None:
    found = explorer.figures(run(20, 30), "net-0").filter(
        pl.col(explorer.FIGURE).is_in([name(R.suspects_prosecuted), name(R.suspects_convicted)])
    )
    assert (found.height, found[VALUE].null_count()) == (2, 2)


def test_arrests_for_each_operation_have_no_interval_that_single_operations_are_drawn_for(
    run: Callable[..., Source],
) -> None:
    query = Query(indicator="arrests_per_operation", grain=QUARTER)
    row = series(run(*range(20, 32)), query).frame.row(0, named=True)
    assert (row[VALUE], row[LOWER], row[UPPER]) == (25.5, None, None)


def test_a_filter_on_countries_that_share_operations_takes_one_at_a_time(
    run: Callable[..., Source],
) -> None:
    source = run(20, 30)
    one = series(source, Query(indicator="arrests", grain=QUARTER, countries=("BEL",))).frame
    two = series(source, Query(indicator="arrests", grain=QUARTER, countries=("BEL", "NLD"))).frame
    assert (one[VALUE].to_list(), two[VALUE].to_list()) == ([50], [None])
    assert NOT_TOGETHER in two[FLAGS].item()


def test_no_count_of_an_operation_can_be_worked_out(run: Callable[..., Source]) -> None:
    source = run(3, 20, 30, 4)
    found = over(source, OPERATION_RESULTS.name)
    assert not found.exposed(found.attacked()).any()
