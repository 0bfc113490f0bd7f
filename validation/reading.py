"""Bytes to text frames that know the file's own line numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from validation import decoding, header
from validation.contract import Contract
from validation.fields import Kind
from validation.file_problems import (
    NO_SUCH_TABLE,
    PERCENTAGES,
)
from validation.file_text import Content
from validation.header import Header, Layout
from validation.problems import Problem, problem
from validation.records import (
    Chunk,
    chunks,
)
from validation.sheets import Sheet, reference

LINE: Final = "line"
HUNDRED: Final = 100
_EXAMPLE: Final = 0.45
HEADER: Final = ""

# By column what its values are to become; under HEADER what its names are.
Pairs = Mapping[str, Mapping[str, str]]
NO_MENDS: Final[Pairs] = {}
_FEW: Final = 4


@dataclass(frozen=True, eq=False)
class Source:
    """A file or sheet whose table and columns are known; `content` is UTF-8.

    `mends` has by column what values are to become, because a person asked for it.
    """

    contract: Contract
    content: Content
    header: Header
    layout: Layout
    in_sheet: bool = False
    mends: Pairs = field(default_factory=dict[str, Mapping[str, str]])

    def chunks(self) -> Iterator[Chunk]:
        """Cut the records into chunks of bounded size."""
        return chunks(self.content, self.header.start, self.header.first_line)

    def cell(self, line: int | None, columns: Sequence[str]) -> str:
        """Name the cells of a sheet that a line and columns mean, where they are few."""
        if not self.in_sheet or line is None or len(columns) > _FEW:
            return ""
        targets = self.layout.targets
        places = (targets.index(each) + 1 for each in columns if each in targets)
        return ", ".join(reference(place, line) for place in places)


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read of a file: a source, or None, and what is to be said about it."""

    source: Source | None
    problems: tuple[Problem, ...]


def read(
    content: Content,
    contracts: Mapping[str, Contract],
    *,
    table: str | None = None,
    mends: Pairs = NO_MENDS,
) -> Reading:
    """Read a text up to and with its header.

    Args:
        content: the bytes as they came.
        contracts: the tables that are known.
        table: the table's name, where it is not to be recognised from the header.
        mends: what names of columns and values are to become.
    """
    text = decoding.decoded(content)
    if text.content is None:
        return Reading(None, text.problems)
    return _headed(text.content, contracts, table=table, notices=text.problems, mends=mends)


def read_sheet(
    sheet: Sheet,
    contracts: Mapping[str, Contract],
    *,
    table: str | None = None,
    mends: Pairs = NO_MENDS,
) -> Reading:
    """Read a sheet of a workbook up to and with its header; percentages by their columns.

    Args:
        sheet: the sheet.
        contracts: the tables that are known.
        table: the table's name, where it is not to be recognised from the header.
        mends: what names of columns and values are to become.
    """
    if sheet.problems:
        return Reading(None, sheet.problems)
    found = _headed(sheet.text(), contracts, table=table, in_sheet=True, mends=mends)
    source = found.source
    if source is None:
        return found
    factors = dict(percent_factors(source))
    rewritten = replace(source, content=sheet.text(factors))
    return Reading(rewritten, (*found.problems, *_percentages(sheet, source, factors)))


def percent_factors(source: Source) -> Iterator[tuple[int, int]]:
    """Give what the percentages of a column are multiplied with to be numbers of its unit."""
    for place, target in enumerate(source.layout.targets):
        column = source.contract.by_name[target] if target else None
        if column and column.kind == Kind.NUMBER:
            yield place, HUNDRED if column.spec.maximum == HUNDRED else 1


def _percentages(sheet: Sheet, source: Source, factors: Mapping[int, int]) -> Iterator[Problem]:
    for place, factor in factors.items():
        if row := sheet.percentages(place, source.header.line):
            facts = {"example": f"{_EXAMPLE * factor:g}"}
            name = source.layout.targets[place] or ""
            yield problem(PERCENTAGES, line=row, columns=(name,), facts=facts)


def _headed(
    content: Content,
    contracts: Mapping[str, Contract],
    *,
    table: str | None,
    notices: tuple[Problem, ...] = (),
    in_sheet: bool = False,
    mends: Pairs = NO_MENDS,
) -> Reading:
    if table is not None and table not in contracts:
        facts = {"tables": ", ".join(contracts)}
        return Reading(None, (problem(NO_SUCH_TABLE, values=(table,), facts=facts),))
    first = header.found_header(content, contracts)
    contract = contracts[table] if table else header.recognised(first, contracts)
    if contract is None:
        return Reading(None, (*notices, header.not_recognised(first, contracts)))
    renamed = mends.get(HEADER, {})
    first = replace(first, names=tuple(renamed.get(name, name) for name in first.names))
    columns = header.layout(first, contract)
    said = (*notices, *header.lines_above(first), *header.other_delimiter(first))
    source = Source(contract, content, first, columns, in_sheet, mends)
    return Reading(source, (*said, *columns.problems))
