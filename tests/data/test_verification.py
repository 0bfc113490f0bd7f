"""Whatever is changed behind the product's back is found, and named."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import pytest

from data import ddl, storing, verification, versions
from data.digest import FIRST, FORM, Digest, form_of
from data.ledger import ENTRY, HASH, LEDGER, LOAD_WARNINGS, NUMBER, Mode, Version, hash_of
from data.verification import Finding
from data.warehouse import Warehouse
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.contracts.targets import TARGETS
from validation.fields import name

Publish = Callable[..., Version]
Copied = Callable[[Warehouse, Path], Warehouse]
TABLE = PUBLISHED_TOTALS.name
VALUE = name(PublishedTotals.value)
ADD_A_ROW = (
    f"INSERT INTO {TABLE} SELECT * REPLACE (9 AS {ddl.ROW_ID}) FROM {TABLE} WHERE {ddl.ADDED} = 3"
)
TOTALS = "period,measure,scope,value,source\n"


@pytest.fixture(scope="module")
def published(
    beginning: Warehouse,
    publish: Publish,
    copied: Copied,
    tmp_path_factory: pytest.TempPathFactory,
) -> Warehouse:
    """Version 2 adds two rows with a warning, 3 changes one, 4 withdraws the other."""
    made = copied(beginning, tmp_path_factory.mktemp("published"))
    publish(made, f"{TOTALS}2023,messages,,10,review-1\n2024,messages,,12,review-1\n")
    publish(made, f"{TOTALS}2023,messages,,11,review-1\n")
    publish(made, "period,measure,source\n2024,messages,review-1\n", mode=Mode.WITHDRAW)
    assert versions.verify(made) == ()
    return made


@pytest.fixture
def busy(published: Warehouse, tmp_path: Path, copied: Copied) -> Warehouse:
    return copied(published, tmp_path)


@pytest.fixture
def hashed_before(
    beginning: Warehouse, publish: Publish, copied: Copied, tmp_path: Path
) -> Warehouse:
    """Version 2 was hashed in the first form, version 3 is not."""
    made = copied(beginning, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "Digest", partial(Digest, FIRST))
        publish(made, f"{TOTALS}2023,messages,,10,review-1\n")
    publish(made, f"{TOTALS}2024,messages,,12,review-1\n")
    return made


def tamper(warehouse: Warehouse, *statements: str) -> tuple[Finding, ...]:
    with duckdb.connect(str(warehouse.path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return versions.verify(warehouse)


@pytest.mark.parametrize(
    ("statement", "says", "version"),
    [
        (f"UPDATE {TABLE} SET {VALUE} = 99 WHERE {ddl.ADDED} = 3", verification.ROWS_CHANGED, 3),
        (f"UPDATE {TABLE} SET {VALUE} = NULL WHERE {VALUE} = 10", verification.ROWS_CHANGED, 2),
        (f"UPDATE {TABLE} SET {ddl.LINE} = 7 WHERE {VALUE} = 10", verification.ROWS_CHANGED, 2),
        (f"UPDATE {TABLE} SET {ddl.FILE_ID} = 1 WHERE {VALUE} = 10", verification.ROWS_CHANGED, 2),
        (f"DELETE FROM {TABLE} WHERE {VALUE} = 11", verification.ROWS_CHANGED, 3),
        (ADD_A_ROW, verification.ROWS_CHANGED, 3),
        (
            f"UPDATE {TABLE} SET {ddl.RETIRED} = NULL WHERE {ddl.RETIRED} = 4",
            verification.RETIREMENT_CHANGED,
            4,
        ),
        (
            f"UPDATE {TABLE} SET {ddl.RETIRED} = 4 WHERE {ddl.RETIRED} IS NULL",
            verification.RETIREMENT_CHANGED,
            4,
        ),
    ],
)
def test_a_changed_row_is_found_with_its_version(
    busy: Warehouse, statement: str, says: str, version: int
) -> None:
    assert tamper(busy, statement) == (Finding(says, {"version": version, "table": TABLE}),)


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO {TARGETS.name} ({ddl.ROW_ID}) VALUES (1)",
        f"INSERT INTO {TARGETS.name} ({ddl.ADDED}) VALUES (4)",
        f"INSERT INTO {TARGETS.name} ({ddl.ADDED}, {ddl.RETIRED}) VALUES (NULL, 9)",
        f"INSERT INTO {TARGETS.name} ({ddl.ADDED}) VALUES (99)",
    ],
)
def test_rows_of_no_known_version_are_found(busy: Warehouse, statement: str) -> None:
    found = tamper(busy, statement)
    assert Finding(verification.ROWS_UNKNOWN, {"rows": 1, "table": TARGETS.name}) in found


@pytest.mark.parametrize(
    "change",
    [
        f"{ENTRY} = replace({ENTRY}, 'Ada', 'Eve')",
        f"{ENTRY} = 'nonsense'",
        f"{ENTRY} = '{{}}'",
        f"{HASH} = '{'0' * 64}'",
    ],
)
def test_a_changed_entry_is_found(busy: Warehouse, change: str) -> None:
    found = tamper(busy, f"UPDATE {LEDGER} SET {change} WHERE {NUMBER} = 3")
    assert Finding(verification.ENTRY_CHANGED, {"version": 3}) in found


def test_an_entry_changed_together_with_its_hash_breaks_the_chain(busy: Warehouse) -> None:
    old = versions.ledger(busy)[2]
    with busy.read() as connection:
        query = f"SELECT {ENTRY} FROM {LEDGER} WHERE {NUMBER} = 3"
        entry = str(connection.execute(query).fetchall()[0][0]).replace("Ada", "Eve")
    found = tamper(
        busy,
        f"UPDATE {LEDGER} SET {ENTRY} = '{entry}', {HASH} = '{hash_of(entry)}' WHERE {NUMBER} = 3",
    )
    assert found == (
        Finding(verification.CHAIN_BROKEN, {"version": 4}),
        Finding(verification.TAIL_REMOVED, {"version": 3, "hash": old.hash}),
    )


def removed_tail(warehouse: Warehouse) -> None:
    """Take the latest version away without a trace in rows or ledger."""
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute(f"DELETE FROM {LEDGER} WHERE {NUMBER} = 4")
        connection.execute(f"UPDATE {TABLE} SET {ddl.RETIRED} = NULL WHERE {ddl.RETIRED} = 4")


def test_a_removed_tail_is_found_by_the_file_of_hashes(busy: Warehouse) -> None:
    gone = versions.ledger(busy)[3]
    removed_tail(busy)
    assert versions.verify(busy) == (
        Finding(verification.TAIL_REMOVED, {"version": 4, "hash": gone.hash}),
    )


@pytest.mark.parametrize("length", [64, 12])
def test_a_removed_tail_is_found_by_a_hash_printed_earlier(busy: Warehouse, length: int) -> None:
    gone = versions.ledger(busy)[3].hash[:length]
    assert versions.verify(busy, gone) == ()
    removed_tail(busy)
    heads = busy.path.with_name(busy.path.name + ".head")
    lines = heads.read_text(encoding="utf-8").splitlines(keepends=True)
    heads.write_text("".join(lines[:3]), encoding="utf-8")
    assert versions.verify(busy) == ()
    assert versions.verify(busy, gone) == (Finding(verification.HEAD_UNKNOWN, {"hash": gone}),)


def test_a_hash_too_short_to_prove_anything_is_not_accepted(busy: Warehouse) -> None:
    short = versions.ledger(busy)[3].hash[:6]
    assert versions.verify(busy, short) == (Finding(verification.HEAD_UNKNOWN, {"hash": short}),)


def test_a_removed_first_entry_is_found(busy: Warehouse) -> None:
    found = tamper(busy, f"DELETE FROM {LEDGER} WHERE {NUMBER} = 1")
    assert Finding(verification.CHAIN_BROKEN, {"version": 2}) in found


def test_a_missing_file_of_hashes_is_found(busy: Warehouse) -> None:
    busy.path.with_name(busy.path.name + ".head").unlink()
    assert versions.verify(busy) == (Finding(verification.NO_HEAD_FILE, {}),)


def test_changed_warnings_are_found(busy: Warehouse) -> None:
    found = tamper(busy, f"DELETE FROM {LOAD_WARNINGS}")
    assert Finding(verification.WARNINGS_CHANGED, {"version": 2, "file": "1.csv"}) in found


def test_a_publisher_killed_before_the_file_of_hashes_is_made_up_for_by_the_next(
    busy: Warehouse, publish: Publish
) -> None:
    heads: Path = busy.path.with_name(busy.path.name + ".head")
    lines = heads.read_text(encoding="utf-8").splitlines(keepends=True)
    heads.write_text("".join(lines[:3]), encoding="utf-8")
    assert versions.verify(busy) == ()
    publish(busy, f"{TOTALS}2020,messages,,10,review-1\n")
    hashes = [version.hash for version in versions.ledger(busy)]
    assert [line.split()[1] for line in heads.read_text(encoding="utf-8").splitlines()] == hashes


def test_a_table_that_gains_a_column_and_a_code_keeps_its_hashes(busy: Warehouse) -> None:
    kind = name(PublishedTotals.precision)
    found = tamper(
        busy,
        "CREATE TYPE older AS ENUM ('suppressed', 'rounded')",
        f"ALTER TABLE {TABLE} ALTER {kind} SET DATA TYPE older",
        f"ALTER TABLE {TABLE} DROP COLUMN {name(PublishedTotals.area)}",
        "UPDATE warehouse_meta SET setting = '' WHERE fact = 'contracts'",
    )
    assert found == ()


def test_a_finding_reads_as_a_sentence() -> None:
    finding = Finding(verification.ROWS_CHANGED, {"version": 3, "table": TABLE})
    assert finding.message == "Rows of published_totals that version 3 brought were changed."


def test_versions_hashed_in_the_first_form_are_still_verified(hashed_before: Warehouse) -> None:
    forms = [
        {form_of(change.added_digest) for change in version.tables}
        for version in versions.ledger(hashed_before)
    ]
    assert {FIRST} in forms
    assert {FORM} in forms
    assert versions.verify(hashed_before) == ()
    statement = f"UPDATE {TABLE} SET {VALUE} = 99 WHERE {ddl.ADDED} IN (2, 3)"
    found = [(each.says, each.facts["version"]) for each in tamper(hashed_before, statement)]
    assert found == [(verification.ROWS_CHANGED, 2), (verification.ROWS_CHANGED, 3)]
