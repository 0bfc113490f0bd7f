"""The command that tries to work out what is withheld from all that was released."""

from collections.abc import Sequence

import typer

from dashboard import attack_words
from dashboard.commands import opening
from dashboard.commands.refusals import INVALID, VALID
from dashboard.i18n import tr
from metrics.attacks import attacks
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
        for line in attack_words.told(each):
            typer.echo(line)
    if not found:
        typer.echo(tr(mark("No count of persons is withheld: all figures are published already.")))
    return VALID if all(each.safe for each in found) else INVALID
