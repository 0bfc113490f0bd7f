"""The header: which table a file is, and which of its columns stands where."""

import csv
import difflib
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from validation.contract import Contract
from validation.file_problems import (
    DELIMITER,
    MISSING_COLUMN,
    MISSING_OPTIONAL,
    REPEATED_COLUMN,
    RESPELT,
    UNKNOWN_COLUMN,
    UNKNOWN_TABLE,
    UNNAMED_COLUMN,
)
from validation.problems import Problem, problem
from validation.text import mark

DELIMITERS: Final = {",": mark("commas"), ";": mark("semicolons"), "\t": mark("tabs")}
HEAD: Final = 64 * 1024
DID_YOU_MEAN: Final = mark("Did you mean {suggestion}?")
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

    def likeness(contract: Contract) -> tuple[int, float]:
        matched = typed.intersection(contract.names)
        return len(matched), len(matched) / len(contract.names)

    best = max(contracts.values(), key=likeness)
    return best if typed and 2 * likeness(best)[0] >= len(typed) else None


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
    counts = Counter(wanted)
    missing = [name for name in contract.names if name not in counts]
    targets: list[str | None] = []
    problems: list[Problem] = []
    for position, (typed, name) in enumerate(zip(header.names, wanted, strict=True), start=1):
        known = name in contract.by_name
        targets.append(name if known and name not in targets else None)
        if not name:
            facts = {"position": position}
            problems.append(problem(UNNAMED_COLUMN, line=header.line, facts=facts))
        elif not known:
            problems.append(_unknown(header, contract, typed, missing))
        elif typed != name:
            problems.append(problem(RESPELT, line=header.line, columns=(name,), values=(typed,)))
    repeated = [name for name, count in counts.items() if name in contract.by_name and count > 1]
    problems.extend(
        problem(REPEATED_COLUMN, line=header.line, columns=(each,)) for each in repeated
    )
    problems.extend(_missing(header, contract, name) for name in missing)
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


def _missing(header: Header, contract: Contract, name: str) -> Problem:
    column = contract.by_name[name]
    kind = MISSING_COLUMN if column.required else MISSING_OPTIONAL
    facts = {"example": column.spec.example}
    return problem(kind, line=header.line, columns=(name,), facts=facts)
