"""What each member can do with the systems of the others."""

from typing import Final, TypeAlias

import pandera.polars as pa

from validation import fields
from validation.contract import Contract
from validation.fields import KEY
from validation.membership import is_of_a_member
from validation.parties import COUNTRIES, ORGANISATIONS
from validation.partner_codes import CAPABILITIES as CAPABILITY_CODES
from validation.partner_codes import CAPABILITY_STATUSES, OPERATIONAL
from validation.text import mark


class Capabilities(pa.DataFrameModel):
    """How far each member has come with each technical capability, by period."""

    period: str = fields.period(
        mark("Quarter or year at whose end it stood so."), example="2024-Q4"
    )
    partnership_id: str = fields.reference(
        mark("The partnership that assessed it."), "partnerships", KEY, example="ports-force"
    )
    member: str = fields.party(
        mark("The country or organisation that was assessed."),
        COUNTRIES,
        ORGANISATIONS,
        presence=KEY,
        example="NLD",
    )
    capability: str = fields.code(
        mark("What it can or cannot do."), CAPABILITY_CODES, KEY, example="dna_exchange"
    )
    status: str = fields.code(
        mark("How far it has come."), CAPABILITY_STATUSES, example=OPERATIONAL
    )
    source: str = fields.source()


T: TypeAlias = Capabilities
_TABLE: Final = "capabilities"

CAPABILITIES: Final = Contract(
    name=_TABLE,
    title=mark("Capabilities"),
    model=T,
    replace_by=(T.partnership_id, T.period),
    ends=(T.member,),
    cross_rules=(is_of_a_member(_TABLE, T.member),),
)
