"""Information exchange: how much is shared, how it is answered, and whether both sides give."""

from functools import partial
from typing import Final, TypeAlias

from metrics.examples import exchange_example
from metrics.indicator import (
    LESS_OF_ALL,
    MORE_OF_ALL,
    AcrossTime,
    Indicator,
    Interval,
    PillarView,
    Signal,
)
from metrics.statistic import Over, PairBalance, PairCoverage, Total, median_of, share_of, sum_of
from metrics.values import COUNTRY
from validation.codes import Direction, Level, Pillar
from validation.contracts.information_exchange import InformationExchange
from validation.text import mark

T: TypeAlias = InformationExchange

PILLAR: Final = PillarView(
    pillar=Pillar.EXCHANGE,
    headline="on_time_replies",
    fallback=(
        "published_messages",
        "published_database_searches",
        "published_database_accesses",
        "published_cases_total",
        "published_cases_new",
        "published_cases_initiated",
        "published_contributions_accepted",
        "published_notices_issued",
        "published_alerts_stored",
        "published_database_records",
    ),
)

_CUTS: Final = (T.crime_area, COUNTRY, T.channel, T.message_kind)
_NOT_BY_KIND: Final = (T.crime_area, COUNTRY, T.channel)
_NOT_BY_COUNTRY: Final = (T.crime_area, T.channel, T.message_kind)
_REQUEST: Final[Over] = {T.message_kind: "request"}
_MESSAGES: Final = sum_of(T.messages)
_TIMED: Final = sum_of(T.replies_due, minus=(T.unanswered,))

_CHANCE: Final = mark(
    "The range is the one that chance alone would give at the same underlying rate, widened where "
    "pairs of partners differ among themselves."
)
_OWN_COUNT: Final = mark(
    "Each office counts for itself; the receiver's own return goes before the sender's."
)
_KINDS_APART: Final = mark(
    "Rows that do not tell kinds of message apart are left out, and that is told."
)
_LATE_REPLIES: Final = mark(
    "Replies to requests of the last weeks of a quarter arrive in the next: a value is complete "
    "one quarter after its period."
)

_LIMITS: Final = mark(
    "Time limits of Directive (EU) 2023/977 on the exchange of information between law "
    "enforcement authorities, Article 5: 8 hours or 3 days where urgent, 7 days otherwise."
)


_share = partial(Indicator, pillar=Pillar.EXCHANGE, unit=mark("share"), multiplier=100)
_reply_share = partial(
    _share,
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    level=Level.OUTCOME,
    interval=Interval.WILSON,
    signal=Signal.P_PRIME,
    cuts=_CUTS,
)
_message_share = partial(
    _share,
    direction=Direction.NEITHER,
    interval=Interval.WILSON,
    cuts=_NOT_BY_KIND,
    caveats=(_KINDS_APART, _CHANCE),
)
_pair_share = partial(
    _share,
    direction=Direction.NEITHER,
    across_time=AcrossTime.RECOUNT,
    cuts=_NOT_BY_COUNTRY,
)

MESSAGES: Final = Indicator(
    id="messages",
    name=mark("Messages"),
    question=mark("How many messages were exchanged?"),
    pillar=Pillar.EXCHANGE,
    statistic=Total(_MESSAGES),
    unit=mark("messages"),
    direction=Direction.NEITHER,
    level=Level.ACTIVITY,
    signal=Signal.INDIVIDUALS,
    forecastable=True,
    cuts=_CUTS,
    reading=mark("The sum of the messages sent. More is not better: it is the work there was."),
    caveats=(mark("The sender's own return counts; the receiver's is kept for comparison."),),
    example=exchange_example(
        "",
        "BEL,NLD,siena,general,request,no,40",
        "NLD,BEL,siena,general,response,no,35",
        expected=75,
        working="40 + 35 = 75",
    ),
)

ON_TIME_REPLIES: Final = _reply_share(
    id="on_time_replies",
    name=mark("Replies on time"),
    question=mark("How many of the replies that were due came on time?"),
    statistic=share_of(sum_of(T.replied_on_time), sum_of(T.replies_due), asked_of=_REQUEST),
    matures_after=1,
    headline=True,
    reading=mark(
        "Of the replies that receivers owed in the period, the share sent in time. A lawful "
        "refusal sent in time is a reply."
    ),
    caveats=(_LATE_REPLIES, _OWN_COUNT, _CHANCE),
    shortfall=(mark("{n} more reply on time"), mark("{n} more replies on time")),
    example=exchange_example(
        ",replies_due,replied_on_time",
        "BEL,NLD,siena,general,request,no,40,30,24",
        "NLD,BEL,siena,general,request,no,25,20,11",
        "DEU,BEL,siena,general,request,no,10,8,",
        expected=0.7,
        working="(24 + 11) / (30 + 20) = 0.70; the third row does not say how many were on time",
    ),
)

