"""Valid tables of any contract, drawn from nothing but its declaration."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Final

import polars as pl

from validation.contract import Column, Contract
from validation.contracts import CONTRACTS
from validation.fields import INDICATORS, Kind
from validation.periods import LAST_YEAR

TODAY: Final = date(2026, 11, 24)
IDS: Final = ("ports-force", "harbour-net-2024", "00")
INDICATOR_IDS: Final = ("on_time_replies", "reciprocity")
ENOUGH: Final = 60
CANDIDATES: Final = 300
ROUNDS: Final = 40
ROWS: Final = (1, 2, 3, 5, 8, 13, 21)
WORDS: Final = (
    "Harbour Net", "a, b; c", 'said "no"', '"', "two\nlines", "=1+1", "tab\there", "café au lait",
    "Müller", "Año 3", "Łódź", "Ελλάδα", "قطر", "東京", "e\u0301", "👮\u200d♀️", "|", "'", ";", "0",
    "NULLS", "-1", "sep=;", "x" * 2_000, "\u00ad", "\\", "#", "a\n\n\nb",
)  # fmt: skip
NUMBERS: Final = (0.0, 1.0, 0.5, 12.25, 99.0, -3.5, 1_000_000.0, 0.001)
OWN_CODES: Final = ("x-harbour-police", "x-00")
SUBDIVISIONS: Final = ("NL-NH", "ES-B")

Value = str | int | float | bool | None
Row = Mapping[str, Value]


@dataclass(frozen=True)
class Table:
    """Rows of a contract, and its columns in the order in which they stand in a file."""

    contract: Contract
    names: tuple[str, ...]
    rows: tuple[Row, ...]

    def texts(self) -> list[list[str]]:
        """Return the cells as an analyst would type them."""
        return [[typed(row[name]) for name in self.names] for row in self.rows]

    def changed(self, change: Callable[[str], str]) -> "Table":
        """Return the table with all free texts changed."""
        free = {column.name for column in self.contract.columns if column.kind is Kind.TEXT}
        rows = tuple(
            {
                name: change(value) if name in free and isinstance(value, str) else value
                for name, value in row.items()
            }
            for row in self.rows
        )
        return replace(self, rows=rows)


def typed(value: Value) -> str:
    """Write a value as an analyst would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.6f}".rstrip("0").rstrip(".")
        case _:
            return str(value)


def known() -> dict[str, frozenset[str]]:
    """Return the ids that exist for every table that any contract refers to."""
    found: dict[str, set[str]] = {}
    for contract in CONTRACTS.values():
        for column in contract.columns:
            if column.spec.references:
                examples = {column.spec.example} - set(column.spec.extra)
                found.setdefault(column.spec.references, set(_ids(column))).update(examples)
    return {table: frozenset(ids) for table, ids in found.items()}


def _ids(column: Column) -> tuple[str, ...]:
    return INDICATOR_IDS if column.spec.references == INDICATORS else IDS


