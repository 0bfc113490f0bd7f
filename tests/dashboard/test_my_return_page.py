"""The page of what an office owes, run without a browser."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import story
from dashboard.exporting.export import Format, export
from dashboard.uploading import check
from data import loading, versions
from data.ledger import Mode
from data.warehouse import Warehouse
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import PERIOD, VALUE
from validation.intake import Upload

Open = Callable[..., AppTest]
PORTS = "northern-ports"
WHEN = datetime(2021, 1, 10, tzinfo=UTC)
OTHER_OFFICE = (
    "partnership_id,reported_by,table,from_period,grain,due_days\n"
    f"{PORTS},,community_impact,2020-Q1,quarter,30\n"
)


@pytest.fixture
def open_page(opened: Open, office: None) -> Open:
    """Opens the page in an office of one's own, with a link: `open_page(partnerships="a")`."""
    del office
    return partial(opened, "my-return")


def _publish(store: Warehouse, text: str, mode: Mode = Mode.MERGE) -> None:
    uploads = [Upload("schedule.csv", text.encode())]
    files = check(store, uploads, table=None, mode=mode, today=WHEN.date())
    plan = loading.preview(store, files, mode=mode)
    loading.publish(
        store, plan, who="Bo", note="", reason="counted anew", when=WHEN, confirmed=True
    )


def _click(app: AppTest, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()


def _shown(app: AppTest) -> str:
    return " ".join(str(each.value) for each in (*app.subheader, *app.caption, *app.info))


def test_an_office_sees_what_it_owes_and_publishes_that_there_was_nothing(
    open_page: Open, warehouse: Warehouse
) -> None:
    _publish(warehouse, OTHER_OFFICE)
    before = len(versions.ledger(warehouse))
    app = open_page(within=PORTS)
    assert "late" in _shown(app)
    _click(app, "Nothing to report")
    assert "returns_2020-Q1_northern-ports.csv" in [each.value for each in app.header]
    assert len(versions.ledger(warehouse)) == before
    _click(app, "Publish")
    assert "Please write your name." in app.error[0].value
    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    assert "by Ana" in app.success[0].value
    assert len(versions.ledger(warehouse)) == before + 1
    assert any(each.label == f"Undo version {before + 1}" for each in app.button)


def test_what_is_in_hand_may_be_put_aside(open_page: Open, warehouse: Warehouse) -> None:
    _publish(warehouse, OTHER_OFFICE)
    before = len(versions.ledger(warehouse))
    app = open_page(within=PORTS)
    _click(app, "Nothing to report")
    _click(app, "Do not publish this")
    assert "Nothing to report" in [each.value for each in app.header]
    assert len(versions.ledger(warehouse)) == before


def test_a_comment_is_published_like_a_file(open_page: Open, warehouse: Warehouse) -> None:
    app = open_page(within=PORTS)
    _click(app, "Look at the comment before publishing")
    assert "Please write" in app.error[0].value
    app.text_area(key="comment_text").set_value("Two offices\nshared one desk")
    _click(app, "Look at the comment before publishing")
    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    assert versions.ledger(warehouse)[-1].files[0].table == "commentary"


def test_a_comment_stands_beside_its_figure_and_goes_with_its_files(
    opened: Open, office: None, warehouse: Warehouse
) -> None:
    del office
    held = series(Source(warehouse), Query(indicator="messages", partnerships=(PORTS,)))
    period = str(held.frame.drop_nulls(VALUE)[PERIOD][-1])
    text = f"indicator,partnership_id,period,text,role\nmessages,{PORTS},{period},One desk,Desk\n"
    _publish(warehouse, text)
    for address in ("information-exchange", "partnership"):
        app = opened(address, partnerships=PORTS, partnership=PORTS, indicator="messages")
        assert any("One desk" in str(each.proto.body) for each in app.get("html")), address
    source = Source(warehouse)
    figure = story.series_figure(series(source, held.query), source)
    told = [(each.term, each.text) for each in figure.metadata.definitions]
    assert told[-1][0].startswith("Comment on ")
    assert told[-1][1].startswith("One desk (")
    assert told[-1][1].endswith(", Desk)")
    assert "One desk" in export(figure, Format.TXT).decode()


def _beside_the_file_box() -> None:
    """Run the page, then tell how often the file box of the page Upload was emptied."""
    import streamlit as st

    from dashboard import cached, link, pages
    from dashboard.views.my_return import VIEW

    context = pages.handed_to_page()
    VIEW.page(context)
    link.finish()
    st.text(f"emptied {cached.desk(context.filters.workspace).batch} times")


@pytest.mark.usefixtures("office")
def test_what_this_page_publishes_leaves_the_file_box_of_another_alone(
    warehouse: Warehouse,
) -> None:
    _publish(warehouse, OTHER_OFFICE)
    app = AppTest.from_function(_beside_the_file_box, default_timeout=120)
    app.query_params["within"] = PORTS
    _click(app.run(), "Nothing to report")
    app.text_input(key="publisher").set_value("Ana")
    _click(app, "Publish")
    assert "by Ana" in app.success[0].value
    assert app.text[0].value == "emptied 0 times"


def test_without_a_schedule_the_page_says_so(open_page: Open, warehouse: Warehouse) -> None:
    from validation.contracts.reporting_schedule import REPORTING_SCHEDULE

    held = Source(warehouse).rows(REPORTING_SCHEDULE)
    _publish(warehouse, held.write_csv(), Mode.WITHDRAW)
    app = open_page()
    assert "No schedule." in _shown(app)
    assert not app.button
