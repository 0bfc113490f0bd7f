"""Before and after a milestone, from published rows: what is compared, refused, found and asked."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics import values as columns
from metrics.candidates import (
    CONTEXT,
    OUTSIDE,
    REFUSALS,
    UNDATED,
    Candidate,
    Event,
    candidates,
    comparable,
    counts,
    declared,
    events,
    opening,
)
from metrics.catalogue import INDICATORS
from metrics.evaluations import Answer, Asked, Question, evaluate
from metrics.methods.arrays import Ints
from metrics.methods.before_after import Reason
from metrics.series import Query
from metrics.signals import PUBLISHED_TOTAL, STOCK, SURVEY
from metrics.source import Source
from metrics.whole_points import Out, lines
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.milestones import Milestones
from validation.contracts.partnerships import Partnerships
from validation.periods import Period

Publish = Callable[..., Version]
Table = Callable[..., str]

QUARTERS = [Period(2019, 1).shift(at).code for at in range(25)]
AT = 12
DUE = 1000
NOISE = np.random.default_rng(7).normal(0, 12, (2, len(QUARTERS))).round().astype(int)
MILESTONES = (
    {Milestones.date: "2022-02-01", Milestones.label: "Platform opens"},
    {Milestones.date: "2021-01-01", Milestones.label: "Early"},
    {Milestones.date: "2020-11", Milestones.label: "Too early"},
    {Milestones.date: "2023-11-01", Milestones.label: "Too late"},
    {Milestones.date: "2022", Milestones.label: "Some time"},
    {Milestones.date: "2030-01-01", Milestones.label: "To come"},
)
STONE = {Milestones.partnership_id: "tri", Milestones.kind: "platform"}
EXPECTED = {Milestones.indicator: "on_time_replies", Milestones.expected: "up"}


def _replies(partnership: str, step: int, noise: Ints) -> list[dict[Any, object]]:
    return [
        {
            T.partnership_id: partnership,
            T.period: quarter,
            T.sender: sender,
            T.receiver: receiver,
            T.messages: 100 + 20 * (at > AT),
            T.replies_due: DUE,
            T.replied_on_time: 600 + int(noise[at]) + step * (at > AT),
        }
        for at, quarter in enumerate(QUARTERS)
        for sender, receiver in (("BEL", "NLD"), ("NLD", "BEL"))
    ]


@pytest.fixture(scope="module")
def published(
    beginning: Warehouse,
    tmp_path_factory: pytest.TempPathFactory,
    publish: Publish,
    exchange: Table,
    partners: Table,
    table: Table,
) -> Warehouse:
    """Two partnerships over 25 quarters; in the 13th, a step of ten points begins in the first."""
    home = tmp_path_factory.mktemp("evaluated")
    for path in (beginning.path, beginning.path.with_name(beginning.path.name + ".head")):
        shutil.copy(path, home / path.name)
    warehouse = Warehouse(home / beginning.path.name)
    stones = [
        {Milestones.partnership_id: "tri", Milestones.kind: "platform", **each}
        for each in MILESTONES
    ]
    stones[0] |= EXPECTED
    others = (
        {Partnerships.partnership_id: each, Partnerships.name: each} for each in ("other", "third")
    )
    publish(
        warehouse,
        datetime(2022, 3, 1, tzinfo=UTC),
        milestones=table(*stones),
        partnerships=partners({}, *others),
    )
    rows = [*_replies("tri", 100, NOISE[0]), *_replies("other", 0, NOISE[1])]
    two_areas = _replies("third", 0, NOISE[1])
    rows += [*two_areas, *({**row, T.crime_area: "cybercrime"} for row in two_areas)]
    publish(warehouse, information_exchange=exchange(*rows))
    return warehouse


@pytest.fixture(scope="module")
def source(published: Warehouse) -> Source:
    """Its third version."""
    return Source(published, 3)


def _query(partnership: str = "tri", indicator: str = "") -> Query:
    return Query(indicator=indicator, partnerships=(partnership,), grain="quarter")


def _event(source: Source, label: str) -> Event:
    return next(each for each in events(source, "tri") if each.label == label)


def _found(source: Source, label: str, indicator: str = "on_time_replies") -> Candidate:
    listed = candidates(source, _query(), _event(source, label))
    return next(each for each in listed if each.indicator == indicator)


def _asked(
    source: Source, indicator: str, label: str = "Platform opens", comparison: str = ""
) -> Answer:
    query, event = _query(indicator=indicator), _event(source, label)
    return evaluate(source, Question(query=query, event=event, comparison=comparison))


@pytest.mark.parametrize(
    ("label", "refusal", "tested", "before", "after"),
    [
        ("Platform opens", "", True, 12, 12),
        ("Early", "", False, 8, 16),
        ("Too early", Reason.FEW_BEFORE, False, 7, 17),
        ("Too late", Reason.FEW_AFTER, False, 19, 5),
        ("Some time", UNDATED, False, 0, 0),
        ("To come", OUTSIDE, False, 0, 0),
    ],
)
def test_twelve_whole_quarters_a_side_are_tested_eight_drawn_and_fewer_refused(
    source: Source, label: str, refusal: str, before: int, after: int, *, tested: bool
) -> None:
    found = _found(source, label)
    assert (found.refusal, found.tested) == (refusal, tested)
    assert (found.before, found.after) == (before, after)


@pytest.mark.parametrize(
    ("indicator", "why"),
    [
        ("published_messages", PUBLISHED_TOTAL),
        ("homicide_rate", CONTEXT),
        ("trust_in_police", CONTEXT),
        ("agreements_in_force", STOCK),
        ("shared_goals", SURVEY),
        ("on_time_replies", ""),
        ("messages", ""),
    ],
)
def test_totals_as_printed_places_states_and_surveys_are_never_compared(
    source: Source, indicator: str, why: str
) -> None:
    assert declared(INDICATORS[indicator]) == why
    assert not why or REFUSALS[why]
    listed = {each.indicator for each in candidates(source, _query(), _event(source, "Early"))}
    assert (indicator in listed) == (not why)


def test_a_planted_step_is_found_with_its_size(source: Source) -> None:
    answer = _asked(source, "on_time_replies")
    assert answer.found is not None
    level = answer.found.level
    assert level.lower < 0.1 < level.upper
    assert level.lower > 0
    assert answer.found.placebo.as_large == 0
    assert not answer.counts


def test_where_nothing_was_planted_nothing_is_found(source: Source) -> None:
    event = _event(source, "Platform opens")
    answer = evaluate(source, Question(query=_query("other", "on_time_replies"), event=event))
    assert answer.found is not None
    assert answer.found.level.lower < 0 < answer.found.level.upper


def test_counts_that_step_from_200_to_240_step_by_a_fifth_and_add_40_a_quarter(
    source: Source,
) -> None:
    answer = _asked(source, "messages")
    assert answer.found is not None
    assert answer.counts
    assert answer.adds
    assert answer.found.level.value == pytest.approx(1.2)
    assert answer.found.slope.value == pytest.approx(1.0)
    assert answer.found.total.value == pytest.approx(12 * 40)


def test_the_step_of_both_is_none_in_the_difference(source: Source) -> None:
    assert _comparisons(source, "Platform opens") == ("other",)
    answer = _asked(source, "messages", comparison="other")
    assert answer.found is not None
    assert answer.found.level.value == pytest.approx(1.0)
    differing = _asked(source, "on_time_replies", comparison="other")
    assert differing.found is not None
    assert differing.found.level.lower > 0


def test_a_crime_area_is_compared_with_another_of_the_same_partnership(source: Source) -> None:
    event = _event(source, "Platform opens")
    query = replace(_query("third", "messages"), crime_areas=("general",))
    alone = evaluate(source, Question(query=query, event=event))
    beside = evaluate(source, Question(query=query, event=event, area="cybercrime"))
    assert alone.found is not None
    assert beside.found is not None
    assert alone.found.level.value == pytest.approx(1.2)
    assert beside.found.level.value == pytest.approx(1.0)


def _comparisons(source: Source, label: str) -> tuple[str, ...]:
    found = _found(source, label)
    return comparable(source, _query(), _event(source, label), found, ("tri", "other"))


def test_a_milestone_of_all_leaves_nobody_to_compare_with(source: Source) -> None:
    event = Event(day="2022-02-01", partnership="ALL", label="Law")
    found = _found(source, "Platform opens")
    assert comparable(source, _query(), event, found, ("tri", "other")) == ()


def test_what_was_expected_and_can_be_tested_is_shown_first(source: Source) -> None:
    first = opening(source, Query(indicator="", grain="quarter"), ("other", "tri"))
    assert first is not None
    assert (first[0], first[1].label, first[2].indicator) == (
        "tri",
        "Platform opens",
        "on_time_replies",
    )


def test_an_effect_on_record_before_the_first_quarter_past_it_ended_was_asked_beforehand(
    source: Source, published: Warehouse, publish: Publish, table: Table
) -> None:
    asked = _asked(source, "on_time_replies").recorded
    assert (asked.asked, asked.version, str(asked.day)) == (Asked.BEFOREHAND, 2, "2022-03-01")
    assert _asked(source, "messages").recorded.asked is Asked.NOT_NAMED
    late = {Milestones.date: "2022-02-02", Milestones.label: "Found by looking"}
    publish(published, milestones=table({**STONE, **late, **EXPECTED}))
    after = Source(published)
    assert _asked(after, "on_time_replies", "Found by looking").recorded.asked is Asked.LATER


def test_only_counted_events_are_counts() -> None:
    found = {each.id for each in INDICATORS.values() if counts(each)}
    assert {"messages", "arrests", "requests_received"} <= found
    assert not found & {"on_time_replies", "reply_hours", "seized_value", "drugs_seized"}


def _frame(*rows: dict[str, object]) -> pl.DataFrame:
    plain = {
        columns.PARTNERSHIP: "tri",
        columns.VALUE: 1.0,
        columns.FLAGS: "",
        columns.PRECISION: "",
        columns.BREAK_BEFORE: "",
    }
    return pl.DataFrame([plain | row for row in rows])


def test_what_is_not_whole_takes_no_part_and_is_named() -> None:
    (line,) = lines(
        _frame(
            {columns.PERIOD: "2024-Q1"},
            {columns.PERIOD: "2024-Q2", columns.FLAGS: "partial:3/4;simulated"},
            {columns.PERIOD: "2024-Q4", columns.FLAGS: "suppressed", columns.VALUE: None},
            {columns.PERIOD: "2025-Q1", columns.PRECISION: "at_least"},
            {columns.PERIOD: "2025-Q2", columns.BREAK_BEFORE: "Counted anew."},
            {columns.PERIOD: "2025-Q3", columns.FLAGS: "immature"},
        ),
        (),
    ).values()
    assert {period.code: out for period, out in line.out.items()} == {
        "2024-Q2": Out.PARTIAL,
        "2024-Q3": Out.MISSING,
        "2024-Q4": Out.WITHHELD,
        "2025-Q1": Out.BOUND,
        "2025-Q3": Out.IMMATURE,
    }
    assert line.broken == (5,)
    kept = line.within(5, 7)
    assert kept.out[Period(2024, 1)] is Out.UNLIKE
    assert np.flatnonzero(np.isfinite(kept.values)).tolist() == [5]