UNANSWERED_REPLIES: Final = _reply_share(
    id="unanswered_replies",
    name=mark("Requests unanswered"),
    question=mark("How many of the replies that were due never came?"),
    statistic=share_of(sum_of(T.unanswered), sum_of(T.replies_due), asked_of=_REQUEST),
    direction=Direction.DOWN,
    goalposts=LESS_OF_ALL,
    matures_after=1,
    reading=mark("Of the replies that receivers owed in the period, the share still unanswered."),
    caveats=(_LATE_REPLIES, _OWN_COUNT, _CHANCE),
    shortfall=(mark("{n} fewer request unanswered"), mark("{n} fewer requests unanswered")),
    example=exchange_example(
        ",replies_due,unanswered",
        "BEL,NLD,siena,general,request,no,40,30,2",
        "NLD,BEL,siena,general,request,no,25,20,3",
        expected=0.1,
        working="(2 + 3) / (30 + 20) = 0.10",
    ),
)

WITHIN_8_HOURS: Final = _reply_share(
    id="within_8_hours",
    name=mark("Urgent replies within 8 hours"),
    question=mark("How many replies to urgent requests came within 8 hours?"),
    statistic=share_of(
        sum_of(T.within_8h, over={T.urgent: True}),
        sum_of(T.replies_due, minus=(T.unanswered,), over={T.urgent: True}),
        asked_of=_REQUEST,
    ),
    reading=mark(
        "Of the replies given to urgent requests, the share given within 8 hours. Requests still "
        "unanswered are not part of it."
    ),
    caveats=(_OWN_COUNT, _CHANCE),
    shortfall=(
        mark("{n} more urgent reply within 8 hours"),
        mark("{n} more urgent replies within 8 hours"),
    ),
    reference=_LIMITS,
    example=exchange_example(
        ",replies_due,unanswered,within_8h",
        "BEL,NLD,siena,general,request,yes,12,10,2,6",
        "NLD,BEL,siena,general,request,no,40,30,2,5",
        expected=0.75,
        working="6 / (10 − 2) = 0.75; the second row is not urgent",
    ),
)

WITHIN_3_DAYS: Final = _reply_share(
    id="within_3_days",
    name=mark("Replies within 3 days"),
    question=mark("How many replies came within 3 days?"),
    statistic=share_of(sum_of(T.within_3d), _TIMED, asked_of=_REQUEST),
    reading=mark(
        "Of the replies given, the share given within 3 days. Requests still unanswered are not "
        "part of it."
    ),
    caveats=(_OWN_COUNT, _CHANCE),
    shortfall=(mark("{n} more reply within 3 days"), mark("{n} more replies within 3 days")),
    reference=_LIMITS,
    example=exchange_example(
        ",replies_due,unanswered,within_3d",
        "BEL,NLD,siena,general,request,no,40,30,5,10",
        "NLD,BEL,siena,general,request,yes,12,10,0,4",
        expected=0.4,
        working="(10 + 4) / (30 − 5 + 10 − 0) = 14 / 35 = 0.40",
    ),
)

WITHIN_7_DAYS: Final = _reply_share(
    id="within_7_days",
    name=mark("Replies within 7 days"),
    question=mark("How many replies came within 7 days?"),
    statistic=share_of(sum_of(T.within_7d), _TIMED, asked_of=_REQUEST),
    reading=mark(
        "Of the replies given, the share given within 7 days. Requests still unanswered are not "
        "part of it."
    ),
    caveats=(_OWN_COUNT, _CHANCE),
    shortfall=(mark("{n} more reply within 7 days"), mark("{n} more replies within 7 days")),
    reference=_LIMITS,
    example=exchange_example(
        ",replies_due,unanswered,within_7d",
        "BEL,NLD,siena,general,request,no,40,30,5,20",
        "NLD,BEL,siena,general,request,yes,12,10,0,8",
        expected=0.8,
        working="(20 + 8) / (30 − 5 + 10 − 0) = 28 / 35 = 0.80",
    ),
)

