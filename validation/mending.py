"""Mending all cells alike: what can be put right without a doubt, what cannot, and doing it.

Nothing is mended unless a person asks for it, and the file itself is never changed: the mends are
put between its bytes and the checks, so every row keeps its line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from validation.contract import Column
from validation.fields import Kind
from validation.file_problems import UNKNOWN_COLUMN
from validation.forms import HEADER, Form, Ids, forms_of, is_plain
from validation.header import sure_names
from validation.problems import CELL_KINDS, Group
from validation.reading import LINE, Source
from validation.text import mark
from validation.text_frames import text_frame

EXAMPLES: Final = 3
MIXED: Final = mark(
    "These cannot be mended together: the column mixes ways of writing, so that “{value}” may not "
    "mean what it seems to. Mend the cells one by one, or export the column anew in one way."
)
EITHER: Final = mark(
    "These cannot be mended together: “{value}” may mean “{one}” or “{other}”, and no cell of the "
    "column settles which. Mend the cells one by one, or export the column anew."
)

Known = Mapping[str, frozenset[str]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Mending:
    """All cells of a column that are written in one other form, and what each is to become.

    `pairs` has the values as typed, without outer blanks; for a header, the names of columns.
    """

    file: str
    rule: str
    column: str
    form: str
    pairs: Mapping[str, str]
    cells: int

    @property
    def key(self) -> str:
        """Tells it from all other mends of the files handed in together."""
        told = (f"{before}\t{after}" for before, after in self.pairs.items())
        return "\n".join((self.file, self.rule, self.column, self.form, *told))

    @property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """The first few values before and after."""
        return tuple(self.pairs.items())[:EXAMPLES]


@dataclass(frozen=True, eq=False, kw_only=True)
class Doubt:
    """Why cells that could be read are not mended together."""

    rule: str
    column: str
    says: str
    facts: Mapping[str, str]


def offered(source: Source, file: str, group: Group, known: Known) -> Mending | Doubt | None:
    """Say how all problems of a group can be mended at once, or why they cannot.

    Args:
        source: the file the problems are in.
        file: its name.
        group: problems of one kind in the same columns of this file.
        known: ids that exist, by table.

    Returns:
        None where the values are not such as could be read in another way.
    """
    if group.kind == UNKNOWN_COLUMN.name:
        return _names(source, file, group)
    if group.kind not in CELL_KINDS or group.column not in source.contract.by_name:
        return None
    column = source.contract.by_name[group.column]
    ids = known.get(column.spec.references, frozenset[str]())
    return _cells(source, file, group, column, ids)


def _names(source: Source, file: str, group: Group) -> Mending | None:
    pairs = sure_names(source.header, source.contract)
    if not pairs:
        return None
    return Mending(
        file=file, rule=group.kind, column="", form=HEADER.name, pairs=pairs, cells=len(pairs)
    )


def _cells(
    source: Source, file: str, group: Group, column: Column, ids: Ids
) -> Mending | Doubt | None:
    forms = forms_of(column, group.kind)
    odd = dict.fromkeys(found.values[0].strip() for found in group.problems)
    readings = {
        form.name: {value: form.read(column, value, ids) for value in odd} for form in forms
    }
    readable = [value for value in odd if any(read[value] != "" for read in readings.values())]
    if not readable:
        return None
    good = _good(source, column, odd) if len(forms) > 1 else ()
    fitting = [form for form in forms if _fits(form, readings[form.name], readable, good)]
    if not fitting:
        return _doubt(group, MIXED, value=readable[0])
    first, *others = (readings[form.name] for form in fitting)
    for other in others:
        for value in readable:
            if other[value] != first[value]:
                facts = {"one": first[value] or "", "other": other[value] or ""}
                return _doubt(group, EITHER, value=value, **facts)
    pairs = {value: first[value] or "" for value in readable}
    broken = [value for value in pairs if column.kind == Kind.COUNT and "." in pairs[value]]
    if broken:
        return _doubt(group, MIXED, value=broken[0]) if len(broken) < len(pairs) else None
    count = sum(found.values[0].strip() in pairs for found in group.problems)
    return Mending(
        file=file,
        rule=group.kind,
        column=column.name,
        form=fitting[0].name,
        pairs=pairs,
        cells=count,
    )


def _fits(
    form: Form, read: Mapping[str, str | None], readable: Iterable[str], good: Iterable[str]
) -> bool:
    return all(read[value] != "" for value in readable) and all(map(form.keeps, good))


def _doubt(group: Group, says: str, **facts: str) -> Doubt:
    return Doubt(rule=group.kind, column=group.column, says=says, facts=facts)


def _good(source: Source, column: Column, odd: Iterable[str]) -> tuple[str, ...]:
    """List the different values of a column that are written as they should be."""
    values = dict[str, None]()
    for chunk in source.chunks():
        cells = text_frame(source, chunk).frame[column.name].drop_nulls()
        values |= dict.fromkeys(cells.str.strip_chars().unique())
    left = values.keys() - {*odd, ""}
    return tuple(value for value in left if is_plain(column, value))


def written(source: Source) -> bytes | None:
    """Write a table as CSV (UTF-8) with its mends, in the file's own order.

    Args:
        source: what was read, with its mends.

    Returns:
        None where a row or column cannot be told apart, so that something would be lost.
    """
    known = sum(bool(name.strip()) for name in source.header.names)
    if known != len(source.layout.present):
        return None
    frames = [text_frame(source, chunk) for chunk in source.chunks()]
    if any(frame.problems for frame in frames):
        return None
    text = pl.concat(each.frame.drop(LINE) for each in frames)
    text = text.with_columns(pl.col(name).replace("", None) for name in text.columns)
    filled = text.filter(pl.any_horizontal(pl.all().is_not_null()))
    return filled.write_csv().encode()
