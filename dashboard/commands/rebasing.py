"""The command that lets a series begin anew: one row of a table, published as a version."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.commands import intake, opening
from dashboard.commands.intake import LoadOptions
from dashboard.commands.refusals import Refusal
from dashboard.i18n import tr
from dashboard.returning import written
from data.ledger import Mode
from metrics.catalogue import INDICATORS
from metrics.signals import WHY_NOT, eligibility
from validation.contracts.rebasings import REBASINGS, Rebasings
from validation.fields import name
from validation.intake import Upload
from validation.text import mark


@dataclass(frozen=True, kw_only=True)
class Anew:
    """Which series begins anew, from which period on, and why."""

    indicator: str
    partnership: str
    period: str
    reason: str
    milestone: str


def rebase(named: Sequence[str], anew: Anew, *, output: str) -> int:
    """Publish that a series begins anew; return the exit code.

    Raises:
        Refusal: no usual range judges that indicator.
    """
    indicator = INDICATORS.get(anew.indicator)
    if indicator and (why := eligibility(indicator).why):
        raise Refusal(
            tr(
                mark("{name} has no usual range that could begin anew. {why}"),
                name=tr(indicator.name),
                why=tr(WHY_NOT[why]),
            )
        )
    cells = {
        name(Rebasings.indicator): anew.indicator,
        name(Rebasings.partnership_id): anew.partnership,
        name(Rebasings.first_period): anew.period,
        name(Rebasings.reason): anew.reason,
        name(Rebasings.milestone): anew.milestone,
    }
    row = [cells[each] for each in REBASINGS.names]
    file = f"{REBASINGS.name}_{anew.indicator}_{anew.partnership}.csv"
    upload = Upload(file, written(REBASINGS.names, [row]).encode())
    options = LoadOptions(
        table=REBASINGS.name,
        mode=Mode.MERGE.value,
        note=anew.reason,
        reason=anew.reason,
        confirmed=False,
        dry_run=False,
        output=output,
    )
    return intake.published(opening.one(named), [upload], options)
