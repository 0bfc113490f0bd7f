"""Law and jurisdiction: what partners agreed on, and whom it binds."""

from functools import partial
from typing import Final

from metrics import agreements
from metrics.examples import tri_example
from metrics.indicator import MORE_OF_ALL, AcrossTime, Indicator, PillarView
from validation.codes import Direction, Level, Pillar
from validation.contracts.agreements import AGREEMENTS
from validation.contracts.agreements import Agreements as T
from validation.fields import name
from validation.text import mark

PILLAR: Final = PillarView(
    pillar=Pillar.LAW,
    headline="requests_in_time",
    fallback=("published_arrest_warrants_assisted", "published_investigation_orders_assisted"),
)

_BY_DATE: Final = mark(
    "An agreement counts from the last day on which it may have entered into force until the first "
    "on which it may have ended; one whose entry into force is not known is left out, and that is "
    "told."
)
_HEAD: Final = "agreement_id,name,kind,parties,signed,in_force,ended"
_law = partial(Indicator, pillar=Pillar.LAW, level=Level.OUTPUT, across_time=AcrossTime.LAST)
_example = partial(tri_example, AGREEMENTS.name, _HEAD)

FRAMEWORK_COVERAGE: Final = _law(
    id="framework_coverage",
    name=mark("Pairs with a legal framework"),
    question=mark("How many pairs of members can ask each other for legal help by an agreement?"),
    statistic=agreements.coverage(),
    unit=mark("share"),
    multiplier=100,
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    reading=mark(
        "Pairs of members that are both party to one agreement on extradition or mutual legal "
        "assistance in force at the period's end, of all possible pairs."
    ),
    caveats=(
        _BY_DATE,
        mark("Only agreements in this register count: those not entered are not seen."),
        mark("Members are those of the list as of the version; a closed list is needed."),
    ),
    shortfall=(
        mark("{n} more pair with an agreement in force"),
        mark("{n} more pairs with an agreement in force"),
    ),
    example=_example(
        "tri-mla,Treaty on assistance,mutual_legal_assistance,BEL;NLD,2023-01-10,2023-06-01,",
        "tri-ext,Treaty on extradition,extradition,BEL;DEU;FRA,2023-02-01,2024-03-31,",
        "tri-mou,Memorandum,memorandum,DEU;NLD,2023-02-01,2023-03-01,",
        expected=2 / 3,
        working=(
            "BEL–NLD and BEL–DEU of BEL–DEU, BEL–NLD, DEU–NLD: 2 / 3; FRA is no member, and a "
            "memorandum is no such framework"
        ),
    ),
)

AGREEMENTS_IN_FORCE: Final = _law(
    id="agreements_in_force",
    name=mark("Agreements in force"),
    question=mark("How many agreements are in force?"),
    statistic=agreements.in_force(),
    unit=mark("agreements"),
    direction=Direction.NEITHER,
    cuts=(name(T.kind),),
    reading=mark("Agreements and common procedures in force at the period's end."),
    caveats=(_BY_DATE,),
    example=_example(
        "tri-mla,Treaty on assistance,mutual_legal_assistance,BEL;NLD,2023-01-10,2023-06,",
        "tri-old,Old memorandum,memorandum,BEL;NLD,2019-02-01,2019-03-01,2024-03-31",
        "tri-new,New memorandum,memorandum,BEL;NLD,2023-02-01,2024,",
        expected=1,
        working=(
            "one: the old memorandum ended on the last day of the quarter, and the new one is "
            "known to be in force only from the end of 2024"
        ),
    ),
)
