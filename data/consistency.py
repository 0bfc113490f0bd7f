"""What the warehouse, after a load, would have against it: references and rules."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import polars as pl

from data import ddl, nil_returns, stored_rows
from data.ledger import Mode
from data.table_plan import FILE, TablePlan
from validation import cells
from validation.contract import Contract, CrossRule, Rule, Severity, TableRule
from validation.contracts import CONTRACTS
from validation.intake import Checked
from validation.problems import CELL_KINDS, Problem, ProblemKind, kind_of_rule, problem
from validation.text import mark

NOT_HELD: Final = ProblemKind(
    name="not_held",
    title=mark("Row to withdraw that is not there"),
    says=mark("No row with {row} is held, so there is nothing to withdraw."),
    mend=mark("Nothing needs doing. If another row was meant, correct what names it here."),
    severity=Severity.WARNING,
)
NO_GROUPS: Final = ProblemKind(
    name="no_groups_to_replace",
    title=mark("Table that cannot be replaced"),
    says=mark("The table “{table}” has no periods, so a file cannot replace those of a period."),
    mend=mark("Load it with merge; withdraw rows that are no longer right."),
)
STILL_NAMED: Final = ProblemKind(
    name="still_referred_to",
    title=mark("Row that others refer to"),
    says=mark("{value} would be gone, but {table} still refers to it (rows: {count})."),
    mend=mark("Withdraw those rows first, or keep this one."),
)
PLAN_KINDS: Final = {
    kind.name: kind for kind in (NOT_HELD, NO_GROUPS, STILL_NAMED, *nil_returns.NIL_KINDS)
}


def problems(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[TablePlan], files: Sequence[Checked]
) -> Iterator[Problem]:
    """Yield everything that speaks against a plan, and what is worth saying about it.

    Args:
        connection: the warehouse, open.
        tables: what would happen to each table.
        files: the files, by position.
    """
    names = [file.name for file in files]
    state = _After(connection, {table.contract.name: table for table in tables})
    for table in tables:
        if table.mode == Mode.REPLACE and not table.contract.replace_by:
            yield problem(NO_GROUPS, facts={"table": table.contract.title})
        yield from _not_held(table, names)
        yield from _broken_rules(table, files)
        yield from _broken_across(table, names)
        yield from _unknown(state, table, names)
        yield from _still_named(state, table)
    yield from _broken_beside(state, names)
    yield from nil_returns.problems(connection, state.tables, names)


@dataclass(frozen=True)
class _After:
    """The warehouse as it would be after the load."""

    connection: duckdb.DuckDBPyConnection
    tables: dict[str, TablePlan]

    def ids(self, table: str) -> pl.Series:
        """Return the ids a table would hold."""
        contract = CONTRACTS[table]
        (key,) = contract.key
        held = stored_rows.live_values(self.connection, contract, key)
        if table not in self.tables:
            return held[key]
        plan = self.tables[table]
        kept = held.filter(~pl.col(ddl.ROW_ID).is_in(plan.retiring.implode()))
        return pl.concat([kept[key], plan.new.select(key)[key]])

    def values(self, contract: Contract, column: str) -> pl.Series:
        """Return what the rows that would stay hold in a column, the load's own rows apart."""
        held = stored_rows.live_values(self.connection, contract, column)
        if contract.name in self.tables:
            retiring = self.tables[contract.name].retiring
            held = held.filter(~pl.col(ddl.ROW_ID).is_in(retiring.implode()))
        return held[column]

    def before(self, table: str) -> pl.DataFrame:
        """Return the rows a table holds, as `rows` has them."""
        held = stored_rows.live_rows(self.connection, CONTRACTS[table])
        return held.with_columns(pl.lit(None, dtype=pl.Int32).alias(FILE))

    def rows(self, table: str) -> pl.DataFrame:
        """Return the rows a table would hold: row id, line, the contract's columns and the file.

        Rows of the load have a file and no row id, rows held a row id and no file.
        """
        held = self.before(table)
        if table not in self.tables:
            return held
        plan = self.tables[table]
        kept = held.filter(~pl.col(ddl.ROW_ID).is_in(plan.retiring.implode()))
        return pl.concat([kept, *plan.new.blocks()], how="diagonal")


def _not_held(table: TablePlan, names: Sequence[str]) -> Iterator[Problem]:
    key = table.contract.key
    for row in _shown(table.absent.frame, key):
        named = ((part, cell) for part, cell in zip(key, row.values, strict=True) if cell)
        yield problem(
            NOT_HELD,
            file=names[row.file],
            line=row.line,
            columns=key,
            values=row.values,
            facts={"row": ", ".join(f"{part} {cell}" for part, cell in named)},
        )


def _broken_rules(table: TablePlan, files: Sequence[Checked]) -> Iterator[Problem]:
    """Test rules across columns again where held values stand in for a column a file lacks."""
    lacking = [
        position
        for position, file in enumerate(files)
        if set(table.contract.names) - set(file.present)
    ]
    filled = table.changed.filter(pl.col(FILE).is_in(lacking))
    names = [file.name for file in files]
    for rule in table.contract.rules:
        if rule.severity == Severity.ERROR:
            yield from _broken(rule, filled.filter(~rule.holds), names)