class Tables:
    """Draws tables; for each contract some rows are drawn at first, and shared by all tables."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._pools: dict[str, list[dict[str, Value]]] = {}

    def draw(self, contract: Contract, chance: Random) -> Table:
        """Draw a valid table: distinct keys, all rules kept, columns in any order."""
        pool = self._pool(contract)
        drawn = chance.sample(pool, min(len(pool), chance.choice(ROWS)))
        by_key = {tuple(row[name] for name in contract.key): row for row in drawn}
        rows = list(by_key.values())
        names = list(contract.names)
        chance.shuffle(names)
        optional = [column.name for column in contract.columns if not column.required]
        if optional and chance.random() < 1 / 4:
            gone = set(chance.sample(optional, chance.randint(1, len(optional))))
            fewer: list[dict[str, Value]] = [
                {name: None if name in gone else value for name, value in row.items()}
                for row in rows
            ]
            keys = {tuple(row[name] for name in contract.key) for row in fewer}
            if len(_keeping_rules(contract, fewer)) == len(keys) == len(rows):
                rows, names = fewer, [name for name in names if name not in gone]
        return Table(contract, tuple(names), tuple(_keeping_table_rules(contract, rows)))

    def _pool(self, contract: Contract) -> list[dict[str, Value]]:
        if contract.name not in self._pools:
            chance = Random(f"{self._seed} {contract.name}")
            found: list[dict[str, Value]] = []
            for _ in range(ROUNDS):
                rows = [_candidate(contract, chance) for _ in range(CANDIDATES)]
                found.extend(_keeping_rules(contract, rows)[:ENOUGH])
                if len(found) >= ENOUGH:
                    break
            if not found:
                message = f"no row drawn for {contract.name} keeps its rules"
                raise RuntimeError(message)
            self._pools[contract.name] = found
        return self._pools[contract.name]


def _candidate(contract: Contract, chance: Random) -> dict[str, Value]:
    filled = chance.random()
    return {
        column.name: _drawn(column, chance) if column.required or chance.random() < filled else None
        for column in contract.columns
    }


def _frame(contract: Contract, rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=contract.checked_schema)


def _keeping_rules(contract: Contract, rows: Sequence[dict[str, Value]]) -> list[dict[str, Value]]:
    """Return the rows that keep every rule on a single row, as the declaration states it."""
    if not contract.rules:
        return list(rows)
    holds = [
        rule.holds.fill_null(value=True).alias(f"{place}")
        for place, rule in enumerate(contract.rules)
    ]
    kept = _frame(contract, rows).select(pl.all_horizontal(holds)).to_series()
    return [row for row, keeps in zip(rows, kept, strict=True) if keeps]


def _keeping_table_rules(
    contract: Contract, rows: Sequence[dict[str, Value]]
) -> list[dict[str, Value]]:
    """Leave rows out until every rule on the table as a whole is kept; one row is always left."""
    kept = list(rows)
    for rule in contract.table_rules:
        while len(kept) > 1 and not rule.holds(contract.as_stored(_frame(contract, kept))).all():
            kept.pop()
    return kept


def _drawn(column: Column, chance: Random) -> Value:
    match column.kind:
        case Kind.COUNT:
            return chance.randint(0, chance.choice((3, 40, 1_000, 10**12)))
        case Kind.NUMBER:
            return _number(column, chance)
        case Kind.YES_NO:
            return chance.random() < 1 / 2
        case Kind.CODES | Kind.PARTIES | Kind.BOUNDS | Kind.REFERENCES:
            return _several(column, chance)
        case _:
            return _text(column, chance)


def _number(column: Column, chance: Random) -> float:
    least = float("-inf") if column.spec.minimum is None else column.spec.minimum
    most = float("inf") if column.spec.maximum is None else column.spec.maximum
    return chance.choice([number for number in NUMBERS if least <= number <= most])


def _several(column: Column, chance: Random) -> str:
    if column.kind is Kind.REFERENCES:
        values = [*_ids(column), *column.spec.extra]
    else:
        values = list(column.values)
    if column.kind is Kind.PARTIES:
        values.extend(OWN_CODES)
    drawn = chance.sample(values, min(len(values), chance.randint(1, 4)))
    # One bound for each figure: `column:code` tells how exact that column is.
    return ";".join({each.partition(":")[0]: each for each in drawn}.values())


def _text(column: Column, chance: Random) -> str:
    spec = column.spec
    match column.kind:
        case Kind.TEXT:
            return chance.choice(WORDS)
        case Kind.SLUG:
            return "".join(chance.choices("abz019-", k=chance.randint(2, 12)))
        case Kind.ADDRESS:
            return chance.choice(("https://example.org/a?b=1,2;3", "http://ö.example/é"))
        case Kind.PERIOD | Kind.DATE:
            return _time(column, chance)
        case Kind.REFERENCE:
            return chance.choice((*_ids(column), *spec.extra))
        case Kind.PARTY:
            return chance.choice((*column.values, *OWN_CODES))
        case Kind.AREA:
            return chance.choice((*column.values, *SUBDIVISIONS))
        case _:
            return chance.choice(column.values)


def _time(column: Column, chance: Random) -> str:
    last = LAST_YEAR if column.spec.future else TODAY.year - 1
    year = chance.randint(1950, last)
    if column.kind is Kind.PERIOD:
        return chance.choice((f"{year}", f"{year}-Q{chance.randint(1, 4)}"))
    day = date(year, chance.randint(1, 12), 28)
    return day.isoformat()[: chance.choice((4, 7, 10))]
