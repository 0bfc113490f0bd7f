"""What is typed on the command line, as what it means."""

from dashboard.commands.refusals import Refusal
from dashboard.i18n import tr
from validation.periods import Period
from validation.text import mark


def period(text: str | None) -> Period | None:
    """Read a period; None where none was typed.

    Raises:
        Refusal: it is no period.
    """
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError:
        raise Refusal(
            tr(mark("“{text}” is not a period. Write 2024-Q3 or 2024."), text=text)
        ) from None
