"""What an attack on withheld counts found, in words; never what a withheld count is."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from dashboard.i18n import tr
from data.planning import Plan
from data.staging import Staged
from data.warehouse import Warehouse
from metrics.attacks import LEAST, MOST, Attack, attacks
from metrics.methods.margins import KEYS
from metrics.released import GUARDED
from metrics.source import Source
from validation.text import mark


def told(found: Attack) -> Iterator[str]:
    """Say line by line what an attack found; never what a withheld count is."""
    yield tr(
        mark(
            "{table}: {cells} counts, {small} withheld because they are small, {more} more so that "
            "these cannot be worked out; {exposed} can be worked out to within fewer than {width}."
        ),
        table=found.table,
        cells=found.cells,
        small=found.primary,
        more=found.secondary,
        exposed=found.exposed.height,
        width=found.width,
    )
    for row in found.exposed.iter_rows(named=True):
        yield _exposed(row)
    if not found.safe:
        yield tr(
            mark(
                "What earlier versions showed gives these away: it cannot be taken back. Tell who "
                "is responsible for data protection."
            )
        )


def _exposed(row: Mapping[str, object]) -> str:
    what = ", ".join(str(row[each]) for each in KEYS if row[each])
    return tr(
        mark("  {what}: between {least} and {most}"),
        what=what or tr(mark("a change between two versions")),
        least=row[LEAST],
        most=row[MOST],
    )


def given_away(store: Warehouse, plan: Plan, *, when: datetime) -> Iterator[str]:
    """Say which counts of persons a plan would give away, whatever is withheld in its version.

    Args:
        store: where the plan would go.
        plan: what would be published.
        when: the moment its version would carry.
    """
    if plan.ok and any(each.contract.name in GUARDED and not each.empty for each in plan.tables):
        for found in attacks(Source(Staged(store, plan, when))):
            if not found.safe:
                yield from told(found)
