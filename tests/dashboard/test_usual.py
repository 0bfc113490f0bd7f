"""The usual range on a chart: what is drawn, what is said, and where neither is."""

import io
import json
from dataclasses import replace

import polars as pl
import pytest
from openpyxl import load_workbook

from dashboard import usual
from dashboard.charts import symbols
from dashboard.charts.draw import page_spec
from dashboard.charts.figure import Figure
from dashboard.charts.points import points
from dashboard.charts.theme import LIGHT
from dashboard.exporting.export import Format, export
from dashboard.figure_words import numbers_table
from dashboard.formula_words import Parts
from dashboard.story import bars_figure, flows_figure, series_figure
from data.simulation.partners import PORTS
from metrics import values as columns
from metrics.catalogue import INDICATORS
from metrics.flows import pairs
from metrics.methods.rules import Rule
from metrics.series import Query, Series, series
from metrics.source import Source
from metrics.values import Standing
from validation.periods import YEAR, Period


@pytest.fixture(name="source")
def _source(messages: Source) -> Source:
    return messages


def of_a_year(source: Source, indicator: str, *, by: str) -> dict[str, float]:
    """Draw the bars of one year: label to value, in the order drawn."""
    query = Query(indicator=indicator, partnerships=(PORTS,), grain=YEAR, by=by)
    made = bars_figure(series(source, query), source, "2023")
    return {
        made.series[code]: line[0].value
        for code, line in points(made).items()
        if line[0].value is not None
    }


def of(source: Source, whose: str) -> Series:
    return series(source, Query(indicator="on_time_replies", partnerships=(whose,)))


def of_ports(source: Source, indicator: str, *more: str) -> Series:
    return series(source, Query(indicator=indicator, partnerships=(PORTS, *more)))


def figure(source: Source, indicator: str, *more: str) -> Figure:
    return series_figure(of_ports(source, indicator, *more), source)


def drawn(source: Source, indicator: str, *more: str) -> str:
    return json.dumps(page_spec(figure(source, indicator, *more), LIGHT, width=800))


def signalled(found: Series, side: int) -> Series:
    """Give a series in which the last judged value lies outside the usual range."""
    last = found.judged.filter(pl.col(columns.WHY_UNJUDGED) == "")[columns.PERIOD][-1]
    at_last = pl.col(columns.PERIOD) == last
    judged = found.judged.with_columns(
        pl.when(at_last).then(pl.lit(Rule.BEYOND.value)).alias(columns.SIGNAL_RULE),
        pl.when(at_last).then(side).otherwise(0).alias(columns.SIGNAL_SIDE),
    )
    return replace(found, judged=judged)


def other_than(source: Source) -> str:
    return next(each for each in source.partnerships["partnership_id"] if each != PORTS)


def test_the_numbers_below_a_chart_say_it_too(source: Source) -> None:
    made = figure(source, "on_time_replies")
    told = numbers_table(made, Parts("Replied on time", "Replies due"))
    shown = [text for text in told["Usual range"] if text]
    assert sorted(shown) == sorted(each.text for each in made.usual.values())


def test_whoever_redraws_a_chart_finds_its_usual_range_in_the_workbook(source: Source) -> None:
    made = figure(source, "on_time_replies")
    book = load_workbook(io.BytesIO(export(made, Format.XLSX)))
    head, *rows = book["Usual range"].iter_rows(values_only=True)
    assert head[:5] == ("series", "period", "centre", "usual_lower", "usual_upper")
    assert len(rows) == len(made.usual)
    for series_, period, *numbers, _, standing in rows:
        drawn_ = made.usual[f"{series_};{period}"]
        assert numbers == [drawn_.centre, drawn_.lower, drawn_.upper]
        assert standing == drawn_.standing
    several = export(figure(source, "on_time_replies", other_than(source)), Format.XLSX)
    assert "Usual range" not in load_workbook(io.BytesIO(several)).sheetnames


@pytest.mark.parametrize(
    ("indicator", "side", "word", "sign"),
    [
        ("on_time_replies", 1, "better than usual", symbols.TRIANGLE),
        ("on_time_replies", -1, "worse than usual", symbols.DIAMOND),
        ("messages", 1, "different from usual", symbols.SQUARE),
    ],
)
def test_what_is_not_as_usual_has_its_word_and_its_sign(
    source: Source, indicator: str, side: int, word: str, sign: str
) -> None:
    made = series_figure(signalled(of_ports(source, indicator), side), source)
    said = [each.text for each in made.usual.values() if word in each.text]
    assert len(said) == 1
    assert said[0].endswith(f"{word}: outside its usual range")
    assert any(f"it was {word} (outside its usual range)" in each for each in made.footer)
    spec = json.dumps(page_spec(made, LIGHT, width=800))
    assert word in spec
    assert json.dumps(sign) in spec


