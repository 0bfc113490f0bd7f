"""The command that tells how many planted changes the signals find."""

from typing import Final

import polars as pl

from dashboard.commands import printing
from metrics.methods.recovery import Plan, recovery

DECIMALS: Final = 4


def show(plan: Plan, *, output: str) -> None:
    """Print the share of planted steps found, beside the false alarms.

    Args:
        plan: what is simulated.
        output: `csv`, `json` or `parquet`.
    """
    found = recovery(plan)
    printing.table(found.with_columns(pl.selectors.float().round(DECIMALS)), output=output)
