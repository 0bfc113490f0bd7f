"""Law and jurisdiction: what is asked and decided, who is bound to whom, how rights are kept."""

from datetime import date
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    choices,
    components,
    figure_view,
    labels,
    law_figures,
    pillar_page,
    provenance,
    rows_behind,
)
from dashboard.context import Context, Menu, View
from dashboard.i18n import tr
from dashboard.pillar_figures import Told
from dashboard.returning import office_name
from metrics import frameworks, legal
from metrics.frameworks import Agreed
from metrics.quality import behind
from metrics.quality.behind import Behind
from metrics.quality.counted import within
from metrics.series import series
from metrics.values import MEMBER, PARTNERSHIP, PERIOD, SOURCE
from validation.codes import Pillar
from validation.contracts.agreements import AGREEMENTS, Agreements
from validation.contracts.legal_requests import LEGAL_REQUESTS
from validation.contracts.safeguards import SAFEGUARDS, Safeguards
from validation.fields import name
from validation.periods import Period
from validation.pillar_codes import AGREEMENT_KINDS
from validation.text import mark

TITLE: Final = mark("Law & jurisdiction")

_DRAWN: Final = {
    "bound": ((MEMBER, "other_member"), "framework_coverage"),
    "parties": ((name(Agreements.agreement_id), "party"), "agreements_in_force"),
}
"""What the rows and columns of each picture of agreements are, and what is counted of it."""
_CONFLICTS: Final = "jurisdiction_conflicts"
_ON_RIGHTS: Final = ("access_requests", "complaints_upheld", "data_breaches")


def page(context: Context) -> None:
    """Show what is measured, what is agreed and what is published."""
    st.title(tr(TITLE))
    measured = pillar_page.measured(context, Pillar.LAW)
    published = pillar_page.published_totals(context, Pillar.LAW)
    told_of = _told_of(context)
    if not measured and not published and not told_of:
        components.nothing(context.source.provenance)
        return
    _not_here(context)
    if measured:
        pillar_page.over_time(context, Pillar.LAW)
    period = context.filters.period
    if period and told_of:
        _one_partnership(context, period, told_of)
    if published:
        pillar_page.published(context, published)


def _not_here(context: Context) -> None:
    """Say it where nobody returned a legal request, and what can be done."""
    if context.source.distinct(LEGAL_REQUESTS, PARTNERSHIP):
        return
    published = context.source.provenance.published
    components.empty(
        tr(mark("No legal requests are held here: none were found published one by one."))
        if published
        else tr(mark("No office has returned legal requests here.")),
        tr(
            mark(
                "An office can return its own: the templates legal_requests and safeguards are on "
                "the page Upload. What is agreed and what is published is shown below."
            )
        ),
    )


def _told_of(context: Context) -> list[str]:
    """List the partnerships chosen of which anything of one partnership is shown."""
    tables = (AGREEMENTS, LEGAL_REQUESTS, SAFEGUARDS)
    held = {each for table in tables for each in context.source.distinct(table, PARTNERSHIP)}
    return [each for each in context.filters.chosen if each in held]


def _one_partnership(context: Context, period: Period, told_of: list[str]) -> None:
    """Look into one partnership's reference period."""
    st.header(tr(mark("Within {period}"), period=labels.period_label(period.code)))
    partnership = pillar_page.partnership(context, choices.WITHIN, told_of)
    whose = labels.short_name(context.filters.offered.partnerships[partnership])
    _requests(context, partnership, period, whose)
    _frameworks(context, partnership, period, whose)
    _rights(context, partnership, period)


def _requests(context: Context, partnership: str, period: Period, whose: str) -> None:
    """Show what became of what was asked, then on which ground it was refused."""
    if not context.source.distinct(LEGAL_REQUESTS, PARTNERSHIP):
        return
    query = pillar_page.query(context, _CONFLICTS, partnerships=(partnership,))
    asked = legal.asked(context.source, query, partnership, period)
    if asked.outcomes.is_empty():
        components.empty(
            tr(mark("This partnership returned no legal requests for this period.")),
            tr(mark("Choose another period or partnership.")),
        )
        return
    figures = {
        "outcomes": law_figures.outcomes_figure,
        "grounds": law_figures.grounds_figure,
    }
    for form, make in figures.items():
        pillar_page.marked(
            context,
            ("legal", form, partnership),
            partial(make, asked, context.source, partnership, period, whose),
        )
    figure_view.over_time(context, series(context.source, query), wide=True, place="conflicts")


