"""Series into figures: titles that state a fact, subtitles, lines, targets, milestones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, Final

import polars as pl

from dashboard import finding_words, labels, line_words, provenance, usual
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Figure, Kind, Milestone, Target
from dashboard.charts.foremost import in_panels
from dashboard.charts.formats import SHARE
from dashboard.charts.points import points, series_key, with_value
from dashboard.i18n import tr, trn
from metrics import values as columns
from metrics.change import with_change
from metrics.indicator import Indicator
from metrics.methods.signal import Grade
from metrics.series import Query, Series
from metrics.series import series as measure
from metrics.signals import WORDS, standing
from metrics.source import Source
from validation.codes import ALL, Direction
from validation.contracts.information_exchange import InformationExchange as Exchange
from validation.contracts.milestones import Milestones
from validation.fields import name
from validation.periods import QUARTER, Period
from validation.text import mark

NAMED: Final = 2
_GRAINS: Final = {"quarter": mark("quarters"), "year": mark("years")}


def series_figure(series: Series, source: Source, *, apart: bool = False) -> Figure:
    """Make the figure of an indicator over time, a line or a panel beside its usual range.

    Args:
        series: what is shown.
        source: its version.
        apart: whether each of several lines has a panel of its own in any case.
    """
    made = replace(plain_figure(series, source), apart=apart)
    lines = {code: line for code, line in points(made).items() if with_value(line)}
    if len(made.series) > 1 and not in_panels(lines, asked=apart):
        return described(made, tr)
    told = (usual.sentence(series), *line_words.sentences(series), finding_words.of_panels(series))
    footer = (*filter(None, told), *made.footer)
    return described(replace(made, footer=footer, usual=usual.usual(series)), tr)


def plain_figure(series: Series, source: Source) -> Figure:
    """Make the same without usual range and description, for who draws something else of it."""
    frame = series.frame
    dimensions = (columns.PARTNERSHIP, *series.dimensions)
    several = frame[columns.PARTNERSHIP].n_unique() > 1
    lines = {
        series_key(row, dimensions): labels.line_label(series, row, several=several)
        for row in frame.select(dimensions).unique(maintain_order=True).iter_rows(named=True)
    }
    single = len(lines) == 1
    return Figure(
        id=figure_id(series.query),
        kind=Kind.LINE,
        values=frame,
        dimensions=dimensions,
        series=lines,
        title=title(series, source),
        subtitle=subtitle(series),
        footer=provenance.footer(series, source),
        unit=series.indicator.unit,
        unit_label=tr(series.indicator.unit),
        targets=_targets(series),
        milestones=_milestones(series) if single else (),
        description="",
        metadata=provenance.metadata(series, source),
        simulated=series.provenance.simulated,
        words=labels.words(series.indicator),
    )


def bars_figure(series: Series, source: Source, period: str) -> Figure:
    """Make the figure of one period's parts, such as the messages by channel."""
    made = plain_figure(series, source)
    values = series.frame.filter(pl.col(columns.PERIOD) == period)
    figure = replace(
        made,
        id=f"{made.id}-{period.lower()}",
        kind=Kind.BARS,
        values=values,
        series=_in_order(made, values, series.indicator),
        title=tr(series.indicator.question),
        subtitle=f"{subtitle(series)} · {labels.period_label(period)}",
        targets=(),
        milestones=(),
    )
    return described(figure, tr)


def _in_order(figure: Figure, values: pl.DataFrame, indicator: Indicator) -> dict[str, str]:
    """Name counts by their size, and so what has a good direction; all else by name.

    An order by value would rank a share of which more is neither better nor worse.
    """
    if indicator.unit == SHARE and indicator.direction is Direction.NEITHER:
        return dict(sorted(figure.series.items(), key=lambda pair: pair[1].casefold()))
    found = {
        series_key(row, figure.dimensions): row[columns.VALUE] or 0.0
        for row in values.iter_rows(named=True)
    }
    return dict(sorted(figure.series.items(), key=lambda pair: -found.get(pair[0], 0.0)))


