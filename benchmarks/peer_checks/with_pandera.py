"""Pandera on pandas: one column a column, one check a rule, every failing row listed."""

from collections.abc import Iterator
from pathlib import Path

import frames
import pandas as pd
import pandera.pandas as pa
from answers import KEY, LINE, MIXED, Answer, Rules, timed, typed

DUPLICATES = "multiple_fields_uniqueness"


def check(file: Path, rules: Rules) -> Iterator[Answer]:
    """Read a file, validate its texts and its numbers, and give every failure case."""
    for frame, schema in (
        (frames.texts(file, rules), _of_texts(rules)),
        (frames.numbers(file, rules), _of_numbers(rules)),
    ):
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as found:
            yield from _answers(found.failure_cases, frame, rules)


def _answers(cases: pd.DataFrame, frame: pd.DataFrame, rules: Rules) -> Iterator[Answer]:
    in_rows = {rule["name"] for rule in (*rules["rows"], *rules["above_zero"])}
    for case in cases.itertuples():
        line = int(frame[LINE].iloc[int(case.index)])
        if case.check == DUPLICATES:
            yield KEY, line, ""
        elif case.check in {frames.SAME, MIXED, *in_rows}:
            yield case.check, line, ""
        else:
            yield case.column, line, typed(case.failure_case)


def _of_texts(rules: Rules) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {
            **{each["name"]: _text(each) for each in rules["columns"]},
            **{rule: _nothing(rule) for rule in (frames.SAME, MIXED)},
        },
        unique=rules["key"],
    )


def _text(each: Rules) -> pa.Column:
    checks = [pa.Check.isin(values) for values in each["within"]]
    if each["pattern"]:
        checks.append(pa.Check.str_matches(each["pattern"]))
    return pa.Column(str, checks, nullable=not each["required"])


def _nothing(rule: str) -> pa.Column:
    return pa.Column(checks=pa.Check(pd.Series.isna, ignore_na=False, error=rule), nullable=True)


def _of_numbers(rules: Rules) -> pa.DataFrameSchema:
    above = {each["column"]: pa.Check.gt(0, error=each["name"]) for each in rules["above_zero"]}
    columns = {}
    for each in rules["columns"]:
        if each["number"]:
            checks = [pa.Check.ge(each["minimum"])] if each["minimum"] is not None else []
            checks += [above[each["name"]]] if each["name"] in above else []
            columns[each["name"]] = pa.Column(checks=checks, nullable=True)
    return pa.DataFrameSchema(columns, checks=[_row_check(rule) for rule in rules["rows"]])


def _row_check(rule: Rules) -> pa.Check:
    def holds(frame: pd.DataFrame) -> pd.Series:
        part, whole = frame[frames.part_of(rule)], frame[rule["within"]]
        return (part <= whole) | part.isna() | whole.isna()

    return pa.Check(holds, ignore_na=False, error=rule["name"])


if __name__ == "__main__":
    timed(check)