def _frameworks(context: Context, partnership: str, period: Period, whose: str) -> None:
    """Show who is bound to whom at the period's end, then every agreement."""
    day = min(period.end, context.source.today)
    held = frameworks.agreed(context.source, partnership, day)
    st.subheader(tr(mark("What is agreed")))
    if not held:
        components.empty(
            tr(mark("No agreement of this partnership is recorded here.")),
            tr(mark("Its template, agreements, is on the page Upload.")),
        )
        return
    among = frameworks.members(context.source, partnership)
    if among:
        told = _told("bound", partnership, day, whose, tr(mark("Who can ask whom for legal help")))
        pillar_page.marked(
            context,
            ("legal", "bound", partnership),
            partial(law_figures.bound_figure, held, among, context.source, told, period),
        )
    told = _told("parties", partnership, day, whose, tr(mark("Who is party to what")))
    pillar_page.marked(
        context,
        ("legal", "parties", partnership),
        partial(law_figures.parties_figure, held, context.source, told, period),
    )
    _listed(context, held)


def _told(what: str, partnership: str, day: date, whose: str, title: str) -> Told:
    lines, indicator = _DRAWN[what]
    return Told(
        lines=lines,
        indicator=indicator,
        id=f"agreements-{what}-{partnership}",
        title=title,
        subtitle=f"{whose} · {tr(mark('as of {day}'), day=labels.day_label(f'{day}'))}",
        terms={
            tr(mark("In force")): tr(
                mark(
                    "From the last day on which it may have entered into force until the first on "
                    "which it may have ended."
                )
            ),
            tr(mark("Recorded")): tr(
                mark("Only agreements in this register are seen; there may be others.")
            ),
        },
    )


def _listed(context: Context, held: tuple[Agreed, ...]) -> None:
    sources = pl.DataFrame({SOURCE: [each.source for each in held]})
    cited = provenance.citations(sources, context.source)
    address = tr(mark("Address"))
    states = {
        True: mark("in force"),
        False: mark("not in force yet"),
        None: mark("not known whether in force"),
    }
    columns = {
        tr(mark("Agreement")): [each.name for each in held],
        tr(mark("Kind")): [tr(AGREEMENT_KINDS.label(each.kind)) for each in held],
        tr(mark("Parties")): [", ".join(map(labels.party_name, each.parties)) for each in held],
        tr(mark("State")): [tr(states[each.in_force]) for each in held],
        tr(mark("Source")): [provenance.source_names(each.source, cited) for each in held],
        address: [provenance.where_one_was_read([each.source], cited) for each in held],
    }
    components.plain_table(
        {head: cells for head, cells in columns.items() if any(cells)},
        links=(address,),
        leads={
            tr(mark("show the rows")): [
                rows_behind.address(frameworks.TABLE, {name(Agreements.agreement_id): each.id})
                for each in held
            ]
        },
    )


def _rights(context: Context, partnership: str, period: Period) -> None:
    """Show what was counted of safeguards, and the indicators made of it over time."""
    cells = {PARTNERSHIP: partnership, PERIOD: within(period.code)}
    found = behind.rows(context.source, Behind.of(SAFEGUARDS.name, cells))
    if not context.source.distinct(SAFEGUARDS, PARTNERSHIP):
        return
    st.subheader(tr(mark("How rights are kept")))
    if found.is_empty():
        components.empty(
            tr(mark("This partnership returned no safeguards for this period.")),
            tr(mark("Choose another period or partnership.")),
        )
    else:
        _counted(found)
    asked = (
        pillar_page.query(context, indicator, partnerships=(partnership,))
        for indicator in _ON_RIGHTS
    )
    figure_view.side_by_side(
        context, (series(context.source, each) for each in asked), place="rights"
    )


def _counted(found: pl.DataFrame) -> None:
    """List what each office counted, quarter by quarter where a year is looked at."""
    measure, reporter = name(Safeguards.measure), name(Safeguards.reported_by)
    keys = (PARTNERSHIP, PERIOD, measure, reporter)
    rows = found.sort(PERIOD, descending=True, maintain_order=True).to_dicts()
    periods = [labels.period_label(row[PERIOD]) for row in rows]
    components.plain_table(
        {
            **({tr(mark("Period")): periods} if len({*periods}) > 1 else {}),
            tr(mark("What was counted")): [
                labels.code_label(measure, row[measure]) for row in rows
            ],
            tr(mark("How many")): [str(row[name(Safeguards.value)]) for row in rows],
            tr(mark("Who reported it")): [office_name(row[reporter] or "") for row in rows],
        },
        leads={
            tr(mark("show the rows")): [
                rows_behind.address(SAFEGUARDS.name, {each: row[each] for each in keys})
                for row in rows
            ]
        },
    )


VIEW: Final = View(address="law", title=TITLE, menu=Menu.UNDERSTAND, place=34, page=page)