REPLY_HOURS: Final = Indicator(
    id="reply_hours",
    name=mark("Typical hours until a reply"),
    question=mark("How long does a reply typically take?"),
    pillar=Pillar.EXCHANGE,
    statistic=median_of(T.median_reply_hours, weight=T.messages, asked_of=_REQUEST),
    unit=mark("hours"),
    direction=Direction.NEITHER,
    level=Level.OUTCOME,
    across_time=AcrossTime.RECOUNT,
    cuts=_CUTS,
    reading=mark(
        "Typical of the medians reported, each weighted by its messages; the range beside it runs "
        "from the lowest to the highest median reported."
    ),
    caveats=(
        mark("The median of medians is not the median of all replies: it has no interval."),
        _OWN_COUNT,
    ),
    example=exchange_example(
        ",median_reply_hours",
        "BEL,NLD,siena,general,request,no,10,24",
        "NLD,BEL,siena,general,request,no,30,48",
        "DEU,BEL,siena,general,request,no,15,72",
        expected=48,
        working="of 55 messages, half are reached in the row with 48 hours (10 + 30 ≥ 27.5)",
    ),
)

HIT_RATE: Final = _message_share(
    id="hit_rate",
    name=mark("Searches with a hit"),
    question=mark("How many searches found a match?"),
    statistic=share_of(
        sum_of(T.hits, over={T.message_kind: "search"}),
        sum_of(T.messages, over={T.message_kind: "search"}),
    ),
    level=Level.OUTPUT,
    reading=mark(
        "Of the searches of shared databases, the share that found a match. It has no good "
        "direction: broader searching lowers it and may still find more."
    ),
    example=exchange_example(
        ",hits",
        "BEL,NLD,sis,general,search,no,200,9",
        "NLD,BEL,sis,general,search,no,300,16",
        "NLD,BEL,siena,general,request,no,25,",
        expected=0.05,
        working="(9 + 16) / (200 + 300) = 0.05; a request is no search",
    ),
)

SPONTANEOUS_SHARE: Final = _message_share(
    id="spontaneous_share",
    name=mark("Shared without being asked"),
    question=mark("How much is shared without having been asked for?"),
    statistic=share_of(
        sum_of(T.messages, over={T.message_kind: "spontaneous"}), sum_of(T.messages)
    ),
    level=Level.OUTCOME,
    reading=mark("Of all messages, the share sent without a request: trust shown by deed."),
    example=exchange_example(
        "",
        "BEL,NLD,siena,general,spontaneous,no,15",
        "NLD,BEL,siena,general,request,no,45",
        "DEU,BEL,siena,general,ALL,no,90",
        expected=0.25,
        working="15 / (15 + 45) = 0.25; the third row does not tell kinds apart",
    ),
)

RECIPROCITY: Final = _pair_share(
    id="reciprocity",
    name=mark("Give and take"),
    question=mark("Does each side of a pair give as much as it takes?"),
    statistic=PairBalance(sum_of(T.messages)),
    level=Level.OUTCOME,
    reading=mark(
        "The smaller of the two flows of each pair of members, summed, over the larger, summed. "
        "100 %: every pair is in balance; 0 %: all flows go one way."
    ),
    caveats=(
        mark(
            "A flow counts as zero only where its sender reported others in the period; else the "
            "pair is left out, and that is told."
        ),
        mark("Only members form pairs, so the partnership needs a closed list of members."),
    ),
    example=exchange_example(
        "",
        "BEL,NLD,siena,general,request,no,40",
        "NLD,BEL,siena,general,response,no,30",
        "BEL,DEU,siena,general,request,no,10",
        "DEU,BEL,siena,general,response,no,5",
        expected=0.7,
        working="(min(40, 30) + min(10, 5)) / (max(40, 30) + max(10, 5)) = 35 / 50 = 0.70",
    ),
)

CONNECTED_PAIRS: Final = _pair_share(
    id="connected_pairs",
    name=mark("Pairs that exchanged"),
    question=mark("Between how many pairs of members did anything pass?"),
    statistic=PairCoverage(sum_of(T.messages)),
    level=Level.ACTIVITY,
    reading=mark("Pairs of members with at least one message either way, of all possible pairs."),
    caveats=(
        mark("Members are those of the list as of the version; a closed list is needed."),
        mark("A pair that has not reported cannot be told from one that did not exchange."),
    ),
    example=exchange_example(
        "",
        "BEL,NLD,siena,general,request,no,40",
        "NLD,BEL,siena,general,response,no,30",
        "BEL,DEU,siena,general,request,no,10",
        expected=2 / 3,
        working="BEL–NLD and BEL–DEU of BEL–DEU, BEL–NLD, DEU–NLD: 2 / 3",
    ),
)
