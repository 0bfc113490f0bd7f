"""Where a usual range begins anew."""

from typing import Final

import pandera.polars as pa

from validation import fields
from validation.contract import Contract
from validation.fields import INDICATORS, KEY, OPTIONAL, REQUIRED
from validation.text import mark


class Rebasings(pa.DataFrameModel):
    """Periods from which on a series is judged by a usual range of its own.

    Its key is named unlike that of targets: a list of keys alone must tell its table.
    """

    indicator: str = fields.reference(
        mark("Which indicator begins anew, by its id in the catalogue."),
        INDICATORS,
        KEY,
        example="on_time_replies",
    )
    partnership_id: str = fields.reference(
        mark("The partnership whose series begins anew."),
        "partnerships",
        KEY,
        example="ports-force",
    )
    first_period: str = fields.period(
        mark("First period of the new usual range."), KEY, example="2023-Q2"
    )
    reason: str = fields.text(
        mark("Why earlier periods no longer tell what is usual."),
        REQUIRED,
        example="Two offices joined the shared platform",
    )
    milestone: str = fields.text(
        mark("The milestone at which it begins anew, as it is called there."),
        OPTIONAL,
        example="Shared platform opens",
    )


REBASINGS: Final = Contract(
    name="rebasings",
    title=mark("Re-basings"),
    model=Rebasings,
)
