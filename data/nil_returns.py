"""Returns that say there was nothing, beside rows that say there was something."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import duckdb
import polars as pl

from data import ddl, stored_rows
from data.ledger import Mode
from data.table_plan import FILE, TablePlan
from validation.contract import Contract, Severity
from validation.contracts import CONTRACTS
from validation.contracts.returns import RETURNS, Returns
from validation.fields import col, name
from validation.problems import Problem, ProblemKind, problem
from validation.return_codes import NIL
from validation.text import mark

NIL_WITH_ROWS: Final = ProblemKind(
    name="nil_with_rows",
    title=mark("Nothing to report, although there are rows"),
    says=mark(
        "The return says there was nothing to report, but {table} holds rows of the office for "
        "{period} (rows: {count})."
    ),
    mend=mark("Withdraw those rows first, or write complete instead of nil."),
)
ROWS_WITH_NIL: Final = ProblemKind(
    name="rows_with_nil",
    title=mark("Rows, although there was nothing to report"),
    says=mark("A return held says that there was nothing to report in {table} for {period}."),
    mend=mark("The rows count all the same. Send the return again as complete."),
    severity=Severity.WARNING,
)
NIL_KINDS: Final = (NIL_WITH_ROWS, ROWS_WITH_NIL)

_GROUP: Final = tuple(
    map(name, (Returns.partnership_id, Returns.period, Returns.reported_by, Returns.table))
)
_COUNT: Final = "count"


def problems(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, TablePlan],
    names: Sequence[str],
) -> Iterator[Problem]:
    """Yield where a return of nothing and rows contradict each other once a load is published.

    Args:
        connection: the warehouse, open.
        tables: what would happen to each table, by its name.
        names: the names of the files, by position.
    """
    if RETURNS.name in tables and tables[RETURNS.name].mode != Mode.WITHDRAW:
        yield from _nil_with_rows(connection, tables, names)
    yield from _rows_with_nil(connection, tables, names)


def _nil_with_rows(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, TablePlan], names: Sequence[str]
) -> Iterator[Problem]:
    for table, nil in _of_tables(_nil(tables[RETURNS.name].new.frame)):
        contract, plan = CONTRACTS[table], tables.get(table)
        held = stored_rows.live_ids_of_groups(connection, contract, nil.select(_groups(contract)))
        if plan:
            held = held.filter(~pl.col(ddl.ROW_ID).is_in(plan.retiring.implode()))
        groups = [*_groups(contract)]
        parts = [held, *(plan.new.blocks(*groups) if plan else ())]
        rows = pl.concat(_texts(part, groups).select(groups) for part in parts)
        counted = rows.group_by(groups).agg(pl.len().alias(_COUNT))
        for row in (
            _whole(nil, contract).join(counted, on=groups, nulls_equal=True).iter_rows(named=True)
        ):
            yield _told(NIL_WITH_ROWS, contract, row, names, count=row[_COUNT])


def _rows_with_nil(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, TablePlan], names: Sequence[str]
) -> Iterator[Problem]:
    mine = {each for each in tables if tables[each].new.height} - {RETURNS.name}
    if not mine:
        return
    held = stored_rows.live_rows(connection, RETURNS)
    if RETURNS.name in tables:
        held = held.filter(~pl.col(ddl.ROW_ID).is_in(tables[RETURNS.name].retiring.implode()))
    for table, nil in _of_tables(_nil(held)):
        if table not in mine:
            continue
        contract = CONTRACTS[table]
        groups = [*_groups(contract)]
        rows = tables[table].new.blocks(*groups, ddl.LINE, FILE)
        first = (
            _texts(pl.concat(block.unique(groups, keep="first") for block in rows), groups)
            .sort(FILE, ddl.LINE)
            .unique(groups, keep="first", maintain_order=True)
            .join(_whole(nil, contract).select(groups), on=groups, how="semi", nulls_equal=True)
        )
        for row in first.iter_rows(named=True):
            yield _told(ROWS_WITH_NIL, contract, row, names)


def _told(
    kind: ProblemKind,
    contract: Contract,
    row: Mapping[str, object],
    names: Sequence[str],
    **facts: int,
) -> Problem:
    period = str(row[name(Returns.period)])
    return problem(
        kind,
        file=names[int(str(row[FILE]))],
        line=int(str(row[ddl.LINE])),
        columns=(name(Returns.period),),
        values=(period,),
        facts={"table": contract.title, "period": period, **facts},
    )


def _nil(returns: pl.DataFrame) -> pl.DataFrame:
    return _texts(returns.filter(col(Returns.status).cast(pl.String) == NIL), _GROUP)


def _of_tables(nil: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    for table in nil[name(Returns.table)].unique().sort():
        yield str(table), nil.filter(col(Returns.table) == table)


def _groups(contract: Contract) -> tuple[str, ...]:
    """Return what tells whose rows of a table are and of when."""
    return tuple(column for column in _GROUP if column in contract.names)


def _texts(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    return frame.with_columns(pl.col(columns).cast(pl.String))


def _whole(nil: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Keep the secretariat's returns of a table whose rows do not say who reports them."""
    if name(Returns.reported_by) in contract.names:
        return nil
    return nil.filter(col(Returns.reported_by).is_null())
