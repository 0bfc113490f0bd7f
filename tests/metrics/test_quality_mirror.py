"""Sender's and receiver's counts, side by side."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from data.ledger import Version
from data.simulation.releases import Example, example
from data.simulation.scenario import BALTIC, PORTS
from data.warehouse import Warehouse
from metrics.errors import NotByPair
from metrics.flows import pairs
from metrics.mirror import AGREE, BY_RECEIVER, BY_SENDER
from metrics.quality.behind import count
from metrics.quality.mirror import (
    APART,
    COMPARED,
    COUNTED,
    ENDS,
    GRADE,
    GRADES,
    Counted,
    Grade,
    behind,
    grades,
    mirrored,
)
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import DENOMINATOR, FLAGS, NUMERATOR, PARTNERSHIP, PERIOD, VALUE
from validation.contracts.information_exchange import InformationExchange as T
from validation.periods import YEAR

Publish = Callable[..., Version]
Table = Callable[..., str]
Ask = Callable[..., pl.DataFrame]
INDICATOR = "mirror_agreement"


def told(messages: int, by: str, **other: str) -> dict[Any, object]:
    """Messages from Belgium to the Netherlands, unless told otherwise, as somebody counts them."""
    cells = {getattr(T, column): cell for column, cell in other.items()}
    return {T.messages: messages, T.reported_by: by, **cells}


@pytest.mark.parametrize(
    ("sender", "receiver", "share"),
    [(100, 95, 1), (95, 100, 1), (100, 94, 0), (94, 100, 0), (1, 1, 1), (19, 20, 1), (18, 19, 0)],
)
def test_two_counts_agree_within_five_percent_of_the_larger(
    ask: Ask, sender: int, receiver: int, share: int
) -> None:
    frame = ask(INDICATOR, told(sender, "BEL"), told(receiver, "NLD"))
    assert frame[VALUE].to_list() == [share]


def test_two_zeros_agree(ask: Ask) -> None:
    assert ask(INDICATOR, told(0, "BEL"), told(0, "NLD"))[VALUE].to_list() == [1]


def test_only_pairs_that_both_sides_report_are_asked(ask: Ask) -> None:
    frame = ask(
        INDICATOR,
        told(100, "BEL"),
        told(100, "NLD"),
        told(50, "DEU", sender="DEU", receiver="BEL"),
        told(70, "", sender="NLD", receiver="DEU"),
        told(90, "DEU", sender="BEL", receiver="NLD", channel="sis"),  # of a third party
    )
    assert frame.select(NUMERATOR, DENOMINATOR).rows() == [(1, 1)]


def test_each_way_is_a_pair_of_its_own(ask: Ask) -> None:
    frame = ask(
        INDICATOR,
        told(100, "BEL"),
        told(100, "NLD"),
        told(40, "BEL", sender="NLD", receiver="BEL"),
        told(60, "NLD", sender="NLD", receiver="BEL"),
    )
    assert frame.select(NUMERATOR, DENOMINATOR, VALUE).rows() == [(1, 2, 0.5)]


def test_counts_are_compared_as_a_whole_and_not_line_by_line(ask: Ask) -> None:
    frame = ask(
        INDICATOR,
        told(60, "BEL", channel="siena"),
        told(40, "BEL", channel="sis"),
        told(100, "NLD", channel="siena"),
    )
    assert frame[VALUE].to_list() == [1]


def test_where_nobody_reports_both_sides_there_is_no_value_and_a_reason(ask: Ask) -> None:
    frame = ask(INDICATOR, told(100, "BEL"))
    assert frame[VALUE].to_list() == [None]
    assert "no_pair" in frame[FLAGS][0]


def test_a_year_compares_the_quarters_that_both_report(ask: Ask) -> None:
    frame = ask(
        Query(indicator=INDICATOR, grain=YEAR),
        told(100, "BEL", period="2024-Q1"),
        told(100, "NLD", period="2024-Q1"),
        told(300, "BEL", period="2024-Q2"),
    )
    assert frame[VALUE].to_list() == [1]


def test_the_receivers_count_is_compared_and_never_added(ask: Ask) -> None:
    frame = ask("messages", told(100, "BEL"), told(95, "NLD"))
    assert frame[VALUE].to_list() == [100]


def test_agreement_is_no_figure_between_two_ends(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    publish(warehouse, information_exchange=exchange(told(100, "BEL"), told(95, "NLD")))
    with pytest.raises(NotByPair):
        pairs(Source(warehouse), Query(indicator=INDICATOR))


def test_both_counts_stand_side_by_side_with_the_grade_of_each_flow(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    rows = exchange(
        told(100, "BEL"),
        told(80, "NLD"),
        told(50, "", sender="DEU"),
        told(70, "NLD", sender="NLD", receiver="DEU"),
    )
    publish(warehouse, information_exchange=rows)
    source = Source(warehouse)
    found = mirrored(source)
    columns = (*ENDS, VALUE, BY_SENDER, BY_RECEIVER, APART, AGREE, GRADE)
    assert found.select(columns).rows() == [
        ("BEL", "NLD", 100, 100, 80, -0.2, False, Grade.MIRRORED),
        ("DEU", "NLD", 50, None, None, None, None, Grade.SELF_REPORTED),
        ("NLD", "DEU", 70, 70, None, None, None, Grade.SELF_REPORTED),
    ]
    assert grades(found).rows() == [("tri", Counted.MESSAGES, 1, 2, 0)]
    assert count(source, behind(found.row(0, named=True))) == 2


def test_replies_are_compared_too_and_the_receivers_count_is_the_figure(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    due, on_time = T.replies_due, T.replied_on_time
    rows = exchange(
        {**told(100, "BEL"), due: 100, on_time: 90},
        {**told(100, "NLD"), due: 96, on_time: 80},
        {**told(50, "NLD", sender="NLD", receiver="DEU"), due: 50},
    )
    publish(warehouse, information_exchange=rows)
    found = mirrored(Source(warehouse)).filter(pl.col(COUNTED) != Counted.MESSAGES.value)
    columns = (COUNTED, *ENDS, VALUE, BY_SENDER, BY_RECEIVER, AGREE)
    assert found.select(columns).rows() == [
        (Counted.REPLIES_DUE, "BEL", "NLD", 96, 100, 96, True),
        (Counted.REPLIES_DUE, "NLD", "DEU", 50, 50, None, None),
        (Counted.ON_TIME, "BEL", "NLD", 80, 90, 80, False),
    ]
    assert grades(found).rows() == [
        ("tri", Counted.REPLIES_DUE, 1, 1, 1),
        ("tri", Counted.ON_TIME, 1, 0, 0),
    ]


def test_refusals_of_all_grounds_are_compared_as_one(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    grounds = (T.refused_legal, T.refused_safeguard, T.refused_unwilling)
    ours, theirs = (dict(zip(grounds, counts, strict=True)) for counts in ((2, 1, 0), (0, 1, 2)))
    rows = exchange({**told(100, "BEL"), **ours}, {**told(100, "NLD"), **theirs})
    publish(warehouse, information_exchange=rows)
    (row,) = (
        mirrored(Source(warehouse)).filter(pl.col(COUNTED) == Counted.REFUSALS.value).to_dicts()
    )
    assert (row[BY_SENDER], row[BY_RECEIVER], row[AGREE]) == (3, 3, True)


def test_agreement_is_told_period_by_period_and_leads_to_all_rows_of_a_period(
    warehouse: Warehouse, publish: Publish, exchange: Table
) -> None:
    rows = exchange(
        told(100, "BEL", period="2024-Q1"),
        told(100, "NLD", period="2024-Q1"),
        told(60, "NLD", period="2024-Q1", sender="NLD", receiver="BEL"),
        told(100, "BEL", period="2024-Q2"),
        told(80, "NLD", period="2024-Q2"),
    )
    publish(warehouse, information_exchange=rows)
    source = Source(warehouse)
    over_time = grades(mirrored(source), PERIOD)
    assert over_time.select(PERIOD, Grade.MIRRORED.value, AGREE).rows() == [
        ("2024-Q1", 1, 1),
        ("2024-Q2", 1, 0),
    ]
    assert [count(source, behind(row)) for row in over_time.to_dicts()] == [3, 2]
    (year,) = mirrored(source, YEAR).filter(pl.col(AGREE).is_not_null()).to_dicts()
    assert (year[PERIOD], year[BY_SENDER], year[BY_RECEIVER]) == ("2024", 200, 180)
    assert count(source, behind(year)) == 4


def test_whose_count_is_the_figure_follows_from_the_contract() -> None:
    by_receiver = {each for each, compared in COMPARED.items() if compared.kept_by_receiver}
    assert by_receiver == {*Counted} - {Counted.MESSAGES}


def test_every_grade_is_told_in_words() -> None:
    assert set(GRADES) == set(Grade)


@pytest.fixture(scope="module")
def simulated() -> Example:
    """The simulated example, with what is planted in it."""
    return example(7)


def test_the_pairs_planted_apart_are_found_and_no_others(
    warehouse: Warehouse, publish: Publish, simulated: Example
) -> None:
    truth: Any = simulated.truth["mirrors"]
    planted = {(each["partnership_id"], *pair) for each in truth for pair in each["pairs"]}
    release = simulated.releases[0]
    texts = {each.name.partition("_2019")[0]: each.content[:].decode() for each in release.uploads}
    wanted = ("partnerships", "information_exchange")
    publish(warehouse, release.when, **{table: texts[table] for table in wanted})
    source = Source(warehouse)
    messages = pl.col(COUNTED) == Counted.MESSAGES.value
    found = mirrored(source).filter(messages, pl.col(GRADE) == Grade.MIRRORED.value)
    apart = found.filter(~pl.col(AGREE)).select(PARTNERSHIP, *ENDS)
    there = set(found.select(PARTNERSHIP, *ENDS).rows())
    assert set(apart.rows()) == planted & there
    assert apart.height == 3
    shares = series(source, Query(indicator=INDICATOR)).frame
    assert dict(shares.select(PARTNERSHIP, DENOMINATOR).iter_rows()) == {
        each: found.filter(pl.col(PARTNERSHIP) == each).height for each in (BALTIC, PORTS)
    }
    (ports,) = shares.filter(pl.col(PARTNERSHIP) == PORTS)[NUMERATOR]
    assert ports == found.filter(pl.col(PARTNERSHIP) == PORTS).height - 3
    assert shares[PERIOD].unique().to_list() == ["2019-Q1"]