def _broken_across(table: TablePlan, names: Sequence[str]) -> Iterator[Problem]:
    """Test rules across rows on the files' new rows together with those held beside them."""
    if table.beside.is_empty():
        return
    columns = [*table.contract.names, ddl.LINE, FILE]
    new = table.new.select(*columns)
    beside = table.beside.with_columns(pl.lit(None, dtype=new.schema[FILE]).alias(FILE))
    state = pl.concat([new, beside.select(columns)])
    for rule in table.contract.table_rules:
        yield from _broken(rule, state.filter(~rule.holds(state)).drop_nulls(FILE), names)


def _broken_beside(state: _After, names: Sequence[str]) -> Iterator[Problem]:
    """Test rules on whole tables where the load moves rows of one of them.

    Rows held speak up only where the load turns a good row into one that would be refused.
    """
    for contract in CONTRACTS.values():
        for rule in contract.cross_rules:
            if contract.name in state.tables or state.tables.keys() & set(rule.others):
                bad = _bad_beside(rule, contract.name, state.rows)
                yield from _broken(rule, bad.drop_nulls(FILE), names)
                if rule.severity == Severity.ERROR:
                    yield from _newly_broken(rule, contract.name, bad, state)


def _bad_beside(
    rule: CrossRule, table: str, rows_of: Callable[[str], pl.DataFrame]
) -> pl.DataFrame:
    rows = rows_of(table)
    return rows.filter(~rule.holds(rows, {other: rows_of(other) for other in rule.others}))


def _newly_broken(
    rule: CrossRule, table: str, bad: pl.DataFrame, state: _After
) -> Iterator[Problem]:
    held = bad.drop_nulls(ddl.ROW_ID)
    if held.is_empty():
        return
    already = _bad_beside(rule, table, state.before)
    for row in _cells(held.join(already, on=ddl.ROW_ID, how="anti"), rule.columns):
        yield problem(kind_of_rule(rule), columns=rule.columns, values=row)


def _broken(
    rule: Rule | TableRule | CrossRule, bad: pl.DataFrame, names: Sequence[str]
) -> Iterator[Problem]:
    kind = kind_of_rule(rule)
    for row in _shown(bad, rule.columns):
        file = names[row.file]
        yield problem(kind, file=file, line=row.line, columns=rule.columns, values=row.values)


def _unknown(state: _After, table: TablePlan, names: Sequence[str]) -> Iterator[Problem]:
    """Find references of new rows to what the warehouse would not hold."""
    new = table.new
    referring = [column for column in table.contract.columns if column.spec.references in CONTRACTS]
    if not new.height or not referring:
        return
    distinct = new.unique(*(column.name for column in referring))
    for column in referring:
        named = set(_each_id(distinct[column.name].unique()))
        missing = named - set(state.ids(column.spec.references)) - set(column.spec.extra)
        if not missing:
            continue
        bad = new.filter(_names_any(column.name, missing), column.name, ddl.LINE, FILE)
        for row in _shown(bad, (column.name,)):
            yield problem(
                CELL_KINDS[cells.UNKNOWN],
                file=names[row.file],
                line=row.line,
                columns=(column.name,),
                values=row.values,
                facts={"table": CONTRACTS[column.spec.references].title},
            )


def _still_named(state: _After, table: TablePlan) -> Iterator[Problem]:
    """Find ids that would be gone while rows that stay refer to them."""
    if table.retired.is_empty():
        return
    lost = set(table.retired[table.contract.key[0]])
    for contract in CONTRACTS.values():
        for column in contract.columns:
            if column.spec.references == table.contract.name:
                named = _each_id(state.values(contract, column.name))
                for value, count in named.filter(named.is_in(list(lost))).value_counts().rows():
                    yield problem(
                        STILL_NAMED,
                        columns=table.contract.key,
                        values=(value,),
                        facts={"count": count, "table": contract.title},
                    )


def _each_id(cells_of_ids: pl.Series) -> pl.Series:
    """Return the ids that cells name, one cell naming one or several."""
    return cells_of_ids.drop_nulls().str.split(cells.LIST_SEPARATOR).explode()


def _names_any(column: str, ids: set[str]) -> pl.Expr:
    each = pl.col(column).str.split(cells.LIST_SEPARATOR)
    return each.list.set_intersection(pl.lit(sorted(ids), dtype=pl.List(pl.String))).list.len() > 0


@dataclass(frozen=True)
class _Row:
    file: int
    line: int
    values: tuple[str, ...]


def _shown(rows: pl.DataFrame, columns: Sequence[str]) -> Iterator[_Row]:
    """Write cells as text, an empty one as the empty text, with file and line."""
    places = rows.select(FILE, ddl.LINE).iter_rows()
    for (file, line), values in zip(places, _cells(rows, columns), strict=True):
        yield _Row(file, line, values)


def _cells(rows: pl.DataFrame, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield from rows.select(pl.col(columns).cast(pl.String).fill_null("")).iter_rows()
