"""The Overview and a partnership's page over very many rows, against the same over a few.

Drawn is what a page draws when a reader chooses another last period, asked for the first time:
of the Overview values, intervals, changes, targets, figure and finished Vega-Lite; of one
partnership the same figures for every indicator; from a version whose sums are read. Reading them,
once a version, is timed apart. Both have the same registers: the lattice of counts of persons grows
with operations and courses (see `disclosure`), not with rows.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from benchmarks.measure import Comparison, Found, Size, in_turns, seconds
from benchmarks.memory import apart
from benchmarks.warehouses import filled, simulated
from dashboard.charts.draw import WIDTHS, page_spec
from dashboard.charts.figure import Kind
from dashboard.charts.theme import LIGHT
from dashboard.matrix_story import matrix_figure
from data.simulation.drawn import PERIODS
from data.warehouse import Warehouse
from metrics.overview import overview
from metrics.profile import Profile, profile
from metrics.series import names
from metrics.source import Source
from validation.periods import QUARTER, Period

REGISTERS: Final = 20_000
"""Rows beside which all partnerships of the simulator are drawn."""


def run(size: Size, folder: Path) -> Iterator[Found]:
    """Compare both pages, then reading the sums, over many rows and over few."""
    registers = simulated(min(size.facts, REGISTERS), folder / "registers").parent
    many, few = (
        Warehouse(apart(filled, rows, folder / name, registers))
        for rows, name in ((size.facts, "many"), (size.few, "few"))
    )
    sizes = f"{size.facts:,} rows"
    against = f"the same over {size.few:,} rows"
    large, small = warmed(many), warmed(few)
    pages: dict[str, Callable[[Source, Period], object]] = {
        "Overview redrawn": draw,
        "all indicators of one partnership": profiled,
    }
    for what, page in pages.items():
        ours, other = in_turns(
            size.repeats,
            lambda turn, page=page: seconds(lambda: page(large, _period(turn))),
            lambda turn, page=page: seconds(lambda: page(small, _period(turn))),
        )
        yield Comparison(
            what=f"{what} over {sizes}", against=against, ours=ours, other=other, goal=1.2
        )
    ours, other = in_turns(
        size.repeats,
        lambda _: seconds(lambda: warmed(many)),
        lambda _: seconds(lambda: warmed(few)),
    )
    yield Comparison(
        what=f"warming a version of {sizes}, once", against=against, ours=ours, other=other
    )


def warmed(store: Warehouse) -> Source:
    """Read the sums of the latest version."""
    source = Source(store)
    source.warm()
    return source


def draw(source: Source, period: Period) -> dict[str, object]:
    """Make the Overview's chart as a page does."""
    found = overview(source, period=period, grain=QUARTER)
    figure = matrix_figure(found, source, title="", subtitle="")
    return page_spec(figure, LIGHT, width=WIDTHS[Kind.MATRIX])


def profiled(source: Source, period: Period) -> Profile:
    """Find where every indicator of a partnership stands, as its page does."""
    first = next(iter(names(source)))
    return profile(source, first, period=period, grain=QUARTER)


def _period(turn: int) -> Period:
    """Return another quarter each turn, the latest first."""
    return PERIODS[-1 - turn % len(PERIODS)]
