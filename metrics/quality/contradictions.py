"""What one table says against another: each rule declared once, here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import polars as pl

from metrics import explorer
from metrics.explorer import FIRST_DAY, LAST_DAY, Wanted
from metrics.operations import FOUND_ONLY, OPERATION, asked
from metrics.quality.behind import Behind
from metrics.relation import RELATIONS
from metrics.returns import REPORTER, TABLE, arrivals, statuses
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import EXCHANGE
from metrics.values import MEMBER, PARTNERSHIP, PERIOD, STATUS
from validation.cells import earliest_day, latest_day
from validation.contracts import CONTRACTS
from validation.contracts.joint_operations import JointOperations as J
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.operation_results import OperationResults as R
from validation.contracts.partnerships import Partnerships
from validation.contracts.returns import RETURNS
from validation.contracts.training_completions import TRAINING_COMPLETIONS
from validation.contracts.training_completions import TrainingCompletions as C
from validation.fields import col, name
from validation.parties import COUNTRIES
from validation.periods import Period
from validation.return_codes import COMPLETE, NIL, TABLES_OWED
from validation.text import mark

WHO: Final = "who"
BEHIND: Final = "behind"
RULE: Final = "rule"
COLUMNS: Final = (PARTNERSHIP, PERIOD, WHO, BEHIND)

_RETURN: Final = (PARTNERSHIP, REPORTER, PERIOD)
_FIRST: Final = "first_day_of_period"
_LAST: Final = "last_day_of_period"

Find: TypeAlias = Callable[[Source], pl.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """A rule across tables.

    Attributes:
        id: its name in files.
        title: what it finds.
        why: why the two cannot both be so, and what may lie behind it.
        find: returns partnership, period (empty text where there is none), who or what it is
            about, and the code of the rows behind it (`Behind.code`).
    """

    id: str
    title: str
    why: str
    find: Find


def _told(found: pl.DataFrame, who: str, *columns: str, table: str = "") -> pl.DataFrame:
    """Bring rows to the columns of an answer, the rows behind each told by some of its cells.

    Args:
        found: rows; without a table given, each names its own.
        who: the column that says whom or what it is about.
        columns: those whose cells tell the rows behind.
        table: the table of the rows behind.
    """
    codes = [
        Behind.of(table or row[TABLE], {each: row[each] for each in columns}).code
        for row in found.iter_rows(named=True)
    ]
    return found.select(
        PARTNERSHIP, PERIOD, pl.col(who).alias(WHO), pl.Series(BEHIND, codes, dtype=pl.String)
    )


def _strangers(source: Source, frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Keep the rows whose country is no member of a partnership with a closed list of members."""
    members = source.members
    return (
        frame.filter(pl.col(column).is_in(COUNTRIES.values))
        .join(members.select(PARTNERSHIP).unique(), on=PARTNERSHIP, how="semi")
        .join(
            members,
            left_on=[PARTNERSHIP, column],
            right_on=[PARTNERSHIP, MEMBER],
            how="anti",
        )
    )


def _trained_outside(source: Source) -> pl.DataFrame:
    keys = (PARTNERSHIP, PERIOD, name(C.country))
    found = _strangers(source, source.arrivals(TRAINING_COMPLETIONS, keys), name(C.country))
    return _told(found, name(C.country), *keys, table=TRAINING_COMPLETIONS.name)


def _exchanged_outside(source: Source) -> pl.DataFrame:
    frame = source.pairs(EXCHANGE, Selection()).frame
    return pl.concat(
        _told(
            _strangers(source, frame.select(PARTNERSHIP, PERIOD, end).unique(), end),
            end,
            PARTNERSHIP,
            PERIOD,
            end,
            table=EXCHANGE,
        )
        for end in RELATIONS[EXCHANGE].ends
    )


def _returned_outside(source: Source) -> pl.DataFrame:
    return _told(_strangers(source, arrivals(source), REPORTER), REPORTER, *_RETURN)


def _arrests(source: Source) -> pl.DataFrame:
    """Return each operation and period with arrests above zero, and the operation's days.

    An operation of which no beginning is told may have run since ever.
    """
    rows = source.rows(OPERATION_RESULTS).filter(col(R.arrests) > 0)
    found = _with_days(rows.select(pl.col(OPERATION, PERIOD).cast(pl.String)).unique())
    return found.join(_runs(source), on=OPERATION)


def _runs(source: Source) -> pl.DataFrame:
    began = pl.when(col(J.started).is_null()).then(pl.lit(date.min)).otherwise(FIRST_DAY)
    every = explorer.operations(source, Wanted())
    return every.select(OPERATION, PARTNERSHIP, began.alias(FIRST_DAY), LAST_DAY)


def _arrests_before(source: Source) -> pl.DataFrame:
    found = _arrests(source).filter(pl.col(_LAST) < pl.col(FIRST_DAY))
    return _told(found, OPERATION, OPERATION, PERIOD, table=OPERATION_RESULTS.name)


