"""Files in, verdicts out: what the command line, the upload page and the loader call."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Final

import polars as pl

from validation import whole
from validation.checking import Known, Trimmed
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.decoding import LARGEST_FILE
from validation.file_problems import EMPTY_FILE, NOTHING_TO_LOAD, OTHER_SHEETS, SAME_FILE
from validation.mending import Mending
from validation.opening import WITHIN, Part, Upload, hashing, opened
from validation.outcomes import outcomes
from validation.problems import TRIMMED, Problem, errors, in_file_order, of_file, problem
from validation.reading import LINE, Reading, Source, read, read_sheet
from validation.rows import Rows
from validation.sheets import Sheet
from validation.whole import Look

__all__ = ["Checked", "Upload", "check"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Checked:
    """The verdict on one file.

    `typed` has the contract's stored columns and `line`, and is empty when there are errors;
    `present` names the columns that stood in the file: what a missing optional column holds in
    the warehouse is kept. `contract` is None where the table was not recognised. `count` rows stand
    in the file, `faulty` of them with an error. `mends` are those it was read with; `source` is
    what was read.
    """

    name: str
    sha256: str
    contract: Contract | None
    typed: Rows
    present: tuple[str, ...]
    count: int
    faulty: int
    problems: tuple[Problem, ...]
    mends: tuple[Mending, ...] = ()
    source: Source | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether nothing blocks the file."""
        return not errors(self.problems)

    @property
    def rows(self) -> pl.DataFrame:
        """All typed rows at once, in memory."""
        return self.typed.frame


_NONE: Final = Rows.of(pl.DataFrame())


@dataclass
class _File:
    """A file, or a table within one, on its way through the checks."""

    name: str
    upload: Upload
    reading: Reading
    mends: tuple[Mending, ...] = ()
    rows: Rows = _NONE
    count: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def contract(self) -> Contract | None:
        return self.reading.source.contract if self.reading.source else None


def check(
    uploads: Sequence[Upload],
    *,
    today: date,
    known: Mapping[str, frozenset[str]],
    table: str | None = None,
    keys_alone: bool = False,
    limit: int = LARGEST_FILE,
) -> tuple[Checked, ...]:
    """Check files that are handed in together; each may refer to rows of the others.

    Args:
        uploads: the files.
        today: the day against which "has not begun", "not ended" and "in the future" are tested.
        known: ids that exist already, by table (and `indicators`); references to a table that is
            not named are not tested.
        table: the table all files are of; None recognises each from its header.
        keys_alone: the files name rows by their keys (to withdraw them); other columns may be
            missing and are not read.
        limit: the largest file that is read, unpacked, in bytes.

    Returns:
        One verdict a table in the order given: a file, each file of an archive, each sheet of a
        workbook that is a table; with every error and warning. All have the SHA-256 of what was
        handed in.
    """
    contracts = {name: each.of_keys() if keys_alone else each for name, each in CONTRACTS.items()}
    with hashing(uploads):
        files = [
            _File(name, upload, reading, tuple(_mends_of(upload, name)))
            for upload, twice in zip(uploads, _twice(uploads), strict=True)
            for name, reading in (
                [(upload.name, twice)] if twice else _readings(upload, contracts, table, limit)
            )
        ]
        order = list(contracts)
        readable = [file for file in files if file.contract]
        readable.sort(key=lambda file: order.index(file.contract.name) if file.contract else -1)
        for contract, members in groupby(readable, key=lambda file: file.contract):
            if contract:
                known = _check_table(contract, list(members), today=today, known=known)
    return tuple(_verdict(file) for file in files)


def _readings(
    upload: Upload, contracts: Mapping[str, Contract], table: str | None, limit: int
) -> Iterator[tuple[str, Reading]]:
    """Read each table of a file up to its header, with the name under which it is spoken of."""
    for part in opened(upload, limit):
        if part.problems:
            yield part.name, Reading(None, part.problems)
        elif part.workbook:
            yield from _of_workbook(part, upload, contracts, table)
        else:
            mends = _pairs(upload, part.name)
            yield part.name, read(part.content, contracts, table=table, mends=mends)


def _mends_of(upload: Upload, name: str) -> Iterator[Mending]:
    return (each for each in upload.mends if each.file == name)


def _pairs(upload: Upload, name: str) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for each in _mends_of(upload, name):
        found[each.column] = {**found.get(each.column, {}), **each.pairs}
    return found


