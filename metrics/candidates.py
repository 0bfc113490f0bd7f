"""Which lines may be compared before and after a milestone, and why others are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np

from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.methods import before_after, before_after_counts
from metrics.methods.before_after import Reason
from metrics.series import Query, milestones_of
from metrics.signals import BY_DECLARATION, WHY_NOT, eligibility
from metrics.source import Source, read_together
from metrics.statistic import Custom, Total
from metrics.whole_points import Line, lines_of_all
from validation.codes import ALL, Level
from validation.contracts.milestones import Milestones
from validation.fields import name
from validation.periods import QUARTER, Grain, Period
from validation.text import mark

CONTEXT: Final = "context"
SELECTED: Final = "selected"
UNDATED: Final = "undated"
OUTSIDE: Final = "outside"
REFUSALS: Final = WHY_NOT | {
    CONTEXT: mark("It describes places, not what a partnership did."),
    SELECTED: mark(
        "Only operations that were found published are held, not all that took place: a change in "
        "their number may be a change in what was published."
    ),
    UNDATED: mark("The milestone is known to the year only, and the figures come by the quarter."),
    OUTSIDE: mark("The milestone lies outside the periods that have figures."),
    Reason.FEW_BEFORE: mark(
        "Too few whole periods before the milestone ({before}; {fewest} are needed on each side)."
    ),
    Reason.FEW_AFTER: mark(
        "Too few whole periods after the milestone ({after}; {fewest} are needed on each side)."
    ),
    Reason.TOO_SMALL: mark(
        "It counts fewer than four a period on one side, so chance alone moves it a lot."
    ),
}
"""Why nothing is compared; texts may name `{before}`, `{after}` and `{fewest}`."""


MEASURED: Final = frozenset({"EUR", "kg", "hours", "full-time posts"})
"""Units of what is measured: of sums of anything else, each is an event."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """A milestone: on what day (of any precision), whose, and what it was expected to move."""

    day: str
    partnership: str
    label: str
    indicator: str = ""
    expected: str = ""

    @property
    def code(self) -> str:
        """What a link names it by."""
        return f"{self.day} {self.partnership} {self.label}"

    def period(self, grain: Grain) -> Period | None:
        """Return the period that holds it; None where the day is not known well enough."""
        if grain == QUARTER and len(self.day) == len("2024"):
            return None
        return Period.containing(
            date.fromisoformat(f"{self.day}-01-01"[: len("2024-01-01")]), grain
        )


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A line that might be compared, and why it is not.

    Attributes:
        indicator: its id.
        line: as of `Question`.
        refusal: a code of `REFUSALS`; empty where lines can be drawn.
        before, after: whole periods on either side.
        tested: whether there are enough for an interval.
    """

    indicator: str
    line: tuple[str, ...]
    refusal: str = ""
    before: int = 0
    after: int = 0
    tested: bool = False


@read_together
def events(source: Source, partnership: str) -> tuple[Event, ...]:
    """List the milestones of a partnership and those of all, oldest first."""
    return tuple(map(_event, milestones_of(source, {partnership}).iter_rows(named=True)))


@read_together
def candidates(source: Source, query: Query, event: Event) -> tuple[Candidate, ...]:
    """List a partnership's lines: those that can be tested, then drawn, then those refused.

    Lines of what is never compared (`declared`) are not among them.

    Args:
        source: the version.
        query: the one partnership, grain, filters, first and last period; no indicator.
        event: the milestone.
    """
    found = [
        _candidate(INDICATORS[each], key[1:], line, event)
        for each, held in _every_line(source, query).items()
        for key, line in held.items()
        if key[0] in query.partnerships
    ]
    return tuple(sorted(found, key=lambda each: (bool(each.refusal), not each.tested)))


def opening(
    source: Source, query: Query, partnerships: Sequence[str]
) -> tuple[str, Event, Candidate] | None:
    """Return the first line to show: one whose change was expected, and can best be tested.

    Args:
        source: the version.
        query: grain, filters, first and last period.
        partnerships: among these.

    Returns:
        Whose it is, the milestone and the line; None where no line can be drawn.
    """
    found = [
        (partnership, event, candidate)
        for partnership in partnerships
        for event in events(source, partnership)
        for candidate in candidates(source, replace(query, partnerships=(partnership,)), event)
        if not candidate.refusal
    ]
    return max(
        found,
        key=lambda each: (
            each[1].indicator == each[2].indicator,
            each[2].tested,
            min(each[2].before, each[2].after),
        ),
        default=None,
    )


