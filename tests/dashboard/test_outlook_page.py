"""The page Outlook, run without a browser: what is carried on, how wrong it was, and why not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.outlook_story import figure, narrow, no_better
from data.warehouse import Warehouse, create
from data.workspaces import Workspace
from metrics.methods.outlook import Outlook
from metrics.outlooks import foretold
from metrics.series import Query
from metrics.source import Source
from validation.periods import QUARTER, Period

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
Returned = Callable[[Path, str, Mapping[str, str], datetime], Workspace]
WHEN = datetime(2024, 8, 5, tzinfo=UTC)
RECORD, OWN, EMPTY = "record", "own-outlook", "empty-outlook"
PAGE = "outlook"
LOADS = (1000, 1200, 900, 1400)
PARTNERS = (
    "partnership_id,name,kind,lead_organisation,members,record\n"
    "long,Long Force,task_force,EUROPOL,BEL;NLD,official\n"
    "brief,Brief Force,task_force,EUROPOL,BEL;NLD,official\n"
    "turned,Turned Force,task_force,EUROPOL,BEL;NLD,official\n"
)
EXCHANGE = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,source\n"
)


def _steady(at: int) -> int:
    return 7 * (at % 3)


def _rising(at: int) -> int:
    """Grow until the last year and a half, and then stay."""
    return 300 * min(at, 16) + 7 * (at % 3)


GROWING = (("long", 0, _steady), ("brief", 10, _steady), ("turned", 0, _rising))


def _sent() -> str:
    quarters = [Period(2019, 1).shift(at).code for at in range(22)]
    return EXCHANGE + "".join(
        f"{quarter},{whose},BEL,NLD,siena,general,request,no,{LOADS[at % 4] + more(at)},"
        "own_return\n"
        for whose, first, more in (
            ("long", 0, _steady),
            ("brief", 10, _steady),
            ("turned", 0, _rising),
        )
        for at, quarter in enumerate(quarters)
        if at >= first
    )


@pytest.fixture(scope="module", autouse=True)
def own(
    shipped: Warehouse,
    tmp_path_factory: pytest.TempPathFactory,
    serve_pages: Serving,
    returned: Returned,
) -> Iterator[Workspace]:
    """Serve the public record, messages of 22 and of 12 quarters, and an empty warehouse."""
    home = tmp_path_factory.mktemp("outlook")
    own = returned(home, OWN, {"partnerships": PARTNERS, "information_exchange": _sent()}, WHEN)
    empty = create(home / "empty.duckdb")
    with serve_pages(
        [
            Workspace(RECORD, RECORD, shipped.path),
            own,
            Workspace(EMPTY, EMPTY, empty.path),
        ]
    ):
        yield own


def _texts(app: AppTest) -> str:
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info]
    return "\n".join(str(part.value) for part in parts)


def test_it_opens_with_a_partnership_that_has_an_outlook_and_says_how_wrong_it_was(
    opened: Opened,
) -> None:
    app = opened(PAGE, workspace=OWN)
    boxes = {each.label: each.value for each in app.selectbox}
    assert (boxes["Partnership"], boxes["Indicator"]) == ("long", "messages")
    told = _texts(app)
    assert "If it goes on as it did, Jul–Sep 2024 (Q3) brings" in told
    assert "Messages: about 1" in str(app.subheader[0].value)
    assert "is made to hold four values in five; in the back-test such ranges held" in told
    assert "of 12 forecasts, which overlap: they are of 6 quarters." in told
    assert "on 6 quarters that took no part in the choice of method, it was off by" in told
    assert "on average; repeating the year before was off by" in told


def test_a_range_that_held_fewer_than_two_in_three_is_called_too_narrow() -> None:
    told = {held: narrow(Outlook(points=24, covered=held, told=12)) for held in (0, 7, 8, 12)}
    assert told[0] == told[7] == "So few values inside mean that the range is too narrow."
    assert told[8] == told[12] == ""


@pytest.mark.parametrize(
    ("error", "naive", "says"),
    [
        (137.2, 83.4, "missed by less: by 83 on average instead of 137. Read this outlook as no"),
        (3.4, 3.1, "missed by less: by 3.1 on average instead of 3.4. Read this outlook as no"),
        (83.4, 83.4, ""),
        (83.4, 137.2, ""),
    ],
)
def test_an_outlook_that_the_year_before_beats_says_so_wherever_it_is_told(
    error: float, naive: float, says: str
) -> None:
    found = Outlook(points=28, error=error, naive_error=naive, covered=9, told=12)
    assert says in no_better(found)
    assert bool(no_better(found)) is bool(says)


def test_the_page_and_the_files_say_so_too(own: Workspace, opened: Opened) -> None:
    source = Source(own.warehouse)
    told = foretold(source, Query(indicator="messages", grain=QUARTER, partnerships=("turned",)))
    assert told.found
    said = no_better(told.found)
    assert said.startswith("Repeating the year before would have missed by less")
    made = figure(told, told.found, source)
    assert any(said in line for line in made.footer)
    assert any(said in each.text for each in made.metadata.definitions)
    assert said in _texts(opened(PAGE, workspace=OWN, within="turned"))
    assert "Repeating the year before" not in _texts(opened(PAGE, workspace=OWN, within="long"))


def test_twelve_quarters_have_none_and_the_page_says_how_many_are_needed(opened: Opened) -> None:
    app = opened(PAGE, workspace=OWN, within="brief")
    assert "Too few whole quarters without a gap up to the last one known (12; 20 are needed)" in (
        _texts(app)
    )
    assert not app.subheader


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ({"workspace": RECORD}, "There is no outlook here: nobody was found to publish"),
        ({"workspace": EMPTY}, "Nothing has been published in this workspace yet."),
        (
            {"workspace": OWN, "indicator": "requests_received"},
            "There is no figure by quarters for this choice.",
        ),
    ],
)
def test_where_there_is_no_outlook_it_says_why(
    link: dict[str, str], says: str, opened: Opened
) -> None:
    app = opened(PAGE, **link)
    assert says in _texts(app)
    assert not app.subheader
