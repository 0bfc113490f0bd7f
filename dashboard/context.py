"""What every page is handed."""

from dataclasses import dataclass
from typing import Final, Protocol

from dashboard.charts.theme import Palette
from dashboard.filters import Filters
from metrics.source import Source

NARROW_CHART: Final = 358
HALF_CHART: Final = 610
WIDE_CHART: Final = 1250


@dataclass(frozen=True)
class Context:
    """The reader's choice, the version it is asked of, and the surface to draw on."""

    filters: Filters
    source: Source
    palette: Palette
    narrow: bool

    def chart_width(self, *, wide: bool) -> int:
        """Return about how wide a chart stands, in pixels."""
        if self.narrow:
            return NARROW_CHART
        return WIDE_CHART if wide else HALF_CHART


class View(Protocol):
    """A module of `views`: its address, its name in the menu, and the page itself."""

    ADDRESS: str
    TITLE: str

    def page(self, context: Context) -> None:
        """Draw the page."""
        ...
