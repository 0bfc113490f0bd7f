"""The effectiveness index: what enters, each step worked by hand, and when there is no total."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.catalogue import INDICATORS
from metrics.entering import (
    NO_DIRECTION,
    PLACES,
    PUBLISHED_TOTAL,
    SEVERAL_LINES,
    VOLUME,
    why_out,
)
from metrics.index import (
    FEW_PARTNERSHIPS,
    FEW_TOTALS,
    NOTHING,
    ONE_PILLAR,
    Design,
    Index,
    index,
)
from metrics.index_moves import moves
from metrics.indicator import Indicator
from metrics.methods.composite import Aggregation, Normalisation, normalised
from metrics.source import Source
from validation.codes import Direction, Level
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.periods import Period

Row = dict[Any, object]
Publish = Callable[..., Version]
Table = Callable[..., str]
Made = Callable[..., Index]
WHEN = datetime(2024, 10, 2, tzinfo=UTC)
LEFT = ("on_time_replies", "unanswered_replies", "clarification_rate")
FIVE = ("aa", "bb", "cc", "dd", "ee")
OTHERS = tuple(
    (each.id, 0.0) for each in INDICATORS.values() if not why_out(each) and each.id not in LEFT
)
"""Weights that leave three indicators of two pillars, so that the steps can be worked by hand."""


@pytest.fixture
def returned(
    warehouse: Warehouse, publish: Publish, exchange: Table, partners: Table
) -> Callable[..., None]:
    """Publish a year of partnerships, each with replies on time, unanswered and unclear of 400."""

    def published(
        numbers: dict[str, tuple[object, object, object]],
        *,
        year: int = 2023,
        kind: str = "network",
    ) -> None:
        rows: list[Row] = [
            {
                T.period: f"{year}-Q{quarter}",
                T.partnership_id: each,
                T.sender: sender,
                T.receiver: receiver,
                T.messages: 50,
                T.replies_due: 50,
                T.replied_on_time: on_time,
                T.unanswered: unanswered,
                T.clarifications: unclear,
            }
            for each, (on_time, unanswered, unclear) in numbers.items()
            for quarter in range(1, 5)
            for sender, receiver in (("BEL", "NLD"), ("NLD", "BEL"))
        ]
        named = [
            {Partnerships.partnership_id: each, Partnerships.name: each, Partnerships.kind: kind}
            for each in numbers
        ]
        tables = {INFORMATION_EXCHANGE.name: exchange(*rows), PARTNERSHIPS.name: partners(*named)}
        publish(warehouse, WHEN, **tables)

    return published


@pytest.fixture
def made(warehouse: Warehouse) -> Made:
    """Make the index of three indicators, unless told otherwise."""

    def of(**design: object) -> Index:
        asked = replace(Design(weights=OTHERS, kind="network"), **design)
        return index(Source(warehouse), asked)

    return of


def alike(*numbers: object) -> dict[str, tuple[object, ...]]:
    return dict.fromkeys(FIVE, numbers)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_what_enters_an_index_has_goalposts_and_nothing_else_has(indicator: str) -> None:
    declared = INDICATORS[indicator]
    assert (declared.goalposts is not None) == (why_out(declared) == "")


@pytest.mark.parametrize("indicator", [each for each in INDICATORS.values() if each.goalposts])
def test_goalposts_lie_the_way_the_indicator_does_and_say_where_they_come_from(
    indicator: Indicator,
) -> None:
    posts = indicator.goalposts
    assert posts is not None
    assert (posts.best > posts.worst) == (indicator.direction is Direction.UP)
    assert posts.why
    assert indicator.level is not Level.CONTEXT
    if indicator.unit == "share":
        assert {posts.worst, posts.best} == {0.0, 1.0}


@pytest.mark.parametrize(
    ("indicator", "why"),
    [
        ("published_arrests", PUBLISHED_TOTAL),
        ("trust_in_police", PLACES),
        ("refused_legal", NO_DIRECTION),
        ("data_breaches", VOLUME),
        ("obstacle_rate", SEVERAL_LINES),
        ("on_time_replies", ""),
        ("response_hours", ""),
    ],
)
def test_what_does_not_enter_says_why(indicator: str, why: str) -> None:
    assert why_out(INDICATORS[indicator]) == why


def test_each_step_of_a_small_index_is_as_worked_by_hand(
    returned: Callable[..., None], made: Made
) -> None:
    # Of 50 each way: 40 on time (80 %), 5 unanswered (10 %), 10 unclear (20 %).
    returned(alike(40, 5, 10) | {"aa": (50, 0, 0)})
    found = made()
    assert found.why == ""
    assert found.period == "2023"
    assert [each.id for each in found.indicators] == list(LEFT)
    assert found.made is not None
    # 1 + 99 × 0.8, 1 + 99 × (1 − 0.1), 1 + 99 × (1 − 0.2)
    assert found.made.scores[1] == pytest.approx([80.2, 90.1, 80.2])
    assert found.made.scores[0] == pytest.approx([100, 100, 100])
    # Two indicators of exchange: (80.2 + 90.1) / 2; one of trust.
    assert found.made.pillars[1] == pytest.approx([85.15, 80.2])
    assert found.made.total[1] == pytest.approx((85.15 + 80.2) / 2)
    assert found.made.ranks.tolist() == [1, 2, 2, 2, 2]


def test_own_weights_count_within_and_between_pillars(
    returned: Callable[..., None], made: Made
) -> None:
    returned(alike(40, 5, 10))
    own = (("on_time_replies", 3.0), ("communication_trust", 3.0))
    found = made(weights=(*OTHERS, *own))
    assert found.made is not None
    exchange = (3 * 80.2 + 90.1) / 4
    assert found.made.pillars[0] == pytest.approx([exchange, 80.2])
    assert found.made.total[0] == pytest.approx((exchange + 3 * 80.2) / 4)


def test_a_mean_that_makes_up_for_less_is_chosen_for_both_steps(
    returned: Callable[..., None], made: Made
) -> None:
    returned(alike(40, 5, 10))
    found = made(aggregation=Aggregation.GEOMETRIC)
    assert found.made is not None
    exchange = (80.2 * 90.1) ** 0.5
    assert found.made.total[0] == pytest.approx((exchange * 80.2) ** 0.5)


def test_a_pillar_of_which_less_than_two_thirds_is_there_has_no_score_and_nothing_is_imputed(
    returned: Callable[..., None], made: Made
) -> None:
    returned(alike(40, 5, 10) | {"ff": (40, "", 10)})
    found = made()
    assert found.made is not None
    place = list(found.names).index("ff")
    assert np.isnan(found.made.values[place, 1])
    assert found.made.told[place].tolist() == [1, 1]
    assert np.isnan(found.made.pillars[place, 0])
    assert np.isnan(found.made.total[place])
    assert found.made.ranks[place] == 0
    assert found.made.ranks.max() == 1


def test_fewer_than_five_of_a_kind_have_a_profile_and_no_total(
    returned: Callable[..., None], made: Made
) -> None:
    returned(dict.fromkeys(FIVE[:4], (40, 5, 10)))
    found = made()
    assert found.why == FEW_PARTNERSHIPS
    assert found.made is not None
    assert np.isfinite(found.made.pillars).all()
    assert found.profile() is None


def test_fewer_than_five_with_the_same_pillars_have_no_total(
    returned: Callable[..., None], made: Made
) -> None:
    numbers = dict.fromkeys(FIVE[:4], (40, 5, 10))
    returned(numbers | {"ee": (40, 5, ""), "ff": ("", "", 10)})
    assert made().why == FEW_TOTALS


def test_one_pillar_alone_makes_no_total(returned: Callable[..., None], made: Made) -> None:
    returned(alike(40, 5, 10))
    assert made(weights=(*OTHERS, ("communication_trust", 0.0))).why == ONE_PILLAR


def test_unlike_kinds_are_never_in_one_index(returned: Callable[..., None], made: Made) -> None:
    returned(alike(40, 5, 10))
    returned({"ff": (40, 5, 10)}, kind="bilateral")
    assert set(made().names) == set(FIVE)
    assert made(kind="").names.keys() == set(FIVE)
    assert made(kind="bilateral").why == FEW_PARTNERSHIPS


def test_where_nothing_that_enters_is_returned_there_is_no_index(made: Made) -> None:
    found = made(kind="")
    assert found.why == NOTHING
    assert found.made is None


def test_a_year_that_is_not_whole_yields_to_the_one_before(
    returned: Callable[..., None],
    made: Made,
    warehouse: Warehouse,
    publish: Publish,
    exchange: Table,
) -> None:
    returned(alike(40, 5, 10))
    rows: list[Row] = [
        {T.period: "2024-Q1", T.partnership_id: each, T.replies_due: 50, T.replied_on_time: 50}
        for each in FIVE
    ]
    publish(warehouse, WHEN, **{INFORMATION_EXCHANGE.name: exchange(*rows)})
    assert made().period == "2023"
    asked = made(period=Period(2024), exact=True)
    assert asked.period == "2024"
    assert asked.why == NOTHING


def test_both_ranges_are_told_for_those_ranked_and_the_same_seed_gives_the_same(
    returned: Callable[..., None], made: Made, warehouse: Warehouse
) -> None:
    numbers = {each: (50 - 3 * at, at, 2 * at) for at, each in enumerate(FIVE)}
    returned(numbers)
    found = made()
    moved = moves(Source(warehouse), found, draws=200, seed=7)
    again = moves(Source(warehouse), found, draws=200, seed=7)
    assert moved is not None
    assert again is not None
    assert moved.sampling is not None
    assert found.made is not None
    assert (moved.sampling.lower <= found.made.total + 1e-6).all()
    assert (moved.sampling.upper >= found.made.total - 1e-6).all()
    assert np.array_equal(moved.method.draws, again.method.draws)
    # Better in every single value, so first in every design.
    assert moved.first[0, 1:] == pytest.approx(1)
    assert moved.unsure == 1


def test_a_scale_that_moves_with_the_values_has_no_range_from_sampling(
    returned: Callable[..., None], made: Made, warehouse: Warehouse
) -> None:
    returned(alike(40, 5, 10) | {"aa": (50, 0, 0)})
    moved = moves(Source(warehouse), made(normalisation=Normalisation.RANK), draws=50)
    assert moved is not None
    assert moved.sampling is None


def test_where_no_choice_moves_a_rank_the_sensitivity_is_nought(
    returned: Callable[..., None], made: Made, warehouse: Warehouse
) -> None:
    returned(alike(40, 5, 10))
    moved = moves(Source(warehouse), made(), draws=50)
    assert moved is not None
    assert moved.sensitivity.total.tolist() == [0, 0, 0]


@given(
    value=st.floats(0, 1),
    others=st.lists(st.floats(0, 1), min_size=1, max_size=6),
    up=st.booleans(),
)
def test_goalposts_score_a_value_the_same_whoever_else_is_there(
    value: float, others: list[float], *, up: bool
) -> None:
    posts, way = ([[0.0, 1.0]], [1.0]) if up else ([[1.0, 0.0]], [-1.0])
    alone, among = (
        normalised(np.array(each).reshape(-1, 1), way, Normalisation.GOALPOSTS, goalposts=posts)
        for each in ([value], [value, *others])
    )
    assert alone[0, 0] == among[0, 0] == pytest.approx(1 + 99 * (value if up else 1 - value))


@given(
    columns=st.lists(
        st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    ),
    method=st.sampled_from(Normalisation),
)
def test_a_missing_value_has_no_score_by_any_scale(
    columns: list[list[float]], method: Normalisation
) -> None:
    values = np.array(columns).T
    posts = np.tile([0.0, 1.0], (len(columns), 1))
    scores = normalised(values, np.ones(len(columns)), method, goalposts=posts)
    assert np.array_equal(np.isnan(scores), np.isnan(values))
