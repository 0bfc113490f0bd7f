"""The exact path: a text frame to typed rows, with every error of every cell and row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import polars as pl

from validation import cells
from validation.contract import CHECK, COLUMN, FAILURES, INDEX, Contract, Rule
from validation.explaining import Explainer
from validation.problems import Problem, kind_of_rule, problem
from validation.reading import LINE
from validation.text_frames import TextFrame

Known = Mapping[str, frozenset[str]]
Trimmed = Mapping[str, tuple[int, int]]
_RULE: Final = "rule"


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a chunk of a file came to.

    `rows` are those whose key is sound, in the contract's stored types and with the column
    `line`; a cell that cannot be kept is null. `count` is the number of rows, with
    those that could not be told apart. `trimmed` holds for each column how many cells had outer
    blanks, and the first line. `broken` says that nothing after the chunk can be read.
    """

    rows: pl.DataFrame
    count: int
    problems: tuple[Problem, ...] = ()
    trimmed: Trimmed = field(default_factory=dict[str, tuple[int, int]])
    broken: bool = False


def checked(text: TextFrame, contract: Contract, *, today: date, known: Known) -> Outcome:
    """Type a text frame and list everything that is wrong with its cells and rows.

    Args:
        text: cells as typed, columns of the contract that stand in the file.
        contract: the table.
        today: the day against which "has not begun" and "in the future" are tested.
        known: ids that exist, by table; a table not named is not tested.
    """
    present = [name for name in contract.names if name in text.frame.columns]
    raw = text.frame
    bare = raw if text.bare else raw.with_columns(_bare(name) for name in present)
    if all(bare[name].null_count() for name in present):  # else no row is wholly empty
        filled = bare.select(pl.any_horizontal(pl.col(present).is_not_null())).to_series()
        raw, bare = raw.filter(filled), bare.filter(filled)
    typed = _typed(bare, contract)
    unreadable = _unreadable(bare, typed, contract, present)
    failed = _failures(typed, contract, present, unreadable, today=today, known=known)
    return Outcome(
        rows=_sound(typed, raw[LINE], contract, failed),
        count=raw.height + len(text.problems),
        problems=(*text.problems, *_explained(failed, raw, contract, known)),
        trimmed={} if text.bare else _trimmed(raw, bare, present),
        broken=text.broken,
    )


def _bare(name: str) -> pl.Expr:
    stripped = pl.col(name).str.strip_chars()
    return pl.when(stripped != "").then(stripped).alias(name)


def _typed(bare: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Parse each cell; columns that are not in the file are empty."""
    return bare.select(
        (
            cells.parsed(pl.col(column.name), column.spec)
            if column.name in bare.columns
            else pl.lit(None)
        )
        .cast(cells.checked_type(column.spec))
        .alias(column.name)
        for column in contract.columns
    )


def _unreadable(
    bare: pl.DataFrame, typed: pl.DataFrame, contract: Contract, present: list[str]
) -> pl.DataFrame:
    """List the cells that hold text of which the parser could make nothing."""
    found = [pl.DataFrame(schema=FAILURES)]
    for name in present:
        check = cells.unreadable(contract.by_name[name].spec)
        lost = bare[name].is_not_null() & typed[name].is_null()
        if lost.any():
            rows = lost.arg_true().cast(pl.Int64).alias(INDEX).to_frame()
            found.append(rows.with_columns(pl.lit(name).alias(COLUMN), pl.lit(check).alias(CHECK)))
    return pl.concat(found)


def _failures(  # one row a failing cell or rule
    typed: pl.DataFrame,
    contract: Contract,
    present: list[str],
    unreadable: pl.DataFrame,
    *,
    today: date,
    known: Known,
) -> pl.DataFrame:
    """Add to the unreadable cells what Pandera finds; an unreadable cell is not also empty.

    A rule across columns is not asked of a row in which one of its cells is itself at fault: what
    it would say may only follow from that.
    """
    found = contract.failures(typed, today=today, known=known)
    in_cells = found.filter(pl.col(COLUMN).is_in(present))
    in_cells = pl.concat((unreadable, in_cells.join(unreadable, on=(INDEX, COLUMN), how="anti")))
    in_rows = found.filter(pl.col(COLUMN).is_null())
    asked = [(rule.name, column) for rule in contract.rules for column in rule.columns]
    mute = in_cells.join(
        pl.DataFrame(asked, schema={_RULE: pl.String, COLUMN: pl.String}, orient="row"), on=COLUMN
    )
    told = in_rows.join(mute, left_on=(INDEX, CHECK), right_on=(INDEX, _RULE), how="anti")
    return pl.concat((in_cells, told))


def _sound(
    typed: pl.DataFrame, lines: pl.Series, contract: Contract, failed: pl.DataFrame
) -> pl.DataFrame:
    rows = contract.as_stored(typed).with_columns(lines)
    bad = failed.filter(pl.col(COLUMN).is_in(contract.key))[INDEX].unique()
    if bad.is_empty():
        return rows
    return rows.with_row_index(INDEX).filter(~pl.col(INDEX).is_in(bad.implode())).drop(INDEX)


def _trimmed(raw: pl.DataFrame, bare: pl.DataFrame, present: list[str]) -> Trimmed:
    found: dict[str, tuple[int, int]] = {}
    for name in present:
        changed = (raw[name] != bare[name].fill_null("")) & raw[name].is_not_null()
        if changed.any():
            found[name] = (int(changed.sum()), int(raw[LINE].filter(changed)[0]))
    return found


def _explained(
    failed: pl.DataFrame, raw: pl.DataFrame, contract: Contract, known: Known
) -> Iterator[Problem]:
    rules = {rule.name: rule for rule in contract.rules}
    for group in failed.partition_by(COLUMN, CHECK, maintain_order=True):
        column, check = group[COLUMN][0], group[CHECK][0]
        rows = raw[group[INDEX]]
        if column is None:
            yield from _broken(rules[check], rows)
        else:
            explainer = Explainer(contract, contract.by_name[column], known)
            values = rows[column].fill_null("")
            for line, value in zip(rows[LINE], values, strict=True):
                yield explainer.problem(check, line, value)


def _broken(rule: Rule, rows: pl.DataFrame) -> Iterator[Problem]:
    kind = kind_of_rule(rule)
    shown = [name for name in rule.columns if name in rows.columns]
    cells_shown = rows.select(LINE, pl.col(shown).fill_null(""))
    for line, *values in cells_shown.iter_rows():
        yield problem(kind, line=line, columns=tuple(shown), values=tuple(values))
