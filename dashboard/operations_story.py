"""Joint operations one by one into words and figures: facts, results, time line, editions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from dashboard import formula_words, labels, provenance
from dashboard.charts import spans
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Citation, Figure, Kind, Metadata
from dashboard.charts.formats import bounded, show
from dashboard.i18n import tr
from metrics import explorer
from metrics import values as columns
from metrics.explorer import FIRST_DAY, LAST_DAY
from metrics.operations import OPERATION, said_of
from metrics.source import Source
from validation.cells import LIST_SEPARATOR
from validation.codes import BOUNDS, OWN_RETURN
from validation.contracts.joint_operations import JointOperations as Operations
from validation.contracts.operation_results import OperationResults as Results
from validation.crime_areas import CRIME_AREAS
from validation.fields import col, name
from validation.periods import YEAR
from validation.pillar_codes import OPERATION_KINDS
from validation.text import mark

FOUND_ONLY: Final = mark(
    "Operations we found published; not all that took place. They are listed, never counted or "
    "added up: how many there are here says nothing about how many there were."
)
_EXACT: Final = mark("exact, as printed")
_YEAR_LENGTH: Final = 4
_MONEY: Final = name(Results.seized_value)
_CRIME_AREA: Final = name(Operations.crime_area)


def when(row: Mapping[str, Any]) -> str:
    """Write when an operation ran, as exactly as is known."""
    return labels.days_label(row[name(Operations.started)], row[name(Operations.ended)])


def countries(row: Mapping[str, Any]) -> str:
    """Write how many countries took part: as counted, else as named."""
    named = _parts(row[name(Operations.countries)])
    count = row[name(Operations.countries_count)]
    if count is None:
        return tr(mark("{n} named"), n=len(named)) if named else ""
    return _count(row, name(Operations.countries_count))


def facts(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Tell what is known of an operation.

    Args:
        row: of `explorer.operations`.
        names: the partnerships' names by id.
    """
    named = [labels.party_name(each) for each in _parts(row[name(Operations.countries)])]
    edition = row[name(Operations.edition)] or ""
    series = row[name(Operations.series)] or ""
    return {
        tr(mark("When")): when(row),
        tr(mark("Carried out by")): names.get(row[columns.PARTNERSHIP], row[columns.PARTNERSHIP]),
        tr(mark("Joint with")): "; ".join(
            names.get(each, each) for each in _parts(row[name(Operations.joint_with)])
        ),
        tr(mark("Led by")): labels.party_name(row[name(Operations.lead)]),
        tr(mark("Led together with")): ", ".join(
            labels.party_name(each) for each in _parts(row[name(Operations.co_leads)])
        ),
        tr(mark("Crime area")): tr(CRIME_AREAS.label(row[_CRIME_AREA])),
        tr(mark("Kind")): tr(OPERATION_KINDS.label(row[name(Operations.kind)])),
        tr(mark("Series")): (
            tr(mark("{series}, edition {edition}"), series=series, edition=edition)
            if series and edition
            else series
        ),
        tr(mark("Countries taking part")): countries(row),
        tr(mark("Countries named")): ", ".join(named),
        tr(mark("Objectives set")): _count(row, name(Operations.objectives_set)),
    }


