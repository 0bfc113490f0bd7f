"""What the Overview counts and promises, and what it says of each cell."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard.exporting.export import Format, export
from dashboard.matrix_story import matrix_figure
from dashboard.views.overview import caption, heading, provisos, title
from data.warehouse import Warehouse
from metrics import values as columns
from metrics.catalogue import INDICATORS, PILLARS
from metrics.overview import Overview, overview
from metrics.source import Provenance, Source
from validation.codes import Pillar
from validation.periods import QUARTER, Period

Cells = Mapping[str, object]
Make = Callable[..., Overview]

CHOSEN = Period(2024, 4)
HEADLINE = PILLARS[Pillar.EXCHANGE].headline
NOW: Cells = {columns.STATUS: columns.MET}
UNJUDGED: Cells = {}
BEFORE: Cells = {columns.PERIOD: "2024-Q3", columns.STATUS: columns.NOT_MET}
OPEN: Cells = {columns.STATUS: columns.TOO_CLOSE, columns.FLAGS: "immature"}
POOLED: Cells = {**OPEN, columns.POOLED_STATUS: columns.MET}
POOLED_CLOSE: Cells = {**OPEN, columns.POOLED_STATUS: columns.TOO_CLOSE}
POOLED_BEFORE: Cells = {**POOLED, columns.PERIOD: "2024-Q3"}
PRINTED: Cells = {columns.PERIOD: "2024", columns.INDICATOR: "published_messages"}


@pytest.fixture
def found() -> Make:
    """Makes an overview of cells, each of a partnership of its own."""

    def made(*cells: Cells, partnerships: int = 0) -> Overview:
        usual: dict[str, Any] = {
            columns.PILLAR: Pillar.EXCHANGE.value,
            columns.PERIOD: CHOSEN.code,
            columns.INDICATOR: HEADLINE,
            columns.STATUS: "",
            columns.POOLED_STATUS: None,
            columns.FLAGS: "",
            columns.LOWER: None,
        }
        count = partnerships or len(cells)
        kinds = dict.fromkeys(usual, pl.String()) | {columns.LOWER: pl.Float64()}
        return Overview(
            partnerships={f"p{number}": f"Partnership {number}" for number in range(count)},
            pillars={Pillar.EXCHANGE: INDICATORS[HEADLINE]},
            cells=pl.DataFrame([usual | dict(each) for each in cells], schema=kinds),
            points=pl.DataFrame(),
            listed=frozenset(),
            on_places=False,
            findings=(),
            period=CHOSEN,
            provenance=Provenance(version=1, day=date(2025, 2, 4), head="", simulated=False),
        )

    return made


@pytest.mark.parametrize(
    ("cells", "partnerships", "said", "beside"),
    [
        ((NOW,), 1, "1 of 1 headline target met, 0 not met, 0 too close to call", ""),
        (
            (NOW, BEFORE),
            2,
            "1 of 1 headline target met, 0 not met, 0 too close to call",
            (
                "Of earlier periods 0 met, 1 not met, 0 too close to call; "
                "1 other headline figure has no value for Oct–Dec 2024 (Q4) and may show "
                "an earlier one."
            ),
        ),
        (
            (NOW, OPEN, OPEN, BEFORE),
            5,
            "1 of 3 headline targets met, 0 not met, 2 too close to call",
            (
                "2 of these may still change; "
                "of earlier periods 0 met, 1 not met, 0 too close to call; "
                "2 other headline figures have no value for "
                "Oct–Dec 2024 (Q4) and may show earlier ones."
            ),
        ),
        (
            (NOW, POOLED, POOLED_CLOSE, POOLED_BEFORE),
            4,
            "2 of 3 headline targets met, 0 not met, 1 too close to call",
            (
                "2 of these may still change; 2 of them are judged over the four latest whole "
                "quarters together, where the latest figure alone is too close to call; "
                "of earlier periods 1 met, 0 not met, 0 too close to call; "
                "1 other headline figure has no value for Oct–Dec 2024 (Q4) and may show "
                "an earlier one."
            ),
        ),
        (
            (NOW, PRINTED),
            2,
            "1 of 1 headline target met, 0 not met, 0 too close to call",
            "",
        ),
        ((BEFORE, PRINTED), 2, "What is known of 2 partnerships", ""),
    ],
)
def test_the_headline_counts_values_of_the_chosen_period_and_the_rest_stands_below(
    cells: tuple[Cells, ...], partnerships: int, said: str, beside: str, found: Make
) -> None:
    made = found(*cells, partnerships=partnerships)
    assert (title(made), provisos(made)) == (said, beside)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((NOW, PRINTED), "How each partnership is doing"),
        ((PRINTED,), "What is published of each partnership"),
        ((UNJUDGED,), "What is known of each partnership"),
    ],
)
def test_what_is_not_judged_is_not_called_a_performance(
    cells: tuple[Cells, ...], said: str, found: Make
) -> None:
    assert heading(found(*cells)) == said


def test_the_caption_speaks_of_intervals_only_where_there_are_some(found: Make) -> None:
    assert "interval" not in caption(found(PRINTED))
    assert "interval" in caption(found({columns.LOWER: 0.5}))


def test_a_cell_of_an_older_quarter_names_it(warehouse: Warehouse) -> None:
    source = Source(warehouse)
    latest = overview(source, grain=QUARTER)
    last = Period.parse(str(latest.cells[columns.PERIOD].max()))
    current = matrix_figure(replace(latest, period=last), source, title="Now", subtitle="")
    behind = matrix_figure(replace(latest, period=last.shift(1)), source, title="Now", subtitle="")
    named = {cell.row: cell.note for cell in current.cells}
    held = dict(latest.cells.select(columns.PARTNERSHIP, columns.PERIOD).rows())
    assert {row for row, note in named.items() if not note} == {
        row for row, period in held.items() if period == last.code
    }
    assert all(
        cell.note.endswith(f"no value yet for {_label(last.shift(1))}") for cell in behind.cells
    )


def _label(period: Period) -> str:
    return period.label()


@pytest.mark.parametrize("fmt", Format)
def test_the_overview_leaves_in_every_format(fmt: Format, warehouse: Warehouse) -> None:
    found = overview(Source(warehouse))
    figure = matrix_figure(found, Source(warehouse), title=heading(found), subtitle=caption(found))
    assert export(figure, fmt)


def test_the_overviews_picture_and_document_carry_its_title(warehouse: Warehouse) -> None:
    found = overview(Source(warehouse))
    figure = matrix_figure(found, Source(warehouse), title=heading(found), subtitle=caption(found))
    assert f">{heading(found)}</title>" in export(figure, Format.SVG).decode()
