"""The page Effectiveness index, run without a browser: profile, totals, steps, and refusals."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from dashboard import formula_words, index_draws, index_steps, index_story, index_totals
from dashboard.charts.draw import spec
from dashboard.charts.theme import LIGHT
from dashboard.compare_story import PANEL
from dashboard.exporting.export import Format, export
from dashboard.figure_words import numbers_table
from data.warehouse import Warehouse
from data.workspaces import Workspace
from metrics.catalogue import INDICATORS
from metrics.entering import why_out
from metrics.index import Design, Index, index
from metrics.index_moves import Moves, moves
from metrics.methods.composite import Aggregation
from metrics.ranks import RANK_BEST, RANK_WORST
from metrics.source import Source

Opened = Callable[..., AppTest]
Serving = Callable[[Sequence[Workspace]], AbstractContextManager[None]]
RECORD, EXAMPLE = "index-record", "index-example"
INDEX = "effectiveness-index"
DRAWS = 200


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


@pytest.fixture(scope="module")
def found(source: Source) -> Index:
    """The index as it is first shown."""
    made = index(source, Design())
    assert not made.why
    return made


@pytest.fixture(scope="module")
def moved(source: Source, found: Index) -> Moves:
    """How far it would move."""
    made = moves(source, found, draws=DRAWS)
    assert made is not None
    return made


def _told(app: AppTest) -> str:
    parts = [*app.title, *app.header, *app.subheader, *app.caption, *app.markdown, *app.info]
    return "\n".join(str(part.value) for part in parts)


def _tables(app: AppTest) -> list[list[str]]:
    """Read the heads of the tables."""
    html = [str(each.proto.body) for each in app.get("html")]
    return [
        [head.text or "" for head in ET.fromstring(each).iter("th")]
        for each in html
        if "<table>" in each
    ]


def test_pillars_come_before_the_total_and_the_total_has_two_ranges(opened: Opened) -> None:
    app = opened(INDEX, workspace=EXAMPLE)
    told = _told(app)
    assert "What does each partnership score, pillar by pillar?" in told
    assert "*from sampling*" in told
    assert "*from method*" in told
    assert index_draws.PAIRS_TITLE in told
    assert len(app.get("vega_lite_chart")) == 2


def test_every_step_is_there_to_be_opened_with_its_numbers(opened: Opened) -> None:
    app = opened(INDEX, workspace=EXAMPLE)
    steps = [each.label for each in app.expander if each.label[0].isdigit()]
    assert [each[0] for each in steps] == ["1", "2", "3", "4", "5"]
    heads = _tables(app)
    assert ["Indicator", "Pillar", "Enters"] in heads
    assert any((each[0], each[-1]) == ("Partnership", "Total") for each in heads)
    assert any(each[:2] == ["Indicator", "Worst to best"] for each in heads)


def test_switches_are_in_the_link(opened: Opened) -> None:
    app = opened(
        INDEX,
        workspace=EXAMPLE,
        scale="rank",
        mean="geometric",
        outliers="no",
        weights="joint_operations:0~on_time_replies:2",
    )
    told = _told(app)
    assert "Scale: by rank among these; mean: geometric" in told
    assert "weights: own" in told
    assert "Not done: you switched it off." in told
    assert "There is no range from sampling" in told
    assert app.query_params["weights"] == "joint_operations:0~on_time_replies:2"


def test_a_kind_of_which_there_are_too_few_has_a_profile_and_says_why_it_has_no_total(
    opened: Opened,
) -> None:
    app = opened(INDEX, workspace=EXAMPLE, kind="network")
    assert any("fewer than five partnerships" in str(each.value) for each in app.info)
    assert len(app.get("vega_lite_chart")) == 1


def test_where_everything_is_left_out_the_page_says_what_to_do(opened: Opened) -> None:
    every = [each.id for each in INDICATORS.values() if not why_out(each)]
    app = opened(INDEX, workspace=EXAMPLE, weights="~".join(f"{each}:0" for each in every))
    assert any("No figure here may enter an index." in str(each.value) for each in app.info)


def test_published_totals_make_no_index_and_the_page_says_where_to_look(opened: Opened) -> None:
    (said,) = [str(each.value) for each in opened(INDEX, workspace=RECORD).info]
    assert "An index of them would rank how much is printed" in said
    assert "Overview and Partnership" in said


def test_a_part_of_the_rows_has_no_index(opened: Opened) -> None:
    app = opened(INDEX, workspace=EXAMPLE, country="BEL")
    assert any("of partnerships as a whole" in str(each.value) for each in app.info)


def test_what_is_missing_is_named_and_its_cell_says_how_much_is_there(found: Index) -> None:
    figure = index_story.profile_figure(found)
    operations = [cell for cell in figure.cells if cell.column == "joint_operations"]
    assert {cell.note for cell in operations if not cell.value} == {"1 of 2 told"}
    assert "Hours until people are on the ground" in index_steps.missing(found)


def test_scores_stand_beside_the_values_they_come_from(found: Index) -> None:
    table = index_steps.scores(found)
    rows = table["Indicator"]
    at = rows.index("Replies on time")
    assert table["Worst to best"][at] == "0\u00a0% to 100\u00a0%"
    cells = [
        cells[at] for head, cells in table.items() if head not in ("Indicator", "Worst to best")
    ]
    assert len(cells) == 5
    for cell in cells:
        value, _, score = cell.partition("\u00a0% → ")
        assert abs(1 + 0.99 * float(value) - float(score)) <= 1.5


def test_weights_add_up_to_one_in_each_pillar_of_those_that_anybody_has(found: Index) -> None:
    made, table = found.made, index_steps.shares(found)
    assert made
    weights = table["Weight in its pillar"]
    nobody = [not np.isfinite(made.values[:, at]).any() for at in range(len(weights))]
    assert any(nobody)
    assert [text == "left out: no partnership has it" for text in weights] == nobody
    sums: dict[str, float] = {}
    for pillar, text in zip(table["Pillar"], weights, strict=True):
        if text.endswith("%"):
            sums[pillar] = sums.get(pillar, 0) + float(text.removesuffix("\u00a0%"))
    assert all(total == pytest.approx(100, abs=0.4) for total in sums.values())


def test_a_reader_can_add_pillars_up_to_the_total(found: Index) -> None:
    table = index_steps.totals(found)
    partnerships, totals = table.pop("Partnership"), table.pop("Total")
    assert partnerships[0] == "Weight in the total"
    assert len(partnerships) == 1 + len(found.names)
    summed = [column for column in table.values() if column[0].endswith("%")]
    assert len(summed) == len(found.summed)
    assert {column[0] for column in table.values() if column not in summed} == {
        "not part of the total"
    }
    for row, total in enumerate(totals[1:], start=1):
        parts = [float(column[0][:-2]) / 100 * float(column[row]) for column in summed]
        assert sum(parts) == pytest.approx(float(total), abs=0.2)
    said = index_steps.added_up(found)
    assert said.endswith(f"= {max(totals[1:], key=float)}, but for rounding.")
    assert said.count("×") == len(summed)


def test_without_a_total_there_is_none_to_add_up(source: Source) -> None:
    few = index(source, Design(kind="network"))
    assert few.why
    table = index_steps.totals(few)
    assert "Total" not in table
    assert {column[0] for column in table.values()} == {"Weight in the total", "there is no total"}
    assert index_steps.added_up(few) == ""


@pytest.mark.parametrize("mean", ["geometric", "harmonic"])
def test_other_means_are_not_added_up(source: Source, mean: str) -> None:
    assert index_steps.added_up(index(source, Design(aggregation=Aggregation(mean)))) == ""


def test_every_indicator_of_returns_is_listed_as_entering_or_with_the_reason(
    found: Index,
) -> None:
    table = index_steps.entering(found.design)
    assert len(table["Indicator"]) == sum(not each.published for each in INDICATORS.values())
    assert set(table["Enters"]) > {"yes"}
    assert table["Enters"].count("yes") == len(found.indicators)


def test_shares_of_designs_of_two_add_up_to_all(found: Index, moved: Moves) -> None:
    table = index_draws.pairs(found, moved)
    names = table.pop("Comes first")
    shares = [[float(cell.removesuffix("\u00a0%") or 50) for cell in row] for row in table.values()]
    for one in range(len(names)):
        for other in range(len(names)):
            assert shares[one][other] + shares[other][one] == pytest.approx(100, abs=2)


def test_of_the_method_only_ranks_are_told_for_scores_on_unlike_scales_do_not_compare(
    found: Index, moved: Moves
) -> None:
    figure = index_totals.totals_figure(found, moved)
    rows = figure.values.filter(pl.col(PANEL) == "from_method")
    made = found.made
    assert made
    places = dict(zip(found.names, made.ranks.tolist(), strict=True))
    assert {row["partnership_id"]: row["value"] for row in rows.to_dicts()} == places
    assert (rows["lower"] == rows[RANK_BEST]).all()
    assert (rows["upper"] == rows[RANK_WORST]).all()
    assert set(rows["unit"]) == {"rank"}
    texts = [cell.value for cell in figure.cells if cell.column == "from_method"]
    assert all(re.fullmatch(r"rank [1-5] of 5 \([1-5](–[1-5])?\)", text) for text in texts)
    assert figure.headings[1].scale == (1.0, 5.0)


def test_a_total_on_a_scale_that_moves_stands_without_a_range(found: Index, moved: Moves) -> None:
    figure = index_totals.totals_figure(found, replace(moved, sampling=None))
    first = figure.values.filter(pl.col(PANEL) == "from_sampling")
    assert first["lower"].null_count() == first.height == 5
    assert figure.headings[0].title == "Total"


def test_totals_are_drawn_once_for_each_kind_of_range(found: Index, moved: Moves) -> None:
    figure = index_totals.totals_figure(found, moved)
    assert [each.id for each in figure.headings] == ["from_sampling", "from_method"]
    assert figure.values.height == 2 * len(found.names)
    made: dict[str, Any] = spec(figure, LIGHT, width=358)
    assert made["height"] > 0
    assert "rank" in figure.description


def test_a_file_holds_scores_ranges_and_how_the_index_is_made(found: Index, moved: Moves) -> None:
    text = export(index_totals.totals_figure(found, moved), Format.CSV).decode()
    assert "effectiveness_index" in text
    assert "Scale: between goalposts" in text


def test_the_title_of_totals_names_a_winner_only_where_no_draws_to_speak_of_know_another(
    found: Index, moved: Moves
) -> None:
    made, sampling = found.made, moved.sampling
    assert made
    assert sampling
    ranks = made.ranks

    def title(best: NDArray[np.int64], worst: NDArray[np.int64]) -> str:
        drawn = replace(sampling, best=best, worst=worst)
        tried = replace(moved.method, best=best, worst=worst)
        return index_totals.totals_figure(found, replace(moved, sampling=drawn, method=tried)).title

    assert "comes first in at least 95" in title(ranks, ranks)
    assert "comes first in most of the draws, but not in nearly all" in title(ranks, ranks + 1)
    assert "5 of 5 could come first" in title(np.minimum(ranks, 1), ranks + 1)


def test_a_file_of_totals_says_what_is_no_part_of_them_and_holds_the_ranges_of_ranks(
    found: Index, moved: Moves
) -> None:
    told = "Not part of the total: Operations."
    figure = index_totals.totals_figure(found, moved, told, "")
    assert figure.footer[0] == told
    assert told in export(figure, Format.TXT).decode()
    head, *rows = export(figure, Format.CSV).decode().splitlines()
    assert head.endswith("rank_best,rank_worst")
    assert not any(row.endswith(",") for row in rows)
    beside = numbers_table(figure, formula_words.parts())["Beside the dot"]
    assert all("rank" in text for text in beside)