def listed(found: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Return operations as a table ready to be read.

    Args:
        found: a frame of `explorer.operations`.
        source: the version.
    """
    cited = {each.id: each for each in provenance.every(source)}
    own = Citation(id=OWN_RETURN, publisher=_own(), title="")
    rows = [
        {
            tr(mark("Operation")): row[name(Operations.name)],
            tr(mark("When")): when(row),
            tr(mark("Crime area")): tr(CRIME_AREAS.label(row[_CRIME_AREA])),
            tr(mark("Led by")): labels.party_name(row[name(Operations.lead)]),
            tr(mark("Countries")): countries(row),
            tr(mark("Publisher")): read.publisher,
            tr(mark("Address")): read.address,
        }
        for row in found.iter_rows(named=True)
        for read in (cited.get(row[columns.SOURCE], own),)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def results(source: Source, operation: str) -> pl.DataFrame:
    """Return what an operation came to as a table ready to be read, with where it was read."""
    cited = {each.id: each for each in provenance.every(source)}
    titles = provenance.source_titles(source)
    figures = explorer.figures(source, operation)
    rows: list[dict[str, str]] = []
    for row in figures.iter_rows(named=True):
        told = cited.get(row[columns.SOURCE])
        rows.append(
            {
                tr(mark("Result")): formula_words.worded(row[explorer.FIGURE]),
                tr(mark("Figure")): _value(row),
                tr(mark("How exact")): _exactness(row[columns.PRECISION]),
                tr(mark("Beside others")): _beside(row),
                tr(mark("Address")): told.address if told else "",
                tr(mark("Source")): titles.get(row[columns.SOURCE], _own()),
                tr(mark("Read at")): told.tier if told else "",
                tr(mark("Period")): labels.period_label(row[columns.PERIOD]),
            }
        )
    table = pl.DataFrame(rows, infer_schema_length=None)
    alone = figures.is_empty() or figures[columns.SHOWN].all()
    return table.drop(tr(mark("Beside others")), strict=False) if alone else table


def publications(source: Source, row: Mapping[str, Any]) -> pl.DataFrame:
    """Return where an operation's facts and results were read, as a table ready to be read.

    Args:
        source: the version.
        row: of `explorer.operations`.
    """
    figures = explorer.figures(source, row[OPERATION])
    read = {row[columns.SOURCE]: tr(mark("the facts"))}
    for each in figures[columns.SOURCE].unique().sort():
        results_too = tr(mark("the facts and results"))
        read[each] = results_too if each in read else tr(mark("results"))
    rows = [
        {
            tr(mark("Publisher")): each.publisher,
            tr(mark("Title")): each.title,
            tr(mark("Published")): each.published,
            tr(mark("Read at")): each.tier,
            tr(mark("For")): read[each.id],
            tr(mark("Address")): each.address,
            tr(mark("Note")): each.note,
        }
        for each in provenance.every(source)
        if each.id in read
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def figure_name(figure: tuple[str, str]) -> str:
    """Name a figure of a series, with its unit where the name does not say it."""
    column, unit = figure
    return f"{formula_words.worded(column)} ({tr(unit)})"


def figure_code(figure: tuple[str, str]) -> str:
    """Return a figure of a series as a link writes it."""
    column, unit = figure
    return f"{column}-{unit}".lower() if column == _MONEY else column


def operations_figure(found: pl.DataFrame, source: Source, subtitle: str) -> Figure:
    """Make the time line of operations, a row a crime area.

    Args:
        found: a frame of `explorer.operations`.
        source: the version.
        subtitle: which operations these are.
    """
    areas = {code: tr(CRIME_AREAS.label(code)) for code in found[_CRIME_AREA].unique().sort()}
    days = [when(row) for row in found.iter_rows(named=True)]
    dates = pl.col(name(Operations.started), name(Operations.ended))
    frame = _values(
        source,
        found.with_columns(
            pl.col(FIRST_DAY).dt.year().cast(pl.String).alias(columns.PERIOD),
            pl.lit(None, pl.Float64).alias(columns.VALUE),
            pl.lit("").alias(columns.UNIT),
            pl.lit("").alias(columns.PRECISION),
            pl.lit("").alias(columns.FLAGS),
            col(Operations.name).alias(spans.NAME),
            pl.Series(spans.DATES, days, dtype=pl.String),
            pl.any_horizontal(
                pl.any_horizontal(dates.str.len_chars() == _YEAR_LENGTH),
                pl.all_horizontal(dates.is_null()),
            )
            .fill_null(value=False)
            .alias(spans.VAGUE),
        ),
        (_CRIME_AREA,),
        (FIRST_DAY, LAST_DAY, spans.NAME, spans.DATES, spans.VAGUE),
    )
    figure = replace(
        _figure(source, frame, Kind.SPANS, _CRIME_AREA),
        id="operations",
        series=dict(sorted(areas.items(), key=lambda pair: pair[1])),
        title=tr(mark("When they ran, by crime area")),
        subtitle=subtitle,
    )
    return described(figure, tr)


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
    made = explorer.editions(source, found, series, figure)
    differ = columns.flag(columns.SOURCES_DIFFER)
    frame = _values(
        source,
        made.with_columns(
            pl.coalesce(columns.PERIOD, pl.col(LAST_DAY).dt.year().cast(pl.String)),
            pl.col(columns.PRECISION, columns.SOURCE).fill_null(""),
            pl.when(pl.col(columns.DIFFERING) > 0)
            .then(pl.lit(differ))
            .otherwise(pl.lit(""))
            .alias(columns.FLAGS),
        ),
        (OPERATION,),
        (),
    )
    picture = replace(
        _figure(source, frame, Kind.DOTS, OPERATION),
        id=f"editions-{figure_code(figure)}",
        series={row[OPERATION]: _edition(row) for row in made.iter_rows(named=True)},
        title=tr(mark("{series}: {figure}"), series=series, figure=figure_name(figure)),
        subtitle=tr(
            mark(
                "Editions differ in length, countries, crimes and in what was counted: each is a "
                "figure by itself, and no line joins them."
            )
        ),
    )
    return described(picture, tr)


def _edition(row: Mapping[str, Any]) -> str:
    parts = (row[name(Operations.name)], when(row), _in_countries(row))
    return " · ".join(part for part in parts if part)


def _in_countries(row: Mapping[str, Any]) -> str:
    told = {**row, columns.PRECISION: row[explorer.OF_FACTS]}
    if row[name(Operations.countries_count)] is None:
        return ""
    return tr(mark("{n} countries"), n=_count(told, name(Operations.countries_count)))


def _values(
    source: Source, frame: pl.DataFrame, dimensions: Sequence[str], more: Sequence[str]
) -> pl.DataFrame:
    """Give a frame the columns of values, and those that its picture needs beside them."""
    plain: dict[str, Any] = {
        columns.GRAIN: YEAR,
        columns.INDICATOR: "",
        columns.METHOD: "",
        columns.STATUS: "",
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


def _figure(source: Source, frame: pl.DataFrame, kind: Kind, dimension: str) -> Figure:
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
            sources=cited,
        ),
        simulated=source.provenance.simulated,
        words=labels.published_words(),
    )


def _parts(cell: str | None) -> list[str]:
    return cell.split(LIST_SEPARATOR) if cell else []


def _count(row: Mapping[str, Any], column: str) -> str:
    """Write a count of the register with its bound."""
    if row[column] is None:
        return ""
    said = pl.select(said_of(column, precision=pl.lit(row[columns.PRECISION] or ""))).item()
    return bounded(show(row[column], "", labels.words()), said, labels.words())


def _value(row: Mapping[str, Any]) -> str:
    text = show(row[columns.VALUE], "", labels.words())
    return f"{bounded(text, row[columns.PRECISION], labels.words())} {tr(row[columns.UNIT])}"


def _exactness(precision: str) -> str:
    return tr(BOUNDS.label(precision)) if precision else tr(_EXACT)


def _own() -> str:
    return tr(mark("the partnership's own return"))


def _beside(row: Mapping[str, Any]) -> str:
    """Say which of several sources' figures counts, and which contradict it."""
    if row[columns.SHOWN]:
        return tr(mark("best source"))
    return (
        tr(mark("agrees with the best"))
        if row[columns.AGREES]
        else tr(mark("differs from the best"))
    )
