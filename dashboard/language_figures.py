"""Refusals as a picture: want of will apart from what the law forbids or protects."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from dashboard import labels, rows_behind
from dashboard.charts.figure import Figure, Grid, Heading, Kind, Sign, Square, Tone
from dashboard.i18n import grouped, tr
from dashboard.pillar_figures import Number, Told, made
from data.queries import ABOVE_NOTHING, ANY_BUT
from metrics.catalogue import INDICATORS
from metrics.quality.behind import Behind
from metrics.quality.counted import Counted, within
from metrics.series import Series
from metrics.source import Source
from metrics.values import DENOMINATOR, INDICATOR, NUMERATOR, PARTNERSHIP, PERIOD
from validation.contracts.information_exchange import InformationExchange
from validation.fields import name
from validation.periods import Period
from validation.text import mark

REFUSALS: Final = ("refused_legal", "refused_safeguard", "refused_unwilling")
MOST_PERIODS: Final = 8
_KIND: Final = "kind_of_refusal"
_DUE: Final = name(InformationExchange.replies_due)

_NAMES: Final = {
    "refused_legal": mark("By law"),
    "refused_safeguard": mark("As a safeguard"),
    "refused_unwilling": mark("For want of will"),
}


def refusals_figure(
    found: Mapping[str, Series], source: Source, partnership: str, period: Period, whose: str
) -> Figure:
    """Draw the refusals of the last periods, a bar for each, the newest first.

    Args:
        found: each kind of refusal over time, of one partnership.
        source: the version.
        partnership: its id.
        period: the last one.
        whose: its name.
    """
    rows: list[dict[str, Any]] = [
        {**row, _KIND: kind}
        for kind, each in found.items()
        for row in each.frame.filter(pl.col(NUMERATOR).is_not_null()).iter_rows(named=True)
    ]
    periods = sorted({row[PERIOD] for row in rows}, reverse=True)[:MOST_PERIODS]
    shown = [row for row in rows if row[PERIOD] in periods]
    return made(
        source,
        Told(
            id=f"refusals-{partnership}-{period.code.lower()}",
            lines=(PERIOD, INDICATOR),
            partnership=partnership,
            title=tr(mark("Refused by law, as a safeguard, and for want of will")),
            subtitle=tr(
                mark("{whose} · replies refused, of the replies due in each period"), whose=whose
            ),
            unit=("replies", tr(mark("replies"))),
            terms={tr(_NAMES[each]): tr(INDICATORS[each].reading) for each in found},
        ),
        Kind.PARTS,
        [
            Number(
                row=row[PERIOD],
                column=row[_KIND],
                value=row[NUMERATOR],
                whole=row[DENOMINATOR],
                period=Period.parse(row[PERIOD]),
            )
            for row in shown
        ],
        period=period,
        rows={code: _bar(code, shown) for code in periods},
        headings=[Heading(id=each, title=tr(_NAMES[each])) for each in found],
        grid=Grid(
            squares=tuple(_square(row, found[row[_KIND]], source) for row in shown),
            signs={
                each: Sign(text="", meaning=tr(_NAMES[each]), tone=Tone.PLAIN) for each in found
            },
        ),
    )


def _bar(code: str, rows: list[dict[str, Any]]) -> str:
    """Name a period, how many replies were refused in it, and of how many due."""
    mine = [row for row in rows if row[PERIOD] == code]
    return tr(
        mark("{period}: {refused} refused of {due} due"),
        period=labels.period_label(code),
        refused=grouped(sum(row[NUMERATOR] for row in mine)),
        due=grouped(max(row[DENOMINATOR] for row in mine)),
    )


def _square(row: dict[str, Any], found: Series, source: Source) -> Square:
    return Square(
        row=row[PERIOD],
        column=row[_KIND],
        sign=row[_KIND],
        tip={
            tr(mark("Period")): labels.period_label(row[PERIOD]),
            tr(_NAMES[row[_KIND]]): grouped(row[NUMERATOR]),
            tr(mark("Share of replies due")): labels.counted_text(row),
        },
        address=rows_behind.leading_to(_refused(row, found, source)),
    )


def _refused(row: dict[str, Any], found: Series, source: Source) -> Behind:
    """Name the rows in which replies were refused so; the column is called as the indicator is."""
    counted = Counted(source, found.indicator, found.query.selection)
    behind = counted.all({PARTNERSHIP: row[PARTNERSHIP]}, within(row[PERIOD]))
    return behind.holding(**{_DUE: ANY_BUT, row[_KIND]: ABOVE_NOTHING})


def obstacles_table(
    rate: Series, resolution: Series, delay: Series, period: Period
) -> dict[str, list[str]]:
    """Return the obstacles of a period, the one met most often first, as columns of texts.

    Args:
        rate: cases affected of all cases, by obstacle, of one partnership.
        resolution: cases in which it was overcome, by obstacle.
        delay: typical days lost, by obstacle.
        period: the period.
    """
    dimension = rate.dimensions[0]
    met = _of(rate, period).sort(NUMERATOR, descending=True, nulls_last=True).to_dicts()
    solved, late = (
        {row[dimension]: row for row in _of(each, period).iter_rows(named=True)}
        for each in (resolution, delay)
    )
    return {
        tr(mark("Obstacle")): [labels.code_label(dimension, row[dimension]) for row in met],
        tr(mark("Cases affected")): [_counts(row) for row in met],
        tr(mark("Overcome")): [_counts(solved.get(row[dimension])) for row in met],
        tr(mark("Typical days lost")): [
            labels.value_text(late[row[dimension]]) if row[dimension] in late else "" for row in met
        ],
    }


def met(rate: Series, source: Source, period: Period) -> list[Behind]:
    """Name the rows of the obstacles in the order of `obstacles_table`: all that tell cases."""
    counted = Counted(source, rate.indicator, rate.query.selection)
    keys = (PARTNERSHIP, *rate.dimensions)
    found = _of(rate, period).sort(NUMERATOR, descending=True, nulls_last=True)
    return [
        counted.all({key: row[key] for key in keys}, within(period.code))
        for row in found.iter_rows(named=True)
    ]


def _of(series: Series, period: Period) -> pl.DataFrame:
    """Return the lines of which a period has figures, or a weight."""
    return series.frame.filter(pl.col(PERIOD) == period.code, pl.col(DENOMINATOR).is_not_null())


def _counts(row: Mapping[str, Any] | None) -> str:
    """Write a share with what it is made of: "15 % (6 of 40)"."""
    return "" if row is None else labels.counted_text(row)
