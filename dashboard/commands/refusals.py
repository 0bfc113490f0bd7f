"""One place that turns a refusal into the line a person reads, and an outcome into an exit code."""

import errno
from typing import Final

from dashboard.i18n import tr
from validation.text import mark

VALID: Final = 0
INVALID: Final = 1
UNUSABLE: Final = 2


class Refusal(Exception):
    """A command cannot do what was asked; the text is ready to be printed."""


def refusal(problem: Exception) -> str | None:
    """Return the sentence for an error that a person can do something about, else None."""
    from data.errors import WarehouseError
    from metrics.errors import QueryError

    if isinstance(problem, Refusal):
        return str(problem)
    if isinstance(problem, WarehouseError | QueryError):
        return tr(problem.message, **problem.facts)
    if isinstance(problem, OSError) and problem.errno == errno.ENOENT:
        return tr(mark("There is no file or folder {path}."), path=problem.filename)
    if isinstance(problem, OSError):
        return tr(
            mark("{path} cannot be used: {reason}."),
            path=problem.filename or "",
            reason=problem.strerror or str(problem),
        )
    return None
