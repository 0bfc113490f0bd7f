"""A rule that several tables share: rows of a country are rows of a member."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from validation.cells import LIST_SEPARATOR
from validation.contract import Attribute, Cells, CrossRule, Severity
from validation.contracts.partnerships import PARTNERSHIPS, Partnerships
from validation.fields import col, name
from validation.parties import COUNTRIES
from validation.text import mark

_MEMBERS: Final = "members_of_the_partnership"
_THREE: Final[Cells] = {Partnerships.members: "BEL;DEU;NLD"}


def is_of_a_member(table: str, party: Attribute) -> CrossRule:
    """Warn of the row of a country that is not on its partnership's closed list of members.

    An organisation is on no list of members, and where the list is empty anybody may be one.

    Args:
        table: the table.
        party: the column that holds a country or organisation.
    """

    def holds(rows: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> pl.Series:
        members = others[PARTNERSHIPS.name].select(
            col(Partnerships.partnership_id),
            col(Partnerships.members).str.split(LIST_SEPARATOR).alias(_MEMBERS),
        )
        found = rows.join(
            members, on=name(Partnerships.partnership_id), how="left", maintain_order="left"
        )
        country = col(party).cast(pl.String)
        listed = pl.col(_MEMBERS).list.contains(country)
        return found.select(~country.is_in(COUNTRIES.values) | listed).to_series()

    return CrossRule(
        name=f"{name(party)}_is_a_member",
        others=(PARTNERSHIPS.name,),
        holds=holds,
        columns=(name(Partnerships.partnership_id), name(party)),
        says=mark("This country is no member of the partnership: its row does not count."),
        mend=mark("Correct the country, or add it to the members of the partnership."),
        passes={PARTNERSHIPS.name: (_THREE,), table: ({party: "NLD"}, {party: "EUROPOL"})},
        fails={PARTNERSHIPS.name: (_THREE,), table: ({party: "FRA"},)},
        severity=Severity.WARNING,
    )
