"""Information exchange told twice: whether sender and receiver count the same."""

from typing import Final

from metrics.examples import exchange_example
from metrics.indicator import MORE_OF_ALL, AcrossTime, Indicator
from metrics.statistic import PairMirror, sum_of
from validation.codes import Direction, Level, Pillar
from validation.contracts.information_exchange import InformationExchange as T
from validation.text import mark

WITHIN: Final = 0.05

MIRROR_AGREEMENT: Final = Indicator(
    id="mirror_agreement",
    name=mark("Both sides count the same"),
    question=mark("Do sender and receiver count the same messages?"),
    pillar=Pillar.EXCHANGE,
    statistic=PairMirror(sum_of(T.messages), WITHIN),
    unit=mark("share"),
    multiplier=100,
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    level=Level.OUTCOME,
    across_time=AcrossTime.RECOUNT,
    cuts=(T.crime_area, T.channel, T.message_kind),
    reading=mark(
        "Of the pairs, each way by itself, whose messages both the sender and the receiver return, "
        "the share whose two counts differ by at most 5 % of the larger one."
    ),
    caveats=(
        mark("Pairs that one side alone returns, or the secretariat, cannot be compared."),
        mark("Two counts that agree may both be wrong."),
        mark("The receiver's count is compared, never added."),
    ),
    shortfall=(mark("{n} more pair that agrees"), mark("{n} more pairs that agree")),
    example=exchange_example(
        ",reported_by",
        "BEL,NLD,siena,general,request,no,100,BEL",
        "BEL,NLD,siena,general,request,no,95,NLD",
        "NLD,BEL,siena,general,request,no,60,NLD",
        "NLD,BEL,siena,general,request,no,52,BEL",
        "DEU,BEL,siena,general,request,no,10,DEU",
        expected=0.5,
        working=(
            "BEL→NLD: 5 apart, 5 % of 100, agrees; NLD→BEL: 8 apart, 13 % of 60, does not; "
            "DEU→BEL is told by one side: 1 / 2 = 0.50"
        ),
    ),
)
