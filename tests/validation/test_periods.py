"""Quarters and years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validation.periods import PERIOD_CODES, QUARTER, YEAR, Period, between

PERIODS = st.sampled_from(PERIOD_CODES).map(Period.parse)


@given(PERIODS)
def test_a_code_is_read_as_the_period_it_was_written_from(period: Period) -> None:
    assert Period.parse(period.code) == period


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024Q3", "2024-Q5", "2024-Q0", "2024-q1", " 2024", "2024-07", "1944", "2100"],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)


def test_codes_sort_as_text_the_way_periods_sort_in_time() -> None:
    assert list(PERIOD_CODES) == sorted(PERIOD_CODES)
    assert [each.code for each in sorted(map(Period.parse, PERIOD_CODES))] == list(PERIOD_CODES)


def test_a_quarter_begins_and_ends_with_its_months() -> None:
    quarter = Period(2024, 1)
    assert (quarter.start, quarter.end) == (date(2024, 1, 1), date(2024, 3, 31))
    assert (Period(2023).start, Period(2023).end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert quarter.grain == QUARTER
    assert Period(2023).grain == YEAR


@given(PERIODS)
def test_the_day_after_a_period_begins_the_next_one(period: Period) -> None:
    assert period.end + timedelta(days=1) == period.shift(1).start
    assert period.start <= period.middle <= period.end


@given(st.dates(date(1945, 1, 1), date(2099, 12, 31)))
def test_a_day_lies_in_its_quarter_and_its_year(day: date) -> None:
    for grain in (QUARTER, YEAR):
        period = Period.containing(day, grain)
        assert period.start <= day <= period.end
        assert period.grain == grain


@given(PERIODS, st.integers(-400, 400))
def test_steps_back_undo_steps_forward(period: Period, steps: int) -> None:
    assert period.shift(steps).shift(-steps) == period


def test_a_period_lies_in_its_year() -> None:
    assert Period(2024, 3).year_period() == Period(2024)
    assert Period(2024).year_period() == Period(2024)


def test_labels_name_the_months() -> None:
    assert Period(2024, 3).label() == "Jul–Sep 2024 (Q3)"
    assert Period(2024).label() == "2024"


def test_periods_between_two_are_of_the_first_ones_grain() -> None:
    codes = [each.code for each in between(Period(2023, 4), Period(2024, 2))]
    assert codes == ["2023-Q4", "2024-Q1", "2024-Q2"]
    assert [each.code for each in between(Period(2022), Period(2023))] == ["2022", "2023"]
    assert between(Period(2024, 2), Period(2024, 1)) == []
