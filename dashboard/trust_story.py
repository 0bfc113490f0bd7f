"""Communication and trust in figures and lists: scores, who gave them, procedures adopted."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

import polars as pl

from dashboard import labels, pillar_page, rows_behind, story
from dashboard.charts.alt_text import described
from dashboard.charts.figure import Figure, Kind
from dashboard.context import Context
from dashboard.i18n import tr
from metrics import rows
from metrics import values as columns
from metrics.assessments import PARTNERS, PERSONS, TABLE
from metrics.catalogue import INDICATORS
from metrics.quality.behind import Behind
from metrics.quality.counted import Counted, within
from metrics.selection import Selection
from metrics.series import Series, series
from metrics.source import Source
from validation.cells import LIST_SEPARATOR
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.partner_assessments import HIGHEST, LOWEST, PartnerAssessments
from validation.fields import col, name
from validation.partner_codes import CHARACTERISTICS
from validation.pillar_codes import STANDARD_PROCEDURE
from validation.text import mark

T: TypeAlias = Agreements
Lists: TypeAlias = tuple[dict[str, list[str]], list[Behind]]
WHAT: Final = name(PartnerAssessments.characteristic)


def scores(context: Context, partnership: str) -> list[Series]:
    """Measure the characteristics of one partnership."""
    return [
        series(
            context.source,
            pillar_page.query(context, characteristic, partnerships=(partnership,)),
        )
        for characteristic in CHARACTERISTICS.values
    ]


def scores_figure(found: list[Series], source: Source, period: str) -> Figure:
    """Draw the scores of one period with their ranges, side by side.

    Args:
        found: what `scores` returns.
        source: the version.
        period: the period they were given in.
    """
    made = story.plain_figure(found[0], source)
    frame = pl.concat([each.frame for each in found]).filter(pl.col(columns.PERIOD) == period)
    names = {each.indicator.id: tr(each.indicator.name) for each in found}
    whose = found[0].names[str(frame[columns.PARTNERSHIP][0])]
    figure = replace(
        made,
        id=f"characteristics-{frame[columns.PARTNERSHIP][0]}-{period.lower()}",
        kind=Kind.DOTS,
        scale=(LOWEST, HIGHEST),
        values=frame,
        dimensions=(columns.INDICATOR,),
        series=names,
        title=tr(mark("How do the partners see it?")),
        subtitle=" · ".join(
            (
                labels.short_name(whose),
                tr(mark("mean score from 1 (not at all) to 5 (fully)")),
                labels.period_label(period),
            )
        ),
        ways={
            f"{row[columns.INDICATOR]};{period}": rows_behind.leading_to(
                Counted(source, INDICATORS[row[columns.INDICATOR]], Selection()).all(
                    {columns.PARTNERSHIP: row[columns.PARTNERSHIP]}, within(period)
                )
            )
            for row in frame.iter_rows(named=True)
        },
        targets=(),
        milestones=(),
    )
    return described(figure, tr)


def _scored(row: Mapping[str, Any], characteristic: str) -> Behind:
    """Name the rows of a characteristic: who answered, not how."""
    cells = {each: row[each] for each in (columns.PERIOD, columns.PARTNERSHIP)}
    return Behind.of(TABLE, cells | {WHAT: characteristic})


def answers(found: pl.DataFrame, partnership: str) -> Lists:
    """List who scored each characteristic.

    Args:
        found: a frame of `assessments.answers`.
        partnership: whose.
    """
    told = list(found.iter_rows(named=True))
    cells = {
        tr(mark("Characteristic")): [tr(CHARACTERISTICS.label(row[WHAT])) for row in told],
        tr(mark("Means")): [tr(_meaning(row[WHAT])) for row in told],
        tr(mark("People who answered")): [str(row[PERSONS]) for row in told],
        tr(mark("Partners that answered")): [_partners(row[PARTNERS]) for row in told],
    }
    return cells, [_scored(row | {columns.PARTNERSHIP: partnership}, row[WHAT]) for row in told]


def _meaning(characteristic: str) -> str:
    return CHARACTERISTICS.by_code[characteristic].definition


def _partners(codes: list[str]) -> str:
    named = ", ".join(map(labels.party_name, codes))
    return tr(mark("{n}: {names}"), n=len(codes), names=named)


def procedures(context: Context) -> Lists:
    """List the standard procedures of the partnerships chosen, and who adopted them."""
    source = context.source
    found = rows.texts(source.rows(AGREEMENTS)).filter(
        col(T.kind) == STANDARD_PROCEDURE,
        pl.col(columns.PARTNERSHIP).is_in(context.filters.chosen),
    )
    told = list(found.sort(columns.PARTNERSHIP, name(T.agreement_id)).iter_rows(named=True))
    members = {
        whose: [*theirs]
        for whose, theirs in source.members.group_by(columns.PARTNERSHIP)
        .agg(columns.MEMBER)
        .iter_rows()
    }
    several = found[columns.PARTNERSHIP].n_unique() > 1
    names = context.filters.offered.partnerships
    cells = {
        tr(mark("Partnership")): [
            labels.short_name(names[row[columns.PARTNERSHIP]]) for row in told if several
        ],
        tr(mark("Procedure")): [row[name(T.name)] for row in told],
        tr(mark("In force")): [_in_force(row) for row in told],
        tr(mark("Adopted by")): [", ".join(map(labels.party_name, _parties(row))) for row in told],
        tr(mark("Members that have not")): [
            _others(row, members.get(row[columns.PARTNERSHIP], [])) for row in told
        ],
    }
    return {head: texts for head, texts in cells.items() if texts}, [
        Behind.of(AGREEMENTS.name, {name(T.agreement_id): row[name(T.agreement_id)]})
        for row in told
    ]


def _parties(row: Mapping[str, Any]) -> list[str]:
    return str(row[name(T.parties)]).split(LIST_SEPARATOR)


def _in_force(row: Mapping[str, Any]) -> str:
    """Write from when to when it is in force, as far as that is known."""
    begun, ended = row[name(T.in_force)], row[name(T.ended)]
    return labels.days_label(begun, ended) if begun or ended else ""


def _others(row: Mapping[str, Any], members: list[str]) -> str:
    """Name the members that have not adopted a procedure."""
    if not members:
        return tr(mark("there is no closed list of members"))
    return ", ".join(map(labels.party_name, sorted({*members} - {*_parties(row)})))


def last_told(found: list[Series]) -> str:
    """Return the last period in which any characteristic was scored; empty if none."""
    return max(_periods(found), default="")


def _periods(found: list[Series]) -> Iterator[str]:
    for each in found:
        yield from each.frame.filter(pl.col(columns.ROWS) > 0)[columns.PERIOD]


def spontaneous(context: Context) -> Series:
    """Measure what is shared without having been asked for."""
    asked = pillar_page.query(context, INDICATORS["spontaneous_share"].id)
    return series(context.source, asked)
