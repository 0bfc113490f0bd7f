"""Pandera on pandas: one column a column, one check a rule, all failures listed."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from timed import Rules, timed


def check(file: Path, rules: Rules) -> int:
    """Read a file as text, let the schema give each column its type, and count failures."""
    frame = pd.read_csv(file, dtype=str, keep_default_na=False, na_values=[""])
    try:
        _schema(rules).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as found:
        return len(found.failure_cases)
    return 0


def _schema(rules: Rules) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {each["name"]: _column(each) for each in rules["columns"]},
        checks=[_row_check(each) for each in rules["rows"]],
        unique=rules["key"],
    )


def _column(each: Rules) -> pa.Column:
    checks = []
    if each["values"]:
        checks.append(pa.Check.isin(each["values"]))
    if each["pattern"]:
        checks.append(pa.Check.str_matches(each["pattern"]))
    if each["number"]:
        checks.append(pa.Check.ge(0))
    kind = {"": str, "whole": "Int64", "decimal": float}[each["number"]]
    return pa.Column(kind, checks, nullable=not each["required"], coerce=True)


def _row_check(rule: Rules) -> pa.Check:
    def holds(frame: pd.DataFrame) -> pd.Series:
        left, right = frame[rule["sum"]].sum(axis=1, skipna=False), frame[rule["within"]]
        return (left <= right) | left.isna() | right.isna()

    return pa.Check(holds, name=rule["name"])


if __name__ == "__main__":
    timed(check)
