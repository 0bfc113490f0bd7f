"""The command that prints the effectiveness index."""

from collections.abc import Sequence

import typer

from dashboard.commands import opening, printing
from dashboard.commands.asking import period as parsed
from dashboard.i18n import tr
from metrics.index_table import table
from metrics.source import Source
from validation.periods import Period
from validation.text import mark


def show(
    named: Sequence[str], *, period: str | None, draws: int, seed: int | None, output: str
) -> None:
    """Print scores, totals, ranks and how far they would move; say why where there are none."""
    source = Source(opening.one(named))
    when = parsed(period)
    seeded = {} if seed is None else {"seed": seed}
    found = table(source, period=when, draws=draws, **seeded)
    if found.is_empty():
        typer.echo(_why(source, when), err=True)
    printing.table(found, output=output)


def _why(source: Source, period: Period | None) -> str:
    if source.provenance.published:
        return tr(
            mark(
                "Totals as organisations printed them make no index: it would rank how much is "
                "printed, not how well partnerships work."
            )
        )
    if period:
        return tr(
            mark("Version {version} holds no figure of {period} that may enter an index."),
            version=source.number,
            period=period.code,
        )
    return tr(
        mark("Version {version} holds no figure that may enter an index."), version=source.number
    )
