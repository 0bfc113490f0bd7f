"""The effectiveness index in figures: the profile of pillars, and dots in rows and panels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

import polars as pl

from dashboard import labels, provenance
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Cell, Figure, Heading, Kind, Metadata
from dashboard.charts.formats import number
from dashboard.compare_story import PANEL, kind_name
from dashboard.i18n import tr, trn
from metrics import values as columns
from metrics.index import Index
from metrics.methods.composite import LEAST, SCALE
from metrics.ranks import RANK_BEST, RANK_WORST
from validation.codes import OWN_RETURN, PILLARS
from validation.periods import Period
from validation.text import mark

INDEX: Final = "effectiveness_index"
_UNIT: Final = mark("points")
_RANKS: Final = {RANK_BEST: pl.Int64(), RANK_WORST: pl.Int64()}

EXPLAINED: Final = mark(
    "Unless another scale is chosen, a score tells where a figure lies between two goalposts, the "
    "worst (1) and the best (100) it could be; a pillar's score is the mean of its figures. The "
    "pillars stand first and by themselves: a partnership can do well in one and not in another, "
    "and a sum would hide it."
)
_TITLE: Final = mark("What does each partnership score, pillar by pillar?")


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A dot of a figure: its row, panel, place and ranges, and the text beside it."""

    row: str
    panel: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    text: str = ""
    note: str = ""
    best: int | None = None
    worst: int | None = None
    unit: str = _UNIT


def points(value: float) -> str:
    """Write a score."""
    return number(value, 0, labels.words())


def profile_figure(found: Index) -> Figure:
    """Draw the score of each partnership in each pillar; what has none says what is there."""
    headings = [
        Heading(
            id=pillar.value,
            title=tr(PILLARS.label(pillar)),
            note=trn(mark("{n} indicator"), mark("{n} indicators"), len(found.of_pillar(pillar))),
        )
        for pillar in found.pillars
    ]
    return dots_figure(found, _dots(found), headings, name="profile", title=tr(_TITLE))


def _dots(found: Index) -> Iterator[Dot]:
    made = found.made
    if made is None:
        return
    for row, whose in enumerate(found.names):
        for at, pillar in enumerate(found.pillars):
            score, told = float(made.pillars[row, at]), int(made.told[row, at])
            facts = {"told": told, "all": len(found.of_pillar(pillar))}
            if isnan(score):
                note = tr(mark("{told} of {all} told"), **facts)
                yield Dot(row=whose, panel=pillar.value, value=None, note=note)
            else:
                part = "" if told == facts["all"] else tr(mark("{told} of {all} told"), **facts)
                yield Dot(row=whose, panel=pillar.value, value=score, text=points(score), note=part)


def dots_figure(
    found: Index,
    dots: Iterator[Dot] | Sequence[Dot],
    headings: Sequence[Heading],
    *,
    name: str,
    title: str,
    ranked: bool = False,
) -> Figure:
    """Make a figure of dots, a row for each partnership and a panel for each heading.

    Args:
        found: the index.
        dots: what is drawn, or said in its place.
        headings: the panels.
        name: of the figure, in its id.
        title: its title.
        ranked: whether rows stand in order of rank, and files hold ranges of ranks.
    """
    drawn = list(dots)
    frame = pl.DataFrame(
        [_row(found, dot) for dot in drawn if dot.value is not None],
        schema=columns.schema([PANEL]) | (_RANKS if ranked else {}),
    )
    version = found.provenance
    sources = provenance.sources_of(frame, ())
    return described(
        Figure(
            id=f"index-{name}-{found.design.kind}-{found.period.lower()}",
            kind=Kind.RANGES,
            values=frame,
            dimensions=(columns.PARTNERSHIP, PANEL),
            series=_rows(found, ranked=ranked),
            title=title,
            subtitle=_subtitle(found),
            footer=(*sources, made_how(found), provenance.version_line(version)),
            unit="",
            unit_label=tr(_UNIT),
            headings=tuple(headings),
            cells=tuple(
                Cell(row=dot.row, column=dot.panel, value=dot.text, note=dot.note) for dot in drawn
            ),
            description="",
            scale=(0.0, SCALE),
            metadata=Metadata(
                author=provenance.AUTHOR,
                source=" ".join(sources),
                version=version.version,
                version_label=tr(mark("Version {number}"), number=version.version),
                version_date=provenance.version_day(version),
                head=version.head,
                definitions=provenance.definitions_of(found.indicators),
            ),
            simulated=version.simulated,
            words=labels.words(),
        ),
        tr,
    )


def _rows(found: Index, *, ranked: bool) -> dict[str, str]:
    """Name the rows, in order of name; of totals in order of rank, who has none last."""
    made = found.made
    order = list(enumerate(found.names))
    if ranked and made is not None:
        order.sort(key=lambda pair: (not made.ranks[pair[0]], int(made.ranks[pair[0]])))
    return {each: labels.short_name(found.names[each]) for _, each in order}


def _row(found: Index, dot: Dot) -> Mapping[str, Any]:
    simulated = found.provenance.simulated
    return {
        columns.PERIOD: found.period,
        columns.GRAIN: Period.parse(found.period).grain,
        columns.INDICATOR: INDEX,
        columns.PARTNERSHIP: dot.row,
        PANEL: dot.panel,
        columns.VALUE: dot.value,
        RANK_BEST: dot.best,
        RANK_WORST: dot.worst,
        columns.LOWER: dot.lower,
        columns.UPPER: dot.upper,
        columns.METHOD: made_how(found),
        columns.NUMERATOR: None,
        columns.DENOMINATOR: None,
        columns.ROWS: 0,
        columns.UNIT: tr(dot.unit),
        columns.STATUS: "",
        columns.FLAGS: columns.SIMULATED if simulated else "",
        columns.PRECISION: "",
        columns.BREAK_BEFORE: "",
        columns.TARGET: None,
        columns.SOURCE: OWN_RETURN,
        columns.DATA_VERSION: found.provenance.version,
    }


def _subtitle(found: Index) -> str:
    return " · ".join(
        (
            kind_name(found.design.kind),
            trn(mark("{n} partnership"), mark("{n} partnerships"), len(found.names)),
            tr(mark("scores from {least} to {most}"), least=f"{LEAST:g}", most=f"{SCALE:g}"),
            labels.period_label(found.period),
        )
    )


def made_how(found: Index) -> str:
    """Say how an index is made, in one sentence."""
    design = found.design
    return tr(
        mark("Scale: {scale}; mean: {mean}; weights: {weights}."),
        scale=tr(SCALES[design.normalisation.value]),
        mean=tr(MEANS[design.aggregation.value]),
        weights=tr(mark("own")) if design.weights else tr(mark("equal")),
    )


SCALES: Final = {
    "goalposts": mark("between goalposts"),
    "min_max": mark("between the lowest and the highest of these"),
    "z": mark("in standard deviations of these"),
    "rank": mark("by rank among these"),
}
MEANS: Final = {
    "arithmetic": mark("arithmetic: a high score makes up for a low one"),
    "geometric": mark("geometric: it makes up for less"),
    "harmonic": mark("harmonic: it makes up for hardly anything"),
}