def flows_figure(series: Series, source: Source, found: pl.DataFrame) -> Figure:
    """Make the figure of who sent how much to whom in one period.

    Args:
        series: the same question over time; gives names, unit and provenance.
        source: the version.
        found: the frame of `metrics.flows.pairs`.
    """
    ends = (name(Exchange.sender), name(Exchange.receiver))
    told = found.filter(pl.all_horizontal(pl.col(end) != ALL for end in ends))
    parties = sorted({each for end in ends for each in told[end]}, key=labels.party_name)
    plain = {
        columns.GRAIN: series.query.grain or QUARTER,
        columns.INDICATOR: series.indicator.id,
        columns.METHOD: "",
        columns.UNIT: series.indicator.unit,
        columns.STATUS: "",
        columns.FLAGS: columns.SIMULATED if series.provenance.simulated else "",
        columns.PRECISION: "",
        columns.BREAK_BEFORE: "",
    }
    frame = told.with_columns(
        *(pl.lit(value).alias(column) for column, value in plain.items()),
        *(
            pl.lit(None, pl.Float64).alias(column)
            for column in (columns.LOWER, columns.UPPER, columns.TARGET)
        ),
        pl.lit(series.provenance.version, pl.Int64).alias(columns.DATA_VERSION),
    ).select(list(columns.schema(ends)))
    made = plain_figure(series, source)
    period = labels.period_label(str(found[columns.PERIOD].max()))
    figure = replace(
        made,
        id=f"{made.id}-pairs",
        kind=Kind.HEAT,
        values=frame,
        dimensions=ends,
        series={each: labels.party_name(each) for each in parties},
        title=tr(mark("{name} between members"), name=tr(series.indicator.name)),
        subtitle=f"{subtitle(series)} · {period}",
        targets=(),
        milestones=(),
    )
    return described(figure, tr)


def figure_id(query: Query) -> str:
    """Name a figure after its question, for file names."""
    parts = [
        query.indicator,
        *(query.partnerships if len(query.partnerships) == 1 else ()),
        query.by,
        *query.crime_areas,
        *query.countries,
    ]
    return "-".join(part for part in parts if part).lower()


def title(series: Series, source: Source) -> str:
    """Return a statement of fact for a single line, else the question.

    It names the value of a year earlier only where the two may be compared, beside a count that is
    read so how many there were in all, and of a whole value how it stands to its usual range.
    """
    frame = series.frame.filter(pl.col(columns.VALUE).is_not_null())
    dimensions = (columns.PARTNERSHIP, *series.dimensions)
    if frame.is_empty() or frame.select(dimensions).n_unique() > 1:
        published = series.indicator.published
        return tr(series.indicator.name if published else series.indicator.question)
    last = frame.row(-1, named=True)
    facts = {
        "name": tr(series.indicator.name),
        "value": labels.beside(labels.counted_text(last), _whole(last, series, source)),
        "period": _period(last),
    }
    compared = (
        with_change(series.frame, dimensions)
        .filter(pl.col(columns.VALUE).is_not_null())
        .row(-1, named=True)
    )
    if compared[columns.CHANGE] is None:
        return tr(mark("{name}: {value} in {period}"), **facts) + _as_usual(series, last)
    earlier = frame.row(
        by_predicate=pl.col(columns.PERIOD) == compared[columns.EARLIER_PERIOD], named=True
    )
    before = labels.counted_text(earlier)
    told = tr(mark("{name}: {value} in {period}, {before} a year earlier"), **facts, before=before)
    return told + _as_usual(series, last)


def _as_usual(series: Series, last: Mapping[str, Any]) -> str:
    """Say how the last value of a single line stands to its usual range, if it was judged."""
    found = line_words.single(series)
    if not found or found[columns.LIMITS_GRADE] != Grade.FIRM:
        return ""
    if found[columns.JUDGED_IN] != last[columns.PERIOD]:
        return ""
    word = WORDS[standing(found[columns.SIGNAL_SIDE], series.indicator.direction)]
    return tr(mark("; {standing}"), standing=tr(word))


