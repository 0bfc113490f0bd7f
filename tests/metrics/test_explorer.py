"""Operations one by one: which are listed, what each came to, the editions of a series."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.ledger import Version
from data.warehouse import create
from metrics import cases, explorer
from metrics.explorer import Wanted
from metrics.operations import OPERATION, SCOPE, results
from metrics.source import Source
from metrics.values import AGREES, COUNTRY, DIFFERING, PERIOD, PRECISION, SHOWN, SOURCE, UNIT, VALUE

PARTNERSHIPS = """partnership_id,name,kind,lead_organisation,record,operations_coverage
found,Found Ones,network,EUROPOL,published,selection
whole,Whole Ones,network,INTERPOL,official,census
"""
SOURCES = """source_id,publisher,title,tier,published
maker,Agency,Release,publisher,2024
paper,Times,Article,secondary,2024
"""
OPERATIONS = (
    "operation_id,partnership_id,joint_with,name,series,edition,crime_area,kind,started,ended,"
    "lead,co_leads,countries,countries_count,precision,source\n"
    "net-i,found,,Net I,Net,I,general,action_day,2019-12,2020-01-10,NLD,BEL,NLD;BEL,2,,maker\n"
    "net-ii,found,whole,Net II,Net,II,firearms,action_day,2021,2021,EUROPOL,,,30,,maker\n"
    "net-iii,found,,Net III,Net,III,general,action_day,,2022-05-04,EUROPOL,,,,,maker\n"
    "net-iv,found,,Net IV,Net,IV,general,action_day,,2022-06-04,EUROPOL,,,,,maker\n"
    "lone,whole,,Lone,,,general,task_force,2023-02-01,,FRA,,FRA,1,,own_return\n"
)
RESULTS = (
    "operation_id,period,scope,arrests,seized_value,seized_currency,precision,source\n"
    "net-i,2019-Q4,,5,,,,maker\n"
    "net-i,2020-Q1,,7,100,EUR,arrests:at_least,maker\n"
    "net-ii,2021,,20,9,USD,,paper\n"
    "net-ii,2021,,30,200,EUR,arrests:at_least,maker\n"
    "net-ii,2021,first week,4,,,,paper\n"
    "net-iii,2022-Q2,first week,6,,,,paper\n"
    "lone,2023-Q1,,1,,,,own_return\n"
    "lone,2023-Q1,with the days before,9,,,,own_return\n"
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., Version]) -> Source:
    """Two partnerships with four operations; no test changes them."""
    warehouse = create(tmp_path_factory.mktemp("explorer") / "warehouse.duckdb")
    publish(warehouse, sources=SOURCES, partnerships=PARTNERSHIPS)
    publish(warehouse, joint_operations=OPERATIONS)
    publish(warehouse, operation_results=RESULTS)
    return Source(warehouse)


@pytest.mark.parametrize(
    ("wanted", "listed"),
    [
        (Wanted(), ["lone", "net-iv", "net-iii", "net-ii", "net-i"]),
        (Wanted(partnerships=("whole",)), ["lone", "net-ii"]),
        (Wanted(crime_areas=("firearms",)), ["net-ii"]),
        (Wanted(countries=("BEL",)), ["net-i"]),
        (Wanted(lead="BEL"), ["net-i"]),
        (Wanted(lead="EUROPOL"), ["net-iv", "net-iii", "net-ii"]),
        (Wanted(since=date(2021, 12, 31)), ["lone", "net-iv", "net-iii", "net-ii"]),
        (Wanted(until=date(2019, 12, 1)), ["net-i"]),
    ],
)
def test_operations_are_found_by_what_is_known_of_them(
    source: Source, wanted: Wanted, listed: list[str]
) -> None:
    assert explorer.operations(source, wanted)[OPERATION].to_list() == listed


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (Wanted(countries=("BEL",)), 3),
        (Wanted(countries=("BEL",), crime_areas=("firearms",)), 1),
        (Wanted(countries=("BEL",), lead="FRA"), 0),
        (Wanted(), 0),
    ],
)
def test_those_that_name_no_country_are_counted_where_one_is_asked_for(
    source: Source, wanted: Wanted, number: int
) -> None:
    assert explorer.without_countries(source, wanted) == number


def test_leads_are_those_that_there_are(source: Source) -> None:
    found = explorer.operations(source, Wanted(partnerships=("found",)))
    assert explorer.leads(found) == ("BEL", "EUROPOL", "NLD")


def test_a_partnership_with_every_operation_listed_needs_no_notice(source: Source) -> None:
    assert explorer.found_only(source, ("whole", "found"))
    assert not explorer.found_only(source, ("whole",))


def test_every_figure_printed_is_told_the_best_source_first(source: Source) -> None:
    found = explorer.figures(source, "net-ii")
    last = explorer.ONLY_POSSIBLE
    told = found.filter(found[SCOPE] == "").select(
        explorer.FIGURE, VALUE, PRECISION, UNIT, SOURCE, SHOWN, AGREES, last
    )
    assert told.rows() == [
        ("arrests", 30, "at_least", "persons", "maker", True, True, False),
        ("arrests", 20, "", "persons", "paper", False, False, False),
        ("seized_value", 200, "", "EUR", "maker", True, True, False),
        ("seized_value", 9, "", "USD", "paper", False, True, True),
    ]


def test_a_figure_that_covers_something_else_is_compared_with_none(source: Source) -> None:
    found = explorer.figures(source, "net-ii").filter(pl.col(SCOPE) != "")
    assert found.select(SCOPE, VALUE, SHOWN, AGREES).rows() == [("first week", 4, True, True)]


def test_a_figure_that_covers_something_else_never_counts_in_an_indicator(source: Source) -> None:
    assert results(source, "arrests").filter(pl.col(OPERATION) == "lone")[VALUE].to_list() == [1]
    assert results(source, "arrests").filter(pl.col(OPERATION) == "net-iii").is_empty()


def test_an_operation_of_which_nothing_is_told_has_no_figures(source: Source) -> None:
    found = explorer.figures(source, "net-iv")
    assert found.is_empty()
    assert found.schema == explorer.figures(source, "net-ii").schema


def test_a_series_is_one_that_several_editions_have_a_figure_of(source: Source) -> None:
    every = explorer.operations(source, Wanted())
    assert explorer.serial(source, every) == {
        "Net": (("arrests", "persons"), ("seized_value", "EUR"))
    }
    assert explorer.serial(source, every.filter(pl.col(OPERATION) == "net-ii")) == {}


def test_an_edition_is_the_sum_of_its_own_life_and_a_blank_is_not_a_zero(source: Source) -> None:
    every = explorer.operations(source, Wanted())
    found = explorer.editions(source, every, "Net", ("arrests", "persons"))
    assert found.select(OPERATION, PERIOD, SCOPE, VALUE, PRECISION, DIFFERING).rows() == [
        ("net-i", "2020-Q1", "", 12, "at_least", 0),
        ("net-ii", "2021", "", 30, "at_least", 1),
        ("net-iii", "2022-Q2", "first week", 6, "", 0),
        ("net-iv", None, None, None, None, None),
    ]


def test_a_mission_stands_at_each_country_that_is_named_before_its_lead(
    tmp_path: Path, publish: Callable[..., Version]
) -> None:
    head = OPERATIONS.splitlines()[0]
    tail = "disaster_response,humanitarian_mission,2019,2019"
    missions = (
        f"{head}\n"
        f"season,found,,Season,Angel,19,{tail},USA,,MNG;BGD;USA;AUS,,,maker\n"
        f"unsaid,found,,Unsaid,Angel,20,{tail},USA,,,,,maker\n"
    )
    warehouse = create(tmp_path / "missions.duckdb")
    publish(warehouse, sources=SOURCES, partnerships=PARTNERSHIPS)
    publish(warehouse, joint_operations=missions)
    hosted = cases.by_host(explorer.operations(Source(warehouse), Wanted()))
    assert hosted.select(OPERATION, COUNTRY).rows() == [("season", "BGD"), ("season", "MNG")]
