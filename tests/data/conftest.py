"""An empty warehouse, and the shortest way of getting CSV text into it."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data import loading, queries
from data.ledger import Mode, Version
from data.planning import Plan
from data.warehouse import Warehouse, create
from validation.intake import Checked, Upload, check

TODAY = date(2026, 11, 24)
WHEN = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
SOURCES = (
    "source_id,publisher,title,tier\n"
    "review-1,Europol,Review 1,publisher\n"
    "review-2,Europol,Review 2,publisher\n"
)
PARTNERSHIPS = (
    "partnership_id,name,kind,lead_organisation,record\n"
    "ports,Ports Task Force,task_force,EUROPOL,official\n"
    "rivers,Rivers Task Force,task_force,EUROPOL,official\n"
)

Check = Callable[..., tuple[Checked, ...]]
Preview = Callable[..., Plan]
Publish = Callable[..., Version]
Copied = Callable[[Warehouse, Path], Warehouse]


@pytest.fixture(scope="session")
def when() -> datetime:
    return WHEN


@pytest.fixture(scope="session")
def copied() -> Copied:
    """Copy a warehouse into a folder: quicker than publishing its versions again."""

    def copy(made: Warehouse, folder: Path) -> Warehouse:
        for path in (made.path, made.path.with_name(made.path.name + ".head")):
            shutil.copy(path, folder / path.name)
        return Warehouse(folder / made.path.name)

    return copy


@pytest.fixture(scope="session")
def created(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse that holds nothing; not to be changed."""
    return create(tmp_path_factory.mktemp("created") / "warehouse.duckdb")


@pytest.fixture
def empty(created: Warehouse, tmp_path: Path, copied: Copied) -> Warehouse:
    """A warehouse of one's own that holds nothing."""
    return copied(created, tmp_path)


@pytest.fixture(scope="session")
def check_texts() -> Check:
    """Check CSV texts against what a warehouse holds; none may have an error."""

    def checked(warehouse: Warehouse, *texts: str, keys_alone: bool = False) -> tuple[Checked, ...]:
        with warehouse.read() as connection:
            known = queries.known_ids(connection, queries.latest(connection))
        uploads = [Upload(f"{place}.csv", text.encode()) for place, text in enumerate(texts, 1)]
        found = check(
            uploads,
            today=TODAY,
            known={**known, "indicators": frozenset({"on_time_replies"})},
            keys_alone=keys_alone,
        )
        assert [problem.message for file in found if not file.ok for problem in file.problems] == []
        return found

    return checked


@pytest.fixture(scope="session")
def preview(check_texts: Check) -> Preview:
    """Plan a load of CSV texts."""

    def planned(warehouse: Warehouse, *texts: str, mode: Mode = Mode.MERGE) -> Plan:
        files = check_texts(warehouse, *texts, keys_alone=mode == Mode.WITHDRAW)
        return loading.preview(warehouse, files, mode=mode)

    return planned


@pytest.fixture(scope="session")
def publish(preview: Preview) -> Publish:
    """Load CSV texts as one version, confirmed."""

    def published(warehouse: Warehouse, *texts: str, mode: Mode = Mode.MERGE) -> Version:
        plan = preview(warehouse, *texts, mode=mode)
        return loading.publish(
            warehouse,
            plan,
            who="Ada",
            note="a return",
            reason="counted anew",
            when=WHEN,
            confirmed=True,
        )

    return published


@pytest.fixture(scope="session")
def beginning(tmp_path_factory: pytest.TempPathFactory, publish: Publish) -> Warehouse:
    """A warehouse whose version 1 holds two sources and two partnerships; not to be changed."""
    made = create(tmp_path_factory.mktemp("beginning") / "warehouse.duckdb")
    publish(made, SOURCES, PARTNERSHIPS)
    return made


@pytest.fixture
def warehouse(beginning: Warehouse, tmp_path: Path, copied: Copied) -> Warehouse:
    """A warehouse of one's own whose version 1 holds two sources and two partnerships."""
    return copied(beginning, tmp_path)
