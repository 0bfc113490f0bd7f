"""What leaves of the persons in courses, to somebody who has read the data dictionary.

The attack here knows nothing of how it was decided what to withhold: it knows every figure that is
told, that figures add up over topics, forms and quarters, and that of those who completed a course
no more can be women, certified, tested or asked again; and it asks a linear programme for the rest.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from typing import Any, Final, TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.methods.disclosure import SMALLEST_SHOWN
from metrics.persons import protected
from metrics.series import Query, series
from metrics.source import Source
from metrics.training import TABLE
from metrics.values import DENOMINATOR, FEW_PERSONS, FLAGS, NUMERATOR, PERIOD, VALUE
from validation.contracts import CONTRACTS
from validation.contracts.training_completions import TrainingCompletions as T
from validation.fields import name
from validation.periods import QUARTER, YEAR, YEAR_LENGTH

WHEN = datetime(2025, 2, 1, tzinfo=UTC)
QUARTERS: Final = ("2024-Q1", "2024-Q2")
TOPICS: Final = ("forensics", "leadership", "language")
FORMATS: Final = ("workshop", "seminar")
CUTS: Final = {"": ("",), name(T.topic): TOPICS, name(T.format): FORMATS}
COMPLETED, ENROLLED, WOMEN = name(T.completed), name(T.enrolled), name(T.women)
CERTIFIED, TESTED = name(T.certified), name(T.tested_both)
ASKED_AGAIN, APPLIED = name(T.followed_up), name(T.applied_on_job)
AMONG: Final = (
    (COMPLETED, ENROLLED),
    (WOMEN, COMPLETED),
    (CERTIFIED, COMPLETED),
    (TESTED, COMPLETED),
    (ASKED_AGAIN, COMPLETED),
    (APPLIED, ASKED_AGAIN),
)
"""Who must be among whom, as the data dictionary says."""
COLUMNS: Final = tuple(dict.fromkeys(column for pair in AMONG for column in pair))

TELLS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "training_completed": ((VALUE, COMPLETED),),
    "completion_rate": ((NUMERATOR, COMPLETED), (DENOMINATOR, ENROLLED)),
    "certification_rate": ((NUMERATOR, CERTIFIED), (DENOMINATOR, COMPLETED)),
    "women_share": ((NUMERATOR, WOMEN), (DENOMINATOR, COMPLETED)),
    "learning_gain": ((DENOMINATOR, TESTED),),
    "applied_on_job": ((NUMERATOR, APPLIED), (DENOMINATOR, ASKED_AGAIN)),
}
"""What each indicator tells of the columns, where all courses fill them all."""

NARROW: Final = SMALLEST_SHOWN - 1e-6

Course: TypeAlias = dict[Any, Any]
Count: TypeAlias = tuple[str, str, str, str]
"""Quarter, cut, code and column."""
Sum: TypeAlias = frozenset[Count]
EVERY: Final[tuple[Count, ...]] = tuple(
    (quarter, cut, code, column)
    for quarter, (cut, codes), column in product(QUARTERS, CUTS.items(), COLUMNS)
    for code in codes
)


@dataclass
class Attacker:
    """Somebody who has read every figure of these courses."""

    courses: list[Course]
    told: dict[Sum, float] = field(default_factory=dict[Sum, float])
    hidden: set[Sum] = field(default_factory=set[Sum])

    def amount(self, counted: Sum) -> int:
        return sum(
            each[column]
            for each in self.courses
            for quarter, cut, code, column in counted
            if each[T.period] == quarter and (not cut or each[cut] == code)
        )

    def listen(self, to: Source) -> None:
        for indicator, grain, (cut, codes) in product(TELLS, (QUARTER, YEAR), CUTS.items()):
            frame = series(to, Query(indicator=indicator, grain=grain, by=cut)).frame
            for row, (told, column) in product(frame.to_dicts(), TELLS[indicator]):
                code = row[cut] if cut else ""
                assert code in codes
                counted = frozenset(
                    (each, cut, code, column)
                    for each in QUARTERS
                    if row[PERIOD] in {each, each[:YEAR_LENGTH]}
                )
                if row[told] is not None:
                    assert self.told.setdefault(counted, row[told]) == self.amount(counted)
                elif f"suppressed:{FEW_PERSONS}" in row[FLAGS] and self.amount(counted):
                    self.hidden.add(counted)
        self.hidden -= self.told.keys()

    def works_out(self) -> dict[Sum, tuple[float, float]]:
        """Return what could be known to within less than the smallest count shown."""
        within = [
            _row(plus=[(*group, part)], minus=[(*group, whole)])
            for group in dict.fromkeys(each[:3] for each in EVERY)
            for part, whole in AMONG
        ]
        not_zero = [_row(minus=counted) for counted in self.hidden]
        adds_up = [
            _row(plus=[(quarter, cut, code, column) for code in codes], minus=[total])
            for quarter, (cut, codes), column in product(QUARTERS, CUTS.items(), COLUMNS)
            if (total := (quarter, "", "", column)) and cut
        ]
        shown = [_row(plus=counted) for counted in self.told]

        def end(counted: Sum, sign: int) -> float:
            found = linprog(
                [sign * each for each in _row(plus=counted)],
                A_ub=within + not_zero,
                b_ub=[0.0] * len(within) + [-1.0] * len(not_zero),
                A_eq=adds_up + shown,
                b_eq=[0.0] * len(adds_up) + [*self.told.values()],
            )
            assert found.status in {_FOUND, _UNBOUNDED}
            return sign * (float("-inf") if found.fun is None else found.fun)

        ends = {each: (end(each, 1), end(each, -1)) for each in self.hidden}
        narrow = SMALLEST_SHOWN - 1e-6
        return {
            each: (least, most) for each, (least, most) in ends.items() if most - least < narrow
        }


_FOUND, _UNBOUNDED = 0, 3


def _row(*, plus: Collection[Count] = (), minus: Collection[Count] = ()) -> list[float]:
    return [float((each in plus) - (each in minus)) for each in EVERY]


@st.composite
def a_course(draw: st.DrawFn) -> Course:
    completed = draw(st.one_of(st.integers(1, 6), st.integers(5, 30)))
    again = draw(st.integers(0, completed))
    return {
        T.period: draw(st.sampled_from(QUARTERS)),
        T.topic: draw(st.sampled_from(TOPICS)),
        T.format: draw(st.sampled_from(FORMATS)),
        T.completed: completed,
        T.enrolled: completed + draw(st.integers(0, 6)),
        T.women: draw(st.integers(0, completed)),
        T.certified: draw(st.integers(0, completed)),
        T.tested_both: draw(st.integers(max(completed - 2, 0), completed)),
        T.followed_up: again,
        T.applied_on_job: draw(st.integers(0, again)),
    }


def all_tested(topic: str, completed: int) -> Course:
    """Return a course all of whom were tested, and none of whom is counted otherwise."""
    return {
        T.period: QUARTERS[0],
        T.topic: topic,
        T.format: FORMATS[0],
        **dict.fromkeys((T.completed, T.enrolled, T.tested_both), completed),
        **dict.fromkeys((T.women, T.certified, T.followed_up, T.applied_on_job), 0),
    }


ALL_WERE_TESTED: Final = [
    all_tested("forensics", 20),
    all_tested("leadership", 3),
    all_tested("language", 19),
]
"""That 3 completed is withheld, and 19 for it; nobody else who completed is left to be untested."""


@pytest.fixture
def held(
    beginning: Warehouse,
    publish: Callable[..., Version],
    table: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[list[Course]], Source]:
    """Publishes courses in a warehouse of their own."""

    def published(courses: list[Course]) -> Source:
        path = tmp_path_factory.mktemp("trained") / beginning.path.name
        for each in (beginning.path, beginning.path.with_name(f"{beginning.path.name}.head")):
            path.with_name(each.name).write_bytes(each.read_bytes())
        rows = [
            {
                T.training_id: f"course-{number}",
                T.partnership_id: "tri",
                T.course: "Course",
                T.provider: "CEPOL",
                T.source: "own_return",
                T.pre_score: 50,
                T.post_score: 60,
                **course,
            }
            for number, course in enumerate(courses)
        ]
        mine = Warehouse(path)
        publish(mine, WHEN, **{TABLE: table(*rows)})
        return Source(mine)

    return published


def attacked(held: Callable[[list[Course]], Source], courses: list[Course]) -> Attacker:
    attacker = Attacker(courses)
    attacker.listen(held(courses))
    return attacker


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(courses=st.lists(a_course(), min_size=2, max_size=6))
@example(courses=ALL_WERE_TESTED)
def test_whoever_knows_who_must_be_among_whom_works_no_withheld_count_out(
    courses: list[Course], held: Callable[[list[Course]], Source]
) -> None:
    assert attacked(held, courses).works_out() == {}


@pytest.fixture
def unaware(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Decides as if the data dictionary did not say who must be among whom."""
    monkeypatch.setitem(vars(CONTRACTS[TABLE]), "whole_of", {})
    protected.cache_clear()
    yield
    protected.cache_clear()


@pytest.mark.usefixtures("unaware")
def test_where_that_is_not_seen_when_deciding_the_same_attack_finds_a_count(
    held: Callable[[list[Course]], Source],
) -> None:
    assert attacked(held, ALL_WERE_TESTED).works_out()
