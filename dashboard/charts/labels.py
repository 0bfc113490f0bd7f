"""Direct labels: what stands beside the end of a line, moved apart where they would overlap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.charts import fonts
from dashboard.charts.drawing import LINE_HEIGHT, Item, Rule, Text
from dashboard.charts.theme import REGULAR, TEXT_SIZE

OFFSET: Final = 14
"""Pixels from the plot's edge to the label; a leader fills them."""

_AIR: Final = 5
_NEAR: Final = 4
_GAP: Final = 3
_FAR: Final = 0.9
"""Where, of the plot's width, a line that ends before is far from its label."""
_DOTTED: Final = (1, 3)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Lines of a label in one look."""

    lines: tuple[str, ...]
    color: str
    size: float = TEXT_SIZE
    weight: int = REGULAR

    @property
    def height(self) -> float:
        """Pixels down."""
        return len(self.lines) * self.size * LINE_HEIGHT

    @property
    def width(self) -> float:
        """Pixels across."""
        return max(fonts.width(line, size=self.size, weight=self.weight) for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label and the place it belongs to.

    Attributes:
        spans: what it says, downwards.
        y: where the middle of its first line would best stand.
        color: of its leader.
        across: where along the plot the thing it names ends, 0–1; 1 needs no leader unless the
            label had to move.
        leader: dashes of the leader.
    """

    spans: tuple[Span, ...]
    y: float
    color: str
    across: float = 1.0
    leader: tuple[int, ...] = ()

    @property
    def height(self) -> float:
        """Pixels down."""
        return sum(span.height for span in self.spans)

    @property
    def width(self) -> float:
        """Pixels across."""
        return max(span.width for span in self.spans)

    @property
    def first(self) -> float:
        """Half of the first line, from the label's top to where it points."""
        return self.spans[0].size * LINE_HEIGHT / 2


def stack(labels: Sequence[Label], *, height: float) -> list[Label]:
    """Move labels apart.

    Each is pushed no further than those above and below make it, first downwards, then back up
    from the bottom edge.

    Args:
        labels: in any order.
        height: of the plot, pixels; labels stay within it while there is room.

    Returns:
        The labels from top to bottom, their `y` where they now stand.
    """
    moved: list[Label] = []
    free = -LINE_HEIGHT * TEXT_SIZE / 2
    for label in sorted(labels, key=lambda label: label.y):
        top = max(label.y - label.first, free)
        moved.append(replace(label, y=top + label.first))
        free = top + label.height + _GAP
    floor = height + LINE_HEIGHT * TEXT_SIZE / 2
    for at in range(len(moved) - 1, -1, -1):
        label = moved[at]
        top = min(label.y - label.first, floor - label.height)
        moved[at] = replace(label, y=top + label.first)
        floor = top - _GAP
    return moved


def beside(labels: Sequence[Label], *, height: float) -> list[Item]:
    """Draw labels right of the plot, each with a leader from the thing it names."""
    made: list[Item] = []
    wanted = {label.spans: label.y for label in labels}
    for label in stack(labels, height=height):
        y = wanted[label.spans]
        if label.across < 1 or abs(label.y - y) > _NEAR:
            made += _leader(label, y)
        made += written(label, across=1.0, x=OFFSET)
    return made


def _leader(label: Label, y: float) -> list[Rule]:
    """Lead from the end of a line to its label.

    From far, level and dotted across the plot: a slope, or an unbroken line, reads as figures.
    """
    across, dash = label.across, label.leader
    near = Rule(
        across=across,
        x=_AIR,
        y=y,
        across2=1.0,
        x2=OFFSET - _AIR,
        y2=label.y,
        color=label.color,
        dash=dash,
    )
    if across > _FAR:
        return [near]
    level = replace(near, x2=_AIR, y2=y, dash=_DOTTED)
    return [level, replace(near, across=1.0, dash=_DOTTED)]


def written(label: Label, *, across: float, x: float) -> list[Text]:
    """Write a label's lines from its `y` down, left edge at a place across."""
    made: list[Text] = []
    top = label.y - label.first
    for span in label.spans:
        made.append(
            Text(
                text=span.lines,
                y=top + span.size * LINE_HEIGHT / 2,
                across=across,
                x=x,
                color=span.color,
                size=span.size,
                weight=span.weight,
            )
        )
        top += span.height
    return made
