"""The questions that pages and methods ask, as of any version."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data import ddl, queries, versions
from data.frames import select
from data.ledger import Mode, Version
from data.warehouse import Warehouse
from validation.contracts import CONTRACTS
from validation.contracts.milestones import Milestones
from validation.contracts.partnerships import Partnerships
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.contracts.sources import Sources
from validation.contracts.targets import Targets
from validation.fields import name

Publish = Callable[..., Version]
Copied = Callable[[Warehouse, Path], Warehouse]
TOTALS = "period,measure,scope,value,source\n"
TARGET = "partnership_id,indicator,from_period,target,kind\n"


@pytest.fixture(scope="module")
def asked(
    beginning: Warehouse,
    publish: Publish,
    copied: Copied,
    tmp_path_factory: pytest.TempPathFactory,
) -> Warehouse:
    made = copied(beginning, tmp_path_factory.mktemp("asked"))
    publish(
        made,
        f"{TOTALS}2023,messages,,10,review-1\n2023,messages,part,4,review-1\n",
        f"{TARGET}ports,on_time_replies,2024,0.5,level\n",
    )
    publish(
        made,
        f"{TARGET}rivers,on_time_replies,2023,0.6,level\n",
        "date,partnership_id,label,kind\n2024-05,ALL,Later,other\n2023,ports,Earlier,other\n",
    )
    publish(made, "period,measure,source\n2023,messages,review-1\n", mode=Mode.WITHDRAW)
    return made


def test_the_number_of_the_latest_version(asked: Warehouse, empty: Warehouse) -> None:
    with asked.read() as connection:
        assert queries.latest(connection) == 4
    with empty.read() as connection:
        assert queries.latest(connection) == 0


def test_one_version_by_its_number(asked: Warehouse) -> None:
    with asked.read() as connection:
        assert queries.version(connection, 2) == versions.ledger(asked)[1]
        assert queries.version(connection, 5) is None


def test_rows_have_the_types_of_the_contract_as_of_any_version(asked: Warehouse) -> None:
    with asked.read() as connection:
        found = queries.rows(connection, PUBLISHED_TOTALS, 2)
        assert dict(found.schema) == PUBLISHED_TOTALS.stored_schema
        heights = [queries.rows(connection, PUBLISHED_TOTALS, n).height for n in range(5)]
    assert heights == [0, 0, 2, 2, 1]


@pytest.mark.parametrize("scope", ["seized|frozen", "all*", "!part", ">0"])
def test_signs_in_free_text_are_letters_as_others(
    scope: str, warehouse: Warehouse, publish: Publish
) -> None:
    others = ("seized", "frozen", "all of it", "part", "3", "")
    rows = "".join(f"2023,messages,{each},1,review-1\n" for each in (scope, *others))
    number = publish(warehouse, f"{TOTALS}{rows}").number
    where = {name(PublishedTotals.scope): scope}
    with warehouse.read() as connection:
        found = queries.rows_with(connection, PUBLISHED_TOTALS, where, number)
        assert queries.count_with(connection, PUBLISHED_TOTALS, where, number) == 1
    assert found[name(PublishedTotals.scope)].to_list() == [scope]


def test_a_relation_can_be_summed(asked: Warehouse) -> None:
    found = queries.relation(PUBLISHED_TOTALS, 3)
    total = f"SELECT sum({name(PublishedTotals.value)}) AS total FROM {found.sql}"
    with asked.read() as connection:
        assert select(connection, total, found.parameters).rows() == [(14,)]


def test_counts_of_every_table(asked: Warehouse) -> None:
    with asked.read() as connection:
        counts = queries.counts(connection, 3)
    assert counts.keys() == CONTRACTS.keys()
    assert (counts["sources"], counts["published_totals"], counts["targets"]) == (2, 2, 2)


def test_known_ids_are_those_of_tables_that_others_refer_to(asked: Warehouse) -> None:
    with asked.read() as connection:
        assert queries.known_ids(connection, 4) == {
            "joint_operations": set(),
            "partnerships": {"ports", "rivers"},
            "sources": {"review-1", "review-2"},
        }
        before = queries.known_ids(connection, 0)
    assert before == {"joint_operations": set(), "partnerships": set(), "sources": set()}


def test_partnerships_and_sources(asked: Warehouse) -> None:
    with asked.read() as connection:
        partnerships = queries.partnerships(connection, 4)
        sources = queries.sources(connection, 4)
    assert partnerships[name(Partnerships.partnership_id)].to_list() == ["ports", "rivers"]
    assert sources[name(Sources.source_id)].to_list() == ["review-1", "review-2"]


def test_targets_and_milestones_say_which_version_brought_them(asked: Warehouse) -> None:
    with asked.read() as connection:
        targets = queries.targets(connection, 4)
        milestones = queries.milestones(connection, 4)
    shown = targets.select(name(Targets.partnership_id), ddl.ADDED)
    assert shown.rows() == [("rivers", 3), ("ports", 2)]
    shown = milestones.select(name(Milestones.label), ddl.ADDED)
    assert shown.rows() == [("Earlier", 3), ("Later", 3)]


def test_a_restored_row_still_says_which_version_brought_it(
    asked: Warehouse, tmp_path: Path, copied: Copied
) -> None:
    warehouse = copied(asked, tmp_path)
    when = versions.ledger(warehouse)[0].published_at
    versions.rollback(warehouse, 1, who="Ada", note="", when=when)
    versions.rollback(warehouse, 4, who="Ada", note="", when=when)
    with warehouse.read() as connection:
        assert queries.targets(connection, 6)[ddl.ADDED].to_list() == [3, 2]


def test_the_distinct_values_of_a_column_in_order(asked: Warehouse) -> None:
    with asked.read() as connection:
        scopes = queries.distinct(connection, PUBLISHED_TOTALS, name(PublishedTotals.scope), 3)
        periods = queries.distinct(connection, CONTRACTS["targets"], name(Targets.from_period), 3)
    assert scopes == ("part",)
    assert periods == ("2023", "2024")


def test_every_published_file(asked: Warehouse) -> None:
    with asked.read() as connection:
        found = queries.files(connection)
    assert found.rows() == [
        (1, "1.csv", 1),
        (2, "2.csv", 1),
        (3, "1.csv", 2),
        (4, "2.csv", 2),
        (5, "1.csv", 3),
        (6, "2.csv", 3),
        (7, "1.csv", 4),
    ]
