"""The command that writes invented data."""

from pathlib import Path
from typing import Final

import typer

from dashboard.commands.refusals import Refusal
from dashboard.i18n import grouped, tr
from data.simulate import SEED, TRUTH, write_example
from data.simulate import simulate as write
from metrics.catalogue import INDICATORS
from validation.text import mark

_USUAL_SEED: Final = 1


def simulate(*, rows: int | None, seed: int | None, out: Path, example: bool) -> None:
    """Write invented tables and the record of what was planted in them."""
    if example == (rows is not None):
        raise Refusal(
            tr(
                mark(
                    "Say either --rows, for files of that size, or --example, for those of the "
                    "simulated example that comes with the product."
                )
            )
        )
    if rows is None:
        _example(SEED if seed is None else seed, out)
        return
    write(rows, _USUAL_SEED if seed is None else seed, out, indicators=frozenset(INDICATORS))
    typer.echo(
        tr(
            mark("Simulated {rows} rows into {folder}; {truth} tells what was planted."),
            rows=grouped(rows),
            folder=out,
            truth=TRUTH,
        )
    )


def _example(seed: int, out: Path) -> None:
    releases = write_example(seed, out, indicators=frozenset(INDICATORS))
    typer.echo(
        tr(
            mark(
                "Wrote the {releases} releases of the simulated example into {folder}, a folder "
                "each, in order of time; {truth} tells what was planted."
            ),
            releases=releases,
            folder=out,
            truth=TRUTH,
        )
    )
