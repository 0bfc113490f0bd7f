"""Readers share, writers exclude, nobody starves, and a killed holder holds nothing."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.errors import WarehouseBusy, WarehouseError, WarehouseHeld
from data.locking import FileLock

HOLD = """
import sys, time
from pathlib import Path
from data.locking import FileLock
lock = FileLock(Path(sys.argv[1]))
with lock.exclusive() if sys.argv[2] == "write" else lock.shared():
    print("held", flush=True)
    time.sleep(60)
"""
SOON = 0.15


@contextmanager
def held_elsewhere(path: Path, how: str) -> Generator[subprocess.Popen[str]]:
    """Another process that holds the lock until it is killed."""
    command = [sys.executable, "-c", HOLD, str(path), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def lock(tmp_path: Path) -> FileLock:
    return FileLock(tmp_path / "w.duckdb")


def test_readers_share(lock: FileLock) -> None:
    with held_elsewhere(lock.path, "read"), lock.shared(SOON), lock.shared(SOON):
        pass


def test_a_writer_keeps_other_processes_out_and_is_named(lock: FileLock) -> None:
    with held_elsewhere(lock.path, "write") as holder:
        for attempt in (lock.shared, lock.exclusive):
            with pytest.raises(WarehouseBusy) as caught, attempt(SOON):
                pass
            assert f"process {holder.pid}" in str(caught.value)
            assert str(caught.value.facts["command"]).startswith("-c /")


def test_a_reader_keeps_a_writer_out_and_is_named(lock: FileLock) -> None:
    with held_elsewhere(lock.path, "read") as holder:
        with pytest.raises(WarehouseBusy, match=f"process {holder.pid}"), lock.exclusive(SOON):
            pass
        with lock.shared(SOON):
            pass


def test_threads_of_one_process_exclude_each_other(lock: FileLock) -> None:
    caught: list[WarehouseError] = []

    def attempt() -> None:
        try:
            with lock.exclusive(SOON):
                pass
        except WarehouseBusy as error:
            caught.append(error)

    with lock.exclusive():
        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()
    assert [error.facts["pid"] for error in caught] == [os.getpid()]


def test_what_a_killed_process_held_is_free(lock: FileLock) -> None:
    with held_elsewhere(lock.path, "write") as holder:
        holder.kill()
        holder.wait()
        with lock.exclusive(SOON):
            pass


def test_a_lock_is_free_again_after_an_error_inside(lock: FileLock) -> None:
    with pytest.raises(ZeroDivisionError), lock.exclusive():
        raise ZeroDivisionError
    with lock.exclusive(SOON):
        pass


def test_one_waits_for_a_holder_who_is_nearly_done(lock: FileLock) -> None:
    entered = threading.Event()

    def hold() -> None:
        with lock.exclusive():
            entered.set()
            time.sleep(SOON)

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait()
    with lock.shared(10):
        pass
    thread.join()


def test_a_holder_who_does_not_say_who_it_is_is_told_of_too(lock: FileLock) -> None:
    with lock.exclusive():
        lock.path.with_name("w.duckdb.lock").write_bytes(b"{torn")
        with pytest.raises(WarehouseHeld), lock.shared(0):
            pass


def test_a_holder_long_dead_is_not_named(lock: FileLock) -> None:
    with held_elsewhere(lock.path, "read") as dead:
        dead.kill()
        dead.wait()
    with lock.exclusive(), pytest.raises(WarehouseBusy) as caught, lock.shared(0):
        pass
    assert caught.value.facts["pid"] == os.getpid()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(WarehouseError, match="No such file"),
        FileLock(tmp_path / "no" / "w").shared(),
    ):
        pass


def count_while(lock: FileLock, other: str, seconds: float) -> int:
    """Count what the one kind gets done while four threads of the other never pause."""
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            with lock.shared(30) if other == "readers" else lock.exclusive(30):
                time.sleep(0.005)

    threads = [threading.Thread(target=busy) for _ in range(4)]
    for thread in threads:
        thread.start()
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        with lock.exclusive(30) if other == "readers" else lock.shared(30):
            done += 1
    stop.set()
    for thread in threads:
        thread.join()
    return done


@pytest.mark.parametrize("other", ["readers", "writers"])
def test_nobody_starves(lock: FileLock, other: str) -> None:
    assert count_while(lock, other, seconds=1.5) >= 3
