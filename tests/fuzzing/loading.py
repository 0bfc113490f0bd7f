"""Loads of fuzzed files: each is in the warehouse whole afterwards, or not at all."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

from data import loading, queries, versions
from data.errors import NothingToLoad, PlanRefused
from data.warehouse import create
from tests.fuzzing import tables, writing
from tests.fuzzing.tables import TODAY, Table, Tables
from tests.fuzzing.writing import Style
from validation.contracts import CONTRACTS
from validation.intake import Checked, Upload, check

WHEN: Final = datetime(2026, 11, 24, tzinfo=UTC)
PLAIN: Final = Style(",", "\n", "utf-8", 0.0, stated=False, last_end=True, blank_rows=0)


class Loader:
    """A warehouse of its own that holds the rows which all other rows refer to."""

    def __init__(self, folder: Path, drawn: Tables) -> None:
        self._warehouse = create(folder / "warehouse.duckdb")
        chance = Random(0)
        uploads: list[Upload] = []
        for table, ids in tables.known().items():
            if table in CONTRACTS:
                contract = CONTRACTS[table]
                row = drawn.draw(contract, chance).rows[0]
                rows = tuple({**row, contract.key[0]: each} for each in sorted(ids))
                file = writing.file(Table(contract, contract.names, rows), PLAIN, chance)
                uploads.append(Upload(f"{table}.csv", file.content()))
        self._publish(check(uploads, today=TODAY, known={}))

    def load(self, verdict: Checked) -> tuple[str, str]:
        """Load a checked file; return how it ended, and what is wrong with that, if anything."""
        before = self._counts()
        try:
            moved = self._publish((verdict,))
        except (PlanRefused, NothingToLoad) as refused:
            changed = self._counts() != before
            return type(refused).__name__, "a refused load changed the warehouse" if changed else ""
        after = self._counts()
        table = verdict.contract.name if verdict.contract else ""
        wanted = {**before, table: before[table] + moved}
        return "published", "" if after == wanted else f"{before} became {after}"

    def last(self) -> Iterator[str]:
        """Say what is wrong with the warehouse in the end."""
        for finding in versions.verify(self._warehouse):
            yield f"warehouse: {finding.message}"

    def _publish(self, files: tuple[Checked, ...]) -> int:
        """Publish files; return by how many rows the tables have grown."""
        plan = loading.preview(self._warehouse, files)
        version = loading.publish(
            self._warehouse,
            plan,
            who="fuzzing",
            note="",
            reason="counted anew",
            when=WHEN,
            confirmed=True,
        )
        return sum(change.added - change.retired for change in version.tables)

    def _counts(self) -> dict[str, int]:
        with self._warehouse.read() as connection:
            return queries.counts(connection, queries.latest(connection))
