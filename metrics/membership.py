"""Which rows of countries are rows of members, where a partnership's list of members is closed."""

from typing import Final

import polars as pl

from metrics.values import MEMBER, PARTNERSHIP
from validation.parties import COUNTRIES
from validation.text import mark

MEMBERS_ONLY: Final = mark(
    "Where the list of members is closed, rows of a country that is not on it do not count; the "
    "page Data quality names them."
)


def strangers(members: pl.DataFrame, frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Keep the rows whose country is no member of a partnership with a closed list of members.

    An organisation is on no list of members, and is no stranger.

    Args:
        members: columns partnership_id, member; nothing for open or worldwide membership.
        frame: rows with the partnership.
        column: the column that holds the country or organisation.
    """
    return (
        frame.filter(pl.col(column).is_in(COUNTRIES.values))
        .join(members.select(PARTNERSHIP).unique(), on=PARTNERSHIP, how="semi")
        .join(
            members,
            left_on=[PARTNERSHIP, column],
            right_on=[PARTNERSHIP, MEMBER],
            how="anti",
        )
    )


def without_strangers(members: pl.DataFrame, frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Keep the other rows; see `strangers`."""
    whose = [PARTNERSHIP, column]
    outside = strangers(members, frame.select(whose).unique(), column)
    return frame.join(outside, on=whose, how="anti", maintain_order="left")
