"""What is derived from a table's declaration for people and for other programs."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from validation.codes import CodeList
from validation.contract import Column, Contract, Severity
from validation.fields import Kind
from validation.text import mark

Say = Callable[[str], str]

# What a cell of each kind looks like, for the dictionary and the upload page.
FORMS: Final = {
    Kind.TEXT: mark("free text"),
    Kind.SLUG: mark("small letters, digits and hyphens"),
    Kind.ADDRESS: mark("a web address"),
    Kind.PERIOD: mark("a quarter such as 2024-Q3 or a year such as 2024"),
    Kind.DATE: mark("a date such as 2024-07-15; 2024-07 or 2024 where the day is not known"),
    Kind.COUNT: mark("a whole number, 0 or more"),
    Kind.NUMBER: mark("a number with a decimal point"),
    Kind.YES_NO: mark("yes or no"),
    Kind.CODE: mark("one code of the list"),
    Kind.CODES: mark("codes of the list, joined by ; or |"),
    Kind.PARTY: mark("a code of the lists, or an own code: x- and a short name"),
    Kind.PARTIES: mark("codes of the lists or own codes, joined by ; or |"),
    Kind.AREA: mark("a code of the list, or of a part of a country by ISO 3166-2 such as FR-BRE"),
    Kind.REFERENCE: mark("an id that is held already or loaded together with this file"),
    Kind.REFERENCES: mark("ids that are held already or loaded together, joined by ; or |"),
    Kind.BOUNDS: mark("a column and a code of the list such as {example}, joined by ; or |"),
}
UPLOAD_HELP: Final = (
    mark("One CSV file for each table; the table is recognised from the column names."),
    mark("UTF-8; cells separated by comma, semicolon or tab; columns in any order."),
    mark(
        "Also an .xlsx workbook, one table a sheet, and .zip or .gz of any of these. Text in "
        "UTF-16 or of Windows, a title above the header and blank ends are read, and told."
    ),
    mark(
        "An empty cell means that the figure is not known: it is never taken for zero. Where a "
        "needed figure is not known, leave the row out."
    ),
    mark("Dates as 2024-07-15, quarters as 2024-Q3, years as 2024; decimals with a point."),
    mark("Files that refer to each other are checked together; all are published or none is."),
)

_IF_UNKNOWN: Final = {
    True: mark("a row without it is left out"),
    False: mark("empty where it is not known"),
}

_COLUMN_HEAD: Final = (
    mark("Column"),
    mark("Needed"),
    mark("What it holds"),
    mark("Form"),
    mark("Example"),
)
_LIST_HEAD: Final = (mark("Code"), mark("Label"), mark("Meaning"), mark("Reference"))
_RULE_HEAD: Final = (
    mark("Rule"),
    mark("What it says"),
    mark("What to do"),
    mark("Blocks the file"),
)
_KEY: Final = mark("Rows are told apart by: {columns}.")
LONGEST: Final = 40
BEGINNING: Final = 5
"""A list of more codes than the one is begun with so many, where a shorter answer is asked for."""
_SHORTENED: Final = mark("The first {shown} of {n} codes; `{whole}` prints them all.")
_GROUPS: Final = mark("With replace, a file is the whole record of each group of: {columns}.")


def template(contract: Contract) -> str:
    """Return a blank CSV of a table: its header."""
    return ",".join(contract.names) + "\n"


def example(contract: Contract) -> str:
    """Return a CSV with one row that shows what each column holds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((contract.names, [column.spec.example for column in contract.columns]))
    return text.getvalue()


def dictionary(contract: Contract, say: Say = mark, *, whole: str = "") -> str:
    """Describe a table in Markdown: columns, code lists, key and rules.

    Args:
        contract: the table.
        say: translates a msgid; English by default.
        whole: what prints lists in whole; those of more than `LONGEST` codes are then begun only.
    """
    parts = (
        _introduction(contract, say),
        _columns(contract, say),
        _rules(contract, say),
        _lists(contract, say, whole),
    )
    return "\n".join(line for part in parts for line in part)


def form(column: Column, say: Say = mark) -> str:
    """Say in a few words what a cell of a column may hold."""
    spec = column.spec
    named = (*(say(entries.title) for entries in spec.codes), spec.references)
    lists = ", ".join(filter(None, named))
    also = " / ".join(spec.extra)
    text = say(FORMS[column.kind]).format(example=spec.example)
    if column.kind in (Kind.COUNT, Kind.NUMBER):
        text = f"{text}; {say(_IF_UNKNOWN[column.required])}"
    return " ".join(filter(None, (text, f"({lists})" if lists else "", also and f"/ {also}")))


def _introduction(contract: Contract, say: Say) -> Iterator[str]:
    yield from (f"# {say(contract.title)} (`{contract.name}`)", "", contract.description, "")
    yield say(_KEY).format(columns=_code(contract.key))
    if contract.replace_by:
        yield say(_GROUPS).format(columns=_code(contract.replace_by))
    yield ""


def _columns(contract: Contract, say: Say) -> Iterator[str]:
    yield from _table(
        map(say, _COLUMN_HEAD),
        (
            (
                _code((column.name,)),
                say(mark("yes")) if column.required else "",
                say(column.description),
                form(column, say),
                _code((column.spec.example,)),
            )
            for column in contract.columns
        ),
    )


def _rules(contract: Contract, say: Say) -> Iterator[str]:
    if not contract.every_rule:
        return
    yield from (f"## {say(mark('Rules'))}", "")
    blocks = {Severity.ERROR: mark("yes"), Severity.WARNING: mark("no, it warns")}
    yield from _table(
        map(say, _RULE_HEAD),
        (
            (_code((rule.name,)), say(rule.says), say(rule.mend), say(blocks[rule.severity]))
            for rule in contract.every_rule
        ),
    )


def _lists(contract: Contract, say: Say, whole: str) -> Iterator[str]:
    lists: dict[str, CodeList] = {}
    for column in contract.columns:
        lists.update({entries.title: entries for entries in column.spec.codes})
    for title, entries in lists.items():
        yield from (f"## {say(mark('List'))}: {say(title)}", "")
        begun = whole and len(entries.codes) > LONGEST
        yield from _table(
            map(say, _LIST_HEAD),
            (
                (
                    _code((entry.code,)),
                    say(entry.label),
                    _said(entry.definition, say),
                    entry.reference,
                )
                for entry in entries.codes[: BEGINNING if begun else None]
            ),
        )
        if begun:
            number = len(entries.codes)
            yield from (say(_SHORTENED).format(shown=BEGINNING, n=number, whole=whole), "")


def _said(text: str, say: Say) -> str:
    return say(text) if text else ""


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    titles = tuple(head)
    yield _row(titles)
    yield _row(("---",) * len(titles))
    yield from map(_row, rows)
    yield ""


def _row(cells: tuple[str, ...]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
