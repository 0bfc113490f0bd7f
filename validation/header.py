"""The header: which table a file is, and which of its columns stands where."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from validation.contract import Column, Contract
from validation.file_problems import (
    DELIMITER,
    LINES_ABOVE,
    MISSING_COLUMN,
    MISSING_KEY,
    MISSING_OPTIONAL,
    REPEATED_COLUMN,
    RESPELT,
    UNKNOWN_COLUMN,
    UNKNOWN_TABLE,
    UNNAMED_COLUMN,
)
from validation.file_text import Content
from validation.problems import Problem, problem
from validation.text import mark

DELIMITERS: Final = {",": mark("comma"), ";": mark("semicolon"), "\t": mark("tab")}
HEAD: Final = 64 * 1024
DID_YOU_MEAN: Final = mark("Did you mean “{suggestion}”?")
GIVE_NAME: Final = mark(
    "Remove the column, or give it the name of one that is not in the file: {lacking}."
)
_SEP: Final = "sep="
_LINES_TRIED: Final = 20
_SHOWN: Final = 80
# How alike a name and its column are that surely mean the same; others are less alike than that.
_ALIKE: Final = 0.85
_RATHER_ALIKE: Final = 0.8
# What lines hold that spreadsheets leave blank: line ends, and delimiters between nothing.
_BLANK: Final = " \r\n\t,;"


@dataclass(frozen=True)
class Header:
    """The header as typed, the lines above it that are not blank, where the records begin.

    `example` is the first record, by which tables of the same columns are told apart.
    """

    names: tuple[str, ...]
    line: int
    delimiter: str
    start: int
    first_line: int
    example: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Which column of the contract each column of the file is; None is a column not to be read.

    `beyond` counts the columns at the end without a name, which are passed over where they are
    empty, as spreadsheets leave them.
    """

    targets: tuple[str | None, ...]
    problems: tuple[Problem, ...]
    beyond: int = 0

    @property
    def present(self) -> tuple[str, ...]:
        """The contract's columns that stand in the file, in the file's order."""
        return tuple(name for name in self.targets if name is not None)


def plain(name: str) -> str:
    """Return a column name without what is tolerated: case, outer blanks, spaces and hyphens."""
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def found_header(content: Content, contracts: Mapping[str, Contract]) -> Header:
    """Find the first line that names columns of a table, and the delimiter that names most.

    Where no line near the top does, the first that is not blank is taken for the header.

    Args:
        content: UTF-8 text that is not blank.
        contracts: the tables whose column names are known.
    """
    text = content[:HEAD].decode("utf-8", errors="ignore")
    lines = io.StringIO(text, newline="\n").readlines()
    filled = [index for index, line in enumerate(lines) if line.strip(_BLANK)] or [0]
    stated = ""
    if lines[filled[0]].strip().strip('"').casefold().startswith(_SEP):
        stated = lines[filled[0]].strip("\r\n").strip('"')[len(_SEP) :][:1]
        filled = filled[1:] or [filled[0] + 1]
    candidates = (stated,) if stated in DELIMITERS else tuple(DELIMITERS)
    first, *others = (_at(lines, index, candidates, contracts) for index in filled[:_LINES_TRIED])
    known = (each for each in (first, *others) if recognised(each, contracts))
    found = next(known, first)
    above = [lines[index].strip() for index in filled if index < found.line - 1]
    return replace(found, above=tuple(above))


def _at(
    lines: list[str], index: int, candidates: tuple[str, ...], contracts: Mapping[str, Contract]
) -> Header:
    """Read the line at an index as a header, by the delimiter that names most columns in it."""
    body = "".join(lines[index:])
    known = {name for contract in contracts.values() for name in contract.names}
    tries = {delimiter: _first_record(body, delimiter) for delimiter in candidates}
    delimiter = max(
        tries,
        key=lambda each: (len(known.intersection(map(plain, tries[each][0]))), len(tries[each][0])),
    )
    names, taken = tries[delimiter]
    start = len("".join(lines[: index + taken]).encode())
    example, _ = _first_record("".join(lines[index + taken :]), delimiter)
    return Header(names, index + 1, delimiter, start, index + 1 + taken, example)


