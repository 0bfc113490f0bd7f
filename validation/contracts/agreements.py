"""What partners agreed on."""

from typing import Final, TypeAlias

import pandera.polars as pa

from validation import fields
from validation.cells import LIST_SEPARATOR, earliest_day, latest_day
from validation.contract import Attribute, Cells, Contract, Rule
from validation.fields import KEY, OPTIONAL, REQUIRED, col
from validation.pillar_codes import AGREEMENT_KINDS, STANDARD_PROCEDURE
from validation.text import mark


class Agreements(pa.DataFrameModel):
    """Agreements and common procedures, with their parties, from signature to end."""

    agreement_id: str = fields.slug(
        mark("Short name of the agreement."), KEY, example="ports-memorandum-2019"
    )
    partnership_id: str = fields.reference(
        mark("The partnership it belongs to."), "partnerships", example="ports-force"
    )
    name: str = fields.text(mark("Its title."), example="Rotterdam memorandum")
    kind: str = fields.code(mark("What sort it is."), AGREEMENT_KINDS, example="memorandum")
    parties: str = fields.parties(
        mark("Countries and organisations that are party to it, or have adopted it."),
        REQUIRED,
        example="BEL;NLD",
    )
    signed: str = fields.day(mark("When it was signed."), example="2019-03-04", future=True)
    in_force: str = fields.day(mark("When it entered into force."), example="2019-07", future=True)
    ended: str = fields.day(
        mark("The first day on which it no longer holds; empty while it lasts."),
        example="2029",
        future=True,
    )
    objective: str = fields.text(
        mark("What it is for."), OPTIONAL, example="Exchange of data on containers"
    )
    source: str = fields.source()


T: TypeAlias = Agreements


def _not_before(later: Attribute, earlier: Attribute, *, name: str, says: str) -> Rule:
    def dates(day: str) -> Cells:
        return {earlier: "2019-03-04", later: day}

    return Rule(
        name=name,
        holds=latest_day(col(later)) >= earliest_day(col(earlier)),
        says=says,
        mend=mark("Correct the date that is wrong, or leave the cell empty."),
        passes=dates("2019-03"),
        fails=dates("2019-02"),
    )


AGREEMENTS: Final = Contract(
    name="agreements",
    title=mark("Agreements"),
    model=T,
    rules=(
        _not_before(
            T.in_force,
            T.signed,
            name="in_force_not_before_signed",
            says=mark("An agreement cannot be in force before it was signed."),
        ),
        _not_before(
            T.ended,
            T.in_force,
            name="ended_not_before_in_force",
            says=mark("An agreement cannot end before it was in force."),
        ),
        Rule(
            name="two_parties",
            holds=(col(T.kind).cast(str) == STANDARD_PROCEDURE)
            | col(T.parties).str.contains(LIST_SEPARATOR, literal=True),
            says=mark("An agreement has two parties at least."),
            mend=mark("Name all parties; only a standard procedure may have one."),
            passes={T.kind: "treaty", T.parties: "BEL;NLD"},
            fails={T.kind: "treaty", T.parties: "NLD"},
        ),
    ),
    context=(
        T.name,
        T.kind,
        T.parties,
        T.signed,
        T.in_force,
        T.ended,
        T.objective,
        T.partnership_id,
        T.source,
    ),
)