def test_what_did_not_change_is_said_to_be_within_its_usual_range(source: Source) -> None:
    found = of_ports(source, "messages")
    assert "was within its usual range" in usual.sentence(found)
    standings = {each.standing for each in usual.usual(found).values()}
    assert standings == {Standing.AS_USUAL, Standing.NOT_JUDGED}
    spec = drawn(source, "messages")
    assert symbols.TRIANGLE not in spec
    assert "usual range" in spec


def test_a_value_that_is_not_whole_is_not_judged(source: Source) -> None:
    found = of_ports(source, "on_time_replies")
    last = found.frame.row(-1, named=True)
    assert columns.IMMATURE in last[columns.FLAGS]
    key = f"{PORTS};{last[columns.PERIOD]}"
    assert usual.usual(found)[key].standing is Standing.NOT_JUDGED


def test_lines_of_several_show_no_usual_range(source: Source) -> None:
    other = other_than(source)
    found = figure(source, "on_time_replies", other)
    assert not found.usual
    assert usual.sentence(of_ports(source, "on_time_replies", other)) == ""
    assert "usual range" not in drawn(source, "on_time_replies", other)


def test_each_of_many_lines_has_a_panel_with_its_own_usual_range(source: Source) -> None:
    every = series(source, Query(indicator="on_time_replies"))
    made = series_figure(every, source)
    spec = page_spec(made, LIGHT, width=800)
    text = json.dumps(spec, ensure_ascii=False)
    alone = {
        key: each
        for whose in every.lines[columns.PARTNERSHIP]
        for key, each in usual.usual(of(source, whose)).items()
    }
    assert {key: each.text for key, each in made.usual.items()} == {
        key: each.text for key, each in alone.items()
    }
    flagged = sum(each.standing is Standing.BETTER for each in made.usual.values())
    shown = [row for layer in spec["layer"] for row in layer["data"]["values"]]
    drawn_ = [
        row for row in shown if row.get("path") == symbols.TRIANGLE and row.get("size", 0) < 99
    ]
    assert "usual range" in text
    assert len(drawn_) == flagged
    checked = every.lines.filter(pl.col(columns.WHY_UNJUDGED) == "")
    unjudged = every.lines.filter(pl.col(columns.WHY_UNJUDGED) != "")
    assert unjudged[columns.PARTNERSHIP].to_list() == ["rift-children"]  # its counts are small
    assert any(each.startswith(f"{len(checked)} series checked") for each in made.footer)


def test_a_picture_of_one_period_says_nothing_of_the_usual_range(source: Source) -> None:
    found = of_ports(source, "messages")
    last = found.frame[columns.PERIOD][-1]
    period = Period.parse(last)
    at_last = replace(found.query, from_period=period, to_period=period)
    for made in (
        bars_figure(found, source, last),
        flows_figure(found, source, pairs(source, at_last)),
    ):
        assert not made.usual
        assert not any("usual range" in each for each in made.footer)


@pytest.mark.parametrize("indicator", ["messages", "on_time_replies", "secure_channel_share"])
def test_bars_stand_by_size_where_more_is_more_or_better(source: Source, indicator: str) -> None:
    sizes = list(of_a_year(source, indicator, by="crime_area").values())
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("indicator", ["refused_legal", "automated_share"])
def test_a_share_without_direction_ranks_nothing(source: Source, indicator: str) -> None:
    bars = of_a_year(source, indicator, by="country")
    assert len(bars) > 1
    assert list(bars) == sorted(bars, key=str.casefold)
    assert list(bars.values()) != sorted(bars.values(), reverse=True)


def test_what_no_chart_judges_has_no_usual_range(source: Source) -> None:
    found = of_ports(source, "connected_pairs")
    assert set(found.judged[columns.WHY_UNJUDGED]) != {""}
    assert usual.usual(found) == {}
    assert usual.sentence(found) == ""


def test_the_periods_shown_do_not_move_the_usual_range(source: Source) -> None:
    whole = of_ports(source, "on_time_replies")
    some = series(
        source,
        Query(
            indicator="on_time_replies",
            partnerships=(PORTS,),
            from_period=Period.parse(whole.frame[columns.PERIOD][-3]),
        ),
    )
    assert some.judged.height == 3
    assert some.judged.equals(whole.judged.tail(3))


@pytest.mark.parametrize(
    ("indicator", "how"),
    [
        ("messages", "individuals chart, XmR"),
        ("on_time_replies", "p′ chart of Laney"),
        ("published_messages", "as its publisher printed it"),
        ("reply_hours", "the middle of medians"),
        ("operations_active", "counted anew for each period"),
    ],
)
def test_the_methods_page_says_how_each_indicator_is_judged(indicator: str, how: str) -> None:
    assert how in usual.how_judged(INDICATORS[indicator])
