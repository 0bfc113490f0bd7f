"""A table declared once: columns, key, rules. The only module that touches Pandera's internals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, cast

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData
from pandera.errors import SchemaErrors

from validation import cells
from validation.fields import QUANTITIES, Kind, Spec, name, spec_of

INDEX: Final = "index"
CHECK: Final = "check"
COLUMN: Final = "column"
FAILURES: Final = {INDEX: pl.Int64, COLUMN: pl.String, CHECK: pl.String}
"""One row a failing cell or rule; rules across columns have no column."""
_RULE: Final = "rule "


# A column as a contract's class attribute: typed by what it holds, its name at run time.
Attribute = str | int | float
Cells = Mapping[Attribute, str]


class Severity(StrEnum):
    """An error blocks the file; a warning is shown, kept with the version and does not block."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, eq=False, kw_only=True)
class Rule:
    """A condition across the columns of one row, with its sentence, its mend and its examples.

    `holds` is true, or null (not known), for a good row. `passes` and `fails` are the cells that
    matter of one good and one bad row, as an analyst would type them. `part` and `whole` name two
    counts of which the rule says that the one is among the other.
    """

    name: str
    holds: pl.Expr
    says: str
    mend: str
    passes: Cells
    fails: Cells
    severity: Severity = Severity.ERROR
    part: Attribute = ""
    whole: Attribute = ""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns the rule compares, in order of first mention."""
        return tuple(dict.fromkeys(self.holds.meta.root_names()))


@dataclass(frozen=True, eq=False, kw_only=True)
class TableRule:
    """A condition across the rows of a table: `holds` gives one truth value a row.

    It is handed the columns of the key and `columns`, and only asked where some row is one that
    the rule is `about`: a table without such a row cannot break it.
    """

    name: str
    about: pl.Expr
    holds: Callable[[pl.DataFrame], pl.Series]
    columns: tuple[str, ...]
    says: str
    mend: str
    passes: tuple[Cells, ...]
    fails: tuple[Cells, ...]
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, eq=False, kw_only=True)
class CrossRule:
    """A condition on the rows of a table as they would stand after a load, and on other tables.

    `holds` takes the table's rows, those held among them, and, by name, the rows of the `others`;
    it gives one truth value a row; null (not known) is good. `passes` and `fails` are cells by
    table; of what fails, the table's last row is the bad one.
    """

    name: str
    others: tuple[str, ...]
    holds: Callable[[pl.DataFrame, Mapping[str, pl.DataFrame]], pl.Series]
    columns: tuple[str, ...]
    says: str
    mend: str
    passes: Mapping[str, tuple[Cells, ...]]
    fails: Mapping[str, tuple[Cells, ...]]
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Column:
    """One column as every derived form needs it: DDL, template, dictionary, help, messages."""

    name: str
    description: str
    required: bool
    spec: Spec

    @property
    def kind(self) -> Kind:
        """What a cell holds."""
        return self.spec.kind

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The values a cell may hold, where the list is closed; else the empty tuple."""
        return cells.closed_values(self.spec)

    @property
    def dtype(self) -> pl.DataType:
        """The Polars type of the column as stored."""
        return cells.stored_type(self.spec)


