"""A query and its answer: what is chosen, what comes with it, and what never changes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from data import versions
from data.errors import UnknownVersion
from data.ledger import Mode, Version
from data.warehouse import Warehouse, create
from metrics.change import compare
from metrics.errors import (
    CannotCut,
    NeverCut,
    NotByPair,
    QueryError,
    UnknownCountry,
    UnknownCrimeArea,
    UnknownIndicator,
    UnknownPartnership,
)
from metrics.flows import pairs
from metrics.overview import overview
from metrics.profile import (
    NO_AGREEMENTS,
    NO_MILESTONES,
    NO_PAIRS,
    NO_REPLIES,
    NO_TARGETS,
    ONLY_FOUND,
    profile,
)
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import (
    ANOTHER_SOURCE,
    CHANGE,
    CHANGE_LOWER,
    CHANGE_NOTE,
    CHANGE_UPPER,
    DATA_VERSION,
    DENOMINATOR,
    EARLIER,
    EARLIER_PERIOD,
    EARLIER_SOURCE,
    FLAGS,
    GRAIN,
    INDICATOR,
    NOT_COMPARABLE,
    NUMERATOR,
    PARTNERSHIP,
    PERIOD,
    PILLAR,
    ROUGHLY,
    VALUE,
    has_flag,
    parse_flags,
)
from validation.codes import Pillar
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.contracts.milestones import MILESTONES, Milestones
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.contracts.sources import SOURCES, Sources
from validation.fields import name
from validation.periods import QUARTER, YEAR, Period

Row = dict[Any, object]
Ask = Callable[..., pl.DataFrame]
Publish = Callable[..., Version]
Table = Callable[..., str]

BACK: Row = {T.sender: "NLD", T.receiver: "BEL"}
LATER = datetime(2026, 11, 25, tzinfo=UTC)
MESSAGES = Query(indicator="messages")


@pytest.fixture
def send(warehouse: Warehouse, publish: Publish, exchange: Table) -> Callable[..., Version]:
    """Publish rows of information exchange as a version."""

    def sent(*rows: Row, mode: Mode = Mode.MERGE) -> Version:
        return publish(warehouse, mode=mode, **{INFORMATION_EXCHANGE.name: exchange(*rows)})

    return sent


# The question.


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (Query(indicator="mesages"), UnknownIndicator),
        (Query(indicator="messages", partnerships=("nobody",)), UnknownPartnership),
        (Query(indicator="hit_rate", by=str(T.message_kind)), CannotCut),
        (Query(indicator="published_messages", by="country"), CannotCut),
        (Query(indicator="shared_goals", by="country"), NeverCut),
        (Query(indicator="messages", crime_areas=("terorism",)), UnknownCrimeArea),
        (Query(indicator="messages", countries=("Belgium",)), UnknownCountry),
    ],
)
def test_a_question_without_an_answer_is_refused_with_its_reason(
    query: Query, error: type[QueryError], warehouse: Warehouse
) -> None:
    with pytest.raises(error) as refusal:
        series(Source(warehouse), query)
    assert "{" not in str(refusal.value)


def test_a_misspelt_indicator_is_answered_with_the_nearest(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownIndicator, match="nearest: messages"):
        series(Source(warehouse), Query(indicator="mesages"))


def test_without_a_grain_a_line_has_that_of_its_finest_figures(ask: Ask) -> None:
    rows: list[Row] = [
        {T.channel: "siena", T.period: "2023-Q4"},
        {T.channel: "siena", T.period: "2022"},
        {T.channel: "i247", T.period: "2022"},
    ]
    found = ask(Query(indicator="messages", by=str(T.channel)), *rows)
    assert sorted(found.select(PERIOD, GRAIN).rows()) == [("2022", YEAR), ("2023-Q4", QUARTER)]


@pytest.mark.parametrize(
    ("query", "periods"),
    [
        (Query(indicator="messages", from_period=Period(2023, 2)), ["2023-Q2", "2023-Q3"]),
        (Query(indicator="messages", to_period=Period(2023, 2)), ["2023-Q1", "2023-Q2"]),
        (Query(indicator="messages", from_period=Period(2024)), []),
        (Query(indicator="messages", grain=YEAR, from_period=Period(2023)), ["2023"]),
        (Query(indicator="messages", grain=YEAR, from_period=Period(2023, 2)), []),
    ],
)
def test_only_the_periods_asked_for_are_shown(query: Query, periods: list[str], ask: Ask) -> None:
    found = ask(query, *({T.period: f"2023-Q{number}"} for number in (1, 2, 3)))
    assert found[PERIOD].to_list() == periods


def test_only_the_partnerships_asked_for_are_shown(
    warehouse: Warehouse, publish: Publish, partners: Table, send: Callable[..., Version]
) -> None:
    publish(warehouse, **{PARTNERSHIPS.name: partners({Partnerships.partnership_id: "duo"})})
    send({}, {T.partnership_id: "duo", T.messages: 5})
    source = Source(warehouse)
    both = series(source, MESSAGES).frame
    assert both.select(PARTNERSHIP, VALUE).rows() == [("duo", 5), ("tri", 100)]
    one = series(source, Query(indicator="messages", partnerships=("duo",))).frame
    assert one.select(PARTNERSHIP, VALUE).rows() == [("duo", 5)]


# What comes with the answer.


def test_an_answer_carries_milestones_names_and_where_it_comes_from(
    warehouse: Warehouse, publish: Publish, table: Table, send: Callable[..., Version]
) -> None:
    said: Row = {Milestones.label: "Platform", Milestones.kind: "platform"}
    rows = [
        {Milestones.date: "2023-05", Milestones.partnership_id: "tri", **said},
        {Milestones.date: "2022", Milestones.partnership_id: "ALL", **said},
    ]
    publish(warehouse, **{MILESTONES.name: table(*rows)})
    version = send({})
    answer = series(Source(warehouse), MESSAGES)
    assert answer.milestones[str(Milestones.date)].to_list() == ["2022", "2023-05"]
    assert answer.names == {"tri": "Three Countries"}
    assert answer.provenance.version == version.number
    assert answer.provenance.head == version.hash
    assert answer.provenance.day == version.published_at.date()
    assert not answer.provenance.simulated
    assert answer.frame[DATA_VERSION].unique().to_list() == [version.number]


def test_simulated_figures_say_so_on_every_value(
    warehouse: Warehouse, publish: Publish, partners: Table, send: Callable[..., Version]
) -> None:
    publish(warehouse, **{PARTNERSHIPS.name: partners({Partnerships.record: "simulated"})})
    send({T.period: "2023-Q1"}, {T.period: "2023-Q3"})
    answer = series(Source(warehouse), MESSAGES)
    assert answer.provenance.simulated
    assert answer.frame.filter(has_flag("simulated")).height == 3


# As of a version.


def test_an_earlier_version_gives_its_own_answer_for_ever(
    warehouse: Warehouse, send: Callable[..., Version]
) -> None:
    first = send({T.messages: 10})
    before = series(Source(warehouse), MESSAGES).frame
    send({T.messages: 20})
    assert series(Source(warehouse), MESSAGES).frame[VALUE].to_list() == [20]
    assert series(Source(warehouse, first.number), MESSAGES).frame.equals(before)


def test_a_version_that_is_not_there_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownVersion):
        Source(warehouse, 9)


def test_an_empty_warehouse_has_no_values_and_no_day(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    source = Source(create(tmp_path_factory.mktemp("none") / "none.duckdb"))
    source.warm()
    answer = series(source, MESSAGES)
    assert answer.frame.is_empty()
    assert (answer.provenance.version, answer.provenance.day) == (0, None)
    assert overview(source).cells.is_empty()


@pytest.mark.parametrize(
    ("then", "flags"),
    [
        ({T.messages: 20}, "revised:3"),
        ({T.messages: 10, T.hits: 3}, ""),
        ({T.messages: 20, T.channel: "i247"}, ""),
    ],
)
def test_a_value_is_revised_where_a_figure_behind_it_was_changed(
    then: Row, flags: str, warehouse: Warehouse, send: Callable[..., Version]
) -> None:
    send({T.messages: 10})
    send(then)
    assert series(Source(warehouse), MESSAGES).frame[FLAGS].to_list() == [flags]


def test_a_revised_quarter_revises_its_year_and_no_other_quarter(
    warehouse: Warehouse, send: Callable[..., Version]
) -> None:
    send({T.period: "2023-Q1"}, {T.period: "2023-Q2"})
    send({T.period: "2023-Q1", T.messages: 1})
    source = Source(warehouse)
    quarterly = series(source, MESSAGES).frame
    assert quarterly[FLAGS].to_list() == ["revised:3", ""]
    yearly = series(source, Query(indicator="messages", grain=YEAR)).frame
    assert yearly[FLAGS].to_list() == ["partial:2/4;revised:3"]


def test_what_was_undone_leaves_the_value_as_it_was(
    warehouse: Warehouse, send: Callable[..., Version]
) -> None:
    send({T.messages: 10})
    send({T.messages: 20})
    versions.undo(warehouse, 3, who="Ada", note="", when=LATER)
    assert series(Source(warehouse), MESSAGES).frame[VALUE].to_list() == [10]


# Change.


def test_change_is_against_the_same_quarter_of_the_year_before(
    warehouse: Warehouse, send: Callable[..., Version]
) -> None:
    send(
        *(
            {T.period: period, **way, T.replies_due: 100, T.replied_on_time: count}
            for period, count in (("2023-Q1", 60), ("2023-Q2", 10), ("2024-Q1", 70))
            for way in ({}, BACK)
        )
    )
    found = compare(Source(warehouse), Query(indicator="on_time_replies"))
    last = found.row(-1, named=True)
    assert (last[PERIOD], last[EARLIER_PERIOD], last[EARLIER]) == ("2024-Q1", "2023-Q1", 0.6)
    assert last[CHANGE] == pytest.approx(0.1)
    # Newcombe's method on 140/200 and 120/200.
    assert (last[CHANGE_LOWER], last[CHANGE_UPPER]) == pytest.approx((0.0065, 0.1911), abs=5e-5)
    assert found[CHANGE].null_count() == found.height - 1


def test_a_change_from_or_to_a_bound_is_not_told(
    warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    usual: Row = {
        PublishedTotals.partnership_id: "tri",
        PublishedTotals.measure: "messages",
        PublishedTotals.source: "own_return",
        PublishedTotals.value: 5,
    }
    rows = [
        {**usual, PublishedTotals.period: "2022", PublishedTotals.precision: "at_least"},
        {**usual, PublishedTotals.period: "2023"},
        {**usual, PublishedTotals.period: "2024", PublishedTotals.precision: "rounded"},
    ]
    publish(warehouse, **{PUBLISHED_TOTALS.name: table(*rows)})
    found = compare(Source(warehouse), Query(indicator="published_messages"))
    assert found[CHANGE].to_list() == [None, None, 0]
    assert found[CHANGE_NOTE].to_list() == ["", "", ROUGHLY]


def test_figures_of_two_sources_are_not_subtracted(
    warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    usual: Row = {
        PublishedTotals.partnership_id: "tri",
        PublishedTotals.measure: "messages",
        PublishedTotals.value: 5,
    }
    cited: Row = {
        Sources.source_id: "paper",
        Sources.publisher: "Agency",
        Sources.title: "Report",
        Sources.tier: "secondary",
    }
    rows = [
        {**usual, PublishedTotals.period: "2022", PublishedTotals.source: "paper"},
        {**usual, PublishedTotals.period: "2023", PublishedTotals.source: "own_return"},
    ]
    publish(warehouse, **{SOURCES.name: table(cited), PUBLISHED_TOTALS.name: table(*rows)})
    found = compare(Source(warehouse), Query(indicator="published_messages"))
    told = found.select(CHANGE, CHANGE_NOTE, EARLIER, EARLIER_SOURCE).rows()
    assert told == [(None, "", None, None), (None, ANOTHER_SOURCE, 5, "paper")]


@pytest.mark.parametrize("line", ["", "FRA"])
def test_no_change_is_told_across_a_break_whichever_quarter_it_stands_before(
    line: str, warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    breaks = {"2023-Q2": "counted anew", "2023-Q3": ""}
    rows: list[Row] = [
        {
            PublishedTotals.partnership_id: "tri",
            PublishedTotals.measure: "messages",
            PublishedTotals.area: line,
            PublishedTotals.source: "own_return",
            PublishedTotals.value: number,
            PublishedTotals.period: f"{2022 + number // 4}-Q{number % 4 + 1}",
            PublishedTotals.break_before: breaks.get(f"{2022 + number // 4}-Q{number % 4 + 1}", ""),
        }
        for number in range(12)
    ]
    other = {**rows[-1], PublishedTotals.area: "ITA"}
    publish(warehouse, **{PUBLISHED_TOTALS.name: table(*rows, other)})
    found = compare(Source(warehouse), Query(indicator="published_messages"))
    mine = found.filter(pl.col("area") == line)
    told = [None] * 4 + [4.0] + [None] * 4 + [4.0] * 3
    assert mine[CHANGE].to_list() == told
    reasons = [""] * 5 + ["counted anew"] * 4 + [""] * 3
    assert mine[NOT_COMPARABLE].to_list() == reasons


def test_an_amount_that_is_not_whole_has_no_change(ask: Ask, warehouse: Warehouse) -> None:
    quarters = [f"2022-Q{number}" for number in (1, 2, 3, 4)]
    ask("messages", *({T.period: each} for each in [*quarters, "2023-Q1", "2024-Q1"]))
    found = compare(Source(warehouse), Query(indicator="messages", grain=YEAR))
    assert found[FLAGS].to_list() == ["", "partial:1/4", "partial:1/4"]
    assert found[EARLIER].to_list() == [None, 400, 100]
    assert found[CHANGE].null_count() == 3


@pytest.mark.parametrize(
    ("query", "periods"),
    [
        (Query(indicator="published_messages", to_period=Period(2023, 1)), ["2022", "2023"]),
        (Query(indicator="published_messages", from_period=Period(2023, 4)), ["2023", "2024"]),
    ],
)
def test_a_published_year_is_shown_where_the_quarter_asked_for_lies_in_it(
    query: Query, periods: list[str], warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    rows = [
        {
            PublishedTotals.partnership_id: "tri",
            PublishedTotals.measure: "messages",
            PublishedTotals.value: 5,
            PublishedTotals.period: period,
            PublishedTotals.source: "own_return",
        }
        for period in ("2022", "2023", "2024")
    ]
    publish(warehouse, **{PUBLISHED_TOTALS.name: table(*rows)})
    assert series(Source(warehouse), query).frame[PERIOD].to_list() == periods
    cells = overview(Source(warehouse), period=query.to_period, grain=QUARTER).cells
    assert cells[PERIOD].to_list() == [periods[-1]]


# Who told whom.


def test_the_matrix_tells_each_way_of_each_pair(
    warehouse: Warehouse, send: Callable[..., Version]
) -> None:
    send(
        {T.replies_due: 10, T.replied_on_time: 6},
        {**BACK, T.replies_due: 10, T.replied_on_time: 9},
        {T.sender: "ALL", T.receiver: "ALL", T.channel: "i247", T.messages: 7},
    )
    source = Source(warehouse)
    found = pairs(source, Query(indicator="on_time_replies"))
    ends = [str(T.sender), str(T.receiver)]
    assert found.select(*ends, VALUE, NUMERATOR, DENOMINATOR).rows() == [
        ("BEL", "NLD", 0.6, 6, 10),
        ("NLD", "BEL", 0.9, 9, 10),
    ]
    messages = pairs(source, MESSAGES)
    assert messages.select(ends[0], VALUE).rows() == [("ALL", 7), ("BEL", 100), ("NLD", 100)]


@pytest.mark.parametrize("indicator", ["reply_hours", "published_messages"])
def test_what_is_not_counted_between_two_ends_has_no_matrix(
    indicator: str, warehouse: Warehouse
) -> None:
    with pytest.raises(NotByPair):
        pairs(Source(warehouse), Query(indicator=indicator))


# Overview and profile.


def test_a_cell_shows_the_headline_or_else_the_first_published_total_there_is(
    warehouse: Warehouse,
    publish: Publish,
    partners: Table,
    table: Table,
    send: Callable[..., Version],
) -> None:
    publish(warehouse, **{PARTNERSHIPS.name: partners({Partnerships.partnership_id: "duo"})})
    usual: Row = {
        PublishedTotals.period: "2023",
        PublishedTotals.partnership_id: "duo",
        PublishedTotals.source: "own_return",
    }
    figures = [
        {**usual, PublishedTotals.measure: "cases_total", PublishedTotals.value: 3},
        {**usual, PublishedTotals.measure: "messages", PublishedTotals.value: 9},
        {
            **usual,
            PublishedTotals.measure: "messages",
            PublishedTotals.area: "FRA",
            PublishedTotals.period: "2024",
            PublishedTotals.value: 4,
        },
    ]
    publish(warehouse, **{PUBLISHED_TOTALS.name: table(*figures)})
    send({T.replies_due: 10, T.replied_on_time: 6}, {T.period: "2024-Q2"})
    found = overview(Source(warehouse))
    assert list(found.partnerships) == ["duo", "tri"]
    assert found.cells.sort(PARTNERSHIP).select(PARTNERSHIP, INDICATOR, PERIOD, VALUE).rows() == [
        ("duo", "published_messages", "2023", 9),
        ("tri", "on_time_replies", "2024-Q1", 0.6),
    ]
    assert found.cells[PILLAR].unique().to_list() == ["information_exchange"]
    assert found.points.height == 2


def test_the_overview_looks_no_later_than_the_period_asked_for(
    warehouse: Warehouse, send: Callable[..., Version]
) -> None:
    counts = {"2023-Q1": 6, "2023-Q2": 7, "2023-Q3": 8}
    send(
        *(
            {T.period: period, T.replies_due: 10, T.replied_on_time: count}
            for period, count in counts.items()
        )
    )
    found = overview(Source(warehouse), period=Period(2023, 2))
    assert found.cells.select(PERIOD, VALUE).rows() == [("2023-Q2", 0.7)]
    assert found.points[PERIOD].to_list() == ["2023-Q1", "2023-Q2"]
    assert found.current.height == 1
    assert found.waiting == 0


def test_the_overview_tells_which_values_are_older_than_the_period_asked_for(
    warehouse: Warehouse, publish: Publish, partners: Table, send: Callable[..., Version]
) -> None:
    publish(
        warehouse,
        **{
            PARTNERSHIPS.name: partners(
                {Partnerships.partnership_id: "duo"}, {Partnerships.partnership_id: "none"}
            )
        },
    )
    usual: Row = {T.replies_due: 10, T.replied_on_time: 6}
    send(
        {**usual, T.period: "2023-Q1"},
        {**usual, T.period: "2023-Q2", T.partnership_id: "duo"},
    )
    found = overview(Source(warehouse), period=Period(2023, 2), grain=QUARTER)
    assert found.cells.height == 2
    assert found.current[PARTNERSHIP].to_list() == ["duo"]
    assert found.waiting == 2


def test_a_profile_tells_what_is_not_known_first(
    warehouse: Warehouse, send: Callable[..., Version]
) -> None:
    empty = profile(Source(warehouse), "tri")
    assert empty.unknown[:3] == (NO_TARGETS, NO_MILESTONES, NO_AGREEMENTS)
    assert empty.silent == tuple(Pillar)
    assert empty.members == ("BEL", "DEU", "NLD")
    send({})
    known = profile(Source(warehouse), "tri")
    assert not {NO_PAIRS, NO_REPLIES}.intersection(known.unpublished)
    assert Pillar.EXCHANGE not in known.silent
    assert Pillar.TRUST in known.silent
    assert set(known.cells[INDICATOR]) == {"messages", "spontaneous_share", "connected_pairs"}


def test_an_organisations_profile_holds_the_agreements_it_is_party_to(
    warehouse: Warehouse, publish: Publish, partners: Table, table: Table
) -> None:
    rows = [
        {
            Agreements.agreement_id: f"a{number}",
            Agreements.partnership_id: "tri",
            Agreements.name: f"Agreement {number}",
            Agreements.kind: "memorandum",
            Agreements.parties: parties,
            Agreements.signed: f"{2020 - number}",
            Agreements.source: "own_return",
        }
        for number, parties in enumerate(("EUROPOL;INTERPOL", "EULISA;INTERPOL"))
    ]
    known = ("interpol", "interpol-wco", "eu-lisa-sis")
    others = [
        {Partnerships.partnership_id: each, Partnerships.operations_coverage: "census"}
        for each in known
    ]
    publish(warehouse, **{PARTNERSHIPS.name: partners(*others), AGREEMENTS.name: table(*rows)})
    titles = {
        each: profile(Source(warehouse), each).agreements[name(Agreements.name)].to_list()
        for each in ("tri", *known)
    }
    both = ["Agreement 1", "Agreement 0"]
    mine = {"interpol": both, "interpol-wco": [], "eu-lisa-sis": ["Agreement 1"]}
    assert titles == {"tri": both, **mine}


def test_a_profile_says_that_only_operations_found_are_listed(
    warehouse: Warehouse, publish: Publish, partners: Table, table: Table
) -> None:
    selected = partners({Partnerships.operations_coverage: "selection"})
    publish(warehouse, **{PARTNERSHIPS.name: selected})
    none = profile(Source(warehouse), "tri")
    assert ONLY_FOUND not in none.unpublished
    assert Pillar.OPERATIONS in none.silent
    one: Row = {
        JointOperations.operation_id: "net",
        JointOperations.partnership_id: "tri",
        JointOperations.name: "Net",
        JointOperations.crime_area: "firearms",
        JointOperations.kind: "action_day",
        JointOperations.started: "2023-02",
        JointOperations.lead: "NLD",
        JointOperations.source: "own_return",
    }
    publish(warehouse, **{JOINT_OPERATIONS.name: table(one)})
    some = profile(Source(warehouse), "tri")
    assert ONLY_FOUND in some.unpublished
    assert Pillar.OPERATIONS not in some.silent


@pytest.mark.parametrize(
    ("measure", "said"),
    [("messages", {NO_PAIRS, NO_REPLIES}), ("first_line_response_days", {NO_PAIRS})],
)
def test_a_profile_does_not_call_unknown_what_is_published(
    measure: str, said: set[str], warehouse: Warehouse, publish: Publish, table: Table
) -> None:
    one: Row = {
        PublishedTotals.partnership_id: "tri",
        PublishedTotals.period: "2023",
        PublishedTotals.measure: measure,
        PublishedTotals.value: 5,
        PublishedTotals.source: "own_return",
    }
    publish(warehouse, **{PUBLISHED_TOTALS.name: table(one)})
    found = profile(Source(warehouse), "tri")
    assert {NO_PAIRS, NO_REPLIES}.intersection(found.unpublished) == said


def test_a_profile_of_nobody_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownPartnership, match="nearest: tri"):
        profile(Source(warehouse), "try")


# Flags.


def test_flags_are_read_back_as_they_were_written() -> None:
    text = "partial:3/4;partial:rows 5/6;immature"
    assert parse_flags(text) == [("partial", "3/4"), ("partial", "rows 5/6"), ("immature", "")]
    frame = pl.DataFrame({FLAGS: [text, "impartial", ""]})
    assert frame.select(has_flag("partial"))[FLAGS].to_list() == [True, False, False]
