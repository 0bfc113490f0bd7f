"""How the rights of those whose data are exchanged are looked after."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.codes import Code, CodeList
from validation.contract import Cells, Contract, CrossRule, Severity
from validation.fields import KEY, REQUIRED, col, name
from validation.text import mark

COMPLAINTS: Final = "complaints"
UPHELD: Final = "complaints_upheld"
SAFEGUARD_MEASURES: Final = CodeList(
    mark("measure of safeguards"),
    (
        Code(
            "access_requests",
            mark("Requests for access"),
            mark("Persons who asked what is held about them."),
        ),
        Code(COMPLAINTS, mark("Complaints"), mark("Complaints about how data were handled.")),
        Code(UPHELD, mark("Complaints upheld"), mark("Complaints that were found justified.")),
        Code(
            "records_deleted",
            mark("Records deleted"),
            mark("Records that were deleted because they should not be kept."),
        ),
        Code("audits", mark("Audits"), mark("Audits of how data were handled.")),
        Code(
            "breaches",
            mark("Data breaches"),
            mark("Times that data were lost, changed or seen by those who may not."),
        ),
    ),
)


class Safeguards(pa.DataFrameModel):
    """Requests for access, complaints, deletions, audits and breaches of data, by period."""

    period: str = fields.period(mark("Quarter or year of the count."), example="2024-Q3")
    partnership_id: str = fields.reference(
        mark("The partnership whose data they are about."),
        "partnerships",
        KEY,
        example="ports-force",
    )
    reported_by: str = fields.reporter()
    measure: str = fields.code(
        mark("What was counted."), SAFEGUARD_MEASURES, KEY, example="access_requests"
    )
    value: int = fields.count(mark("How many there were."), REQUIRED, example="14")
    source: str = fields.source()


T: TypeAlias = Safeguards
_TABLE: Final = "safeguards"


def _upheld_within_complaints(frame: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> pl.Series:
    """Tell of each row whether no more complaints are upheld than its reporter received."""
    del others
    whose = [name(T.period), name(T.partnership_id), name(T.reported_by)]
    measure = col(T.measure).cast(pl.String)
    received = frame.filter(measure == COMPLAINTS).select(*whose, col(T.value).alias(COMPLAINTS))
    beside = frame.join(received, on=whose, how="left", nulls_equal=True, maintain_order="left")
    return beside.select((measure != UPHELD) | (col(T.value) <= pl.col(COMPLAINTS))).to_series()


_RECEIVED: Final[Cells] = {T.measure: COMPLAINTS, T.value: "3"}

SAFEGUARDS: Final = Contract(
    name=_TABLE,
    title=mark("Safeguards"),
    model=T,
    replace_by=(T.partnership_id, T.period, T.reported_by),
    ends=(T.reported_by,),
    cross_rules=(
        CrossRule(
            name="upheld_within_complaints",
            others=(),
            holds=_upheld_within_complaints,
            columns=(T.measure, name(T.value)),
            says=mark("More complaints were upheld than were received in the period."),
            mend=mark("This can be right (complaints of an earlier period); check both counts."),
            passes={_TABLE: (_RECEIVED, {T.measure: UPHELD, T.value: "3"})},
            fails={_TABLE: (_RECEIVED, {T.measure: UPHELD, T.value: "4"})},
            severity=Severity.WARNING,
        ),
    ),
)
