"""Rows in pieces are the rows that were put in, however they came and wherever they wait."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from validation import rows
from validation.ahead import ahead
from validation.rows import Gathering, Rows

SCHEMA: dict[str, pl.DataType] = {"key": pl.String(), "count": pl.Int64()}
FRAMES = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=7), max_size=6
)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put rows aside after two pieces of three."""
    monkeypatch.setattr(rows, "PIECE", 3)
    monkeypatch.setattr(rows, "HELD", 2)


def gathered(frames: list[pl.DataFrame]) -> Rows:
    found = Gathering(SCHEMA)
    for frame in frames:
        found.add(frame)
    return found.rows()


def _counted(height: int) -> pl.DataFrame:
    counts = pl.int_range(height, eager=True)
    return pl.DataFrame({"key": ["a"] * height, "count": counts}, schema=SCHEMA)


@pytest.mark.usefixtures("small_pieces")
@given(drawn=FRAMES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_rows_are_there_in_their_order(drawn: list[list[tuple[str, int]]]) -> None:
    frames = [pl.DataFrame(each, schema=SCHEMA, orient="row") for each in drawn]
    whole = pl.concat([pl.DataFrame(schema=SCHEMA), *frames])
    found = gathered(frames)
    assert_frame_equal(found.frame, whole)
    assert found.height == whole.height
    assert all(height == 3 for height in found.heights[:-1])
    assert_frame_equal(found.select("count"), whole.select("count"))
    assert_frame_equal(found.unique("key"), whole.select("key").unique(maintain_order=True))
    large = pl.col("count") > 4
    assert_frame_equal(found.filter(large, "key"), whole.filter(large).select("key"))
    more = (pl.col("count") + 1).alias("more")
    assert_frame_equal(found.with_columns(more).frame, whole.with_columns(more))
    twice = Rows.joined((found, found))
    assert_frame_equal(twice.frame, pl.concat((whole, whole)))


@pytest.mark.usefixtures("small_pieces")
def test_few_rows_stay_in_memory_and_many_wait_on_disk_until_they_are_let_go() -> None:
    assert not gathered([_counted(6)]).folders
    many = gathered([_counted(9)])
    (folder,) = many.folders
    path = folder.path
    assert len(list(path.iterdir())) == 3
    assert path.stat().st_mode & 0o077 == 0, "others could read figures that may be sensitive"
    assert_frame_equal(many.frame, _counted(9))
    del folder, many
    assert not path.exists()


@pytest.mark.usefixtures("small_pieces")
def test_rows_for_which_the_disk_has_no_room_stay_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        message = "No space left on device"
        raise OSError(message)

    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    assert_frame_equal(gathered([_counted(20)]).frame, _counted(20))


def test_work_ahead_comes_back_in_order_and_its_error_is_raised() -> None:
    assert list(ahead(lambda each: each * each, range(9))) == [(n, n * n) for n in range(9)]
    with pytest.raises(ZeroDivisionError):
        list(ahead(lambda each: 1 // each, [1, 0, 2]))