def _first_record(text: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    plain_ends = text.replace("\r\n", "\n").replace("\r", " ")
    reader = csv.reader(io.StringIO(plain_ends, newline="\n"), delimiter=delimiter)
    return next((tuple(record) for record in reader), ()), reader.line_num


def recognised(header: Header, contracts: Mapping[str, Contract]) -> Contract | None:
    """Return the table whose columns the header names best, or None where it names none well.

    Of two tables it names equally well, it is the one of which less is missing; then the one of
    whose lists the first record holds more codes.
    """
    typed = {plain(name) for name in header.names if name.strip()}

    def matched(contract: Contract) -> int:
        return len(typed.intersection(column.name for column in contract.declared))

    example = dict(zip(map(plain, header.names), header.example, strict=False))

    def listed(contract: Contract) -> int:
        return sum(example.get(each.name, "").strip() in each.values for each in contract.columns)

    def likeness(contract: Contract) -> tuple[int, int, int, int]:
        needed = {column.name for column in contract.columns if column.required}
        lacking = len(needed - typed)
        return matched(contract), -lacking, listed(contract), -len(contract.columns)

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


def lines_above(header: Header) -> tuple[Problem, ...]:
    """Report lines above the header, such as a title, that were passed over."""
    if not header.above:
        return ()
    facts = {"count": len(header.above)}
    cells, _ = _first_record(header.above[0], header.delimiter)
    title = " ".join(filter(None, (cell.strip() for cell in cells)))
    return (problem(LINES_ABOVE, line=1, values=(title[:_SHOWN],), facts=facts),)


def layout(header: Header, contract: Contract) -> Layout:
    """Match the header with a table's columns, and list everything that is wrong with it."""
    wanted = [plain(name) for name in header.names]
    width = max((place for place, name in enumerate(wanted, start=1) if name), default=len(wanted))
    declared = [column.name for column in contract.declared]
    missing = [name for name in contract.names if name not in wanted]
    targets: list[str | None] = []
    problems: list[Problem] = []
    for position, (typed, name) in enumerate(zip(header.names, wanted, strict=True), start=1):
        targets.append(name if name in contract.by_name and name not in targets else None)
        if not name and position > width:
            continue
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
    return Layout(tuple(targets), tuple(problems), len(wanted) - width)


def _unknown(header: Header, contract: Contract, typed: str, missing: list[str]) -> Problem:
    near = difflib.get_close_matches(plain(typed), missing or contract.names, n=1)
    lacking = [name for name in missing if contract.by_name[name].required]
    mends = DID_YOU_MEAN if near else GIVE_NAME if lacking else ""
    return problem(
        UNKNOWN_COLUMN,
        line=header.line,
        values=(typed.strip(),),
        facts={
            "table": contract.name,
            "suggestion": near[0] if near else "",
            "lacking": ", ".join(lacking),
        },
        mends=mends,
    )


def sure_names(header: Header, contract: Contract) -> dict[str, str]:
    """Return the names that can only mean one column that is not in the file, and that column.

    A name means the column it is spelt most like, where it is spelt much less like all others.

    Args:
        header: the header as typed.
        contract: the table.
    """
    typed = {name: plain(name) for name in header.names if name.strip()}
    declared = [column.name for column in contract.declared]
    found: dict[str, str] = {}
    for name, word in typed.items():
        near = difflib.get_close_matches(word, declared, n=2, cutoff=_RATHER_ALIKE)
        alike = [difflib.SequenceMatcher(None, word, each).ratio() for each in near]
        if word not in declared and near and alike[0] >= _ALIKE and len(near) == 1:
            found[name] = near[0]
    wanted = [*typed.values(), *found.values()]
    return {name: column for name, column in found.items() if wanted.count(column) == 1}


def _missing(header: Header, missing: list[Column]) -> Iterator[Problem]:
    for column in missing:
        if column.required:
            yield problem(MISSING_COLUMN, line=header.line, columns=(column.name,))
    optional = [column for column in missing if not column.required]
    for kind, is_key in ((MISSING_KEY, True), (MISSING_OPTIONAL, False)):
        names = tuple(column.name for column in optional if column.spec.key == is_key)
        if names:
            yield problem(kind, line=header.line, columns=names)
