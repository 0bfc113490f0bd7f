"""Who told whom how much, and how it was answered."""

from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.codes import ALL, CHANNELS, MESSAGE_KINDS
from validation.contract import INDEX, Attribute, Contract, Rule, Severity, TableRule
from validation.crime_areas import CRIME_AREAS
from validation.fields import EVERYBODY, KEY, OPTIONAL_KEY, REQUIRED, col, name, total
from validation.parties import COUNTRIES, ORGANISATIONS
from validation.text import mark


class InformationExchange(pa.DataFrameModel):
    """Messages exchanged and how they were answered, by pair, channel, crime area and kind."""

    period: str = fields.period(mark("Quarter or year of the messages."), example="2024-Q3")
    partnership_id: str = fields.reference(
        mark("The partnership the exchange belongs to."),
        "partnerships",
        KEY,
        example="ports-force",
    )
    reported_by: str = fields.reporter()
    sender: str = fields.party(
        mark("Who sent the messages, or ALL."),
        COUNTRIES,
        ORGANISATIONS,
        presence=KEY,
        example="NLD",
        extra=EVERYBODY,
    )
    receiver: str = fields.party(
        mark("Who received the messages, or ALL."),
        COUNTRIES,
        ORGANISATIONS,
        presence=KEY,
        example="BEL",
        extra=EVERYBODY,
    )
    channel: str = fields.code(
        mark("The way the messages took, or ALL."), CHANNELS, KEY, example="siena"
    )
    crime_area: str = fields.code(
        mark("What the messages were about, or ALL."),
        CRIME_AREAS,
        KEY,
        example="drug_trafficking",
        extra=EVERYBODY,
    )
    message_kind: str = fields.code(
        mark("What sort of messages they were, or ALL."), MESSAGE_KINDS, KEY, example="request"
    )
    urgent: bool = fields.yes_no(mark("Whether they were urgent."), OPTIONAL_KEY)
    messages: int = fields.count(mark("Messages sent."), REQUIRED, example="120")
    hits: int = fields.count(mark("Searches that found a match."), example="9")
    replies_due: int = fields.count(
        mark("Replies that the receiver owed in the period."), example="80"
    )
    replied_on_time: int = fields.count(
        mark("Replies sent in time; a lawful refusal sent in time is a reply."), example="61"
    )
    unanswered: int = fields.count(mark("Requests still unanswered."), example="5")
    within_8h: int = fields.count(mark("Replies within 8 hours."), example="10")
    within_3d: int = fields.count(mark("Replies within 3 days."), example="40")
    within_7d: int = fields.count(mark("Replies within 7 days."), example="66")
    median_reply_hours: float = fields.number(mark("Median hours until the reply."), example="30.5")
    clarifications: int = fields.count(
        mark("Requests sent back because they were unclear."), example="4"
    )
    translated: int = fields.count(mark("Messages that had to be translated."), example="12")
    automated: int = fields.count(mark("Messages sent from system to system."), example="35")
    sensitive: int = fields.count(mark("Messages with sensitive content."), example="20")
    refused_legal: int = fields.count(mark("Refused because the law forbade it."), example="2")
    refused_safeguard: int = fields.count(
        mark(
            "Refused for their political, military, religious or racial character, or for rights."
        ),
        example="1",
    )
    refused_unwilling: int = fields.count(mark("Refused for want of political will."), example="0")
    source: str = fields.source()


T: TypeAlias = InformationExchange
_BREAKDOWNS: Final = (T.sender, T.receiver, T.channel, T.crime_area, T.message_kind)
_CELL: Final = (T.period, T.partnership_id, T.reported_by, *_BREAKDOWNS, T.urgent)


def _part_of_messages(column: Attribute, says: str) -> Rule:
    return Rule(
        name=f"{name(column)}_within_messages",
        holds=col(column) <= col(T.messages),
        says=says,
        mend=mark("Correct the part or the number of messages; a part cannot exceed the whole."),
        passes={T.messages: "10", column: "10"},
        fails={T.messages: "10", column: "11"},
    )


def _no_total_beside_split(frame: pl.DataFrame) -> pl.Series:
    """Tell for each row whether it is free of an ALL beside a split of the same cell."""
    cells = frame.select(_CELL).with_row_index(INDEX)
    mixed = [pl.Series(INDEX, [], dtype=pl.UInt32)]
    for column in _BREAKDOWNS:
        others = [col(part) for part in _CELL if part != column]
        is_total = cells[name(column)] == ALL
        if not is_total.any() or is_total.all():
            continue
        totals, parts = cells.filter(is_total), cells.filter(~is_total)
        for one, other in ((totals, parts), (parts, totals)):
            mixed.append(one.join(other, on=others, how="semi", nulls_equal=True)[INDEX])
    return ~cells[INDEX].is_in(pl.concat(mixed).implode())


