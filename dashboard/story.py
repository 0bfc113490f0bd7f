"""Values into what a reader is told: titles, subtitles, sources, figures, definitions."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl

from dashboard.charts.alt_text import described
from dashboard.charts.figure import Definition, Figure, Kind, Metadata, Milestone, Target
from dashboard.charts.formats import SHARE, bounded, show
from dashboard.charts.points import series_key
from dashboard.charts.words import Words
from dashboard.i18n import tr
from metrics import values as columns
from metrics.indicator import Indicator
from metrics.series import Query, Series
from metrics.source import Provenance, Source
from metrics.statistic import Published
from validation.cells import OWN_CODE_PATTERN
from validation.codes import (
    ALL,
    CHANNELS,
    COUNTRIES,
    CRIME_AREAS,
    MESSAGE_KINDS,
    ORGANISATIONS,
    OWN_RETURN,
    SYSTEMS,
    CodeList,
)
from validation.contracts.information_exchange import InformationExchange as Exchange
from validation.contracts.milestones import Milestones
from validation.contracts.published_totals import PublishedTotals
from validation.contracts.sources import Sources
from validation.fields import name
from validation.periods import QUARTER, Period
from validation.text import mark

AUTHOR: Final = "Partnership Metrics"
SOURCES_NAMED: Final = 2

_GRAINS: Final = {"quarter": mark("quarters"), "year": mark("years")}
_PARTIES: Final = (COUNTRIES, ORGANISATIONS)
_LISTS: Final[Mapping[str, tuple[CodeList, ...]]] = {
    name(Exchange.channel): (CHANNELS,),
    name(Exchange.crime_area): (CRIME_AREAS,),
    name(Exchange.message_kind): (MESSAGE_KINDS,),
    columns.COUNTRY: _PARTIES,
    name(PublishedTotals.system): (SYSTEMS,),
    name(PublishedTotals.area): (COUNTRIES,),
    name(Exchange.sender): _PARTIES,
    name(Exchange.receiver): _PARTIES,
}
PUBLISHED_DIMENSIONS: Final = tuple(
    name(each)
    for each in (
        PublishedTotals.area,
        PublishedTotals.crime_area,
        PublishedTotals.system,
        PublishedTotals.scope,
    )
)
DIMENSIONS: Final = {
    name(Exchange.channel): mark("channel"),
    name(Exchange.crime_area): mark("crime area"),
    name(Exchange.message_kind): mark("kind of message"),
    columns.COUNTRY: mark("country"),
}


def words(indicator: Indicator | None = None) -> Words:
    """Return the words charts print by themselves, in the reader's language.

    What nobody published was not "not returned": published totals say so.
    """
    found = Words.translated(tr)
    if indicator and isinstance(indicator.statistic, Published):
        return replace(found, gap=tr(mark("no figure found")))
    return found


def code_label(dimension: str, code: str) -> str:
    """Return a reader's name for a code of a dimension."""
    if code == ALL:
        return tr(mark("not broken down"))
    for entries in _LISTS.get(dimension, ()):
        if code in entries.by_code:
            return tr(entries.label(code))
    return code.removeprefix(OWN_CODE_PATTERN[1:3]) if code.startswith("x-") else code


def period_label(code: str) -> str:
    """Return a reader's name for a period."""
    return words().period_label(Period.parse(code))


def value_text(row: Mapping[str, Any]) -> str:
    """Write a row's value with unit sign and bound: "71 %", "> 2 950", or nothing."""
    if row[columns.VALUE] is None:
        return ""
    text = show(row[columns.VALUE], row[columns.UNIT], words())
    return bounded(text, row[columns.PRECISION], words())


def interval_text(row: Mapping[str, Any]) -> str:
    """Write a row's interval: "67–75 %", or nothing."""
    if row[columns.LOWER] is None or row[columns.UPPER] is None:
        return ""
    low, high = (
        show(row[end], row[columns.UNIT], words()) for end in (columns.LOWER, columns.UPPER)
    )
    return f"{low.removesuffix(chr(0xA0) + '%')}–{high}"


def line_label(series: Series, row: Mapping[str, Any], *, several: bool) -> str:
    """Name a line: the partnership where there are several, and what it is cut by."""
    parts = [
        code_label(dimension, str(row[dimension]))
        for dimension in series.dimensions
        if row[dimension]
    ]
    partnership = series.names.get(row[columns.PARTNERSHIP], row[columns.PARTNERSHIP])
    if several or not parts:
        parts.insert(0, short_name(partnership))
    return ", ".join(parts)


def short_name(partnership: str) -> str:
    """Return a partnership's name up to its first dash or bracket."""
    for sign in (" – ", " ("):
        partnership = partnership.partition(sign)[0]
    return partnership


