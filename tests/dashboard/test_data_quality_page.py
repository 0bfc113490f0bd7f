"""The page on how good the data are, run without a browser."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.quality_figures import Words, timeliness_figure
from dashboard.uploading import check
from data import loading
from data.ledger import Mode
from data.warehouse import Warehouse
from data.workspaces import Workspace
from metrics.quality.coverage import coverage
from metrics.source import Source
from validation.intake import Upload

Open = Callable[..., AppTest]
Serve = Callable[[list[Workspace]], AbstractContextManager[None]]
PORTS = "northern-ports"
DAY = date(2021, 1, 10)
SCHEDULE = (
    "partnership_id,reported_by,table,from_period,grain,due_days\n"
    f"{PORTS},,community_impact,2020-Q1,quarter,30\n"
)
REVISED = (
    "training_id,period,partnership_id,course,provider,format,topic,enrolled,completed,source\n"
    "northern-ports-2019-q1-1,2019-Q1,northern-ports,Writing requests,EUROPOL,seminar,language,"
    "40,40,own_return\n"
)
PARTS = ("coverage", "timeliness", "revisions", "contradictions", "mirror")


def _publish(store: Warehouse, text: str) -> None:
    files = check(
        store, [Upload("file.csv", text.encode())], table=None, mode=Mode.MERGE, today=DAY
    )
    plan = loading.preview(store, files, mode=Mode.MERGE)
    when = datetime.combine(DAY, time(9), tzinfo=UTC)
    loading.publish(
        store, plan, who="Bo", note="", reason="Counted again.", when=when, confirmed=True
    )


@pytest.fixture
def open_page(opened: Open, office: None) -> Open:
    """Opens the page in an office of one's own, with a link: `open_page(part="mirror")`."""
    del office
    return partial(opened, "data-quality")


def shown(app: AppTest) -> str:
    """All that a page says."""
    parts = [*app.title, *app.header, *app.subheader, *app.caption, *app.info]
    html = [element.proto.body for element in app.get("html")]
    return "\n".join([*(str(part.value) for part in parts), *html])


def links(app: AppTest) -> list[dict[str, str]]:
    """The choices of each link of the page's lists."""
    found = [
        part.split('"')[0].replace("&amp;", "&")
        for element in app.get("html")
        for part in str(element.proto.body).split('href="')[1:]
    ]
    return [
        {key: values[0] for key, values in parse_qs(urlsplit(each).query).items()} for each in found
    ]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_stands_in_the_link_and_is_offered_as_csv(
    open_page: Open, warehouse: Warehouse, part: str
) -> None:
    _publish(warehouse, REVISED)
    app = open_page(part=part)
    assert part in app.query_params["part"]
    assert [each.proto.label for each in app.get("download_button")] == ["All of this as CSV"]


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("coverage", "Nobody has told us what is owed: there is no reporting schedule."),
        ("timeliness", "Nobody has told us what is owed: there is no reporting schedule."),
        ("revisions", "Nothing was changed after it was first published."),
        ("contradictions", "8 rules were applied: no table contradicts another"),
        ("mirror", "No office has returned its exchange here, so nothing can be compared."),
        ("outliers", "No series is long enough to say what is usual."),
    ],
)
def test_the_public_record_says_plainly_what_it_has_not(
    opened: Open, shipped: Warehouse, serve_pages: Serve, part: str, says: str
) -> None:
    with serve_pages([Workspace("public", "Public record", shipped.path)]):
        told = shown(opened("data-quality", part=part))
    assert says in told
    assert "Simulated" not in told


def test_what_is_missing_or_late_is_listed_with_the_rows_behind_it(
    open_page: Open, warehouse: Warehouse
) -> None:
    _publish(warehouse, SCHEDULE)
    app = open_page(partnerships=PORTS)
    told = shown(app)
    assert app.subheader[0].value == "2 returns are missing"
    assert "Northern Ports Task Force" in told
    assert "Simulated" in told
    assert len(links(app)) == 2
    assert all(link["behind"].startswith("reporting_schedule~") for link in links(app))
    rows = open_page(**links(app)[0])
    assert "1 row of version 7" in shown(rows)
    assert len(rows.dataframe) == 1


