"""Why a figure moved, in the words of those who know."""

from typing import Final, TypeAlias

import pandera.polars as pa

from validation import fields
from validation.contract import Contract, Rule
from validation.contracts.reporting_schedule import AT
from validation.fields import INDICATORS, KEY, OPTIONAL, REQUIRED, col
from validation.text import mark


class Commentary(pa.DataFrameModel):
    """Comments on a figure of a partnership and a period."""

    indicator: str = fields.reference(
        mark("Which indicator it is on, by its id in the catalogue."),
        INDICATORS,
        KEY,
        example="on_time_replies",
    )
    partnership_id: str = fields.reference(
        mark("The partnership whose figure it is on."), "partnerships", KEY, example="ports-force"
    )
    period: str = fields.period(mark("Quarter or year of the figure."), example="2024-Q3")
    text: str = fields.text(
        mark("Why the figure moved, or what to know of it."),
        REQUIRED,
        example="Two offices shared one desk in August",
    )
    role: str = fields.text(
        mark("The role that says so, never a person's name or address."),
        OPTIONAL,
        example="Statistics desk",
    )


T: TypeAlias = Commentary

COMMENTARY: Final = Contract(
    name="commentary",
    title=mark("Commentary"),
    model=T,
    rules=(
        Rule(
            name="commentator_is_a_role",
            holds=~col(T.role).str.contains(AT, literal=True),
            says=mark("Who comments is named by role, not by e-mail address."),
            mend=mark("Write the role, such as Statistics desk; no person's name or address."),
            passes={T.role: "Statistics desk"},
            fails={T.role: "ann@police.example"},
        ),
    ),
)