def _whole(row: Mapping[str, Any], series: Series, source: Source) -> Mapping[str, Any] | None:
    """Return the value that a count is read beside, of the same line and period."""
    other = series.indicator.out_of
    if not other:
        return None
    lines = (columns.PARTNERSHIP, columns.PERIOD, *series.dimensions)
    found = measure(source, replace(series.query, indicator=other)).frame
    same = [pl.col(each) == row[each] for each in lines]
    return next(found.filter(same).iter_rows(named=True), None)


def _period(row: Mapping[str, Any]) -> str:
    """Name a value's period, and that the value is not whole yet."""
    period = labels.period_label(row[columns.PERIOD])
    words = labels.words()
    if labels.may_change(row[columns.FLAGS]):
        return tr(mark("{period} ({remark})"), period=period, remark=words.immature)
    if columns.PARTIAL in dict(columns.parse_flags(row[columns.FLAGS])):
        return tr(mark("{period} ({remark})"), period=period, remark=words.partial)
    return period


def subtitle(series: Series) -> str:
    """Say whose figures these are, the unit, the grain and the filters."""
    query = series.query
    whose = (
        ", ".join(labels.short_name(series.names.get(each, each)) for each in query.partnerships)
        if 0 < len(query.partnerships) <= NAMED
        else _how_many(series)
    )
    grains = " · ".join(
        tr(_GRAINS[grain]) for grain in series.frame[columns.GRAIN].unique().sort().to_list()
    )
    parts = [whose, *_line_of(series), _measured(series.indicator), grains]
    parts += filters_of(query)
    return " · ".join(dict.fromkeys(part for part in parts if part))


def filters_of(query: Query) -> list[str]:
    """Name what figures are broken down by, and the crime areas and countries they are on."""
    by = [tr(mark("by {dimension}"), dimension=labels.dimension_name(query.by))] if query.by else []
    area = name(Exchange.crime_area)
    return [
        *by,
        *(labels.code_label(area, code) for code in query.crime_areas),
        *(labels.party_name(code) for code in query.countries if code != ALL),
    ]


def _how_many(series: Series) -> str:
    """Say how many partnerships have figures; nothing of figures on places alone."""
    told = series.frame.filter(pl.col(columns.PARTNERSHIP) != "")
    number = told[columns.PARTNERSHIP].n_unique()
    return trn(mark("{n} partnership"), mark("{n} partnerships"), number) if number else ""


def _line_of(series: Series) -> list[str]:
    """Name what a single line of published totals is on, such as its system."""
    lines = series.frame.select(series.dimensions).unique()
    if lines.height != 1:
        return []
    row = lines.row(0, named=True)
    return [labels.code_label(dimension, row[dimension]) for dimension in row if row[dimension]]


def _measured(indicator: Indicator) -> str:
    if indicator.published:
        called, unit = tr(indicator.name), f"({tr(indicator.unit)})"
        return called if called.endswith(unit) else f"{called} {unit}"
    return tr(mark("share")) if indicator.unit == SHARE else tr(indicator.unit)


def _targets(series: Series) -> tuple[Target, ...]:
    """Draw what each value was measured against: a step where a target was replaced or dropped."""
    dimensions = (columns.PARTNERSHIP, *series.dimensions)
    rows = series.frame.sort(*dimensions, columns.PERIOD).iter_rows(named=True)
    lines = groupby(rows, key=lambda row: series_key(row, dimensions))
    return tuple(step for key, line in lines for step in _steps(key, list(line)))


def _steps(key: str, line: list[dict[str, Any]]) -> Iterator[Target]:
    for value, run in groupby(line, key=lambda row: row[columns.TARGET]):
        if value is None:
            continue
        held = [row[columns.PERIOD] for row in run]
        last = held[-1] == line[-1][columns.PERIOD]
        yield Target(
            value=value,
            start=Period.parse(held[0]).start,
            until=None if last else Period.parse(held[-1]).shift(1).start,
            series=key,
        )


def _milestones(series: Series) -> tuple[Milestone, ...]:
    rows = series.milestones.select(name(Milestones.date), name(Milestones.label)).iter_rows()
    return tuple(Milestone(day=day(text), label=label) for text, label in rows)


def day(text: str) -> date:
    """Read a date of any precision as its earliest day."""
    return date.fromisoformat((text + "-01-01")[: len("2024-01-01")])
