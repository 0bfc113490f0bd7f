"""Values over time: one line, or up to six named at their ends; else small multiples."""

from collections.abc import Mapping, Sequence
from typing import Final

import altair as alt

from dashboard.charts import labels, line_texts, milestones, panels, timeline
from dashboard.charts.drawing import Item, Rule, Text
from dashboard.charts.figure import Figure
from dashboard.charts.foremost import in_panels
from dashboard.charts.line_shapes import LineFrame, bands, dots, paths, signs, targets, usual
from dashboard.charts.picture import Plot, nothing, picture, room
from dashboard.charts.points import Point, points, with_value
from dashboard.charts.scales import AXIS_GAP, gutter, value_scale
from dashboard.charts.theme import Palette
from dashboard.charts.timeline import Timeline

HEIGHT: Final = 280


def chart(
    figure: Figure, palette: Palette, *, width: float, height: float = HEIGHT
) -> alt.LayerChart:
    """Draw values over time.

    Gaps and breaks end a line and are never bridged; where one of several breaks, each has a panel
    of its own, since another's line might seem to go on where it ends. A single series shows its
    interval and its target; several are named at their ends, in ink, with a leader in their colour.

    Args:
        figure: of kind line.
        palette: light or dark.
        width: of the whole picture, pixels.
        height: of the plot, pixels; small multiples have a height of their own.

    Returns:
        The picture.
    """
    lines = {code: line for code, line in points(figure).items() if with_value(line)}
    if in_panels(lines, asked=figure.apart):
        return panels.chart(figure, palette, lines, width=width)
    inner = room(figure, width)
    if not lines:
        return nothing(figure, palette, width=inner, height=height)
    frame = _frame(figure, palette, lines, height)
    ticks = frame.scale.labels(figure.unit, figure.words)
    named = line_texts.end_labels(frame, inner)
    left, right = gutter(ticks), max(label.width for label in named) + labels.OFFSET
    across = inner - left - right
    stones = milestones.place(frame, across=across, right=right)
    holes, hole_key = line_texts.gap_texts(frame, across, stones.rules)
    items = [
        *grid(frame, ticks),
        *frame.time.axis(palette, across=across, height=height),
        *stones.items,
        *targets(frame),
        *bands(frame),
        *usual(frame),
        *paths(frame),
        *dots(frame),
        *signs(frame),
        *holes,
        *labels.beside(named, height=height),
    ]
    plot = Plot(
        width=inner,
        height=height,
        left=left,
        right=right,
        above=max(stones.above, AXIS_GAP),
        below=timeline.HEIGHT,
    )
    key = [*line_texts.key(frame), *hole_key, *stones.key]
    return picture(figure, palette, items, plot=plot, key=key)


def grid(frame: LineFrame, ticks: Sequence[str]) -> list[Item]:
    """Draw a line across at each round value, its number left of the plot."""
    made: list[Item] = []
    for tick, text in zip(frame.scale.ticks, ticks, strict=True):
        y = frame.down(tick)
        made.append(Rule(y=y, y2=y, across2=1.0, color=frame.palette.line))
        made.append(Text(text=text, y=y, x=-AXIS_GAP, align="right", color=frame.palette.muted))
    return made


def _frame(
    figure: Figure, palette: Palette, lines: Mapping[str, list[Point]], height: float
) -> LineFrame:
    known = [point for line in lines.values() for point in with_value(line)]
    hidden = [point for line in lines.values() for point in line if point.withheld]
    values = [point.value for point in known]
    if len(lines) == 1:
        values += [end for point in known for end in (point.lower, point.upper)]
        usually = [point.usual for point in known if point.usual]
        values += [end for each in usually for end in (each.lower, each.upper)]
        values += [target.value for target in figure.targets_of(lines.keys())]
    fitted = (value for value in values if value is not None)
    return LineFrame(
        figure=figure,
        palette=palette,
        lines=lines,
        scale=value_scale(fitted, unit=figure.unit, height=height),
        time=Timeline.over(known + hidden),
        height=height,
    )
