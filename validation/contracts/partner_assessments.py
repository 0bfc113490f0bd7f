"""How partners score the partnership."""

from typing import Final, TypeAlias

import pandera.polars as pa

from validation import fields
from validation.contract import Contract, Rule
from validation.fields import KEY, REQUIRED, col
from validation.membership import is_of_a_member
from validation.parties import COUNTRIES, ORGANISATIONS
from validation.partner_codes import CHARACTERISTICS
from validation.text import mark

LOWEST: Final = 1
HIGHEST: Final = 5


class PartnerAssessments(pa.DataFrameModel):
    """Mean scores that each partner gives to the key characteristics of a partnership."""

    period: str = fields.period(
        mark("Quarter or year in which the partners were asked."), example="2024"
    )
    partnership_id: str = fields.reference(
        mark("The partnership that is scored."), "partnerships", KEY, example="ports-force"
    )
    respondent: str = fields.party(
        mark("The country or organisation whose people answered."),
        COUNTRIES,
        ORGANISATIONS,
        presence=KEY,
        example="NLD",
    )
    characteristic: str = fields.code(
        mark("What was scored."), CHARACTERISTICS, KEY, example="clear_communication"
    )
    score: float = fields.number(
        mark("Mean score of its people, from 1 (not at all) to 5 (fully)."),
        REQUIRED,
        example="3.8",
        minimum=LOWEST,
        maximum=HIGHEST,
    )
    score_sd: float = fields.number(
        mark("Standard deviation of the single scores: how far apart they lie."),
        example="0.7",
        minimum=0,
        maximum=HIGHEST - LOWEST,
    )
    respondents: int = fields.count(mark("Persons who answered."), example="12")
    source: str = fields.source()


T: TypeAlias = PartnerAssessments
_TABLE: Final = "partner_assessments"

PARTNER_ASSESSMENTS: Final = Contract(
    name=_TABLE,
    title=mark("Partner assessments"),
    model=T,
    replace_by=(T.partnership_id, T.period),
    rules=(
        Rule(
            name="score_has_respondents",
            holds=col(T.respondents) > 0,
            says=mark("There is a score, but nobody answered."),
            mend=mark("Write how many answered, or leave the row out where nobody did."),
            passes={T.score: "3.8", T.respondents: "2"},
            fails={T.score: "3.8", T.respondents: "0", T.score_sd: ""},
        ),
        Rule(
            name="spread_of_two_or_more",
            holds=col(T.score_sd).is_null() | (col(T.respondents) != 1),
            says=mark("The score of one person has no standard deviation."),
            mend=mark("Correct respondents, or leave score_sd empty where only one answered."),
            passes={T.score_sd: "0.7", T.respondents: "2"},
            fails={T.score_sd: "0.7", T.respondents: "1"},
        ),
    ),
    cross_rules=(is_of_a_member(_TABLE, T.respondent),),
)
