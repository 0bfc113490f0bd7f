"""Joint operations: what partners did together, what came of it, and at what cost."""

from functools import partial
from typing import Final, TypeAlias

from metrics import operations_facts as facts
from metrics.examples import operations_example
from metrics.indicator import AcrossTime, Example, Indicator, Interval, PillarView
from metrics.operations_cells import median, number, per_operation, quotient, total
from metrics.values import COUNTRY
from validation.codes import Direction, Level, Pillar
from validation.contracts.joint_operations import JointOperations
from validation.contracts.operation_results import OperationResults
from validation.text import mark

J: TypeAlias = JointOperations
R: TypeAlias = OperationResults

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

_CUTS: Final = (J.crime_area, J.kind, COUNTRY)
_PERSONS: Final = mark("persons")
_OPERATIONS: Final = mark("operations")
_JOINT: Final = mark(
    "An operation of several partnerships counts in the figures of each; figures of partnerships "
    "must not be added."
)
_FOUND: Final = mark(
    "Where only operations that somebody found published are held, there is no figure at all."
)
_WHOLE: Final = mark(
    "A single total of an operation stands in the period in which it ended, whenever it came."
)
_BOUNDS: Final = mark("A bound in one operation makes the sum a bound.")
_DATES: Final = mark(
    "Operations whose dates are too coarse to tell the period are left out of it, and that is told."
)
_COUNTED: Final = (_JOINT, _FOUND, _DATES)
_SUMMED: Final = (_WHOLE, _BOUNDS, _JOINT, _FOUND)

_measured = partial(Indicator, pillar=Pillar.OPERATIONS, direction=Direction.NEITHER, cuts=_CUTS)
_output = partial(_measured, level=Level.OUTPUT, caveats=_SUMMED)
_share = partial(_measured, unit=mark("share"), multiplier=100, across_time=AcrossTime.RECOUNT)

OPERATIONS_ACTIVE: Final = _measured(
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
    caveats=_COUNTED,
    example=operations_example(
        "",
        "net-1,2023-11-02,2024-01-20,BEL;NLD",
        "net-2,2024-02-01,,BEL",
        "net-3,2024-04-01,2024-05-01,BEL",
        expected=2,
        working="net-1 and net-2 ran in the quarter; net-3 began after it",
    ),
)

OPERATIONS_COMPLETED: Final = _measured(
    id="operations_completed",
    name=mark("Operations completed"),
    question=mark("How many operations ended?"),
    statistic=number(facts.completed, "operations ended in the period", adds=True),
    unit=_OPERATIONS,
    level=Level.OUTPUT,
    reading=mark("Operations whose last day lies in the period."),
    caveats=_COUNTED,
    example=operations_example(
        "",
        "net-1,2023-11-02,2024-01-20,BEL;NLD",
        "net-2,2024-02-01,,BEL",
        "net-3,,2024-03,BEL",
        expected=2,
        working="net-1 and net-3 ended in the quarter; net-2 still runs",
    ),
)


def _example(column: str, first: str, second: str, *, expected: float, working: str) -> Example:
    """Write an example of two operations with one figure each."""
    return operations_example(
        f"|,{column}",
        "net-1,2024-01-08,2024-02-01,BEL;NLD",
        "net-2,2024-02-01,2024-03-01,BEL",
        results=(f"net-1,2024-Q1,{first}", f"net-2,2024-Q1,{second}"),
        expected=expected,
        working=working,
    )


ARRESTS: Final = _output(
    id="arrests",
    name=mark("Arrests"),
    question=mark("How many persons were arrested?"),
    statistic=total(R.arrests),
    unit=_PERSONS,
    persons=True,
    reading=mark("The sum of the arrests reported. More arrests are not better as such."),
    example=_example("arrests", "41", "9", expected=50, working="41 + 9 = 50"),
)

SUSPECTS_IDENTIFIED: Final = _output(
    id="suspects_identified",
    name=mark("Suspects identified"),
    question=mark("How many suspects were identified?"),
    statistic=total(R.suspects_identified),
    unit=_PERSONS,
    persons=True,
    reading=mark("The sum of the suspects identified, arrested or not."),
    example=_example("suspects_identified", "63", "7", expected=70, working="63 + 7 = 70"),
)

