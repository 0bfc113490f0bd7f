"""What a panel of small multiples draws of its series: title, usual range, band, line, values."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboard.charts import breaks, marks
from dashboard.charts.drawing import Band, Item, Path, Rule, Text
from dashboard.charts.line_shapes import DASHES, THIN, alike, levels
from dashboard.charts.panel_frame import TITLE_LINE, YEARS, Panel, Shared
from dashboard.charts.points import Point, runs, with_value
from dashboard.charts.scales import AXIS_GAP
from dashboard.charts.theme import MEDIUM, SEMIBOLD
from metrics import values
from metrics.values import Standing

_LAST: Final = 30.0
_NOT_AS_USUAL: Final = (Standing.BETTER, Standing.WORSE, Standing.DIFFERENT)


def draw(shared: Shared, panel: Panel) -> list[Item]:
    """Draw a panel without its scale."""
    color = shared.palette.context
    known = with_value(panel.line)
    items: list[Item] = [*_titles(shared, panel), *_lines_across(shared, panel)]
    items += steps(shared, panel)
    items += _usual(shared, panel)
    items += [
        Band(
            places=tuple(shared.edge(panel, point) for point in run),
            fill=marks.band_color(shared.palette),
        )
        for run in runs(point for point in known if point.lower is not None)
    ]
    items += [
        Path(places=tuple(shared.place(panel, point) for point in run), color=color, thick=1.6)
        for run in runs(known)
    ]
    look = marks.Look(
        color=color,
        ground=shared.palette.ground,
        size=_LAST,
        signals=marks.signals(shared.palette),
    )
    lone = {id(run[0]) for run in runs(known) if len(run) == 1}
    for point in known:
        plain = point is not known[-1] and id(point) not in lone and not _remarkable(point)
        tip = marks.tooltip(point, panel.label, shared.figure)
        href = shared.figure.way(point.series, point.period, point.sources)
        at = shared.place(panel, point)
        if plain:
            items.append(marks.unseen(at=at, tip=tip, href=href))
        else:
            items += marks.dot(point, look, at=at, tip=tip, href=href)
    return items + breaks.signs(
        shared.figure,
        shared.palette,
        panel.line,
        lambda point: shared.place(panel, point),
        foot=lambda point: panel.place(shared.time.across(point.time), panel.base),
        color=color,
    )


def _usual(shared: Shared, panel: Panel) -> Iterator[Rule]:
    """Draw the range in which a series usually lies, and its middle, period by period."""
    for run in alike(panel.line):
        begin, end = run[0].time - run[0].half, run[-1].time + run[-1].half
        for level, dash in levels(run[0]):
            left, right = (
                panel.place(shared.time.across(each), panel.down(level)) for each in (begin, end)
            )
            yield Rule(
                across=left.across,
                x=left.x,
                across2=right.across,
                x2=right.x,
                y=left.y,
                y2=left.y,
                color=shared.palette.muted,
                thick=THIN,
                dash=dash,
            )


def steps(shared: Shared, panel: Panel) -> list[Rule]:
    """Draw each target of a panel over the time it is in force."""
    made: list[Rule] = []
    for target in panel.targets:
        start, end = shared.time.span(target.start, target.until)
        if start < end:
            y = panel.down(target.value)
            begin, stop = (panel.place(shared.time.across(each), y) for each in (start, end))
            made.append(
                Rule(
                    across=begin.across,
                    x=begin.x,
                    across2=stop.across,
                    x2=stop.x,
                    y=y,
                    y2=y,
                    color=shared.palette.target,
                    thick=1.5,
                    dash=DASHES,
                )
            )
    return made


def _remarkable(point: Point) -> bool:
    """Whether a value carries more than that it is invented, which the picture says once."""
    unusual = point.usual is not None and point.usual.standing in _NOT_AS_USUAL
    return unusual or bool(point.precision) or any(code != values.SIMULATED for code in point.flags)


def last(shared: Shared, line: Sequence[Point]) -> str:
    """Write the last value of a series, with its year where others go on for longer."""
    point = with_value(line)[-1]
    told, year = marks.written(point, shared.figure.words), point.period.year
    return told if year == int(shared.last) else f"{told} ({year})"


def _titles(shared: Shared, panel: Panel) -> list[Text]:
    """Name the series, with its last value at the right, or below where there is no room."""
    palette, top = shared.palette, panel.top + TITLE_LINE / 2
    begin, end = panel.place(0, top), panel.place(1, top)
    return [
        Text(
            text=tuple(panel.title),
            y=top,
            across=begin.across,
            x=begin.x,
            color=palette.ink,
            weight=MEDIUM,
        ),
        Text(
            text=last(shared, panel.line),
            y=top if panel.beside else panel.top + panel.head - 4 - TITLE_LINE / 2,
            across=end.across if panel.beside else begin.across,
            x=end.x if panel.beside else begin.x,
            align="right" if panel.beside else "left",
            color=palette.ink,
            weight=SEMIBOLD,
        ),
    ]


def _lines_across(shared: Shared, panel: Panel) -> list[Item]:
    """Draw the grid, the base line, and the first and last year."""
    palette = shared.palette
    begin, end = panel.place(0, panel.base), panel.place(1, panel.base)
    heights = [panel.down(tick) for tick in panel.scale.ticks]
    rules = [(y, palette.line) for y in heights] + [(panel.base, palette.muted)]
    items: list[Item] = [
        Rule(
            y=y,
            y2=y,
            across=begin.across,
            x=begin.x,
            across2=end.across,
            x2=end.x,
            color=color,
        )
        for y, color in rules
    ]
    first, last = int(shared.first), int(shared.last)
    y = panel.base + YEARS / 2 + 2
    items.append(Text(text=str(first), y=y, across=begin.across, x=begin.x, color=palette.muted))
    items.append(
        Text(text=str(last), y=y, across=end.across, x=end.x, align="right", color=palette.muted)
    )
    return items


def numbers(shared: Shared, panel: Panel) -> list[Text]:
    """Write a panel's scale left of it."""
    begin = panel.place(0, panel.base)
    ticks = panel.scale.labels(shared.figure.unit, shared.figure.words)
    return [
        Text(
            text=text,
            y=panel.down(tick),
            across=begin.across,
            x=begin.x - AXIS_GAP,
            align="right",
            color=shared.palette.muted,
        )
        for tick, text in zip(panel.scale.ticks, ticks, strict=True)
    ]