@dataclass(frozen=True, eq=False, kw_only=True)
class Contract:
    """One table: its Pandera model, and what a model cannot say.

    `replace_by` names the columns of the groups of which a file can be the whole record; `context`
    those that are kept for the reader: no indicator and no page need use them.

    `ends` names the country or organisation that a row is about, or the two that it passes
    between, sender first. Where several report one cell, the first end's own row counts, and for
    the columns `kept_by_second` the second's.

    `share` names a number and an indicator: the number is a share wherever the indicator is one.
    """

    name: str
    title: str
    model: type[pa.DataFrameModel]
    rules: tuple[Rule, ...] = ()
    table_rules: tuple[TableRule, ...] = ()
    cross_rules: tuple[CrossRule, ...] = ()
    replace_by: tuple[str, ...] = ()
    context: tuple[Attribute, ...] = ()
    ends: tuple[Attribute, ...] = ()
    kept_by_second: tuple[Attribute, ...] = ()
    share: tuple[Attribute, Attribute] | None = None
    keys_alone: bool = field(default=False, repr=False)

    def of_keys(self) -> "Contract":
        """Return the table as a list of keys: every other column may be missing or stand idle."""
        return replace(self, rules=(), table_rules=(), cross_rules=(), share=None, keys_alone=True)

    @property
    def every_rule(self) -> tuple[Rule | TableRule | CrossRule, ...]:
        """The rules on a row, on the rows of the table, and on those beside other tables."""
        return (*self.rules, *self.table_rules, *self.cross_rules)

    @cached_property
    def declared(self) -> tuple[Column, ...]:
        """Every column in the order of the declaration."""
        parts = self.model.to_schema().columns
        specs = {
            key: spec_of(cast("dict[str, Any] | None", part.metadata))
            for key, part in parts.items()
        }
        figures = tuple(key for key, spec in specs.items() if spec.kind in QUANTITIES)
        return tuple(
            Column(
                name=key,
                description=part.description or "",
                required=not part.nullable,
                spec=specs[key].about(figures),
            )
            for key, part in parts.items()
        )

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are read, in the order of the declaration."""
        if self.keys_alone:
            return tuple(column for column in self.declared if column.spec.key)
        return self.declared

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def whole_of(self) -> dict[str, str]:
        """The columns that count part of what another counts, each with that other."""
        return {name(rule.part): name(rule.whole) for rule in self.rules if rule.whole}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(self.by_name)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a live row; an empty cell in a key is equal to itself."""
        return tuple(column.name for column in self.columns if column.spec.key)

    @cached_property
    def description(self) -> str:
        """What the table holds, from the model's docstring."""
        return (self.model.__doc__ or "").strip().splitlines()[0]

    @cached_property
    def stored_schema(self) -> dict[str, pl.DataType]:
        """Names and Polars types of all columns of rows as stored."""
        return {column.name: column.dtype for column in self.declared}

    @cached_property
    def checked_schema(self) -> dict[str, pl.DataType]:
        """Names and Polars types of the columns that are read, while they are checked."""
        return {column.name: cells.checked_type(column.spec) for column in self.columns}

    def as_stored(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Bring a frame to the columns and types of stored rows; what is not there is null."""
        return frame.select(
            pl.col(name).cast(dtype, strict=False)
            if name in frame.columns
            else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in self.stored_schema.items()
        )

    def failures(
        self, frame: pl.DataFrame, *, today: date, known: Mapping[str, frozenset[str]]
    ) -> pl.DataFrame:
        """Validate a checked frame eagerly with Pandera and list every failing cell.

        Args:
            frame: one row a record, texts and codes as strings, numbers typed, all columns there.
            today: the day against which "has not begun" is tested.
            known: ids that exist, by table; a table not named is not tested.

        Returns:
            Columns index (0-based row), column (null for a rule across columns) and check (the id
            of a cell check of `validation.cells`, or a rule's name).
        """
        asked = {**self._of_columns(today, known), **self._of_rules()}
        sound = frame.select(
            holds.fill_null(value=True).alias(each) for each, holds in asked.items()
        )
        failing = [each for each in sound.columns if not sound[each].all()]
        if not failing:
            return pl.DataFrame(schema=FAILURES)
        # Pandera is asked of these rows, columns and rules alone, since it takes several times as
        # long to say which cell of a row fails as to say that one does.
        bad = ~sound.select(pl.all_horizontal(failing)).to_series()
        suspect = frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(INDEX)).filter(
            bad
        )
        try:
            self._schema(failing, today, known).validate(suspect.drop(INDEX), lazy=True)
        except SchemaErrors as found:
            cases = cast("pl.DataFrame", found.failure_cases)
            return (
                cases.with_columns(
                    pl.when(pl.col("schema_context") == "Column").then(pl.col(COLUMN)).alias(COLUMN)
                )
                .select(
                    suspect[INDEX].gather(cases[INDEX].cast(pl.Int64)),
                    COLUMN,
                    pl.col(CHECK).replace("not_nullable", cells.EMPTY),
                )
                .unique()
                .sort(INDEX, COLUMN, CHECK, nulls_last=True)
            )
        return pl.DataFrame(schema=FAILURES)

    def _of_columns(self, today: date, known: Mapping[str, frozenset[str]]) -> dict[str, pl.Expr]:
        """Return by column what is asked of each of its cells."""
        return {
            column.name: pl.all_horizontal(
                pl.lit(value=True) if not column.required else pl.col(column.name).is_not_null(),
                *(
                    check.holds(pl.col(column.name)).fill_null(value=True)
                    for check in cells.checks(column.spec, today=today, known=known)
                ),
            )
            for column in self.columns
        }

    def _of_rules(self) -> dict[str, pl.Expr]:
        return {f"{_RULE}{rule.name}": rule.holds for rule in self.rules}

    def _schema(
        self, failing: Sequence[str], today: date, known: Mapping[str, frozenset[str]]
    ) -> pa.DataFrameSchema:
        """Return the schema of some columns and rules, by their names in what is asked."""
        return pa.DataFrameSchema(
            {
                column.name: pa.Column(
                    cells.checked_type(column.spec),
                    nullable=not column.required,
                    checks=[
                        _column_check(check)
                        for check in cells.checks(column.spec, today=today, known=known)
                    ],
                )
                for column in self.columns
                if column.name in failing
            },
            checks=[_row_check(rule) for rule in self.rules if f"{_RULE}{rule.name}" in failing],
        )


def _column_check(check: cells.CellCheck) -> pa.Check:
    def holds(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(check.holds(pl.col(data.key)).fill_null(value=True))

    return pa.Check(holds, error=check.name)


def _row_check(rule: Rule) -> pa.Check:
    def holds(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(rule.holds.fill_null(value=True))

    return pa.Check(holds, error=rule.name)
