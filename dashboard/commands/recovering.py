"""The command that tells how many planted changes are found."""

from typing import Final

import polars as pl

from dashboard.commands import printing
from metrics.methods.recovery import Plan, recovery
from metrics.methods.recovery_evaluations import evaluations

DECIMALS: Final = 4


def show(plan: Plan, *, output: str) -> None:
    """Print the share of planted steps found, beside the false alarms.

    Args:
        plan: what is simulated.
        output: `csv`, `json` or `parquet`.
    """
    _printed(recovery(plan), output)


def show_evaluations(plan: Plan, *, output: str) -> None:
    """Print how often *before and after* finds a change, where there is none and where there is.

    Args:
        plan: what is simulated.
        output: `csv`, `json` or `parquet`.
    """
    _printed(evaluations(plan), output)


def _printed(found: pl.DataFrame, output: str) -> None:
    printing.table(found.with_columns(pl.selectors.float().round(DECIMALS)), output=output)
