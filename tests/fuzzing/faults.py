"""Faults planted in a file, each with the line at which it has to be found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.fuzzing.writing import WINDOWS, File
from validation.contract import Column
from validation.fields import Kind

_WRONG: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.COUNT: ("12.5", "-3", "1,234", "1 234", "3e1", "abc", "N/A", "٣", "9" * 30, "+4", "1_0"),
    Kind.NUMBER: ("abc", "NaN", "1,5", "3e1", "inf", "--1", "1.2.3", ".5", "n.d.", "+1.0"),
    Kind.YES_NO: ("maybe", "1", "true", "ja", "Yes!"),
    Kind.PERIOD: ("2024-Q5", "2024-13", "Q3 2024", "2024Q3", "24", "3024", "2024-q3x", "-"),
    Kind.DATE: ("30/09/2024", "2024-02-30", "2024-13", "yesterday", "45123", "2024-1-1", "0000"),
    Kind.SLUG: ("Has Space", "UPPER", "a", "x" * 61, "ümlaut", "a_b"),
    Kind.ADDRESS: ("ftp://example.org", "example.org", "http:// a", "www"),
    Kind.CODE: ("no_such_code", "General!", "N/A", "-"),
    Kind.CODES: ("no_such_code", "NLDD;BEL", "-"),
    Kind.PARTY: ("Nowhere", "x-", "GER", "x-UPPER", "N/A"),
    Kind.PARTIES: ("Nowhere;BEL", "GER", "x-"),
    Kind.AREA: ("Nowhere", "NL-ZZZ", "GER", "EUROPE"),
    Kind.REFERENCE: ("not-known-anywhere", "UPPER", "N/A"),
    Kind.REFERENCES: ("not-known-anywhere", "ports-force;not-known-anywhere"),
    Kind.BOUNDS: ("no_such:exact", "exact", "messages"),
    Kind.TEXT: ("N/A", "n.d.", "null", "-", "x" * 2_001, "é" * 5_000, "x" * 1_100_000),
}


@dataclass(frozen=True)
class Expected:
    """What has to be found: a problem on a line, in a column and of a kind where these are told."""

    line: int
    column: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Planted:
    """A file with what was planted in it; without `expected`, anything may be said of it."""

    fault: str
    content: bytes
    expected: tuple[Expected, ...] = ()


def _some_rows(file: File, chance: Random) -> list[int]:
    places = range(1, len(file.records))
    return sorted(chance.sample(places, chance.randint(1, min(4, len(places)))))


def _row(file: File, chance: Random) -> int:
    return chance.randrange(1, len(file.records))


def _planted(fault: str, file: File, expected: Sequence[Expected] = ()) -> Planted:
    return Planted(fault, file.content(), tuple(expected))


def wrong_cells(file: File, chance: Random) -> Planted:
    """Put cells that cannot be right into several rows, one a row."""
    changed: list[tuple[int, str]] = []
    for place in _some_rows(file, chance):
        at = chance.randrange(len(file.table.names))
        column = file.table.contract.by_name[file.table.names[at]]
        cells = list(file.cells[place])
        cells[at] = _wrong(column, file, chance)
        file.rewrite(place, cells, chance)
        changed.append((place, column.name))
    return _planted("wrong cell", file, [Expected(file.line(at), name) for at, name in changed])


def _wrong(column: Column, file: File, chance: Random) -> str:
    wrong = list(_WRONG[column.kind])
    if file.style.encoding == WINDOWS:
        wrong = [text for text in wrong if text.isascii()]
    if column.required:
        wrong.append("")
    if column.kind is Kind.PERIOD and not column.spec.future:
        wrong.append("2031-Q1")
    if column.kind is Kind.DATE and not column.spec.future:
        wrong.append("2031-01-01")
    return chance.choice(wrong)


def broken_rule(file: File, chance: Random) -> Planted:
    """Add a row that breaks one rule of the contract, made of the rule's own example."""
    contract = file.table.contract
    usable = [rule for rule in contract.rules if set(rule.columns) <= set(file.table.names)]
    if not usable:
        return ragged(file, chance)
    rule = chance.choice(usable)
    fails = {str(column): cell for column, cell in rule.fails.items()}
    needed = {each.name: each.spec.example for each in contract.columns if each.required}
    row = {**dict.fromkeys(file.table.names, ""), **needed, **fails}
    place = file.append([row[name] for name in file.table.names], chance)
    return _planted("broken rule", file, [Expected(file.line(place), kind=rule.name)])


def ragged(file: File, chance: Random) -> Planted:
    """Take a cell away from some rows, or give them one too many."""
    places = _some_rows(file, chance)
    for place in places:
        cells = file.cells[place]
        file.rewrite(place, chance.choice((cells[:-1], [*cells, "more"], cells * 2)), chance)
    kind = "wrong_number_of_cells"
    return _planted("ragged row", file, [Expected(file.line(each), kind=kind) for each in places])


