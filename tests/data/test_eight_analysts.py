"""Eight analysts publish at once: four threads of one server, and four command lines beside it."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import polars as pl

from data import loading, queries, versions
from data.errors import StalePlan
from data.ledger import Version
from data.warehouse import Warehouse
from validation.contracts.published_totals import PUBLISHED_TOTALS, PublishedTotals
from validation.fields import col
from validation.intake import Upload, check

# The command line itself, run again and again in one process: what others hold is waited for.
COMMANDS = """
import sys
from pathlib import Path
from dashboard.cli import main

path, folder, who, times = sys.argv[1:]
for number in range(int(times)):
    file = Path(folder) / f"{who}-{number}.csv"
    row = f"2020,messages,{who} {number},1,review-1"
    file.write_text(f"period,measure,scope,value,source\\n{row}\\n", encoding="utf-8")
    code = None
    while code != 0:
        sys.argv = ["partnerships", "--warehouse", path, "load", str(file), "--note", who]
        try:
            main()
        except SystemExit as end:
            code = end.code
        assert code in (0, 2), code
"""
EACH = 3
SHARED = "counted by all"
HEAD = "period,measure,scope,value,source\n"
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def _counted(warehouse: Warehouse) -> int:
    """Read what the row that all threads count up holds; 0 where there is none yet."""
    with warehouse.read() as connection:
        rows = queries.rows(connection, PUBLISHED_TOTALS, queries.latest(connection))
    found = rows.filter(col(PublishedTotals.scope) == SHARED)[str(PublishedTotals.value)]
    return int(found.item()) if found.len() else 0


def _publish(warehouse: Warehouse, who: str, text: str) -> Version:
    files = check([Upload("a.csv", text.encode())], today=date(2026, 1, 1), known={})
    plan = loading.preview(warehouse, files)
    return loading.publish(warehouse, plan, who=who, note=who, when=WHEN)


def _count_up(warehouse: Warehouse, who: str) -> tuple[Version, int]:
    """Add one to the shared row, anew for as long as others were faster; say how often."""
    overtaken = 0
    while True:
        seen = _counted(warehouse)
        text = f"{HEAD}2020,messages,{SHARED},{seen + 1},review-1\n"
        files = check([Upload("a.csv", text.encode())], today=date(2026, 1, 1), known={})
        plan = loading.preview(warehouse, files)
        if _counted(warehouse) != seen:  # the preview would be of what others made of it
            overtaken += 1
            continue
        try:
            return loading.publish(warehouse, plan, who=who, note=who, when=WHEN), overtaken
        except StalePlan:
            overtaken += 1


def _analyst(warehouse: Warehouse, who: str) -> tuple[set[str], int]:
    hashes: set[str] = set()
    overtaken = 0
    for number in range(EACH):
        row = f"2020,messages,{who} {number},1,review-1\n"
        hashes.add(_publish(warehouse, who, HEAD + row).hash)
        version, times = _count_up(warehouse, who)
        hashes.add(version.hash)
        overtaken += times
    return hashes, overtaken


def test_all_versions_are_there_the_chain_is_whole_and_no_update_is_lost(
    warehouse: Warehouse, tmp_path: Path, publish: Callable[..., Version]
) -> None:
    publish(warehouse, f"{HEAD}2020,messages,{SHARED},0,review-1\n")
    patient = Warehouse(warehouse.path, wait=120)
    threads = [f"thread {number}" for number in range(4)]
    lines = [f"line {number}" for number in range(4)]
    with ExitStack() as stack:
        commands = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", COMMANDS, warehouse.path, tmp_path, who, str(EACH)],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for who in lines
        ]
        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(partial(_analyst, patient), threads))
        for command in commands:
            _, told = command.communicate(timeout=240)
            assert command.returncode == 0, told
            assert "Traceback" not in told
    ledger = versions.ledger(warehouse)
    acknowledged = set[str]().union(*(hashes for hashes, _ in done))
    assert len(acknowledged) == 4 * 2 * EACH
    assert acknowledged <= {version.hash for version in ledger}
    assert len(ledger) == 2 + 4 * 2 * EACH + 4 * EACH
    assert sum(version.note in lines for version in ledger) == 4 * EACH
    assert versions.verify(warehouse) == ()
    assert _counted(warehouse) == 4 * EACH
    with warehouse.read() as connection:
        rows = queries.rows(connection, PUBLISHED_TOTALS, len(ledger))
    own = rows.filter(col(PublishedTotals.scope) != SHARED)
    wanted = {f"{who} {number}" for who in (*threads, *lines) for number in range(EACH)}
    assert set(own.select(pl.col(str(PublishedTotals.scope))).to_series()) == wanted
    assert own.height == len(wanted)
