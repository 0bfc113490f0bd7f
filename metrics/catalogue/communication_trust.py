"""Communication and trust: whether requests are understood, and what partners say of each other."""

from functools import partial
from typing import Final, TypeAlias

from metrics import agreements, assessments, recommendations
from metrics.examples import exchange_example, tri_example
from metrics.indicator import (
    LESS_OF_ALL,
    MORE_OF_ALL,
    AcrossTime,
    Example,
    Goalposts,
    Indicator,
    Interval,
    PillarView,
    Signal,
)
from metrics.membership import MEMBERS_ONLY
from metrics.statistic import share_of, sum_of
from metrics.values import COUNTRY
from validation.codes import Direction, Level, Pillar
from validation.contracts.agreements import AGREEMENTS
from validation.contracts.information_exchange import InformationExchange
from validation.contracts.partner_assessments import HIGHEST, LOWEST
from validation.text import mark

T: TypeAlias = InformationExchange

PILLAR: Final = PillarView(pillar=Pillar.TRUST, headline="clarification_rate")

_FEW: Final = mark(
    "Told only where five people and three partners at least answered and none gave more than "
    "85 % of the answers; never by who answered."
)
_PERCEIVED: Final = mark("A score is how partners see it; beside it stands what they did.")
_ALIKE: Final = mark(
    "The range is that of chance among those who answered; people of one partner are alike, so "
    "it is rather too narrow."
)

_share = partial(Indicator, pillar=Pillar.TRUST, unit=mark("share"), multiplier=100)
CLARIFICATION_RATE: Final = _share(
    id="clarification_rate",
    name=mark("Messages sent back as unclear"),
    question=mark("How many messages had to be sent back because they were unclear?"),
    statistic=share_of(sum_of(T.clarifications), sum_of(T.messages)),
    direction=Direction.DOWN,
    goalposts=LESS_OF_ALL,
    level=Level.OUTCOME,
    interval=Interval.WILSON,
    signal=Signal.P_PRIME,
    headline=True,
    cuts=(T.crime_area, COUNTRY, T.channel, T.message_kind),
    reading=mark("Of the messages sent, the share that was sent back for an explanation."),
    caveats=(
        mark("An unclear message that nobody asks about is not seen."),
        mark("The sender's own return counts; the receiver's is kept for comparison."),
    ),
    shortfall=(mark("{n} fewer message sent back"), mark("{n} fewer messages sent back")),
    example=exchange_example(
        ",clarifications",
        "BEL,NLD,siena,general,request,no,40,3",
        "NLD,BEL,siena,general,request,no,60,2",
        expected=0.05,
        working="(3 + 2) / (40 + 60) = 0.05",
    ),
)

PROCEDURES_ADOPTED: Final = _share(
    id="procedures_adopted",
    name=mark("Members with a common procedure"),
    question=mark("How many members have adopted a common procedure?"),
    statistic=agreements.adoption(),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    level=Level.OUTPUT,
    across_time=AcrossTime.LAST,
    reading=mark(
        "Members that have adopted at least one standard procedure in force at the period's end, "
        "of all members."
    ),
    caveats=(
        mark("To have adopted a procedure is not to follow it."),
        mark("Members are those of the list as of the version; a closed list is needed."),
    ),
    shortfall=(
        mark("{n} more member with a common procedure"),
        mark("{n} more members with a common procedure"),
    ),
    example=tri_example(
        AGREEMENTS.name,
        "agreement_id,name,kind,parties,signed,in_force,ended",
        "tri-form,Form for requests,standard_procedure,BEL;FRA,2023-01-10,2023-06-01,",
        "tri-steps,Urgent steps,standard_procedure,BEL;NLD,2023-02-01,2023-03-31,",
        "tri-mou,Memorandum,memorandum,BEL;DEU;NLD,2023-02-01,2023-03-01,",
        expected=2 / 3,
        working=(
            "BEL and NLD of three members: 2 / 3; FRA is no member, and a memorandum is no "
            "procedure"
        ),
    ),
)


