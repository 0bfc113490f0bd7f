"""Publishers killed at random moments, and logs cut short as a loss of power cuts them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from data import queries, verification, versions
from data.backup import backup, restore
from data.errors import WarehouseDamaged
from data.ledger import Version
from data.verification import Finding
from data.warehouse import Warehouse
from validation.contracts.published_totals import PUBLISHED_TOTALS
from validation.contracts.sources import SOURCES

SEED = 20_261_124
KILLS = 50
CUTS = 20
# One process that has everything imported, and a fork of it for each publisher that is to die.
PUBLISHERS = """
import os, sys, warnings
from datetime import UTC, date, datetime
from pathlib import Path
from data import loading
from data.warehouse import Warehouse
from validation.intake import Upload, check

warnings.simplefilter("ignore")  # nothing has run yet that a fork could find half done
warehouse = Warehouse(Path(sys.argv[1]), wait=60)

def publish(name):
    totals = [f"2020,messages,{name} {row},1,{name}" for row in range(20)]
    texts = (
        "source_id,publisher,title,tier\\n" + f"{name},Europol,Review,publisher\\n",
        "\\n".join(("period,measure,scope,value,source", *totals)),
    )
    uploads = [Upload(f"{place}.csv", text.encode()) for place, text in enumerate(texts)]
    files = check(uploads, today=date(2026, 1, 1), known={"sources": frozenset()})
    plan = loading.preview(warehouse, files)
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return loading.publish(warehouse, plan, who="Ada", note="", reason="counted anew", when=when)

for line in sys.stdin:
    child = os.fork()
    if not child:
        for number in range(1_000):
            print("published", publish(f"{line.strip()}-{number}").hash, flush=True)
    print("started", child, flush=True)
    os.waitpid(child, 0)
    print("ended", child, flush=True)
"""
ROWS_EACH = {SOURCES.name: 1, PUBLISHED_TOTALS.name: 20}


@contextmanager
def publishers(warehouse: Warehouse) -> Generator[Callable[[str, float], set[str]]]:
    """Give a function that lets a publisher of a name live for some seconds, then kills it.

    The function returns the hashes of the versions that were acknowledged.
    """
    command = [sys.executable, "-c", PUBLISHERS, str(warehouse.path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        to, said = process.stdin, process.stdout

        def live(name: str, seconds: float) -> set[str]:
            print(name, file=to, flush=True)
            hashes: set[str] = set()
            for line in iter(said.readline, ""):
                word, fact = line.split()
                if word == "published":
                    hashes.add(fact)
                elif word == "started":
                    time.sleep(seconds)
                    os.kill(int(fact), signal.SIGKILL)
                else:
                    return hashes
            return pytest.fail("the process that publishes has ended")

        yield live
        to.close()
        assert process.wait(timeout=60) == 0


def whole(warehouse: Warehouse) -> tuple[Version, ...]:
    """Return the versions of a warehouse that must hold each of them whole and nothing else."""
    ledger = versions.ledger(warehouse)
    assert versions.verify(warehouse) == ()
    with warehouse.read() as connection:
        held = queries.counts(connection, len(ledger))
        before = queries.counts(connection, 1)
    for table, each in ROWS_EACH.items():
        assert held[table] - before[table] == each * (len(ledger) - 1)
    return ledger


def test_of_fifty_loads_killed_each_is_there_whole_or_not_at_all(warehouse: Warehouse) -> None:
    chance = Random(SEED)
    acknowledged: set[str] = set()
    with publishers(warehouse) as live:
        lives = (0.4, 0.8, 1.6, 3.2, 6.4)
        longest = next(life for life in lives if live(f"first-{life * 10:.0f}", life))
        for number in range(KILLS):
            known = {version.hash for version in versions.ledger(warehouse)}
            hashes = live(f"load-{number:02}", chance.uniform(0, longest))
            acknowledged |= hashes
            ledger = versions.ledger(warehouse) if number % 5 else whole(warehouse)
            now = {version.hash for version in ledger}
            assert now >= known | hashes
            # One may have been kept whose publisher could not say so.
            assert len(now - known - hashes) <= 1
    assert acknowledged, "no publisher lived long enough to publish"
    assert len(whole(warehouse)) > len(acknowledged)
    assert not list(warehouse.path.parent.glob("*.new"))


@pytest.fixture(scope="module")
def killed(
    beginning: Warehouse,
    copied: Callable[[Warehouse, Path], Warehouse],
    tmp_path_factory: pytest.TempPathFactory,
) -> Warehouse:
    """A warehouse whose version 2 stands in the log alone: its publisher was killed just then.

    A publisher reads the file of hashes once the version is in the log, and waits there: a pipe.
    Version 1 is backed up beside it.
    """
    warehouse = copied(beginning, tmp_path_factory.mktemp("killed"))
    backup(warehouse, kept_by(warehouse))
    heads = warehouse.path.with_name(warehouse.path.name + ".head")
    kept = heads.read_bytes()
    heads.unlink()
    os.mkfifo(heads)
    command = [sys.executable, "-c", PUBLISHERS, str(warehouse.path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        print("second", file=process.stdin, flush=True)
        word, publisher = process.stdout.readline().split()
        assert word == "started"
        with heads.open("wb"):  # opens once the publisher reads
            os.kill(int(publisher), signal.SIGKILL)
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    heads.unlink()
    heads.write_bytes(kept)
    return warehouse


def kept_by(killed: Warehouse) -> Path:
    return killed.path.with_name("kept.duckdb")


def image(killed: Warehouse, folder: Path, log: bytes, heads: str = "") -> Warehouse:
    """Make what a loss of power would have left: the file, a log, and more hashes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for suffix in ("", ".head"):
        name = killed.path.name + suffix
        shutil.copy(killed.path.with_name(name), folder / name)
    made = Warehouse(folder / killed.path.name)
    made.path.with_name(made.path.name + ".wal").write_bytes(log)
    with made.path.with_name(made.path.name + ".head").open("a", encoding="utf-8") as file:
        file.write(heads)
    return made


