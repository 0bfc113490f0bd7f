"""Conditions on a table as a whole: keys, rules across rows, periods that have not ended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from validation.cells import unfinished
from validation.contract import COLUMN, Contract, TableRule
from validation.fields import SHARES, Kind, name
from validation.mends import WRITE
from validation.problems import (
    NOT_A_SHARE,
    NOT_ENDED,
    REPEATED_IN_FILES,
    REPEATED_KEY,
    Problem,
    kind_of_rule,
    problem,
)
from validation.reading import LINE
from validation.rows import Rows

FILE: Final = "file"
FIRST_LINE: Final = "first_line"
FIRST_FILE: Final = "first_file"
ROWS: Final = "rows"
PERIOD: Final = "open_period"
PERCENT: Final = 100

Hashes = NDArray[np.uint64]

_UNFINISHED: Final = {
    COLUMN: pl.String(),
    PERIOD: pl.String(),
    LINE: pl.Int64(),
    ROWS: pl.Int64(),
}


@dataclass(frozen=True)
class Placed:
    """A problem, and the place among the files given together of the one it stands in."""

    file: int
    problem: Problem


@dataclass(frozen=True, eq=False)
class Look:
    """What conditions on the whole table need to know of a piece of its rows.

    `concerned` tells for each table rule whether any row is one that it is about, `keys` has the
    hash of each row's key, `unfinished` for each period that has not ended its column, the period
    as text, its first line and the number of rows.
    """

    concerned: tuple[bool, ...]
    keys: Hashes
    unfinished: pl.DataFrame


def look(contract: Contract, rows: pl.DataFrame, today: date) -> Look:
    """Look through typed rows with sound keys and the column `line`, while they are at hand."""
    return Look(
        concerned=tuple(rows.select(rule.about.any()).item() for rule in contract.table_rules),
        keys=_hashes(rows, contract),
        unfinished=pl.concat(
            [pl.DataFrame(schema=_UNFINISHED), *_unfinished(contract, rows, today)]
        ),
    )


def _unfinished(contract: Contract, rows: pl.DataFrame, today: date) -> Iterator[pl.DataFrame]:
    for column in contract.columns:
        if column.kind != Kind.PERIOD or column.spec.future:
            continue
        periods = rows[column.name]
        there = periods.unique().drop_nulls()
        still_open = there.filter(there.is_in(unfinished(today)))
        if not still_open.is_empty():
            yield (
                rows.filter(periods.is_in(still_open.implode()))
                .group_by(pl.col(column.name).cast(pl.String).alias(PERIOD))
                .agg(pl.col(LINE).min(), pl.len().cast(pl.Int64).alias(ROWS))
                .select(pl.lit(column.name).alias(COLUMN), PERIOD, LINE, ROWS)
            )


def problems(
    contract: Contract, files: Sequence[Rows], looks: Sequence[Look], names: Sequence[str]
) -> Iterator[Placed]:
    """Check files of one table as the one table they are.

    Args:
        contract: the table.
        files: for each file its typed rows with sound keys and the column `line`.
        looks: what was seen of all of these rows, in any order.
        names: the files' names.
    """
    table = Rows.joined(
        rows.with_columns(pl.lit(place, dtype=pl.Int64).alias(FILE))
        for place, rows in enumerate(files)
    )
    for place, rule in enumerate(contract.table_rules):
        if any(seen.concerned[place] for seen in looks):
            read = dict.fromkeys((*contract.key, *rule.columns))
            yield from _broken(rule, table.select(*read, FILE, LINE))
    # Equal keys have equal hashes: where no hash is there twice, no key is.
    hashes = np.sort(np.concatenate([np.empty(0, np.uint64), *(seen.keys for seen in looks)]))
    again = hashes[1:] == hashes[:-1]
    if again.any():
        yield from _repeated(contract, table, names, np.unique(hashes[1:][again]))


def not_ended(looks: Sequence[Look]) -> Iterator[Problem]:
    """Warn of each period that has not ended, once a file, at its first line."""
    open_periods = (
        pl.concat([pl.DataFrame(schema=_UNFINISHED), *(seen.unfinished for seen in looks)])
        .group_by(COLUMN, PERIOD)
        .agg(pl.col(LINE).min(), pl.col(ROWS).sum())
        .sort(LINE, PERIOD)
    )
    for column, period, line, rows in open_periods.iter_rows():
        yield problem(
            NOT_ENDED, line=line, columns=(column,), values=(period,), facts={"count": rows}
        )


def not_shares(
    contract: Contract, rows: Rows, known: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """Find numbers outside 0 to 1 that stand for an indicator which is a share."""
    if contract.share is None:
        return
    number, indicator = map(name, contract.share)
    bad = rows.filter(
        pl.col(indicator).is_in(list(known.get(SHARES, ()))) & ~pl.col(number).is_between(0, 1),
        LINE,
        number,
        indicator,
    )
    for line, value, which in bad.iter_rows():
        percent = 1 < value <= PERCENT
        yield problem(
            NOT_A_SHARE,
            line=line,
            columns=(number,),
            values=(f"{value:.10g}",),
            facts={"indicator": which, "suggestion": f"{value / PERCENT:.10g}"},
            mends=WRITE if percent else "",
        )


def _broken(rule: TableRule, table: pl.DataFrame) -> Iterator[Placed]:
    kind = kind_of_rule(rule)
    bad = table.filter(~rule.holds(table))
    for file, line, *values in bad.select(FILE, LINE, *_shown(bad, rule.columns)).iter_rows():
        yield Placed(file, problem(kind, line=line, columns=rule.columns, values=tuple(values)))


def _shown(rows: pl.DataFrame, columns: Sequence[str]) -> Iterator[pl.Expr]:
    """Write cells as they are typed, an empty one as the empty text."""
    for column in columns:
        cell = pl.col(column)
        if rows.schema[column] == pl.Boolean:
            yield (
                pl.when(cell)
                .then(pl.lit("yes"))
                .when(~cell)
                .then(pl.lit("no"))
                .otherwise(pl.lit(""))
                .alias(column)
            )
        else:
            yield cell.cast(pl.String).fill_null("")


def _repeated(
    contract: Contract, table: Rows, names: Sequence[str], twice: Hashes
) -> Iterator[Placed]:
    """Find each key that stands more than once among rows of hashes that are there twice."""
    key = list(contract.key)
    suspect = (
        block.filter(pl.Series(np.isin(_hashes(block, contract), twice)))
        for block in table.blocks(*key, FILE, LINE)
    )
    repeated = (
        pl.concat(suspect)
        .filter(pl.struct(key).is_duplicated())
        .with_columns(
            pl.col(LINE).first().over(key).alias(FIRST_LINE),
            pl.col(FILE).first().over(key).alias(FIRST_FILE),
        )
        .filter((pl.col(LINE) != pl.col(FIRST_LINE)) | (pl.col(FILE) != pl.col(FIRST_FILE)))
    )
    shown = repeated.select(FILE, LINE, FIRST_FILE, FIRST_LINE, *_shown(repeated, key))
    for file, line, first_file, first_line, *values in shown.iter_rows():
        found = problem(
            REPEATED_KEY if file == first_file else REPEATED_IN_FILES,
            line=line,
            columns=contract.key,
            values=tuple(values),
            facts={"other_line": first_line, "other_file": str(names[first_file])},
        )
        yield Placed(file, found)


def _hashes(rows: pl.DataFrame, contract: Contract) -> Hashes:
    return rows.select(contract.key).hash_rows().to_numpy()
