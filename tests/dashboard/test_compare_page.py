"""The page Compare, run without a browser: who is beside whom, in which words, and why not."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import formula_words
from dashboard.charts.draw import spec
from dashboard.charts.theme import LIGHT
from dashboard.compare_story import finding, funnel_figure, left_out, ranks_figure, widened
from dashboard.exporting.export import Format, export
from dashboard.figure_words import numbers_table
from data.warehouse import Warehouse
from data.workspaces import Workspace
from metrics.compare import LOWER_998, Asked, Compared, compare
from metrics.source import Source
from metrics.values import NO_ROWS, NO_VALUE, flag
from validation.periods import QUARTER

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
RECORD, EXAMPLE = "compare-record", "compare-example"
COMPARE = "compare"


@pytest.fixture(scope="module", autouse=True)
def served(shipped: Warehouse, kept: Warehouse, serve_pages: Serving) -> Iterator[None]:
    """Serve the public record, and a year and a half of the simulated example."""
    record = Workspace(RECORD, RECORD, shipped.path)
    with serve_pages([record, Workspace(EXAMPLE, EXAMPLE, kept.path)]):
        yield


@pytest.fixture(scope="module")
def source(kept: Warehouse) -> Source:
    """The simulated example."""
    return Source(kept)


def compared(source: Source, indicator: str, kind: str = "") -> Compared:
    found = compare(source, Asked(indicator=indicator, grain=QUARTER, kind=kind))
    assert not found.why
    return found


def _told(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.caption, *app.markdown, *app.info]
    return "\n".join(str(part.value) for part in parts)


def test_the_page_explains_the_funnel_and_draws_it_with_ranks_and_course(opened: Opened) -> None:
    app = opened(COMPARE, workspace=EXAMPLE, indicator="on_time_replies")
    told = _told(app)
    assert "The shaded funnel is where chance alone would keep" in told
    assert "where two ranges overlap, neither comes first." in told
    assert len(app.get("vega_lite_chart")) == 3
    boxes = {each.label: each.value for each in app.selectbox}
    assert boxes["Kind of partnership"] == "regional"


def test_what_cannot_be_compared_stands_last_and_says_why(opened: Opened) -> None:
    app = opened(COMPARE, workspace=EXAMPLE, indicator="messages")
    (box,) = (each for each in app.selectbox if each.label == "Indicator")
    marked = [each.endswith("(not compared)") for each in box.options]
    assert marked == sorted(marked)
    assert any("It is no share of cases" in str(each.value) for each in app.info)
    assert not app.get("vega_lite_chart")


def test_published_totals_are_not_compared_and_the_page_says_where_to_look(opened: Opened) -> None:
    app = opened(COMPARE, workspace=RECORD)
    (said,) = [str(each.value) for each in app.info]
    assert said.startswith("This workspace holds totals as organisations printed them")
    assert "Overview and Partnership" in said
    assert not app.get("vega_lite_chart")


def test_partnerships_of_unlike_kinds_are_refused_and_their_kinds_named(opened: Opened) -> None:
    app = opened(
        COMPARE,
        workspace=EXAMPLE,
        indicator="on_time_replies",
        partnerships="northern-ports~andes-drugs~gulf-cyber",
    )
    assert any("unlike kinds are not compared" in str(each.value) for each in app.info)
    assert "Too few of a kind to compare: Network (1), Regional (1), Task force (1)." in _told(app)


def test_nobody_is_ranked_by_what_has_no_good_direction(opened: Opened) -> None:
    app = opened(COMPARE, workspace=EXAMPLE, indicator="translated_share")
    assert any("Nobody is ranked by this" in str(each.value) for each in app.info)
    assert len(app.get("vega_lite_chart")) == 2


def test_another_kind_is_chosen_in_the_link(opened: Opened) -> None:
    app = opened(COMPARE, workspace=EXAMPLE, indicator="on_time_replies", kind="network")
    assert "Network · 3 partnerships" in _told(app)


def test_partnerships_that_differ_beyond_chance_are_not_called_within_its_range(
    source: Source,
) -> None:
    found = compared(source, "secure_channel_share")
    assert found.apart
    assert "differ by more than chance" in finding(found)
    assert "over-dispersion" in widened(found)


def test_of_cases_in_clusters_the_picture_says_that_the_funnel_allows_for_them(
    source: Source,
) -> None:
    found = compared(source, "on_time_replies")
    assert found.clustering > 1
    told = "Cases come in clusters (pairs of partners), so chance alone makes the variance of the"
    assert any(line.startswith(told) for line in funnel_figure(found, source).footer)
    assert "clusters" not in widened(replace(found, clustering=1.0))


def test_those_that_chance_alone_explains_are_called_so(source: Source) -> None:
    found = compared(source, "on_time_replies")
    assert not found.apart
    alike = replace(found, dispersion=0.9)
    assert finding(alike).endswith("all 5 are within the range that chance alone would give")
    wider = replace(found, dispersion=1.1)
    assert finding(wider).endswith("within a range a little wider than chance would give")


def test_who_is_left_out_is_named_with_the_reason(source: Source) -> None:
    found = compared(source, "on_time_replies")
    assert not left_out(found)
    silent = replace(found, left_out={"gulf-cyber": flag(NO_VALUE, NO_ROWS)})
    assert left_out(silent) == (
        "Left out: Gulf Cyber Exchange (There is no value. There is no figure for this period)."
    )


def test_the_picture_tells_each_place_to_those_who_do_not_see_it(source: Source) -> None:
    found = compared(source, "on_time_replies")
    figure = funnel_figure(found, source)
    for label in figure.series.values():
        assert label in figure.description
    assert "within the range" in figure.description


def test_a_file_holds_the_limits_with_the_values(source: Source) -> None:
    figure = funnel_figure(compared(source, "on_time_replies"), source)
    text = export(figure, Format.CSV).decode()
    assert LOWER_998 in text.splitlines()[0]
    assert len(text.splitlines()) == 1 + len(figure.series)


def test_the_numbers_of_a_funnel_tell_limits_and_place_of_each(source: Source) -> None:
    figure = funnel_figure(compared(source, "on_time_replies"), source)
    table = numbers_table(figure, formula_words.parts())
    assert set(table["Place"]) == {"within the range"}
    assert all("–" in text for text in table["Range for 95\u00a0%"])
    assert table.height == len(figure.series)


def test_a_range_of_ranks_is_written_with_the_value_it_comes_from(source: Source) -> None:
    figure = ranks_figure(compared(source, "on_time_replies"), source)
    assert all(" of 5 · " in cell.value for cell in figure.cells)
    assert spec(figure, LIGHT, width=358)["height"] > 0