def log_of(warehouse: Warehouse) -> bytes:
    return warehouse.path.with_name(warehouse.path.name + ".wal").read_bytes()


def test_a_log_cut_short_anywhere_holds_its_version_whole_or_not_at_all(
    killed: Warehouse, tmp_path: Path
) -> None:
    log = log_of(killed)
    chance = Random(SEED)
    folder = tmp_path / "image"
    last = whole(image(killed, folder, log))[-1]
    assert last.number == 2
    promised = f"{last.number} {last.hash}\n"
    for cut in sorted(chance.randrange(len(log)) for _ in range(CUTS)):
        assert len(whole(image(killed, folder, log[:cut]))) == 1
        lost = Finding(verification.TAIL_REMOVED, {"version": 2, "hash": last.hash})
        assert versions.verify(image(killed, folder, log[:cut], promised)) == (lost,)
    assert versions.verify(image(killed, folder, log, promised)) == ()


def refusal(made: Warehouse) -> str:
    try:
        versions.ledger(made)
    except WarehouseDamaged as damage:
        return str(damage)
    return ""


def test_a_log_with_rubbish_in_it_is_refused_in_one_line_that_names_the_way_back(
    killed: Warehouse, tmp_path: Path
) -> None:
    log = log_of(killed)
    chance = Random(SEED)
    folder = tmp_path / "image"
    refused = Counter[str]()
    for place in sorted(chance.randrange(len(log)) for _ in range(CUTS)):
        zeros = log[:place] + bytes(len(log) - place)
        flipped = log[:place] + bytes([log[place] ^ 255]) + log[place + 1 :]
        for rubbish in (zeros, flipped):
            made = image(killed, folder, rubbish)
            said = refusal(made)
            refused.update([said] if said else [])
            assert said or rubbish == log or len(whole(made)) == 1
    assert refused.total() > CUTS
    for said in refused:
        assert "\n" not in said
        assert "partnerships restore" in said
    shutil.rmtree(folder)
    restored = Warehouse(folder / killed.path.name)
    version = restore(kept_by(killed), restored)
    assert version == versions.latest(restored)
    assert len(whole(restored)) == 1


def test_a_line_of_the_file_of_hashes_that_was_cut_short_is_written_anew(
    killed: Warehouse, tmp_path: Path
) -> None:
    made = image(killed, tmp_path / "image", log_of(killed), heads="2 abc")
    assert len(whole(made)) == 2
    with made.write():
        pass
    heads = made.path.with_name(made.path.name + ".head").read_text(encoding="utf-8")
    assert heads == "".join(f"{each.number} {each.hash}\n" for each in versions.ledger(made))
