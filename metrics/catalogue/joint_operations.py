"""Joint operations: what partners did together, and whether it met what was set for it."""

from typing import Final

from metrics import operations_facts as facts
from metrics.examples import operations_example
from metrics.indicator import MORE_OF_ALL, AcrossTime, Interval, PillarView
from metrics.operations_cells import CHARGED, CONVICTED, NOT_CONVICTED, number, quotient
from metrics.operations_declared import COUNTED, measured, share
from validation.codes import Direction, Level, Pillar
from validation.text import mark

PILLAR: Final = PillarView(
    pillar=Pillar.OPERATIONS,
    headline="objectives_met",
    fallback=(
        "published_joint_investigation_teams_supported",
        "published_joint_investigation_teams_new",
        "published_coordination_meetings",
        "published_coordination_centres",
        "published_investigations",
        "published_arrests",
        "published_victims_safeguarded",
        "published_people_assisted",
        "published_seized_value_eur",
    ),
)

_OPERATIONS: Final = mark("operations")

OPERATIONS_ACTIVE: Final = measured(
    id="operations_active",
    name=mark("Operations running"),
    question=mark("How many operations were running?"),
    statistic=number(facts.active, "operations running at some time in the period", adds=False),
    unit=_OPERATIONS,
    level=Level.ACTIVITY,
    across_time=AcrossTime.RECOUNT,
    reading=mark(
        "Operations that ran at some time in the period. One that runs on is counted again in the "
        "next quarter, but once in a year."
    ),
    caveats=COUNTED,
    example=operations_example(
        "",
        "net-1,2023-11-02,2024-01-20,BEL;NLD",
        "net-2,2024-02-01,,BEL",
        "net-3,2024-04-01,2024-05-01,BEL",
        expected=2,
        working="net-1 and net-2 ran in the quarter; net-3 began after it",
    ),
)

OPERATIONS_COMPLETED: Final = measured(
    id="operations_completed",
    name=mark("Operations completed"),
    question=mark("How many operations ended?"),
    statistic=number(facts.completed, "operations ended in the period", adds=True),
    unit=_OPERATIONS,
    level=Level.OUTPUT,
    reading=mark("Operations whose last day lies in the period."),
    caveats=COUNTED,
    example=operations_example(
        "",
        "net-1,2023-11-02,2024-01-20,BEL;NLD",
        "net-2,2024-02-01,,BEL",
        "net-3,,2024-03,BEL",
        expected=2,
        working="net-1 and net-3 ended in the quarter; net-2 still runs",
    ),
)


OBJECTIVES_MET: Final = share(
    id="objectives_met",
    name=mark("Objectives met"),
    question=mark("How many of their objectives did operations meet?"),
    statistic=quotient(
        facts.objectives, "Σ objectives_met / Σ objectives_set of operations ended in the period"
    ),
    direction=Direction.UP,
    goalposts=MORE_OF_ALL,
    level=Level.OUTCOME,
    interval=Interval.WILSON,
    headline=True,
    reading=mark(
        "Of the objectives set for the operations that ended in the period, the share met over "
        "their whole life."
    ),
    caveats=(
        mark("It does not show whether objectives were written down before the operation."),
        mark(
            "The range is the one that chance alone would give at the same underlying rate, were "
            "objectives independent of each other."
        ),
        *COUNTED,
    ),
    shortfall=(mark("{n} more objective met"), mark("{n} more objectives met")),
    example=operations_example(
        ",objectives_set|,objectives_met",
        "net-1,2023-11-02,2024-01-20,BEL;NLD,4",
        "net-2,2024-02-01,2024-03-01,BEL,6",
        "net-3,2024-02-01,2024-03-02,BEL,5",
        results=("net-1,2023-Q4,1", "net-1,2024-Q1,2", "net-2,2024-Q1,5"),
        expected=0.8,
        working="(1 + 2 + 5) / (4 + 6) = 0.80; net-3 does not say how many it met",
    ),
)

CONVICTION_RATE: Final = share(
    id="conviction_rate",
    name=mark("Convicted of those prosecuted"),
    question=mark("How many of those prosecuted were convicted?"),
    statistic=quotient(
        facts.convictions,
        "Σ suspects_convicted / Σ suspects_prosecuted, life of operations ended in the year",
        persons=(CHARGED, CONVICTED, NOT_CONVICTED),
    ),
    level=Level.OUTCOME,
    across_time=AcrossTime.NONE,
    matures_after=8,
    reading=mark(
        "Of those prosecuted after the operations that ended in a year, the share convicted so "
        "far; the rest are acquitted or undecided. A fair trial has no good direction."
    ),
    caveats=(mark("Cases take years: a value is complete eight quarters after."), *COUNTED),
    example=operations_example(
        "|,suspects_prosecuted,suspects_convicted",
        "net-1,2023-11-02,2024-01-20,BEL;NLD",
        "net-2,2024-02-01,2024-06-01,BEL",
        results=("net-1,2024-Q2,20,0", "net-1,2025-Q1,0,11", "net-2,2025-Q1,5,4"),
        period="2024",
        expected=0.6,
        working="(0 + 11 + 4) / (20 + 0 + 5) = 15 / 25 = 0.60",
    ),
)

MULTILATERAL_SHARE: Final = share(
    id="multilateral_share",
    name=mark("Operations of three countries or more"),
    question=mark("How many operations did three countries or more take part in?"),
    statistic=quotient(
        facts.multilateral, "operations with ≥ 3 countries / operations running", of_results=False
    ),
    level=Level.ACTIVITY,
    reading=mark("Of the operations running in the period, those of three countries or more."),
    caveats=COUNTED,
    example=operations_example(
        ",countries_count",
        "net-1,2024-01-08,2024-02-01,BEL;DEU;NLD,",
        "net-2,2024-02-01,2024-03-01,BEL,2",
        "net-3,2024-02-01,2024-03-01,BEL;NLD,",
        expected=0.5,
        working="net-1 of net-1 and net-2: 1 / 2; the countries of net-3 are not counted",
    ),
)

COUNTRIES_PER_OPERATION: Final = measured(
    id="countries_per_operation",
    name=mark("Countries per operation"),
    question=mark("How many countries take part in an operation?"),
    statistic=quotient(facts.countries, "Σ countries_count / operations running", of_results=False),
    unit=mark("countries"),
    level=Level.ACTIVITY,
    across_time=AcrossTime.RECOUNT,
    reading=mark("The mean of the countries that took part in the operations running."),
    caveats=COUNTED,
    example=operations_example(
        ",countries_count",
        "net-1,2024-01-08,2024-02-01,BEL;DEU;NLD,5",
        "net-2,2024-02-01,2024-03-01,BEL,2",
        expected=3.5,
        working="(5 + 2) / 2 = 3.5",
    ),
)
