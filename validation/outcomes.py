"""What each chunk of a file comes to: the fast path for clean rows, the exact one for others."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from validation import clean
from validation.ahead import ahead
from validation.checking import Known, Outcome, checked
from validation.reading import LINE, Source
from validation.records import CHUNK, Chunk
from validation.rows import Keeper, Rows
from validation.text_frames import text_frame, text_rows
from validation.whole import Look, look

HELD: Final = 10 * CHUNK
"""Bytes of a file up to which its typed rows are held in memory; those of more wait on disk."""


@dataclass(frozen=True, eq=False)
class Done:
    """What a chunk came to: its rows, wherever they wait, and all there is to know of them.

    Attributes:
        outcome: problems and counts; its rows have been handed over.
        rows: those whose key is sound, typed, with the column `line`.
        look: what the checks of the whole table need to know of them.
    """

    outcome: Outcome
    rows: Rows
    look: Look


def outcomes(source: Source, *, today: date, known: Known) -> Iterator[Done]:
    """Check a file chunk by chunk, several at once, up to where it can no longer be read.

    Args:
        source: the file.
        today: the day against which "has not begun", "not ended" and "in the future" are tested.
        known: ids that exist, by table; a table not named is not tested.
    """
    keeper = Keeper(many=len(source.content) > HELD)
    work = partial(_done, source, keeper, today=today, known=known)
    for _, done in ahead(work, source.chunks()):
        yield done
        if done.outcome.broken:
            return


def _done(source: Source, keeper: Keeper, chunk: Chunk, *, today: date, known: Known) -> Done:
    found = outcome(source, chunk, today=today, known=known)
    seen = look(source.contract, found.rows, today)
    return Done(replace(found, rows=found.rows.clear()), keeper.keep(found.rows), seen)


def outcome(source: Source, chunk: Chunk, *, today: date, known: Known) -> Outcome:
    """Check one chunk: only what is not proven to be clean is asked cell by cell."""
    proven = clean.typed(source, chunk, today=today, known=known)
    if proven is None:
        text = text_frame(source, chunk)
        return checked(text, source.contract, today=today, known=known)
    if proven.doubtful is None:
        return Outcome(proven.rows, proven.rows.height)
    text = text_rows(source, chunk, proven.doubtful)
    rest = checked(text, source.contract, today=today, known=known)
    return replace(
        rest,
        rows=pl.concat((proven.rows, rest.rows)).sort(LINE),
        count=rest.count + proven.rows.height,
    )
