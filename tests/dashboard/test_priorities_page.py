"""The page on priorities, run without a browser: what is listed, in which words, and why not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.priorities_story import missed, shortfall_text
from data.warehouse import Warehouse, create
from data.workspaces import Workspace
from metrics import values as columns
from metrics.cards import LINES
from metrics.priorities import DISTANCE, RUNNING, SINCE

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
Returned = Callable[[Path, str, Mapping[str, str], datetime], Workspace]
WHEN = datetime(2025, 2, 5, tzinfo=UTC)
RECORD, OWN, BARE, EMPTY = "record", "own-priorities", "bare-priorities", "empty-priorities"
PRIORITIES = "priorities"
SPACE = "\u00a0"
PARTNERS = (
    "partnership_id,name,kind,lead_organisation,members,record\n"
    "ports,Ports Force,task_force,EUROPOL,BEL;DEU;NLD,official\n"
    "pair,Pair,bilateral,EUROPOL,BEL;NLD,official\n"
)
RETURNS = {
    "partnerships": PARTNERS,
    "information_exchange": (
        "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,"
        "replies_due,replied_on_time,source\n"
        "2024-Q1,ports,BEL,NLD,siena,general,request,no,40,100,30,own_return\n"
        "2024-Q1,ports,NLD,BEL,siena,general,request,no,40,100,30,own_return\n"
        "2024-Q2,ports,BEL,NLD,siena,general,request,no,40,100,40,own_return\n"
        "2024-Q2,ports,NLD,BEL,siena,general,request,no,40,100,40,own_return\n"
        "2024-Q1,pair,NLD,BEL,siena,general,request,no,40,100,90,own_return\n"
        "2024-Q1,pair,BEL,NLD,siena,general,request,no,40,100,90,own_return\n"
        "2024-Q2,pair,NLD,BEL,siena,general,request,no,40,100,30,own_return\n"
        "2024-Q2,pair,BEL,NLD,siena,general,request,no,40,100,30,own_return\n"
    ),
    "targets": (
        "partnership_id,indicator,from_period,target,kind\nALL,on_time_replies,2024-Q1,0.6,level\n"
    ),
    "recommendations": (
        "recommendation_id,partnership_id,text,made,origin,owner_role,due,status,closed,indicator,"
        "source\n"
        "done,ports,Use one form,2023-01-10,audit,Secretariat,2024-03-31,done,2024-02-01,,"
        "own_return\n"
        "late,ports,Open a duty desk,2023-05,review,Head of operations,2024-06,in_progress,,"
        "on_time_replies,own_return\n"
        "later,pair,Link the systems,2024-05,review,Head of systems,2027-06,open,,,own_return\n"
    ),
}


@pytest.fixture(scope="module", autouse=True)
def served(
    shipped: Warehouse,
    tmp_path_factory: pytest.TempPathFactory,
    serve_pages: Serving,
    returned: Returned,
) -> Iterator[None]:
    """Serve the public record, returns with targets, partnerships alone and an empty warehouse."""
    home = tmp_path_factory.mktemp("priorities")
    empty = Workspace(EMPTY, EMPTY, create(home / "empty.duckdb").path)
    own = returned(home, OWN, RETURNS, WHEN)
    bare = returned(home, BARE, {"partnerships": PARTNERS}, WHEN)
    with serve_pages([Workspace(RECORD, RECORD, shipped.path), own, bare, empty]):
        yield


def _tables(app: AppTest) -> list[list[dict[str, str]]]:
    """Read the tables; a cell that leads somewhere is named by what is clicked on."""
    html = [str(each.proto.body) for each in app.get("html")]
    found: list[list[dict[str, str]]] = []
    for table in (ET.fromstring(each) for each in html if "<table>" in each):
        heads = [head.text or "" for head in table.iter("th")]
        rows: list[dict[str, str]] = []
        for row in [*table.iter("tr")][1:]:
            cells: dict[str, str] = {}
            for head, cell in zip(heads, row, strict=True):
                link = next(iter(cell), None)
                text = cell.text if link is None else unescape(link.attrib["href"])
                cells[head if link is None else str(link.text)] = text or ""
            rows.append(cells)
        found.append(rows)
    return found


def _texts(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.caption, *app.info]
    return "\n".join(str(part.value) for part in parts)


def _query(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


def test_a_target_missed_twice_running_says_what_would_have_met_it_and_since_when(
    opened: Opened,
) -> None:
    app = opened(PRIORITIES, workspace=OWN, grain="quarter")
    (row,) = _tables(app)[0]
    assert row["Partnership"] == "Ports Force"
    assert row["Would have met it"] == "40 more replies on time"
    assert row["Value"].startswith(f"40{SPACE}% (")
    assert row["Value"].endswith("80 of 200")
    assert row["Target"] == f"60{SPACE}%"
    assert row["Not met"] == "2 quarters running, Jan–Mar 2024 (Q1) to Apr–Jun 2024 (Q2)"
    assert "1 of 2 values with a target." in _texts(app)
    assert "Pair" not in row.values()


def test_it_leads_to_its_figure_and_to_the_rows_behind(opened: Opened) -> None:
    (row,) = _tables(opened(PRIORITIES, workspace=OWN, grain="quarter"))[0]
    figure = row["show the figure"]
    assert urlsplit(figure).path == "partnership"
    shown = opened("partnership", **_query(figure))
    assert [str(each.value) for each in shown.title] == ["Ports Force"]
    boxes = {each.label: each.value for each in shown.selectbox}
    assert boxes["Indicator"] == "on_time_replies"
    rows = opened("data-quality", **_query(row["rows behind the value"]))
    behind = cast("Any", rows.dataframe[0].value)
    assert list(behind["period"]) == ["2024-Q2", "2024-Q2"]
    assert list(behind["replied_on_time"]) == [40, 40]


def test_recommendations_that_wait_name_owner_day_and_the_latest_value(opened: Opened) -> None:
    app = opened(PRIORITIES, workspace=OWN, grain="quarter")
    late, later = _tables(app)[1]
    assert "1 overdue and 1 open, as of 5 Feb 2025." in _texts(app)
    assert (late["What"], late["How it stands"]) == ("Open a duty desk", "In progress, overdue")
    assert (late["Who answers for it"], late["Due"]) == ("Head of operations", "Jun 2024")
    assert late["Should move"] == "Replies on time"
    assert late["Its latest value"].startswith(f"40{SPACE}% (")
    assert late["Its latest value"].endswith("Apr–Jun 2024 (Q2)")
    assert _query(late["show the figure"])["indicator"] == "on_time_replies"
    assert _query(late["show the rows"])["behind"] == "recommendations~recommendation_id:late"
    assert (later["What"], later["Its latest value"]) == ("Link the systems", "")
    assert "show the figure" not in later


def test_both_lists_are_offered_as_csv(opened: Opened) -> None:
    files = opened(PRIORITIES, workspace=OWN, grain="quarter").get("download_button")
    assert [each.proto.label for each in files] == ["All of this as CSV"] * 2


def test_what_is_not_listed_is_told_in_one_sentence(opened: Opened) -> None:
    for workspace in (RECORD, OWN, BARE):
        told = _texts(opened(PRIORITIES, workspace=workspace))
        assert told.count("Not listed are figures that have no good direction") == 1


def test_a_selection_of_rows_has_no_target(opened: Opened) -> None:
    app = opened(PRIORITIES, workspace=OWN, grain="quarter", crime_area="general")
    assert "A target is set for a partnership as a whole." in _texts(app)
    assert len(_tables(app)) == 1


@pytest.mark.parametrize(
    ("workspace", "link", "says"),
    [
        (RECORD, {}, ("2 targets are recorded, and none", "No recommendation was found published")),
        (BARE, {}, ("No target is recorded here.", "No recommendation is recorded here.")),
        (EMPTY, {}, ("Nothing has been published in this workspace yet.",)),
        (
            OWN,
            {"partnerships": "pair", "grain": "quarter"},
            ("Of 1 value with a target, none misses it two periods running.",),
        ),
    ],
)
def test_where_nothing_is_listed_the_page_says_why(
    workspace: str, link: dict[str, str], says: tuple[str, ...], opened: Opened
) -> None:
    infos = [str(each.value) for each in opened(PRIORITIES, workspace=workspace, **link).info]
    assert len(infos) == len(says)
    for said, expected in zip(infos, says, strict=True):
        assert expected in said


@pytest.mark.parametrize(
    ("indicator", "unit", "distance", "short", "text"),
    [
        ("on_time_replies", "share", 0.05, 1200, f"1{SPACE}200 more replies on time"),
        ("unanswered_replies", "share", 0.05, 12, "12 fewer requests unanswered"),
        ("satisfaction", "points", 6.0, None, "+6 points"),
        ("response_hours", "hours", 3.5, None, "−3.5 hours"),
        ("learning_gain", "share", 0.1, None, "+10.0 points"),
    ],
)
def test_a_shortfall_is_told_in_its_own_unit(
    indicator: str,
    unit: str,
    distance: float,
    short: int | None,
    text: str,
    values_row: Callable[..., dict[str, Any]],
) -> None:
    more = {columns.INDICATOR: indicator, columns.UNIT: unit, columns.SHORTFALL: short}
    row = values_row("2024-Q1", 0.5, **more, **{DISTANCE: distance})
    assert shortfall_text(row) == text


@pytest.mark.parametrize(
    ("since", "limits", "span", "value"),
    [
        (
            "2023-Q1",
            (0.37, 0.44),
            "together, Jan–Mar 2023 (Q1) to Oct–Dec 2023 (Q4);",
            f"40{SPACE}% (37–44{SPACE}%), 324 of 800",
        ),
        (
            "2022-Q4",
            (0.37, 0.597),
            "Oct–Dec 2022 (Q4) to Oct–Dec 2023 (Q4) without those between that are not whole;",
            f"40.5{SPACE}% (37.0–59.7{SPACE}%), 324 of 800",
        ),
    ],
    ids=["adjacent", "with one left out, near the target"],
)
def test_four_quarters_judged_together_are_named_as_such(
    values_row: Callable[..., dict[str, Any]],
    since: str,
    limits: tuple[float, float],
    span: str,
    value: str,
) -> None:
    more = {
        columns.LOWER: limits[0],
        columns.UPPER: limits[1],
        columns.TARGET: 0.6,
        columns.NUMERATOR: 324,
        columns.DENOMINATOR: 800,
        columns.SHORTFALL: 156,
        columns.POOLED_FROM: since,
        SINCE: since,
        RUNNING: 0,
    }
    row = values_row("2023-Q4", 0.405, **more, **dict.fromkeys(LINES, ""))
    told = missed(pl.DataFrame([row]), {"northern-ports": "Northern Ports (NP)"})
    assert told["Partnership"] == ["Northern Ports"]
    assert told["Value"] == [value]
    (together,) = told["Not met"]
    assert together.startswith("the four latest whole quarters together, ")
    assert span in together
    assert together.endswith("the last alone is too close to call")
