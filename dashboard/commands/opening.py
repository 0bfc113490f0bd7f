"""Which warehouse a command works on, who runs it and when."""

import getpass
import os
from collections.abc import Sequence
from datetime import UTC, datetime

from dashboard.commands.refusals import Refusal
from dashboard.i18n import tr
from data import workspaces
from data.warehouse import Warehouse
from data.workspaces import Workspace
from validation.text import mark


def chosen(named: Sequence[str]) -> tuple[Workspace, ...]:
    """Return the workspaces named on the command line, in the environment, or the default one."""
    return workspaces.chosen(named, os.environ)


def one(named: Sequence[str]) -> Warehouse:
    """Return the single warehouse a command works on.

    Raises:
        Refusal: several were named.
    """
    first, *others = chosen(named)
    if others:
        raise Refusal(tr(mark("This command works on one warehouse; name only one.")))
    return first.warehouse


def now() -> datetime:
    """Return the moment that a version published from here carries."""
    return datetime.now(UTC)


def who() -> str:
    """Return who publishes from the command line: the operating system's user."""
    return getpass.getuser()
