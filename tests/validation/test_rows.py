"""Rows in pieces are the rows that were put in, however they came and wherever they wait."""

import fcntl
import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from validation import rows
from validation.ahead import AHEAD, ahead
from validation.rows import Folder, Keeper, Rows

SCHEMA: dict[str, pl.DataType] = {"key": pl.String(), "count": pl.Int64()}
FRAMES = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=7), max_size=6
)


def kept(frames: list[pl.DataFrame], *, many: bool = True) -> Rows:
    keeper = Keeper(many=many)
    return Rows.joined(keeper.keep(frame) for frame in (pl.DataFrame(schema=SCHEMA), *frames))


def _counted(height: int) -> pl.DataFrame:
    counts = pl.int_range(height, eager=True)
    return pl.DataFrame({"key": ["a"] * height, "count": counts}, schema=SCHEMA)


@given(drawn=FRAMES, many=st.booleans())
def test_all_rows_are_there_in_their_order(
    drawn: list[list[tuple[str, int]]], *, many: bool
) -> None:
    frames = [pl.DataFrame(each, schema=SCHEMA, orient="row") for each in drawn]
    whole = pl.concat([pl.DataFrame(schema=SCHEMA), *frames])
    found = kept(frames, many=many)
    assert_frame_equal(found.frame, whole)
    assert found.height == whole.height
    assert_frame_equal(found.select("count"), whole.select("count"))
    assert_frame_equal(found.unique("key"), whole.select("key").unique(maintain_order=True))
    large = pl.col("count") > 4
    assert_frame_equal(found.filter(large, "key"), whole.filter(large).select("key"))
    more = (pl.col("count") + 1).alias("more")
    assert_frame_equal(found.with_columns(more).frame, whole.with_columns(more))
    twice = Rows.joined((found, found))
    assert_frame_equal(twice.frame, pl.concat((whole, whole)))


def test_few_rows_stay_in_memory_and_many_wait_on_disk_until_they_are_let_go() -> None:
    assert not kept([_counted(9)], many=False).folders
    many = kept([_counted(3), _counted(4), _counted(2)])
    (folder,) = many.folders
    path = folder.path
    assert len(list(path.iterdir())) == 3
    assert path.stat().st_mode & 0o077 == 0, "others could read figures that may be sensitive"
    assert_frame_equal(many.frame, pl.concat([_counted(3), _counted(4), _counted(2)]))
    del folder, many
    assert not path.exists()


def test_rows_for_which_the_disk_has_no_room_stay_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        message = "No space left on device"
        raise OSError(message)

    monkeypatch.setattr(pa, "OSFile", full)
    assert_frame_equal(kept([_counted(20)]).frame, _counted(20))


def test_rows_for_which_no_folder_can_be_made_stay_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(**_: object) -> str:
        message = "No usable temporary directory found"
        raise FileNotFoundError(message)

    monkeypatch.setattr(rows, "mkdtemp", none)
    assert_frame_equal(kept([_counted(20)]).frame, _counted(20))


def test_rows_put_aside_go_also_where_the_keeping_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fails() -> None:
        keeper = Keeper(many=True)
        keeper.keep(_counted(20))
        assert list(tmp_path.iterdir())
        message = "somebody pressed Ctrl-C"
        raise KeyboardInterrupt(message)

    with pytest.raises(KeyboardInterrupt):
        fails()
    gc.collect()
    assert not list(tmp_path.iterdir())


KILLED = """
import os, signal
from validation.rows import Folder

folder = Folder()
(folder.path / "0.arrow").write_text("figures")
print(folder.path, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of rows whose process was killed, alone in a temporary directory of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    return Path(ended.stdout.strip())


def test_what_a_killed_process_left_is_swept_and_nothing_else(
    left_behind: Path, tmp_path: Path
) -> None:
    used, foreign = Folder(), tmp_path / "partnerships-rows-of-somebody"
    foreign.mkdir()
    link = tmp_path / left_behind.name.replace(left_behind.name[-8:], "asalink")
    link.symlink_to(foreign)
    assert (left_behind / "0.arrow").exists()
    rows.sweep()
    assert set(tmp_path.iterdir()) == {used.path, foreign, link}


def test_a_folder_is_kept_while_its_lock_is_held_whatever_its_number_says(
    left_behind: Path,
) -> None:
    held = os.open(left_behind, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_SH)
    rows.sweep()
    assert left_behind.exists()
    os.close(held)
    rows.sweep()
    assert not left_behind.exists()


def test_a_command_that_takes_files_sweeps_first(
    left_behind: Path, partnerships: Callable[..., object], tmp_path: Path
) -> None:
    partnerships("check", tmp_path / "none.csv")
    assert not left_behind.exists()


def test_work_ahead_comes_back_in_order_and_its_error_is_raised() -> None:
    assert list(ahead(lambda each: each * each, range(9))) == [(n, n * n) for n in range(9)]
    with pytest.raises(ZeroDivisionError):
        list(ahead(lambda each: 1 // each, [1, 0, 2]))


class Work:
    """Work that takes its time, and may fail."""

    def __init__(self, bad: int = -1) -> None:
        self.begun: list[int] = []
        self._bad = bad

    def __call__(self, item: int) -> int:
        self.begun.append(item)
        time.sleep(0.02)
        if item == self._bad:
            raise ZeroDivisionError
        return item


def test_no_work_goes_on_where_what_it_makes_is_no_longer_asked_for() -> None:
    threads, work = threading.active_count(), Work()
    going = ahead(work, range(100))
    next(going)
    going.close()
    assert threading.active_count() == threads
    assert max(work.begun) <= AHEAD
    assert list(going) == []


def test_an_error_in_the_work_or_in_the_items_leaves_no_work_going_on() -> None:
    def items() -> Iterator[int]:
        yield from range(3)
        message = "the file was changed"
        raise OSError(message)

    threads, work = threading.active_count(), Work(bad=1)
    with pytest.raises(ZeroDivisionError):
        list(ahead(work, range(100)))
    with pytest.raises(OSError, match="changed"):
        list(ahead(Work(), items()))
    assert threading.active_count() == threads
    assert max(work.begun) <= 1 + AHEAD
