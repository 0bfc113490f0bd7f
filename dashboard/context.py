"""What every page is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.charts.theme import Palette
from dashboard.filters import Filters
from metrics.source import Source
from validation.text import mark

NARROW_CHART: Final = 358
HALF_CHART: Final = 580
WIDE_CHART: Final = 1180


class Menu(StrEnum):
    """The menus, in their order; the text is the name that a reader sees."""

    UNDERSTAND = mark("Understand")
    EVALUATE = mark("Evaluate")
    RECORD = mark("Record")
    DATA = mark("Data")
    ABOUT = mark("About")


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
    """A page.

    Attributes:
        address: the last part of its address.
        title: its name in the menu.
        menu: the menu it stands in.
        place: where in the menu; lower numbers come first.
        page: what draws it.
        filtered: whether partnerships, time and further filters change what it shows.
    """

    address: str
    title: str
    menu: Menu
    place: int
    page: Callable[[Context], None]
    filtered: bool = True
