"""Processes publish and read beside each other, one of them is killed, and nothing is lost."""

import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from data import queries, versions
from data.warehouse import Warehouse
from validation.contracts.published_totals import PUBLISHED_TOTALS

PUBLISH = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from data import loading
from data.warehouse import Warehouse
from validation.intake import Upload, check

warehouse = Warehouse(Path(sys.argv[1]), wait=60)
header = "period,measure,scope,value,source"
for number in range(int(sys.argv[3])):
    text = f"{header}\\n2020,messages,{sys.argv[2]} {number},1,own_return\\n"
    files = check([Upload("a.csv", text.encode())], today=date(2026, 1, 1), known={})
    plan = loading.preview(warehouse, files)
    when = datetime(2026, 1, 1, tzinfo=UTC)
    version = loading.publish(
        warehouse, plan, who=sys.argv[2], note="", reason="counted anew", when=when
    )
    print(version.hash, flush=True)
"""
READ = """
import sys
from pathlib import Path
from data import queries
from data.warehouse import Warehouse

warehouse = Warehouse(Path(sys.argv[1]), wait=60)
latest = 0
while latest < int(sys.argv[2]):
    with warehouse.read() as connection:
        latest = queries.latest(connection)
        assert queries.counts(connection, latest)["published_totals"] == latest - 1
    print(latest, flush=True)
"""
EACH = 5


@contextmanager
def running(code: str, *arguments: object) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> list[str]:
    """Return what a process says until it ends; it must end well."""
    text, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return text.split()


def test_every_acknowledged_version_is_there_and_the_chain_is_whole(warehouse: Warehouse) -> None:
    path = warehouse.path
    with ExitStack() as stack:
        start = stack.enter_context
        readers = [start(running(READ, path, 1 + 2 * EACH)) for _ in range(2)]
        publishers = [start(running(PUBLISH, path, who, EACH)) for who in ("Ada", "Bea")]
        killed = start(running(PUBLISH, path, "Eve", 1_000))
        assert killed.stdout
        early = killed.stdout.readline().strip()
        time.sleep(0.1)
        killed.kill()
        rest, _ = killed.communicate()
        acknowledged = {early, *rest.split()}
        for publisher in publishers:
            hashes = said(publisher)
            assert len(hashes) == EACH
            acknowledged.update(hashes)
        for reader in readers:
            numbers = [int(number) for number in said(reader)]
            assert numbers == sorted(numbers)
    ledger = versions.ledger(warehouse)
    assert acknowledged <= {version.hash for version in ledger}
    assert len(ledger) - 1 - len(acknowledged) in {0, 1}  # one may have been on its way
    assert versions.verify(warehouse) == ()
    with warehouse.read() as connection:
        rows = queries.rows(connection, PUBLISHED_TOTALS, len(ledger))
    assert rows.height == len(ledger) - 1


def test_a_process_killed_while_it_publishes_leaves_all_or_nothing(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    for delay in (0.0, 0.01, 0.03, 0.06):
        before = len(versions.ledger(warehouse))
        with running(PUBLISH, warehouse.path, f"at {delay}", 1_000) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(delay)
        assert len(versions.ledger(warehouse)) > before
        assert versions.verify(warehouse) == ()
    assert not list(tmp_path.glob("*.new"))
