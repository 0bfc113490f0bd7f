"""A load is published whole or not at all, on what it was previewed against or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from data import ddl, loading, queries, versions
from data.errors import NeedsConfirmation, NothingToLoad, PlanRefused, StalePlan
from data.ledger import Act, Mode, Version
from data.planning import Plan
from data.warehouse import Warehouse, create
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.fields import name
from validation.intake import Checked, Upload, check

Check = Callable[..., tuple[Checked, ...]]
Preview = Callable[..., Plan]
Publish = Callable[..., Version]
TOTALS = "period,measure,scope,value,source\n"
FOUR = (
    f"{TOTALS}2023,messages,,10,review-1\n2023,messages,part,4,review-1\n"
    "2023,messages,,11,review-2\n2024,messages,,12,review-1\n"
)
VALUE = name(PublishedTotals.value)


def held(warehouse: Warehouse, as_of: int, *columns: str) -> pl.DataFrame:
    with warehouse.read() as connection:
        return queries.rows(connection, PUBLISHED_TOTALS, as_of, columns=columns)


def publish_plan(
    warehouse: Warehouse, plan: Plan, when: datetime, *, confirmed: bool = False
) -> Version:
    return loading.publish(
        warehouse, plan, who="Ada", note="", reason="counted anew", when=when, confirmed=confirmed
    )


def test_a_version_says_who_when_and_what_each_file_moved(
    warehouse: Warehouse, preview: Preview, publish: Publish
) -> None:
    publish(warehouse, FOUR)
    second = "source_id,publisher,title,tier\nreview-3,Europol,Review 3,publisher\n"
    plan = preview(
        warehouse,
        f"{TOTALS}2023,messages,,1,review-1\n2022,messages,,1,review-3\n2024,messages,,12,review-1\n",
        second,
    )
    moment = datetime(2026, 11, 24, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    version = loading.publish(warehouse, plan, who="Ada", note="revised", when=moment)
    assert (version.number, version.who, version.note, version.kind) == (
        3,
        "Ada",
        "revised",
        Act.LOAD,
    )
    assert version.published_at == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    first, other = version.files
    assert (first.name, first.table, first.mode) == ("1.csv", "published_totals", Mode.MERGE)
    assert first.sha256 == plan.files[0].sha256
    assert (first.added, first.changed, first.unchanged, first.retired) == (1, 1, 1, 0)
    assert (other.name, other.added, other.file_id) == ("2.csv", 1, first.file_id + 1)
    assert versions.latest(warehouse) == version


def test_rows_carry_file_and_line_and_both_versions(warehouse: Warehouse, publish: Publish) -> None:
    publish(warehouse, f"{TOTALS}2023,messages,,10,review-1\n2023,messages,part,4,review-1\n")
    publish(warehouse, f"{TOTALS}2024,messages,,9,review-1\n2023,messages,,11,review-1\n")
    columns = (ddl.ROW_ID, ddl.ADDED, ddl.RETIRED, ddl.FILE_ID, ddl.LINE, VALUE)
    assert held(warehouse, 2, *columns).rows() == [(1, 2, 3, 3, 2, 10), (2, 2, None, 3, 3, 4)]
    assert held(warehouse, 3, *columns).rows() == [
        (2, 2, None, 3, 3, 4),
        (3, 3, None, 4, 2, 9),
        (4, 3, None, 4, 3, 11),
    ]


def test_the_past_stays_as_it_was(warehouse: Warehouse, publish: Publish) -> None:
    publish(warehouse, FOUR)
    publish(warehouse, f"{TOTALS}2023,messages,,100,review-1\n")
    publish(warehouse, f"{TOTALS}2023,messages,,100,review-1\n", mode=Mode.REPLACE)
    values = [held(warehouse, number, VALUE)[VALUE].to_list() for number in range(5)]
    assert values == [[], [], [10, 4, 11, 12], [4, 11, 12, 100], [11, 12, 100]]


def test_nothing_to_load_publishes_nothing(
    warehouse: Warehouse, preview: Preview, publish: Publish, when: datetime
) -> None:
    publish(warehouse, FOUR)
    plan = preview(warehouse, FOUR)
    with pytest.raises(NothingToLoad):
        publish_plan(warehouse, plan, when)
    assert len(versions.ledger(warehouse)) == 2


def test_a_large_withdrawal_needs_a_persons_word(
    warehouse: Warehouse, preview: Preview, publish: Publish, when: datetime
) -> None:
    publish(warehouse, FOUR)
    plan = preview(warehouse, "period,measure,source\n2024,messages,review-1\n", mode=Mode.WITHDRAW)
    with pytest.raises(
        NeedsConfirmation, match="Rows of published_totals that would no longer be counted: 1 of 4"
    ):
        publish_plan(warehouse, plan, when)
    assert len(versions.ledger(warehouse)) == 2
    assert publish_plan(warehouse, plan, when, confirmed=True).files[0].retired == 1


def test_a_refused_plan_publishes_nothing_of_any_file(
    warehouse: Warehouse, preview: Preview, publish: Publish, when: datetime
) -> None:
    publish(warehouse, FOUR)
    plan = preview(
        warehouse,
        "source_id\nreview-1\n",
        "period,measure,source\n2024,messages,review-1\n",
        mode=Mode.WITHDRAW,
    )
    with pytest.raises(PlanRefused) as caught:
        publish_plan(warehouse, plan, when, confirmed=True)
    assert caught.value.problems == plan.problems
    assert held(warehouse, 3).height == 4


def test_a_plan_is_published_although_others_changed_something_else(
    warehouse: Warehouse, preview: Preview, publish: Publish, when: datetime
) -> None:
    plan = preview(warehouse, FOUR)
    publish(warehouse, f"{TOTALS}2020,messages,,1,review-1\n")
    version = publish_plan(warehouse, plan, when)
    assert version.number == 3
    assert held(warehouse, 3).height == 5


@pytest.mark.parametrize(
    "other",
    [
        f"{TOTALS}2025,messages,,99,review-1\n",
        f"{TOTALS}2023,messages,,99,review-1\n",
        f"{TOTALS}2024,messages,,99,review-1\n",
    ],
    ids=["a key that was new", "a key that changed", "a key that was as held"],
)
def test_a_plan_is_stale_once_a_planned_key_has_changed(
    warehouse: Warehouse, preview: Preview, publish: Publish, when: datetime, other: str
) -> None:
    publish(warehouse, FOUR)
    plan = preview(
        warehouse,
        f"{TOTALS}2025,messages,,1,review-1\n2023,messages,,1,review-1\n2024,messages,,12,review-1\n",
    )
    publish(warehouse, other)
    with pytest.raises(StalePlan) as caught:
        publish_plan(warehouse, plan, when)
    fresh = caught.value.plan
    assert fresh.base_version == 3
    assert publish_plan(warehouse, fresh, when).number == 4


def test_a_plan_to_replace_is_stale_once_its_group_has_changed(
    warehouse: Warehouse, preview: Preview, publish: Publish, when: datetime
) -> None:
    publish(warehouse, FOUR)
    plan = preview(warehouse, f"{TOTALS}2023,messages,,1,review-1\n", mode=Mode.REPLACE)
    publish(warehouse, f"{TOTALS}2023,messages,new,1,review-1\n")
    with pytest.raises(StalePlan) as caught:
        publish_plan(warehouse, plan, when, confirmed=True)
    assert caught.value.plan.tables[0].retired.height == 2


def test_a_plan_is_refused_where_others_took_what_it_refers_to(
    warehouse: Warehouse, preview: Preview, publish: Publish, when: datetime
) -> None:
    plan = preview(warehouse, f"{TOTALS}2023,messages,,1,review-2\n")
    publish(warehouse, "source_id\nreview-2\n", mode=Mode.WITHDRAW)
    with pytest.raises(PlanRefused):
        publish_plan(warehouse, plan, when)


def test_two_files_of_one_table_are_one_table(warehouse: Warehouse, publish: Publish) -> None:
    version = publish(
        warehouse,
        f"{TOTALS}2023,messages,,1,review-1\n",
        f"{TOTALS}2023,messages,,1,review-2\n2024,messages,,1,review-2\n",
    )
    assert [file.added for file in version.files] == [1, 2]
    assert held(warehouse, 2, ddl.FILE_ID, ddl.LINE).rows() == [(3, 2), (4, 2), (4, 3)]


def test_warnings_are_kept_with_the_version(warehouse: Warehouse, publish: Publish) -> None:
    version = publish(warehouse, f"{TOTALS}2023,messages,  ,1,review-1 \n")
    (file,) = version.files
    with warehouse.read() as connection:
        kept = queries.warnings(connection, file.file_id)
    assert file.warnings == len(kept) > 0
    assert {found.file for found in kept} == {"1.csv"}


def test_a_file_with_errors_is_not_planned(warehouse: Warehouse, when: datetime) -> None:
    upload = Upload("bad.csv", b"period,measure,value,source\n2023,messages,many,own_return\n")
    files = check([upload], today=when.date(), known={})
    with pytest.raises(ValueError, match="errors"):
        loading.preview(warehouse, files)


def test_a_moment_without_a_time_zone_is_refused(
    warehouse: Warehouse, preview: Preview, when: datetime
) -> None:
    plan = preview(warehouse, FOUR)
    with pytest.raises(ValueError, match="time zone"):
        publish_plan(warehouse, plan, when.replace(tzinfo=None))


def test_the_same_loads_on_the_same_dates_have_the_same_hashes(
    tmp_path: Path, publish: Publish
) -> None:
    hashes: list[list[str]] = []
    for name_of_file in ("one.duckdb", "another.duckdb"):
        made = create(tmp_path / name_of_file)
        publish(made, "source_id,publisher,title,tier\nreview-1,Europol,Review,publisher\n")
        publish(made, f"{TOTALS}2023,messages,,1,review-1\n")
        hashes.append([version.hash for version in versions.ledger(made)])
    assert hashes[0] == hashes[1]
    assert len(set(hashes[0])) == 2
