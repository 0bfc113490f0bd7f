"""What partners did together."""

from collections.abc import Mapping
from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.cells import LIST_SEPARATOR, earliest_day, latest_day
from validation.contract import Contract, CrossRule, Rule, Severity
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.crime_areas import CRIME_AREAS
from validation.fields import KEY, OPTIONAL, col
from validation.parties import COUNTRIES, ORGANISATIONS
from validation.pillar_codes import OPERATION_KINDS
from validation.text import mark

_FIRST: Final = "first_day"


class JointOperations(pa.DataFrameModel):
    """Joint operations, with kind, dates, lead, countries and number of objectives."""

    operation_id: str = fields.slug(
        mark("Short name by which results mean this operation."), KEY, example="harbour-net-2024"
    )
    partnership_id: str = fields.reference(
        mark("The partnership that carried it out."), "partnerships", example="ports-force"
    )
    joint_with: str = fields.references(
        mark("Other partnerships that took part; it counts once in any total."),
        "partnerships",
        example="europol",
    )
    name: str = fields.text(mark("Its name."), example="Harbour Net 2024")
    series: str = fields.text(
        mark("The series it is an edition of."), OPTIONAL, example="Harbour Net"
    )
    edition: str = fields.text(mark("Which edition it is."), OPTIONAL, example="IV")
    crime_area: str = fields.code(
        mark("What it was directed against."), CRIME_AREAS, example="drug_trafficking"
    )
    kind: str = fields.code(
        mark("What sort of operation it was."), OPERATION_KINDS, example="action_day"
    )
    started: str = fields.day(mark("When it started, as far as known."), example="2024-04-08")
    ended: str = fields.day(
        mark("When it ended; empty while it runs, or where no source tells its end."),
        example="2024-06",
    )
    lead: str = fields.party(mark("Who led it."), COUNTRIES, ORGANISATIONS, example="NLD")
    co_leads: str = fields.parties(mark("Who led it together with the lead."), example="BEL")
    countries: str = fields.codes(
        mark("Countries that took part, as far as named; hosts of a mission before its lead."),
        COUNTRIES,
        example="BEL;DEU;NLD",
    )
    countries_count: int = fields.count(
        mark("How many countries took part, named or not."), example="5"
    )
    objectives_set: int = fields.count(mark("Objectives set before it started."), example="4")
    precision: str = fields.bounds()
    source: str = fields.source()


T: TypeAlias = JointOperations


def _not_before_the_partnership(
    operations: pl.DataFrame, others: Mapping[str, pl.DataFrame]
) -> pl.Series:
    partnerships = others[PARTNERSHIPS.name].select(
        col(Partnerships.partnership_id), earliest_day(col(Partnerships.established)).alias(_FIRST)
    )
    found = operations.join(partnerships, on=T.partnership_id, how="left", maintain_order="left")
    return found.select(latest_day(col(T.started)) >= pl.col(_FIRST)).to_series()


JOINT_OPERATIONS: Final = Contract(
    name="joint_operations",
    title=mark("Joint operations"),
    model=T,
    rules=(
        Rule(
            name="started_or_ended",
            holds=col(T.started).is_not_null() | col(T.ended).is_not_null(),
            says=mark("An operation needs the day it started or the day it ended."),
            mend=mark("Fill started or ended; 2024 or 2024-05 where the day is not known."),
            passes={T.started: "", T.ended: "2024"},
            fails={T.started: "", T.ended: ""},
        ),
        Rule(
            name="ended_not_before_started",
            holds=latest_day(col(T.ended)) >= earliest_day(col(T.started)),
            says=mark("An operation cannot end before it started."),
            mend=mark("Correct the date that is wrong, or leave the end empty while it runs."),
            passes={T.started: "2024-04-08", T.ended: "2024-04"},
            fails={T.started: "2024-04-08", T.ended: "2024-03"},
        ),
        Rule(
            name="countries_count_not_below_list",
            holds=col(T.countries_count) >= col(T.countries).str.count_matches(LIST_SEPARATOR) + 1,
            says=mark("More countries are named than are counted."),
            mend=mark("Correct countries or countries_count, which also counts those not named."),
            passes={T.started: "2024", T.countries: "BEL;NLD", T.countries_count: "2"},
            fails={T.started: "2024", T.countries: "BEL;NLD", T.countries_count: "1"},
        ),
    ),
    cross_rules=(
        CrossRule(
            name="started_not_before_the_partnership",
            others=(PARTNERSHIPS.name,),
            holds=_not_before_the_partnership,
            columns=(T.started, T.partnership_id),
            says=mark("The operation started before its partnership was set up."),
            mend=mark("This can be right (work that led to it); check both dates."),
            passes={
                PARTNERSHIPS.name: ({Partnerships.established: "2019-03"},),
                "joint_operations": ({T.started: "2019"},),
            },
            fails={
                PARTNERSHIPS.name: ({Partnerships.established: "2019-03"},),
                "joint_operations": ({T.started: "2019-02"},),
            },
            severity=Severity.WARNING,
        ),
    ),
    context=(
        T.joint_with,
        T.name,
        T.series,
        T.edition,
        T.kind,
        T.started,
        T.ended,
        T.lead,
        T.co_leads,
        T.countries,
        T.countries_count,
        T.objectives_set,
        T.precision,
        T.partnership_id,
        T.crime_area,
        T.source,
    ),
)