VICTIMS_SAFEGUARDED: Final = _output(
    id="victims_safeguarded",
    name=mark("Victims safeguarded"),
    question=mark("How many victims were brought to safety?"),
    statistic=total(R.victims_safeguarded),
    unit=_PERSONS,
    persons=True,
    reading=mark("The sum of the victims brought to safety."),
    example=_example("victims_safeguarded", "7", "5", expected=12, working="7 + 5 = 12"),
)

PEOPLE_ASSISTED: Final = _output(
    id="people_assisted",
    name=mark("People assisted"),
    question=mark("How many people were helped by humanitarian missions?"),
    statistic=total(R.people_assisted),
    unit=_PERSONS,
    reading=mark("The sum of the people helped; such missions are not law enforcement."),
    example=_example("people_assisted", "320", "80", expected=400, working="320 + 80 = 400"),
)

ARRESTS_PER_OPERATION: Final = _output(
    id="arrests_per_operation",
    name=mark("Arrests per operation"),
    question=mark("How many persons are arrested in an operation?"),
    statistic=per_operation(R.arrests),
    unit=mark("persons per operation"),
    interval=Interval.BOOTSTRAP,
    across_time=AcrossTime.RECOUNT,
    reading=mark(
        "The arrests of the operations that report arrests, divided by their number; operations "
        "that report none are not taken as zero."
    ),
    reference=mark("Efron B, Tibshirani R J (1993), An introduction to the bootstrap, chapter 13."),
    example=_example("arrests", "41", "9", expected=25, working="(41 + 9) / 2 = 25"),
)

INVESTIGATIONS_OPENED: Final = _output(
    id="investigations_opened",
    name=mark("Investigations opened"),
    question=mark("How many investigations came of the operations?"),
    statistic=total(R.investigations_opened),
    unit=mark("investigations"),
    reading=mark("The sum of the new investigations reported."),
    example=_example("investigations_opened", "12", "3", expected=15, working="12 + 3 = 15"),
)

NETWORKS_DISRUPTED: Final = _output(
    id="networks_disrupted",
    name=mark("Networks disrupted"),
    question=mark("How many criminal networks were disrupted?"),
    statistic=total(R.networks_disrupted),
    unit=mark("networks"),
    reading=mark("The sum of the networks reported as disrupted; who counts them decides what is."),
    example=_example("networks_disrupted", "2", "1", expected=3, working="2 + 1 = 3"),
)

DRUGS_SEIZED: Final = _output(
    id="drugs_seized",
    name=mark("Drugs seized"),
    question=mark("How many kilograms of drugs were seized?"),
    statistic=total(R.drugs_seized_kg),
    unit=mark("kg"),
    reading=mark("The sum of the weights seized, whatever the drug."),
    example=_example("drugs_seized_kg", "1830.5", "9.5", expected=1840, working="1830.5 + 9.5"),
)

FIREARMS_SEIZED: Final = _output(
    id="firearms_seized",
    name=mark("Firearms seized"),
    question=mark("How many firearms were seized?"),
    statistic=total(R.firearms_seized),
    unit=mark("firearms"),
    reading=mark("The sum of the firearms seized."),
    example=_example("firearms_seized", "9", "4", expected=13, working="9 + 4 = 13"),
)

SEIZED_VALUE: Final = _output(
    id="seized_value",
    name=mark("Value seized"),
    question=mark("What value was seized?"),
    statistic=total(R.seized_value, by_currency=True),
    unit=mark("EUR"),
    reading=mark("Cash and assets seized, one line for each currency: they are never added."),
    example=operations_example(
        "|,seized_value,seized_currency",
        "net-1,2024-01-08,2024-02-01,BEL;NLD",
        "net-2,2024-02-01,2024-03-01,BEL",
        results=("net-1,2024-Q1,250000,EUR", "net-2,2024-Q1,50000,EUR"),
        expected=300_000,
        working="250,000 + 50,000 = 300,000, both in euros",
    ),
)

