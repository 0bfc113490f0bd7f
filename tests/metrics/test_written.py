"""Values as text: counts whole, shares decimal, nothing lost."""

import io
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import values as columns
from metrics.written import csv


def _frame(unit: str, **numbers: float | None) -> pl.DataFrame:
    schema = columns.schema(())
    row: dict[str, Any] = {
        name: "" if kind == pl.String() else None for name, kind in schema.items()
    }
    return pl.DataFrame([row | {columns.UNIT: unit} | numbers], schema=schema)


def _cells(frame: pl.DataFrame) -> dict[str, str]:
    names, cells = csv(frame).splitlines()
    return dict(zip(names.split(","), cells.split(","), strict=True))


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [
        ("messages", 924.0, "924"),
        ("searches", 15021198103.0, "15021198103"),
        ("messages", -3.0, "-3"),
        ("messages", 12.5, "12.5"),
        ("share", 1.0, "1.0"),
        ("share", 0.6033333333333334, "0.6033333333333334"),
        ("hours", 30.0, "30.0"),
        ("days", 5.0, "5.0"),
    ],
)
def test_counts_are_written_whole_and_measurements_with_their_point(
    unit: str, value: float, text: str
) -> None:
    told = _cells(_frame(unit, **{columns.VALUE: value, columns.TARGET: value}))
    assert (told[columns.VALUE], told[columns.TARGET]) == (text, text)


def test_what_a_share_is_divided_from_is_written_whole() -> None:
    told = _cells(_frame("share", **{columns.NUMERATOR: 924.0, columns.DENOMINATOR: 1200.0}))
    assert (told[columns.NUMERATOR], told[columns.DENOMINATOR]) == ("924", "1200")


def test_a_number_that_is_not_there_is_an_empty_cell() -> None:
    assert _cells(_frame("messages"))[columns.VALUE] == ""


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["share", "messages"]))
def test_every_number_is_read_back_as_it_was(value: float, unit: str) -> None:
    frame = _frame(unit, **{columns.VALUE: value, columns.NUMERATOR: value})
    read = pl.read_csv(io.StringIO(csv(frame)), schema=frame.schema)
    assert read[columns.VALUE].to_list() == [value]
    assert read[columns.NUMERATOR].to_list() == [value]
