"""The command `index` of the command line, which imports late as all of it does."""

from typing import Annotated

import typer

from dashboard.cli_choices import TableFormat


def index(
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(help="Year or quarter of the figures; default: the last whole year."),
    ] = None,
    draws: Annotated[int, typer.Option(min=1, help="How often it is drawn anew, each way.")] = (
        10_000
    ),
    seed: Annotated[
        int | None, typer.Option(min=0, help="The same seed gives the same ranges.")
    ] = None,
    output: Annotated[TableFormat, typer.Option("--format")] = TableFormat.CSV,
) -> None:
    """Print the effectiveness index: scores by pillar, totals and how far they would move."""
    from dashboard.commands import indexing

    indexing.show(context.obj, period=period, draws=draws, seed=seed, output=output.value)
