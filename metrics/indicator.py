"""What an indicator is: one frozen declaration that values, cards, charts and help come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias

from metrics.statistic import Published, Statistic, counted_columns, formula
from validation.codes import Direction, Level, Pillar
from validation.contracts import CONTRACTS
from validation.text import mark

Tables: TypeAlias = Mapping[str, str]


class Interval(StrEnum):
    """How sure a value is: the method of its 95 % interval."""

    WILSON = "wilson"
    COUNT = "count"
    T = "t"
    BOOTSTRAP = "bootstrap"
    NONE = "none"


class Signal(StrEnum):
    """Which control chart judges whether a series left its usual range."""

    INDIVIDUALS = "individuals"
    P_PRIME = "p_prime"
    NONE = "none"


class AcrossTime(StrEnum):
    """How a year comes from its quarters."""

    SUM = "sum"
    RECOUNT = "recount"
    LAST = "last"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Goalposts:
    """The ends of the scale that an index puts a value on: fixed over time and selection.

    Attributes:
        worst: the value that scores least, in the unit of the value (shares 0 to 1).
        best: the value that scores most; below the worst where less is better.
        why: where they come from.
    """

    worst: float
    best: float
    why: str


MORE_OF_ALL: Final = Goalposts(
    worst=0.0, best=1.0, why=mark("the lowest and the highest that a share can be")
)
LESS_OF_ALL: Final = Goalposts(worst=1.0, best=0.0, why=MORE_OF_ALL.why)


@dataclass(frozen=True, eq=False, kw_only=True)
class Example:
    """A worked example: tables as an analyst would type them, and what comes out.

    Attributes:
        tables: CSV text by table name.
        period: the period whose value is expected.
        expected: the value, in the unit of the value (shares 0 to 1).
        working: the calculation in words and figures.
    """

    tables: Tables
    period: str
    expected: float
    working: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Indicator:
    """One indicator, declared once; every text is a marked English msgid.

    Attributes:
        id: name in files, addresses and on the command line.
        name: short name, as a chart's axis says it.
        question: what it answers; a chart's title where there is no finding.
        pillar: the side of a partnership it measures.
        statistic: what is summed, divided, paired or ranked.
        unit: `share`, `messages`, `hours`, `pairs`, or a published measure's unit.
        multiplier: what a reader's figure is multiplied by (100: percent); never applied to values.
        direction: which way is better; declared, never guessed.
        level: where it stands in the results chain.
        interval: method of the 95 % interval.
        signal: the control chart of its series.
        across_time: how a year comes from its quarters.
        matures_after: quarters after a period's end until its value is complete.
        headline: whether it stands for its pillar on the Overview.
        forecastable: whether the outlook may continue it.
        cuts: dimensions it may be cut by.
        reading: how to read it.
        caveats: what it cannot say.
        reference: where the definition or the method comes from.
        out_of: id of the count that this one is read beside, as cases beside requests.
        goalposts: the ends of its scale in the index; none where it does not enter one.
        shortfall: the distance from a target in natural units, of one and of more, with `{n}`.
        example: a worked example, run by a test and printed on the Methods page.
    """

    id: str
    name: str
    question: str
    pillar: Pillar
    statistic: Statistic
    unit: str
    direction: Direction
    level: Level
    reading: str
    example: Example
    multiplier: int = 1
    interval: Interval = Interval.NONE
    signal: Signal = Signal.NONE
    across_time: AcrossTime = AcrossTime.SUM
    matures_after: int = 0
    headline: bool = False
    forecastable: bool = False
    cuts: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    reference: str = ""
    out_of: str = ""
    goalposts: Goalposts | None = None
    shortfall: tuple[str, str] | None = None

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables its rows stand in."""
        return (self.statistic.table,)

    @cached_property
    def persons(self) -> bool:
        """Whether it counts persons who must not be recognised: disclosure control applies."""
        columns = CONTRACTS[self.statistic.table].by_name
        return any(columns[each].spec.persons for each in counted_columns(self.statistic))

    @property
    def published(self) -> bool:
        """Whether it is a total as an organisation printed it: nothing is computed."""
        return isinstance(self.statistic, Published)

    @cached_property
    def formula(self) -> str:
        """The statistic written with the names of its columns."""
        return formula(self.statistic)


@dataclass(frozen=True, kw_only=True)
class PillarView:
    """What stands for a pillar on the Overview: its headline, else the first fallback with data.

    Attributes:
        pillar: the pillar.
        headline: id of its headline indicator.
        fallback: ids of published totals, the first with data being shown.
    """

    pillar: Pillar
    headline: str
    fallback: tuple[str, ...] = ()
