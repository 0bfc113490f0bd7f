"""Which members are bound to each other by which agreement, on one day."""

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final, TypeAlias, cast

import polars as pl

from metrics import rows
from metrics.agreements import FRAMEWORKS
from metrics.source import Source
from metrics.values import MEMBER, PARTNERSHIP
from validation.cells import LIST_SEPARATOR, earliest_day, latest_day
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.fields import col, name

T: TypeAlias = Agreements
TABLE: Final = AGREEMENTS.name

_FROM: Final = "surely_from"
_UNTIL: Final = "surely_until"


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """An agreement as it stands on a day.

    `in_force` is None where it is not known when it entered into force.
    """

    id: str
    name: str
    kind: str
    parties: tuple[str, ...]
    in_force: bool | None
    source: str


def agreed(source: Source, partnership: str, day: date) -> tuple[Agreed, ...]:
    """Return a partnership's agreements that have not ended on a day, in order of their names."""
    frame = rows.texts(source.rows(AGREEMENTS)).with_columns(
        latest_day(col(T.in_force)).alias(_FROM), earliest_day(col(T.ended)).alias(_UNTIL)
    )
    lasting = pl.col(_UNTIL).is_null() | (pl.col(_UNTIL) > day)
    mine = frame.filter(pl.col(PARTNERSHIP) == partnership, lasting).sort(T.name)
    return tuple(
        Agreed(
            id=row[name(T.agreement_id)],
            name=row[name(T.name)],
            kind=row[name(T.kind)],
            parties=tuple(row[name(T.parties)].split(LIST_SEPARATOR)),
            in_force=None if row[_FROM] is None else row[_FROM] <= day,
            source=row[name(T.source)],
        )
        for row in mine.iter_rows(named=True)
    )


def members(source: Source, partnership: str) -> tuple[str, ...]:
    """Return the members of a closed list; none where membership is open."""
    found = source.members.filter(pl.col(PARTNERSHIP) == partnership)[MEMBER]
    return tuple(sorted(cast("list[str]", found.to_list())))


def bound(held: tuple[Agreed, ...], among: tuple[str, ...]) -> dict[tuple[str, str], list[Agreed]]:
    """Return by which agreements on legal help in force each pair of members is bound."""
    found: dict[tuple[str, str], list[Agreed]] = {pair: [] for pair in combinations(among, 2)}
    for each in held:
        if each.in_force and each.kind in FRAMEWORKS:
            for pair in combinations(sorted({*each.parties} & {*among}), 2):
                found[pair].append(each)
    return found
