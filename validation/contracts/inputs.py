"""What partners put in."""

from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.contract import Contract, Rule
from validation.fields import KEY, REQUIRED, col
from validation.parties import COUNTRIES, ORGANISATIONS
from validation.partner_codes import COUNT, EUR, FTE, INPUT_KINDS, INPUT_UNITS
from validation.text import mark


class Inputs(pa.DataFrameModel):
    """Staff, funds, technology and training that each partner contributed, by period."""

    period: str = fields.period(
        mark("Quarter or year in which it was contributed."), example="2024"
    )
    partnership_id: str = fields.reference(
        mark("The partnership that it was given to."), "partnerships", KEY, example="ports-force"
    )
    contributor: str = fields.party(
        mark("The country or organisation that gave it."),
        COUNTRIES,
        ORGANISATIONS,
        presence=KEY,
        example="NLD",
    )
    kind: str = fields.code(mark("What sort it is."), INPUT_KINDS, KEY, example="staff")
    amount: float = fields.number(mark("How much."), REQUIRED, example="2.5", minimum=0)
    unit: str = fields.code(mark("What the amount is counted in."), INPUT_UNITS, example=FTE)
    source: str = fields.source()


T: TypeAlias = Inputs


def _is(column: object, code: str) -> pl.Expr:
    return col(column).cast(pl.String) == code


INPUTS: Final = Contract(
    name="inputs",
    title=mark("Inputs"),
    model=T,
    replace_by=(T.partnership_id, T.period),
    ends=(T.contributor,),
    rules=(
        Rule(
            name="staff_in_posts",
            holds=_is(T.kind, "staff") == _is(T.unit, FTE),
            says=mark("Staff, and nothing but staff, is told in full-time posts."),
            mend=mark("Write fte for staff, eur for funds, eur or count for the rest."),
            passes={T.kind: "staff", T.unit: FTE},
            fails={T.kind: "staff", T.unit: COUNT, T.amount: "2"},
        ),
        Rule(
            name="funds_in_euros",
            holds=~_is(T.kind, "funds") | _is(T.unit, EUR),
            says=mark("Funds are told in euros."),
            mend=mark("Write eur; convert other money at a rate that the note of a source tells."),
            passes={T.kind: "funds", T.unit: EUR},
            fails={T.kind: "funds", T.unit: COUNT, T.amount: "2"},
        ),
        Rule(
            name="pieces_are_whole",
            holds=~_is(T.unit, COUNT) | (col(T.amount) == col(T.amount).round(0)),
            says=mark("A number of pieces is whole."),
            mend=mark("Write a whole number, or the right unit."),
            passes={T.kind: "technology", T.unit: COUNT, T.amount: "3"},
            fails={T.kind: "technology", T.unit: COUNT, T.amount: "2.5"},
        ),
    ),
)
