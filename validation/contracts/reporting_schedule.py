"""What is expected of whom, and when."""

from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.contract import Contract, Rule
from validation.fields import KEY, OPTIONAL, REQUIRED, col
from validation.periods import QUARTER, YEAR_LENGTH
from validation.return_codes import GRAINS, TABLES_OWED
from validation.text import mark

LATEST_DUE: Final = 366
AT: Final = "@"


class ReportingSchedule(pa.DataFrameModel):
    """Which table each office owes, from one period on; without a row nothing is expected."""

    partnership_id: str = fields.reference(
        mark("The partnership that is owed the table."), "partnerships", KEY, example="ports-force"
    )
    reported_by: str = fields.reporter()
    table: str = fields.code(
        mark("The table that is owed."), TABLES_OWED, KEY, example="information_exchange"
    )
    from_period: str = fields.period(
        mark("First period that is owed."), KEY, example="2023-Q1", future=True
    )
    until_period: str = fields.period(
        mark("Last period that is owed; empty until it is replaced."),
        OPTIONAL,
        example="2025-Q4",
        future=True,
    )
    grain: str = fields.code(
        mark("Whether it is owed every quarter or every year."), GRAINS, example=QUARTER
    )
    due_days: int = fields.count(
        mark("Days after a period's end until it is due, 0 to 366."), REQUIRED, example="45"
    )
    contact_role: str = fields.text(
        mark("The role that answers for it, never a person's name or address."),
        OPTIONAL,
        example="Statistics desk",
    )


T: TypeAlias = ReportingSchedule


def _length(column: object) -> pl.Expr:
    return col(column).cast(str).str.len_chars()


REPORTING_SCHEDULE: Final = Contract(
    name="reporting_schedule",
    title=mark("Reporting schedule"),
    model=T,
    context=(T.grain,),
    rules=(
        Rule(
            name="owed_until_not_before_from",
            holds=col(T.until_period) >= col(T.from_period),
            says=mark("A table cannot stop being owed before it is owed."),
            mend=mark("Correct from_period or until_period."),
            passes={T.from_period: "2023-Q1", T.until_period: "2023-Q1"},
            fails={T.from_period: "2023-Q1", T.until_period: "2022-Q4"},
        ),
        Rule(
            name="owed_in_periods_of_its_grain",
            holds=(_length(T.from_period) > YEAR_LENGTH) == (col(T.grain).cast(str) == QUARTER),
            says=mark("What is owed every quarter starts with a quarter, every year with a year."),
            mend=mark("Write from_period as 2023-Q1 for quarters and as 2023 for years."),
            passes={T.from_period: "2023", T.grain: "year", T.until_period: ""},
            fails={T.from_period: "2023-Q1", T.grain: "year", T.until_period: ""},
        ),
        Rule(
            name="owed_in_one_grain",
            holds=_length(T.until_period) == _length(T.from_period),
            says=mark("What is owed starts and ends in periods of one kind: quarters or years."),
            mend=mark("Write both as quarters (2023-Q1) or both as years (2023)."),
            passes={T.from_period: "2023-Q1", T.until_period: "2024-Q4"},
            fails={T.from_period: "2023-Q1", T.until_period: "2024"},
        ),
        Rule(
            name="due_within_a_year",
            holds=col(T.due_days) <= LATEST_DUE,
            says=mark("A table is due within 366 days after the end of its period."),
            mend=mark("Write how many days after the period's end it is due, such as 45."),
            passes={T.due_days: "366"},
            fails={T.due_days: "367"},
        ),
        Rule(
            name="contact_is_a_role",
            holds=~col(T.contact_role).str.contains(AT, literal=True),
            says=mark("A contact is a role, not an e-mail address."),
            mend=mark("Write the role, such as Statistics desk; no person's name or address."),
            passes={T.contact_role: "Statistics desk"},
            fails={T.contact_role: "ann@police.example"},
        ),
    ),
)