def series_figure(series: Series, source: Source) -> Figure:
    """Make the figure of an indicator over time."""
    frame = series.frame
    dimensions = (columns.PARTNERSHIP, *series.dimensions)
    several = frame[columns.PARTNERSHIP].n_unique() > 1
    labels = {
        series_key(row, dimensions): line_label(series, row, several=several)
        for row in frame.select(dimensions).unique(maintain_order=True).iter_rows(named=True)
    }
    single = len(labels) == 1
    figure = Figure(
        id=figure_id(series.query),
        kind=Kind.LINE,
        values=frame,
        dimensions=dimensions,
        series=labels,
        title=title(series),
        subtitle=subtitle(series),
        footer=footer(series, source),
        unit=series.indicator.unit,
        unit_label=tr(series.indicator.unit),
        targets=_targets(series) if single else (),
        milestones=_milestones(series) if single else (),
        description="",
        metadata=metadata(series, source),
        simulated=series.provenance.simulated,
        words=words(series.indicator),
    )
    return described(figure, tr)


def bars_figure(series: Series, source: Source, period: str) -> Figure:
    """Make the figure of one period's parts, such as the messages by channel."""
    made = series_figure(series, source)
    figure = replace(
        made,
        id=f"{made.id}-{period.lower()}",
        kind=Kind.BARS,
        values=series.frame.filter(pl.col(columns.PERIOD) == period),
        title=tr(series.indicator.question),
        subtitle=f"{subtitle(series)} · {period_label(period)}",
        targets=(),
        milestones=(),
    )
    return described(figure, tr)


def flows_figure(series: Series, source: Source, found: pl.DataFrame) -> Figure:
    """Make the figure of who sent how much to whom in one period.

    Args:
        series: the same question over time; gives names, unit and provenance.
        source: the version.
        found: the frame of `metrics.flows.pairs`.
    """
    ends = (name(Exchange.sender), name(Exchange.receiver))
    told = found.filter(pl.all_horizontal(pl.col(end) != ALL for end in ends))
    parties = sorted({each for end in ends for each in told[end]}, key=party_name)
    plain = {
        columns.GRAIN: series.query.grain or QUARTER,
        columns.INDICATOR: series.indicator.id,
        columns.METHOD: "",
        columns.UNIT: series.indicator.unit,
        columns.STATUS: "",
        columns.FLAGS: columns.SIMULATED if series.provenance.simulated else "",
        columns.PRECISION: "",
    }
    frame = told.with_columns(
        *(pl.lit(value).alias(column) for column, value in plain.items()),
        *(
            pl.lit(None, pl.Float64).alias(column)
            for column in (columns.LOWER, columns.UPPER, columns.TARGET)
        ),
        pl.lit(series.provenance.version, pl.Int64).alias(columns.DATA_VERSION),
    ).select(list(columns.schema(ends)))
    made = series_figure(series, source)
    period = period_label(found[columns.PERIOD].max() or "")
    figure = replace(
        made,
        id=f"{made.id}-pairs",
        kind=Kind.HEAT,
        values=frame,
        dimensions=ends,
        series={each: party_name(each) for each in parties},
        title=tr(mark("{name} between members"), name=tr(series.indicator.name)),
        subtitle=f"{subtitle(series)} · {period}",
        targets=(),
        milestones=(),
    )
    return described(figure, tr)


def party_name(code: str) -> str:
    """Return the name of a country or organisation."""
    return code_label(columns.COUNTRY, code)


def figure_id(query: Query) -> str:
    """Name a figure after its question, for file names."""
    parts = [
        query.indicator,
        *query.partnerships[:1],
        query.by,
        *query.crime_areas,
        *query.countries,
    ]
    return "-".join(part for part in parts if part).lower()


def title(series: Series) -> str:
    """Return a statement of fact for a single line, else the question."""
    frame = series.frame.filter(pl.col(columns.VALUE).is_not_null())
    dimensions = (columns.PARTNERSHIP, *series.dimensions)
    if frame.is_empty() or frame.select(dimensions).n_unique() > 1:
        published = isinstance(series.indicator.statistic, Published)
        return tr(series.indicator.name if published else series.indicator.question)
    last = frame.row(-1, named=True)
    earlier = frame.filter(
        pl.col(columns.PERIOD) == Period.parse(last[columns.PERIOD]).year_earlier().code
    )
    facts = {
        "name": tr(series.indicator.name),
        "value": value_text(last),
        "period": period_label(last[columns.PERIOD]),
    }
    if earlier.is_empty():
        return tr(mark("{name}: {value} in {period}"), **facts)
    before = value_text(earlier.row(0, named=True))
    return tr(mark("{name}: {value} in {period}, {before} a year earlier"), **facts, before=before)


