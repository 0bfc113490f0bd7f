"""What was aimed at."""

from typing import Final

import pandera.polars as pa

from validation import fields
from validation.codes import TARGET_KINDS
from validation.contract import Contract, Rule
from validation.fields import EVERYBODY, INDICATORS, KEY, OPTIONAL, REQUIRED, col
from validation.text import mark


class Targets(pa.DataFrameModel):
    """Targets for an indicator, from one period on."""

    partnership_id: str = fields.reference(
        mark("Whose target it is, or ALL; a partnership's own target goes before ALL."),
        "partnerships",
        KEY,
        example="ports-force",
        extra=EVERYBODY,
    )
    indicator: str = fields.reference(
        mark("Which indicator it is for, by its id in the catalogue."),
        INDICATORS,
        KEY,
        example="on_time_replies",
    )
    from_period: str = fields.period(
        mark("First period it applies to."), KEY, example="2023-Q1", future=True
    )
    until_period: str = fields.period(
        mark("Last period it applies to; empty until it is replaced."),
        OPTIONAL,
        example="2025-Q4",
        future=True,
    )
    target: float = fields.number(
        mark("The value aimed at, in the indicator's unit; shares from 0 to 1."),
        REQUIRED,
        example="0.65",
    )
    kind: str = fields.code(
        mark("Whether it is to be reached in every period or in sum."),
        TARGET_KINDS,
        example="level",
    )
    note: str = fields.text(
        mark("Where the target was agreed."), OPTIONAL, example="Council conclusions of May 2022"
    )


TARGETS: Final = Contract(
    name="targets",
    title=mark("Targets"),
    model=Targets,
    share=(Targets.target, Targets.indicator),
    rules=(
        Rule(
            name="until_not_before_from",
            holds=col(Targets.until_period) >= col(Targets.from_period),
            says=mark("A target cannot stop applying before it starts."),
            mend=mark("Correct from_period or until_period."),
            passes={Targets.from_period: "2023-Q1", Targets.until_period: "2023-Q1"},
            fails={Targets.from_period: "2023-Q1", Targets.until_period: "2022-Q4"},
        ),
        Rule(
            name="one_grain",
            holds=col(Targets.until_period).cast(str).str.len_chars()
            == col(Targets.from_period).cast(str).str.len_chars(),
            says=mark("A target starts and ends in periods of one kind: quarters or years."),
            mend=mark("Write both as quarters (2023-Q1) or both as years (2023)."),
            passes={Targets.from_period: "2023", Targets.until_period: "2024"},
            fails={Targets.from_period: "2023-Q1", Targets.until_period: "2024"},
        ),
        Rule(
            name="cumulative_has_an_end",
            holds=(col(Targets.kind) != "cumulative") | col(Targets.until_period).is_not_null(),
            says=mark("A cumulative target needs the period by which it is to be reached."),
            mend=mark("Fill until_period, or make it a level target."),
            passes={Targets.kind: "cumulative", Targets.until_period: "2025-Q4"},
            fails={Targets.kind: "cumulative", Targets.until_period: ""},
        ),
    ),
)
