"""What one picture shows, as a value: numbers, texts and provenance, already translated."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Self

import polars as pl

from dashboard.charts.words import Words
from metrics.stand import Stand
from metrics.values import Standing
from validation.periods import Period


class Kind(StrEnum):
    """How a figure is drawn."""

    LINE = "line"
    BARS = "bars"
    DOTS = "dots"
    SPANS = "spans"
    HEAT = "heat"
    MATRIX = "matrix"
    GRID = "grid"
    PARTS = "parts"
    FUNNEL = "funnel"
    RANGES = "ranges"
    CARRIED = "carried"
    JUMPS = "jumps"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A target line: level when `begins_at` is empty, else straight from there to `value`.

    `start` and `until` are the first day and the day after the last; an empty `until` means in
    force to the end of the chart. `value` is in the unit of the value (shares 0–1). `series` is the
    key of the series it is set for, empty for whichever is drawn.
    """

    value: float
    start: date
    until: date | None = None
    begins_at: float | None = None
    series: str = ""


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """An event drawn as a labelled rule; it explains nothing by itself."""

    day: date
    label: str


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A column of the matrix: its id in the frame, its name, and the indicator below the name.

    A grid names neighbours of the same title once, over their notes: quarters under their year.
    `scale` holds the ends of a panel of ranges where they are not those of the figure.
    """

    id: str
    title: str
    note: str = ""
    scale: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What the matrix prints in one cell; all texts arrive ready.

    `status` is "" or one of the statuses of the values frame (`met`, `not_met`, `too_close`);
    `status_text` follows its mark ("met, target 65 %"). `standing` says how the value stands to its
    usual range, `standing_text` says it in words after its mark where it is not within it. `note`
    names the indicator where it is not the one under the column's head.
    """

    row: str
    column: str
    value: str
    interval: str = ""
    change: str = ""
    status: str = ""
    status_text: str = ""
    standing: Standing = Standing.NOT_JUDGED
    standing_text: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Usual:
    """The range in which a series usually lies at a period, and how its value stands to it.

    `trial` says that the range comes from few periods; `text` says all of it in words.
    """

    centre: float
    lower: float
    upper: float
    trial: bool
    standing: Standing
    text: str


