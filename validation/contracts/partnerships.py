"""Who works together."""

from typing import Final

import pandera.polars as pa

from validation import fields
from validation.cells import earliest_day, latest_day
from validation.codes import COVERAGES, PARTNERSHIP_KINDS, RECORDS
from validation.contract import Contract, Rule
from validation.fields import KEY, OPTIONAL, col
from validation.parties import COUNTRIES, ORGANISATIONS
from validation.text import mark


class Partnerships(pa.DataFrameModel):
    """Partnerships, with their kind, lead, members and purpose."""

    partnership_id: str = fields.slug(
        mark("Short name by which other tables mean this partnership."), KEY, example="ports-force"
    )
    name: str = fields.text(mark("Its full name."), example="Northern Ports Task Force")
    kind: str = fields.code(
        mark("What sort of partnership it is."), PARTNERSHIP_KINDS, example="task_force"
    )
    lead_organisation: str = fields.party(
        mark("Who leads it or keeps its secretariat."), ORGANISATIONS, COUNTRIES, example="EUROPOL"
    )
    members: str = fields.codes(
        mark("Member countries; empty where membership is open or worldwide."),
        COUNTRIES,
        example="BEL;DEU;NLD",
    )
    established: str = fields.day(mark("When it was set up, as far as known."), example="2019-03")
    established_note: str = fields.text(
        mark("What a reader must know of that date: what else is named, or which body is meant."),
        OPTIONAL,
        example="first meeting; founded by treaty in 2020",
    )
    ended: str = fields.day(mark("When it ended; empty while it lasts."), example="2024-12-31")
    objective: str = fields.text(
        mark("What it was set up to do."), OPTIONAL, example="Stop cocaine in sea ports"
    )
    reference_url: str = fields.address(
        mark("Where it describes itself."), example="https://example.org/ports"
    )
    record: str = fields.code(
        mark("Whether its figures are published, simulated or official returns."),
        RECORDS,
        example="official",
    )
    operations_coverage: str = fields.code(
        mark("Which of its operations are listed; empty means all of them."),
        COVERAGES,
        OPTIONAL,
        example="census",
    )
    source: str = fields.source(OPTIONAL)


PARTNERSHIPS: Final = Contract(
    name="partnerships",
    title=mark("Partnerships"),
    model=Partnerships,
    context=(Partnerships.operations_coverage, Partnerships.established_note),
    rules=(
        Rule(
            name="ended_not_before_established",
            holds=latest_day(col(Partnerships.ended))
            >= earliest_day(col(Partnerships.established)),
            says=mark("A partnership cannot end before it was set up."),
            mend=mark("Correct the date that is wrong, or leave the end empty while it lasts."),
            passes={Partnerships.established: "2019-03", Partnerships.ended: "2019"},
            fails={Partnerships.established: "2019-03", Partnerships.ended: "2018-12-31"},
        ),
    ),
)
