"""What the drawer of a figure tells: its numbers as a table, and how they were worked out."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from dashboard import formula_words, labels, provenance
from dashboard.charts import funnel, spans
from dashboard.charts.figure import Expected, Figure, Kind
from dashboard.charts.formats import show, spread
from dashboard.charts.points import series_key
from dashboard.formula_words import Parts
from dashboard.i18n import grouped, tr, trn
from data.versions import Version
from metrics import values as columns
from metrics.compare import LOWER_95, LOWER_998, UPPER_95, UPPER_998
from metrics.indicator import Indicator
from metrics.series import Series
from metrics.values import FIRST_DAY, LAST_DAY
from validation.text import mark

EXAMPLES: Final = 3


def numbers_table(figure: Figure, heads: Parts) -> pl.DataFrame:
    """Return the figure's numbers with column names ready to be read.

    Args:
        figure: whose numbers.
        heads: what is divided, in words.

    Returns:
        A row for each value, the newest first, without the columns in which nothing is told; of a
        funnel with its limits, of dots with the text beside them.
    """
    if figure.kind is Kind.SPANS:
        return _ran(figure)
    if figure.kind is Kind.GRID:
        return _squares(figure)
    if figure.kind is Kind.CARRIED:
        return _beside_lines(figure)
    ordered = figure.values.sort(columns.PERIOD, descending=True, maintain_order=True)
    rows = list(ordered.iter_rows(named=True))
    told = pl.DataFrame(
        [_told(figure, row) for row in rows],
        schema=dict.fromkeys(_heads(heads), pl.String),
        orient="row",
    )
    if figure.kind is Kind.FUNNEL:
        told = told.with_columns(_limits(figure, rows))
    if figure.kind is Kind.RANGES:
        told = told.with_columns(_beside_dots(figure, rows))
    return told.select(each for each in told if (each != "").any()) if told.height else told


def _limits(figure: Figure, rows: Sequence[dict[str, Any]]) -> list[pl.Series]:
    """Return the limits of each value of a funnel, and how it stands to them."""
    words = figure.words

    def ends(row: dict[str, Any], lower: str, upper: str) -> str:
        return spread(row[columns.VALUE], (row[lower], row[upper]), figure.unit, words)

    said = [funnel.said(figure.funnel.stands[str(row[columns.PARTNERSHIP])], words) for row in rows]
    inner, outer = (
        [ends(row, *limits) for row in rows]
        for limits in ((LOWER_95, UPPER_95), (LOWER_998, UPPER_998))
    )
    return [
        pl.Series(tr(mark("Range for 95\u00a0%")), inner),
        pl.Series(tr(mark("Range for 99.8\u00a0%")), outer),
        pl.Series(words.place, said),
    ]


def _beside_dots(figure: Figure, rows: Sequence[dict[str, Any]]) -> pl.Series:
    """Return the text beside the dot of each value, such as a range of ranks."""
    texts = {
        (cell.row, cell.column): ", ".join(filter(None, (cell.value, cell.note)))
        for cell in figure.cells
    }
    told = [texts[str(row[figure.dimensions[0]]), str(row[figure.dimensions[1]])] for row in rows]
    return pl.Series(tr(mark("Beside the dot")), told)


def _squares(figure: Figure) -> pl.DataFrame:
    """Return what each square of a grid says, row by row."""
    heads = {each.id: f"{each.title} {each.note}".strip() for each in figure.headings}
    return pl.DataFrame(
        [
            {
                tr(mark("Row")): figure.series[each.row],
                tr(mark("Column")): heads[each.column],
                tr(mark("Says")): each.text or figure.grid.signs[each.sign].meaning,
            }
            for each in figure.grid.squares
        ]
    )


def _ran(figure: Figure) -> pl.DataFrame:
    """Return what ran when, the newest first."""
    rows = figure.values.sort(LAST_DAY, FIRST_DAY, descending=True).iter_rows(named=True)
    return pl.DataFrame(
        [
            {
                tr(mark("Operation")): row[spans.NAME],
                tr(mark("When")): row[spans.DATES],
                tr(mark("Line")): _line(figure, row),
                tr(mark("Source")): provenance.source_names(
                    str(row[columns.SOURCE]), figure.metadata.sources
                ),
                tr(mark("Address")): provenance.where_one_was_read(
                    str(row[columns.SOURCE]).split(";"), figure.metadata.sources
                ),
            }
            for row in rows
        ]
    )


def _beside_lines(figure: Figure) -> pl.DataFrame:
    """Return values beside what the lines say of their periods, the newest first."""
    lines = figure.lines
    rows = {str(row[columns.PERIOD]): row for row in figure.values.iter_rows(named=True)}
    fitted = {each.period.code: each for run in lines.fitted for each in run}
    carried = {each.period.code: each for each in lines.carried}
    told = [
        {
            tr(mark("Period")): labels.period_label(code),
            tr(mark("Value")): labels.value_text(rows[code]) if code in rows else "",
            tr(mark("Line through the values")): _said(fitted.get(code), figure),
            lines.carried_text.capitalize(): _said(carried.get(code), figure),
            lines.range_text: _reach(carried.get(code), figure),
            tr(mark("Notes")): _notes(rows[code]) if code in rows else "",
        }
        for code in sorted({*rows, *fitted, *carried}, reverse=True)
    ]
    frame = pl.DataFrame(told)
    return frame.select(each for each in frame if (each != "").any())


def _said(expected: Expected | None, figure: Figure) -> str:
    return show(expected.value, figure.unit, figure.words) if expected else ""


def _reach(expected: Expected | None, figure: Figure) -> str:
    if expected is None or expected.lower is None or expected.upper is None:
        return ""
    limits = (expected.lower, expected.upper)
    return spread(expected.value, limits, figure.unit, figure.words)


def _heads(parts: Parts) -> tuple[str, ...]:
    return (
        tr(mark("Period")),
        tr(mark("Line")),
        tr(mark("Value")),
        tr(mark("Interval")),
        tr(mark("Usual range")),
        *parts,
        tr(mark("Target")),
        tr(mark("Status")),
        tr(mark("Notes")),
        tr(mark("Not comparable with earlier figures")),
        tr(mark("Source")),
        tr(mark("Address")),
    )


def _told(figure: Figure, row: dict[str, Any]) -> tuple[str, ...]:
    return (
        labels.period_label(str(row[columns.PERIOD])),
        _line(figure, row),
        labels.value_text(row),
        labels.interval_text(row),
        _usual(figure, row),
        _number(row[columns.NUMERATOR]),
        _number(row[columns.DENOMINATOR]),
        labels.shown(row[columns.TARGET], str(row[columns.UNIT])),
        tr(columns.STATUSES.get(str(row[columns.STATUS]), "")),
        _notes(row),
        row[columns.BREAK_BEFORE],
        provenance.source_names(str(row[columns.SOURCE]), figure.metadata.sources),
        provenance.where_one_was_read(str(row[columns.SOURCE]).split(";"), figure.metadata.sources),
    )


def _notes(row: dict[str, Any]) -> str:
    """Tell what a value's flags say; that it is simulated stands above the figure."""
    flags = str(row[columns.FLAGS]).split(columns.FLAG_SEPARATOR)
    told = (each for each in flags if each != columns.SIMULATED)
    return labels.flags_text(columns.FLAG_SEPARATOR.join(told))


