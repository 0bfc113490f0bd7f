"""Where figures come from, and what the indicators behind them mean."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import polars as pl

from dashboard import formula_words, labels, usual
from dashboard.charts.figure import Citation, Definition, Metadata
from dashboard.choices import SOURCE
from dashboard.exporting.provenance import HEAD_PRINTED
from dashboard.i18n import tr, trn
from metrics import values as columns
from metrics.comments import ROLE, TEXT, comments
from metrics.indicator import Indicator
from metrics.series import Series
from metrics.source import Provenance, Source
from validation.codes import OWN_RETURN, TIERS
from validation.contracts.sources import Sources
from validation.fields import name
from validation.text import mark

AUTHOR: Final = "Partnership Metrics"
SOURCES_NAMED: Final = 2
SOURCES: Final = "sources"
"""The address of the page that lists every publication."""


def footer(series: Series, source: Source) -> tuple[str, ...]:
    """Say where the figures come from, and the data version."""
    found = citations(series.frame, source)
    return (*sources_of(series.frame, found), version_line(series.provenance))


def citations(frame: pl.DataFrame, source: Source) -> tuple[Citation, ...]:
    """Return the publications that the figures of a frame of values were read in, by their ids."""
    every = publications(source)
    return tuple(every[each] for each in _ids(frame) if each in every)


def publications(source: Source) -> dict[str, Citation]:
    """Return every publication of a version by its id."""
    rows = source.sources.sort(name(Sources.publisher), name(Sources.title))
    return {
        row[name(Sources.source_id)]: Citation(
            id=row[name(Sources.source_id)],
            publisher=row[name(Sources.publisher)],
            title=row[name(Sources.title)],
            published=row[name(Sources.published)] or "",
            tier=tr(TIERS.label(row[name(Sources.tier)])),
            address=row[name(Sources.address)] or "",
            note=row[name(Sources.note)] or "",
        )
        for row in rows.iter_rows(named=True)
    }


def where_read(publication: Citation) -> str:
    """Return a publication's address or, if none was kept, where the product tells of it."""
    return publication.address or f"{SOURCES}?{SOURCE.key}={publication.id}"


def where_one_was_read(sources: Sequence[str], found: Sequence[Citation]) -> str:
    """Return where the one publication of a figure among these was read; empty if not one."""
    known = [where_read(each) for each in found if each.id in sources]
    return known[0] if len(known) == 1 else ""


def _ids(frame: pl.DataFrame) -> list[str]:
    return sorted({each for text in frame[columns.SOURCE] for each in text.split(";") if each})


def sources_of(frame: pl.DataFrame, found: Sequence[Citation]) -> list[str]:
    """Say where the figures of a frame of values come from, without naming the publications.

    Args:
        frame: a frame of values.
        found: its publications.
    """
    lines = [tr(mark("Source: returns of the partnerships."))] if OWN_RETURN in _ids(frame) else []
    if found:
        lines.append(
            trn(
                mark("As printed in {n} publication; not confirmed with its publisher."),
                mark("As printed in {n} publications; not confirmed with their publishers."),
                len(found),
            )
        )
    return lines


def named(found: Sequence[Citation]) -> str:
    """Name a few publications, or say where they are named."""
    if len(found) > SOURCES_NAMED:
        return tr(mark("The publications are named under Details."))
    return " ".join(f"{each.name}." for each in found)


def source_names(text: str, found: Sequence[Citation]) -> str:
    """Name the sources of a value, which stand there as ids."""
    titles = {each.id: each.name for each in found}
    titles[OWN_RETURN] = own()
    return "; ".join(titles.get(each, each) for each in text.split(";") if each)


def own() -> str:
    """Name the source of what a partnership itself returned."""
    return tr(mark("the partnership's own return"))


def version_line(provenance: Provenance) -> str:
    """Name the data version, its date and the head of its ledger."""
    return tr(
        mark("Data version {number} of {day}, ledger {head}."),
        number=provenance.version,
        day=f"{provenance.day:%Y-%m-%d}" if provenance.day else "",
        head=provenance.head[:HEAD_PRINTED],
    )


