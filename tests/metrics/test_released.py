"""What leaves of counts of persons: no small one, and none that the others give away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.ledger import Version
from data.warehouse import Warehouse
from metrics import withholding
from metrics.attacks import attacks
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator, Signal
from metrics.methods.margins import CODE, COUNTED, CUT
from metrics.quality import behind
from metrics.quality.behind import Behind
from metrics.quality.revisions import AFTER, BEFORE, COLUMN, revisions
from metrics.released import over, withheld
from metrics.series import Query, series
from metrics.signals import SIGNALS, with_signals
from metrics.source import Source
from metrics.training import TABLE
from metrics.values import (
    CENTRE,
    DENOMINATOR,
    FEW_PERSONS,
    FLAGS,
    GRAIN,
    LOWER,
    NOT_TOGETHER,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    ROWS,
    UPPER,
    VALUE,
    YEAR_NOT_OVER,
)
from validation.contracts.partnerships import Partnerships
from validation.contracts.training_completions import TrainingCompletions as T
from validation.fields import name
from validation.periods import QUARTER, YEAR, Grain

WHEN = datetime(2025, 2, 1, tzinfo=UTC)
TOLD = (VALUE, LOWER, UPPER, NUMERATOR, DENOMINATOR)
TOPICS = ("forensics", "leadership", "language")
COURSE: dict[Any, object] = {
    T.partnership_id: "tri",
    T.course: "Course",
    T.provider: "CEPOL",
    T.format: "workshop",
    T.source: "own_return",
}
OF_TRAINING = [
    each for each in INDICATORS.values() if each.persons and each.statistic.table == TABLE
]

Held = Callable[..., Source]


@pytest.fixture
def held(warehouse: Warehouse, publish: Callable[..., Version], table: Callable[..., str]) -> Held:
    """Publishes courses, given as (period, topic, completed, enrolled), as a version."""

    def published(*courses: tuple[str, str, int, int], when: datetime = WHEN) -> Source:
        rows = [
            {
                **COURSE,
                T.training_id: f"course-{number}",
                T.period: period,
                T.topic: topic,
                T.completed: completed,
                T.enrolled: enrolled,
            }
            for number, (period, topic, completed, enrolled) in enumerate(courses)
        ]
        publish(warehouse, when, **{TABLE: table(*rows)})
        return Source(warehouse)

    return published


def asked(
    source: Source,
    indicator: str,
    *,
    grain: Grain,
    by: str = "",
    crime_areas: tuple[str, ...] = (),
) -> pl.DataFrame:
    query = Query(indicator=indicator, grain=grain, by=by, crime_areas=crime_areas)
    return series(source, query).frame


def test_a_small_count_loses_all_that_it_could_tell(held: Held) -> None:
    found = asked(held(("2024-Q1", "forensics", 3, 3)), "training_completed", grain=QUARTER)
    row = found.row(0, named=True)
    assert [row[each] for each in TOLD] == [None] * len(TOLD)
    assert row[ROWS] == 0
    assert f"suppressed:{FEW_PERSONS}" in row[FLAGS]


def test_a_zero_and_a_count_of_five_are_shown(held: Held) -> None:
    source = held(("2024-Q1", "forensics", 0, 0), ("2024-Q2", "forensics", 5, 5))
    assert asked(source, "training_completed", grain=QUARTER)[VALUE].to_list() == [0, 5]


def test_what_total_less_the_rest_would_tell_is_withheld_too(held: Held) -> None:
    source = held(("2024-Q1", "forensics", 3, 3), ("2024-Q1", "leadership", 30, 30))
    by_topic = asked(source, "training_completed", grain=QUARTER, by=name(T.topic))
    whole = asked(source, "training_completed", grain=QUARTER)
    shown = [*by_topic[VALUE], *whole[VALUE]]
    assert shown.count(None) >= 2


def test_of_a_small_share_neither_part_is_shown_and_the_count_beside_it_stays(held: Held) -> None:
    source = held(("2024-Q1", "forensics", 28, 30))
    rate = asked(source, "completion_rate", grain=QUARTER).row(0, named=True)
    assert [rate[each] for each in TOLD] == [None] * len(TOLD)
    assert asked(source, "training_completed", grain=QUARTER)[VALUE].to_list() == [28]


def test_a_filter_adds_released_cells_and_says_how_many_it_missed(held: Held) -> None:
    source = held(
        ("2024-Q1", "cybercrime", 3, 3),
        ("2024-Q1", "terrorism", 4, 4),
        ("2024-Q1", "corruption", 30, 30),
        ("2024-Q1", "robbery", 40, 40),
    )
    areas = ("cybercrime", "corruption", "robbery")
    row = asked(source, "training_completed", grain=QUARTER, crime_areas=areas).row(0, named=True)
    assert (row[VALUE], "partial:figures 2/3" in row[FLAGS]) == (70, True)


def test_two_dimensions_at_once_are_not_answered_and_it_says_what_can_be_asked(held: Held) -> None:
    source = held(("2024-Q1", "cybercrime", 30, 30))
    both = asked(
        source, "training_completed", grain=QUARTER, by=name(T.format), crime_areas=("cybercrime",)
    )
    assert both[VALUE].to_list() == [None]
    assert f"suppressed:{NOT_TOGETHER}" in both[FLAGS].item()


def test_a_year_is_told_when_it_is_over(held: Held) -> None:
    source = held(("2024-Q1", "forensics", 30, 30), when=datetime(2024, 5, 1, tzinfo=UTC))
    year = asked(source, "training_completed", grain=YEAR)
    assert year[VALUE].to_list() == [None]
    assert f"suppressed:{YEAR_NOT_OVER}" in year[FLAGS].item()


def test_what_a_publication_printed_is_shown(
    warehouse: Warehouse,
    publish: Callable[..., Version],
    partners: Callable[..., str],
    held: Held,
) -> None:
    publish(warehouse, partnerships=partners({Partnerships.record: "published"}))
    found = asked(held(("2024-Q1", "forensics", 3, 3)), "training_completed", grain=QUARTER)
    assert found[VALUE].to_list() == [3]


def test_a_later_version_does_not_tell_by_how_few_a_count_rose(held: Held) -> None:
    before = held(("2024-Q1", "forensics", 30, 30))
    assert asked(before, "training_completed", grain=QUARTER)[VALUE].to_list() == [30]
    after = held(("2024-Q1", "forensics", 32, 32))
    assert asked(after, "training_completed", grain=QUARTER)[VALUE].to_list() == [None]


def test_the_middle_of_a_control_chart_times_n_tells_no_withheld_count(held: Held) -> None:
    indicator = INDICATORS["training_completed"]
    quarters = [f"{year}-Q{at}" for year, at in product((2021, 2022, 2023), range(1, 5))]

    def charted(*few: int) -> pl.DataFrame:
        numbers = [*few, 40, 24, 22, 25, 21, 23, 26, 22, 24, 23]
        courses = [(q, "forensics", n, n) for q, n in zip(quarters, numbers, strict=True)]
        told = asked(held(*courses), indicator.id, grain=QUARTER)
        judged = with_signals(told, replace(indicator, signal=Signal.INDIVIDUALS))
        return judged.select(PERIOD, VALUE, *SIGNALS)

    found = charted(3, 20)
    told, middle = found[VALUE].drop_nulls(), found[CENTRE].drop_nulls().unique().item()
    assert told.len() == len(quarters) - 2
    assert middle * told.len() == pytest.approx(told.sum())
    assert found.equals(charted(4, 19))


def test_rows_are_shown_without_what_they_count(held: Held) -> None:
    source = held(("2024-Q1", "forensics", 3, 4))
    asked_of = Behind.of(TABLE, {PARTNERSHIP: "tri"})
    columns = behind.rows(source, asked_of).columns
    assert not {name(T.completed), name(T.enrolled), name(T.hours)}.intersection(columns)


def test_rows_cannot_be_asked_for_by_what_they_count(held: Held) -> None:
    source = held(("2024-Q1", "forensics", 3, 4))
    numbers = [
        behind.count(source, Behind.of(TABLE, {PARTNERSHIP: "tri", name(T.completed): str(guess)}))
        for guess in range(1, 6)
    ]
    assert numbers == [1] * 5


def test_a_revision_of_persons_tells_no_sums(held: Held) -> None:
    held(("2024-Q1", "forensics", 30, 30))
    found = revisions(held(("2024-Q1", "forensics", 33, 40)))
    mine = found.filter(pl.col(COLUMN).is_in([name(T.completed), name(T.enrolled)]))
    assert mine.height == 2
    assert [*mine[BEFORE], *mine[AFTER]] == [None] * 4


COURSES = st.lists(
    st.tuples(
        st.sampled_from(("2024-Q1", "2024-Q2", "2024-Q3")),
        st.sampled_from(TOPICS),
        st.integers(0, 14),
        st.integers(0, 6),
    ).map(lambda each: (each[0], each[1], each[2], each[2] + each[3])),
    min_size=1,
    max_size=7,
)


def surfaces(source: Source, indicator: Indicator) -> list[tuple[Grain, str, pl.DataFrame]]:
    """Ask for an indicator in every way in which it is told: grain and cut."""
    cuts = ("", *indicator.cuts)
    return [
        (grain, cut, asked(source, indicator.id, grain=grain, by=cut))
        for grain, cut in product((QUARTER, YEAR), cuts)
    ]


def given_away(source: Source) -> list[tuple[str, str, str]]:
    """Return where a figure is told although a count in it is withheld."""
    hidden = withheld(source, TABLE)
    found: list[tuple[str, str, str]] = []
    for indicator in OF_TRAINING:
        mine = hidden.filter(pl.col(COUNTED).is_in(withholding.persons.named(indicator)))
        for grain, cut, frame in surfaces(source, indicator):
            lines = mine.filter(
                pl.col(GRAIN) == grain, pl.col(CUT).eq_missing(pl.lit(cut or None))
            ).rename({CODE: cut} if cut else {})
            keys = [PARTNERSHIP, PERIOD, *([cut] if cut else [])]
            told = frame.filter(
                pl.any_horizontal(pl.col(each).is_not_null() for each in TOLD) | (pl.col(ROWS) > 0)
            )
            leaks = told.join(lines, on=keys, how="semi", nulls_equal=True)
            found += [(indicator.id, grain, cut)] * leaks.height
    return found


FEW = settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@FEW
@given(first=COURSES, second=COURSES)
def test_no_surface_of_any_version_tells_a_withheld_count_nor_gives_one_away(
    first: list[tuple[str, str, int, int]],
    second: list[tuple[str, str, int, int]],
    tmp_path_factory: pytest.TempPathFactory,
    beginning: Warehouse,
    publish: Callable[..., Version],
    table: Callable[..., str],
) -> None:
    path = tmp_path_factory.mktemp("released") / beginning.path.name
    for each in (beginning.path, beginning.path.with_name(f"{beginning.path.name}.head")):
        path.with_name(each.name).write_bytes(each.read_bytes())
    mine = Warehouse(path)
    for month, courses in ((1, first), (2, second)):
        rows = [
            {
                **COURSE,
                T.training_id: f"course-{month}-{number}",
                T.period: period,
                T.topic: topic,
                T.completed: completed,
                T.enrolled: enrolled,
                T.women: completed // 2,
            }
            for number, (period, topic, completed, enrolled) in enumerate(courses)
        ]
        publish(mine, datetime(2025, month, 1, tzinfo=UTC), **{TABLE: table(*rows)})
    source = Source(mine)
    for version in (Source(mine, 2), source):
        assert given_away(version) == []
    found = over(source, TABLE)
    assert not found.exposed(found.attacked()).any()
    assert all(each.safe for each in attacks(source))


def nobody(_source: Source, _table: str) -> frozenset[str]:
    """Stand in for whose counts are protected: nobody's."""
    return frozenset()


def test_switched_off_the_choke_point_gives_small_counts_away(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = held(("2024-Q1", "forensics", 3, 3))
    monkeypatch.setattr(withholding, "whose", nobody)
    assert given_away(source)


def test_what_was_decided_is_kept_beside_the_warehouse_and_may_be_lost(
    held: Held, warehouse: Warehouse
) -> None:
    source = held(("2024-Q1", "forensics", 3, 3), ("2024-Q1", "leadership", 30, 30))
    first = withheld(source, TABLE)
    file = warehouse.path.with_name(f"{warehouse.path.name}.{TABLE}.released")
    assert file.exists()
    file.write_bytes(b"spoilt")
    assert withheld(Source(warehouse), TABLE).equals(first)
