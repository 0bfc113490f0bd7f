"""A small file with a fault for every rule of information_exchange, and who finds them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import polars as pl

from validation.contract import Column
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import QUANTITIES, Kind, name
from validation.intake import Checked
from validation.periods import PERIOD_CODES
from validation.problems import NOT_ENDED, REPEATED_KEY

KEY: Final = "key"
CLEAN: Final = 300
"""Rows before the faulty ones that have no fault."""
_BAD: Final = {
    Kind.PERIOD: ("2024Q3", "2099-Q1"),
    Kind.PARTY: ("Narnia", "x-"),
    Kind.CODE: ("carrier_pigeon",),
    Kind.REFERENCE: ("Nobody Knows", "nobody-knows"),
    Kind.YES_NO: ("maybe",),
    Kind.COUNT: ("many", "1.5", "-5"),
    Kind.NUMBER: ("many", "12,5"),
}

Answer: TypeAlias = tuple[str, int, str]
"""A column or the name of a rule across columns, the line, and the cell as typed."""


@dataclass(frozen=True)
class Plant:
    """Rows to add, and which of them (from 0) break which rule; `value` is the faulty cell's."""

    rule: str
    rows: tuple[Mapping[str, str], ...]
    faulty: tuple[int, ...] = (0,)
    value: str = ""


def planted(facts: Path, target: Path) -> set[Answer]:
    """Write the first rows of a clean file and all plants; return what there is to be found."""
    head = pl.read_csv(facts, infer_schema=False, n_rows=CLEAN).fill_null("")
    quantities = [each.name for each in INFORMATION_EXCHANGE.columns if each.kind in QUANTITIES]
    sound = head.row(0, named=True) | dict.fromkeys(quantities, "") | {name(T.messages): "10"}
    rows: list[dict[str, str]] = []
    found: set[Answer] = set()
    for number, plant in enumerate(_plants()):
        first = CLEAN + len(rows) + 2
        found.update((plant.rule, first + place, plant.value) for place in plant.faulty)
        own = sound | {name(T.period): PERIOD_CODES[number]}
        rows.extend({**own, **row} for row in plant.rows)
    pl.concat((head, pl.DataFrame(rows, schema=head.schema))).write_csv(target)
    return found


def found_by_us(files: Iterable[Checked]) -> set[Answer]:
    """Give our answers in the form of the others'; a period still open is no fault."""
    names = {rule.name: rule.name for rule in INFORMATION_EXCHANGE.every_rule}
    names[REPEATED_KEY.name] = KEY
    return {
        (names[each.kind], each.line or 0, "")
        if each.kind in names
        else (each.column, each.line or 0, each.value)
        for file in files
        for each in file.problems
        if each.kind != NOT_ENDED.name
    }


def found_by_others(answers: Iterable[Answer]) -> set[Answer]:
    """Give others' answers but those we leave out on purpose.

    A rule across columns is not asked where one of the row's cells is itself at fault. Of rows with
    one key the first is not at fault.
    """
    every = {(rule, line, value) for rule, line, value in answers}
    in_cells = {line for rule, line, _ in every if rule in INFORMATION_EXCHANGE.names}
    first = min((line for rule, line, _ in every if rule == KEY), default=0)
    twice = len([rule for rule, _, _ in every if rule == KEY]) > 1
    return {
        (rule, line, value)
        for rule, line, value in every
        if rule in INFORMATION_EXCHANGE.names
        or (line not in in_cells and not (twice and (rule, line) == (KEY, first)))
    }


def _plants() -> Iterator[Plant]:
    for column in INFORMATION_EXCHANGE.columns:
        for text in _bad_texts(column):
            yield Plant(column.name, ({column.name: text},), value=text)
    for rule in INFORMATION_EXCHANGE.rules:
        yield Plant(rule.name, ({name(column): text for column, text in rule.fails.items()},))
    for rule in INFORMATION_EXCHANGE.table_rules:
        rows = tuple({name(column): text for column, text in row.items()} for row in rule.fails)
        yield Plant(rule.name, rows, faulty=tuple(range(len(rows))))
    yield Plant(KEY, ({}, {}), faulty=(1,))


def _bad_texts(column: Column) -> tuple[str, ...]:
    return (*_BAD[column.kind], *([""] if column.required else []))