class Tone(StrEnum):
    """How a square of a grid is shaded; what it says stands in it, never in the shade alone."""

    GOOD = "good"
    PLAIN = "plain"
    FAIR = "fair"
    POOR = "poor"
    EMPTY = "empty"


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What the squares of a grid may say: the sign in them, what it means, and their shade."""

    text: str
    meaning: str
    tone: Tone


@dataclass(frozen=True, kw_only=True)
class Square:
    """One square of a grid.

    `sign` is the code of what it says; `text` stands in it in place of the sign, if given. `tip`
    is what a pointer over it reads, `address` where a click leads.
    """

    row: str
    column: str
    sign: str
    text: str = ""
    tip: Mapping[str, str] = field(default_factory=dict[str, str])
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What a grid has beside names of rows (`series`) and columns (`headings`).

    `groups` names the group of each row that belongs to one; rows of a group stand together.
    """

    squares: tuple[Square, ...] = ()
    signs: Mapping[str, Sign] = field(default_factory=dict[str, Sign])
    groups: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """What a funnel has beside its values: where chance alone would keep them, by size.

    `average` is the value of all together; `inner` and `outer` are lower and upper limit at each
    of the `sizes`, and `limits_label` says what they are; `stands` tells of each series how it
    stands to them; `size_label` names what sizes count.
    """

    average: float = 0.0
    sizes: tuple[float, ...] = ()
    inner: tuple[tuple[float, float], ...] = ()
    outer: tuple[tuple[float, float], ...] = ()
    stands: Mapping[str, Stand] = field(default_factory=dict[str, Stand])
    size_label: str = ""
    limits_label: str = ""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a line says of a period, and the range in which it may lie, where that is known."""

    period: Period
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The lines fitted to a series, and the one carried on from it.

    Attributes:
        fitted: each a run of periods.
        carried: beyond what it was made from, with its range.
        apart: the period that takes part in neither.
        fitted_text, carried_text, range_text, apart_text: what they are, in the key and in files.
    """

    fitted: tuple[tuple[Expected, ...], ...] = ()
    carried: tuple[Expected, ...] = ()
    apart: Period | None = None
    fitted_text: str = ""
    carried_text: str = ""
    range_text: str = ""
    apart_text: str = ""

    @property
    def every(self) -> tuple[Expected, ...]:
        """All that the lines say."""
        return (*(each for run in self.fitted for each in run), *self.carried)


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A row of the workbook's sheet of definitions and caveats."""

    term: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A publication that figures were read in; `tier` says in words how close it is to its maker.

    What is not known is empty.
    """

    id: str
    publisher: str
    title: str
    published: str = ""
    tier: str = ""
    address: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """Publisher and title."""
        return f"{self.publisher}, {self.title}"


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """Where the figures come from; printed in every file and written into its metadata."""

    author: str
    source: str
    version: int
    version_label: str
    version_date: date
    head: str
    note: str = ""
    language: str = "en"
    definitions: tuple[Definition, ...] = ()
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """One figure. Pages, command line and exports all draw from this value.

    Attributes:
        id: a slug; names the files.
        kind: how it is drawn.
        values: a values frame (columns of `metrics.values`); the matrix has its column ids in
            one more column. Suppressed values are already gone.
        dimensions: the columns that tell series apart: one for lines and bars (usually
            partnership_id, or the cut), sender and receiver for a heat map, row and column for
            the matrix and for ranges, whole and part for parts. Where lines need several, a
            series' key joins them with ";".
        series: code to label, in the order of drawing.
        title: the finding, else the question.
        subtitle: what is counted, unit, period, grain, filters.
        footer: source, version, notes; one sentence each.
        unit: the unit of the values frame ("share", "messages", …).
        unit_label: the unit in words.
        targets: target lines, drawn for a single series and in each of the small multiples.
        milestones: labelled rules.
        headings: the columns of the matrix or of a grid, the parts of a whole, the panels of
            ranges.
        cells: the texts of the matrix, or beside the dots of ranges.
        grid: the squares of a grid, or what belongs to each part of a whole.
        funnel: where chance alone would keep values, in a funnel.
        description: what the picture says, for those who do not see it.
        metadata: provenance.
        ways: series and period, joined with ";" → where the rows behind a value are shown.
        usual: series and period, joined with ";" → the usual range of a value.
        lines: those fitted to the values and carried on from them.
        scale: the lowest and the highest a value can be, where dots or ranges stand on a
            scale of marks.
        apart: whether each line has a picture of its own, however few there are.
        simulated: the figures are invented.
        words: the words a chart prints by itself.
    """

    id: str
    kind: Kind
    values: pl.DataFrame
    dimensions: tuple[str, ...]
    series: Mapping[str, str]
    title: str
    subtitle: str
    footer: tuple[str, ...]
    unit: str
    unit_label: str
    description: str
    metadata: Metadata
    targets: tuple[Target, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    headings: tuple[Heading, ...] = ()
    cells: tuple[Cell, ...] = ()
    grid: Grid = field(default_factory=Grid)
    funnel: Funnel = field(default_factory=Funnel)
    ways: Mapping[str, str] = field(default_factory=dict[str, str])
    usual: Mapping[str, Usual] = field(default_factory=dict[str, Usual])
    lines: Lines = field(default_factory=Lines)
    scale: tuple[float, float] | None = None
    apart: bool = False
    simulated: bool = False
    words: Words = field(default_factory=Words)

    def bare(self) -> Self:
        """Return the figure without title, subtitle and footer, for a page that prints them."""
        return replace(self, title="", subtitle="", footer=())

    @cached_property
    def _citations(self) -> dict[str, Citation]:
        return {each.id: each for each in self.metadata.sources}

    def named(self, sources: Collection[str]) -> str:
        """Name publisher and title of the publications among these sources."""
        found = (self._citations[each] for each in sources if each in self._citations)
        return "; ".join(each.name for each in found)

    def address(self, sources: Collection[str]) -> str:
        """Return where the one publication that a value was read in stands; empty if none."""
        known = [self._citations[each].address for each in sources if each in self._citations]
        return known[0] if len(known) == 1 else ""

    def way(self, series: str, period: Period, sources: Collection[str]) -> str:
        """Return where a click on a value leads: to its rows, else to where it was read."""
        return self.ways.get(f"{series};{period.code}", "") or self.address(sources)

    def away(self) -> Self:
        """Return the figure as it leaves the product: nothing in it leads to a page of ours."""
        squares = tuple(replace(each, address="") for each in self.grid.squares)
        return replace(self, ways={}, grid=replace(self.grid, squares=squares))

    def targets_of(self, codes: Collection[str]) -> tuple[Target, ...]:
        """Return the targets set for these series, those for whichever is drawn among them."""
        return tuple(each for each in self.targets if not each.series or each.series in codes)
