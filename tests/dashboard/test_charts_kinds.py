"""What each kind of chart does with its data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from dashboard.charts import symbols
from dashboard.charts.draw import page_spec, spec
from dashboard.charts.figure import Cell, Citation, Figure, Heading, Kind, Milestone, Target
from dashboard.charts.fonts import width
from dashboard.charts.labels import Label, Span, stack
from dashboard.charts.matrix_cell import Layout
from dashboard.charts.theme import (
    DARK,
    LIGHT,
    SEMIBOLD,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    Palette,
    contrast,
)
from dashboard.charts.words import Words
from metrics import values as columns
from metrics.stand import Stand


def _rows(made: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [
        row
        for layer in made["layer"]
        if layer["mark"]["type"] == mark
        for row in layer["data"]["values"]
    ]


def _texts(made: dict[str, Any]) -> list[str]:
    texts: list[str | list[str]] = [row["text"] for row in _rows(made, "text")]
    return [text if isinstance(text, str) else " ".join(text) for text in texts]


def _lines(made: dict[str, Any]) -> list[int]:
    """How many places each line goes through."""
    counts: list[int] = []
    for layer in made["layer"]:
        if layer["mark"]["type"] == "line":
            paths = [row["path"] for row in layer["data"]["values"]]
            counts += [paths.count(path) for path in dict.fromkeys(paths)]
    return counts


def _dots(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in _rows(made, "point") if "tip" in row]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_drawn(kind: Kind, request: pytest.FixtureRequest) -> None:
    figure: Figure = request.getfixturevalue(f"{kind}_figure")
    made = spec(figure, LIGHT, width=760)
    assert figure.kind is kind
    assert figure.title in _texts(made)
    assert len(made["layer"]) >= 3


def test_a_gap_breaks_the_line_and_its_band(line_figure: Figure) -> None:
    made = spec(line_figure, LIGHT, width=760)
    assert _lines(made) == [16, 3]
    assert len({row["path"] for row in _rows(made, "area")}) == 2
    assert "not returned" in _texts(made)


def test_lone_years_are_dots_and_only_consecutive_ones_are_joined(published_figure: Figure) -> None:
    made = spec(published_figure, LIGHT, width=760)
    assert _lines(made) == [4]
    assert len(_dots(made)) == 6


def test_the_last_value_and_what_is_not_plain_about_it_stand_beside_the_line(
    line_figure: Figure,
) -> None:
    texts = _texts(spec(line_figure, LIGHT, width=760))
    assert "71\u00a0%" in texts
    assert "partial (3 of 4)" in texts
    assert "target 65\u00a0%" in texts


def test_a_partial_value_is_hollow_and_a_revised_one_ringed(line_figure: Figure) -> None:
    made = spec(line_figure, LIGHT, width=760)
    hollow = [dot for dot in _dots(made) if dot["fill"] == LIGHT.ground]
    rings = [row for row in _rows(made, "point") if row["fill"] == "transparent"]
    assert [dot["tip"]["Period"] for dot in hollow] == ["Oct–Dec 2024 (Q4)"]
    assert {ring["path"] for ring in rings} == {symbols.CIRCLE}
    assert {"partial", "revised"} <= {*_texts(made)}


def test_bounds_and_conflicting_sources_are_marked_and_explained(published_figure: Figure) -> None:
    made = spec(published_figure, LIGHT, width=760)
    paths = {row["path"] for row in _rows(made, "point")}
    assert {symbols.UP, symbols.DOWN, symbols.WAVE, symbols.SQUARE} <= paths
    assert {"at least this", "at most this", "about this", "sources differ"} <= {*_texts(made)}


def test_a_funnel_names_each_mark_and_colours_only_what_chance_hardly_explains(
    funnel_figure: Figure,
) -> None:
    made = spec(funnel_figure, LIGHT, width=760)
    assert {*funnel_figure.series.values()} <= {*_texts(made)}
    fills = {dot["tip"]["Series"]: (dot["path"], dot["fill"]) for dot in _dots(made)}
    assert fills["Northern Ports Task Force"] == (symbols.TRIANGLE, LIGHT.better)
    assert fills["Gulf Cyber Exchange"] == (symbols.DIAMOND, LIGHT.worse)
    assert fills["Andes Drug Network"] == (symbols.CIRCLE, LIGHT.ground)
    assert fills["Rift Valley Child Protection Network"] == (symbols.CIRCLE, LIGHT.ink)


def test_a_funnel_says_how_many_marks_it_does_not_name_but_always_names_those_outside(
    funnel_figure: Figure,
) -> None:
    names = [f"Regional Network Number {number}" for number in range(24)]
    (row,) = funnel_figure.values.filter(pl.col(columns.PARTNERSHIP) == "andes").to_dicts()
    rows = [{**row, columns.PARTNERSHIP: name} for name in names]
    stands = dict.fromkeys(names, Stand.WITHIN) | {names[-1]: Stand.WORSE}
    crowd = replace(
        funnel_figure,
        values=pl.DataFrame(rows, schema=funnel_figure.values.schema),
        series={name: name for name in names},
        funnel=replace(funnel_figure.funnel, stands=stands),
    )
    texts = [*_texts(spec(crowd, LIGHT, width=358))]
    named = {name for name in names if any(name == text for text in texts)}
    assert names[-1] in named
    left = len(names) - len(named)
    assert left > 0
    assert f"marks without a name, for want of room: {left}; the table names them" in texts
    told = _texts(spec(funnel_figure, LIGHT, width=358))
    assert not any("without a name" in each for each in told)


def test_a_funnel_without_a_direction_praises_and_blames_nobody(funnel_figure: Figure) -> None:
    plain = {
        code: Stand.DIFFERENT if stand in (Stand.BETTER, Stand.WORSE) else stand
        for code, stand in funnel_figure.funnel.stands.items()
    }
    figure = replace(funnel_figure, funnel=replace(funnel_figure.funnel, stands=plain))
    colours = {dot["fill"] for dot in _dots(spec(figure, LIGHT, width=760))}
    assert not colours & {LIGHT.better, LIGHT.worse}


@pytest.mark.parametrize("width", [358, 760, 1180])
def test_the_limits_of_a_funnel_are_bands_the_outer_below_the_inner(
    funnel_figure: Figure, width: int
) -> None:
    made = spec(funnel_figure, LIGHT, width=width)
    bands = [layer for layer in made["layer"] if layer["mark"]["type"] == "area"]
    assert len(bands) == 2
    spread = [max(row["y2"] - row["y"] for row in layer["data"]["values"]) for layer in bands]
    assert spread[0] > spread[1]


def test_a_few_lines_have_pictures_of_their_own_where_that_is_asked_for(
    lines_figure: Callable[[int], Figure],
) -> None:
    together = lines_figure(4)
    for figure, number in ((together, 4), (replace(together, apart=True), 1)):
        made = spec(figure, LIGHT, width=760)
        strokes = [
            layer["mark"]["stroke"] for layer in made["layer"] if layer["mark"]["type"] == "line"
        ]
        assert len({*strokes}) == number
        assert _lines(made) == [12] * 4


def test_what_has_no_score_keeps_from_the_names_beside_it(ranges_figure: Figure) -> None:
    made = spec(ranges_figure, LIGHT, width=760)
    told = dict(zip(_texts(made), (row["x"] for row in _rows(made, "text")), strict=True))
    assert told["1 of 2 told"] > told["71"]


def test_ranges_stand_in_panels_and_what_has_no_score_says_why(ranges_figure: Figure) -> None:
    made = spec(ranges_figure, LIGHT, width=760)
    texts = {*_texts(made)}
    assert {"71", "40", "12.5", "1 of 2 told", "Communication & trust"} <= texts
    assert len(_dots(made)) == 3


def test_a_panel_with_ends_of_its_own_is_drawn_between_them(ranges_figure: Figure) -> None:
    law = replace(ranges_figure.headings[1], scale=(1.0, 41.0))
    own = replace(ranges_figure, headings=(ranges_figure.headings[0], law))
    before, after = (_texts(spec(each, LIGHT, width=760)) for each in (ranges_figure, own))
    assert [before.count(each) for each in ("0", "100", "41")] == [2, 2, 0]
    assert [after.count(each) for each in ("0", "100", "41")] == [1, 1, 1]


def test_panels_that_would_be_too_narrow_stand_below_each_other(ranges_figure: Figure) -> None:
    tall = {width: spec(ranges_figure, LIGHT, width=width)["height"] for width in (358, 1120)}
    assert tall[358] > tall[1120]


def test_parts_stand_in_one_order_each_with_its_number_and_what_is_open_is_hollow(
    parts_figure: Figure,
) -> None:
    made = spec(parts_figure, LIGHT, width=760)
    boxes = _rows(made, "rect")
    first = [box for box in boxes if box["y"] == boxes[0]["y"]]
    assert [round(box["across2"] - box["across"], 2) for box in first] == [0.78, 0.17, 0.06]
    assert [box["fill"] == LIGHT.ground for box in first] == [False, False, True]
    assert {"14", "3", "1", "2", "6"} <= {*_texts(made)}
    assert {"Extradition: 18 received", "Granted", "Refused", "Pending"} <= {*_texts(made)}
    assert {box["href"] for box in first} == {"?behind=extradition"}


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_no_part_has_a_colour_that_praises_or_blames(
    parts_figure: Figure, palette: Palette
) -> None:
    fills = {box["fill"] for box in _rows(spec(parts_figure, palette, width=760), "rect")}
    assert len(fills) == 3
    assert fills.isdisjoint({palette.better, palette.worse})


def test_parts_with_a_sign_are_named_in_the_bar_or_signed_where_names_have_no_room(
    parts_figure: Figure,
) -> None:
    signs = {
        code: replace(sign, text=sign.meaning[0]) for code, sign in parts_figure.grid.signs.items()
    }
    signed = replace(parts_figure, grid=replace(parts_figure.grid, signs=signs))
    texts = _texts(spec(signed, LIGHT, width=760))
    assert {"Granted 14", "Refused 3", "P 1"} <= {*texts}


def test_dots_stand_on_the_whole_scale_of_marks_where_there_is_one(dots_figure: Figure) -> None:
    values = dots_figure.values.with_columns(
        pl.lit(3.0).alias(columns.VALUE),
        pl.lit(2.0).alias(columns.LOWER),
        pl.lit(4.0).alias(columns.UPPER),
    )
    scaled = replace(dots_figure, values=values, unit="points", scale=(1, 5))
    made = spec(scaled, LIGHT, width=760)
    assert {"1", "2", "3", "4", "5"} <= {*_texts(made)}
    assert dots_figure.words.interval in _texts(made)


def test_a_figure_that_leaves_the_product_leads_to_no_page_of_it(parts_figure: Figure) -> None:
    boxes = _rows(spec(parts_figure.away(), LIGHT, width=760), "rect")
    assert boxes
    assert not any("href" in box for box in boxes)


@pytest.fixture
def broken_figure(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> Figure:
    """Six years, the third not comparable with those before, the fifth withheld."""
    rows = [values_row(f"{year}", year - 2000.0, unit="offences") for year in range(2016, 2022)]
    rows[2] |= {columns.BREAK_BEFORE: "Theft is counted otherwise"}
    rows[4] |= {columns.VALUE: None, columns.FLAGS: "suppressed", columns.PRECISION: "suppressed"}
    return make_figure(rows, unit="offences")


def _signs(made: dict[str, Any], path: str) -> list[dict[str, Any]]:
    return [row for row in _rows(made, "point") if row["path"] == path and "tip" in row]


def test_a_break_ends_the_line_and_says_why(broken_figure: Figure) -> None:
    made = spec(broken_figure, LIGHT, width=760)
    assert _lines(made) == [2, 2]
    (sign,) = _signs(made, symbols.SLASHES)
    assert sign["tip"] == {
        "Period": "before 2018",
        "Series": "Northern Ports Task Force",
        "not comparable with earlier figures": "Theft is counted otherwise",
    }
    across = [dot["across"] for dot in _signs(made, symbols.CIRCLE)]
    assert across[1] < sign["across"] < across[2]
    assert "break in a line: Theft is counted otherwise" in _texts(made)


def test_no_sign_stands_where_what_came_before_a_break_is_not_shown(
    broken_figure: Figure,
) -> None:
    late = replace(broken_figure, values=broken_figure.values[2:])
    made = spec(late, LIGHT, width=760)
    assert not _signs(made, symbols.SLASHES)
    assert "break in a line: Theft is counted otherwise" not in _texts(made)


def test_a_withheld_value_has_a_sign_and_a_missing_one_has_none(broken_figure: Figure) -> None:
    made = spec(broken_figure, LIGHT, width=760)
    (sign,) = _signs(made, symbols.WITHHELD)
    assert sign["tip"]["Period"] == "2020"
    assert sign["tip"]["Note"] == "withheld"
    texts = _texts(made)
    assert "withheld" in texts
    assert "not returned" not in texts
    missing = broken_figure.values.with_columns(pl.lit("").alias(columns.FLAGS))
    made = spec(replace(broken_figure, values=missing), LIGHT, width=760)
    assert not _signs(made, symbols.WITHHELD)
    assert "not returned" in _texts(made)


def test_small_multiples_break_too_and_keep_long_reasons_for_the_signs(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    names = {f"p{number}": f"Country {number}" for number in range(8)}
    rows = [
        values_row(f"{year}", 5.0, partnership_id=code, unit="offences")
        | {columns.BREAK_BEFORE: f"Why {code}" if year == 2018 and code < "p3" else ""}
        for code in names
        for year in range(2016, 2020)
    ]
    made = spec(make_figure(rows, unit="offences", series=names), LIGHT, width=760)
    assert sorted(_lines(made)) == [2] * 6 + [4] * 5
    assert len(_signs(made, symbols.SLASHES)) == 3
    assert "break in a line: not comparable with earlier figures" in _texts(made)
    tips = [dot["tip"]["Period"] for dot in _dots(made) if dot["path"] == symbols.CIRCLE]
    assert len(tips) == len(rows)


def test_a_long_entry_of_the_key_is_broken_into_lines(broken_figure: Figure) -> None:
    broken = pl.col(columns.BREAK_BEFORE) != ""
    long = broken_figure.values.with_columns(
        pl.when(broken)
        .then(pl.lit("a reason of many words " * 8))
        .otherwise(pl.lit(""))
        .alias(columns.BREAK_BEFORE)
    )
    made = spec(replace(broken_figure, values=long), LIGHT, width=390)
    (entry,) = [row["text"] for row in _rows(made, "text") if row["text"][0].startswith("break in")]
    assert len(entry) > 2
    assert all(width(line, size=TEXT_SIZE) <= 390 for line in entry)


def test_a_bar_that_is_a_bound_carries_its_sign(bars_figure: Figure) -> None:
    made = spec(bars_figure, LIGHT, width=760)
    paths = [row["path"] for row in _rows(made, "point")]
    assert paths == [symbols.RIGHT, symbols.RIGHT]
    assert "at least this" in _texts(made)


def test_no_sign_lies_over_the_value_that_it_is_about(published_figure: Figure) -> None:
    rows = _rows(spec(published_figure, LIGHT, width=760), "point")
    dots = [at for at, row in enumerate(rows) if "tip" in row]
    frames = [at for at, row in enumerate(rows) if row["path"] == symbols.SQUARE]
    place = ("across", "x", "y")
    pairs = [
        (frame, dot)
        for frame in frames
        for dot in dots
        if all(rows[dot].get(each) == rows[frame].get(each) for each in place)
    ]
    assert pairs
    assert all(dot > frame for frame, dot in pairs)


def test_a_withheld_value_leads_to_where_it_was_withheld(broken_figure: Figure) -> None:
    cited = Citation(id="own_return", publisher="Agency", title="Report", address="https://a.test")
    figure = replace(broken_figure, metadata=replace(broken_figure.metadata, sources=(cited,)))
    (sign,) = _signs(spec(figure, LIGHT, width=760), symbols.WITHHELD)
    assert sign["tip"]["Source"] == "Agency, Report"
    assert sign["href"] == "https://a.test"


def test_a_point_names_its_source_and_leads_to_it(line_figure: Figure) -> None:
    cited = Citation(id="own_return", publisher="Agency", title="Report", address="https://a.test")
    figure = replace(line_figure, metadata=replace(line_figure.metadata, sources=(cited,)))
    for dot in _dots(spec(figure, LIGHT, width=760)):
        assert dot["tip"]["Source"] == "Agency, Report"
        assert dot["href"] == "https://a.test"
    for dot in _dots(page_spec(figure, LIGHT, width=390)):
        assert "href" not in dot


def test_a_tooltip_tells_period_value_interval_and_note(line_figure: Figure) -> None:
    assert _dots(spec(line_figure, LIGHT, width=760))[-1]["tip"] == {
        "Period": "Oct–Dec 2024 (Q4)",
        "Series": "Northern Ports Task Force",
        "Value": "71\u00a0%",
        "Interval": "68–74\u00a0%",
        "Note": "partial (3 of 4)",
    }


def test_the_target_is_drawn_from_the_day_it_is_in_force(line_figure: Figure) -> None:
    dashed = [rule for rule in _rows(spec(line_figure, LIGHT, width=760), "rule") if rule["dash"]]
    assert [(rule["across"], rule["across2"]) for rule in dashed] == [(0.4, 1.0)]
    assert {rule["color"] for rule in dashed} == {LIGHT.target}


def test_a_cumulative_target_rises_from_nothing(line_figure: Figure) -> None:
    rising = Target(value=0.7, begins_at=0.0, start=date(2022, 1, 1), until=date(2023, 1, 1))
    made = spec(replace(line_figure, targets=(rising,)), LIGHT, width=760)
    (rule,) = [rule for rule in _rows(made, "rule") if rule["dash"]]
    assert (rule["across"], rule["across2"]) == (0.4, 0.6)
    assert rule["y"] > rule["y2"]
    assert not any(text.startswith("target") for text in _texts(made))


def test_a_target_that_ended_before_the_chart_is_left_out(line_figure: Figure) -> None:
    past = Target(value=0.7, start=date(2010, 1, 1), until=date(2011, 1, 1))
    made = spec(replace(line_figure, targets=(past,)), LIGHT, width=760)
    assert not [rule for rule in _rows(made, "rule") if rule["dash"]]


def test_milestones_are_named_where_there_is_room_and_numbered_where_not(
    line_figure: Figure,
) -> None:
    wide = _texts(spec(line_figure, LIGHT, width=760))
    narrow = _texts(spec(line_figure, LIGHT, width=390))
    assert "Shared platform opens" in wide
    assert {"1", "2", "3", "2 Shared platform opens"} <= {*narrow}


def test_milestones_outside_the_time_shown_are_left_out(line_figure: Figure) -> None:
    old = Milestone(day=date(1990, 1, 1), label="Founded")
    assert "Founded" not in _texts(spec(replace(line_figure, milestones=(old,)), LIGHT, width=760))


def test_many_gaps_are_explained_in_the_key(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    rows = [values_row(str(year), year / 4000 if year % 2 else None) for year in range(2001, 2022)]
    made = spec(make_figure(rows, words=Words(gap="not published")), LIGHT, width=760)
    assert _texts(made).count("gap in a line: not published") == 1
    assert "not published" not in _texts(made)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ("", "not returned"),
        ("suppressed", "withheld"),
        ("no_value:zero_denominator", "nothing to divide by"),
        ("no_value:no_rows", "not returned"),
    ],
)
def test_a_gap_says_why_it_is_there(
    make_figure: Callable[..., Figure],
    values_row: Callable[..., dict[str, Any]],
    flags: str,
    said: str,
) -> None:
    shares = {"2020": 0.5, "2021": 0.6, "2022": None, "2023": 0.6, "2024": 0.5}
    rows = [values_row(year, share, flags=flags) for year, share in shares.items()]
    assert said in _texts(spec(make_figure(rows), LIGHT, width=760))


def test_several_series_are_named_at_their_ends_in_six_colours(
    lines_figure: Callable[[int], Figure],
) -> None:
    made = spec(lines_figure(6), LIGHT, width=760)
    colors = [layer["mark"]["stroke"] for layer in made["layer"] if layer["mark"]["type"] == "line"]
    assert colors == [*LIGHT.series]
    assert sum("Partnership of the number" in text for text in _texts(made)) == 6
    assert not _rows(made, "area")


def test_past_six_series_each_has_its_own_panel_on_one_scale(
    lines_figure: Callable[[int], Figure],
) -> None:
    made = spec(lines_figure(7), LIGHT, width=760)
    colors = [layer["mark"]["stroke"] for layer in made["layer"] if layer["mark"]["type"] == "line"]
    assert colors == [LIGHT.context]
    assert _lines(made) == [12] * 7
    years = [row["across"] for row in _rows(made, "text") if row["text"] == "2022"]
    assert (len(years), len({*years})) == (7, 3)  # in three columns
    scale = [row["text"] for row in _rows(made, "text") if row["x"] == -8]
    assert len(scale) == 3 * len({*scale})  # once for each row of panels


def test_a_panel_that_ends_before_the_others_names_the_year_of_its_last_value(
    lines_figure: Callable[[int], Figure],
) -> None:
    made = lines_figure(7)
    first, last = min(made.series), made.values[columns.PERIOD].max()
    mine = pl.col(made.dimensions[0]) == first
    early = made.values.filter(~(mine & (pl.col(columns.PERIOD).str.head(4) == str(last)[:4])))
    ends = str(early.filter(mine)[columns.PERIOD].max())[:4]
    named = [
        [text for text in _texts(spec(each, LIGHT, width=760)) if text.endswith(f"({ends})")]
        for each in (made, replace(made, values=early))
    ]
    assert [len(texts) for texts in named] == [0, 1]


def test_of_too_many_rates_none_is_left_out_for_being_low(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    areas = {f"a{number:02}": f"Area {number:02}" for number in range(14)}
    rows = [
        values_row("2023", number / 20, crime_area=area, **{columns.DENOMINATOR: 20.0})
        for number, area in enumerate(areas)
    ]
    figure = make_figure(
        rows,
        dimensions=(columns.PARTNERSHIP, "crime_area"),
        series={f"northern-ports;{area}": label for area, label in areas.items()},
    )
    drawn = [each for each in _texts(spec(figure, LIGHT, width=760)) if each.startswith("Area ")]
    assert drawn == list(areas.values())[:12]


def test_of_too_many_series_the_whole_and_the_foremost_are_drawn_and_the_rest_told(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    areas = {f"a{number:02}": f"Area {number:02}" for number in range(14)}
    rows = [
        values_row(year, 10 + number, crime_area=area, unit="meetings")
        for number, area in enumerate(areas)
        for year in ("2022", "2023")
    ]
    rows += [values_row("2023", 300, crime_area="", unit="meetings")]
    rows += [values_row("2024", 1, crime_area="a00", unit="meetings")]
    codes = {f"northern-ports;{area}": label for area, label in areas.items()}
    figure = make_figure(
        rows,
        dimensions=(columns.PARTNERSHIP, "crime_area"),
        series={**codes, "northern-ports;": "The whole"},
        unit="meetings",
    )
    texts = _texts(spec(figure, LIGHT, width=760))
    drawn = [text for text in texts if text == "The whole" or text.startswith("Area ")]
    assert drawn == ["The whole", "Area 00", *(f"Area {number:02}" for number in range(4, 14))]
    assert "more lines, not drawn but in the numbers of this figure: 3" in texts
    assert "more lines" not in " ".join(
        _texts(
            spec(replace(figure, series=dict(list(figure.series.items())[:12])), LIGHT, width=760)
        )
    )


def test_lines_of_which_one_breaks_stand_apart(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    years = ("2021", "2022", "2023")
    rows = [values_row(year, 0.5, partnership_id="a") for year in years]
    rows += [values_row(year, 0.5, partnership_id="b") for year in years]
    series = {"a": "Alpha", "b": "Beta"}
    whole = spec(make_figure(rows, series=series), LIGHT, width=760)
    assert "Alpha" not in _texts(whole)
    rows[-1][columns.BREAK_BEFORE] = "Counted anew"
    apart = spec(make_figure(rows, series=series), LIGHT, width=760)
    assert {"Alpha", "Beta"} <= {*_texts(apart)}
    assert _lines(apart) == [3, 2, 1]


def test_a_series_that_ended_early_says_when(
    make_figure: Callable[..., Figure], values_row: Callable[..., dict[str, Any]]
) -> None:
    rows = [values_row(str(year), 0.5, partnership_id="a") for year in range(2015, 2025)]
    rows += [values_row(str(year), 0.6, partnership_id="b") for year in range(2015, 2020)]
    made = spec(make_figure(rows, series={"a": "Alpha", "b": "Beta"}), LIGHT, width=760)
    assert "2019" in [row["text"][0] for row in _rows(made, "text") if row["across"] == 1.0]


def test_labels_are_moved_apart_and_stay_in_order() -> None:
    labels = [
        Label(spans=(Span(lines=(name,), color="#000000"),), y=y, color="#000000", across=1.0)
        for name, y in (("c", 99.0), ("a", 97.0), ("b", 98.0))
    ]
    placed = stack(labels, height=100)
    assert [label.spans[0].lines[0] for label in placed] == ["a", "b", "c"]
    assert all(below.y - above.y >= above.height for above, below in pairwise(placed))
    assert placed[-1].y <= 100


def test_bars_start_at_nothing_in_the_order_given_and_the_missing_said_last(
    bars_figure: Figure,
) -> None:
    made = spec(bars_figure, LIGHT, width=760)
    boxes = _rows(made, "rect")
    assert {box["across"] for box in boxes} == {0.0}
    assert [round(box["across2"] * 48_210) for box in boxes] == [9_120, 48_210, 31_877]
    names = [row for row in _rows(made, "text") if row["align"] == "right"]
    assert [row["text"] for row in sorted(names, key=lambda row: row["y"])] == [
        ["Bilateral"],
        ["I-24/7"],
        ["SIENA"],
        ["Prüm"],
    ]
    texts = _texts(made)
    assert "not returned" in texts
    assert {">\u00a031\u00a0877", "9\u00a0120, partial (3 of 4)"} <= {*texts}


def test_the_bar_of_a_partial_value_is_hollow(bars_figure: Figure) -> None:
    fills = [box["fill"] for box in _rows(spec(bars_figure, LIGHT, width=760), "rect")]
    assert fills == [LIGHT.ground, LIGHT.context, LIGHT.context]


def test_bars_show_their_intervals(
    make_figure: Callable[..., Figure],
    values_row: Callable[..., dict[str, Any]],
    bars_figure: Figure,
) -> None:
    rows = [values_row("2024", 0.5, lower=0.4, upper=0.7), values_row("2024", 0.2)]
    rows[1][columns.PARTNERSHIP] = "b"
    figure = make_figure(rows, kind=bars_figure.kind, series={"northern-ports": "A", "b": "B"})
    made = spec(figure, LIGHT, width=760)
    whisker = next(rule for rule in _rows(made, "rule") if rule["across"] != rule["across2"])
    assert (whisker["across"], whisker["across2"]) == (round(0.4 / 0.7, 5), 1.0)
    assert "95\u00a0% interval" in _texts(made)


def test_editions_are_dots_with_bounds_that_nothing_joins(dots_figure: Figure) -> None:
    made = spec(dots_figure, LIGHT, width=760)
    assert _lines(made) == []
    texts = _texts(made)
    assert [text for text in texts if text in {"412", ">\u00a05\u00a0500", "no figure found"}] == [
        "412",
        ">\u00a05\u00a0500",
        "no figure found",
    ]
    assert "<\u00a096, sources differ" in texts
    assert {"at least this", "at most this", "sources differ"} <= set(texts)
    dots = _dots(made)
    assert [dot["across"] for dot in dots] == pytest.approx([412 / 5500, 1, 96 / 5500], abs=1e-5)
    assert len({dot["y"] for dot in dots}) == 3


def test_the_bound_of_an_edition_points_along_its_axis_and_stands_beside_its_dot(
    dots_figure: Figure,
) -> None:
    points = _rows(spec(dots_figure, LIGHT, width=760), "point")
    (at_least,) = (row for row in points if row["path"] == symbols.RIGHT and row["across"] == 1)
    (at_most,) = (row for row in points if row["path"] == symbols.LEFT and row["across"] > 0)
    assert at_least["x"] > 0 > at_most["x"]
    assert {at_least["y"], at_most["y"]} < {dot["y"] for dot in points if "tip" in dot}
    assert not {symbols.UP, symbols.DOWN} & {row["path"] for row in points}


def test_the_dot_of_an_edition_leads_to_where_it_was_read(dots_figure: Figure) -> None:
    cited = Citation(id="own_return", publisher="Agency", title="Report", address="https://a.test")
    figure = replace(dots_figure, metadata=replace(dots_figure.metadata, sources=(cited,)))
    dots = _dots(page_spec(figure, LIGHT, width=760))
    assert [dot["href"] for dot in dots] == ["https://a.test"] * 3


@pytest.mark.parametrize("width", [358, 1120])
def test_what_ran_at_one_time_stands_in_lanes_and_a_day_is_seen(
    spans_figure: Figure, width: int
) -> None:
    made = spec(spans_figure, LIGHT, width=width)
    bars = {row["tip"]["Operation"]: row for row in _rows(made, "rect")}
    across = {label: (row["across"], row["across2"]) for label, row in bars.items()}
    assert across["Long Net"][0] < across["Short Net"][0] < across["Long Net"][1]
    assert bars["Short Net"]["y"] > bars["Long Net"]["y"] == bars["Late Net"]["y"]
    assert bars["Short Net"]["x2"] > 4
    assert bars["Long Net"]["x2"] == 0
    assert bars["Vague Net"]["fill"] != bars["Long Net"]["fill"]
    assert "begin or end known to the year only" in _texts(made)


@pytest.mark.parametrize("width_of_all", [358, 1120])
def test_the_name_of_what_ran_stands_beside_its_bar_and_on_no_other(
    spans_figure: Figure, width_of_all: int
) -> None:
    made = spec(spans_figure, LIGHT, width=width_of_all)
    names = {row["text"]: row for row in _rows(made, "text") if "Net" in row["text"]}
    bars = {row["tip"]["Operation"]: row for row in _rows(made, "rect")}
    assert names.keys() == bars.keys()
    across = made["width"]
    for name, text in names.items():
        left = text["across"] * across + text["x"]
        left -= width(name, size=TEXT_SIZE) if text["align"] == "right" else 0
        right = left + width(name, size=TEXT_SIZE)
        assert left >= 0
        assert right <= across
        for bar in bars.values():
            apart = bar["across"] * across >= right or bar["across2"] * across + bar["x2"] <= left
            assert apart or not bar["y"] <= text["y"] <= bar["y2"]


def test_a_time_line_is_told_by_name_and_never_counted(spans_figure: Figure) -> None:
    assert (
        "Drug trafficking: Vague Net (2022-01-01 to 2022-12-31). Financial fraud: Long Net "
        "(2021-03-01 to 2022-06-30); Short Net (2021-05-04 to 2021-05-04); Late Net"
    ) in spans_figure.description


def test_zero_is_written_and_a_blank_is_not_a_zero(heat_figure: Figure) -> None:
    made = spec(heat_figure, LIGHT, width=760)
    tips = [box["tip"]["Series"] for box in _rows(made, "rect") if "tip" in box]
    assert tips == ["France – Germany", "France – Spain", "Germany – France"]
    assert "0" in _texts(made)
    assert "blank: nothing reported" in _texts(made)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_numbers_are_read_on_every_shade_of_the_heat_map(
    make_figure: Callable[..., Figure],
    values_row: Callable[..., dict[str, Any]],
    heat_figure: Figure,
    palette: Palette,
) -> None:
    names = {f"C{number:02}": f"Country {number}" for number in range(12)}
    rows = [
        values_row("2024", float(number**3), sender="C00", receiver=code)
        for number, code in enumerate(names)
        if number
    ]
    figure = make_figure(
        rows, kind=heat_figure.kind, dimensions=heat_figure.dimensions, series=names
    )
    made = spec(figure, palette, width=1200)
    boxes = {box["across"]: box["fill"] for box in _rows(made, "rect") if "tip" in box}
    written = {row["across"]: row["color"] for row in _rows(made, "text") if row["y"] == 15}
    shared = [
        (fill, written[middle])
        for across, fill in boxes.items()
        for middle in written
        if across < middle < across + 1 / 11
    ]
    assert len(shared) == 11
    assert min(contrast(fill, ink) for fill, ink in shared) >= 4.5


def test_the_matrix_says_value_interval_change_and_status_with_a_mark(
    matrix_figure: Figure,
) -> None:
    made = spec(matrix_figure, LIGHT, width=1120)
    assert {"61\u00a0%", "57–65\u00a0%", "from 58\u00a0%", "not met", "too close to call"} <= {
        *_texts(made)
    }
    paths = [row["path"] for row in _rows(made, "point")]
    assert [paths.count(path) for path in (symbols.CHECK, symbols.CROSS, symbols.WAVE)] == [1, 1, 1]
    assert _texts(made).count("not measured") == 1


def test_the_matrix_is_one_view(matrix_figure: Figure) -> None:
    made = spec(matrix_figure, LIGHT, width=1120)
    assert not {"facet", "hconcat", "vconcat", "concat", "repeat"} & {*made}
    assert _lines(made) == [12, 12, 12]


def test_on_a_phone_the_matrix_is_a_list(matrix_figure: Figure) -> None:
    texts = _texts(spec(matrix_figure, LIGHT, width=390))
    assert texts.count("Law & jurisdiction · requests in time") == 2
    assert texts.index("Northern Ports Task Force") < texts.index("Andes Drug Network")


def test_on_a_phone_what_is_not_measured_is_named_once_below_what_is(matrix_figure: Figure) -> None:
    texts = _texts(spec(matrix_figure, LIGHT, width=390))
    assert texts.count("Information exchange · replies on time") == 1
    assert texts.count("not measured: Information exchange") == 1
    cells = (
        *matrix_figure.cells,
        Cell(row="andes", column="information", value="", note="listed one by one"),
    )
    told = _texts(spec(replace(matrix_figure, cells=cells), LIGHT, width=390))
    assert told.count("Information exchange · replies on time") == 2
    assert "listed one by one" in told


def test_a_cell_names_another_indicator_where_it_shows_one(matrix_figure: Figure) -> None:
    cells = (replace(matrix_figure.cells[0], note="published messages"), *matrix_figure.cells[1:])
    assert "published messages" in _texts(
        spec(replace(matrix_figure, cells=cells), LIGHT, width=1120)
    )


def test_crowded_columns_make_the_matrix_a_list(matrix_figure: Figure) -> None:
    headings = tuple(
        replace(matrix_figure.headings[0], id=f"c{number}", title=f"Pillar {number}")
        for number in range(9)
    )
    texts = _texts(spec(replace(matrix_figure, headings=headings), LIGHT, width=760))
    named = [text for text in texts if text.startswith("not measured: Pillar 0, Pillar 1")]
    assert len(named) == 2


def test_words_come_from_the_figure(line_figure: Figure) -> None:
    words = Words.translated(lambda text: text.replace("target", "objectif"))
    texts = _texts(spec(replace(line_figure, words=words), LIGHT, width=760))
    assert "objectif 65\u00a0%" in texts


def test_a_frame_without_values_has_none_to_draw(line_figure: Figure) -> None:
    empty = line_figure.values.with_columns(pl.lit(None, pl.Float64).alias(columns.VALUE))
    assert "not measured" in _texts(spec(replace(line_figure, values=empty), LIGHT, width=760))


def test_a_cell_may_have_a_value_without_a_series_or_an_interval(matrix_figure: Figure) -> None:
    bare = replace(matrix_figure.cells[0], interval="", change="", status="", status_text="")
    figure = replace(
        replace(matrix_figure, values=matrix_figure.values.clear(), cells=()), cells=(bare,)
    )
    made = spec(figure, LIGHT, width=1120)
    assert "61\u00a0%" in _texts(made)
    assert _texts(made).count("not measured") == 3
    assert not _lines(made)


@pytest.mark.parametrize(("value", "drawn"), [("about 1 790 000", False), ("61 %", True)])
def test_a_value_too_wide_for_its_cell_takes_the_room_of_the_sparkline(
    matrix_figure: Figure, value: str, *, drawn: bool
) -> None:
    cell = replace(matrix_figure.cells[0], value=value)
    layout = Layout.fitting(123.0, [cell, replace(cell, value="about 1 790 000")])
    held = layout.holding(value)
    assert held.value_x + width(value, size=SUBTITLE_SIZE, weight=SEMIBOLD) <= held.width
    assert (held.spark == layout.spark) == drawn


def test_a_matrix_without_columns_says_that_nothing_is_measured(matrix_figure: Figure) -> None:
    figure = replace(matrix_figure, headings=(), cells=())
    assert "not measured" in _texts(spec(figure, LIGHT, width=1120))


def test_a_number_wider_than_its_cell_is_left_to_the_tooltip(heat_figure: Figure) -> None:
    large = heat_figure.values.with_columns(pl.col(columns.VALUE) * 1_000_000)
    made = spec(replace(heat_figure, values=large), LIGHT, width=160)
    values = [box["tip"]["Value"] for box in _rows(made, "rect") if "tip" in box]
    assert values[0] == "4.736\u00a0billion"
    assert "4.736\u00a0billion" not in _texts(made)


def test_a_square_says_in_a_sign_what_its_shade_repeats_and_leads_further(
    grid_figure: Figure,
) -> None:
    made = spec(grid_figure, LIGHT, width=1120)
    texts = _texts(made)
    assert [texts.count(sign) for sign in ("S", "S!", "M")] == [9, 1, 1]
    assert texts.count("2023") == 1  # above its four quarters
    assert {"Q1", "Q4", "Northern Ports", "Belgium"} <= set(texts)
    boxes = _rows(made, "rect")
    assert len(boxes) == 11  # blank where nothing is owed
    assert len({row["fill"] for row in boxes}) == 3
    assert all(row["tip"] and row["href"] for row in boxes)


def test_the_key_of_a_grid_explains_the_signs_that_are_there(grid_figure: Figure) -> None:
    texts = _texts(spec(grid_figure, LIGHT, width=1120))
    assert {"S  sent", "!  came late", "M  missing"} <= set(texts)
    assert "0  nothing to report" not in texts


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_signs_are_read_on_every_shade(grid_figure: Figure, palette: Palette) -> None:
    made = spec(grid_figure, palette, width=1120)
    half = 0.5 / len(grid_figure.headings)
    fills = {
        (round(row["across"] + half, 3), row["y"] + 10): row["fill"] for row in _rows(made, "rect")
    }
    signs = [row for row in _rows(made, "text") if row["text"] in ("S", "S!", "M")]
    places = [(round(row["across"], 3), row["y"]) for row in signs]
    lowest = min(
        contrast(row["color"], fills[place]) for row, place in zip(signs, places, strict=True)
    )
    assert lowest >= 4.5


def test_on_a_phone_names_stand_above_their_squares_and_no_tap_leads_away(
    grid_figure: Figure,
) -> None:
    wide, narrow = (page_spec(grid_figure, LIGHT, width=width) for width in (1120, 358))
    assert narrow["height"] > wide["height"]
    assert [row["align"] for row in _rows(narrow, "text") if row["text"] == "Belgium"] == ["left"]
    assert not any("href" in row for row in _rows(narrow, "rect"))


def test_columns_too_narrow_for_their_texts_are_broken_between_years_the_latest_first(
    grid_figure: Figure,
) -> None:
    squares = tuple(replace(each, text="127!") for each in grid_figure.grid.squares)
    figure = replace(grid_figure, grid=replace(grid_figure.grid, squares=squares))
    wide, narrow = (spec(figure, LIGHT, width=width) for width in (1120, 160))
    for made in (wide, narrow):
        signs = [(row["across"], row["y"]) for row in _rows(made, "text") if row["text"] == "127!"]
        assert len(set(signs)) == len(squares)
    heads = [
        {row["text"]: row["y"] for row in _rows(made, "text") if row["text"] in ("2023", "2024")}
        for made in (wide, narrow)
    ]
    assert heads[0]["2023"] == heads[0]["2024"]
    assert heads[1]["2023"] > heads[1]["2024"]
    assert _texts(narrow).count("Belgium") == 2


def test_on_a_phone_every_column_of_a_grid_is_named(grid_figure: Figure) -> None:
    several = range(2019, 2025)
    headings = tuple(
        Heading(id=f"{year}-Q{n}", title=str(year), note=f"Q{n}")
        for year in several
        for n in range(1, 5)
    )
    texts = _texts(page_spec(replace(grid_figure, headings=headings), LIGHT, width=358))
    assert [texts.count(f"Q{n}") for n in range(1, 5)] == [len(several)] * 4
    assert [texts.count(str(year)) for year in several] == [1] * len(several)


def test_a_grid_without_columns_says_that_nothing_is_measured(grid_figure: Figure) -> None:
    assert "not measured" in _texts(spec(replace(grid_figure, headings=()), LIGHT, width=760))


def test_a_mark_leads_to_its_rows_on_a_page_and_nowhere_in_a_file(
    bars_figure: Figure, grid_figure: Figure
) -> None:
    with_rows = replace(bars_figure, ways={"i247;2024-Q4": "data-quality?behind=rows"})
    for figure, led in ((with_rows, 1), (grid_figure, len(grid_figure.grid.squares))):
        on_page, in_file = (
            [row for row in _rows(spec(each, LIGHT, width=1120), "rect") if "href" in row]
            for each in (figure, figure.away())
        )
        assert (len(on_page), in_file) == (led, [])


def test_lines_are_drawn_on_both_sides_and_the_one_before_is_dashed_over_its_range(
    carried_figure: Figure,
) -> None:
    made = spec(carried_figure, LIGHT, width=760)
    assert _lines(made) == [5, 6, 6]
    dashed = [layer for layer in made["layer"] if layer["mark"].get("strokeDash")]
    assert [layer["mark"]["type"] for layer in dashed][-1] == "line"
    (band,) = (layer for layer in made["layer"] if layer["mark"]["type"] == "area")
    assert len(band["data"]["values"]) == 6
    texts = _texts(made)
    assert {"line before, carried on", "on neither side", "Shared platform opens"} <= {*texts}


def test_the_period_on_neither_side_is_shaded_over_its_whole_length(carried_figure: Figure) -> None:
    (shade,) = _rows(spec(carried_figure, LIGHT, width=760), "rect")
    assert shade["across2"] - shade["across"] == pytest.approx(1 / 12, abs=1e-4)
    assert shade["y"] == 0


def test_the_jump_asked_about_stands_out_and_its_size_is_shown_up_and_down(
    jumps_figure: Figure,
) -> None:
    made = spec(jumps_figure, LIGHT, width=760)
    asked = [dot for dot in _dots(made) if dot["fill"] == LIGHT.accent]
    assert [dot["tip"]["Period"] for dot in asked] == ["Jan–Mar 2023 (Q1)"]
    assert len(_dots(made)) == 5
    sizes = [row["y"] for row in _rows(made, "rule") if row["dash"]]
    nothing = next(row["y"] for row in _rows(made, "text") if row["text"] == "0")
    assert sum(sizes) / 2 == pytest.approx(nothing, abs=0.01)
