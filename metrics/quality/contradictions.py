"""What one table says against another: each rule declared once, here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import polars as pl

from metrics import explorer
from metrics.explorer import Wanted
from metrics.membership import strangers
from metrics.operations import FOUND_ONLY, OPERATION, asked
from metrics.quality.behind import Behind
from metrics.relation import RELATIONS
from metrics.returns import REPORTER, TABLE, arrivals, statuses
from metrics.rows import texts
from metrics.selection import Selection
from metrics.source import Source
from metrics.statistic import EXCHANGE
from metrics.values import FIRST_DAY, LAST_DAY, PARTNERSHIP, PERIOD, STATUS
from validation.cells import earliest_day, latest_day
from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.contracts.capabilities import CAPABILITIES, Capabilities
from validation.contracts.inputs import INPUTS, Inputs
from validation.contracts.joint_operations import JointOperations as J
from validation.contracts.legal_requests import LEGAL_REQUESTS
from validation.contracts.legal_requests import LegalRequests as Legal
from validation.contracts.obstacles import OBSTACLES, Obstacles
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.operation_results import OperationResults as R
from validation.contracts.partner_assessments import PARTNER_ASSESSMENTS
from validation.contracts.partner_assessments import PartnerAssessments as Scores
from validation.contracts.partnerships import Partnerships
from validation.contracts.returns import RETURNS
from validation.contracts.safeguards import SAFEGUARDS, Safeguards
from validation.contracts.training_completions import TRAINING_COMPLETIONS
from validation.contracts.training_completions import TrainingCompletions as C
from validation.fields import col, name
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
_OF_OFFICES: Final = "count_of_offices"

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


def _outside(contract: Contract, *parties: object) -> Find:
    """Return how to find the rows of a table that name a country which is no member."""

    def find(source: Source) -> pl.DataFrame:
        return pl.concat(_strangers(source, contract, name(party)) for party in parties)

    return find


def _strangers(source: Source, contract: Contract, party: str) -> pl.DataFrame:
    keys = (PARTNERSHIP, PERIOD, party)
    found = strangers(source.members, source.arrivals(contract, keys), party)
    return _told(found, party, *keys, table=contract.name)


def _exchanged_outside(source: Source) -> pl.DataFrame:
    frame = source.pairs(EXCHANGE, Selection()).frame
    return pl.concat(
        _told(
            strangers(source.members, frame.select(PARTNERSHIP, PERIOD, end).unique(), end),
            end,
            PARTNERSHIP,
            PERIOD,
            end,
            table=EXCHANGE,
        )
        for end in RELATIONS[EXCHANGE].ends
    )


def _returned_outside(source: Source) -> pl.DataFrame:
    return _told(strangers(source.members, arrivals(source), REPORTER), REPORTER, *_RETURN)


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


def _counted_apart(contract: Contract, counted: object) -> Find:
    """Return how to find what the secretariat counts otherwise than all offices together."""
    relation = RELATIONS[contract.name]
    lines = [*relation.series_key, relation.period]

    def find(source: Source) -> pl.DataFrame:
        rows = texts(source.rows(contract))
        of_all = pl.col(REPORTER).is_null()
        offices = rows.filter(~of_all).group_by(lines).agg(col(counted).sum().alias(_OF_OFFICES))
        both = rows.filter(of_all).join(offices, on=lines)
        apart = both.filter(col(counted) != pl.col(_OF_OFFICES))
        return _told(apart.fill_null(""), REPORTER, *lines, REPORTER, table=contract.name)

    return find


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
            find=_outside(TRAINING_COMPLETIONS, C.country),
        ),
        Contradiction(
            id="exchange_outside_members",
            title=mark("Messages of a country that is no member"),
            why=mark("The list of members is closed, and the sender or receiver is not on it."),
            find=_exchanged_outside,
        ),
        Contradiction(
            id="requests_outside_members",
            title=mark("Legal requests of a country that is no member"),
            why=mark(
                "The list of members is closed, and the country that asked or was asked is not on "
                "it."
            ),
            find=_outside(LEGAL_REQUESTS, Legal.requesting, Legal.requested),
        ),
        Contradiction(
            id="assessed_outside_members",
            title=mark("Capabilities of a country that is no member"),
            why=mark("The list of members is closed, so the row does not count."),
            find=_outside(CAPABILITIES, Capabilities.member),
        ),
        Contradiction(
            id="scored_outside_members",
            title=mark("Scores from a country that is no member"),
            why=mark("The list of members is closed, so its scores do not count."),
            find=_outside(PARTNER_ASSESSMENTS, Scores.respondent),
        ),
        Contradiction(
            id="given_outside_members",
            title=mark("Contributions of a country that is no member"),
            why=mark("The list of members is closed. Who gives need not be on it: it counts."),
            find=_outside(INPUTS, Inputs.contributor),
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
        Contradiction(
            id="obstacles_counted_apart",
            title=mark("Obstacles that the secretariat counts otherwise than the offices"),
            why=mark(
                "Both tell how many cases were affected, and the numbers differ. The offices' "
                "counts are taken; does one of them lack?"
            ),
            find=_counted_apart(OBSTACLES, Obstacles.cases_affected),
        ),
        Contradiction(
            id="safeguards_counted_apart",
            title=mark("Safeguards that the secretariat counts otherwise than the offices"),
            why=mark(
                "Both tell how many there were, and the numbers differ. The offices' counts are "
                "taken; does one of them lack?"
            ),
            find=_counted_apart(SAFEGUARDS, Safeguards.value),
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
