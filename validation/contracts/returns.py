"""How a return stands."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.contract import Cells, Contract, CrossRule, Severity
from validation.contracts.reporting_schedule import REPORTING_SCHEDULE, ReportingSchedule
from validation.fields import KEY, OPTIONAL, col, name
from validation.periods import QUARTER, YEAR_LENGTH
from validation.return_codes import RETURN_STATUSES, TABLES_OWED
from validation.text import mark


class Returns(pa.DataFrameModel):
    """What an office says of its return for a period: complete, nothing to report, or partial."""

    period: str = fields.period(mark("Quarter or year of the return."), example="2024-Q3")
    partnership_id: str = fields.reference(
        mark("The partnership it was sent to."), "partnerships", KEY, example="ports-force"
    )
    reported_by: str = fields.reporter()
    table: str = fields.code(
        mark("The table it is about."), TABLES_OWED, KEY, example="information_exchange"
    )
    status: str = fields.code(
        mark("Complete or nothing to report turn what is absent into zero; partial does not."),
        RETURN_STATUSES,
        example="complete",
    )
    note: str = fields.text(
        mark("What a reader should know of it."), OPTIONAL, example="One office was moved"
    )


T: TypeAlias = Returns
S: TypeAlias = ReportingSchedule


def _is_expected(returns: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> pl.Series:
    """Tell of each return whether the schedule expects it."""
    place, found = "place", "found"
    whose = [name(T.partnership_id), name(T.reported_by), name(T.table)]
    owed = others[REPORTING_SCHEDULE.name].select(
        *(col(column).cast(pl.String) for column in whose),
        col(S.from_period),
        col(S.until_period),
        col(S.grain).cast(pl.String),
    )
    sent = returns.select(
        *(col(column).cast(pl.String) for column in whose), T.period
    ).with_row_index(place)
    quarterly = col(T.period).cast(pl.String).str.len_chars() > YEAR_LENGTH
    fits = (
        (col(T.period) >= col(S.from_period))
        & (col(T.period) <= col(S.until_period)).fill_null(value=True)
        & (quarterly == (col(S.grain) == QUARTER))
    )
    expected = sent.join(owed, on=whose, how="inner", nulls_equal=True).filter(fits)[place]
    return sent.select(pl.col(place).is_in(expected.implode()).alias(found)).to_series()


_OWED: Final[Cells] = {S.from_period: "2023-Q1", S.until_period: "2024-Q2"}

RETURNS: Final = Contract(
    name="returns",
    title=mark("Returns"),
    model=T,
    context=(T.note,),
    replace_by=(T.partnership_id, T.period, T.reported_by),
    cross_rules=(
        CrossRule(
            name="return_is_expected",
            others=(REPORTING_SCHEDULE.name,),
            holds=_is_expected,
            columns=(T.partnership_id, T.table, T.period),
            says=mark("The reporting schedule does not expect this return."),
            mend=mark("Look for a wrong period, table or office; or add it to the schedule."),
            passes={
                REPORTING_SCHEDULE.name: (_OWED,),
                "returns": ({T.period: "2024-Q2"},),
            },
            fails={
                REPORTING_SCHEDULE.name: (_OWED,),
                "returns": ({T.period: "2024-Q3"},),
            },
            severity=Severity.WARNING,
        ),
    ),
)
