"""The product itself, but for one thing: each rerun builds its charts in Altair again.

Figures (values, words) stay cached as in the product, and so do the settings of the garbage
collector; what differs is the step from a figure to finished Vega-Lite, which the product keeps.
"""

import os
import sys
from collections.abc import Callable

from benchmarks.served import HOST
from dashboard import cached, server
from dashboard.cached import Drawn
from dashboard.charts.draw import page_spec
from dashboard.charts.figure import Figure
from dashboard.charts.theme import Palette
from data.workspaces import chosen

_kept = cached.drawn


def built(
    key: tuple[object, ...], make: Callable[[], Figure], palette: Palette, width: int
) -> Drawn:
    """Return the figure kept, with its Vega-Lite made anew."""
    figure = _kept(key, make, palette, width).figure
    return Drawn(figure, page_spec(figure, palette, width=width))


if __name__ == "__main__":
    cached.drawn = built
    server.serve(chosen((), os.environ), server.listening(HOST, int(sys.argv[1])))
