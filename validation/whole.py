"""Conditions on a table as a whole: keys, rules across rows, periods that have not ended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from validation.ahead import ahead
from validation.cells import unfinished
from validation.contract import Contract, TableRule
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
PERCENT: Final = 100

Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Placed:
    """A problem, and the place among the files given together of the one it stands in."""

    file: int
    problem: Problem


def problems(contract: Contract, files: Sequence[Rows], names: Sequence[str]) -> Iterator[Placed]:
    """Check files of one table as the one table they are.

    Args:
        contract: the table.
        files: for each file its typed rows with sound keys and the column `line`.
        names: the files' names.
    """
    table = Rows.joined(
        rows.with_columns(pl.lit(place, dtype=pl.Int64).alias(FILE))
        for place, rows in enumerate(files)
    )
    looked = [found for _, found in ahead(partial(_looked_at, contract), table.pieces)]
    for place, rule in enumerate(contract.table_rules):
        if any(concerned[place] for concerned, _ in looked):
            read = dict.fromkeys((*contract.key, *rule.columns))
            yield from _broken(rule, table.select(*read, FILE, LINE))
    # Equal keys have equal hashes: where no hash is there twice, no key is.
    hashes = pl.Series(np.concatenate([each for _, each in looked]))
    if hashes.n_unique() < len(hashes):
        twice = hashes.filter(hashes.is_duplicated()).unique().to_numpy()
        yield from _repeated(contract, table, names, twice)


def _looked_at(contract: Contract, piece: pl.LazyFrame) -> tuple[list[bool], Hashes]:
    """Tell which table rules concern any row of a piece, and hash the keys of its rows."""
    rules = contract.table_rules
    read = (*contract.key, *(column for rule in rules for column in rule.columns))
    rows = piece.select(*dict.fromkeys(read)).collect()
    return [rows.select(rule.about.any()).item() for rule in rules], _hashes(rows, contract)


def not_ended(contract: Contract, rows: Rows, today: date) -> Iterator[Problem]:
    """Warn of each period that has not ended, once a file, at its first line."""
    for column in contract.columns:
        if column.kind != Kind.PERIOD or column.spec.future:
            continue
        open_periods = (
            rows.filter(pl.col(column.name).is_in(unfinished(today)), column.name, LINE)
            .group_by(pl.col(column.name).cast(pl.String))
            .agg(pl.col(LINE).min().alias(LINE), pl.len().alias(ROWS))
            .sort(LINE)
        )
        for period, line, count in open_periods.iter_rows():
            yield problem(
                NOT_ENDED,
                line=line,
                columns=(column.name,),
                values=(period,),
                facts={"count": count},
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
