"""The command that writes invented data."""

from pathlib import Path

import typer

from dashboard.i18n import grouped, tr
from data.simulate import TRUTH
from data.simulate import simulate as write
from metrics.catalogue import INDICATORS
from validation.text import mark


def simulate(*, rows: int, seed: int, out: Path) -> None:
    """Write invented tables and the record of what was planted in them."""
    write(rows, seed, out, indicators=frozenset(INDICATORS))
    typer.echo(
        tr(
            mark("Simulated {rows} rows into {folder}; {truth} tells what was planted."),
            rows=grouped(rows),
            folder=out,
            truth=TRUTH,
        )
    )
