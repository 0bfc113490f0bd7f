"""Great Expectations on pandas: one suite, complete results."""

from collections.abc import Iterator
from pathlib import Path

import great_expectations as gx
import pandas as pd
from great_expectations import expectations as gxe
from timed import Rules, timed


def check(file: Path, rules: Rules) -> int:
    """Read a file with its types, validate the suite, and count what it found unexpected."""
    frame = pd.read_csv(file, keep_default_na=False, na_values=[""])
    for rule in rules["rows"]:
        frame[_sum_of(rule)] = frame[rule["sum"]].sum(axis=1, skipna=False)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = (
        context.data_sources.add_pandas("peers")
        .add_dataframe_asset("rows")
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": frame})
    )
    suite = gx.ExpectationSuite(name="rules", expectations=list(_expectations(rules)))
    found = batch.validate(suite, result_format="COMPLETE")
    return sum(each.result.get("unexpected_count", 0) for each in found.results)


def _sum_of(rule: Rules) -> str:
    return f"sum of {rule['name']}"


def _expectations(rules: Rules) -> Iterator[gxe.Expectation]:
    for each in rules["columns"]:
        column = each["name"]
        if each["required"]:
            yield gxe.ExpectColumnValuesToNotBeNull(column=column)
        if each["values"]:
            yield gxe.ExpectColumnValuesToBeInSet(column=column, value_set=each["values"])
        if each["pattern"]:
            yield gxe.ExpectColumnValuesToMatchRegex(column=column, regex=each["pattern"])
        if each["number"]:
            yield gxe.ExpectColumnValuesToBeBetween(column=column, min_value=0)
    for rule in rules["rows"]:
        yield gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=rule["within"],
            column_B=_sum_of(rule),
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        )
    yield gxe.ExpectCompoundColumnsToBeUnique(column_list=rules["key"])


if __name__ == "__main__":
    timed(check)
