"""What a line chart says in words: names at the ends, reasons in the gaps, the key."""

from collections.abc import Sequence
from typing import Final

from dashboard.charts import breaks, fonts, marks
from dashboard.charts.drawing import Item, Text
from dashboard.charts.figure import Target
from dashboard.charts.formats import show
from dashboard.charts.labels import Label, Span
from dashboard.charts.line_shapes import LineFrame, bands
from dashboard.charts.picture import NARROW, KeyEntry
from dashboard.charts.points import Gap, Point, gaps, with_value
from dashboard.charts.scales import AXIS_GAP
from dashboard.charts.theme import MEDIUM, SEMIBOLD, TEXT_SIZE

_VALUE_SIZE: Final = 13.0
_ROOM: Final = 160
_ROOM_NARROW: Final = 96
_ABOVE_AXIS: Final = 10
_ASIDE: Final = 24
"""Pixels beside a low point within which its line comes down over a text."""


def end_labels(frame: LineFrame, width: float) -> list[Label]:
    """Name each line at its end, with its last value, and the target in force there.

    Args:
        frame: the chart.
        width: of the picture, pixels; decides how wide labels may be.
    """
    size = _ROOM_NARROW if width < NARROW else _ROOM
    made = [_line_label(frame, code, line, size) for code, line in frame.lines.items()]
    for target in frame.targets:
        start, end = frame.in_force(target)
        if start < end == frame.time.end:
            made.append(_target_label(frame, target, size))
    return made


def _line_label(frame: LineFrame, code: str, line: Sequence[Point], size: float) -> Label:
    words, palette = frame.figure.words, frame.palette
    last = with_value(line)[-1]
    place = frame.place(last)
    ended = last.time < max(point.time for every in frame.lines.values() for point in every)
    value = marks.written(last, words)
    if frame.single:
        spans = [Span(lines=(value,), color=palette.ink, size=_VALUE_SIZE, weight=SEMIBOLD)]
    else:
        named = f"{frame.figure.series[code]} {value}"
        spans = [Span(lines=fonts.wrap(named, room=size, size=TEXT_SIZE), color=palette.ink)]
    told = [words.period_label(last.period)] if ended else []
    told += marks.remarks(last, words) if frame.single else []
    if told:
        lines = fonts.wrap(", ".join(told), room=size, size=TEXT_SIZE)
        spans.append(Span(lines=lines, color=palette.muted))
    return Label(
        spans=tuple(spans),
        y=place.y,
        color=frame.colors[code],
        across=place.across,
        leader=(1, 3) if ended else (),
    )


def _target_label(frame: LineFrame, target: Target, size: float) -> Label:
    words = frame.figure.words
    text = words.target.format(value=show(target.value, frame.figure.unit, words))
    lines = fonts.wrap(text, room=size, size=TEXT_SIZE, weight=MEDIUM)
    span = Span(lines=lines, color=frame.palette.target, weight=MEDIUM)
    return Label(spans=(span,), y=frame.down(target.value), color=frame.palette.target)


def gap_texts(
    frame: LineFrame, across: float, rules: Sequence[float]
) -> tuple[list[Item], list[KeyEntry]]:
    """Say at the foot of each gap why it is there; where that does not fit, say it in the key.

    Args:
        frame: the chart.
        across: width of the plot, pixels.
        rules: pixels across at which milestones stand, which no text may cover.

    Returns:
        The texts in the plot, or entries of the key.
    """
    holes = [hole for line in frame.lines.values() for hole in gaps(line)]
    told = [marks.reason(hole.flags, frame.figure.words) for hole in holes]
    if frame.single and _fit(frame, holes, across, rules):
        return [_gap_text(frame, hole, text) for hole, text in zip(holes, told, strict=True)], []
    form = frame.figure.words.gaps
    return [], [KeyEntry(text=form.format(reason=text)) for text in dict.fromkeys(told)]


def _fit(frame: LineFrame, holes: Sequence[Gap], across: float, rules: Sequence[float]) -> bool:
    """Whether the texts stand side by side within the plot, clear of milestones and low points."""
    edge = 0.0
    foot = frame.height - _ABOVE_AXIS - TEXT_SIZE
    known = (point for line in frame.lines.values() for point in with_value(line))
    low = [
        frame.time.across(point.time) * across
        for point in known
        if frame.down(point.value or 0.0) > foot
    ]
    for hole in holes:
        half = fonts.width(marks.reason(hole.flags, frame.figure.words), size=TEXT_SIZE) / 2
        middle = frame.time.across((hole.start + hole.end) / 2) * across
        crossed = any(middle - half < rule < middle + half for rule in rules)
        if middle - half < edge or middle + half > across or crossed:
            return False
        if any(abs(x - middle) < half + _ASIDE for x in low):
            return False
        edge = middle + half + AXIS_GAP
    return True


def _gap_text(frame: LineFrame, hole: Gap, text: str) -> Text:
    return Text(
        text=text,
        across=frame.time.across((hole.start + hole.end) / 2),
        y=frame.height - _ABOVE_AXIS,
        align="center",
        color=frame.palette.muted,
    )


def key(frame: LineFrame) -> list[KeyEntry]:
    """Explain the interval and the signs that are used."""
    known = [point for line in frame.lines.values() for point in line]
    made = marks.key(known, frame.palette, frame.figure.words)
    if bands(frame):
        made.insert(0, marks.band_key(frame.palette, frame.figure.words))
    made += marks.usual_key(known, frame.palette, frame.figure.words)
    return [*made, *breaks.key(frame.lines.values(), frame.palette, frame.figure.words)]