def subtitle(series: Series) -> str:
    """Say whose figures these are, the unit, the grain and the filters."""
    query = series.query
    whose = (
        ", ".join(short_name(series.names.get(each, each)) for each in query.partnerships)
        if 0 < len(query.partnerships) <= SOURCES_NAMED
        else tr(mark("{n} partnerships"), n=series.frame[columns.PARTNERSHIP].n_unique())
    )
    grains = " · ".join(
        tr(_GRAINS[grain]) for grain in series.frame[columns.GRAIN].unique().sort().to_list()
    )
    parts = [whose, *_line_of(series), _measured(series.indicator), grains]
    if query.by:
        parts.append(tr(mark("by {dimension}"), dimension=tr(DIMENSIONS[query.by])))
    parts += [code_label(name(Exchange.crime_area), code) for code in query.crime_areas]
    parts += [code_label(columns.COUNTRY, code) for code in query.countries]
    return " · ".join(part for part in parts if part)


def _line_of(series: Series) -> list[str]:
    """Name what a single line of published totals is on, such as its system."""
    lines = series.frame.select(series.dimensions).unique()
    if lines.height != 1:
        return []
    row = lines.row(0, named=True)
    return [code_label(dimension, row[dimension]) for dimension in row if row[dimension]]


def _measured(indicator: Indicator) -> str:
    if isinstance(indicator.statistic, Published):
        return f"{tr(indicator.name)} ({tr(indicator.unit)})"
    return tr(mark("share")) if indicator.unit == SHARE else tr(indicator.unit)


def footer(series: Series, source: Source) -> tuple[str, ...]:
    """Give the source, the data version and the label of invented figures."""
    return (*sources_of(series.frame, source), version_line(series.provenance))


def sources_of(frame: pl.DataFrame, source: Source) -> list[str]:
    """Say where the figures of a frame of values come from."""
    ids = sorted({each for text in frame[columns.SOURCE] for each in text.split(";") if each})
    titles = source_titles(source)
    printed = [titles[each] for each in ids if each in titles]
    lines = [tr(mark("Source: returns of the partnerships."))] if OWN_RETURN in ids else []
    if len(printed) > SOURCES_NAMED:
        lines.append(
            tr(
                mark(
                    "As printed in {n} publications, named under Details; not confirmed with the publishers."
                ),
                n=len(printed),
            )
        )
    elif printed:
        lines.append(
            tr(
                mark("As printed in {titles}; not confirmed with the publisher."),
                titles=" · ".join(printed),
            )
        )
    return lines


def source_titles(source: Source) -> dict[str, str]:
    """Return "publisher, title" by source id."""
    rows = source.sources.select(
        name(Sources.source_id), name(Sources.publisher), name(Sources.title)
    ).iter_rows()
    return {each: f"{publisher}, {heading}" for each, publisher, heading in rows}


def version_line(provenance: Provenance) -> str:
    """Name the data version, its date and the head of its ledger."""
    line = tr(
        mark("Data version {number} of {day}, ledger {head}."),
        number=provenance.version,
        day=f"{provenance.day:%Y-%m-%d}" if provenance.day else "",
        head=provenance.head[:12],
    )
    return f"{line} {tr(mark('Simulated figures.'))}" if provenance.simulated else line


def metadata(series: Series, source: Source) -> Metadata:
    """Gather what every file carries about itself."""
    return Metadata(
        author=AUTHOR,
        source=" ".join(footer(series, source)[:-1]),
        version=series.provenance.version,
        version_label=tr(mark("Version {number}"), number=series.provenance.version),
        version_date=version_day(series.provenance),
        head=series.provenance.head,
        note=tr(mark("Simulated figures.")) if series.provenance.simulated else "",
        definitions=definitions_of([series.indicator]),
    )


def version_day(provenance: Provenance) -> date:
    """Return the day of a version; the first of all days where nothing was published."""
    return provenance.day or date(1970, 1, 1)


def definitions_of(indicators: Iterable[Indicator]) -> tuple[Definition, ...]:
    """Return what a workbook explains of indicators."""
    return tuple(
        Definition(term=f"{tr(each.name)}: {term}", text=text)
        for each in indicators
        for term, text in definitions(each).items()
    )


def difference(value: float, unit: str, *, bare: bool = False) -> str:
    """Write a difference with its sign; of shares in percentage points."""
    if unit == SHARE:
        points = tr(mark("{n} points"), n=f"{value * 100:+.1f}".replace("-", "−"))
        return points.split()[0] if bare else points
    sign = "+" if value > 0 else ""
    return sign + show(value, unit, words())


