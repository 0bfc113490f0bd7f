"""Dates that may matter."""

from typing import Final

import pandera.polars as pa

from validation import fields
from validation.codes import EXPECTED, MILESTONE_KINDS
from validation.contract import Contract, Rule
from validation.fields import EVERYBODY, INDICATORS, KEY, OPTIONAL, col
from validation.text import mark


class Milestones(pa.DataFrameModel):
    """Events that a reader of a series should know of; none is said to have caused anything."""

    date: str = fields.day(
        mark("When it happened or is to happen."), KEY, example="2023-04-01", future=True
    )
    partnership_id: str = fields.reference(
        mark("Whose milestone it is, or ALL."),
        "partnerships",
        KEY,
        example="ports-force",
        extra=EVERYBODY,
    )
    label: str = fields.text(
        mark("What a chart writes beside it."), KEY, example="Shared platform opens"
    )
    kind: str = fields.code(mark("What sort of event it is."), MILESTONE_KINDS, example="platform")
    indicator: str = fields.reference(
        mark("The indicator it was expected to move, where one was named."),
        INDICATORS,
        OPTIONAL,
        example="on_time_replies",
    )
    expected: str = fields.code(
        mark("Which way the indicator was expected to move."), EXPECTED, OPTIONAL, example="up"
    )
    source: str = fields.source(OPTIONAL)


MILESTONES: Final = Contract(
    name="milestones",
    title=mark("Milestones"),
    model=Milestones,
    context=(Milestones.indicator, Milestones.expected),
    rules=(
        Rule(
            name="expectation_names_an_indicator",
            holds=col(Milestones.expected).is_null() | col(Milestones.indicator).is_not_null(),
            says=mark("An expected effect needs the indicator it was expected on."),
            mend=mark("Fill indicator, or leave expected empty."),
            passes={Milestones.indicator: "on_time_replies", Milestones.expected: "up"},
            fails={Milestones.indicator: "", Milestones.expected: "up"},
        ),
    ),
)
