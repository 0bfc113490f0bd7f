"""Language, culture and politics: where requests are lost, and for want of what."""

from functools import partial
from typing import Final, TypeAlias

from metrics import obstacles
from metrics.examples import exchange_example, tri_example
from metrics.indicator import (
    LESS_OF_ALL,
    MORE_OF_ALL,
    AcrossTime,
    Indicator,
    Interval,
    PillarView,
    Signal,
)
from metrics.obstacles import TABLE
from metrics.offices import OWN_FIRST
from metrics.statistic import share_of, sum_of
from metrics.values import COUNTRY
from validation.codes import Direction, Level, Pillar
from validation.contracts.information_exchange import InformationExchange
from validation.contracts.obstacles import Obstacles
from validation.fields import name
from validation.text import mark

T: TypeAlias = InformationExchange

PILLAR: Final = PillarView(pillar=Pillar.LANGUAGE, headline="refused_unwilling")

_CHANCE: Final = mark(
    "The range is the one that chance alone would give at the same underlying rate, widened where "
    "pairs of partners differ among themselves."
)
_OWN_COUNT: Final = mark(
    "Each office counts for itself; the receiver's own return goes before the sender's."
)
_MET_BY: Final = mark(
    "Each office tells what it met itself; a case that several obstacles hindered counts under "
    "each of them, so obstacles need not add up."
)
_HEAD: Final = "period,reported_by,obstacle,cases_affected"

_language = partial(Indicator, pillar=Pillar.LANGUAGE)
_share = partial(_language, unit=mark("share"), multiplier=100)
_reply_share = partial(
    _share,
    level=Level.OUTCOME,
    interval=Interval.WILSON,
    cuts=(T.crime_area, COUNTRY, T.channel),
)
_example = partial(tri_example, TABLE)

REFUSED_UNWILLING: Final = _reply_share(
    id="refused_unwilling",
    name=mark("Refused for want of will"),
    question=mark("How many requests are refused for want of political will?"),
    statistic=share_of(
        sum_of(T.refused_unwilling),
        sum_of(T.replies_due),
        asked_of={T.message_kind: "request"},
    ),
    direction=Direction.DOWN,
    goalposts=LESS_OF_ALL,
    signal=Signal.P_PRIME,
    headline=True,
    reading=mark(
        "Of the replies due, the share refused for want of political will. Refusals by law, and "
        "those that protect a person's rights, are not part of it."
    ),
    caveats=(
        mark(
            "It is the office that refuses which says on what ground: want of will is rather "
            "told too seldom."
        ),
        _OWN_COUNT,
        _CHANCE,
    ),
    shortfall=(
        mark("{n} fewer refusal for want of will"),
        mark("{n} fewer refusals for want of will"),
    ),
    example=exchange_example(
        ",replies_due,refused_legal,refused_unwilling",
        "BEL,NLD,siena,general,request,no,40,30,2,1",
        "NLD,BEL,siena,general,request,no,25,20,1,2",
        expected=0.06,
        working="(1 + 2) / (30 + 20) = 0.06; refusals by law are not part of it",
    ),
)

REFUSED_SAFEGUARD: Final = _reply_share(
    id="refused_safeguard",
    name=mark("Refused as a safeguard"),
    question=mark("How many requests are refused for their character or to protect rights?"),
    statistic=share_of(
        sum_of(T.refused_safeguard),
        sum_of(T.replies_due),
        asked_of={T.message_kind: "request"},
    ),
    direction=Direction.NEITHER,
    reading=mark(
        "Of the replies due, the share refused because the request was of a political, military, "
        "religious or racial character, or to protect a person's rights."
    ),
    caveats=(
        mark("Such a refusal is lawful and right: it has no good direction, and is never judged."),
        _OWN_COUNT,
        _CHANCE,
    ),
    example=exchange_example(
        ",replies_due,refused_safeguard",
        "BEL,NLD,siena,general,request,no,40,30,1",
        "NLD,BEL,siena,general,request,no,25,20,0",
        expected=0.02,
        working="(1 + 0) / (30 + 20) = 0.02",
    ),
)