def definitions(indicator: Indicator) -> dict[str, str]:
    """Explain an indicator: term → text, in the order a reader wants them."""
    found = {
        tr(mark("Question")): tr(indicator.question),
        tr(mark("Definition")): indicator.formula,
        tr(mark("How to read it")): tr(indicator.reading),
        tr(mark("Caveats")): " ".join(tr(caveat) for caveat in indicator.caveats),
        tr(mark("Better is")): tr(_DIRECTIONS[indicator.direction.value]),
        tr(mark("Kind")): tr(_LEVELS[indicator.level.value]),
        tr(mark("Interval")): tr(_INTERVALS[indicator.interval.value]),
        tr(mark("A year")): tr(_ACROSS_TIME[indicator.across_time.value]),
        tr(mark("Complete after")): (
            tr(mark("{n} quarters"), n=indicator.matures_after) if indicator.matures_after else ""
        ),
        tr(mark("Reference")): tr(indicator.reference),
    }
    return {term: text for term, text in found.items() if text}


def _targets(series: Series) -> tuple[Target, ...]:
    if any(series.query.crime_areas) or any(series.query.countries) or series.query.by:
        return ()
    own = [goal for goal in series.goals if goal.partnership != ALL]
    return tuple(
        Target(
            value=goal.target,
            start=goal.first.start,
            until=goal.last.shift(1).start if goal.last else None,
        )
        for goal in own or series.goals
        if goal.dropped_on is None and not goal.cumulative
    )


def _milestones(series: Series) -> tuple[Milestone, ...]:
    rows = series.milestones.select(name(Milestones.date), name(Milestones.label)).iter_rows()
    return tuple(Milestone(day=_day(text), label=label) for text, label in rows)


def _day(text: str) -> date:
    """Read a date of any precision as its earliest day."""
    return date.fromisoformat((text + "-01-01")[: len("2024-01-01")])


_DIRECTIONS: Final = {
    "up": mark("more"),
    "down": mark("less"),
    "neither": mark("neither: this has no good direction"),
}
_LEVELS: Final = {
    "input": mark("input: what is put in"),
    "activity": mark("activity: what is done"),
    "output": mark("output: what comes out of it at once"),
    "outcome": mark("outcome: what it achieves"),
    "context": mark("context: it describes places, not what a partnership caused"),
}
_INTERVALS: Final = {
    "wilson": mark("95 %, Wilson score, on the number of cases divided by their dispersion"),
    "count": mark("95 %, Byar, exact Poisson below ten"),
    "t": mark("95 %, Student's t"),
    "bootstrap": mark("95 %, bootstrap"),
    "none": mark("none"),
}
_ACROSS_TIME: Final = {
    "sum": mark("adds its quarters up"),
    "recount": mark("is counted anew over its rows"),
    "last": mark("is its last reading"),
    "none": mark("has no value of its own"),
}


def shown(value: object, unit: str) -> str:
    """Write a bare number in its unit, or nothing."""
    return show(value, unit, words()) if isinstance(value, int | float) else ""


def flags_text(flags: str) -> str:
    """Tell in words what a value's flags say."""
    return " ".join(
        " ".join(
            part
            for part in (
                tr(columns.FLAG_TEXTS.get(code, code)),
                tr(columns.REASON_TEXTS.get(detail, "")) or (f"({detail})" if detail else ""),
            )
            if part
        )
        for code, detail in columns.parse_flags(flags)
    )


def readings_table(series: Series, source: Source) -> pl.DataFrame:
    """Return every published figure of a series with its source, ready to be read."""
    addresses = dict(
        source.sources.select(name(Sources.source_id), name(Sources.address)).iter_rows()
    )
    titles = source_titles(source)
    rows = [
        {
            tr(mark("Period")): period_label(row[columns.PERIOD]),
            tr(mark("Line")): line_label(series, row, several=False),
            tr(mark("Figure")): bounded(
                show(row[columns.VALUE], series.indicator.unit, words()),
                row[columns.PRECISION],
                words(),
            )
            if row[columns.VALUE] is not None
            else "",
            tr(mark("Shown")): tr(mark("yes")) if row[columns.SHOWN] else tr(mark("no")),
            tr(mark("Agrees")): tr(mark("yes")) if row[columns.AGREES] else tr(mark("no")),
            tr(mark("Source")): titles.get(row[columns.SOURCE], row[columns.SOURCE]),
            tr(mark("Address")): addresses.get(row[columns.SOURCE]),
        }
        for row in series.readings.sort(columns.PERIOD, descending=True).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)
