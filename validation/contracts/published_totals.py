"""What organisations publish as a total."""

from typing import Final

import pandera.polars as pa

from validation import fields
from validation.codes import PRECISIONS, SYSTEMS
from validation.contract import Contract, Rule
from validation.crime_areas import CRIME_AREAS
from validation.fields import KEY, OPTIONAL, OPTIONAL_KEY, col
from validation.measures import MEASURES
from validation.parties import COUNTRIES
from validation.text import mark


class PublishedTotals(pa.DataFrameModel):
    """Totals as organisations published them, where the rows behind them are not to be had."""

    period: str = fields.period(mark("Period the figure covers or was read in."), example="2023")
    partnership_id: str = fields.reference(
        mark("Whose figure it is; empty for a figure on a place."),
        "partnerships",
        OPTIONAL_KEY,
        example="europol",
    )
    area: str = fields.code(
        mark("Country the figure is on; empty for all."), COUNTRIES, OPTIONAL_KEY, example="FRA"
    )
    crime_area: str = fields.code(
        mark("Crime area the figure is on; empty for all."),
        CRIME_AREAS,
        OPTIONAL_KEY,
        example="terrorism",
    )
    system: str = fields.code(
        mark("System the figure is on; empty where none is named."),
        SYSTEMS,
        OPTIONAL_KEY,
        example="siena",
    )
    measure: str = fields.code(mark("What was counted."), MEASURES, KEY, example="messages")
    scope: str = fields.text(
        mark("Where the figure covers less or more than the measure says; empty otherwise."),
        OPTIONAL_KEY,
        example="joint action days only",
    )
    value: float = fields.number(mark("The figure, as printed."), example="1266233", minimum=0)
    precision: str = fields.code(
        mark("How exact the figure is; empty means exact."),
        PRECISIONS,
        OPTIONAL,
        example="at_least",
    )
    break_before: str = fields.text(
        mark("Why the line does not run on from the figure before it; empty where it does."),
        OPTIONAL,
        example="recorded otherwise from here on",
    )
    source: str = fields.source(KEY)


PUBLISHED_TOTALS: Final = Contract(
    name="published_totals",
    title=mark("Published totals"),
    model=PublishedTotals,
    replace_by=(PublishedTotals.source, PublishedTotals.period),
    context=(PublishedTotals.break_before,),
    rules=(
        Rule(
            name="suppressed_has_no_value",
            holds=(col(PublishedTotals.precision) != "suppressed")
            | col(PublishedTotals.value).is_null(),
            says=mark("A suppressed figure has no value."),
            mend=mark("Empty the value, or correct the precision."),
            passes={PublishedTotals.precision: "suppressed", PublishedTotals.value: ""},
            fails={PublishedTotals.precision: "suppressed", PublishedTotals.value: "3"},
        ),
        Rule(
            name="value_or_suppressed",
            holds=col(PublishedTotals.value).is_not_null()
            | (col(PublishedTotals.precision) == "suppressed").fill_null(value=False),
            says=mark("A published total needs its value, unless the publisher withheld it."),
            mend=mark("Fill the value, write suppressed as precision, or leave the row out."),
            passes={PublishedTotals.precision: "", PublishedTotals.value: "3"},
            fails={PublishedTotals.precision: "", PublishedTotals.value: ""},
        ),
    ),
)
