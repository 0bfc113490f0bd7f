"""The hash of rows depends on every value and on nothing else."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.digest import FIRST, FORM, Digest, digest, form_of, ids_digest
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


def hashed(rows: pl.DataFrame, form: int = FORM) -> str:
    return digest(rows.iter_slices(BLOCK_ROWS), form)[1]


@pytest.mark.parametrize("form", [FIRST, FORM])
@given(one=ROWS, other=ROWS)
def test_rows_have_one_hash_exactly_if_they_are_equal(
    form: int, one: list[tuple[object, ...]], other: list[tuple[object, ...]]
) -> None:
    assert (hashed(frame(one), form) == hashed(frame(other), form)) == (one == other)


@given(rows=ROWS.filter(bool), data=st.data())
def test_a_single_cell_that_is_changed_changes_the_hash(
    rows: list[tuple[object, ...]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    (other,) = data.draw(ROWS.filter(lambda drawn: len(drawn) == 1))
    column = data.draw(st.integers(0, len(SCHEMA) - 1))
    row = [*rows[place]]
    row[column] = other[column]
    changed = [*rows[:place], tuple(row), *rows[place + 1 :]]
    for form in (FIRST, FORM):
        assert (hashed(frame(rows), form) == hashed(frame(changed), form)) == (rows == changed)


def test_a_hash_tells_its_form_and_the_first_form_stays_what_it_was() -> None:
    rows = frame(
        [("c", "x", 1, 2.5, True), ("a", None, -3, None, None), ("c", "é", 7, -0.0, False)]
    )
    first = "6c9931a04cc3b7bde582446aaa21b25d1fce25e3bf0468a71cd68d937b4c4c2e"
    assert hashed(rows, FIRST) == first
    assert form_of(first) == FIRST
    assert form_of(hashed(rows)) == FORM
    assert hashed(rows) == "2:e912136b5e4d77738758b120c8892107805bcff6396b6596c6dd56793030f478"


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