def _of_workbook(
    part: Part, upload: Upload, contracts: Mapping[str, Contract], table: str | None
) -> Iterator[tuple[str, Reading]]:
    """Read the sheets that are tables and not put aside; where none is, say so of the first."""

    def named(sheet: Sheet) -> str:
        return f"{part.name}{WITHIN}{sheet.title}" if sheet.title else part.name

    def reading(sheet: Sheet) -> Reading:
        return read_sheet(sheet, contracts, table=table, mends=_pairs(upload, named(sheet)))

    filled = [sheet for sheet in part.workbook if not sheet.blank and not sheet.aside]
    if not filled:
        yield part.name, Reading(None, (problem(EMPTY_FILE),))
    readings = [(sheet, reading(sheet)) for sheet in filled]
    tables = [(sheet, found) for sheet, found in readings if found.source or sheet.problems]
    left = [sheet for sheet, found in readings if (sheet, found) not in tables]
    asides = [sheet for sheet in part.workbook if sheet.aside]
    passed = ", ".join(sheet.title for sheet in (*left, *asides))
    for place, (sheet, found) in enumerate(tables or readings[:1]):
        first = passed and tables and not place
        notice = (problem(OTHER_SHEETS, values=(passed,)),) if first else ()
        yield named(sheet), Reading(found.source, (*notice, *found.problems))


def _twice(uploads: Sequence[Upload]) -> Iterator[Reading | None]:
    """Give for each file that has stood before among the others the one thing to say about it."""
    first: dict[str, str] = {}
    sizes = Counter(len(upload.content) for upload in uploads)
    for upload in uploads:
        if sizes[len(upload.content)] == 1:  # no hash is waited for
            yield None
            continue
        before = first.get(upload.sha256)
        first.setdefault(upload.sha256, upload.name)
        said = before and problem(SAME_FILE, facts={"other_file": before})
        yield Reading(None, (said,)) if said else None


def _check_table(contract: Contract, files: list[_File], *, today: date, known: Known) -> Known:
    """Check all files of one table; return the known ids with those that the files bring."""
    looks = list[Look]()
    for file in files:
        if file.reading.source:
            looks += _check_file(file, file.reading.source, today=today, known=known)
    names = [file.name for file in files]
    for placed in whole.problems(contract, [file.rows for file in files], looks, names):
        files[placed.file].problems.append(placed.problem)
    if contract.name not in known:
        return known
    ids = Rows.joined(file.rows for file in files).unique(*contract.key[:1])
    brought = frozenset[str](ids.to_series())
    return {**known, contract.name: known[contract.name] | brought}


def _check_file(file: _File, source: Source, *, today: date, known: Known) -> list[Look]:
    """Check the rows of a file; return what the checks of the whole table need to know of them."""
    rows = list[Rows]()
    looks = list[Look]()
    trimmed: list[Trimmed] = []
    for done in outcomes(source, today=today, known=known):
        rows.append(done.rows)
        looks.append(done.look)
        file.count += done.outcome.count
        file.problems.extend(of_file(done.outcome.problems, file.name))  # beside the next chunks
        trimmed.append(done.outcome.trimmed)
    file.rows = Rows.joined(rows or [Rows.of(pl.DataFrame(schema=_schema(source.contract)))])
    file.problems.extend(_trimmed(trimmed))
    file.problems.extend(whole.not_ended(looks))
    file.problems.extend(whole.not_shares(source.contract, file.rows, known))
    if not file.count and not errors(file.problems):
        file.problems.append(problem(NOTHING_TO_LOAD))
    return looks


def _trimmed(chunks: list[Trimmed]) -> Iterator[Problem]:
    for column in dict.fromkeys(column for chunk in chunks for column in chunk):
        found = [chunk[column] for chunk in chunks if column in chunk]
        count, line = sum(each[0] for each in found), found[0][1]
        yield problem(TRIMMED, line=line, columns=(column,), facts={"count": count})


def _schema(contract: Contract) -> dict[str, pl.DataType]:
    return {**contract.stored_schema, LINE: pl.Int64()}


def _placed(file: _File) -> Iterator[Problem]:
    """Give a file's problems with its name and, in a sheet, the cell."""
    source = file.reading.source
    for found in (*file.reading.problems, *file.problems):
        cell = source.cell(found.line, found.columns) if source else ""
        placed = found.file == file.name and not cell
        yield found if placed else replace(found, file=file.name, cell=cell)


def _verdict(file: _File) -> Checked:
    source = file.reading.source
    problems = in_file_order(_placed(file))
    blocking = errors(problems)
    first_row = source.header.first_line if source else 0
    faulty = {found.line for found in blocking if source and (found.line or 0) >= first_row}
    schema = _schema(source.contract) if source else {}
    return Checked(
        name=file.name,
        sha256=file.upload.sha256,
        contract=CONTRACTS[source.contract.name] if source else None,
        typed=Rows.of(pl.DataFrame(schema=schema)) if blocking else file.rows,
        present=source.layout.present if source else (),
        count=file.count,
        faulty=len(faulty),
        problems=problems,
        mends=file.mends,
        source=source,
    )
