"""The command that tries to work out what is withheld from all that was released."""

from collections.abc import Iterator, Sequence

import typer

from dashboard.commands import opening
from dashboard.commands.refusals import INVALID, VALID
from dashboard.i18n import tr
from metrics.attacks import LEAST, MOST, Attack, attacks
from metrics.methods.margins import KEYS
from metrics.source import Source
from validation.text import mark


def attack(named: Sequence[str], number: int | None) -> int:
    """Print what an attack on a version finds; return the exit code.

    Args:
        named: warehouses as given on the command line.
        number: the version; the latest if None.
    """
    source = Source(opening.one(named), number)
    found = [*attacks(source)]
    for each in found:
        for line in told(each):
            typer.echo(line)
    if not found:
        typer.echo(tr(mark("No count of persons is withheld: all figures are published already.")))
    return VALID if all(each.safe for each in found) else INVALID


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


def _exposed(row: dict[str, object]) -> str:
    what = ", ".join(str(row[each]) for each in KEYS if row[each])
    return tr(
        mark("  {what}: between {least} and {most}"),
        what=what or tr(mark("a change between two versions")),
        least=row[LEAST],
        most=row[MOST],
    )


def of_version(source: Source) -> Iterator[str]:
    """Say what a version gives away, if anything; it is asked before it is told to anybody."""
    for each in attacks(source):
        if not each.safe:
            yield from told(each)
