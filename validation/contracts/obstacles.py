"""What stands in the way of working together, and how much it delays."""

from typing import Final, TypeAlias

import pandera.polars as pa

from validation import fields
from validation.codes import Code, CodeList
from validation.contract import Contract, Rule
from validation.fields import KEY, REQUIRED, col
from validation.text import mark

OBSTACLES_MET: Final = CodeList(
    mark("obstacle"),
    (
        Code(
            "dual_criminality",
            mark("Dual criminality"),
            mark("The act is a crime in one of the countries only."),
        ),
        Code(
            "jurisdiction",
            mark("Jurisdiction"),
            mark("It was not clear which country's law and courts were to act."),
        ),
        Code("extradition", mark("Extradition"), mark("A person could not be handed over.")),
        Code(
            "data_protection",
            mark("Data protection"),
            mark("Personal data could not be passed on."),
        ),
        Code("language", mark("Language"), mark("Partners did not share a language.")),
        Code("cultural", mark("Culture"), mark("Partners' customs and ways of working differed.")),
        Code("political", mark("Politics"), mark("A political decision or conflict hindered it.")),
        Code("technical", mark("Technology"), mark("Systems were missing or did not fit.")),
    ),
)


class Obstacles(pa.DataFrameModel):
    """Cases that an obstacle delayed or stopped, how many were resolved, and the delay."""

    period: str = fields.period(mark("Quarter or year of the cases."), example="2024-Q3")
    partnership_id: str = fields.reference(
        mark("The partnership that met it."), "partnerships", KEY, example="ports-force"
    )
    reported_by: str = fields.reporter()
    obstacle: str = fields.code(
        mark("What stood in the way."), OBSTACLES_MET, KEY, example="language"
    )
    cases_affected: int = fields.count(
        mark("Cases that it delayed or stopped."), REQUIRED, example="3"
    )
    cases_total: int = fields.count(
        mark("All cases of the period, whether or not anything hindered them."), example="40"
    )
    cases_resolved: int = fields.count(
        mark("Those of the cases affected in which it was overcome."), example="2"
    )
    median_delay_days: float = fields.number(
        mark("Median days by which it delayed the cases affected."), example="12.5", minimum=0
    )
    source: str = fields.source()


T: TypeAlias = Obstacles

OBSTACLES: Final = Contract(
    name="obstacles",
    title=mark("Obstacles"),
    model=T,
    replace_by=(T.partnership_id, T.period, T.reported_by),
    ends=(T.reported_by,),
    rules=(
        Rule(
            name="affected_within_total",
            holds=col(T.cases_affected) <= col(T.cases_total),
            says=mark("More cases are affected than there were."),
            mend=mark("Correct cases_affected or cases_total."),
            passes={T.cases_affected: "3", T.cases_total: "3"},
            fails={T.cases_affected: "4", T.cases_total: "3"},
        ),
        Rule(
            name="resolved_within_affected",
            holds=col(T.cases_resolved) <= col(T.cases_affected),
            says=mark("More cases are resolved than were affected."),
            mend=mark("Count in cases_resolved only cases that are in cases_affected."),
            passes={T.cases_affected: "3", T.cases_resolved: "3"},
            fails={T.cases_affected: "3", T.cases_resolved: "4"},
        ),
        Rule(
            name="delay_of_cases_affected",
            holds=(col(T.cases_affected) > 0) | (col(T.median_delay_days) == 0),
            says=mark("There is a delay, but no case was affected."),
            mend=mark("Correct cases_affected, or leave median_delay_days empty."),
            passes={T.cases_affected: "1", T.median_delay_days: "12.5"},
            fails={T.cases_affected: "0", T.median_delay_days: "12.5"},
        ),
    ),
)
