"""A column's name is typed once: in its contract, or in the result columns of `metrics.values`."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from validation.contracts import CONTRACTS

DECLARED = {column.name for contract in CONTRACTS.values() for column in contract.columns}
HOMES = ("validation/contracts/", "metrics/values.py", "data/ddl.py")
RESULT_HOMES = ("metrics/values.py", "data/ddl.py")

# Calls whose positional texts, or lists of texts, are names of columns.
FRAME_CALLS = {
    "col",
    "select",
    "drop",
    "group_by",
    "sort",
    "rename",
    "unique",
    "over",
    "explode",
    "pivot",
    "unpivot",
    "partition_by",
    "get_column",
    "struct",
    "alias",
    "sum_horizontal",
    "min_horizontal",
    "max_horizontal",
    "coalesce",
    "concat_str",
    "drop_nulls",
    "to_struct",
    "n_unique",
    "sort_by",
    "join",
    "join_asof",
    "exclude",
    "by_name",
    "with_row_index",
    "DataFrame",
    "LazyFrame",
}
# Calls whose keyword is itself the name of a column: with_columns(period=…).
NAMING_CALLS = {"select", "with_columns", "agg", "struct"}
NAMING_OPTIONS = {
    "on",
    "left_on",
    "right_on",
    "by",
    "subset",
    "index",
    "columns",
    "values",
    "partition_by",
    "order_by",
    "schema",
    "schema_overrides",
    "id_vars",
}

SQL = re.compile(
    r"\b(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(OR\s|TABLE|VIEW|TEMP"
    r"|TYPE|INDEX)|ALTER\s+TABLE\s|DROP\s+TABLE|GROUP\s+BY\s|ORDER\s+BY\s|LEFT\s+JOIN\s|WHERE\s)"
)
QUOTED = re.compile(r"'[^']*'")
WORD = re.compile(r"[a-z_][a-z0-9_]*")


def _strings(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Texts standing directly in an argument, or in a list, tuple, set or mapping of it."""
    match node:
        case ast.Constant(value=str(text)):
            yield node.lineno, text
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            for item in items:
                yield from _strings(item)
        case ast.Dict(keys=keys, values=values):
            for part in (*keys, *values):
                if part is not None:
                    yield from _strings(part)
        case _:
            pass


def _in_call(call: ast.Call) -> Iterator[tuple[int, str]]:
    match call.func:
        case ast.Attribute(attr=function) | ast.Name(id=function):
            pass
        case _:
            return
    if function in FRAME_CALLS:
        for argument in call.args:
            yield from _strings(argument)
    for keyword in call.keywords:
        if function in NAMING_CALLS and keyword.arg is not None:
            yield call.lineno, keyword.arg
        if function in FRAME_CALLS and keyword.arg in NAMING_OPTIONS:
            yield from _strings(keyword.value)


def _is_frame(node: ast.expr) -> bool:
    """Whether an expression is called what frames are called here; a chart's `spec` is none."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name.endswith(("frame", "rows", "values", "parts", "points", "table"))
        case _:
            return False


def _in_sql(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and SQL.search(node.value)
        ):
            for word in WORD.findall(QUOTED.sub("", node.value)):
                yield node.lineno, word


def _docstrings(tree: ast.Module) -> set[int]:
    """The lines on which docstrings begin: prose may name what it explains."""
    return {
        node.value.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _named(tree: ast.Module) -> Iterator[tuple[int, str]]:
    prose = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _in_call(node)
        if isinstance(node, ast.Subscript) and _is_frame(node.value):
            yield from _strings(node.slice)
    yield from ((line, word) for line, word in _in_sql(tree) if line not in prose)


@pytest.fixture(scope="session")
def columns(modules: Mapping[Path, ast.Module]) -> set[str]:
    """Names of all columns: of the contracts, of results and of the warehouse's bookkeeping."""
    constants = {
        node.value.value
        for path, tree in modules.items()
        if path.as_posix() in RESULT_HOMES
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }
    return DECLARED | {text for text in constants if WORD.fullmatch(text)}


def test_no_column_is_named_by_a_text_outside_its_home(
    modules: Mapping[Path, ast.Module], columns: set[str]
) -> None:
    offenders = sorted(
        f"{path}:{line}: {word}"
        for path, tree in modules.items()
        if not path.as_posix().startswith(HOMES)
        for line, word in _named(tree)
        if word in columns
    )
    assert offenders == []


def test_sql_is_written_only_where_rows_are_kept_and_summed(
    modules: Mapping[Path, ast.Module],
) -> None:
    offenders = sorted(
        {
            f"{path}:{line}"
            for path, tree in modules.items()
            if path.parts[0] not in {"data", "metrics"}
            for line, _ in _in_sql(tree)
        }
    )
    assert offenders == []


@pytest.mark.parametrize(
    "code",
    [
        'pl.col("messages")',
        'frame.select("messages")',
        'frame.select([pl.len(), "messages"])',
        "frame.with_columns(messages=1)",
        'frame.join(other, on="messages")',
        'frame.join(other, on=["period", "messages"])',
        'frame.group_by("messages")',
        'frame.rename({"n": "messages"})',
        'pl.DataFrame({"messages": [1]})',
        'frame["messages"]',
        'con.sql("SELECT messages FROM t")',
        'con.sql(f"SELECT {a} FROM t WHERE messages > {b}")',
    ],
)
def test_a_column_named_by_a_text_is_seen(code: str) -> None:
    assert "messages" in {word for _, word in _named(ast.parse(code))}


@pytest.mark.parametrize(
    "code",
    [
        "col(T.messages)",
        'frame.filter(col(T.indicator) == "messages")',
        'pl.lit("messages")',
        "con.sql(\"SELECT x FROM t WHERE y = 'messages'\")",
        'unit("messages")',
        'spec["messages"]',
        'def f():\n    """SELECT the messages."""',
    ],
)
def test_what_is_no_column_name_is_let_be(code: str) -> None:
    assert "messages" not in {word for _, word in _named(ast.parse(code))}
