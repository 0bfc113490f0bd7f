"""The header: which table a file is, and which of its columns stands where."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from validation.contract import Column, Contract
from validation.file_problems import (
    DELIMITER,
    MISSING_COLUMN,
    MISSING_KEY,
    MISSING_OPTIONAL,
    REPEATED_COLUMN,
    RESPELT,
    UNKNOWN_COLUMN,
    UNKNOWN_TABLE,
    UNNAMED_COLUMN,
)
from validation.problems import Problem, problem
from validation.text import mark

DELIMITERS: Final = {",": mark("comma"), ";": mark("semicolon"), "\t": mark("tab")}
HEAD: Final = 64 * 1024
DID_YOU_MEAN: Final = mark("Did you mean “{suggestion}”?")
_SEP: Final = "sep="


@dataclass(frozen=True)
class Header:
    """The header as typed, and where the records begin."""

    names: tuple[str, ...]
    line: int
    delimiter: str
    start: int
    first_line: int


@dataclass(frozen=True)
class Layout:
    """Which column of the contract each column of the file is; None is a column not to be read."""

    targets: tuple[str | None, ...]
    problems: tuple[Problem, ...]

    @property
    def present(self) -> tuple[str, ...]:
        """The contract's columns that stand in the file, in the file's order."""
        return tuple(name for name in self.targets if name is not None)


def plain(name: str) -> str:
    """Return a column name without what is tolerated: case, outer blanks, spaces and hyphens."""
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def found_header(content: bytes, contracts: Mapping[str, Contract]) -> Header:
    """Find the first line that is not blank, and the delimiter that names most columns in it.

    Args:
        content: UTF-8 text that is not blank.
        contracts: the tables whose column names are known.
    """
    text = content[:HEAD].decode("utf-8", errors="ignore")
    lines = io.StringIO(text, newline="\n").readlines()
    blank = next((index for index, line in enumerate(lines) if line.strip()), 0)
    stated = ""
    if lines[blank].strip().strip('"').casefold().startswith(_SEP):
        stated = lines[blank].strip("\r\n").strip('"')[len(_SEP) :][:1]
        blank += 1
    body = "".join(lines[blank:])
    known = {name for contract in contracts.values() for name in contract.names}
    candidates = (stated,) if stated in DELIMITERS else tuple(DELIMITERS)
    tries = {delimiter: _first_record(body, delimiter) for delimiter in candidates}
    delimiter = max(
        tries,
        key=lambda each: (len(known.intersection(map(plain, tries[each][0]))), len(tries[each][0])),
    )
    names, taken = tries[delimiter]
    start = len("".join(lines[: blank + taken]).encode())
    return Header(names, blank + 1, delimiter, start, blank + 1 + taken)


def _first_record(text: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    plain_ends = text.replace("\r\n", "\n").replace("\r", " ")
    reader = csv.reader(io.StringIO(plain_ends, newline="\n"), delimiter=delimiter)
    return next((tuple(record) for record in reader), ()), reader.line_num


def recognised(header: Header, contracts: Mapping[str, Contract]) -> Contract | None:
    """Return the table whose columns the header names best, or None where it names none well."""
    typed = {plain(name) for name in header.names if name.strip()}

    def matched(contract: Contract) -> int:
        return len(typed.intersection(column.name for column in contract.declared))

    def likeness(contract: Contract) -> tuple[int, int]:
        needed = {column.name for column in contract.columns if column.required}
        return matched(contract), -len(needed - typed)

    best = max(contracts.values(), key=likeness)
    return best if 2 * matched(best) > len(typed) else None


def not_recognised(header: Header, contracts: Mapping[str, Contract]) -> Problem:
    """Say that a header is no table's, and name the tables there are."""
    return problem(UNKNOWN_TABLE, line=header.line, facts={"tables": ", ".join(contracts)})


def other_delimiter(header: Header) -> tuple[Problem, ...]:
    """Report a delimiter that is not the comma."""
    if header.delimiter == ",":
        return ()
    facts = {"delimiter": DELIMITERS[header.delimiter]}
    return (problem(DELIMITER, line=header.line, facts=facts),)


def layout(header: Header, contract: Contract) -> Layout:
    """Match the header with a table's columns, and list everything that is wrong with it."""
    wanted = [plain(name) for name in header.names]
    declared = [column.name for column in contract.declared]
    missing = [name for name in contract.names if name not in wanted]
    targets: list[str | None] = []
    problems: list[Problem] = []
    for position, (typed, name) in enumerate(zip(header.names, wanted, strict=True), start=1):
        targets.append(name if name in contract.by_name and name not in targets else None)
        if not name:
            facts = {"position": position}
            problems.append(problem(UNNAMED_COLUMN, line=header.line, facts=facts))
        elif name not in declared:
            problems.append(_unknown(header, contract, typed, missing))
        elif typed != name:
            problems.append(problem(RESPELT, line=header.line, columns=(name,), values=(typed,)))
    repeated = [name for name in contract.names if wanted.count(name) > 1]
    problems.extend(
        problem(REPEATED_COLUMN, line=header.line, columns=(name,)) for name in repeated
    )
    problems.extend(_missing(header, [contract.by_name[name] for name in missing]))
    return Layout(tuple(targets), tuple(problems))


def _unknown(header: Header, contract: Contract, typed: str, missing: list[str]) -> Problem:
    near = difflib.get_close_matches(plain(typed), missing or contract.names, n=1)
    return problem(
        UNKNOWN_COLUMN,
        line=header.line,
        values=(typed.strip(),),
        facts={"table": contract.name, "suggestion": near[0] if near else ""},
        mends=DID_YOU_MEAN if near else "",
    )


def _missing(header: Header, missing: list[Column]) -> Iterator[Problem]:
    for column in missing:
        if column.required:
            yield problem(MISSING_COLUMN, line=header.line, columns=(column.name,))
    optional = [column for column in missing if not column.required]
    for kind, is_key in ((MISSING_KEY, True), (MISSING_OPTIONAL, False)):
        names = tuple(column.name for column in optional if column.spec.key == is_key)
        if names:
            yield problem(kind, line=header.line, columns=names)
