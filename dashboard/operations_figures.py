"""Joint operations as pictures: when they ran, and the editions of a series side by side."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from dashboard import labels, operations_story, provenance
from dashboard.charts import spans
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Definition, Figure, Kind, Metadata
from dashboard.i18n import tr
from metrics import explorer
from metrics import values as columns
from metrics.operations import OPERATION, SCOPE
from metrics.operations_withheld import IS_WITHHELD
from metrics.source import Source
from metrics.values import FIRST_DAY, LAST_DAY
from validation.contracts.joint_operations import JointOperations as Operations
from validation.crime_areas import CRIME_AREAS
from validation.fields import col, name
from validation.periods import QUARTER, YEAR, YEAR_LENGTH
from validation.text import mark

_OTHER: Final = re.compile(r"\W+")
_CRIME_AREA: Final = name(Operations.crime_area)
_EDITIONS_DIFFER: Final = mark(
    "Editions differ in length, countries, crimes and in what was counted: each is a figure by "
    "itself, and no line joins them."
)


def operations_figure(found: pl.DataFrame, source: Source, subtitle: str) -> Figure:
    """Make the time line of operations, a row a crime area.

    Args:
        found: a frame of `explorer.operations`.
        source: the version.
        subtitle: which operations these are.
    """
    areas = {code: tr(CRIME_AREAS.label(code)) for code in found[_CRIME_AREA].unique().sort()}
    figure = replace(
        _time_line(found, source, _CRIME_AREA),
        id="operations",
        series=dict(sorted(areas.items(), key=lambda pair: pair[1])),
        title=tr(mark("When they ran, by crime area")),
        subtitle=subtitle,
    )
    return described(figure, tr)


def hosted_figure(found: pl.DataFrame, source: Source) -> Figure:
    """Make the time line of missions, a row a country that received one, the earliest on top.

    Args:
        found: a frame of `cases.by_host`.
        source: the version.
    """
    hosts = found[columns.COUNTRY].unique(maintain_order=True)
    figure = replace(
        _figure(
            source, _ran(found, source, columns.COUNTRY), Kind.SPANS, columns.COUNTRY, _terms()
        ),
        id="missions",
        series={code: labels.party_name(code) for code in hosts},
        title=tr(mark("Missions found published, by country and year")),
    )
    return described(figure, tr)


def _time_line(found: pl.DataFrame, source: Source, dimension: str) -> Figure:
    frame = _ran(found, source, dimension)
    return _figure(source, frame, Kind.SPANS, dimension, _terms())


def _ran(found: pl.DataFrame, source: Source, dimension: str) -> pl.DataFrame:
    """Return when operations ran as the values of a time line."""
    days = [operations_story.when(row) for row in found.iter_rows(named=True)]
    dates = pl.col(name(Operations.started), name(Operations.ended))
    return _values(
        source,
        found.with_columns(
            pl.lit("").alias(columns.INDICATOR),
            pl.lit(YEAR).alias(columns.GRAIN),
            pl.col(FIRST_DAY).dt.year().cast(pl.String).alias(columns.PERIOD),
            pl.lit(None, pl.Float64).alias(columns.VALUE),
            pl.lit("").alias(columns.UNIT),
            pl.lit("").alias(columns.PRECISION),
            pl.lit("").alias(columns.FLAGS),
            col(Operations.name).alias(spans.NAME),
            pl.Series(spans.DATES, days, dtype=pl.String),
            pl.any_horizontal(
                pl.any_horizontal(dates.str.len_chars() == YEAR_LENGTH),
                pl.all_horizontal(dates.is_null()),
            )
            .fill_null(value=False)
            .alias(spans.VAGUE),
        ),
        (dimension,),
        (each for each in spans.TOLD if each != columns.SOURCE),
    )


def _terms() -> dict[str, str]:
    """Define what a time line shows."""
    return {
        tr(mark("Operations")): tr(operations_story.FOUND_ONLY),
        tr(mark("Days")): tr(
            mark(
                "Started and ended are as exact as they were published; a bar runs from the first "
                "day on which an operation may have begun to the last on which it may have ended."
            )
        ),
    }


def editions_figure(
    found: pl.DataFrame, source: Source, series: str, figure: tuple[str, str]
) -> Figure:
    """Make the picture of one figure of every edition of a series: dots, nothing joined.

    Args:
        found: a frame of `explorer.operations`.
        source: the version.
        series: the series' name.
        figure: column and unit.
    """
    column, _ = figure
    made = explorer.editions(source, found, series, figure)
    period = pl.coalesce(columns.PERIOD, pl.col(LAST_DAY).dt.year().cast(pl.String))
    differ = columns.flag(columns.SOURCES_DIFFER)
    withheld = columns.flag(columns.SUPPRESSED, columns.FEW_PERSONS)
    frame = _values(
        source,
        made.with_columns(
            period,
            pl.when(period.str.len_chars() == YEAR_LENGTH)
            .then(pl.lit(YEAR))
            .otherwise(pl.lit(QUARTER))
            .alias(columns.GRAIN),
            pl.lit(column).alias(columns.INDICATOR),
            col(Operations.name).alias(spans.NAME),
            pl.col(columns.PRECISION, columns.SOURCE, SCOPE).fill_null(""),
            pl.when(IS_WITHHELD)
            .then(pl.lit(withheld))
            .when(pl.col(columns.DIFFERING) > 0)
            .then(pl.lit(differ))
            .otherwise(pl.lit(""))
            .alias(columns.FLAGS),
        ),
        (OPERATION,),
        (name(Operations.series), spans.NAME, spans.BEGAN, spans.ENDED, SCOPE),
    )
    told = operations_story.figure_name(figure)
    terms = {
        told: operations_story.definition(figure),
        tr(mark("Editions")): tr(_EDITIONS_DIFFER),
        tr(mark("Scope")): tr(
            mark(
                "What a figure covers, where that is less or more than the operation or than the "
                "column says; it is in the edition's name."
            )
        ),
    }
    picture = replace(
        _figure(source, frame, Kind.DOTS, OPERATION, terms),
        id=f"editions-{_slug(series)}-{operations_story.figure_code(figure)}",
        series={row[OPERATION]: _edition(row) for row in made.iter_rows(named=True)},
        title=f"{series}: {told}",
        subtitle=tr(mark("each edition is a figure by itself, and no line joins them")),
    )
    return described(picture, tr)


def _slug(series: str) -> str:
    """Write a series' name as a part of a file's name."""
    return _OTHER.sub("-", series.lower()).strip("-")


def _edition(row: Mapping[str, Any]) -> str:
    parts = (
        row[name(Operations.name)],
        operations_story.when(row),
        _in_countries(row),
        row[SCOPE] or "",
    )
    return " · ".join(part for part in parts if part)


def _in_countries(row: Mapping[str, Any]) -> str:
    told = {**row, columns.PRECISION: row[explorer.OF_FACTS]}
    if row[name(Operations.countries_count)] is None:
        return ""
    if row[name(Operations.countries_count)] == 1:
        return tr(mark("1 country"))
    return tr(
        mark("{n} countries"), n=operations_story.counted(told, name(Operations.countries_count))
    )


def _values(
    source: Source, frame: pl.DataFrame, dimensions: Sequence[str], more: Iterable[str]
) -> pl.DataFrame:
    """Give a frame the columns of values, and those that its picture needs beside them."""
    plain: dict[str, Any] = {
        columns.METHOD: "",
        columns.STATUS: "",
        columns.BREAK_BEFORE: "",
        columns.LOWER: None,
        columns.UPPER: None,
        columns.NUMERATOR: None,
        columns.DENOMINATOR: None,
        columns.ROWS: 1,
        columns.TARGET: None,
        columns.DATA_VERSION: source.number,
    }
    schema = columns.schema(dimensions)
    return (
        frame.with_columns(pl.lit(value).alias(key) for key, value in plain.items())
        .select(*schema, *more)
        .cast({**schema})
    )


def _figure(
    source: Source, frame: pl.DataFrame, kind: Kind, dimension: str, terms: Mapping[str, str]
) -> Figure:
    """Make a figure that lacks only its names and its lines."""
    cited = provenance.citations(frame, source)
    sources = provenance.sources_of(frame, cited)
    return Figure(
        id="",
        kind=kind,
        values=frame,
        dimensions=(dimension,),
        series={},
        title="",
        subtitle="",
        footer=(*sources, provenance.version_line(source.provenance)),
        unit="",
        unit_label="",
        description="",
        metadata=Metadata(
            author=provenance.AUTHOR,
            source=" ".join(sources),
            version=source.provenance.version,
            version_label=tr(mark("Version {number}"), number=source.provenance.version),
            version_date=provenance.version_day(source.provenance),
            head=source.provenance.head,
            definitions=tuple(Definition(term=each, text=text) for each, text in terms.items()),
            sources=cited,
        ),
        simulated=source.provenance.simulated,
        words=labels.published_words(),
    )
