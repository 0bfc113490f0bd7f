"""What a statistic counts and divides, in words instead of names of columns."""

import re
from typing import Final, NamedTuple, assert_never

from dashboard import labels
from dashboard.i18n import NO_BREAK_SPACE, tr
from metrics.indicator import Indicator
from metrics.statistic import (
    Condition,
    Custom,
    MedianOf,
    PairBalance,
    PairCoverage,
    Paired,
    PairMirror,
    Published,
    Share,
    Statistic,
    Sum,
    Total,
)
from validation.cells import YES_NO
from validation.contracts.agreements import Agreements
from validation.contracts.community_impact import CommunityImpact as Impact
from validation.contracts.information_exchange import InformationExchange as Exchange
from validation.contracts.inputs import Inputs
from validation.contracts.joint_operations import JointOperations as Operations
from validation.contracts.legal_requests import LegalRequests as Requests
from validation.contracts.obstacles import Obstacles
from validation.contracts.operation_results import OperationResults as Results
from validation.contracts.partner_assessments import PartnerAssessments as Assessments
from validation.contracts.recommendations import Recommendations as Advice
from validation.contracts.safeguards import Safeguards
from validation.contracts.training_completions import TrainingCompletions as Training
from validation.fields import name
from validation.text import mark

MOST_NAMED: Final = 6
"""How many codes a condition may name one by one."""

COLUMNS: Final = {
    name(Exchange.messages): mark("Messages"),
    name(Exchange.hits): mark("Hits"),
    name(Exchange.replies_due): mark("Replies due"),
    name(Exchange.replied_on_time): mark("Replied on time"),
    name(Exchange.unanswered): mark("Unanswered"),
    name(Exchange.within_8h): mark("Replied within 8 hours"),
    name(Exchange.within_3d): mark("Replied within 3 days"),
    name(Exchange.within_7d): mark("Replied within 7 days"),
    name(Exchange.median_reply_hours): mark("Median hours until the reply"),
    name(Exchange.urgent): mark("urgent"),
    name(Exchange.clarifications): mark("Sent back as unclear"),
    name(Exchange.automated): mark("Sent from system to system"),
    name(Exchange.sensitive): mark("Sensitive messages"),
    name(Operations.countries_count): mark("Countries taking part"),
    name(Operations.objectives_set): mark("Objectives set"),
    name(Results.arrests): mark("Arrests"),
    name(Results.suspects_identified): mark("Suspects identified"),
    name(Results.victims_safeguarded): mark("Victims identified or brought to safety"),
    name(Results.people_assisted): mark("People helped or treated as patients"),
    name(Results.investigations_opened): mark("Investigations opened"),
    name(Results.networks_disrupted): mark("Networks disrupted"),
    name(Results.objectives_met): mark("Objectives met"),
    name(Results.seized_value): mark("Value seized"),
    name(Results.seized_currency): mark("Currency"),
    name(Results.drugs_seized_kg): mark("Drugs seized"),
    name(Results.firearms_seized): mark("Firearms seized"),
    name(Results.suspects_prosecuted): mark("Suspects prosecuted"),
    name(Results.suspects_convicted): mark("Suspects convicted"),
    name(Results.response_hours): mark("Hours until people are on the ground"),
    name(Results.personnel_deployed): mark("People deployed"),
    name(Results.cost_eur): mark("Cost in euros"),
    name(Training.enrolled): mark("Enrolled"),
    name(Training.completed): mark("Completed"),
    name(Training.certified): mark("Certified"),
    name(Training.women): mark("Women"),
    name(Training.hours): mark("Hours"),
    name(Training.tested_both): mark("Tested before and after"),
    name(Training.pre_score): mark("Score before"),
    name(Training.post_score): mark("Score after"),
    name(Training.followed_up): mark("Asked again later"),
    name(Training.applied_on_job): mark("Apply it in their work"),
    name(Training.satisfaction): mark("Satisfaction"),
    name(Impact.numerator): mark("Counted"),
    name(Impact.denominator): mark("Out of"),
    name(Exchange.translated): mark("Translated"),
    name(Exchange.refused_legal): mark("Refused by law"),
    name(Exchange.refused_safeguard): mark("Refused as a safeguard"),
    name(Exchange.refused_unwilling): mark("Refused for want of will"),
    name(Requests.received): mark("Received"),
    name(Requests.granted): mark("Granted"),
    name(Requests.refused_dual_criminality): mark("Refused for want of dual criminality"),
    name(Requests.refused_rights): mark("Refused for a person's rights"),
    name(Requests.refused_nationality): mark("Refused for nationality"),
    name(Requests.refused_ne_bis_in_idem): mark("Refused because tried before"),
    name(Requests.refused_political): mark("Refused as political"),
    name(Requests.refused_other): mark("Refused on another ground"),
    name(Requests.pending): mark("Pending"),
    name(Requests.in_time): mark("Dealt with in time"),
    name(Requests.median_days): mark("Median days until the decision"),
    name(Requests.jurisdiction_conflicts): mark("Conflicts of jurisdiction"),
    name(Obstacles.cases_affected): mark("Cases affected"),
    name(Obstacles.cases_total): mark("All cases"),
    name(Obstacles.cases_resolved): mark("Cases in which it was overcome"),
    name(Obstacles.median_delay_days): mark("Median days of delay"),
    name(Safeguards.value): mark("Counted"),
    name(Assessments.score): mark("Score"),
    name(Assessments.respondents): mark("People who answered"),
    name(Inputs.amount): mark("Amount"),
    name(Advice.due): mark("Due"),
    name(Advice.closed): mark("Closed"),
    name(Agreements.in_force): mark("Entry into force"),
    name(Agreements.ended): mark("Ended"),
}
"""What the columns that statistics are made from count; a test looks for those that lack words."""


