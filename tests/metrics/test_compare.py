"""Partnerships of one kind beside each other: who is compared, by what, and how far chance goes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.catalogue import INDICATORS
from metrics.compare import (
    BEYOND_95,
    BEYOND_998,
    FEW_OF_A_KIND,
    FEW_VALUES,
    LOWER_95,
    NO_CASES,
    NO_SHARE,
    PLACES,
    PUBLISHED_TOTAL,
    SEVERAL_LINES,
    UPPER_95,
    Asked,
    Compared,
    compare,
    whole_values,
    why_not,
)
from metrics.methods.funnel import clustering
from metrics.ranks import RANK_BEST, RANK_WORST, RANKED
from metrics.source import Source
from metrics.values import (
    FLAGS,
    IMMATURE,
    NO_ROWS,
    NO_VALUE,
    PARTNERSHIP,
    PRECISION,
    VALUE,
    flag,
)
from validation.codes import Direction, Level
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.periods import QUARTER, YEAR, Period

Row = dict[Any, object]
Publish = Callable[..., Version]
Table = Callable[..., str]
Side = Callable[..., None]
WHEN = datetime(2024, 10, 2, tzinfo=UTC)
REPLIES = (T.replied_on_time, T.replies_due)


@pytest.fixture
def beside(warehouse: Warehouse, publish: Publish, exchange: Table, partners: Table) -> Side:
    """Publish partnerships of a kind, each with so many in time of so many replies in a quarter.

    Half of them pass each way between two countries, and as many of each in time, unless one way
    has more in time than the other. Something else than replies is counted where two columns are
    named.
    """

    def published(
        numbers: dict[str, tuple[int, int]],
        kind: str = "network",
        period: str = "2024-Q1",
        when: datetime = WHEN,
        counted: tuple[object, object] = REPLIES,
        more: int = 0,
    ) -> None:
        part, whole = counted
        rows: list[Row] = [
            {
                T.period: period,
                T.partnership_id: each,
                T.sender: sender,
                T.receiver: receiver,
                T.messages: of // 2,
                whole: of // 2,
                part: number // 2 + extra,
            }
            for each, (number, of) in numbers.items()
            for sender, receiver, extra in (("BEL", "NLD", more), ("NLD", "BEL", -more))
        ]
        named = [
            {Partnerships.partnership_id: each, Partnerships.name: each, Partnerships.kind: kind}
            for each in numbers
        ]
        tables = {INFORMATION_EXCHANGE.name: exchange(*rows), PARTNERSHIPS.name: partners(*named)}
        publish(warehouse, when, **tables)

    return published


@pytest.fixture
def found(warehouse: Warehouse) -> Callable[..., Compared]:
    """Compare by replies in time, unless told otherwise."""

    def compared(indicator: str = "on_time_replies", **asked: object) -> Compared:
        question = replace(Asked(indicator=indicator, grain=QUARTER), **asked)
        return compare(Source(warehouse), question)

    return compared


def column(found: Compared, name: str) -> dict[str, Any]:
    return dict(found.values.select(PARTNERSHIP, name).iter_rows())


def test_limits_are_where_chance_alone_would_keep_a_partnership_of_that_size(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({"low": (46, 100), "mid": (200, 400), "high": (54, 100)})
    made = found()
    assert made.average == pytest.approx(0.5)
    # Of 100: 0.5 ± 1.96 × √(0.25 / 100); of 400 half as far.
    assert column(made, LOWER_95)["low"] == pytest.approx(0.402, abs=5e-4)
    assert column(made, UPPER_95)["high"] == pytest.approx(0.598, abs=5e-4)
    assert column(made, UPPER_95)["mid"] == pytest.approx(0.549, abs=5e-4)
    # (4² + 0 + 4²) / (100 × 0.25) / 2
    assert made.dispersion == pytest.approx(0.64)
    assert not made.stretched
    assert set(column(made, BEYOND_95).values()) == {0}


def test_one_that_chance_would_rarely_give_is_beyond_the_inner_limit_alone(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({f"like-{number}": (50, 100) for number in range(10)} | {"unlike": (62, 100)})
    made = found()
    assert {each for each, side in column(made, BEYOND_95).items() if side} == {"unlike"}
    assert column(made, BEYOND_95)["unlike"] == 1
    assert set(column(made, BEYOND_998).values()) == {0}


def test_partnerships_that_differ_beyond_chance_widen_the_limits_for_all(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({"low": (30, 100), "mid": (50, 100), "high": (70, 100)})
    made = found()
    # (20² + 0 + 20²) / (100 × 0.25) / 2, so that each 100 counts as 100 / 16.
    assert made.dispersion == pytest.approx(16)
    assert made.stretched
    assert column(made, UPPER_95)["high"] == pytest.approx(0.892, abs=5e-4)


def test_cases_that_come_in_clusters_let_chance_go_farther(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({"low": (84, 200), "mid": (100, 200), "high": (116, 200)}, more=10)
    made = found()
    # (60 − 50)² of one way and the other, over 100 × 0.25, makes 8; round 0.42 and 0.58 8.2.
    assert made.clustering == pytest.approx((8 + 2 * 8.2) / 3, abs=0.01)
    # (16² + 0 + 16²) / (200 × 0.25) / 2 is far from alike for single cases, but not for these.
    assert made.dispersion * made.clustering == pytest.approx(5.12)
    assert not made.stretched
    assert not made.apart
    # 0.5 ± 1.96 × √(0.25 × 8.14 / 200)
    assert column(made, UPPER_95)["mid"] == pytest.approx(0.698, abs=1e-3)


def test_a_partnership_whose_clusters_are_not_known_says_nothing_of_the_others() -> None:
    assert clustering([float("nan"), 4.0], [100, 100]) == 1
    assert clustering([float("nan"), 4.0, 0.5], [100, 100, 100]) == pytest.approx(2.5)


def test_a_funnel_widened_by_a_few_can_single_out_none_of_them(
    beside: Side, found: Callable[..., Compared]
) -> None:
    like = {f"like-{number:02}": (50, 100) for number in range(9)}
    beside(like | {"unlike": (100, 100)})
    few = found()
    assert few.stretched
    assert not few.singles_out
    assert not any(column(few, BEYOND_998).values())
    beside({f"more-{number:02}": (50, 100) for number in range(4)})
    many = found()
    assert many.singles_out
    assert column(many, BEYOND_998)["unlike"] == 1


def test_a_rank_is_a_range_and_one_only_where_intervals_are_far_apart(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({"best": (980, 1000), "second": (500, 1000), "like-it": (504, 1000)})
    made = found()
    ranges = list(made.values.select(PARTNERSHIP, RANK_BEST, RANK_WORST).iter_rows())
    assert ranges == [("best", 1, 1), ("like-it", 2, 3), ("second", 2, 3)]


def test_less_is_first_where_less_is_better(beside: Side, found: Callable[..., Compared]) -> None:
    asked = {"aa": (400, 1000), "bb": (10, 1000), "cc": (200, 1000)}
    beside(asked, counted=(T.clarifications, T.messages))
    made = found("clarification_rate")
    assert INDICATORS["clarification_rate"].direction is Direction.DOWN
    assert made.values[PARTNERSHIP].to_list() == ["bb", "cc", "aa"]
    assert column(made, RANK_WORST) == {"aa": 3, "bb": 1, "cc": 2}


def test_what_has_no_good_direction_has_limits_and_no_rank(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({"aa": (4, 100), "bb": (6, 100), "cc": (8, 100)}, counted=(T.translated, T.messages))
    made = found("translated_share")
    assert not made.directed
    assert made.values.height == 3
    assert not made.values[RANKED].any()


def test_unlike_kinds_are_never_beside_each_other(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({"aa": (10, 100), "bb": (10, 100), "cc": (10, 100)})
    beside({"dd": (10, 100), "ee": (10, 100)}, kind="bilateral")
    made = found()
    assert made.asked.kind == "network"
    assert {*column(made, RANKED)} == {"aa", "bb", "cc"}
    assert found(kind="bilateral").why == FEW_VALUES
    assert found(partnerships=("aa", "bb", "dd", "ee")).why == FEW_OF_A_KIND


def test_one_without_a_whole_value_is_left_out_and_named(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({"aa": (10, 100), "bb": (10, 100), "cc": (10, 100)})
    beside({"silent": (10, 100)}, period="2023-Q4")
    made = found()
    assert made.period == "2024-Q1"
    assert made.left_out == {"silent": flag(NO_VALUE, NO_ROWS)}


@pytest.mark.parametrize(
    ("value", "flags", "precision", "kept"),
    [
        (0.5, "", "", True),
        (0.5, "revised:3;simulated", "exact", True),
        (0.5, "partial:3/4;simulated", "", False),
        (0.5, "immature", "", False),
        (None, "suppressed", "suppressed", False),
        (None, "no_value:selection", "", False),
        (0.5, "no_interval:bound", "at_least", False),
    ],
)
def test_only_what_is_there_whole_and_exact_is_held_beside_others(
    value: float | None, flags: str, precision: str, *, kept: bool
) -> None:
    row = {VALUE: value, FLAGS: flags, PRECISION: precision}
    kinds = {VALUE: pl.Float64(), FLAGS: pl.String(), PRECISION: pl.String()}
    frame = pl.DataFrame([row], schema=kinds)
    assert (whole_values(frame).height == 1) is kept


def test_a_period_in_which_too_few_are_whole_yields_to_the_one_before(
    beside: Side, found: Callable[..., Compared]
) -> None:
    early = datetime(2024, 7, 20, tzinfo=UTC)  # replies of the second quarter are still awaited
    beside({"aa": (10, 100), "bb": (10, 100), "cc": (10, 100)}, when=early)
    beside({"aa": (10, 100), "bb": (10, 100), "cc": (10, 100)}, period="2024-Q2", when=early)
    made = found(period=Period(2024, 2))
    assert made.period == "2024-Q1"
    assert IMMATURE in made.series.frame["flags"].to_list()[-1]


def test_a_year_pools_its_quarters(beside: Side, found: Callable[..., Compared]) -> None:
    for quarter, in_time in enumerate((10, 20, 30, 40), start=1):
        replies = dict.fromkeys(("aa", "bb", "cc"), (in_time, 100))
        beside(replies, period=f"2023-Q{quarter}")
    made = found(grain=YEAR)
    assert made.period == "2023"
    assert made.average == pytest.approx(100 / 400)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_only_a_share_of_cases_of_a_partnership_is_compared(indicator: str) -> None:
    declared = INDICATORS[indicator]
    why = why_not(declared)
    if not why:
        assert declared.unit == "share"
        assert declared.level is not Level.CONTEXT
        assert not declared.published


@pytest.mark.parametrize(
    ("indicator", "why"),
    [
        ("published_arrests", PUBLISHED_TOTAL),
        ("trust_in_police", PLACES),
        ("messages", NO_SHARE),
        ("reply_hours", NO_SHARE),
        ("reciprocity", NO_CASES),
        ("obstacle_rate", SEVERAL_LINES),
        ("on_time_replies", ""),
    ],
)
def test_what_is_not_compared_says_why(indicator: str, why: str) -> None:
    assert why_not(INDICATORS[indicator]) == why


def test_the_question_of_an_indicator_that_is_not_compared_is_refused_with_its_reason(
    beside: Side, found: Callable[..., Compared]
) -> None:
    beside({"aa": (10, 100), "bb": (10, 100), "cc": (10, 100)})
    made = found("messages")
    assert made.why == NO_SHARE
    assert made.values.is_empty()
