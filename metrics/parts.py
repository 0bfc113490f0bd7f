"""Rows of a table as of a version → small frames of sums: the only statements over many rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from data import ddl
from data.frames import Connection, select
from data.queries import stored_schema
from metrics.relation import Relation
from metrics.resolution import LOST_FIRST, LOST_SECOND, NOT_IN_YEAR, live
from metrics.selection import Selection
from metrics.statistic import MedianOf, Summed
from metrics.sums import FALSE, TRUE, aggregates, all_of, any_of, inputs, is_total, rows_of
from metrics.values import COUNTRY, IN_YEAR, LEFT_OUT, ROWS, VALUE, WEIGHT
from validation.contract import Contract

_RESOLVED: Final = "resolved_rows"


@dataclass
class _Bound:
    """Values bound to a statement, each given its placeholder."""

    values: list[object] = field(default_factory=list[object])

    def put(self, value: object) -> str:
        self.values.append(value)
        return f"${len(self.values)}"


def pairs(
    connection: Connection,
    relation: Relation,
    as_of: int,
    *,
    statistics: Iterable[Summed],
    selection: Selection,
    resolved: pl.DataFrame,
) -> pl.DataFrame:
    """Sum the rows of a table by partnership, period and pair of ends.

    Args:
        connection: an open warehouse.
        relation: the table.
        as_of: the version.
        statistics: totals, shares and sums by each end; their parts are the columns named by
            `sums.part`.
        selection: filters and cut; a cut by country is made later, from the ends.
        resolved: the frame of `resolution.resolve`.

    Returns:
        One row per partnership, period, pair of ends, source, whether it counts in years, and cut.
    """
    bound = _Bound()
    rows, known = _selected(relation, as_of, selection, bound)
    keys = [*dict.fromkeys([*_line_keys(relation, selection), *relation.ends])]
    entries = [
        entry
        for statistic in dict.fromkeys(statistics)
        for entry in aggregates(
            statistic, known=known, counts=_counts(relation, inputs(statistic), resolved)
        )
    ]
    statement = _grouped(relation, keys, entries, rows, resolved)
    return _with_resolved(connection, statement, bound, resolved)


def reported(
    connection: Connection,
    relation: Relation,
    as_of: int,
    *,
    statistic: MedianOf,
    selection: Selection,
    resolved: pl.DataFrame,
) -> pl.DataFrame:
    """List the values that a weighted median is taken of, with the weight of each.

    Arguments as for `pairs`.

    Returns:
        One row per partnership, period, source, cut and value (and pair of ends, if cut by
        country): value (null for rows left out), weight, rows, left_out.
    """
    bound = _Bound()
    rows, known = _selected(relation, as_of, selection, bound)
    counts = _counts(relation, inputs(statistic), resolved)
    wanted = rows_of(statistic)
    used = all_of(known, wanted.used)
    left_out = any_of(wanted.left_out, all_of(wanted.used, f"NOT {known}"))
    keys = [*_line_keys(relation, selection), *(relation.ends if selection.by == COUNTRY else ())]
    weight = f"CASE WHEN {used} THEN {statistic.weight} END"
    entries = [
        f"CASE WHEN {used} THEN {statistic.value} END AS {VALUE}",
        f"CAST(coalesce(sum({weight}), 0) AS DOUBLE) AS {WEIGHT}",
        f"count(CASE WHEN {used} THEN 1 END) AS {ROWS}",
        f"count(CASE WHEN {left_out} THEN 1 END) AS {LEFT_OUT}",
    ]
    rows = all_of(rows, counts, any_of(used, left_out))
    statement = _grouped(relation, keys, entries, rows, resolved)
    return _with_resolved(connection, statement, bound, resolved)


def revisions(
    connection: Connection, contract: Contract, as_of: int, *, lines: tuple[str, ...]
) -> pl.DataFrame:
    """Find where published figures were changed later: replaced by other ones, or withdrawn.

    Args:
        connection: an open warehouse.
        contract: the table.
        as_of: the version.
        lines: the columns that tell values apart (partnership, period …).

    Returns:
        One row per line with a change: the line's columns as text, and for each other column of
        the table the last version that changed it (null where none did), named by the column.
    """
    columns = [column for column in contract.names if column not in {*contract.key, *lines}]
    gone = f"{contract.name} WHERE {ddl.RETIRED} <= $1"
    if select(connection, f"SELECT {ddl.ROW_ID} FROM {gone} LIMIT 1", [as_of]).is_empty():
        texts = dict.fromkeys(lines, pl.String())
        return pl.DataFrame(schema=texts | dict.fromkeys(columns, pl.Int32()))
    same = " AND ".join(
        f"new.{key} IS NOT DISTINCT FROM old.{key}" for key in map(ddl.named, contract.key)
    )
    entries = ", ".join(
        f"max(CASE WHEN new.{column} IS DISTINCT FROM old.{column} THEN old.{ddl.RETIRED} END)"
        f" AS {column}"
        for column in map(ddl.named, columns)
    )
    keys = ", ".join(f"CAST(old.{line} AS VARCHAR) AS {line}" for line in map(ddl.named, lines))
    statement = (
        f"WITH old AS (SELECT * FROM {gone}),"
        f" new AS (SELECT * FROM {contract.name}"
        f" WHERE {ddl.ADDED} IN (SELECT {ddl.RETIRED} FROM old))"
        f" SELECT {keys}, {entries} FROM old LEFT JOIN new"
        f" ON {same} AND new.{ddl.ADDED} = old.{ddl.RETIRED} GROUP BY ALL ORDER BY ALL"
    )
    return select(connection, statement, [as_of])


def history(connection: Connection, contract: Contract, as_of: int) -> pl.DataFrame:
    """Return every row that a small table held up to a version, with the versions it lived in."""
    wanted = (ddl.ADDED, ddl.RETIRED, *contract.names)
    statement = (
        f"SELECT {ddl.named(*wanted)} FROM {contract.name} WHERE {ddl.ADDED} <= $1"
        f" ORDER BY {ddl.named(*contract.key, ddl.ADDED)}"
    )
    return select(connection, statement, [as_of], schema=stored_schema(contract, wanted))


def _line_keys(relation: Relation, selection: Selection) -> list[str]:
    cut = [selection.column] if selection.column else []
    return [relation.partnership, relation.period, relation.source, *cut]


def _counts(relation: Relation, columns: tuple[str, ...], resolved: pl.DataFrame) -> str:
    if resolved.is_empty():
        return TRUE
    lost = LOST_SECOND if relation.counts_by_second(columns) else LOST_FIRST
    return f"({lost} IS NOT TRUE)"


def _selected(
    relation: Relation, as_of: int, selection: Selection, bound: _Bound
) -> tuple[str, str]:
    """Return the condition on rows to look at, and that on rows known to be selected."""
    bound.put(as_of)
    looked_at, known = [live()], list[str]()
    areas = (relation.crime_area,) if relation.crime_area else ()
    for columns, chosen in ((areas, selection.crime_areas), (relation.ends, selection.countries)):
        if chosen:
            wanted = any_of(*(_among(column, chosen, bound) for column in columns))
            untold = [is_total(relation.contract, column) for column in columns] or [TRUE]
            looked_at.append(any_of(wanted, *untold))
            known.append(wanted)
    return all_of(*looked_at), all_of(*known)


def _among(column: str, values: tuple[str, ...], bound: _Bound) -> str:
    listed = ", ".join(map(bound.put, values))
    return f"coalesce(CAST({column} AS VARCHAR) IN ({listed}), {FALSE})"


def _grouped(
    relation: Relation, keys: list[str], entries: list[str], rows: str, resolved: pl.DataFrame
) -> str:
    if resolved.is_empty():
        table, in_year = relation.contract.name, TRUE
    else:
        table = f"{relation.contract.name} LEFT JOIN {_RESOLVED} USING ({ddl.ROW_ID})"
        in_year = f"({NOT_IN_YEAR} IS NOT TRUE)"
    inner = ", ".join([*keys, f"{in_year} AS {IN_YEAR}", *entries])
    texts = ", ".join(f"CAST({key} AS VARCHAR) AS {key}" for key in keys)
    return (
        f"SELECT * REPLACE ({texts}) FROM (SELECT {inner} FROM {table} WHERE {rows} GROUP BY ALL)"
    )


def _with_resolved(
    connection: Connection, statement: str, bound: _Bound, resolved: pl.DataFrame
) -> pl.DataFrame:
    if resolved.is_empty():
        return select(connection, statement, bound.values)
    connection.register(_RESOLVED, resolved.to_arrow())
    try:
        return select(connection, statement, bound.values)
    finally:
        connection.unregister(_RESOLVED)
