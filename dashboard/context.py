"""What every page is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

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


@dataclass(frozen=True, kw_only=True)
class View:
    """A page: the last part of its address, its name in the menu, and what draws it."""

    address: str
    title: str
    page: Callable[[Context], None]
