"""Draws pages for people to look at.

`make screenshots` draws every page of both workspaces; `make tour` the pictures of docs/tour.md.
"""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize

from dashboard import choices
from dashboard.choices import Choice
from dashboard.pages import MENUS
from data.simulate import Release
from data.workspaces import PUBLIC_RECORD, SIMULATED

FOLDER: Final = Path(__file__).parents[2] / ".screenshots"
TALLEST: Final = 6_000
SETTLE_MS: Final = 1_200
ADDRESSES: Final = [view.address for views in MENUS.values() for view in views]

TOUR: Final = Path(__file__).parents[2] / "docs" / "tour.md"
PICTURES: Final = TOUR.parent / "images" / "tour"
COLOURS: Final = 128
LARGEST: Final = 120_000
CUT: Final = 24
"""Pixels of white between what stands above a page and the part of it that is shown."""

Visit = Callable[..., Page]
Drawer = Callable[[Page, str, str], Locator]
Answered = Callable[[Page], AbstractContextManager[None]]


def _link(address: str, workspace: str, *chosen: tuple[Choice, str]) -> str:
    """Write the address of a page with what is chosen on it."""
    made = [(choices.WORKSPACE, workspace), *chosen]
    return f"{address}?{urlencode({choice.key: value for choice, value in made}, safe='~')}"


@dataclass(frozen=True, kw_only=True)
class Shot:
    """A picture of the tour.

    Attributes:
        name: of its file.
        address: of the page.
        begins: the heading that is waited for, and from which on the page is shown.
        tall: how many pixels from there on.
    """

    name: str
    address: str
    begins: str
    tall: int


SHOTS: Final = (
    Shot(
        name="profile",
        address=_link("partnership", PUBLIC_RECORD, (choices.PARTNERSHIP, "interpol")),
        begins="INTERPOL – International Criminal Police Organization",
        tall=1_060,
    ),
    Shot(
        name="published-totals",
        address=_link(
            "information-exchange", PUBLIC_RECORD, (choices.PARTNERSHIPS, "europol~interpol")
        ),
        begins="Information exchange",
        tall=700,
    ),
    Shot(
        name="characteristics",
        address=_link("communication-trust", SIMULATED, (choices.WITHIN, "adriatic-jit")),
        begins="What partners say",
        tall=800,
    ),
    Shot(
        name="operations",
        address=_link(
            "operations",
            SIMULATED,
            (choices.PARTNERSHIPS, "northern-ports"),
            (choices.INDICATOR, "operations_active"),
            (choices.BY, "kind"),
        ),
        begins="What is measured",
        tall=620,
    ),
    Shot(
        name="channels",
        address=_link("information-exchange", SIMULATED, (choices.WITHIN, "adriatic-jit")),
        begins="Within Oct–Dec 2025 (Q4)",
        tall=790,
    ),
    Shot(
        name="legal-requests",
        address=_link("law", SIMULATED, (choices.WITHIN, "adriatic-jit")),
        begins="Within Oct–Dec 2025 (Q4)",
        tall=1_060,
    ),
    Shot(
        name="frameworks",
        address=_link("law", SIMULATED, (choices.WITHIN, "adriatic-jit")),
        begins="What is agreed",
        tall=905,
    ),
    Shot(
        name="obstacles",
        address=_link("language", SIMULATED, (choices.WITHIN, "adriatic-jit")),
        begins="Where requests are lost",
        tall=880,
    ),
    Shot(
        name="refusals",
        address=_link("language", SIMULATED, (choices.WITHIN, "adriatic-jit")),
        begins="Unwilling apart from lawful",
        tall=640,
    ),
    Shot(
        name="pacific-angel",
        address=_link("cases", PUBLIC_RECORD, (choices.CASE, "pacific-angel")),
        begins="Operation Pacific Angel",
        tall=780,
    ),
    Shot(
        name="counter-terrorism",
        address=_link("cases", PUBLIC_RECORD, (choices.CASE, "counter-terrorism")),
        begins="Joint counter-terrorism efforts",
        tall=780,
    ),
    Shot(
        name="urgent-replies",
        address=_link(
            "information-exchange",
            SIMULATED,
            (choices.PARTNERSHIPS, "pacific-relief"),
            (choices.INDICATOR, "within_8_hours"),
        ),
        begins="Information exchange",
        tall=700,
    ),
    Shot(
        name="response-hours",
        address=_link(
            "operations",
            SIMULATED,
            (choices.PARTNERSHIPS, "pacific-relief"),
            (choices.INDICATOR, "response_hours"),
        ),
        begins="What is measured",
        tall=600,
    ),
    Shot(
        name="capabilities",
        address=_link("technology", SIMULATED, (choices.WITHIN, "adriatic-jit")),
        begins="Within one partnership",
        tall=600,
    ),
    Shot(
        name="mirror",
        address=_link("data-quality", SIMULATED, (choices.PART, "mirror")),
        begins="Data quality",
        tall=1_090,
    ),
    Shot(
        name="ledger",
        address=_link("versions", SIMULATED),
        begins="Versions",
        tall=760,
    ),
    Shot(
        name="worth-a-look",
        address=_link("data-quality", SIMULATED, (choices.PART, "outliers")),
        begins="Data quality",
        tall=760,
    ),
    Shot(
        name="training",
        address=_link(
            "training",
            SIMULATED,
            (choices.PARTNERSHIPS, "northern-ports"),
            (choices.GRAIN, "year"),
            (choices.INDICATOR, "training_completed"),
            (choices.BY, "format"),
        ),
        begins="Training",
        tall=600,
    ),
    Shot(
        name="communities",
        address=_link(
            "communities",
            SIMULATED,
            (choices.PARTNERSHIPS, "rift-children"),
        ),
        begins="Communities",
        tall=700,
    ),
    Shot(
        name="recommendations",
        address=_link("communication-trust", SIMULATED, (choices.PARTNERSHIPS, "northern-ports")),
        begins="Recommendations",
        tall=560,
    ),
    Shot(
        name="priorities",
        address=_link("priorities", SIMULATED),
        begins="Priorities",
        tall=900,
    ),
)