def other_delimiter(file: File, chance: Random) -> Planted:
    """Write a row with another delimiter than the file's."""
    place = _row(file, chance)
    other = chance.choice([each for each in ",;\t|" if each != file.style.delimiter])
    plain = [cell for cell in file.cells[place] if not {*'\n\r",;\t|'} & {*cell}]
    file.records[place] = other.join(plain) + other
    return _planted("another delimiter", file, [Expected(file.line(place))])


def repeated_key(file: File, chance: Random) -> Planted:
    """Write a row once more at the end."""
    place = file.append(file.cells[_row(file, chance)], chance)
    return _planted("repeated key", file, [Expected(file.line(place), kind="repeated_key")])


def repeated_header(file: File, chance: Random) -> Planted:
    """Write the header once more among the rows."""
    place = chance.randrange(1, len(file.records) + 1)
    file.cells.insert(place, list(file.cells[0]))
    file.records.insert(place, file.style.record(file.cells[0], chance))
    return _planted("repeated header", file, [Expected(file.line(place))])


def broken_quotes(file: File, chance: Random) -> Planted:
    """Leave a quotation mark within a cell, or one that is never closed."""
    place = _row(file, chance)
    at = chance.randrange(len(file.table.names))
    cells = [file.style.record([cell], chance) for cell in file.cells[place]]
    broken = ['mid"dle', 'end"', '"closed" early']
    later = sum(file.cells[place + 1 :], file.cells[place][at + 1 :])
    if not any(cell.startswith(file.style.delimiter) for cell in later):
        broken.append('"never closed')  # else a cell `";"` may close it, and nobody could tell
    cells[at] = chance.choice(broken)
    file.records[place] = file.style.delimiter.join(cells)
    line = file.line(place) + "".join(cells[:at]).count("\n")
    return _planted("broken quotes", file, [Expected(line, kind="broken_quotes")])


def nul(file: File, chance: Random) -> Planted:
    """Put a NUL into a row."""
    place = _row(file, chance)
    line = file.line(place)
    file.records[place] = "\0" + file.records[place]
    return _planted("NUL", file, [Expected(line, kind="nul_bytes")])


def undecodable(file: File, chance: Random) -> Planted:
    """Put a byte into a row that is in no encoding the file could be in."""
    if file.style.encoding == "utf-16":
        return Planted("not decodable", file.content() + b"\x00")
    place = _row(file, chance)
    mark = "\ue000"
    line = file.line(place)
    file.records[place] = mark + file.records[place]
    encoding = "utf-8" if file.style.encoding == WINDOWS else file.style.encoding
    content = file.text().encode(encoding).replace(mark.encode(), b"\x81")
    return Planted("not decodable", content, (Expected(line, kind="undecodable_text"),))


def header_faults(file: File, chance: Random) -> Planted:
    """Spoil the header: an unknown, repeated, unnamed or missing column."""
    names = list(file.table.names)
    at = chance.randrange(len(names))
    required = [column.name for column in file.table.contract.columns if column.required]
    spoilt = {
        "unknown_column": lambda: names.__setitem__(at, "no such column"),
        "repeated_column": lambda: names.__setitem__(at, names[at - 1]),
        # A last column without a name is one that spreadsheets leave: empty or told cell by cell.
        "unnamed_column": lambda: names.__setitem__(min(at, len(names) - 2), ""),
        "missing_column": lambda: names.__setitem__(names.index(chance.choice(required)), "zzz"),
    }
    if len(names) < len(file.table.contract.names):
        del spoilt["missing_column"]  # with others gone too, it may be nearer to another table
    kind = chance.choice(list(spoilt))
    spoilt[kind]()
    file.rewrite(0, names, chance)
    return _planted(f"header: {kind}", file, [Expected(file.line(0), kind=kind)])


def truncated(file: File, chance: Random) -> Planted:
    """Cut the file off anywhere."""
    content = file.content()
    return Planted("truncated", content[: chance.randrange(len(content))])


def overwritten(file: File, chance: Random) -> Planted:
    """Write random bytes over some of the file's own."""
    content = bytearray(file.content())
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return Planted("bytes overwritten", bytes(content))


def spliced(file: File, chance: Random) -> Planted:
    """Repeat or leave out a piece of the file, or put signs that matter into it."""
    content = file.content()
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    signs = bytes(chance.choices(b'",;\t\r\n\x00 |\xff\xef\xbb\xbf', k=chance.randint(1, 6)))
    middle = chance.choice((b"", content[start:end] * 2, signs))
    return Planted("pieces moved", content[:start] + middle + content[end:])


def noise(file: File, chance: Random) -> Planted:
    """Give random bytes in place of a file, some with a header before them."""
    head = chance.choice((b"", file.records[0].encode() + b"\n", b"PK\x03\x04", b"\xff\xfe"))
    return Planted("random bytes", head + chance.randbytes(chance.randint(0, 4_000)))


Fault = Callable[[File, Random], Planted]
FAULTS: Final[tuple[Fault, ...]] = (
    wrong_cells,
    wrong_cells,
    wrong_cells,
    broken_rule,
    broken_rule,
    ragged,
    other_delimiter,
    repeated_key,
    repeated_header,
    broken_quotes,
    nul,
    undecodable,
    header_faults,
    truncated,
    overwritten,
    spliced,
    noise,
)
