"""The command that lets a series begin anew: one row of a table, published as a version."""

from collections.abc import Sequence
from dataclasses import dataclass

import typer

from dashboard import line_words
from dashboard.commands import intake, opening
from dashboard.commands.intake import LoadOptions
from dashboard.commands.refusals import VALID, Refusal
from dashboard.i18n import tr
from dashboard.returning import written
from data.ledger import Mode
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from metrics.methods.xmr import FEWEST
from metrics.series import Query, series
from metrics.signals import WHY_NOT, eligibility
from metrics.source import Source
from metrics.values import BEGUN_IN
from validation.contracts.rebasings import REBASINGS, Rebasings
from validation.fields import name
from validation.intake import Upload
from validation.periods import Period
from validation.text import mark


@dataclass(frozen=True, kw_only=True)
class Anew:
    """Which series begins anew, from which period on, and why."""

    indicator: str
    partnership: str
    period: str
    reason: str
    milestone: str


def rebase(named: Sequence[str], anew: Anew, *, output: str) -> int:
    """Publish that a series begins anew; return the exit code.

    What leaves too few periods to tell what is usual is published, and said.

    Raises:
        Refusal: no usual range judges that indicator.
    """
    indicator = INDICATORS.get(anew.indicator)
    if indicator and (why := eligibility(indicator).why):
        raise Refusal(
            tr(
                mark("{name} has no usual range that could begin anew. {why}"),
                name=tr(indicator.name),
                why=tr(WHY_NOT[why]),
            )
        )
    cells = {
        name(Rebasings.indicator): anew.indicator,
        name(Rebasings.partnership_id): anew.partnership,
        name(Rebasings.first_period): anew.period,
        name(Rebasings.reason): anew.reason,
        name(Rebasings.milestone): anew.milestone,
    }
    row = [cells[each] for each in REBASINGS.names]
    file = f"{REBASINGS.name}_{anew.indicator}_{anew.partnership}.csv"
    upload = Upload(file, written(REBASINGS.names, [row]).encode())
    options = LoadOptions(
        table=REBASINGS.name,
        mode=Mode.MERGE.value,
        note=anew.reason,
        reason=anew.reason,
        confirmed=False,
        dry_run=False,
        output=output,
    )
    warehouse = opening.one(named)
    code = intake.published(warehouse, [upload], options)
    if code == VALID and indicator and (short := _short(Source(warehouse), indicator, anew)):
        typer.echo(tr(mark("Notice: {what}"), what=short), err=True)
    return code


def _short(source: Source, indicator: Indicator, anew: Anew) -> str:
    """Say that the range that begins anew has too few periods, if so, and when it can have enough.

    A period that has no value yet begins nothing so far: all of its range is still to come.
    """
    query = Query(indicator=indicator.id, partnerships=(anew.partnership,))
    first = Period.parse(anew.period)
    for row in series(source, query).lines.iter_rows(named=True):
        begun = Period.parse(row[BEGUN_IN])
        if first.start <= begun.start:
            return line_words.no_range(row, indicator)
        within = Period.containing(first.start, begun.grain)
        first = within if first.start <= within.start else within.shift(1)
    return line_words.too_few(first, 0, first.shift(FEWEST - 1))