INFORMATION_EXCHANGE: Final = Contract(
    name="information_exchange",
    title=mark("Information exchange"),
    model=T,
    replace_by=(T.partnership_id, T.period, T.reported_by),
    ends=(T.sender, T.receiver),
    kept_by_second=(
        T.replies_due,
        T.replied_on_time,
        T.unanswered,
        T.within_8h,
        T.within_3d,
        T.within_7d,
        T.median_reply_hours,
        T.refused_legal,
        T.refused_safeguard,
        T.refused_unwilling,
    ),
    rules=(
        Rule(
            name="sender_is_not_receiver",
            holds=(col(T.sender) != col(T.receiver)) | (col(T.sender) == ALL),
            says=mark("Sender and receiver must differ, unless both are ALL."),
            mend=mark("Correct the sender or the receiver."),
            passes={T.sender: "NLD", T.receiver: "BEL"},
            fails={T.sender: "NLD", T.receiver: "NLD"},
        ),
        _part_of_messages(T.hits, mark("Hits cannot exceed the messages.")),
        _part_of_messages(T.translated, mark("Translated messages cannot exceed the messages.")),
        _part_of_messages(T.automated, mark("Automated messages cannot exceed the messages.")),
        _part_of_messages(T.sensitive, mark("Sensitive messages cannot exceed the messages.")),
        Rule(
            name="within_8h_within_3d",
            holds=col(T.within_8h) <= col(T.within_3d),
            says=mark("Replies within 8 hours are also replies within 3 days."),
            mend=mark("within_3d counts from the request: it includes within_8h."),
            passes={T.within_8h: "4", T.within_3d: "4"},
            fails={T.within_8h: "5", T.within_3d: "4"},
        ),
        Rule(
            name="within_3d_within_7d",
            holds=col(T.within_3d) <= col(T.within_7d),
            says=mark("Replies within 3 days are also replies within 7 days."),
            mend=mark("within_7d counts from the request: it includes within_3d."),
            passes={T.within_3d: "4", T.within_7d: "4"},
            fails={T.within_3d: "5", T.within_7d: "4"},
        ),
        Rule(
            name="within_8h_within_7d",
            holds=col(T.within_8h) <= col(T.within_7d),
            says=mark("Replies within 8 hours are also replies within 7 days."),
            mend=mark("within_7d counts from the request: it includes within_8h."),
            passes={T.within_8h: "4", T.within_7d: "4"},
            fails={T.within_8h: "5", T.within_7d: "4"},
        ),
        Rule(
            name="replies_within_replies_due",
            holds=total(T.replied_on_time, T.unanswered) <= col(T.replies_due),
            says=mark(
                "Replies on time and unanswered requests together cannot exceed the replies due."
            ),
            mend=mark("Correct replied_on_time, unanswered or replies_due."),
            passes={T.replies_due: "10", T.replied_on_time: "7", T.unanswered: "3"},
            fails={T.replies_due: "10", T.replied_on_time: "8", T.unanswered: "3"},
        ),
        Rule(
            name="timed_replies_within_replies",
            holds=total(T.within_7d, T.unanswered) <= col(T.replies_due),
            says=mark(
                "Replies within 7 days and unanswered requests together cannot exceed the replies "
                "due."
            ),
            mend=mark("Correct within_7d, unanswered or replies_due."),
            passes={T.replies_due: "10", T.within_7d: "7", T.unanswered: "3"},
            fails={T.replies_due: "10", T.within_7d: "8", T.unanswered: "3"},
        ),
        Rule(
            name="refusals_within_replies_due",
            holds=total(T.refused_legal, T.refused_safeguard, T.refused_unwilling)
            <= col(T.replies_due),
            says=mark("The three kinds of refusal together cannot exceed the replies due."),
            mend=mark("Count each refused request under one ground only."),
            passes={T.replies_due: "3", T.refused_legal: "1", T.refused_safeguard: "2"},
            fails={T.replies_due: "3", T.refused_legal: "2", T.refused_safeguard: "2"},
        ),
        Rule(
            name="median_reply_hours_above_zero",
            holds=col(T.median_reply_hours) > 0,
            says=mark("A median time until the reply is longer than nothing."),
            mend=mark("Write the hours, or leave the cell empty where they are not known."),
            passes={T.median_reply_hours: "0.5"},
            fails={T.median_reply_hours: "0"},
        ),
        Rule(
            name="replies_due_above_messages",
            holds=col(T.replies_due) <= col(T.messages),
            says=mark("More replies were due than messages were sent."),
            mend=mark("This can be right (requests of an earlier period); check both counts."),
            passes={T.messages: "10", T.replies_due: "10"},
            fails={T.messages: "10", T.replies_due: "11"},
            severity=Severity.WARNING,
        ),
    ),
    table_rules=(
        TableRule(
            name="no_total_beside_split",
            holds=_no_total_beside_split,
            columns=_BREAKDOWNS,
            says=mark("ALL stands beside a split of the same figures, so they would count twice."),
            mend=mark("Keep either the row with ALL or the rows that break it down."),
            passes=({T.channel: ALL},),
            fails=({T.channel: ALL}, {T.channel: "siena"}),
        ),
    ),
    context=(
        T.translated,
        T.refused_legal,
        T.refused_safeguard,
        T.refused_unwilling,
    ),
)
