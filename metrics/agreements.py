"""Agreements: how many are in force at a period's end, and how many pairs of members they bind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from typing import Final, TypeAlias, cast

import polars as pl

from metrics import rows
from metrics.selection import Selection
from metrics.statistic import Custom
from metrics.tables import Tables
from metrics.values import (
    DENOMINATOR,
    LEFT_OUT,
    MEMBER,
    NO_MEMBER,
    NO_PAIR,
    NUMERATOR,
    OPEN_MEMBERSHIP,
    PARTNERSHIP,
    PERIOD,
    QUARTERS,
    REASON,
    ROWS,
    SOURCE,
    VALUE,
)
from validation.cells import LIST_SEPARATOR, earliest_day, latest_day
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.fields import col, name
from validation.periods import QUARTER, Grain, Period, between
from validation.pillar_codes import STANDARD_PROCEDURE

T: TypeAlias = Agreements
TABLE: Final = AGREEMENTS.name
FRAMEWORKS: Final = ("extradition", "mutual_legal_assistance")
"""The kinds of agreement on which one country can ask another for help."""

Pair: TypeAlias = tuple[str, str]
Figure: TypeAlias = Callable[[list["Agreement"], frozenset[str]], dict[str, object]]
_FROM: Final = "surely_from"
_UNTIL: Final = "surely_until"
_SCHEMA: Final = {
    PARTNERSHIP: pl.String(),
    PERIOD: pl.String(),
    QUARTERS: pl.Int64(),
    VALUE: pl.Float64(),
    NUMERATOR: pl.Float64(),
    DENOMINATOR: pl.Float64(),
    REASON: pl.String(),
    ROWS: pl.Int64(),
    LEFT_OUT: pl.String(),
    SOURCE: pl.String(),
}


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What matters of an agreement: who is bound by it, and from when until before when."""

    id: str
    parties: frozenset[str]
    begins: date | None
    ends: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        """Tell whether it is known to be in force at the end of a day."""
        begun = self.begins is not None and self.begins <= day
        return begun and (self.ends is None or self.ends > day)


def in_force() -> Custom:
    """Agreements in force at the period's end."""
    return Custom(
        table=TABLE,
        written=f"agreements with {name(T.in_force)} ≤ end of period < {name(T.ended)}",
        make=partial(_cells, kinds=(), figure=_number),
        narrow=partial(_holding, kinds=()),
    )


def coverage() -> Custom:
    """Pairs of members bound by one agreement in force, of all possible pairs."""
    kinds = " | ".join(FRAMEWORKS)
    return Custom(
        table=TABLE,
        written=(
            f"pairs of members party to one agreement in force [{name(T.kind)} = {kinds}]"
            " / (n × (n − 1) / 2)"
        ),
        make=_coverage,
        narrow=partial(_holding, kinds=FRAMEWORKS),
    )


def adoption() -> Custom:
    """Members party to a standard procedure in force, of all members."""
    return Custom(
        table=TABLE,
        written=f"members party to one in force [{name(T.kind)} = {STANDARD_PROCEDURE}] / members",
        make=_adoption,
        narrow=partial(_holding, kinds=(STANDARD_PROCEDURE,)),
    )


