"""Great Expectations on pandas: every rule an expectation, every failing row with line and value.

The result format is the one its documentation names for that: COMPLETE, with the column that
identifies a row in `unexpected_index_column_names`.
"""

from collections.abc import Iterator
from pathlib import Path

import frames
import great_expectations as gx
import pandas as pd
from answers import KEY, LINE, MIXED, Answer, Rules, timed, typed
from great_expectations import expectations as gxe

ROW = "row"
LISTED = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [LINE],
    # A query to find the rows again is what nobody asked for.
    "return_unexpected_index_query": False,
}


def check(file: Path, rules: Rules) -> Iterator[Answer]:
    """Read a file, validate both suites, and give what they found unexpected."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("peers")
    # Two batches: each expectation copies all columns of its batch where its own is filled.
    for name, frame, expectations in (
        ("texts", frames.texts(file, rules), _of_texts(rules)),
        ("numbers", frames.numbers(file, rules), _of_numbers(rules)),
    ):
        yield from _found(source, name, frame, list(expectations))


def _found(
    source: object, name: str, frame: pd.DataFrame, expectations: list[gxe.Expectation]
) -> Iterator[Answer]:
    asset = source.add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    suite = gx.ExpectationSuite(name=name, expectations=expectations)
    for each in batch.validate(suite, result_format=LISTED).results:
        if "unexpected_count" not in each.result:
            raise RuntimeError(each.exception_info)
        meta = each.expectation_config.meta
        for row in each.result.get("unexpected_index_list") or ():
            value = "" if ROW in meta else typed(row.get(meta["rule"]))
            yield meta["rule"], int(row[LINE]), value


def _of_texts(rules: Rules) -> Iterator[gxe.Expectation]:
    for each in rules["columns"]:
        asked = {"column": each["name"], "meta": {"rule": each["name"]}}
        if each["required"]:
            yield gxe.ExpectColumnValuesToNotBeNull(**asked)
        if each["pattern"]:
            yield gxe.ExpectColumnValuesToMatchRegex(regex=each["pattern"], **asked)
        for values in each["within"]:
            yield gxe.ExpectColumnValuesToBeInSet(value_set=values, **asked)
    for rule in (frames.SAME, MIXED):
        yield gxe.ExpectColumnValuesToBeNull(column=rule, meta={"rule": rule, ROW: True})
    yield gxe.ExpectCompoundColumnsToBeUnique(
        column_list=rules["key"], meta={"rule": KEY, ROW: True}
    )


def _of_numbers(rules: Rules) -> Iterator[gxe.Expectation]:
    for each in rules["columns"]:
        if each["minimum"] is not None:
            yield gxe.ExpectColumnValuesToBeBetween(
                column=each["name"], min_value=each["minimum"], meta={"rule": each["name"]}
            )
    for rule in rules["rows"]:
        yield gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=rule["within"],
            column_B=frames.part_of(rule),
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            meta={"rule": rule["name"], ROW: True},
        )
    for rule in rules["above_zero"]:
        yield gxe.ExpectColumnValuesToBeBetween(
            column=rule["column"],
            min_value=0,
            strict_min=True,
            meta={"rule": rule["name"], ROW: True},
        )


if __name__ == "__main__":
    timed(check)
