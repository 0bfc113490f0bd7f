"""The hash of rows depends on every value and on nothing else."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.digest import Digest, digest, ids_digest
from data.frames import BLOCK_ROWS

CODES = ("a", "b", "c")
SCHEMA = {
    "code": pl.Enum(CODES),
    "text": pl.String(),
    "whole": pl.Int64(),
    "decimal": pl.Float64(),
    "flag": pl.Boolean(),
}
ROWS = st.lists(
    st.tuples(
        st.none() | st.sampled_from(CODES),
        st.none() | st.text(max_size=4),
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.floats(allow_nan=False),
        st.none() | st.booleans(),
    ),
    max_size=6,
)


def frame(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def hashed(rows: pl.DataFrame) -> str:
    return digest(rows.iter_slices(BLOCK_ROWS))[1]


@given(ROWS, ROWS)
def test_rows_have_one_hash_exactly_if_they_are_equal(
    one: list[tuple[object, ...]], other: list[tuple[object, ...]]
) -> None:
    assert (hashed(frame(one)) == hashed(frame(other))) == (one == other)


@given(ROWS)
def test_order_counts(rows: list[tuple[object, ...]]) -> None:
    turned = rows[::-1]
    assert (hashed(frame(rows)) == hashed(frame(turned))) == (rows == turned)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        (["", None], [None, ""]),
        (["", ""], ["", None]),
        (["é"], ["e\u0301"]),
    ],
)
def test_texts_that_run_together_differ(one: list[str | None], other: list[str | None]) -> None:
    schema = {"text": pl.String()}
    assert hashed(pl.DataFrame({"text": one}, schema=schema)) != hashed(
        pl.DataFrame({"text": other}, schema=schema)
    )


def test_zero_and_nothing_differ_and_both_zeros_are_one() -> None:
    def of(value: float | None) -> str:
        return hashed(pl.DataFrame({"decimal": [value, 1.0]}))

    assert of(0.0) != of(None)
    assert of(0.0) == of(-0.0)
    assert math.copysign(1, -0.0) == -1


def test_the_order_of_a_list_of_codes_and_of_columns_does_not_count() -> None:
    rows = frame([("c", "x", 1, 2.5, True), ("a", None, None, None, None)])
    grown = pl.Enum(("c", "new", "b", "a"))
    turned = rows.select(reversed(rows.columns)).cast({"code": grown})
    assert hashed(rows) == hashed(turned)


def test_a_column_without_a_value_adds_nothing() -> None:
    rows = frame([("c", "x", 1, 2.5, True)])
    assert hashed(rows.with_columns(pl.lit(None, dtype=pl.String).alias("later"))) == hashed(rows)
    assert hashed(rows.with_columns(pl.lit("").alias("later"))) != hashed(rows)


def test_a_value_moved_to_another_column_changes_the_hash() -> None:
    assert hashed(pl.DataFrame({"a": [1], "b": [2]})) != hashed(pl.DataFrame({"a": [2], "b": [1]}))
    assert hashed(pl.DataFrame({"a": [1]})) != hashed(pl.DataFrame({"b": [1]}))


def test_rows_beyond_one_block_count() -> None:
    rows = pl.DataFrame({"a": range(BLOCK_ROWS + 2)})
    assert digest(rows.iter_slices(BLOCK_ROWS))[0] == rows.height
    assert hashed(rows) != hashed(rows.head(BLOCK_ROWS + 1))


def test_a_block_after_a_short_one_is_refused() -> None:
    found = Digest()
    found.update(pl.DataFrame({"a": [1]}))
    with pytest.raises(ValueError, match="last block"):
        found.update(pl.DataFrame({"a": [1]}))


def test_ids_are_hashed_in_ascending_order() -> None:
    assert ids_digest(pl.Series([3, 1, 2])) == ids_digest(pl.Series([1, 2, 3]))
    assert ids_digest(pl.Series([1, 2])) != ids_digest(pl.Series([1, 2, 3]))