def _scores(characteristic: str) -> Example:
    """Write an example of three partners, the last of which does not say how many answered."""
    return tri_example(
        assessments.TABLE,
        "period,respondent,characteristic,score,score_sd,respondents",
        f"2024-Q1,BEL,{characteristic},4.0,0.5,4",
        f"2024-Q1,DEU,{characteristic},3.0,0.7,4",
        f"2024-Q1,NLD,{characteristic},3.5,0.6,2",
        f"2024-Q1,EUROPOL,{characteristic},1.0,0.6,",
        expected=3.5,
        working=(
            "(4.0 × 4 + 3.0 × 4 + 3.5 × 2) / (4 + 4 + 2) = 35 / 10 = 3.5; the fourth does not say "
            "how many answered"
        ),
    )


def _mean(characteristic: str, *, name: str, question: str, reading: str) -> Indicator:
    """Declare the mean score of a characteristic, whose code is the indicator's id."""
    return Indicator(
        id=characteristic,
        name=name,
        question=question,
        pillar=Pillar.TRUST,
        statistic=assessments.score(characteristic),
        unit=mark("points"),
        direction=Direction.UP,
        goalposts=Goalposts(
            worst=float(LOWEST),
            best=float(HIGHEST),
            why=mark("the ends of the scale that answers are given on"),
        ),
        level=Level.OUTCOME,
        interval=Interval.T,
        across_time=AcrossTime.RECOUNT,
        reading=reading,
        caveats=(_FEW, _PERCEIVED, _ALIKE, MEMBERS_ONLY),
        example=_scores(characteristic),
    )


CLEAR_COMMUNICATION: Final = _mean(
    "clear_communication",
    name=mark("Clear communication"),
    question=mark("How clear do partners find the communication?"),
    reading=mark(
        "The mean score for clear communication, 1 (not at all) to 5 (fully), each partner "
        "weighted by its people who answered."
    ),
)

TRUST_AND_RESPECT: Final = _mean(
    "trust_and_respect",
    name=mark("Trust and mutual respect"),
    question=mark("How far do partners trust and respect each other?"),
    reading=mark(
        "The mean score for trust and mutual respect, 1 (not at all) to 5 (fully), each partner "
        "weighted by its people who answered."
    ),
)

STANDARDISED_PROCEDURES: Final = _mean(
    "standardised_procedures",
    name=mark("Standardised procedures"),
    question=mark("How far do partners find that they work in the same way?"),
    reading=mark(
        "The mean score for standardised procedures, 1 (not at all) to 5 (fully), each partner "
        "weighted by its people who answered."
    ),
)

SHARED_GOALS: Final = _mean(
    "shared_goals",
    name=mark("Commitment to shared goals"),
    question=mark("How far do partners find that they want the same?"),
    reading=mark(
        "The mean score for commitment to shared goals, 1 (not at all) to 5 (fully), each partner "
        "weighted by its people who answered."
    ),
)

RECOMMENDATIONS_DONE: Final = _share(
    id="recommendations_done",
    name=mark("Recommendations done in time"),
    question=mark("How many of the recommendations that were due were done in time?"),
    statistic=recommendations.done(),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    level=Level.OUTCOME,
    reading=mark(
        "Of the recommendations that were due in the period, the share that was done by the day "
        "it was due."
    ),
    caveats=(
        mark("One that was decided against was due and is not done; the list says which."),
        mark("A date known by its month or year alone is over when that is."),
        mark("One without a date by when it is due is not part of it."),
    ),
    shortfall=(
        mark("{n} more recommendation done in time"),
        mark("{n} more recommendations done in time"),
    ),
    example=tri_example(
        recommendations.TABLE,
        "recommendation_id,text,made,origin,owner_role,due,status,closed",
        "tri-form,One form,2023-01,audit,Secretariat,2024-02-29,done,2024-02-01",
        "tri-desk,Duty desk,2023-01,audit,Secretariat,2024-03,done,2024-03-31",
        "tri-test,Yearly test,2023-01,review,Secretariat,2024-01-31,done,2024-03-01",
        "tri-link,Direct link,2023-01,review,Secretariat,2024-03-31,open,",
        "tri-later,Later one,2023-01,review,Secretariat,2024-09,open,",
        expected=0.5,
        working="2 of 4 that were due: one was done late, one is open; the fifth is due later",
    ),
)