def _whole(page: Page) -> bytes:
    """Take the whole page: Streamlit scrolls a part of it, so the window is made as tall."""
    size = page.viewport_size
    assert size
    page.wait_for_timeout(SETTLE_MS)
    heights = "[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight)"
    tall = int(page.evaluate(f"Math.max(...{heights})"))
    page.set_viewport_size(
        ViewportSize(width=size["width"], height=min(max(tall, size["height"]), TALLEST))
    )
    page.wait_for_timeout(SETTLE_MS)
    return page.screenshot()


def _picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page, and give its window its size back."""
    size = page.viewport_size
    assert size
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(_whole(page))
    page.set_viewport_size(size)


def _cut(whole: bytes, above: int, begins: int, tall: int) -> Image.Image:
    """Put what stands above every page over a part of one, few colours in all."""
    page = Image.open(io.BytesIO(whole)).convert("RGB")
    end = min(begins + tall, page.height)
    made = Image.new("RGB", (page.width, above + CUT + end - begins), "white")
    made.paste(page.crop((0, 0, page.width, above)), (0, 0))
    made.paste(page.crop((0, begins, page.width, end)), (0, above + CUT))
    return made.quantize(COLOURS, dither=Image.Dither.NONE)


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.name for shot in SHOTS])
def test_tour(demo: tuple[str, Path], visit: Visit, shot: Shot) -> None:
    assert f"`{shot.address}`" in TOUR.read_text(encoding="utf-8")
    page = visit(f"{demo[0]}/{shot.address}")
    heading = page.get_by_role("heading", name=shot.begins, exact=True).first
    heading.wait_for()
    whole = _whole(page)
    found, first = heading.bounding_box(), page.get_by_role("heading").first.bounding_box()
    assert found
    assert first
    PICTURES.mkdir(exist_ok=True)
    above = int(min(first["y"], found["y"])) - CUT // 4
    path = PICTURES / f"{shot.name}.png"
    _cut(whole, above, int(found["y"]) - CUT // 2, shot.tall).save(path, optimize=True)
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("narrow", [False, True], ids=["1440", "390"])
@pytest.mark.parametrize("workspace", [PUBLIC_RECORD, SIMULATED])
@pytest.mark.parametrize("address", ADDRESSES)
def test_draw_page(
    demo: tuple[str, Path], visit: Visit, address: str, workspace: str, *, narrow: bool, dark: bool
) -> None:
    page = visit(f"{demo[0]}/{address}?workspace={workspace}", narrow=narrow, dark=dark)
    page.get_by_role("heading", level=1).wait_for()
    parts = (address or "overview", workspace, "390" if narrow else "1440")
    _picture(page, "-".join((*parts, "dark" if dark else "light")))


def test_draw_an_open_drawer(demo: tuple[str, Path], visit: Visit, drawer: Drawer) -> None:
    page = visit(
        f"{demo[0]}/information-exchange?workspace={SIMULATED}&partnerships=northern-ports"
    )
    drawer(page, "Replies on time", "How this figure was made")
    _picture(page, "details-1440-light")


@pytest.mark.parametrize("broken", [False, True], ids=["preview", "errors"])
def test_draw_an_upload(
    demo: tuple[str, Path],
    visit: Visit,
    answered: Answered,
    releases: tuple[Release, ...],
    *,
    broken: bool,
) -> None:
    text = releases[-1].uploads[0].content[:].decode()
    changed = text.replace("2025-Q4", "2025/Q4" if broken else "2025-Q3", 20)
    page = visit(f"{demo[0]}/upload?workspace={SIMULATED}")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload", exact=True).click()
    with answered(page):
        chooser.value.set_files(
            [{"name": "return.csv", "mimeType": "text/csv", "buffer": changed.encode()}]
        )
    _picture(page, f"upload-{'errors' if broken else 'preview'}-1440-light")
