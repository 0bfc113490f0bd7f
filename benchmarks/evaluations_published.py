"""The part of docs/evaluations.md on figures that others published."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from benchmarks.published import rows, table
from dashboard import evaluation_words, labels, provenance
from dashboard.commands.serving import build_public_record
from data.workspaces import Workspace
from metrics.candidates import REFUSALS, Event, declared, events
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.methods import before_after_months
from metrics.series import Query, names, whole
from metrics.source import Source
from metrics.statistic import PUBLISHED_LINES
from metrics.values import PARTNERSHIP, PERIOD, SOURCE
from metrics.whole_points import Line, lines
from validation.codes import ALL
from validation.periods import YEAR

BAN: Final = 36
"""January 2005, the first month of the ban, from January 2002 on."""
HEAD: Final = (
    "partnership",
    "milestone",
    "published figure",
    "whole years",
    "before",
    "after",
    "read in",
)
SEASONAL: Final = "harmonic"
RECORD: Final = """
## On the public record

The product compares nothing here. What is published of partnerships are totals, of each of which it
says: “{why}”
Below, for each partnership with a milestone, the published figure with the most whole years
round it (bounds such as “over 1 000” left out). Even if totals were compared, none has eight on
both sides.
"""
NOTHING_ELSE: Final = """
The longest of them has {longest} whole years, and its partnership's milestone lies {where} them.
So there is no evaluation on the public record, and a picture of one would be a guess. What would
change it: the same figure, counted in the same way, for eight quarters before and after; twelve for
a test.

Where these were read:
"""
SICILY: Final = """
## A published evaluation, repeated

The longest published series that can be evaluated among those that come with the product is no
police work: monthly coronary events in Sicily, {before} months before the smoking ban of January
2005 and {after} from then on ({source}). The authors' model, with the time of year and the month of
the ban counted as after it, gives a ratio of {printed} ({low} to {high}); ours with the same design
agrees to the digits printed ([methods](methods-validation.md)). Our own evaluation leaves that
month out:

> A step to {ratio:.3f} of the line before ({lower:.3f} to {upper:.3f}): {avoided:,.0f} events fewer
> in {after_known} months than that line would have given ({least:,.0f} to {most:,.0f} fewer).

Limits, as of every such comparison: anything else that changed in Sicily in that winter is in it as
well, and the line is taken to go on straight.
"""


@dataclass(frozen=True)
class _Found:
    """A published line beside a milestone, with the sources of its whole values."""

    event: Event
    indicator: Indicator
    line: Line
    key: tuple[str, ...]
    sides: tuple[int, int]
    read_in: tuple[str, ...]


def section(folder: Path) -> Iterator[str]:
    """Write the section."""
    made = Workspace("record", "Record", folder / "record.duckdb")
    build_public_record(made)
    source = Source(made.warehouse)
    best = {whose: found for whose in names(source) if (found := _best(source, whose))}
    published = next(iter(best.values())).indicator
    yield RECORD.format(why=REFUSALS[declared(published)]).rstrip()
    yield ""
    yield from table(_lines(source, best))
    longest = max(best.values(), key=lambda each: each.line.whole)
    where = "before" if not longest.sides[0] else "inside"
    yield NOTHING_ELSE.format(longest=longest.line.whole, where=where).rstrip()
    yield ""
    yield from _sources(source, best)
    yield _sicily().rstrip()


def _best(source: Source, whose: str) -> _Found | None:
    """Return the line of published totals with the most whole years on its shorter side."""
    found = [
        _beside(source, indicator, key, line, event)
        for indicator in INDICATORS.values()
        if indicator.published
        for key, line in _of(source, indicator, whose).items()
        for event in events(source, whose)
        if event.partnership != ALL
    ]
    return max(found, key=lambda each: (min(each.sides), each.line.whole), default=None)


def _of(source: Source, indicator: Indicator, whose: str) -> dict[tuple[str, ...], Line]:
    query = Query(indicator=indicator.id, partnerships=(whose,), grain=YEAR)
    return lines(whole(source, query, indicator), PUBLISHED_LINES)


def _beside(
    source: Source, indicator: Indicator, key: tuple[str, ...], line: Line, event: Event
) -> _Found:
    period = event.period(YEAR) or line.periods[0]
    place = period.order - line.periods[0].order
    known = np.flatnonzero(np.isfinite(line.values))
    sides = (int((known < place).sum()), int((known > place).sum()))
    query = Query(indicator=indicator.id, partnerships=(key[0],), grain=YEAR)
    frame = whole(source, query, indicator)
    held = zip((PARTNERSHIP, *PUBLISHED_LINES), key, strict=True)
    codes = [line.periods[each].code for each in known]
    own = frame.filter(pl.col(name) == code for name, code in held)
    read_in = own.filter(pl.col(PERIOD).is_in(codes))[SOURCE].unique().sort()
    return _Found(event, indicator, line, key, sides, tuple(";".join(read_in).split(";")))


def _lines(source: Source, best: dict[str, _Found]) -> Iterator[tuple[str, ...]]:
    yield (
        "partnership",
        "milestone",
        "published figure",
        "whole years",
        "before",
        "after",
        "read in",
    )
    called = names(source)
    for whose, found in best.items():
        before, after = found.sides
        yield (
            labels.short_name(called[whose]),
            f"{found.event.day}: {found.event.label}",
            evaluation_words.line_name(found.indicator.id, found.key[1:]),
            str(found.line.whole),
            str(before),
            str(after),
            ", ".join(found.read_in),
        )


def _sources(source: Source, best: dict[str, _Found]) -> Iterator[str]:
    """Name every publication that a figure of the table was read in."""
    every = provenance.publications(source)
    for each in sorted({code for found in best.values() for code in found.read_in if code}):
        yield f"- `{each}`: {every[each].name} ({every[each].tier})"


def _sicily() -> str:
    """Repeat the published evaluation with our own rules."""
    months = rows("sicily.csv")
    events_a_month, people = (
        np.array([float(row[column]) for row in months]) for column in ("aces", "stdpop")
    )
    found = before_after_months.evaluated(events_a_month, BAN, exposure=people, sloped=False)
    printed = {row["figure"]: row for row in rows("interrupted.csv") if row["model"] == SEASONAL}
    return SICILY.format(
        before=BAN,
        after=len(months) - BAN,
        source=printed["ratio"]["source"],
        printed=printed["ratio"]["value"],
        low=printed["ratio_lower"]["value"],
        high=printed["ratio_upper"]["value"],
        ratio=found.level.value,
        lower=found.level.lower,
        upper=found.level.upper,
        avoided=-found.total.value,
        most=-found.total.lower,
        least=-found.total.upper,
        after_known=found.after,
    )
