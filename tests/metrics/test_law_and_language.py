"""Legal requests, obstacles and safeguards: the traps, against numbers worked out by hand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import polars as pl
import pytest

from data.warehouse import Warehouse
from metrics import frameworks, legal
from metrics.catalogue import INDICATORS
from metrics.quality import behind
from metrics.quality.counted import Counted
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import DENOMINATOR, FLAGS, LOWER, NUMERATOR, PERIOD, ROWS, VALUE
from validation.codes import Direction
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.legal_requests import LEGAL_REQUESTS, OUTCOMES
from validation.contracts.legal_requests import LegalRequests as R
from validation.contracts.obstacles import OBSTACLES
from validation.contracts.obstacles import Obstacles as B
from validation.contracts.safeguards import SAFEGUARDS
from validation.contracts.safeguards import Safeguards as G
from validation.fields import col
from validation.periods import Grain, Period

WHEN = datetime(2025, 2, 1, tzinfo=UTC)
Cells = Mapping[Any, object]
REQUEST: Cells = {
    R.period: "2024-Q1",
    R.partnership_id: "tri",
    R.requesting: "NLD",
    R.requested: "BEL",
    R.instrument: "extradition",
    R.crime_area: "general",
    R.source: "own_return",
    **dict.fromkeys(OUTCOMES, 0),
}
MET: Cells = {
    B.period: "2024-Q1",
    B.partnership_id: "tri",
    B.reported_by: "BEL",
    B.obstacle: "language",
    B.source: "own_return",
}
COUNTED: Cells = {
    G.period: "2024-Q1",
    G.partnership_id: "tri",
    G.reported_by: "BEL",
    G.source: "own_return",
}
USUAL = {LEGAL_REQUESTS.name: REQUEST, OBSTACLES.name: MET, SAFEGUARDS.name: COUNTED}
Hold = Callable[..., None]
Values = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def hold(warehouse: Warehouse, publish: Callable[..., Any], table: Callable[..., str]) -> Hold:
    """Publish rows of a table, each the usual cells and those given."""

    def held(name: str, *rows: Cells) -> None:
        publish(warehouse, WHEN, **{name: table(*({**USUAL[name], **row} for row in rows))})

    return held


@pytest.fixture
def values(warehouse: Warehouse) -> Values:
    """Measure an indicator."""

    def measured(name: str, **query: object) -> list[dict[str, Any]]:
        asked = replace(Query(indicator=name), **cast("Any", query))
        return series(Source(warehouse), asked).frame.to_dicts()

    return measured


@pytest.mark.parametrize(
    "name",
    [
        "assistance_granted",
        "extraditions_granted",
        "dual_criminality_refusals",
        "rights_refusals",
        "refused_legal",
        "refused_safeguard",
        "jurisdiction_conflicts",
        "translated_share",
    ],
)
def test_what_can_be_lawful_and_right_has_no_good_direction(name: str) -> None:
    assert INDICATORS[name].direction is Direction.NEITHER
    assert not INDICATORS[name].shortfall


# ---------------------------------------------------------------------------------- legal requests


def test_what_is_pending_is_neither_granted_nor_refused(hold: Hold, values: Values) -> None:
    hold(LEGAL_REQUESTS.name, {R.received: 20, R.granted: 6, R.refused_rights: 2, R.pending: 12})
    (row,) = values("extraditions_granted")
    assert (row[VALUE], row[DENOMINATOR]) == (0.75, 8)
    (row,) = values("rights_refusals")
    assert (row[VALUE], row[DENOMINATOR]) == (0.25, 8)


def test_a_row_that_leaves_a_ground_of_refusal_empty_is_left_out_and_told(
    hold: Hold, values: Values
) -> None:
    hold(
        LEGAL_REQUESTS.name,
        {R.received: 4, R.granted: 4},
        {R.received: 9, R.granted: 1, R.refused_other: "", R.requested: "DEU"},
    )
    (row,) = values("extraditions_granted")
    assert (row[VALUE], row[FLAGS].split(";")[0]) == (1.0, "partial:rows 1/2")


def test_a_refusal_in_time_is_in_time(hold: Hold, values: Values) -> None:
    hold(LEGAL_REQUESTS.name, {R.received: 5, R.refused_rights: 4, R.pending: 1, R.in_time: 4})
    assert values("requests_in_time")[0][VALUE] == 1.0


def test_the_return_of_the_country_that_was_asked_counts(hold: Hold, values: Values) -> None:
    hold(
        LEGAL_REQUESTS.name,
        {R.reported_by: "NLD", R.received: 7, R.granted: 7},
        {R.reported_by: "BEL", R.received: 9, R.granted: 8, R.pending: 1},
    )
    assert values("requests_received")[0][VALUE] == 9


def test_the_secretariat_is_heard_on_requests_only_where_no_country_counts_them(
    hold: Hold, values: Values
) -> None:
    hold(
        LEGAL_REQUESTS.name,
        {R.received: 20, R.granted: 20},
        {R.reported_by: "BEL", R.received: 9, R.granted: 9},
        {R.received: 4, R.granted: 4, R.requested: "DEU"},
    )
    assert values("requests_received")[0][VALUE] == 9 + 4


def test_a_period_of_requests_divides_into_what_became_of_them(
    hold: Hold, warehouse: Warehouse
) -> None:
    hold(
        LEGAL_REQUESTS.name,
        {R.received: 20, R.granted: 9, R.refused_rights: 2, R.withdrawn: 1, R.pending: 5},
        {R.received: 4, R.granted: 4, R.instrument: "freezing"},
        {R.received: 50, R.granted: 50, R.period: "2024-Q2"},
    )
    query = Query(indicator="requests_received")
    found = legal.asked(Source(warehouse), query, "tri", Period.parse("2024-Q1"))
    told = {
        outcome: found.total(outcome)
        for outcome in ("granted", "refused", "undecided", "pending", "untold")
    }
    assert told == {"granted": 13, "refused": 2, "undecided": 1, "pending": 5, "untold": 3}
    assert found.outcomes[DENOMINATOR].unique().sort().to_list() == [4, 20]
    grounds = {row[legal.OUTCOME]: row for row in found.grounds.to_dicts() if row[VALUE]}
    assert [(row[VALUE], row[DENOMINATOR]) for row in grounds.values()] == [(2, 11)]
    year = legal.asked(Source(warehouse), query, "tri", Period.parse("2024"))
    assert year.total("granted") == 63
    other = replace(query, crime_areas=("terrorism",))
    assert legal.asked(Source(warehouse), other, "tri", Period.parse("2024")).total("granted") == 0


# --------------------------------------------------------------------------------------- agreements


def test_only_an_agreement_on_help_known_to_be_in_force_binds_a_pair(
    warehouse: Warehouse, publish: Callable[..., Any], table: Callable[..., str]
) -> None:
    usual = {Agreements.partnership_id: "tri", Agreements.source: "own_return"}
    rows = [
        {Agreements.agreement_id: one, Agreements.name: one, Agreements.kind: kind}
        | {Agreements.parties: parties, Agreements.in_force: begun, Agreements.ended: ended}
        for one, kind, parties, begun, ended in (
            ("help", "mutual_legal_assistance", "BEL;FRA;NLD", "2020", ""),
            ("later", "extradition", "BEL;DEU", "2024-06-01", ""),
            ("unsure", "extradition", "DEU;NLD", "", ""),
            ("over", "extradition", "DEU;NLD", "2019", "2021"),
            ("memo", "memorandum", "BEL;DEU", "2020", ""),
        )
    ]
    publish(warehouse, WHEN, **{AGREEMENTS.name: table(*({**usual, **row} for row in rows))})
    source = Source(warehouse)
    among = frameworks.members(source, "tri")
    held = frameworks.agreed(source, "tri", date(2024, 3, 31))
    assert {each.id: each.in_force for each in held} == {
        "help": True,
        "later": False,
        "memo": True,
        "unsure": None,
    }
    bound = {pair: [each.id for each in by] for pair, by in frameworks.bound(held, among).items()}
    assert bound == {("BEL", "DEU"): [], ("BEL", "NLD"): ["help"], ("DEU", "NLD"): []}


# ---------------------------------------------------------------------------------------- obstacles


def test_each_obstacle_is_a_line_and_they_are_never_added(hold: Hold, values: Values) -> None:
    hold(
        OBSTACLES.name,
        {B.cases_affected: 6, B.cases_total: 40},
        {B.cases_affected: 4, B.cases_total: 60, B.reported_by: "NLD"},
        {B.cases_affected: 30, B.cases_total: 40, B.obstacle: "political"},
    )
    found = {row["obstacle"]: row for row in values("obstacle_rate")}
    assert {code: row[VALUE] for code, row in found.items()} == {"language": 0.1, "political": 0.75}
    assert found["language"][LOWER] < 0.1


def test_a_year_of_obstacles_is_divided_again(hold: Hold, values: Values) -> None:
    hold(
        OBSTACLES.name,
        {B.cases_affected: 1, B.cases_total: 10},
        {B.cases_affected: 9, B.cases_total: 30, B.period: "2024-Q2"},
    )
    (row,) = values("obstacle_rate", grain="year")
    assert (row[VALUE], row[FLAGS]) == (0.25, "partial:2/4")


def test_an_obstacle_that_touched_no_case_has_no_delay_to_tell(hold: Hold, values: Values) -> None:
    hold(
        OBSTACLES.name,
        {B.cases_affected: 10, B.median_delay_days: 5},
        {B.cases_affected: 0, B.reported_by: "NLD"},
    )
    (row,) = values("obstacle_delay_days")
    assert (row[VALUE], row[FLAGS]) == (5, "range:5.0–5.0")


def test_a_delay_that_is_not_told_is_left_out_and_that_is_said(hold: Hold, values: Values) -> None:
    hold(
        OBSTACLES.name,
        {B.cases_affected: 10, B.median_delay_days: 5},
        {B.cases_affected: 3, B.reported_by: "NLD"},
    )
    assert values("obstacle_delay_days")[0][FLAGS].split(";")[0] == "partial:rows 1/2"


def test_a_filter_on_countries_asks_who_met_the_obstacle(hold: Hold, values: Values) -> None:
    hold(
        OBSTACLES.name,
        {B.cases_affected: 6, B.cases_total: 40},
        {B.cases_affected: 4, B.cases_total: 60, B.reported_by: "NLD"},
        {B.cases_affected: 4, B.cases_total: 60, B.reported_by: "NLD", B.period: "2024-Q2"},
        {B.cases_affected: 4, B.cases_total: 60, B.reported_by: "", B.obstacle: "political"},
    )
    found = {row["obstacle"]: row for row in values("obstacle_rate", countries=("NLD",))}
    assert found["language"][NUMERATOR] == 4
    assert found["language"][PERIOD] == "2024-Q2"
    assert "political" not in found


# --------------------------------------------------------------------------------------- safeguards


def test_complaints_are_divided_only_where_both_counts_are_told(hold: Hold, values: Values) -> None:
    hold(
        SAFEGUARDS.name,
        {G.measure: "complaints", G.value: 8},
        {G.measure: "complaints_upheld", G.value: 2},
        {G.measure: "complaints", G.value: 50, G.reported_by: "NLD"},
    )
    (row,) = values("complaints_upheld")
    assert (row[VALUE], row[DENOMINATOR]) == (0.25, 8)
    assert row[FLAGS].split(";")[0] == "partial:rows 2/3"


def test_no_complaint_is_nothing_to_divide_by(hold: Hold, values: Values) -> None:
    hold(
        SAFEGUARDS.name,
        {G.measure: "complaints", G.value: 0},
        {G.measure: "complaints_upheld", G.value: 0},
    )
    (row,) = values("complaints_upheld")
    assert (row[VALUE], row[FLAGS]) == (None, "no_value:zero_denominator")


def test_breaches_of_a_year_are_summed(hold: Hold, values: Values) -> None:
    hold(
        SAFEGUARDS.name,
        *({G.measure: "breaches", G.value: n, G.period: f"2024-Q{n}"} for n in range(1, 5)),
    )
    (row,) = values("data_breaches", grain="year")
    assert (row[PERIOD], row[VALUE], row[FLAGS]) == ("2024", 10, "")


# --------------------------------------------------------------------- the secretariat and offices

Row = dict[Any, object]
SECRETARIAT: Row = {G.reported_by: ""}
NLD: Row = {G.reported_by: "NLD"}


def breaches(value: int) -> Row:
    return {G.measure: "breaches", G.value: value}


def in_period(code: str) -> Row:
    return {G.period: code}


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ((breaches(1), breaches(2) | NLD, breaches(5) | SECRETARIAT), 3),
        ((breaches(5) | SECRETARIAT,), 5),
        ((breaches(1) | in_period("2024-Q2"), breaches(5) | SECRETARIAT), 5),
        ((breaches(1), {**breaches(5), G.measure: "audits"} | SECRETARIAT), 1),
    ],
    ids=["both", "secretariat alone", "offices in another period", "offices of another measure"],
)
def test_the_secretariat_counts_only_where_no_office_counts_the_same(
    rows: tuple[Row, ...], value: int, hold: Hold, values: Values
) -> None:
    hold(SAFEGUARDS.name, *rows)
    assert values("data_breaches")[0][VALUE] == value


def each_quarter(value: int, who: Row, quarters: str = "1234") -> list[Row]:
    return [breaches(value) | who | in_period(f"2024-Q{each}") for each in quarters]


YEAR_OF_BEL = breaches(40) | in_period("2024")
YEAR_OF_ALL = YEAR_OF_BEL | SECRETARIAT


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([YEAR_OF_BEL, *each_quarter(2, NLD)], 48),
        ([YEAR_OF_BEL, *each_quarter(2, {})], 8),
        ([YEAR_OF_BEL, *each_quarter(2, {}, "123")], 40),
        ([YEAR_OF_ALL, YEAR_OF_BEL | {G.value: 30}], 30),
        ([YEAR_OF_ALL, *each_quarter(2, NLD)], 8),
        ([YEAR_OF_ALL, *each_quarter(2, NLD, "12")], 40),
        ([YEAR_OF_BEL, *each_quarter(2, SECRETARIAT)], 40),
        ([*each_quarter(2, SECRETARIAT), *each_quarter(5, NLD, "1")], 5 + 3 * 2),
        ([YEAR_OF_ALL, *each_quarter(2, SECRETARIAT), *each_quarter(5, NLD, "1")], 5 + 3 * 2),
    ],
    ids=[
        "two offices, each in its way",
        "one office, year and quarters",
        "one office, year and three quarters",
        "two years",
        "year of all, quarters of an office",
        "year of all, two quarters of an office",
        "year of an office, quarters of all",
        "quarters of both",
        "all of these",
    ],
)
def test_what_happened_once_counts_once_in_a_year(
    rows: list[Row], value: int, hold: Hold, values: Values
) -> None:
    hold(SAFEGUARDS.name, *rows)
    assert values("data_breaches", grain="year")[0][VALUE] == value


def test_obstacles_are_those_of_the_offices_where_the_secretariat_tells_them_too(
    hold: Hold, values: Values
) -> None:
    usual: Row = {B.cases_total: 10, B.cases_resolved: 1, B.median_delay_days: 5}
    hold(
        OBSTACLES.name,
        {**usual, B.cases_affected: 2},
        {**usual, B.cases_affected: 4, B.reported_by: "NLD"},
        {**usual, B.cases_affected: 9, B.reported_by: "", B.median_delay_days: 70},
        {**usual, B.cases_affected: 3, B.reported_by: "", B.period: "2024-Q2"},
    )
    rate, later = values("obstacle_rate")
    assert (rate[NUMERATOR], rate[DENOMINATOR], later[VALUE]) == (6, 20, 0.3)
    assert values("obstacle_resolution")[0][VALUE] == pytest.approx(2 / 6)
    assert values("obstacle_delay_days")[0][VALUE] == 5
    (year,) = values("obstacle_rate", grain="year")
    assert (year[NUMERATOR], year[DENOMINATOR]) == (9, 30)


@pytest.mark.parametrize("grain", ["quarter", "year"])
def test_the_rows_behind_complaints_are_those_that_are_divided(
    grain: Grain, hold: Hold, warehouse: Warehouse
) -> None:
    asked, upheld = {G.measure: "complaints"}, {G.measure: "complaints_upheld"}
    second, third = {G.period: "2024-Q2"}, {G.period: "2024-Q3"}
    hold(
        SAFEGUARDS.name,
        {**asked, G.value: 4},  # the first quarter: of the office alone no upheld
        {**asked, **SECRETARIAT, G.value: 10},
        {**upheld, **SECRETARIAT, G.value: 3},
        *({**each, **second, G.value: 2} for each in (asked, upheld)),  # both tell both
        *({**each, **second, **SECRETARIAT, G.value: 9} for each in (asked, upheld)),
        {**asked, **third, G.value: 7},
        {**upheld, **third, **SECRETARIAT, G.value: 1},
        {G.measure: "breaches", G.value: 5},
    )
    source = Source(warehouse)
    answer = series(source, Query(indicator="complaints_upheld", grain=grain))
    counted = Counted(source, answer.indicator, answer.query.selection)
    seen = 0
    for row in answer.frame.drop_nulls(VALUE).iter_rows(named=True):
        found = counted.behind(row, answer.dimensions)
        assert found
        held = behind.rows(source, found)
        by_measure = held.group_by(col(G.measure).cast(pl.String)).agg(col(G.value).sum())
        sums = dict(by_measure.iter_rows())
        assert (sums["complaints"], sums["complaints_upheld"]) == (row[DENOMINATOR], row[NUMERATOR])
        assert behind.count(source, found) == held.height == row[ROWS]
        seen += held.height
    assert seen == 4


def test_complaints_of_the_secretariat_count_where_offices_do_not_tell_both(
    hold: Hold, values: Values
) -> None:
    asked, upheld = {G.measure: "complaints"}, {G.measure: "complaints_upheld"}
    hold(
        SAFEGUARDS.name,
        {**asked, G.value: 4},
        {**asked, **SECRETARIAT, G.value: 10},
        {**upheld, **SECRETARIAT, G.value: 3},
        *({**each, G.period: "2024-Q2", G.value: 2} for each in (asked, upheld)),
        *({**each, **SECRETARIAT, G.period: "2024-Q2", G.value: 9} for each in (asked, upheld)),
    )
    first, second = values("complaints_upheld")
    assert (first[VALUE], first[DENOMINATOR], second[DENOMINATOR]) == (0.3, 10, 2)
