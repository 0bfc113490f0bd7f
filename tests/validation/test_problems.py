"""The list of problems: grouped for the screen, complete as a CSV."""

import csv
import io

from validation.contract import Severity
from validation.file_problems import FILE_KINDS
from validation.problems import (
    CELL_KINDS,
    TABLE_KINDS,
    Problem,
    ProblemKind,
    errors,
    grouped,
    in_file_order,
    of_file,
    problem,
    report,
)

ERROR = ProblemKind(name="odd", title="Odd", says="“{value}” is odd.", mend="Make {column} even.")
WARNING = ProblemKind(
    name="note", title="Note", says="Note.", mend="Read it.", severity=Severity.WARNING
)


def _odd(line: int, column: str = "a", value: str = "1") -> Problem:
    return problem(ERROR, line=line, columns=(column,), values=(value,))


def test_names_of_kinds_are_told_apart() -> None:
    kinds = (*FILE_KINDS, *CELL_KINDS, *TABLE_KINDS)
    assert len(set(kinds)) == len(kinds)


def test_problems_are_grouped_errors_first_and_the_most_frequent_first() -> None:
    found = [problem(WARNING)] * 3 + [_odd(5), _odd(2, "b"), _odd(3, "b")]
    groups = grouped(found)
    assert [(each.kind, each.column, each.count) for each in groups] == [
        ("odd", "b", 2),
        ("odd", "a", 1),
        ("note", "", 3),
    ]
    assert groups[0].title == "Odd"
    assert errors(found) == (_odd(5), _odd(2, "b"), _odd(3, "b"))


def test_the_header_is_told_before_what_may_follow_from_it() -> None:
    found = [_odd(2, "a"), _odd(3, "a"), _odd(2, "b"), _odd(1, "header")]
    assert [each.column for each in grouped(found)] == ["header", "a", "b"]


def test_problems_of_the_whole_file_come_first() -> None:
    assert [each.line for each in in_file_order([_odd(5), problem(WARNING), _odd(2)])] == [
        None,
        2,
        5,
    ]


def test_a_message_is_filled_with_the_value_and_a_mend_can_be_more_exact() -> None:
    found = problem(ERROR, columns=("a",), values=("7",), facts={"near": 8}, mends="Write {near}.")
    assert (found.message, found.mend) == ("“7” is odd.", "Write 8.")
    assert _odd(1).mend == "Make a even."


def test_values_of_several_columns_are_named_and_empty_ones_left_out() -> None:
    found = problem(ERROR, columns=("a", "b", "c"), values=("1", "", "3"))
    assert (found.column, found.value) == ("a, b, c", "a = 1, c = 3")


def test_the_report_is_complete_and_harmless_in_a_spreadsheet() -> None:
    found = of_file([_odd(2, value='=1+1;"x"'), problem(WARNING)], "-my.csv")
    content = report(found)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [
        {
            "severity": "error",
            "file": "'-my.csv",
            "line": "2",
            "cell": "",
            "column": "a",
            "value": '\'=1+1;"x"',
            "problem": '“=1+1;"x"” is odd.',
            "mend": "Make a even.",
            "rule": "odd",
        },
        {
            "severity": "warning",
            "file": "'-my.csv",
            "line": "",
            "cell": "",
            "column": "",
            "value": "",
            "problem": "Note.",
            "mend": "Read it.",
            "rule": "note",
        },
    ]