RECOVERED_PER_COST: Final = _output(
    id="recovered_per_cost",
    name=mark("Value seized for each euro spent"),
    question=mark("How much is seized for each euro spent?"),
    statistic=quotient(
        facts.recovered, "Σ seized_value [seized_currency = EUR] / Σ cost_eur, where both are known"
    ),
    unit=mark("EUR per EUR"),
    across_time=AcrossTime.RECOUNT,
    reading=mark(
        "Value seized in euros over the partners' cost, of operations that know both. What is "
        "seized is not yet confiscated, and operations are not run for profit."
    ),
    example=operations_example(
        "|,seized_value,seized_currency,cost_eur",
        "net-1,2024-01-08,2024-02-01,BEL;NLD",
        "net-2,2024-02-01,2024-03-01,BEL",
        results=("net-1,2024-Q1,250000,EUR,100000", "net-2,2024-Q1,50000,EUR,"),
        expected=2.5,
        working="250,000 / 100,000 = 2.5; the cost of net-2 is not known",
    ),
)

OBJECTIVES_MET: Final = _share(
    id="objectives_met",
    name=mark("Objectives met"),
    question=mark("How many of their objectives did operations meet?"),
    statistic=quotient(
        facts.objectives, "Σ objectives_met / Σ objectives_set of operations ended in the period"
    ),
    direction=Direction.UP,
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
        *_COUNTED,
    ),
    shortfall=mark("{count} more objectives met"),
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

CONVICTION_RATE: Final = _share(
    id="conviction_rate",
    name=mark("Convicted of those prosecuted"),
    question=mark("How many of those prosecuted were convicted?"),
    statistic=quotient(
        facts.convictions,
        "Σ suspects_convicted / Σ suspects_prosecuted, life of operations ended in the year",
    ),
    level=Level.OUTCOME,
    across_time=AcrossTime.NONE,
    matures_after=8,
    reading=mark(
        "Of those prosecuted after the operations that ended in a year, the share convicted so "
        "far; the rest are acquitted or undecided. A fair trial has no good direction."
    ),
    caveats=(mark("Cases take years: a value is complete eight quarters after."), *_COUNTED),
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

MULTILATERAL_SHARE: Final = _share(
    id="multilateral_share",
    name=mark("Operations of three countries or more"),
    question=mark("How many operations did three countries or more take part in?"),
    statistic=quotient(
        facts.multilateral, "operations with ≥ 3 countries / operations running", of_results=False
    ),
    level=Level.ACTIVITY,
    reading=mark("Of the operations running in the period, those of three countries or more."),
    caveats=_COUNTED,
    example=operations_example(
        ",countries_count",
        "net-1,2024-01-08,2024-02-01,BEL;DEU;NLD,",
        "net-2,2024-02-01,2024-03-01,BEL,2",
        "net-3,2024-02-01,2024-03-01,BEL;NLD,",
        expected=0.5,
        working="net-1 of net-1 and net-2: 1 / 2; the countries of net-3 are not counted",
    ),
)

COUNTRIES_PER_OPERATION: Final = _measured(
    id="countries_per_operation",
    name=mark("Countries per operation"),
    question=mark("How many countries take part in an operation?"),
    statistic=quotient(facts.countries, "Σ countries_count / operations running", of_results=False),
    unit=mark("countries"),
    level=Level.ACTIVITY,
    across_time=AcrossTime.RECOUNT,
    reading=mark("The mean of the countries that took part in the operations running."),
    caveats=_COUNTED,
    example=operations_example(
        ",countries_count",
        "net-1,2024-01-08,2024-02-01,BEL;DEU;NLD,5",
        "net-2,2024-02-01,2024-03-01,BEL,2",
        expected=3.5,
        working="(5 + 2) / 2 = 3.5",
    ),
)

RESPONSE_HOURS: Final = _measured(
    id="response_hours",
    name=mark("Hours until people are on the ground"),
    question=mark("How long does help take to arrive?"),
    statistic=median(R.response_hours),
    unit=mark("hours"),
    direction=Direction.DOWN,
    level=Level.OUTCOME,
    across_time=AcrossTime.RECOUNT,
    reading=mark("The median, over operations, of the hours from a request to people there."),
    caveats=(_JOINT, _FOUND),
    example=_example("response_hours", "36", "12", expected=24, working="(12 + 36) / 2 = 24"),
)

PERSONNEL_DEPLOYED: Final = _measured(
    id="personnel_deployed",
    name=mark("Personnel deployed"),
    question=mark("How many people were deployed?"),
    statistic=total(R.personnel_deployed),
    unit=_PERSONS,
    level=Level.INPUT,
    reading=mark("The sum of the people deployed; one deployed twice counts twice."),
    caveats=_SUMMED,
    example=_example("personnel_deployed", "180", "20", expected=200, working="180 + 20 = 200"),
)
