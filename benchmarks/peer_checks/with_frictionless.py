"""Frictionless: a table schema with constraints, and one row constraint a rule."""

from pathlib import Path

import frictionless
from frictionless import Checklist, Resource, Schema, checks
from timed import Rules, timed


def check(file: Path, rules: Rules) -> int:
    """Validate a file row by row and count its errors."""
    schema = Schema.from_descriptor(
        {"fields": [_field(each) for each in rules["columns"]], "primaryKey": rules["key"]}
    )
    wanted = Checklist(checks=[checks.row_constraint(formula=_formula(r)) for r in rules["rows"]])
    frictionless.system.trusted = True
    with frictionless.system.use_context(trusted=True):
        resource = Resource(path=str(file), schema=schema)
        report = resource.validate(wanted, limit_errors=10_000_000)
    return report.stats["errors"]


def _field(each: Rules) -> dict[str, object]:
    constraints: dict[str, object] = {}
    if each["required"]:
        constraints["required"] = True
    if each["values"]:
        constraints["enum"] = each["values"]
    if each["pattern"]:
        constraints["pattern"] = each["pattern"]
    if each["number"]:
        constraints["minimum"] = 0
    kind = {"": "string", "whole": "integer", "decimal": "number"}[each["number"]]
    return {"name": each["name"], "type": kind, "constraints": constraints}


def _formula(rule: Rules) -> str:
    return (
        f"({' + '.join(f'({each} or 0)' for each in rule['sum'])}) <= ({rule['within']} or 10**12)"
    )


if __name__ == "__main__":
    timed(check)
