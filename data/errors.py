"""What can go wrong with a warehouse, one class each, with the sentence a person reads."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from validation.text import mark

if TYPE_CHECKING:  # a plan knows these errors, and they carry one
    from data.planning import Plan
    from validation.problems import Problem


class WarehouseError(Exception):
    """A warehouse cannot do what was asked.

    Attributes:
        message: the marked English sentence with `{named}` facts; `dashboard` translates it.
        facts: what the sentence names.
    """

    message: ClassVar[str] = mark("The warehouse {path} cannot be used: {reason}.")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))


class WarehouseBusy(WarehouseError):
    """Somebody else held the warehouse for longer than one was ready to wait."""

    message = mark(
        "The warehouse {path} has been in use since {since} by {command} (process {pid}). "
        "Please try again in a moment."
    )


class WarehouseHeld(WarehouseBusy):
    """Another program, which does not say who it is, held the warehouse for too long."""

    message = mark("The warehouse {path} is held open by another program. Please close it there.")


class WarehouseMissing(WarehouseError):
    """There is no warehouse at the path."""

    message = mark("There is no warehouse at {path} yet. Load a file to create it.")


class WarehouseForeign(WarehouseError):
    """The file is not a warehouse of this product."""

    message = mark("{path} is not a warehouse of this product. Nothing in it was changed.")


class WarehouseNewer(WarehouseError):
    """The warehouse was written by a later release."""

    message = mark(
        "The warehouse {path} was written by a newer release of this product. "
        "Update the product to open it; nothing was changed."
    )


class WarehouseFull(WarehouseError):
    """The disk has no room for what was to be written."""

    message = mark(
        "The disk of {path} has no room left, so nothing was changed. "
        "Free some space there and do the same again."
    )


class WarehouseDamaged(WarehouseError):
    """The file is a warehouse, but what is stored in it cannot be read."""

    message = mark(
        "The warehouse {path} is damaged, and nothing in it was changed. Move it away together "
        "with the files beside it, and bring back a backup: partnerships restore BACKUP"
    )


class BackupDamaged(WarehouseError):
    """A backup is a warehouse, but what is stored in it cannot be read."""

    message = mark(
        "The backup {path} is damaged, so nothing was restored from it. Take an earlier backup, or "
        "copy this one anew from where it was kept."
    )


class BackupInTheWay(WarehouseError):
    """There is a file already where a backup or a restored warehouse is to go."""

    message = mark(
        "There is a file {path} already, and it was not overwritten. "
        "Choose another place, or move it away first."
    )


class BackupUnsound(WarehouseError):
    """What was to be copied is not what was published."""

    message = mark(
        "{path} is not as it was published, so no copy of it was made. What was changed is told "
        "by: partnerships --warehouse {path} verify"
    )


class UnknownVersion(WarehouseError):
    """The ledger holds no version of that number."""

    message = mark("There is no version {number}; the latest is {latest}.")


class NothingToLoad(WarehouseError):
    """What was planned is already in the warehouse, so there is no version to publish."""

    message = mark("Nothing to load: the warehouse already holds these rows.")


class NothingToWithdraw(NothingToLoad):
    """None of the rows to be withdrawn is held."""

    message = mark("Nothing to withdraw: the warehouse holds none of these rows.")


class StalePlan(WarehouseError):
    """The warehouse has changed under a plan; `plan` is what the load would do now."""

    message = mark("Others have published since this preview was made. Please look at it again.")

    def __init__(self, plan: "Plan") -> None:
        self.plan = plan
        super().__init__()


class PlanRefused(WarehouseError):
    """The load does not fit what the warehouse holds; `problems` says why."""

    message = mark("Nothing was published: the files do not fit what the warehouse holds.")

    def __init__(self, problems: "Sequence[Problem]") -> None:
        self.problems = tuple(problems)
        super().__init__()


class NeedsConfirmation(WarehouseError):
    """More than a tenth of a table would no longer be counted, and nobody has agreed to it yet."""

    message = mark(
        "Rows of {table} that would no longer be counted: {retired} of {live}. Please confirm."
    )

    def __init__(self, *, table: str, retired: int, live: int) -> None:
        super().__init__(table=table, retired=retired, live=live)


class NeedsReason(WarehouseError):
    """Figures already published would be revised in a big way, and nobody has said why."""

    message = mark("Figures already published would change a lot. Please say why.")


class NothingToRestore(WarehouseError):
    """The live rows already equal those of the version to go back to."""

    message = mark("Nothing to roll back: the rows are already those of version {number}.")


class NotTheLatest(WarehouseError):
    """Only the latest version can be undone."""

    message = mark("Version {number} cannot be undone: version {latest} was published since.")


class UnclearWorkspace(WarehouseError):
    """A workspace is named in a way that does not say which file it is."""

    message = mark(
        "“{text}” does not say which warehouse is meant. Write NAME=PATH, each name once."
    )