_NAMES: Final = re.compile(r"[a-z][a-z_]*")


class Parts(NamedTuple):
    """What stands above and below the line of a division."""

    numerator: str
    denominator: str


def parts(indicator: Indicator | None = None) -> Parts:
    """Name what an indicator divides, as heads of a table; of several indicators in general."""
    match indicator.statistic if indicator else None:
        case Share(numerator, denominator):
            return Parts(summed(numerator), summed(denominator))
        case PairBalance():
            return Parts(tr(mark("Smaller flows")), tr(mark("Larger flows")))
        case PairCoverage():
            return Parts(tr(mark("Pairs connected")), tr(mark("Pairs possible")))
        case PairMirror():
            return Parts(tr(mark("Pairs that agree")), tr(mark("Pairs both sides report")))
        case _:
            return Parts(tr(mark("Counted")), tr(mark("Out of")))


def formula(statistic: Statistic) -> str:
    """Write a statistic in words."""
    match statistic:
        case Total(measure):
            return tr(mark("{counted}, added up"), counted=summed(measure))
        case Share(numerator, denominator):
            return f"{summed(numerator)} ÷ {summed(denominator)}"
        case PairBalance() | PairCoverage() | PairMirror():
            return _of_pairs(statistic)
        case MedianOf(value, weight):
            return tr(
                mark("{value}: the middle one, each counted with its weight ({weight})"),
                value=worded(value),
                weight=worded(weight),
            )
        case Published():
            return tr(mark("As printed by its source; nothing is computed"))
        case Custom(written=text):
            return _NAMES.sub(lambda found: _in_words(found.group()), tr(text))
        case _:
            assert_never(statistic)


def _of_pairs(statistic: Paired | PairMirror) -> str:
    match statistic:
        case PairBalance(measure):
            return tr(
                mark(
                    "Of each pair of members the smaller of the two flows ÷ the larger, "
                    "each added up over all pairs; counted: {counted}"
                ),
                counted=summed(measure),
            )
        case PairCoverage(measure):
            return tr(
                mark("Pairs of members that exchanged anything ÷ all possible pairs; {counted}"),
                counted=summed(measure),
            )
        case PairMirror(measure, within):
            return tr(
                mark(
                    "Pairs of which both sides report and whose two counts differ by at most "
                    "{within} of the larger ÷ pairs of which both sides report; counted: {counted}"
                ),
                within=f"{100 * within:.0f}{NO_BREAK_SPACE}%",
                counted=summed(measure),
            )
        case _:
            assert_never(statistic)


def summed(measure: Sum) -> str:
    """Write a sum in words: "Replies due less Unanswered (urgent)"."""
    found = " + ".join(worded(column) for column in measure.columns)
    for column in measure.minus:
        found = tr(mark("{counted} less {other}"), counted=found, other=worded(column).lower())
    held = ", ".join(map(_held, measure.over))
    return f"{found} ({held})" if held else found


def _in_words(text: str) -> str:
    """Write the name of a column, or a code that has several parts, as words."""
    if text in COLUMNS:
        return worded(text).lower()
    return labels.any_code(text) if "_" in text else text


def worded(named: str) -> str:
    """Return what a column counts, in words."""
    return tr(COLUMNS[named])


def _held(condition: Condition) -> str:
    """Write which rows are meant; of a yes-or-no column its own word."""
    column, wanted = condition
    if column in COLUMNS:
        asked = any(YES_NO[value] for value in wanted)
        return worded(column) if asked else tr(mark("not {what}"), what=worded(column))
    if len(wanted) > MOST_NAMED:
        listed = {"n": len(wanted), "dimension": labels.dimension_name(column)}
        return tr(mark("{dimension}: {n} of a list"), **listed)
    return " / ".join(labels.code_label(column, value).lower() for value in wanted)