def test_the_list_is_found_again_from_the_rows_behind_it(open_page: Open) -> None:
    app = open_page(behind=f"information_exchange~partnership_id:{PORTS}~period:2019-Q1")
    assert "The rows behind: Information exchange" in shown(app)
    assert [each.proto.label for each in app.get("download_button")] == ["These rows as CSV"]
    app.button[0].click().run()
    assert "behind" not in app.query_params
    assert "missing" in app.subheader[0].value


def test_rows_that_are_not_there_are_no_error(open_page: Open) -> None:
    assert "No row of this version" in shown(open_page(behind="returns~period:1950"))
    assert "names no rows of a table" in shown(open_page(behind="nothing~of:this"))


def test_a_filter_on_partnerships_and_periods_holds_here_too(open_page: Open) -> None:
    told = shown(open_page(partnerships=PORTS))
    assert "Nothing that is due is missing, partial or late" in told
    assert "Andes Drug Network" not in told


def test_a_revision_leads_to_its_version_and_to_the_rows(
    open_page: Open, opened: Open, warehouse: Warehouse
) -> None:
    _publish(warehouse, REVISED)
    app = open_page(part="revisions")
    assert "changed in 1 version" in app.subheader[0].value
    assert "Counted again." in shown(app)
    entry, rows = links(app)[:2]
    told = shown(opened("versions", **entry))
    assert "Version 7" in told
    assert "<dd>Bo</dd>" in told
    assert "The rows behind: Training completions" in shown(open_page(**rows))


def test_a_contradiction_leads_to_its_rows(open_page: Open, warehouse: Warehouse) -> None:
    _publish(
        warehouse, REVISED.replace(",source", ",country,source").replace("40,own", "40,JPN,own")
    )
    app = open_page(part="contradictions")
    assert app.subheader[0].value == "1 contradiction"
    told = shown(app)
    assert "People trained from a country that is no member" in told
    assert "Japan" in told
    rows = open_page(**links(app)[0])
    assert "country = JPN" in shown(rows)
    assert len(rows.dataframe) == 1


def test_both_counts_of_a_flow_stand_side_by_side_and_lead_to_their_rows(open_page: Open) -> None:
    app = open_page(part="mirror", partnerships=PORTS, period="2019-Q1")
    told = shown(app)
    assert "Both sides count the same" in told
    assert "Sender counts" in told
    assert "Simulated" in told
    apart, *others = (link["behind"] for link in links(app))
    assert f"~partnership_id:{PORTS}~period:2019-Q1~sender:" in apart
    assert len(others) >= 3
    assert "The sender's count is the figure" in told
    assert told.count(">no<") == 3  # the pairs on which they are planted apart
    rows = open_page(behind=apart)
    assert len(rows.dataframe) == 1


def test_replies_are_compared_as_messages_are_and_years_as_quarters_are(open_page: Open) -> None:
    link = {"part": "mirror", "partnerships": PORTS, "counted": "replied_on_time"}
    app = open_page(**link, period="2019-Q1")
    told = shown(app)
    assert "The receiver's count is the figure" in told
    assert re.search(r"[1-9]\d* mirrored, [1-9]\d* of them agree", told)
    assert ">no<" in told  # a part of the replies is planted as overseen by the sender
    year = open_page(**link, grain="year", period="2019")
    rows = open_page(**links(year)[0])
    assert "period is in 2019" in shown(rows)
    assert len(rows.dataframe) == 1


def test_what_a_square_of_days_says_is_read_without_its_shade(warehouse: Warehouse) -> None:
    schedule = SCHEDULE.replace("community_impact", "training_completions")
    _publish(warehouse, schedule.replace(",30\n", ",5\n"))
    source = Source(warehouse)
    words = Words(id="timeliness", title="", subtitle="")
    figure = timeliness_figure(coverage(source), source, words, lambda _: "")
    said = {(each.sign, re.sub(r"[0-9]+", "", each.text)) for each in figure.grid.squares}
    assert said == {("late", "!"), ("in_time", ""), ("unasked", "()")}
