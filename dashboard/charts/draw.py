"""From a figure to its chart, whatever its kind."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import altair as alt

from dashboard.charts import (
    bars,
    carried,
    dots,
    funnel,
    grid,
    heat,
    jumps,
    line,
    matrix,
    parts,
    ranges,
    spans,
)
from dashboard.charts.figure import Figure, Kind
from dashboard.charts.picture import NARROW
from dashboard.charts.theme import Palette


class _Draw(Protocol):
    """Draws a figure of one kind."""

    def __call__(self, figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
        """Return the picture."""
        ...


WIDTHS: Final = {
    Kind.LINE: 760,
    Kind.BARS: 760,
    Kind.DOTS: 760,
    Kind.SPANS: 1120,
    Kind.HEAT: 760,
    Kind.MATRIX: 1120,
    Kind.GRID: 1120,
    Kind.PARTS: 760,
    Kind.FUNNEL: 760,
    Kind.RANGES: 1120,
    Kind.CARRIED: 760,
    Kind.JUMPS: 760,
}
"""Width of the whole picture where nobody asks for another, in pixels."""

_DRAW: Final[Mapping[Kind, _Draw]] = {
    Kind.LINE: line.chart,
    Kind.BARS: bars.chart,
    Kind.DOTS: dots.chart,
    Kind.SPANS: spans.chart,
    Kind.HEAT: heat.chart,
    Kind.MATRIX: matrix.chart,
    Kind.GRID: grid.chart,
    Kind.PARTS: parts.chart,
    Kind.FUNNEL: funnel.chart,
    Kind.RANGES: ranges.chart,
    Kind.CARRIED: carried.chart,
    Kind.JUMPS: jumps.chart,
}


def chart(figure: Figure, palette: Palette, *, width: float) -> alt.LayerChart:
    """Draw a figure.

    Args:
        figure: what to show.
        palette: light or dark.
        width: of the whole picture, pixels.

    Returns:
        The picture: title, plot, key and footer.
    """
    return _DRAW[figure.kind](figure, palette, width=width)


def spec(figure: Figure, palette: Palette, *, width: float) -> dict[str, Any]:
    """Return a figure as Vega-Lite with its data in it, as exported.

    Args:
        figure: what to show.
        palette: light or dark.
        width: of the whole picture, pixels.
    """
    made = chart(figure, palette, width=width).to_dict()
    datasets = made.pop("datasets", {})
    # Each layer holds its own data: Streamlit would send named data sets through Arrow, which
    # fills the keys that only some rows have.
    for layer in made["layer"]:
        layer["data"] = {"values": datasets[layer["data"]["name"]]}
    return made


def page_spec(figure: Figure, palette: Palette, *, width: float) -> dict[str, Any]:
    """Return a figure as Vega-Lite for a page that prints title, subtitle and footer itself.

    The plot fills its container. What is placed by share of the width moves with it; what was
    decided by width (line breaks, how many years are named) was decided for `width`. A click on a
    value leads to where it was read, except on a phone, where a tap is to show what the value is.

    Args:
        figure: what to show.
        palette: light or dark.
        width: about how wide the container is, pixels.
    """
    made = spec(figure.bare(), palette, width=width)
    fit = {"type": "fit-x", "contains": "padding"}
    edge = {"left": 1, "right": 1, "top": 1, "bottom": 1}
    if width < NARROW:
        for layer in made["layer"]:
            for row in layer["data"]["values"]:
                row.pop("href", None)
    return made | {"width": "container", "autosize": fit, "padding": edge, "background": None}