def comparable(
    source: Source, query: Query, event: Event, chosen: Candidate, partnerships: Sequence[str]
) -> tuple[str, ...]:
    """List the partnerships with the same line, whole on both sides, and that milestone not theirs.

    Args:
        source: the version.
        query: the one partnership, grain, filters, first and last period.
        event: the milestone.
        chosen: the line.
        partnerships: among these.
    """
    if event.partnership == ALL:
        return ()
    same = (chosen.indicator, chosen.line)
    return tuple(
        other
        for other in partnerships
        if other not in query.partnerships
        and any(
            (each.indicator, each.line) == same and not each.refusal
            for each in candidates(source, replace(query, partnerships=(other,)), event)
        )
    )


def counts(indicator: Indicator) -> bool:
    """Tell whether an indicator is a sum of counted events."""
    return adds(indicator) and indicator.unit not in MEASURED


def adds(indicator: Indicator) -> bool:
    """Tell whether an indicator's periods add up, so that their total has a meaning."""
    statistic = indicator.statistic
    return isinstance(statistic, Total) or (isinstance(statistic, Custom) and statistic.adds)


def _every_line(source: Source, query: Query) -> Mapping[str, Mapping[tuple[str, ...], Line]]:
    """Return all lines of what may be compared; kept, since each milestone asks for them again."""
    asked = replace(query, indicator="", partnerships=())
    open_to = [each for each in INDICATORS.values() if not declared(each)]
    return source.remember(
        ("every line", asked),
        lambda: {
            each.id: lines_of_all(source, replace(asked, indicator=each.id)) for each in open_to
        },
    )


def _candidate(indicator: Indicator, key: tuple[str, ...], line: Line, event: Event) -> Candidate:
    """Say how many whole periods lie on either side, or why that does not matter."""
    refusal = refused(indicator, line, event)
    period = event.period(line.grain)
    if period is None or refusal:
        return Candidate(indicator=indicator.id, line=key, refusal=refusal)
    place = line.place(period)
    both = before_after.sides(alike(line, place).values, place)
    before, after = both.numbers
    lacking = both.lacking() or _small(indicator, line, place)
    return Candidate(
        indicator=indicator.id,
        line=key,
        refusal=lacking or "",
        before=before,
        after=after,
        tested=before_after.untested(both, steady=False) is None,
    )


def _small(indicator: Indicator, line: Line, place: int) -> Reason | None:
    if not counts(indicator):
        return None
    sides = (line.values[:place], line.values[place + 1 :])
    least = min(float(np.nanmean(each)) for each in sides)
    return Reason.TOO_SMALL if least < before_after_counts.LEAST_MEAN else None


def declared(indicator: Indicator) -> str:
    """Return why an indicator is never compared, whatever its values: a code of `REFUSALS`."""
    if indicator.level is Level.CONTEXT:
        return CONTEXT
    why = eligibility(indicator).why
    return "" if why in BY_DECLARATION else why


def refused(indicator: Indicator, line: Line | None, event: Event) -> str:
    """Return why an indicator, or this milestone, is not evaluated, whatever the values."""
    if why := declared(indicator):
        return why
    if line is None:
        return OUTSIDE
    if line.selected and not line.whole:
        return SELECTED
    period = event.period(line.grain)
    if period is None:
        return UNDATED
    return "" if 0 < line.place(period) < len(line.periods) else OUTSIDE


def alike(line: Line, place: int) -> Line:
    """Keep the values that compare: those between the breaks round the milestone."""
    first = max((each for each in line.broken if each <= place), default=0)
    last = min((each for each in line.broken if each > place), default=len(line.periods))
    return line.within(first, last)


def _event(row: Mapping[str, Any]) -> Event:
    return Event(
        day=row[name(Milestones.date)],
        partnership=row[name(Milestones.partnership_id)],
        label=row[name(Milestones.label)],
        indicator=str(row[name(Milestones.indicator)] or ""),
        expected=str(row[name(Milestones.expected)] or ""),
    )
