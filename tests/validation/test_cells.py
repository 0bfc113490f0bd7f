"""Cells: dates of any precision, and the types that kinds of cell are read and stored as."""

from datetime import date

import polars as pl
import pytest

from validation.cells import (
    checked_type,
    closed_values,
    earliest_day,
    latest_begun,
    latest_day,
    parsed,
    stored_type,
    unfinished,
)
from validation.contracts import CONTRACTS
from validation.fields import Kind, Spec, name
from validation.periods import PERIOD_CODES

COLUMNS = [
    pytest.param(column.spec, id=f"{table}-{column.name}")
    for table, contract in CONTRACTS.items()
    for column in contract.columns
]


def _read(kind: Kind, *texts: str) -> list[object]:
    column = pl.Series("cell", texts, dtype=pl.String).to_frame()
    return column.select(parsed(pl.col("cell"), Spec(kind=kind, example=""))).to_series().to_list()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2023-02-29", None, None),
        ("0000", None, None),
        ("2024-13", None, None),
        ("2024-1-1", None, None),
        ("24", None, None),
        ("\u0662\u0660\u0662\u0664", None, None),
    ],
)
def test_a_date_means_its_first_and_last_possible_day(
    text: str, first: date | None, last: date | None
) -> None:
    column = pl.DataFrame({"cell": [text]})
    assert column.select(earliest_day(pl.col("cell"))).item() == first
    assert column.select(latest_day(pl.col("cell"))).item() == last


def test_counts_are_whole_numbers_and_nothing_else() -> None:
    good = _read(Kind.COUNT, "0", "007", "-5", "9223372036854775807")
    assert good == [0, 7, -5, 9223372036854775807]
    bad = ("+5", " 5", "5.0", "1e3", "1,234", "1 234", "", "\u0665", "9223372036854775808")
    assert _read(Kind.COUNT, *bad) == [None] * len(bad)


def test_numbers_have_a_point_and_no_exponent() -> None:
    assert _read(Kind.NUMBER, "0.65", "-3", "12") == [0.65, -3.0, 12.0]
    bad = ("1234,5", "3e1", "NaN", "inf", ".5", "5.", "+1", "1 234", "\u0665")
    assert _read(Kind.NUMBER, *bad) == [None] * len(bad)


def test_yes_and_no_are_written_in_small_letters() -> None:
    assert _read(Kind.YES_NO, "yes", "no", "Yes", "true") == [True, False, None, None]


def test_lists_are_kept_with_one_separator() -> None:
    assert _read(Kind.CODES, "BEL|NLD", "BEL ; NLD;", "BEL") == ["BEL;NLD", "BEL;NLD", "BEL"]


@pytest.mark.parametrize("spec", COLUMNS)
def test_a_column_is_stored_as_an_enumeration_exactly_where_its_list_is_closed(spec: Spec) -> None:
    closed = spec.kind in {Kind.PERIOD, Kind.CODE}
    assert isinstance(stored_type(spec), pl.Enum) == closed
    if closed:
        assert stored_type(spec) == pl.Enum(closed_values(spec))
    else:
        assert stored_type(spec) == checked_type(spec)


@pytest.mark.parametrize("spec", COLUMNS)
def test_the_example_of_a_column_is_one_of_its_values(spec: Spec) -> None:
    allowed = closed_values(spec)
    if spec.kind in {Kind.PERIOD, Kind.CODE, Kind.YES_NO, Kind.PARTY}:
        assert spec.example in allowed
    if spec.kind == Kind.CODES:
        assert set(spec.example.split(";")) <= set(allowed)


def test_periods_are_told_apart_by_a_day() -> None:
    assert closed_values(Spec(kind=Kind.PERIOD, example="")) == PERIOD_CODES
    assert latest_begun(date(2026, 11, 24)) == "2026-Q4"
    assert unfinished(date(2026, 11, 24)) == ("2026-Q4", "2026")


def test_a_column_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="not a column"):
        name(12)
