"""Joint operations one by one into words and figures: facts, results, time line, editions."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from dashboard import formula_words, labels, provenance, units
from dashboard.charts.figure import Citation
from dashboard.charts.formats import bounded, show
from dashboard.i18n import tr
from metrics import explorer
from metrics import values as columns
from metrics.operations import OPERATION, SCOPE, said_of
from metrics.operations_withheld import IS_WITHHELD
from metrics.source import Source
from validation.cells import LIST_SEPARATOR
from validation.codes import BOUNDS, OWN_RETURN
from validation.contracts.joint_operations import JointOperations as Operations
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.operation_results import OperationResults as Results
from validation.crime_areas import CRIME_AREAS
from validation.fields import name
from validation.pillar_codes import OPERATION_KINDS
from validation.text import mark

FOUND_ONLY: Final = mark(
    "Operations we found published; not all that took place. They are listed, never counted or "
    "added up: how many there are here says nothing about how many there were."
)
_EXACT: Final = mark("exact, as printed")
_MONEY: Final = name(Results.seized_value)
_CRIME_AREA: Final = name(Operations.crime_area)


def when(row: Mapping[str, Any]) -> str:
    """Write when an operation ran, as exactly as is known.

    A publication that tells one day only may have announced an operation on it, or before its end.
    """
    began, ended = row[name(Operations.started)], row[name(Operations.ended)]
    if _returned(row) or (began and ended):
        return labels.days_label(began, ended)
    if began:
        return tr(mark("began {day}; its end is not published"), day=labels.day_label(began))
    return tr(mark("by {day}; its days are not published"), day=labels.day_label(ended))


def countries(row: Mapping[str, Any]) -> str:
    """Write how many countries took part; those named in a publication need not be all."""
    named = _parts(row[name(Operations.countries)])
    if row[name(Operations.countries_count)] is None and named and _returned(row):
        return str(len(named))
    return counted(row, name(Operations.countries_count))


def facts(source: Source, row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Tell what is known of an operation.

    Args:
        source: the version.
        row: of `explorer.operations`.
        names: the partnerships' names by id.
    """
    edition = row[name(Operations.edition)] or ""
    series = row[name(Operations.series)] or ""
    whose = mark("Carried out by") if _returned(row) else mark("Listed under")
    return {
        tr(mark("When")): when(row),
        tr(whose): _listed_under(row, names),
        tr(mark("Joint with")): "; ".join(
            names.get(each, each) for each in _parts(row[name(Operations.joint_with)])
        ),
        tr(mark("Led by")): labels.party_name(row[name(Operations.lead)], names),
        tr(mark("Led together with")): "; ".join(
            labels.party_name(each, names) for each in _parts(row[name(Operations.co_leads)])
        ),
        tr(mark("Crime area")): _classed(row, CRIME_AREAS.label(row[_CRIME_AREA])),
        tr(mark("Kind")): _classed(row, OPERATION_KINDS.label(row[name(Operations.kind)])),
        tr(mark("Series")): (
            tr(mark("{series}, edition {edition}"), series=series, edition=edition)
            if series and edition
            else series
        ),
        tr(mark("Edition")): "" if series else edition,
        tr(mark("Countries taking part")): "; ".join(
            filter(None, [countries(row), *_elsewhere(source, row)])
        ),
        tr(mark("Countries named")): _named(row),
        tr(mark("Objectives set")): counted(row, name(Operations.objectives_set)),
    }