TRANSLATED_SHARE: Final = _share(
    id="translated_share",
    name=mark("Messages translated"),
    question=mark("How many messages have to be translated?"),
    statistic=share_of(sum_of(T.translated), sum_of(T.messages)),
    direction=Direction.NEITHER,
    level=Level.ACTIVITY,
    interval=Interval.WILSON,
    cuts=(T.crime_area, COUNTRY, T.channel, T.message_kind),
    reading=mark(
        "Of the messages sent, the share that had to be translated: how much work language makes, "
        "not how well it is done."
    ),
    caveats=(_CHANCE,),
    example=exchange_example(
        ",translated",
        "BEL,NLD,siena,general,request,no,40,6",
        "NLD,BEL,siena,general,response,no,35,9",
        expected=0.2,
        working="(6 + 9) / (40 + 35) = 0.20",
    ),
)

OBSTACLE_RATE: Final = _share(
    id="obstacle_rate",
    name=mark("Cases hindered by an obstacle"),
    question=mark("How many cases does each obstacle delay or stop?"),
    statistic=obstacles.rate(),
    direction=Direction.DOWN,
    level=Level.OUTCOME,
    interval=Interval.WILSON,
    signal=Signal.P_PRIME,
    cuts=(name(Obstacles.obstacle),),
    reading=mark("Of all cases, the share that the obstacle delayed or stopped."),
    caveats=(
        _MET_BY,
        OWN_FIRST,
        mark("Rows that do not tell all cases are left out, and that is told."),
        mark("The range is the one that chance alone would give at the same underlying rate."),
    ),
    shortfall=(mark("{n} fewer case hindered"), mark("{n} fewer cases hindered")),
    example=_example(
        f"{_HEAD},cases_total",
        "2024-Q1,BEL,language,6,40",
        "2024-Q1,NLD,language,4,60",
        "2024-Q1,DEU,language,3,",
        "2024-Q1,,language,20,110",
        expected=0.1,
        working=(
            "(6 + 4) / (40 + 60) = 0.10; DEU does not tell all its cases, and the secretariat's "
            "count is not added"
        ),
    ),
)

OBSTACLE_DELAY_DAYS: Final = _language(
    id="obstacle_delay_days",
    name=mark("Typical days lost to an obstacle"),
    question=mark("How long does each obstacle typically delay a case?"),
    statistic=obstacles.delay(),
    unit=mark("days"),
    direction=Direction.NEITHER,
    level=Level.OUTCOME,
    across_time=AcrossTime.RECOUNT,
    cuts=(name(Obstacles.obstacle),),
    reading=mark(
        "Typical of the median delays reported, each weighted by the cases affected; the range "
        "beside it runs from the lowest to the highest median reported."
    ),
    caveats=(
        mark("The median of medians is not the median of all cases: it has no interval."),
        _MET_BY,
        OWN_FIRST,
    ),
    example=_example(
        f"{_HEAD},median_delay_days",
        "2024-Q1,BEL,language,10,5",
        "2024-Q1,NLD,language,30,8",
        "2024-Q1,DEU,language,15,20",
        expected=8,
        working="of 55 cases, half are reached in the row with 8 days (10 + 30 ≥ 27.5)",
    ),
)

OBSTACLE_RESOLUTION: Final = _share(
    id="obstacle_resolution",
    name=mark("Obstacles overcome"),
    question=mark("In how many of the cases hindered was the obstacle overcome?"),
    statistic=share_of(
        sum_of(Obstacles.cases_resolved), sum_of(Obstacles.cases_affected), table=TABLE
    ),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    level=Level.OUTCOME,
    interval=Interval.WILSON,
    signal=Signal.P_PRIME,
    cuts=(name(Obstacles.obstacle), COUNTRY),
    reading=mark(
        "Of the cases that an obstacle delayed or stopped, the share in which it was overcome."
    ),
    caveats=(
        _MET_BY,
        OWN_FIRST,
        mark("The range is the one that chance alone would give at the same underlying rate."),
    ),
    shortfall=(
        mark("{n} more case in which the obstacle is overcome"),
        mark("{n} more cases in which the obstacle is overcome"),
    ),
    example=_example(
        f"{_HEAD},cases_resolved",
        "2024-Q1,BEL,language,6,3",
        "2024-Q1,NLD,political,4,1",
        expected=0.4,
        working="(3 + 1) / (6 + 4) = 0.40",
    ),
)