def _arrests_alone(source: Source) -> pl.DataFrame:
    """Ask of partnerships whose operations are all held or sampled, not only those found."""
    whose = asked(source, Selection()).filter(~pl.col(FOUND_ONLY)).select(OPERATION, PARTNERSHIP)
    runs = whose.join(_runs(source).drop(PARTNERSHIP), on=OPERATION).drop(OPERATION)
    arrests = _arrests(source).select(OPERATION, PERIOD, _FIRST, _LAST).join(whose, on=OPERATION)
    running = arrests.join(runs, on=PARTNERSHIP).filter(
        pl.col(FIRST_DAY) <= pl.col(_LAST), pl.col(LAST_DAY) >= pl.col(_FIRST)
    )
    found = arrests.join(running, on=[PARTNERSHIP, PERIOD], how="anti")
    return _told(found, OPERATION, OPERATION, PERIOD, table=OPERATION_RESULTS.name)


def _outside_lifetime(source: Source) -> pl.DataFrame:
    life = source.partnerships.select(
        PARTNERSHIP,
        earliest_day(col(Partnerships.established)).alias(FIRST_DAY),
        latest_day(col(Partnerships.ended)).alias(LAST_DAY),
    )
    found = _with_days(arrivals(source)).join(life, on=PARTNERSHIP)
    outside = (pl.col(_LAST) < pl.col(FIRST_DAY)) | (pl.col(_FIRST) > pl.col(LAST_DAY))
    return _told(found.filter(outside), REPORTER, *_RETURN)


def _rows_sent(source: Source) -> pl.DataFrame:
    """Return every office, table and period of which rows are held."""
    every = (
        source.arrivals(CONTRACTS[table], columns).with_columns(pl.lit(table).alias(TABLE))
        for table in TABLES_OWED.values
        if (columns := tuple(each for each in _RETURN if each in CONTRACTS[table].by_name))
    )
    found = pl.concat(every, how="diagonal").drop_nulls(PARTNERSHIP)
    return found.select(pl.col(*_RETURN, TABLE).fill_null("")).unique()


def _nil_with_rows(source: Source) -> pl.DataFrame:
    nil = statuses(source).filter(pl.col(STATUS) == NIL)
    found = nil.join(_rows_sent(source), on=[*_RETURN, TABLE], how="semi")
    return _told(found, REPORTER, *_RETURN)


def _complete_without_rows(source: Source) -> pl.DataFrame:
    complete = statuses(source).filter(pl.col(STATUS) == COMPLETE)
    found = complete.join(_rows_sent(source), on=[*_RETURN, TABLE], how="anti")
    return _told(found, REPORTER, *_RETURN, TABLE, table=RETURNS.name)


def _with_days(frame: pl.DataFrame) -> pl.DataFrame:
    periods = [Period.parse(code) for code in frame[PERIOD]]
    return frame.with_columns(
        pl.Series(_FIRST, [each.start for each in periods], dtype=pl.Date),
        pl.Series(_LAST, [each.end for each in periods], dtype=pl.Date),
    )


RULES: Final = {
    rule.id: rule
    for rule in (
        Contradiction(
            id="trained_outside_members",
            title=mark("People trained from a country that is no member"),
            why=mark("The list of members is closed, and the course names a country not on it."),
            find=_trained_outside,
        ),
        Contradiction(
            id="exchange_outside_members",
            title=mark("Messages of a country that is no member"),
            why=mark("The list of members is closed, and the sender or receiver is not on it."),
            find=_exchanged_outside,
        ),
        Contradiction(
            id="returned_outside_members",
            title=mark("A return from a country that is no member"),
            why=mark("The list of members is closed, and the office that reports is not on it."),
            find=_returned_outside,
        ),
        Contradiction(
            id="arrests_before_operation",
            title=mark("Arrests before their operation began"),
            why=mark("The period of the arrests ended before the day on which it started."),
            find=_arrests_before,
        ),
        Contradiction(
            id="arrests_without_operation",
            title=mark("Arrests with no operation running"),
            why=mark(
                "No operation of the partnership ran in the period. Of partnerships whose "
                "operations were only found published this is not asked."
            ),
            find=_arrests_alone,
        ),
        Contradiction(
            id="outside_lifetime",
            title=mark("Figures from before a partnership began or after it ended"),
            why=mark("The period lies outside the days on which the partnership existed."),
            find=_outside_lifetime,
        ),
        Contradiction(
            id="nil_with_rows",
            title=mark("Nothing to report, and rows all the same"),
            why=mark("The return says that there was nothing; the rows count all the same."),
            find=_nil_with_rows,
        ),
        Contradiction(
            id="complete_without_rows",
            title=mark("A complete return without a row"),
            why=mark(
                "It makes every count of the period zero. Was it meant as nothing to report, or "
                "were the rows forgotten?"
            ),
            find=_complete_without_rows,
        ),
    )
}


def contradictions(source: Source) -> pl.DataFrame:
    """Apply every rule.

    Args:
        source: the version.

    Returns:
        One row for each contradiction: rule (its id), partnership, period, who or what it is
        about, and the code of the rows behind it; by rule, the newest period first.
    """
    return source.remember("contradictions", lambda: _contradictions(source))


def _contradictions(source: Source) -> pl.DataFrame:
    found = [
        rule.find(source).cast(pl.String).select(pl.lit(rule.id).alias(RULE), *COLUMNS)
        for rule in RULES.values()
    ]
    order = pl.col(RULE).cast(pl.Enum(list(RULES)))
    keys = [order, pl.col(PERIOD), pl.col(PARTNERSHIP), pl.col(WHO)]
    return pl.concat(found).unique().sort(keys, descending=[False, True, False, False])
