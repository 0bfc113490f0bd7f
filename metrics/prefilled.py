"""What an office's next return of a table may start from: its own keys, and its last figures."""

from dataclasses import dataclass

import polars as pl

from metrics.returns import PARTNERSHIP, PERIOD, REPORTER
from metrics.source import Source
from validation.codes import OWN_RETURN
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.sources import SOURCES
from validation.fields import Kind
from validation.periods import Period


@dataclass(frozen=True, eq=False, kw_only=True)
class Prefilled:
    """The start of a return.

    Attributes:
        contract: the table.
        rows: one row a line that the office reported last, as texts: its key and source, for the
            period asked for; all else empty.
        last: the same rows as they were reported last, row by row; empty if they never were.
        last_period: the period of `last`; empty if there is none.
    """

    contract: Contract
    rows: pl.DataFrame
    last: pl.DataFrame
    last_period: str


def prefilled(
    source: Source, table: str, *, partnership: str, reporter: str, period: str
) -> Prefilled:
    """Return what a return may start from.

    A table whose rows have names of their own, such as courses, starts from a single row.

    Args:
        source: the version.
        table: the table that is owed.
        partnership: to whom.
        reporter: by whom; empty for the secretariat.
        period: for which period.
    """
    contract = CONTRACTS[table]
    whose: dict[str, str | None] = {PARTNERSHIP: partnership}
    if REPORTER in contract.names:
        whose[REPORTER] = reporter or None
    last_period = _last(source, contract, whose, period)
    where = {**whose, PERIOD: last_period}
    held = source.rows_with(contract, where) if last_period else _nothing(contract)
    last = _texts(held.select(contract.names))
    named = any(contract.by_name[each].kind == Kind.SLUG for each in contract.key)
    if named or last.is_empty():
        rows = pl.DataFrame([whose], schema=dict.fromkeys(whose, pl.String))
    else:
        rows = last.select(contract.key)
    sources = [c.name for c in contract.columns if c.spec.references == SOURCES.name]
    rows = rows.with_columns(
        pl.lit(period).alias(PERIOD), *(pl.lit(OWN_RETURN).alias(each) for each in sources)
    )
    return Prefilled(
        contract=contract,
        rows=rows.select(
            pl.col(each) if each in rows.columns else pl.lit(None, pl.String).alias(each)
            for each in contract.names
        ),
        last=last,
        last_period=last_period,
    )


def _last(source: Source, contract: Contract, whose: dict[str, str | None], period: str) -> str:
    """Return the last period of the same length, before the one asked for, that has rows."""
    asked = Period.parse(period)
    found = source.arrivals(contract, (*whose, PERIOD))
    for column, value in whose.items():
        found = found.filter(pl.col(column).eq_missing(pl.lit(value)))
    periods = [Period.parse(code) for code in found[PERIOD]]
    earlier = [each for each in periods if each < asked and each.grain == asked.grain]
    return max(earlier).code if earlier else ""


def _nothing(contract: Contract) -> pl.DataFrame:
    return pl.DataFrame(schema=contract.stored_schema)


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Write cells as a file holds them."""
    return frame.with_columns(
        pl.col(pl.Boolean).replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)
    ).with_columns(pl.all().cast(pl.String))
