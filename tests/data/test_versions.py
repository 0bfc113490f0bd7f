"""Going back brings every table back, and the way there stays in the ledger."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from data import ddl, queries, versions
from data.errors import NothingToRestore, NotTheLatest, UnknownVersion
from data.ledger import NO_HASH, Act, Mode, Version
from data.warehouse import Warehouse
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.published_totals import PUBLISHED_TOTALS

Publish = Callable[..., Version]
Copied = Callable[[Warehouse, Path], Warehouse]
TOTALS = "period,measure,scope,value,source\n"
FOUR = (
    f"{TOTALS}2023,messages,,10,review-1\n2023,messages,part,4,review-1\n"
    "2023,messages,,11,review-2\n2024,messages,,12,review-1\n"
)
ORIGIN = (ddl.FILE_ID, ddl.LINE)


def state(warehouse: Warehouse, contract: Contract, as_of: int) -> pl.DataFrame:
    """Return a table as of a version with file and line, in an order of its own."""
    columns = (*ORIGIN, *contract.names)
    with warehouse.read() as connection:
        return queries.rows(connection, contract, as_of, columns=columns).sort(ORIGIN)


@pytest.fixture(scope="module")
def published(
    beginning: Warehouse,
    publish: Publish,
    copied: Copied,
    tmp_path_factory: pytest.TempPathFactory,
) -> Warehouse:
    """Version 2 adds, 3 changes one and adds one, 4 replaces a group, 5 withdraws a row."""
    made = copied(beginning, tmp_path_factory.mktemp("published"))
    publish(made, FOUR)
    publish(made, f"{TOTALS}2023,messages,,100,review-1\n2025,messages,,1,review-2\n")
    publish(made, f"{TOTALS}2023,messages,all,5,review-1\n", mode=Mode.REPLACE)
    publish(made, "period,measure,source\n2024,messages,review-1\n", mode=Mode.WITHDRAW)
    return made


@pytest.fixture
def busy(published: Warehouse, tmp_path: Path, copied: Copied) -> Warehouse:
    return copied(published, tmp_path)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_a_rollback_equals_the_version_gone_back_to_in_every_table(
    busy: Warehouse, number: int, when: datetime
) -> None:
    before = {name: state(busy, each, number) for name, each in CONTRACTS.items()}
    version = versions.rollback(busy, number, who="Ada", note="mistake", when=when)
    assert (version.number, version.kind, version.restores) == (6, Act.ROLLBACK, number)
    assert version.files == ()
    for name, contract in CONTRACTS.items():
        assert state(busy, contract, 6).equals(before[name])
    assert versions.verify(busy) == ()


def test_a_rollback_leaves_what_every_version_showed(busy: Warehouse, when: datetime) -> None:
    before = [state(busy, PUBLISHED_TOTALS, number) for number in range(6)]
    versions.rollback(busy, 2, who="Ada", note="", when=when)
    after = [state(busy, PUBLISHED_TOTALS, number) for number in range(6)]
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))


def test_going_back_and_forth_restores_each_row_once(busy: Warehouse, when: datetime) -> None:
    for number in (2, 5, 0, 3, 2):
        versions.rollback(busy, number, who="Ada", note="", when=when)
    assert state(busy, PUBLISHED_TOTALS, 10).equals(state(busy, PUBLISHED_TOTALS, 2))
    assert versions.verify(busy) == ()


def test_undo_takes_the_latest_version_back(busy: Warehouse, when: datetime) -> None:
    version = versions.undo(busy, 5, who="Ada", note="", when=when)
    assert version.restores == 4
    assert state(busy, PUBLISHED_TOTALS, 6).equals(state(busy, PUBLISHED_TOTALS, 4))


def test_undo_of_the_first_version_leaves_an_empty_warehouse(
    warehouse: Warehouse, when: datetime
) -> None:
    versions.undo(warehouse, 1, who="Ada", note="", when=when)
    with warehouse.read() as connection:
        assert set(queries.counts(connection, 2).values()) == {0}


def test_undo_is_refused_once_others_have_published(busy: Warehouse, when: datetime) -> None:
    with pytest.raises(NotTheLatest, match="version 5 was published since"):
        versions.undo(busy, 4, who="Ada", note="", when=when)
    assert len(versions.ledger(busy)) == 5


@pytest.mark.parametrize("number", [-1, 6])
def test_a_version_that_is_not_there_cannot_be_gone_back_to(
    busy: Warehouse, number: int, when: datetime
) -> None:
    with pytest.raises(UnknownVersion, match="the latest is 5"):
        versions.rollback(busy, number, who="Ada", note="", when=when)


def test_nothing_can_be_undone_in_an_empty_warehouse(empty: Warehouse, when: datetime) -> None:
    with pytest.raises(UnknownVersion):
        versions.rollback(empty, 0, who="Ada", note="", when=when)


def test_going_back_to_where_one_is_publishes_nothing(busy: Warehouse, when: datetime) -> None:
    with pytest.raises(NothingToRestore):
        versions.rollback(busy, 5, who="Ada", note="", when=when)
    versions.rollback(busy, 2, who="Ada", note="", when=when)
    with pytest.raises(NothingToRestore):
        versions.rollback(busy, 2, who="Ada", note="", when=when)
    assert len(versions.ledger(busy)) == 6


def test_a_withdrawn_row_may_come_again(busy: Warehouse, publish: Publish) -> None:
    version = publish(busy, f"{TOTALS}2024,messages,,12,review-1\n")
    assert version.files[0].added == 1


def test_each_entry_holds_the_hash_of_the_one_before(busy: Warehouse) -> None:
    ledger = versions.ledger(busy)
    assert [version.number for version in ledger] == [1, 2, 3, 4, 5]
    hashes = [version.hash for version in ledger]
    assert [version.previous_hash for version in ledger] == [NO_HASH, *hashes[:-1]]


def test_the_head_file_lists_every_version(busy: Warehouse) -> None:
    text = busy.path.with_name(busy.path.name + ".head").read_text(encoding="utf-8")
    ledger = versions.ledger(busy)
    assert text == "".join(f"{version.number} {version.hash}\n" for version in ledger)


def test_an_empty_warehouse_has_no_version(empty: Warehouse) -> None:
    assert versions.latest(empty) is None
    assert versions.ledger(empty) == ()
    assert versions.verify(empty) == ()
