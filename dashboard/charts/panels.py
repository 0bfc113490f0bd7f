"""Small multiples: many series side by side, each in its own panel, the foremost of too many.

All stand on one scale, unless amounts differ so much that the smaller ones could not be read.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

import altair as alt

from dashboard.charts import breaks, fonts, marks
from dashboard.charts.figure import Figure
from dashboard.charts.foremost import foremost
from dashboard.charts.formats import SHARE
from dashboard.charts.panel_frame import APART, PLOT, TITLE_LINE, YEARS, Panel, Shared
from dashboard.charts.panel_shapes import draw, last, numbers, steps
from dashboard.charts.picture import NARROW, KeyEntry, Plot, picture, room
from dashboard.charts.points import Point, gaps, with_value
from dashboard.charts.scales import AXIS_GAP, Scale, gutter, value_scale
from dashboard.charts.theme import MEDIUM, SEMIBOLD, TEXT_SIZE, Palette
from dashboard.charts.timeline import Timeline
from metrics import values

_PANEL_WIDTH: Final = 210
_COLUMNS_NARROW: Final = 2
_TITLE_LINES: Final = 4
"""How many lines a title may take; all panels are as tall as the longest title asks."""
_VALUE_SHARE: Final = 0.5
"""How much of a title's width a value may take beside it; a wider one stands below the titles."""
_BETWEEN: Final = 16
_ALIKE: Final = 8.0
"""How many times larger the largest amount of one panel may be than that of another."""


def chart(
    figure: Figure, palette: Palette, lines: Mapping[str, list[Point]], *, width: float
) -> alt.LayerChart:
    """Draw a panel for each series, for the foremost where there are too many.

    Args:
        figure: gives the texts.
        palette: light or dark.
        lines: the series in the order of drawing, each with at least one value.
        width: of the whole picture, pixels.

    Returns:
        The picture, as tall as its rows of panels.
    """
    every, lines = len(lines), foremost(lines, counts=_counts(figure))
    inner = room(figure, width)
    columns = _COLUMNS_NARROW if inner < NARROW else min(len(lines), int(inner // _PANEL_WIDTH))
    shared = _shared(figure, palette, lines)
    own = _far_apart(figure, lines)
    scales = {code: _scale(figure, {code: lines[code]} if own else lines) for code in lines}
    room_ = max(gutter(scale.labels(figure.unit, figure.words)) for scale in scales.values())
    size = (inner - room_ * (not own)) / columns - APART - room_ * own
    written = [last(shared, line) for line in lines.values()]
    widest = max(fonts.width(each, size=TEXT_SIZE, weight=SEMIBOLD) for each in written)
    beside = widest < size * _VALUE_SHARE
    free = size - widest - AXIS_GAP if beside else size
    titles = {code: _title(figure.series[code], free) for code in lines}
    head = (max(map(len, titles.values())) + (not beside)) * TITLE_LINE + 4
    a_row = head + PLOT + YEARS + _BETWEEN
    panels = [
        Panel(
            column=number % columns,
            columns=columns,
            top=number // columns * a_row,
            size=size,
            label=figure.series[code],
            title=titles[code],
            head=head,
            beside=beside,
            line=line,
            scale=scales[code],
            targets=figure.targets_of({code}),
            gutter=room_ if own else 0.0,
        )
        for number, (code, line) in enumerate(lines.items())
    ]
    items = [item for panel in panels for item in draw(shared, panel)]
    items += [item for panel in panels[:: 1 if own else columns] for item in numbers(shared, panel)]
    height = ceil(len(lines) / columns) * a_row - _BETWEEN
    # A panel's own gap on the right is given back, so that the last column ends at the edge.
    plot = Plot(width=inner, height=height, left=room_ * (not own), right=-APART, above=AXIS_GAP)
    untold = (
        [figure.words.more_lines.format(number=every - len(lines))] if every > len(lines) else []
    )
    key = [*(KeyEntry(text=each) for each in untold), *_key(shared, panels, own=own)]
    return picture(figure, palette, items, plot=plot, key=key)


def _key(shared: Shared, panels: Sequence[Panel], *, own: bool) -> list[KeyEntry]:
    """Explain what is drawn, and say if the scales differ."""
    palette, words = shared.palette, shared.figure.words
    known = [point for panel in panels for point in panel.line]
    made = [KeyEntry(text=words.own_scales)] if own else []
    if any(point.lower is not None for point in known):
        made.append(marks.band_key(palette, words))
    made += marks.usual_key(known, palette, words)
    if any(steps(shared, panel) for panel in panels):
        made.append(marks.target_key(palette, words))
    lines = [panel.line for panel in panels]
    holes = dict.fromkeys(marks.reason(hole.flags, words) for line in lines for hole in gaps(line))
    made += [KeyEntry(text=words.gaps.format(reason=each)) for each in holes]
    return [*made, *marks.key(known, palette, words), *breaks.key(lines, palette, words)]


def _far_apart(figure: Figure, lines: Mapping[str, list[Point]]) -> bool:
    """Whether some series would lie flat on the scale of another; shares never do."""
    tops = [max(abs(point.value or 0.0) for point in with_value(line)) for line in lines.values()]
    least = min((top for top in tops if top), default=0.0)
    return figure.unit != SHARE and max(tops) > _ALIKE * least


def _scale(figure: Figure, lines: Mapping[str, list[Point]]) -> Scale:
    known = [point for line in lines.values() for point in with_value(line)]
    ends = [end for point in known for end in (point.value, point.lower, point.upper)]
    ranges = [point.usual for point in known if point.usual]
    ends += [end for each in ranges for end in (each.lower, each.upper)]
    ends += [target.value for target in figure.targets_of(lines.keys())]
    fitted = (end for end in ends if end is not None)
    return value_scale(fitted, unit=figure.unit, height=PLOT * 1.4)


def _counts(figure: Figure) -> bool:
    """Tell whether a figure's values count things: they are divided by nothing, and no share."""
    return figure.unit != SHARE and figure.values[values.DENOMINATOR].is_null().all()


def _shared(figure: Figure, palette: Palette, lines: Mapping[str, list[Point]]) -> Shared:
    known = [
        point
        for line in lines.values()
        for point in line
        if point.value is not None or point.withheld
    ]
    return Shared(
        figure=figure,
        palette=palette,
        time=Timeline.over(known),
        first=min(point.time for point in known),
        last=max(point.time for point in known),
    )


def _title(name: str, free: float) -> tuple[str, ...]:
    """Break a series' name; what is longer than a title ends in "…"."""
    lines = fonts.wrap(name, room=free, size=TEXT_SIZE, weight=MEDIUM)
    last = " ".join(lines[_TITLE_LINES - 1 :])
    rest = fonts.shorten(last, room=free, size=TEXT_SIZE, weight=MEDIUM)
    return (*lines[: _TITLE_LINES - 1], rest) if last else lines
