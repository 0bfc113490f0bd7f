"""Problems: what is wrong with a file, where, as it was typed, and how to mend it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from validation import cells
from validation.contract import CrossRule, Rule, Severity, TableRule
from validation.text import mark

Facts = Mapping[str, str | int | float]

ACTIVE: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True)
class ProblemKind:
    """One way in which a file can be wrong; `says` and `mend` take named facts."""

    name: str
    title: str
    says: str
    mend: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One fault or notice, with everything that is needed to find and mend it.

    `says` and `mends` are English msgids whose parameters are in `filled`; `message` and `mend`
    are the English sentences. `line` is the file's own line (the header is usually line 1), or
    None where the file as a whole is meant; `cell` is its name in a sheet (C12), where it is one;
    `values` stand as typed, one for each of `columns`.
    """

    kind: str
    severity: Severity
    title: str
    says: str
    mends: str
    file: str = ""
    line: int | None = None
    cell: str = ""
    columns: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    facts: Facts = field(default_factory=dict[str, str | int | float])

    @property
    def column(self) -> str:
        """The column meant, or the columns a rule compares, joined by commas."""
        return ", ".join(self.columns)

    @property
    def value(self) -> str:
        """The value as typed; for several columns the filled ones, each with its column."""
        if len(self.values) == 1:
            return self.values[0]
        pairs = zip(self.columns, self.values, strict=bool(self.values))
        return ", ".join(f"{column} = {value}" for column, value in pairs if value)

    @property
    def filled(self) -> dict[str, str | int | float]:
        """The parameters of `says` and `mends`."""
        return {"column": self.column, "value": self.value, **self.facts}

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.says.format(**self.filled)

    @property
    def mend(self) -> str:
        """What to do about it, in English."""
        return self.mends.format(**self.filled)


@dataclass(frozen=True, kw_only=True)
class Group:
    """All problems of one kind in the same columns."""

    kind: str
    severity: Severity
    title: str
    column: str
    problems: tuple[Problem, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.problems)


def problem(
    kind: ProblemKind,
    *,
    file: str = "",
    line: int | None = None,
    columns: tuple[str, ...] = (),
    values: tuple[str, ...] = (),
    facts: Facts | None = None,
    mends: str = "",
) -> Problem:
    """Make a problem of a kind; `mends` replaces the kind's own mend by a more exact one."""
    return Problem(
        kind=kind.name,
        severity=kind.severity,
        title=kind.title,
        says=kind.says,
        mends=mends or kind.mend,
        file=file,
        line=line,
        columns=columns,
        values=values,
        facts=facts or {},
    )


def kind_of_rule(rule: Rule | TableRule | CrossRule) -> ProblemKind:
    """Return the kind of problem that breaking a contract's rule is."""
    return ProblemKind(
        name=rule.name, title=rule.says, says=rule.says, mend=rule.mend, severity=rule.severity
    )


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by line; those of the file as a whole come first."""
    return tuple(sorted(problems, key=lambda found: found.line or 0))


def of_file(problems: Iterable[Problem], file: str) -> tuple[Problem, ...]:
    """Return the problems with the file's name put in."""
    return tuple(replace(found, file=file) for found in problems)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that block a file."""
    return tuple(found for found in problems if found.severity == Severity.ERROR)


def grouped(problems: Iterable[Problem]) -> tuple[Group, ...]:
    """Group errors by kind and column, notices by kind: errors first, then the most frequent first.

    What is wrong with the first line that has a problem, the header above all, comes before what
    may follow from it.
    """
    groups: dict[tuple[str, Severity, str], list[Problem]] = {}
    for found in problems:
        column = found.column if found.severity == Severity.ERROR else ""
        groups.setdefault((found.kind, found.severity, column), []).append(found)
    lines = {key: {found.line or 0 for found in members} for key, members in groups.items()}
    top = min((line for found in lines.values() for line in found), default=0)
    order = sorted(
        groups, key=lambda key: (key[1] != Severity.ERROR, lines[key] != {top}, -len(groups[key]))
    )
    return tuple(
        Group(
            kind=key[0],
            severity=key[1],
            title=groups[key][0].title,
            column=groups[key][0].column if len(groups[key]) == 1 else key[2],
            problems=tuple(groups[key]),
        )
        for key in order
    )


def report(problems: Sequence[Problem]) -> bytes:
    """Return the complete list as CSV (UTF-8 with BOM, so that Excel reads it right).

    What could act as a formula when a spreadsheet opens it is preceded by an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        ("severity", "file", "line", "cell", "column", "value", "problem", "mend", "rule")
    )
    for found in problems:
        row = (
            found.severity.value,
            found.file,
            "" if found.line is None else str(found.line),
            found.cell,
            found.column,
            found.value,
            found.message,
            found.mend,
            found.kind,
        )
        writer.writerow(f"'{cell}" if cell.startswith(ACTIVE) else cell for cell in row)
    return text.getvalue().encode("utf-8-sig")