def _listed_under(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Name the partnership; where neither lead nor name of the operation tell it, it is ours."""
    partnership = row[columns.PARTNERSHIP]
    found = names.get(partnership, partnership)
    who = (row[name(Operations.lead)], *_parts(row[name(Operations.co_leads)]))
    named = labels.short_name(found) in row[name(Operations.name)]
    if _returned(row) or named or any(each.lower() == partnership for each in who):
        return found
    return _ours(found)


def _classed(row: Mapping[str, Any], label: str) -> str:
    """Write what a code says; of an operation known from publications the code is ours."""
    if _returned(row):
        return tr(label)
    return _ours(tr(label))


def _ours(text: str) -> str:
    return tr(mark("{text} (our classification)"), text=text)


def listed(found: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Return operations as a table ready to be read.

    Args:
        found: a frame of `explorer.operations`.
        source: the version.
    """
    cited = provenance.publications(source)
    own = Citation(id=OWN_RETURN, publisher=_own(), title="")
    rows = [
        {
            tr(mark("Operation")): row[name(Operations.name)],
            tr(mark("When")): when(row),
            tr(mark("Crime area")): tr(CRIME_AREAS.label(row[_CRIME_AREA])),
            tr(mark("Led by")): labels.party_name(row[name(Operations.lead)]),
            tr(mark("Countries")): countries(row),
            tr(mark("Publisher")): read.publisher,
            tr(mark("Address")): provenance.where_read(read) if read is not own else "",
        }
        for row in found.iter_rows(named=True)
        for read in (cited.get(row[columns.SOURCE], own),)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def results(source: Source, operation: str) -> pl.DataFrame:
    """Return what an operation came to as a table ready to be read, with where it was read.

    A publication tells of an operation once, when it is over: that it is recorded in the quarter
    of its end says nothing of when what it tells came.
    """
    cited = provenance.publications(source)
    figures = explorer.figures(source, operation)
    rows: list[dict[str, str]] = []
    for row in figures.iter_rows(named=True):
        told = cited.get(row[columns.SOURCE])
        rows.append(
            {
                tr(mark("Result")): formula_words.worded(row[explorer.FIGURE]),
                tr(mark("Figure")): _value(row),
                tr(mark("Covers")): row[SCOPE] or tr(mark("the operation")),
                tr(mark("How exact")): _exactness(row[columns.PRECISION]),
                tr(mark("Beside others")): _beside(row),
                tr(mark("Address")): provenance.where_read(told) if told else "",
                tr(mark("Source")): told.name if told else _own(),
                tr(mark("Read at")): told.tier if told else "",
                tr(mark("Period")): labels.period_label(row[columns.PERIOD]),
            }
        )
    table = pl.DataFrame(rows, infer_schema_length=None)
    alone = tr(mark("Beside others")) if figures[columns.SHOWN].all() else ""
    whole = tr(mark("Covers")) if (figures[SCOPE] == "").all() else ""
    told_once = tr(mark("Period")) if (figures[columns.SOURCE] != OWN_RETURN).all() else ""
    return table.drop(each for each in (alone, whole, told_once) if each in table.columns)


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
    for each in explorer.countries_elsewhere(source, row)[columns.SOURCE]:
        read.setdefault(each, tr(mark("a number of countries")))
    rows = [
        {
            tr(mark("Publisher")): each.publisher,
            tr(mark("Title")): each.title,
            tr(mark("Published")): each.published,
            tr(mark("Read at")): each.tier,
            tr(mark("For")): read[each.id],
            tr(mark("Address")): provenance.where_read(each),
            tr(mark("Note")): each.note,
        }
        for each in provenance.publications(source).values()
        if each.id in read
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def figure_name(figure: tuple[str, str]) -> str:
    """Name a figure of a series, with its unit where the name does not say it."""
    column, unit = figure
    return f"{formula_words.worded(column)} ({tr(unit)})"


def definition(figure: tuple[str, str]) -> str:
    """Say what a figure of a series counts."""
    return tr(OPERATION_RESULTS.by_name[figure[0]].description)


def figure_code(figure: tuple[str, str]) -> str:
    """Return a figure of a series as a link writes it."""
    column, unit = figure
    return f"{column}-{unit}".lower() if column == _MONEY else column


def _parts(cell: str | None) -> list[str]:
    return cell.split(LIST_SEPARATOR) if cell else []


def counted(row: Mapping[str, Any], column: str) -> str:
    """Write a count of the register with its bound."""
    if row[column] is None:
        return ""
    said = pl.select(said_of(column, precision=pl.lit(row[columns.PRECISION] or ""))).item()
    return bounded(show(row[column], "", labels.words()), said, labels.words())


def _returned(row: Mapping[str, Any]) -> bool:
    """Tell whether the partnership itself returned an operation."""
    return row[columns.SOURCE] == OWN_RETURN


def _named(row: Mapping[str, Any]) -> str:
    """Name the countries named, and say where these need not be all that took part."""
    parts = _parts(row[name(Operations.countries)])
    named = "; ".join(labels.party_name(each) for each in parts)
    count = row[name(Operations.countries_count)]
    if not parts or _returned(row) or count == len(parts):
        return named
    if count is None:
        return tr(
            mark("named in the source: {names}; it does not say that these are all"), names=named
        )
    return tr(mark("named in the source: {names}; it does not list all"), names=named)


def _elsewhere(source: Source, row: Mapping[str, Any]) -> list[str]:
    """Write the numbers of countries that other pages print, each with who prints it."""
    cited = provenance.publications(source)
    return [
        _number_elsewhere(each, row, cited[each[columns.SOURCE]].publisher)
        for each in explorer.countries_elsewhere(source, row).iter_rows(named=True)
        if each[columns.SOURCE] in cited
    ]


def _number_elsewhere(each: Mapping[str, Any], row: Mapping[str, Any], publisher: str) -> str:
    number = bounded(
        show(each[columns.VALUE], "", labels.words()), each[columns.PRECISION], labels.words()
    )
    if each[SCOPE]:
        return tr(
            mark("{number} ({covered}), as printed by {publisher}"),
            number=number,
            publisher=publisher,
            covered=each[SCOPE],
        )
    if row[name(Operations.countries_count)] is None:
        return tr(mark("{number}, as printed by {publisher}"), number=number, publisher=publisher)
    return tr(mark("{number} in another source, {publisher}"), number=number, publisher=publisher)


def _value(row: Mapping[str, Any]) -> str:
    if row[IS_WITHHELD]:
        return tr(columns.REASON_TEXTS[columns.FEW_PERSONS])
    words, unit = labels.words(), str(row[columns.UNIT])
    text = bounded(show(row[columns.VALUE], "", words), row[columns.PRECISION], words)
    return f"{text} {units.named(unit, row[columns.VALUE])}"


def _exactness(precision: str) -> str:
    return tr(BOUNDS.label(precision)) if precision else tr(_EXACT)


def _own() -> str:
    return tr(mark("the partnership's own return"))


def _beside(row: Mapping[str, Any]) -> str:
    """Say which of several sources' figures counts, and which contradict it."""
    if row[SCOPE] and row[columns.SHOWN]:
        return tr(mark("a figure by itself: it covers something else"))
    if row[columns.SHOWN]:
        return tr(mark("best source"))
    if not row[columns.AGREES]:
        return tr(mark("differs from the best"))
    return (
        tr(mark("does not contradict the best"))
        if row[explorer.ONLY_POSSIBLE]
        else tr(mark("agrees with the best"))
    )
