"""How safe and how well served people are where partners work."""

from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.codes import PRECISIONS, SUPPRESSED
from validation.contract import Contract, Rule
from validation.crime_areas import CRIME_AREAS
from validation.fields import KEY, OPTIONAL, OPTIONAL_KEY, col
from validation.pillar_codes import COMMUNITY_MEASURES, METHODS, Basis, CommunityMeasure
from validation.text import mark


class CommunityImpact(pa.DataFrameModel):
    """Surveys and records on places: trust, safety, crime and engagement."""

    period: str = fields.period(mark("Quarter or year of the figure."), example="2024")
    partnership_id: str = fields.reference(
        mark("The partnership that works there; empty for the area as a whole."),
        "partnerships",
        OPTIONAL_KEY,
        example="ports-force",
    )
    area: str = fields.area(mark("The country or part of it."), KEY, example="NLD")
    measure: str = fields.code(
        mark("What was asked or counted."), COMMUNITY_MEASURES, KEY, example="trust_in_police"
    )
    crime_area: str = fields.code(
        mark("Crime area the figure is on; empty for all."),
        CRIME_AREAS,
        OPTIONAL_KEY,
        example="robbery",
    )
    question: str = fields.text(
        mark("Wording or code of the question; unlike wordings are never compared."),
        OPTIONAL_KEY,
        example="Tends to trust the police",
    )
    numerator: float = fields.number(
        mark("Those who said so, or what was counted."), example="615", minimum=0
    )
    denominator: float = fields.number(
        mark("Those who answered; for rates the population."), example="1000", minimum=0
    )
    respondents: int = fields.count(mark("Persons who were asked."), example="1000")
    design_effect: float = fields.number(
        mark("By how much the way of sampling widens the interval."), example="1.4", minimum=0
    )
    method: str = fields.code(mark("How it is known."), METHODS, example="survey")
    precision: str = fields.code(
        mark("How exact the figure is; empty means exact."),
        PRECISIONS,
        OPTIONAL,
        example="rounded",
    )
    source: str = fields.source()


T: TypeAlias = CommunityImpact


def _measures(*bases: Basis) -> list[str]:
    return [
        entry.code
        for entry in COMMUNITY_MEASURES.codes
        if isinstance(entry, CommunityMeasure) and entry.basis in bases
    ]


def _is(basis: Basis) -> pl.Expr:
    return col(T.measure).cast(pl.String).is_in(_measures(basis))


_SURVEY: Final = {T.measure: "feels_safe", T.respondents: "10"}
_RATE: Final = {T.measure: "reported_offences"}

COMMUNITY_IMPACT: Final = Contract(
    name="community_impact",
    title=mark("Community impact"),
    model=T,
    replace_by=(T.partnership_id, T.period, T.area),
    rules=(
        Rule(
            name="survey_names_respondents",
            holds=~_is(Basis.SURVEY) | col(T.respondents).is_not_null(),
            says=mark("A survey needs the number of persons who were asked."),
            mend=mark("Fill respondents."),
            passes={T.measure: "feels_safe", T.respondents: "10"},
            fails={T.measure: "feels_safe", T.respondents: ""},
        ),
        Rule(
            name="survey_part_within_whole",
            holds=~_is(Basis.SURVEY) | (col(T.numerator) <= col(T.denominator)),
            says=mark("More persons said so than answered."),
            mend=mark("Correct numerator or denominator."),
            passes={**_SURVEY, T.numerator: "9", T.denominator: "9"},
            fails={**_SURVEY, T.numerator: "10", T.denominator: "9"},
        ),
        Rule(
            name="rate_by_a_population",
            holds=~_is(Basis.RATE) | (col(T.denominator) > 0),
            says=mark("A rate needs a population above zero."),
            mend=mark("Write the population, or leave the cell empty where it is not known."),
            passes={**_RATE, T.numerator: "9", T.denominator: "1"},
            fails={**_RATE, T.numerator: "9", T.denominator: "0"},
        ),
        Rule(
            name="suppressed_has_no_value",
            holds=(col(T.precision) != SUPPRESSED) | col(T.numerator).is_null(),
            says=mark("A suppressed figure has no value."),
            mend=mark("Empty the value, or correct the precision."),
            passes={**_RATE, T.precision: SUPPRESSED, T.numerator: ""},
            fails={**_RATE, T.precision: SUPPRESSED, T.numerator: "3"},
        ),
    ),
    context=(
        T.numerator,
        T.denominator,
        T.respondents,
        T.design_effect,
        T.method,
        T.precision,
    ),
)
