"""Limits, rules and trend of very many series at once, against one series after another.

The other side takes a twentieth of the series, one by one, and is told for all of them: once with
the same functions, once in plain Python, which does the same without any array.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from benchmarks import plain_signals
from benchmarks.measure import Comparison, Found, Size, in_turns, seconds
from metrics.methods.arrays import Floats
from metrics.methods.recovery import simulated
from metrics.methods.signal import individuals
from metrics.methods.trend import trend

QUARTERS: Final = 40
PART: Final = 20


def run(size: Size, folder: Path) -> Iterator[Found]:
    """Compare judging all series at once with judging them one by one."""
    del folder  # nothing is written
    series = simulated(size.few, QUARTERS, 0.2, seed=1)
    some = series[: max(1, size.few // PART)]
    listed: list[list[float]] = some.tolist()
    part = len(series) / len(some)
    sides: dict[str, Callable[[], None]] = {
        "the same functions, series by series": lambda: _one_by_one(some),
        "plain Python, series by series": lambda: _plainly(listed),
    }
    for against, other_side in sides.items():
        ours, other = in_turns(
            size.repeats,
            lambda _: seconds(lambda: _judge(series)),
            lambda _, act=other_side: seconds(act) * part,
        )
        yield Comparison(
            what=f"limits, rules and trend of {len(series):,} series × {QUARTERS} quarters",
            against=against,
            ours=ours,
            other=other,
            goal=1 / PART,
        )


def _judge(series: Floats) -> None:
    individuals(series)
    trend(series)


def _one_by_one(series: Floats) -> None:
    for each in series:
        _judge(each)


def _plainly(series: list[list[float]]) -> None:
    for each in series:
        plain_signals.rules(each)
        plain_signals.trend(each)