def _coverage(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    return _cells(tables, grain, selection, kinds=FRAMEWORKS, figure=partial(_bound, selection))


def _adoption(tables: Tables, grain: Grain, selection: Selection) -> pl.DataFrame:
    figure = partial(_adopted, selection)
    return _cells(tables, grain, selection, kinds=(STANDARD_PROCEDURE,), figure=figure)


def _cells(
    tables: Tables,
    grain: Grain,
    selection: Selection,
    *,
    kinds: tuple[str, ...],
    figure: Figure,
) -> pl.DataFrame:
    """Take a figure of the agreements at the end of every period since the first in force.

    A year's is that of its last quarter that has ended. Its rows are the agreements in force; that
    none is any longer is known, too.
    """
    lines = [selection.by] if selection.by else []
    members = _members(tables)
    found: list[dict[str, object]] = []
    frame = _selected(tables, selection, kinds)
    for key, group in frame.group_by([PARTNERSHIP, *lines], maintain_order=True):
        held = list(_agreements(group))
        theirs = members.get(cast("str", key[0]), frozenset())
        for code, quarter in _periods(held, tables.today, grain):
            there = [each for each in held if each.begins and each.begins <= quarter.end]
            holding = [each for each in there if each.holds_on(quarter.end)]
            entry = figure(holding, theirs)
            found.append(
                dict(zip([PARTNERSHIP, *lines], key, strict=True))
                | {PERIOD: code, QUARTERS: quarter.quarter, ROWS: len(holding)}
                | {SOURCE: ";".join(sorted({each.source for each in there}))}
                | {LEFT_OUT: _left_out(held)}
                | entry
            )
    return pl.DataFrame(found, schema=_SCHEMA | dict.fromkeys(lines, pl.String()))


def _holding(
    tables: Tables, grain: Grain, selection: Selection, *, kinds: tuple[str, ...]
) -> pl.DataFrame:
    """Name the agreements in force at the end of every period; none where there is none."""
    lines = [selection.by] if selection.by else []
    found: list[dict[str, object]] = []
    frame = _selected(tables, selection, kinds)
    for key, group in frame.group_by([PARTNERSHIP, *lines], maintain_order=True):
        held = list(_agreements(group))
        for code, quarter in _periods(held, tables.today, grain):
            there = [each.id for each in held if each.holds_on(quarter.end)]
            if there:
                whose: dict[str, object] = dict(zip([PARTNERSHIP, *lines], key, strict=True))
                found.append(whose | {PERIOD: code, name(T.agreement_id): there})
    keys = dict.fromkeys([PARTNERSHIP, *lines, PERIOD], pl.String())
    return pl.DataFrame(found, schema=keys | {name(T.agreement_id): pl.List(pl.String())})


def _selected(tables: Tables, selection: Selection, kinds: tuple[str, ...]) -> pl.DataFrame:
    """Return the agreements meant; none tells a crime area."""
    frame = rows.texts(tables.rows(AGREEMENTS)).with_columns(
        latest_day(col(T.in_force)).alias(_FROM), earliest_day(col(T.ended)).alias(_UNTIL)
    )
    if kinds:
        frame = frame.filter(col(T.kind).is_in(kinds))
    if selection.crime_areas:
        return frame.clear()
    if selection.countries:
        parties = col(T.parties).str.split(LIST_SEPARATOR)
        return frame.filter(parties.list.set_intersection(list(selection.countries)).list.len() > 0)
    return frame.sort(PARTNERSHIP, name(T.agreement_id))


def _agreements(frame: pl.DataFrame) -> Iterable[Agreement]:
    wanted = (name(T.agreement_id), name(T.parties), _FROM, _UNTIL, name(T.source))
    for code, parties, begins, ends, source in frame.select(wanted).iter_rows():
        yield Agreement(
            id=code,
            parties=frozenset(parties.split(LIST_SEPARATOR)),
            begins=begins,
            ends=ends,
            source=source,
        )


def _periods(held: list[Agreement], today: date, grain: Grain) -> list[tuple[str, Period]]:
    """List the quarters ended since the first agreement, or the last one of each year."""
    begun = [each.begins for each in held if each.begins and each.begins < today]
    if not begun:
        return []
    last = Period.containing(today, QUARTER)
    every = between(Period.containing(min(begun), QUARTER), last)
    ended = [each for each in every if each.end < today]
    if grain == QUARTER:
        return [(each.code, each) for each in ended]
    return [(str(year), each) for year, each in {each.year: each for each in ended}.items()]


def _left_out(held: list[Agreement]) -> str | None:
    """Say of how many agreements it is known when they entered into force."""
    known = sum(each.begins is not None for each in held)
    return f"rows {known}/{len(held)}" if known < len(held) else None


def _number(holding: list[Agreement], members: frozenset[str]) -> dict[str, object]:
    del members
    return {VALUE: float(len(holding)), NUMERATOR: float(len(holding))}


def _bound(
    selection: Selection, holding: list[Agreement], members: frozenset[str]
) -> dict[str, object]:
    """Divide the pairs bound by all pairs; where countries are selected, one end is among them."""
    if not members:
        return {REASON: OPEN_MEMBERSHIP}
    possible = {
        pair
        for pair in _pairs(members)
        if not selection.countries or set(pair) & set(selection.countries)
    }
    if not possible:
        return {REASON: NO_PAIR}
    bound = {pair for each in holding for pair in _pairs(each.parties & members)} & possible
    return {
        VALUE: len(bound) / len(possible),
        NUMERATOR: float(len(bound)),
        DENOMINATOR: float(len(possible)),
    }


def _adopted(
    selection: Selection, holding: list[Agreement], members: frozenset[str]
) -> dict[str, object]:
    """Divide the members that adopted a procedure by all, or by those of the countries chosen."""
    if not members:
        return {REASON: OPEN_MEMBERSHIP}
    asked = members & set(selection.countries) if selection.countries else members
    if not asked:
        return {REASON: NO_MEMBER}
    adopted = asked & {party for each in holding for party in each.parties}
    return {
        VALUE: len(adopted) / len(asked),
        NUMERATOR: float(len(adopted)),
        DENOMINATOR: float(len(asked)),
    }


def _pairs(members: Iterable[str]) -> set[Pair]:
    return set(combinations(sorted(members), 2))


def _members(tables: Tables) -> dict[str, frozenset[str]]:
    grouped = tables.members.group_by(PARTNERSHIP).agg(pl.col(MEMBER))
    return {
        partnership: frozenset(cast("list[str]", members))
        for partnership, members in grouped.iter_rows()
    }
