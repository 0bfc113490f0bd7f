"""Technology and resources in figures and lists: who can do what, and who gives what."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import polars as pl

from dashboard import labels, rows_behind
from dashboard.charts.figure import Figure, Grid, Heading, Sign, Square, Tone
from dashboard.i18n import grouped, tr, trn
from dashboard.squares import Words, squares_figure
from metrics import values as columns
from metrics.catalogue.technology_resources import CAPABILITY_ADOPTION
from metrics.quality.behind import Behind
from metrics.source import Source
from validation.contracts.capabilities import CAPABILITIES, Capabilities
from validation.contracts.inputs import INPUTS, Inputs
from validation.fields import col, name
from validation.partner_codes import CAPABILITIES as CAPABILITY_CODES
from validation.partner_codes import (
    CAPABILITY_STATUSES,
    EUR,
    FTE,
    INPUT_KINDS,
    OPERATIONAL,
    TRAINING,
)
from validation.periods import Period
from validation.text import mark

C: TypeAlias = Capabilities
G: TypeAlias = Inputs
_SIGNS: Final = {
    "none": mark("none"),
    "planned": mark("planned"),
    "pilot": mark("pilot"),
    OPERATIONAL: mark("in use"),
}
"""What stands in a square; only what is in daily use is shaded, and nothing is judged."""
Lists: TypeAlias = tuple[dict[str, list[str]], list[Behind]]


def capabilities_figure(found: pl.DataFrame, source: Source, whose: str) -> Figure:
    """Draw which member can do what with the others' systems.

    Args:
        found: rows of one partnership and period; not empty.
        source: the version.
        whose: the partnership's name.
    """
    period = str(found[columns.PERIOD][0])
    in_use = found.filter(col(C.status) == OPERATIONAL).height
    there = {*found[name(C.capability)]}
    words = Words(
        id=f"capabilities-{found[columns.PARTNERSHIP][0]}-{period.lower()}",
        title=tr(
            mark("In daily use: {number} of {all} pairs of member and capability assessed"),
            number=in_use,
            all=found.height,
        ),
        subtitle=tr(
            mark("{partnership} · how it stood at the end of {period} · a blank was not assessed"),
            partnership=labels.short_name(whose),
            period=labels.period_label(period),
        ),
    )
    return squares_figure(
        source,
        words,
        Grid(squares=tuple(map(_square, found.iter_rows(named=True))), signs=_signs()),
        rows={each.code: tr(each.label) for each in CAPABILITY_CODES.codes if each.code in there},
        headings=[
            Heading(id=each, title="", note=each) for each in sorted({*found[name(C.member)]})
        ],
        values=_values(found, source),
        dimensions=(name(C.member), name(C.capability)),
    )


def _signs() -> dict[str, Sign]:
    return {
        each.code: Sign(
            text=tr(_SIGNS[each.code]),
            meaning=tr(each.definition),
            tone=Tone.PLAIN if each.code == OPERATIONAL else Tone.EMPTY,
        )
        for each in reversed(CAPABILITY_STATUSES.codes)
    }


def _square(row: Mapping[str, Any]) -> Square:
    status = row[name(C.status)]
    return Square(
        row=row[name(C.capability)],
        column=row[name(C.member)],
        sign=status,
        tip={
            tr(mark("Member")): labels.party_name(row[name(C.member)]),
            tr(mark("Capability")): tr(CAPABILITY_CODES.label(row[name(C.capability)])),
            tr(mark("Status")): tr(CAPABILITY_STATUSES.label(status)),
            tr(mark("Period")): labels.period_label(row[columns.PERIOD]),
        },
        address=rows_behind.leading_to(
            Behind.of(CAPABILITIES.name, {each: row[each] for each in CAPABILITIES.key})
        ),
    )


def _values(found: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Give the rows the columns of values: 1 where in daily use, else 0, and how far they are."""
    plain: dict[str, Any] = {
        columns.INDICATOR: CAPABILITY_ADOPTION.id,
        columns.METHOD: "",
        columns.BREAK_BEFORE: "",
        columns.PRECISION: "",
        columns.FLAGS: columns.SIMULATED if source.provenance.simulated else "",
        columns.UNIT: CAPABILITY_ADOPTION.unit,
        columns.LOWER: None,
        columns.UPPER: None,
        columns.NUMERATOR: None,
        columns.DENOMINATOR: None,
        columns.TARGET: None,
        columns.ROWS: 1,
        columns.DATA_VERSION: source.number,
        columns.GRAIN: Period.parse(str(found[columns.PERIOD][0])).grain,
    }
    schema = columns.schema((name(C.member), name(C.capability)))
    return (
        found.with_columns(
            *(pl.lit(value).alias(key) for key, value in plain.items()),
            (col(C.status) == OPERATIONAL).cast(pl.Float64).alias(columns.VALUE),
            col(C.status).alias(columns.STATUS),
        )
        .select(*schema)
        .cast({**schema})
    )


def given(found: pl.DataFrame, partnership: str) -> Lists:
    """List what each partner gave in a period, a column a kind, and the sum of each unit below.

    Args:
        found: rows of one partnership and period; not empty.
        partnership: whose.
    """
    period = str(found[columns.PERIOD][0])
    contributors = found[name(G.contributor)].unique(maintain_order=True).to_list()
    cells = {tr(mark("Partner")): [*map(labels.party_name, contributors), tr(mark("Together"))]}
    for kind in INPUT_KINDS.codes:
        mine = found.filter(col(G.kind) == kind.code)
        told = {
            row[name(G.contributor)]: _amount(row[name(G.amount)], row[name(G.unit)], kind.code)
            for row in mine.iter_rows(named=True)
        }
        sums = mine.group_by(name(G.unit)).agg(col(G.amount).sum()).sort(name(G.unit))
        together = " + ".join(_amount(amount, unit, kind.code) for unit, amount in sums.iter_rows())
        cells[tr(kind.label)] = [*(told.get(each, "") for each in contributors), together]
    where = {columns.PERIOD: period, columns.PARTNERSHIP: partnership}
    led = [Behind.of(INPUTS.name, where | {name(G.contributor): each}) for each in contributors]
    return cells, [*led, Behind.of(INPUTS.name, where)]


def _amount(amount: float, unit: str, kind: str) -> str:
    """Write an amount in its unit: "2.5 posts", "40 000 EUR", "1 piece", "2 courses"."""
    if unit == FTE:
        return tr(mark("{amount} posts"), amount=f"{amount:.1f}")
    if unit == EUR:
        return tr(mark("{amount} EUR"), amount=grouped(amount))
    if kind == TRAINING:
        return trn(mark("{n} course"), mark("{n} courses"), round(amount))
    return trn(mark("{n} piece"), mark("{n} pieces"), round(amount))