def metadata(series: Series, source: Source) -> Metadata:
    """Gather what every file carries about itself."""
    found = citations(series.frame, source)
    return Metadata(
        author=AUTHOR,
        source=" ".join(sources_of(series.frame, found)),
        version=series.provenance.version,
        version_label=tr(mark("Version {number}"), number=series.provenance.version),
        version_date=version_day(series.provenance),
        head=series.provenance.head,
        definitions=(*definitions_of([series.indicator]), *_said(series, source)),
        sources=found,
    )


def _said(series: Series, source: Source) -> Iterator[Definition]:
    """Yield what those who know say of the values, for a file that leaves the page."""
    for row in comments(source, series.frame).iter_rows(named=True):
        partnership = row[columns.PARTNERSHIP]
        period = labels.period_label(row[columns.PERIOD])
        whose = ", ".join(filter(None, (series.names.get(partnership, partnership), row[ROLE])))
        yield Definition(
            term=tr(mark("Comment on {period}"), period=period),
            text=tr(mark("{text} ({whose})"), text=row[TEXT], whose=whose),
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


def definitions(indicator: Indicator) -> dict[str, str]:
    """Explain an indicator: term → text, in the order a reader wants them."""
    found = {
        tr(mark("Question")): tr(indicator.question),
        tr(mark("Definition")): formula_words.formula(indicator.statistic),
        tr(mark("Formula")): "" if indicator.published else indicator.formula,
        tr(mark("How to read it")): tr(indicator.reading),
        tr(mark("Caveats")): " ".join(tr(caveat) for caveat in indicator.caveats),
        tr(mark("Better is")): tr(_DIRECTIONS[indicator.direction.value]),
        tr(mark("Kind")): tr(_LEVELS[indicator.level.value]),
        tr(mark("Interval")): tr(_INTERVALS[indicator.interval.value]),
        tr(mark("Usual range")): usual.how_judged(indicator),
        tr(mark("A year")): tr(_ACROSS_TIME[indicator.across_time.value]),
        tr(mark("Complete after")): (
            trn(mark("{n} quarter"), mark("{n} quarters"), indicator.matures_after)
            if indicator.matures_after
            else ""
        ),
        tr(mark("Scale in the index")): _scale(indicator),
        tr(mark("Reference")): tr(indicator.reference),
    }
    return {term: text for term, text in found.items() if text}


def _scale(indicator: Indicator) -> str:
    """Say from where to where the index scores a value; empty where it does not enter."""
    posts = indicator.goalposts
    if posts is None:
        return ""
    worst, best = (labels.shown(each, indicator.unit) for each in (posts.worst, posts.best))
    unit = "" if indicator.unit == columns.SHARE else f" {tr(indicator.unit)}"
    return tr(
        mark("worst {worst}, best {best}{unit}: {why}"),
        worst=worst,
        best=best,
        unit=unit,
        why=tr(posts.why),
    )


def readings_table(series: Series, source: Source) -> pl.DataFrame:
    """Return every published figure of a series with its source, ready to be read."""
    every = publications(source)
    rows = [
        {
            tr(mark("Period")): labels.period_label(row[columns.PERIOD]),
            tr(mark("Line")): labels.line_label(series, row, several=False),
            tr(mark("Figure")): labels.value_text({**row, columns.UNIT: series.indicator.unit}),
            tr(mark("Source")): source_names(row[columns.SOURCE], [*every.values()]),
            tr(mark("Address")): where_read(every[row[columns.SOURCE]])
            if row[columns.SOURCE] in every
            else "",
            tr(mark("Shown")): tr(mark("yes")) if row[columns.SHOWN] else tr(mark("no")),
            tr(mark("Contradicts the one shown")): (
                tr(mark("no")) if row[columns.AGREES] else tr(mark("yes"))
            ),
        }
        for row in series.readings.sort(columns.PERIOD, descending=True).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


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
    "sum": mark("adds its quarters up; a share is then divided anew"),
    "recount": mark("is counted anew over its rows"),
    "last": mark("is its last reading"),
    "none": mark("has no value of its own"),
}
