"""The statistical methods in use, each with what it answers and where it comes from.

Where a method comes from is written once, in the docstring of the code that does it, and read from
there.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Final

from validation.text import mark

_SOURCE: Final = re.compile(r"\bSources?\b[^:.]*:\s(?P<told>.+?)(?:\n\n|\Z)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Method:
    """A statistical method.

    Attributes:
        name: what it is called.
        says: what it is for, in one sentence.
        done_in: the functions and modules that do it, as `resolve_name` takes them; they are
            imported only when their sources are asked for.
    """

    name: str
    says: str
    done_in: tuple[str, ...]

    def sources(self) -> tuple[str, ...]:
        """Return where it comes from, as the docstrings of `done_in` say.

        Raises:
            ValueError: one of them does not say.
        """
        return tuple(dict.fromkeys(source for each in self.done_in for source in _told(each)))


def _told(place: str) -> Iterator[str]:
    found = [match["told"] for match in _SOURCE.finditer(inspect.getdoc(resolve_name(place)) or "")]
    if not found:
        raise ValueError(f"the docstring of {place} does not say where the method comes from")
    yield from (" ".join(each.split()) for each in found)


METHODS: Final = (
    Method(
        name=mark("Interval of a share (Wilson score)"),
        says=mark(
            "How far chance alone would move a share; counts that come in clusters count for less."
        ),
        done_in=("metrics.intervals:wilson", "metrics.intervals:dispersion"),
    ),
    Method(
        name=mark("Interval of a count of events"),
        says=mark("How far chance alone would move a count: exact below ten, Byar's from ten on."),
        done_in=("metrics.intervals:count",),
    ),
    Method(
        name=mark("Interval of a mean score"),
        says=mark("How sure a mean is, where it is told how far single scores lie apart."),
        done_in=("metrics.intervals:mean",),
    ),
    Method(
        name=mark("Interval of a figure per operation (bootstrap)"),
        says=mark("How far the figure moves when the operations are drawn anew, many times."),
        done_in=("metrics.operations_cells:bootstrap",),
    ),
    Method(
        name=mark("Difference of two shares"),
        says=mark("How large a change is, and how sure; it is never called large or small."),
        done_in=("metrics.intervals:difference",),
    ),
    Method(
        name=mark("Usual range (control charts)"),
        says=mark(
            "Whether a value lies where its series usually does: of counts by the steps from one "
            "period to the next, of shares with unlike denominators by Laney's p′."
        ),
        done_in=(
            "metrics.methods.xmr:limits",
            "metrics.methods.recovery:derived",
            "metrics.methods.laney:limits",
            "metrics.methods.rules:judged",
        ),
    ),
    Method(
        name=mark("Assurance"),
        says=mark("Whether nearly every period would meet the target if nothing changed."),
        done_in=("metrics.methods.assurance:assurance",),
    ),
    Method(
        name=mark("Trend"),
        says=mark(
            "Whether a long series rises or falls, season by season, and by how much a year."
        ),
        done_in=(
            "metrics.methods.trend:trend",
            "metrics.methods.trend:mann_kendall",
        ),
    ),
    Method(
        name=mark("Disclosure control"),
        says=mark(
            "Which counts of persons are withheld, so that nobody can work out a small one from "
            "what is shown."
        ),
        done_in=("metrics.methods.disclosure",),
    ),
    Method(
        name=mark("Funnel plot"),
        says=mark(
            "How far partnerships of one kind would differ by chance, by how much each counts."
        ),
        done_in=(
            "metrics.methods.funnel:dispersion",
            "metrics.methods.funnel:clustering",
            "metrics.methods.funnel:limits",
        ),
    ),
    Method(
        name=mark("Effectiveness index"),
        says=mark(
            "How scores are made, weighed and put together, and how far the result would move with "
            "other figures or other choices."
        ),
        done_in=("metrics.methods.composite", "metrics.methods.robustness"),
    ),
    Method(
        name=mark("Before and after"),
        says=mark("How a series lies on the two sides of a milestone, and how sure that is."),
        done_in=(
            "metrics.methods.before_after",
            "metrics.methods.before_after_months",
            "metrics.methods.regression:autoregressive",
            "metrics.methods.regression:poisson",
        ),
    ),
    Method(
        name=mark("Outlook"),
        says=mark(
            "Where a workload is heading if it goes on as it did, and how wrong that has been."
        ),
        done_in=(
            "metrics.methods.outlook",
            "metrics.methods.forecasts:theta",
            "metrics.methods.forecasts:ets",
        ),
    ),
)
