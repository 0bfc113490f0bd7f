"""Results of joint operations: what came of them, and at what cost."""

from typing import Final, TypeAlias

from metrics import operations_facts as facts
from metrics.examples import operations_example
from metrics.indicator import AcrossTime, Goalposts, Interval
from metrics.operations_cells import median, per_operation, quotient, total
from metrics.operations_declared import (
    FOUND,
    JOINT,
    SUMMED,
    measured,
    output,
    results_example,
)
from validation.codes import Direction, Level
from validation.contracts.operation_results import OperationResults
from validation.text import mark

R: TypeAlias = OperationResults

_PERSONS: Final = mark("persons")

ARRESTS: Final = output(
    id="arrests",
    name=mark("Arrests"),
    question=mark("How many persons were arrested?"),
    statistic=total(R.arrests),
    unit=_PERSONS,
    reading=mark("The sum of the arrests reported. More arrests are not better as such."),
    example=results_example("arrests", "41", "9", expected=50, working="41 + 9 = 50"),
)

SUSPECTS_IDENTIFIED: Final = output(
    id="suspects_identified",
    name=mark("Suspects identified"),
    question=mark("How many suspects were identified?"),
    statistic=total(R.suspects_identified),
    unit=_PERSONS,
    reading=mark("The sum of the suspects identified, arrested or not."),
    example=results_example("suspects_identified", "63", "7", expected=70, working="63 + 7 = 70"),
)

VICTIMS_SAFEGUARDED: Final = output(
    id="victims_safeguarded",
    name=mark("Victims safeguarded"),
    question=mark("How many victims were brought to safety?"),
    statistic=total(R.victims_safeguarded),
    unit=_PERSONS,
    reading=mark("The sum of the victims brought to safety."),
    example=results_example("victims_safeguarded", "7", "5", expected=12, working="7 + 5 = 12"),
)

PEOPLE_ASSISTED: Final = output(
    id="people_assisted",
    name=mark("People assisted"),
    question=mark("How many people were helped by humanitarian missions?"),
    statistic=total(R.people_assisted),
    unit=_PERSONS,
    reading=mark("The sum of the people helped; such missions are not law enforcement."),
    example=results_example("people_assisted", "320", "80", expected=400, working="320 + 80 = 400"),
)

ARRESTS_PER_OPERATION: Final = output(
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
    example=results_example("arrests", "41", "9", expected=25, working="(41 + 9) / 2 = 25"),
)

INVESTIGATIONS_OPENED: Final = output(
    id="investigations_opened",
    name=mark("Investigations opened"),
    question=mark("How many investigations came of the operations?"),
    statistic=total(R.investigations_opened),
    unit=mark("investigations"),
    reading=mark("The sum of the new investigations reported."),
    example=results_example("investigations_opened", "12", "3", expected=15, working="12 + 3 = 15"),
)

NETWORKS_DISRUPTED: Final = output(
    id="networks_disrupted",
    name=mark("Networks disrupted"),
    question=mark("How many criminal networks were disrupted?"),
    statistic=total(R.networks_disrupted),
    unit=mark("networks"),
    reading=mark("The sum of the networks reported as disrupted; who counts them decides what is."),
    example=results_example("networks_disrupted", "2", "1", expected=3, working="2 + 1 = 3"),
)

DRUGS_SEIZED: Final = output(
    id="drugs_seized",
    name=mark("Drugs seized"),
    question=mark("How many kilograms of drugs were seized?"),
    statistic=total(R.drugs_seized_kg),
    unit=mark("kg"),
    reading=mark("The sum of the weights seized, whatever the drug."),
    example=results_example(
        "drugs_seized_kg", "1830.5", "9.5", expected=1840, working="1830.5 + 9.5"
    ),
)

FIREARMS_SEIZED: Final = output(
    id="firearms_seized",
    name=mark("Firearms seized"),
    question=mark("How many firearms were seized?"),
    statistic=total(R.firearms_seized),
    unit=mark("firearms"),
    reading=mark("The sum of the firearms seized."),
    example=results_example("firearms_seized", "9", "4", expected=13, working="9 + 4 = 13"),
)

SEIZED_VALUE: Final = output(
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

RECOVERED_PER_COST: Final = output(
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

RESPONSE_HOURS: Final = measured(
    id="response_hours",
    name=mark("Hours until people are on the ground"),
    question=mark("How long does help take to arrive?"),
    statistic=median(R.response_hours),
    unit=mark("hours"),
    direction=Direction.DOWN,
    goalposts=Goalposts(
        worst=168.0,
        best=0.0,
        why=mark("at once, and a week: a choice of ours, for want of a standard that was found"),
    ),
    level=Level.OUTCOME,
    across_time=AcrossTime.RECOUNT,
    reading=mark("The median, over operations, of the hours from a request to people there."),
    caveats=(JOINT, FOUND),
    example=results_example(
        "response_hours", "36", "12", expected=24, working="(12 + 36) / 2 = 24"
    ),
)

PERSONNEL_DEPLOYED: Final = measured(
    id="personnel_deployed",
    name=mark("Personnel deployed"),
    question=mark("How many people were deployed?"),
    statistic=total(R.personnel_deployed),
    unit=_PERSONS,
    level=Level.INPUT,
    reading=mark("The sum of the people deployed; one deployed twice counts twice."),
    caveats=SUMMED,
    example=results_example(
        "personnel_deployed", "180", "20", expected=200, working="180 + 20 = 200"
    ),
)
