"""Inputs: what each partner gave in a period."""

from typing import TypeAlias

import polars as pl

from metrics import rows
from metrics.tables import Tables
from metrics.values import PARTNERSHIP
from validation.contracts.inputs import INPUTS, Inputs
from validation.fields import name
from validation.periods import Period

T: TypeAlias = Inputs


def given(tables: Tables, partnership: str, until: Period | None) -> pl.DataFrame:
    """Return what was given to a partnership in the last period told, codes as text."""
    frame = rows.texts(tables.rows(INPUTS)).filter(pl.col(PARTNERSHIP) == partnership)
    return rows.latest(frame, until).sort(name(T.contributor), name(T.kind))
