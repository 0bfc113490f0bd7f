"""What joint operations came to, when it came."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import pandera.polars as pa
import polars as pl

from validation import fields
from validation.contract import Attribute, Cells, Contract, CrossRule, Rule, Severity
from validation.contracts.joint_operations import JOINT_OPERATIONS, JointOperations
from validation.fields import KEY, OPTIONAL, OPTIONAL_KEY, col, name
from validation.parties import CURRENCIES
from validation.text import mark


class OperationResults(pa.DataFrameModel):
    """Results of joint operations, by operation, period and source."""

    operation_id: str = fields.reference(
        mark("The operation they belong to."), "joint_operations", KEY, example="harbour-net-2024"
    )
    period: str = fields.period(
        mark("Period they came in; a single total stands where the operation ended."),
        example="2024-Q2",
    )
    scope: str = fields.text(
        mark(
            "What the figures cover, where it is less or more than the operation or than the "
            "column says; empty otherwise."
        ),
        OPTIONAL_KEY,
        example="first two days only",
    )
    arrests: int = fields.persons(mark("Persons arrested."), example="41")
    suspects_identified: int = fields.persons(mark("Suspects identified."), example="63")
    victims_safeguarded: int = fields.persons(
        mark("Victims identified or brought to safety."), example="7"
    )
    people_assisted: int = fields.count(
        mark("People helped by a humanitarian mission."), example="320"
    )
    investigations_opened: int = fields.count(mark("New investigations."), example="12")
    networks_disrupted: int = fields.count(mark("Criminal networks disrupted."), example="2")
    objectives_met: int = fields.count(mark("Objectives met of those set."), example="3")
    seized_value: float = fields.number(
        mark("Cash and assets seized, in seized_currency."), example="250000", minimum=0
    )
    seized_currency: str = fields.code(
        mark("Currency of seized_value."), CURRENCIES, OPTIONAL, example="EUR"
    )
    drugs_seized_kg: float = fields.number(
        mark("Drugs seized, in kilograms."), example="1830.5", minimum=0
    )
    firearms_seized: int = fields.count(mark("Firearms seized."), example="9")
    suspects_prosecuted: int = fields.persons(mark("Suspects prosecuted."), example="20")
    suspects_convicted: int = fields.persons(mark("Suspects convicted."), example="11")
    response_hours: float = fields.number(
        mark("Hours from a request for help to people on the ground."), example="36", minimum=0
    )
    personnel_deployed: int = fields.count(mark("People deployed."), example="180")
    cost_eur: float = fields.number(
        mark("What it cost the partners, in euros."), example="90000", minimum=0
    )
    precision: str = fields.bounds()
    source: str = fields.source(KEY)


T: TypeAlias = OperationResults
_TABLE: Final = "operation_results"
_LIFE: Final = (T.operation_id, T.scope, T.source)
_FAR: Final = 10
_BEFORE: Final = "highest_before"
_GRAIN: Final = "grain"


def _convicted_within_prosecuted(
    results: pl.DataFrame, _others: Mapping[str, pl.DataFrame]
) -> pl.Series:
    """Compare what one source says of one operation and scope, over all its periods.

    A row that tells of convictions and not of prosecutions leaves the larger side unknown.
    """
    said = col(T.suspects_convicted).is_not_null()
    unknown = (said & col(T.suspects_prosecuted).is_null()).any()
    convicted, prosecuted = (
        col(part).sum().cast(pl.Int64) for part in (T.suspects_convicted, T.suspects_prosecuted)
    )
    holds = (unknown | (convicted <= prosecuted)).over(_LIFE)
    return results.select(holds | ~said).to_series()


def _met_within_set(results: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> pl.Series:
    """Compare the objectives that a source says were met by a period with those set."""
    known = others[JOINT_OPERATIONS.name].select(
        JointOperations.operation_id, JointOperations.objectives_set
    )
    found = results.join(known, on=T.operation_id, how="left", maintain_order="left")
    met = col(T.objectives_met).sum().over(_LIFE)
    within = met <= col(JointOperations.objectives_set)
    return found.select(within | col(T.objectives_met).is_null()).to_series()


def _not_far_above_earlier(
    column: Attribute,
) -> Callable[[pl.DataFrame, Mapping[str, pl.DataFrame]], pl.Series]:
    """Compare a figure with the highest of the partnership in earlier periods of its length."""

    def holds(results: pl.DataFrame, others: Mapping[str, pl.DataFrame]) -> pl.Series:
        partnership = JointOperations.partnership_id
        known = others[JOINT_OPERATIONS.name].select(JointOperations.operation_id, partnership)
        money = (T.seized_currency,) if column == T.seized_value else ()
        line = [partnership, _GRAIN, *money]
        place = "place"
        figures = (
            results.with_row_index(place)
            .join(known, on=T.operation_id, how="left", maintain_order="left")
            .with_columns(
                col(T.period).cast(pl.String).str.len_chars().alias(_GRAIN),
                col(T.period).to_physical().alias(T.period),
            )
        )
        highest = (
            figures.group_by(*line, T.period)
            .agg(col(column).max())
            .sort(T.period)
            .with_columns(col(column).cum_max().forward_fill().shift(1).over(line).alias(_BEFORE))
            .drop(name(column))
        )
        found = figures.join(highest, on=[*line, T.period], how="left", nulls_equal=True).sort(
            place
        )
        return found.select(
            (col(column) <= _FAR * pl.col(_BEFORE)) | (pl.col(_BEFORE) == 0)
        ).to_series()

    return holds


def _far_above_earlier(column: Attribute) -> CrossRule:
    money: Cells = {T.seized_currency: "EUR"} if column == T.seized_value else {}
    begun: Cells = {JointOperations.started: "2023"}
    earlier: Cells = {T.period: "2023-Q1", column: "3", **money}

    def cells(later: str) -> Mapping[str, tuple[Cells, ...]]:
        after: Cells = {T.period: "2023-Q2", column: later, **money}
        return {JOINT_OPERATIONS.name: (begun,), _TABLE: (earlier, after)}

    return CrossRule(
        name=f"{name(column)}_far_above_earlier",
        others=(JOINT_OPERATIONS.name,),
        holds=_not_far_above_earlier(column),
        columns=(name(column),),
        says=mark("This is over ten times the highest that the partnership had before."),
        mend=mark("Look for a zero too many or another unit; a true figure may stand."),
        passes=cells("30"),
        fails=cells("31"),
        severity=Severity.WARNING,
    )


OPERATION_RESULTS: Final = Contract(
    name=_TABLE,
    title=mark("Operation results"),
    model=T,
    replace_by=(T.operation_id, T.source),
    rules=(
        Rule(
            name="value_has_a_currency",
            holds=col(T.seized_value).is_null() | col(T.seized_currency).is_not_null(),
            says=mark("A value needs its currency."),
            mend=mark("Fill seized_currency, for example with EUR."),
            passes={T.seized_value: "5", T.seized_currency: "EUR"},
            fails={T.seized_value: "5", T.seized_currency: ""},
        ),
    ),
    cross_rules=(
        CrossRule(
            name="convicted_within_prosecuted",
            others=(),
            holds=_convicted_within_prosecuted,
            columns=(T.operation_id, name(T.suspects_prosecuted), name(T.suspects_convicted)),
            says=mark("Over its life, an operation has more convicted than prosecuted."),
            mend=mark(
                "Count in suspects_prosecuted everybody who was charged, whatever came of it."
            ),
            passes={
                JOINT_OPERATIONS.name: ({JointOperations.started: "2023"},),
                _TABLE: (
                    {T.period: "2023-Q1", T.suspects_prosecuted: "5", T.suspects_convicted: ""},
                    {T.period: "2023-Q2", T.suspects_prosecuted: "0", T.suspects_convicted: "5"},
                ),
            },
            fails={
                JOINT_OPERATIONS.name: ({JointOperations.started: "2023"},),
                _TABLE: (
                    {T.period: "2023-Q1", T.suspects_prosecuted: "5", T.suspects_convicted: ""},
                    {T.period: "2023-Q2", T.suspects_prosecuted: "0", T.suspects_convicted: "6"},
                ),
            },
        ),
        CrossRule(
            name="objectives_met_within_set",
            others=(JOINT_OPERATIONS.name,),
            holds=_met_within_set,
            columns=(T.operation_id, name(T.objectives_met)),
            says=mark("Over its life, an operation has met more objectives than were set."),
            mend=mark("Correct objectives_met here or objectives_set in joint_operations."),
            passes={
                JOINT_OPERATIONS.name: (
                    {JointOperations.started: "2023", JointOperations.objectives_set: "3"},
                ),
                _TABLE: (
                    {T.period: "2023-Q1", T.objectives_met: "1"},
                    {T.period: "2023-Q2", T.objectives_met: "2"},
                ),
            },
            fails={
                JOINT_OPERATIONS.name: (
                    {JointOperations.started: "2023", JointOperations.objectives_set: "3"},
                ),
                _TABLE: ({T.period: "2023-Q1", T.objectives_met: "4"},),
            },
        ),
        *map(
            _far_above_earlier,
            (
                T.arrests,
                T.suspects_identified,
                T.victims_safeguarded,
                T.people_assisted,
                T.investigations_opened,
                T.networks_disrupted,
                T.objectives_met,
                T.seized_value,
                T.drugs_seized_kg,
                T.firearms_seized,
                T.suspects_prosecuted,
                T.suspects_convicted,
                T.response_hours,
                T.personnel_deployed,
                T.cost_eur,
            ),
        ),
    ),
    context=(
        T.scope,
        T.arrests,
        T.suspects_identified,
        T.victims_safeguarded,
        T.people_assisted,
        T.investigations_opened,
        T.networks_disrupted,
        T.objectives_met,
        T.seized_value,
        T.seized_currency,
        T.drugs_seized_kg,
        T.firearms_seized,
        T.suspects_prosecuted,
        T.suspects_convicted,
        T.response_hours,
        T.personnel_deployed,
        T.cost_eur,
        T.precision,
    ),
)