_CELL_KINDS: Final = (
    ProblemKind(
        name=cells.EMPTY,
        title=mark("Empty cell that every row needs"),
        says=mark("{column} is empty, and every row needs it."),
        mend=mark("Fill {column}; it is written like this: {example}."),
    ),
    ProblemKind(
        name=cells.MISSING_WORD,
        title=mark("A word where the cell should be empty"),
        says=mark("“{value}” stands for “no value”; an empty cell says that."),
        mend=mark("Leave the cell empty."),
    ),
    ProblemKind(
        name=cells.NOT_A_COUNT,
        title=mark("Not a whole number"),
        says=mark("“{value}” is not a whole number."),
        mend=mark("Write the figure in digits only, without signs, points or words."),
    ),
    ProblemKind(
        name=cells.NOT_A_NUMBER,
        title=mark("Not a number"),
        says=mark("“{value}” is not a number."),
        mend=mark("Write the figure in digits, with a point before its decimals if it has any."),
    ),
    ProblemKind(
        name=cells.NOT_YES_NO,
        title=mark("Neither yes nor no"),
        says=mark("“{value}” is neither yes nor no."),
        mend=mark("Write yes or no."),
    ),
    ProblemKind(
        name=cells.NOT_A_PERIOD,
        title=mark("Not a quarter or a year"),
        says=mark("“{value}” is not a quarter or a year."),
        mend=mark("Write a quarter as 2024-Q3 or a year as 2024."),
    ),
    ProblemKind(
        name=cells.NOT_BEGUN,
        title=mark("Period that has not begun"),
        says=mark("“{value}” has not begun yet."),
        mend=mark("Correct the period, or send the row once the period has begun."),
    ),
    ProblemKind(
        name=cells.NOT_A_DATE,
        title=mark("Not a date"),
        says=mark("“{value}” is not a date that can be read without doubt."),
        mend=mark("Write it as 2024-07-15; 2024-07 or 2024 where the day is not known."),
    ),
    ProblemKind(
        name=cells.IN_FUTURE,
        title=mark("Date in the future"),
        says=mark("“{value}” lies in the future."),
        mend=mark("Correct the date, or leave the cell empty until the day has come."),
    ),
    ProblemKind(
        name=cells.NOT_IN_LIST,
        title=mark("Not in the list"),
        says=mark("“{value}” is not in the list “{list}”."),
        mend=mark("Use one of: {allowed}."),
    ),
    ProblemKind(
        name=cells.NOT_A_SLUG,
        title=mark("Not an identifier"),
        says=mark("“{value}” cannot be an identifier."),
        mend=mark("Use small letters, digits and hyphens only, for example {example}."),
    ),
    ProblemKind(
        name=cells.NOT_AN_ADDRESS,
        title=mark("Not a web address"),
        says=mark("“{value}” is not a web address."),
        mend=mark("Write the whole address, for example {example}."),
    ),
    ProblemKind(
        name=cells.TOO_SMALL,
        title=mark("Number that is too small"),
        says=mark("“{value}” is below {minimum}."),
        mend=mark("Correct the figure: {column} is never below {minimum}."),
    ),
    ProblemKind(
        name=cells.TOO_LARGE,
        title=mark("Number that is too large"),
        says=mark("“{value}” is above {maximum}."),
        mend=mark("Correct the figure: {column} is never above {maximum}."),
    ),
    ProblemKind(
        name=cells.TOO_LONG,
        title=mark("Text that is too long"),
        says=mark("The text in {column} is longer than {longest} characters."),
        mend=mark("Shorten it, and keep the full text elsewhere."),
    ),
    ProblemKind(
        name=cells.REPEATED,
        title=mark("The same entry twice in a list"),
        says=mark("“{value}” stands more than once in the list."),
        mend=mark("Keep it once."),
    ),
    ProblemKind(
        name=cells.TWO_BOUNDS,
        title=mark("Two precisions of one figure"),
        says=mark("“{value}” gives one figure two precisions."),
        mend=mark("Keep the one that the source prints for it."),
    ),
    ProblemKind(
        name=cells.UNKNOWN,
        title=mark("Reference to nothing known"),
        says=mark("“{value}” is not known in {table}."),
        mend=mark("Correct it, or check the file of {table} that holds it together with this one."),
    ),
)

REPEATED_KEY: Final = ProblemKind(
    name="repeated_key",
    title=mark("The same row twice"),
    says=mark("This row and line {other_line} agree in all that tells rows apart."),
    mend=mark("Keep one of the two rows, or correct the cell in which they should differ."),
)
REPEATED_IN_FILES: Final = ProblemKind(
    name="repeated_key_in_files",
    title=mark("The same row in two files"),
    says=mark("This row and line {other_line} of {other_file} agree in all that tells rows apart."),
    mend=mark("Keep the row in one of the two files, or correct the cell that should differ."),
)
NOT_ENDED: Final = ProblemKind(
    name="period_not_ended",
    title=mark("Period that has not ended"),
    says=mark("{value} has not ended yet (rows of this period: {count})."),
    mend=mark("Send it again once it has ended; until then its values are marked partial."),
    severity=Severity.WARNING,
)
NOT_A_SHARE: Final = ProblemKind(
    name="not_a_share",
    title=mark("Share that is not between 0 and 1"),
    says=mark("“{value}” is no share: {indicator} runs from 0 to 1."),
    mend=mark("Write the share as a number from 0 to 1."),
)
TRIMMED: Final = ProblemKind(
    name="blanks_removed",
    title=mark("Blanks around cells"),
    says=mark("Blanks around cells of {column} were removed; cells: {count}."),
    mend=mark("Nothing needs doing; this line is the first."),
    severity=Severity.WARNING,
)

CELL_KINDS: Final = {kind.name: kind for kind in _CELL_KINDS}
TABLE_KINDS: Final = {
    kind.name: kind for kind in (REPEATED_KEY, REPEATED_IN_FILES, NOT_ENDED, NOT_A_SHARE, TRIMMED)
}
