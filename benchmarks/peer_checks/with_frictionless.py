"""Frictionless: a table schema with constraints, and checks of our own for rules across columns.

Such a check is plain Python, as its documentation shows; the row constraints it brings along read
their formula anew for every row, which takes longer. Its whole numbers may have a plus.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import frictionless
from answers import KEY, MIXED, Answer, Rules, timed, typed
from frictionless import Check, Checklist, Resource, Schema, errors

SAME = "sender_is_not_receiver"


def check(file: Path, rules: Rules) -> Iterator[Answer]:
    """Validate a file row by row and give every error."""
    schema = Schema.from_descriptor(
        {"fields": [_field(each) for each in rules["columns"]], "primaryKey": rules["key"]}
    )
    wanted = Checklist(checks=[AcrossColumns(rules), AcrossRows(rules)])
    with frictionless.system.use_context(trusted=True):
        resource = Resource(path=str(file), schema=schema)
        report = resource.validate(wanted, limit_errors=10_000_000)
    for found in report.tasks[0].errors:
        if isinstance(found, errors.CellError):
            yield found.field_name, found.row_number, typed(found.cell)
        elif found.type == "primary-key":
            yield KEY, found.row_number, ""
        else:
            yield found.note, found.row_number, ""


class AcrossColumns(Check):
    """The rules that compare cells of one row."""

    type = "across-columns"
    Errors: ClassVar = [errors.RowError]

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self.rules = rules

    def validate_row(self, row: frictionless.Row) -> Iterator[frictionless.Error]:
        """Give the rules that a row breaks; empty cells count nothing or keep a rule silent."""
        for rule in self.rules["rows"]:
            whole = row[rule["within"]]
            if whole is not None and sum(row[each] or 0 for each in rule["sum"]) > whole:
                yield errors.RowError.from_row(row, note=rule["name"])
        for rule in self.rules["above_zero"]:
            value = row[rule["column"]]
            if value is not None and value <= 0:
                yield errors.RowError.from_row(row, note=rule["name"])
        sender, receiver = (row[each] for each in self.rules["ends"])
        if sender is not None and sender == receiver != self.rules["all"]:
            yield errors.RowError.from_row(row, note=SAME)


class AcrossRows(Check):
    """No row with ALL beside rows that split it."""

    type = "across-rows"
    Errors: ClassVar = [errors.RowError]

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self.rules = rules
        self.cells: list[tuple[int, tuple[object, ...]]] = []

    def validate_row(self, row: frictionless.Row) -> Iterator[frictionless.Error]:
        """Keep what tells the row apart."""
        self.cells.append((row.row_number, tuple(row[each] for each in self.rules["key"])))
        yield from ()

    def validate_end(self) -> Iterator[frictionless.Error]:
        """Give each row that stands on one side of a split whose other side is there too."""
        for column in self.rules["breakdowns"]:
            place = self.rules["key"].index(column)
            sides: tuple[dict[object, list[int]], ...] = ({}, {})
            if not any(cells[place] == self.rules["all"] for _, cells in self.cells):
                continue
            for line, cells in self.cells:
                others = (*cells[:place], *cells[place + 1 :])
                sides[cells[place] == self.rules["all"]].setdefault(others, []).append(line)
            for others in sides[0].keys() & sides[1].keys():
                for line in (*sides[0][others], *sides[1][others]):
                    yield errors.RowError(note=MIXED, cells=[], row_number=line)


def _field(each: Rules) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if each["required"]:
        constraints["required"] = True
    if each["within"]:
        constraints["enum"] = sorted(set.intersection(*map(set, each["within"])))
    if each["pattern"] and not each["number"]:
        constraints["pattern"] = each["pattern"]
    if each["minimum"] is not None:
        constraints["minimum"] = each["minimum"]
    kind = {"": "string", "whole": "integer", "decimal": "number"}[each["number"]]
    return {"name": each["name"], "type": kind, "constraints": constraints}


if __name__ == "__main__":
    timed(check)