def _usual(figure: Figure, row: dict[str, Any]) -> str:
    """Say how a value stands to the usual range that the figure draws."""
    found = figure.usual.get(f"{series_key(row, figure.dimensions)};{row[columns.PERIOD]}")
    return found.text if found else ""


def _line(figure: Figure, row: dict[str, Any]) -> str:
    """Name the line a value is on; in the matrix its partnership and its column."""
    codes = [str(row[each]) for each in figure.dimensions]
    names = dict(figure.series) | {each.id: each.title for each in figure.headings}
    together = names.get(";".join(codes))
    return together or ", ".join(names.get(code, code) for code in codes if code)


def _number(value: object) -> str:
    return grouped(value) if isinstance(value, int | float) else ""


def how_made(figure: Figure, series: Series) -> str:
    """Tell with this figure's own numbers how it was made, as Markdown."""
    lines = [_formula(series.indicator)]
    known = series.frame.filter(pl.col(columns.VALUE).is_not_null()).sort(
        columns.PERIOD, maintain_order=True
    )
    lines.extend(_worked_line(figure, row) for row in known.tail(EXAMPLES).iter_rows(named=True))
    lines.append(tr(mark("Filters: {filters}."), filters=figure.subtitle))
    lines.extend(figure.footer)
    return "\n\n".join(line for line in lines if line)


def _worked_line(figure: Figure, row: dict[str, Any]) -> str:
    """Write a calculation down, named by its line where the figure has several."""
    line = figure.series.get(series_key(row, figure.dimensions), "")
    return f"{line} · {_worked(row)}" if line and len(figure.series) > 1 else _worked(row)


def _worked(row: dict[str, Any]) -> str:
    period = labels.period_label(str(row[columns.PERIOD]))
    value = labels.value_text(row)
    if row[columns.DENOMINATOR] is None:
        return tr(
            mark("{period}: {value}, from {rows}."),
            period=period,
            value=value,
            rows=_rows(row[columns.ROWS]),
        )
    return tr(
        mark(
            "{period}: {numerator} ÷ {denominator} = {value}, "
            "interval {interval} ({method}), from {rows}."
        ),
        period=period,
        numerator=_number(row[columns.NUMERATOR]),
        denominator=_number(row[columns.DENOMINATOR]),
        value=value,
        interval=labels.interval_text(row) or tr(mark("none")),
        method=str(row[columns.METHOD]) or tr(mark("no method")),
        rows=_rows(row[columns.ROWS]),
    )


def _rows(number: int) -> str:
    return trn(mark("{n} row"), mark("{n} rows"), number)


def _formula(indicator: Indicator) -> str:
    """Write an indicator's formula in words, then with the names of the columns it is made of."""
    words = f"{formula_words.formula(indicator.statistic)}."
    return words if indicator.published else f"{words} `{indicator.formula}`"


def revisions(series: Series, versions: Sequence[Version]) -> dict[str, list[str]]:
    """Return why figures behind a series were last changed, as columns of texts; often nothing.

    Args:
        series: the series.
        versions: the versions up to the one shown, oldest first.
    """
    flags = (columns.parse_flags(each) for each in series.frame[columns.FLAGS].unique())
    numbers = {detail for found in flags for flag, detail in found if flag == columns.REVISED}
    told = [each for each in versions if str(each.number) in numbers and each.reason]
    if not told:
        return {}
    return {
        tr(mark("Version")): [str(each.number) for each in told],
        tr(mark("Published")): [f"{each.published_at:%Y-%m-%d}" for each in told],
        tr(mark("By")): [each.who for each in told],
        tr(mark("Why figures changed")): [each.reason for each in told],
    }
