"""What `check` adds to the rules of a file: all that `load` would have against it beside others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.i18n import tr
from data import loading
from data.planning import Plan
from data.warehouse import Warehouse
from validation.intake import Checked
from validation.problems import Problem, errors, in_file_order
from validation.text import mark


@dataclass(frozen=True, eq=False)
class Across:
    """The verdicts on files beside what is held.

    Attributes:
        files: the verdicts, with what speaks against their rows beside other tables.
        held: what speaks against the load and is of no file, as rows held that it would make wrong.
        left: why only the rules of each file were tested, and how to test the rest; else empty.
        plan: what loading would do, where that was worked out.
    """

    files: tuple[Checked, ...]
    held: tuple[Problem, ...] = ()
    left: str = ""
    plan: Plan | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that was found, of the files and of what is held."""
        return (*(each for file in self.files for each in file.problems), *self.held)

    @property
    def ok(self) -> bool:
        """Whether nothing was found that `load` would refuse."""
        return not errors(self.problems)


def tested(warehouse: Warehouse, files: tuple[Checked, ...]) -> Across:
    """Test files together with what a warehouse holds, as `load` does; nothing is changed.

    Args:
        warehouse: where they would go; without it, rows of other tables cannot be looked up.
        files: the verdicts on each file alone.
    """
    if not all(file.ok for file in files):
        return Across(
            files,
            left=tr(
                mark(
                    "Rules across tables were not tested, as a file has errors. Mend these and "
                    "check again."
                )
            ),
        )
    if not warehouse.exists():
        return Across(
            files,
            left=tr(
                mark(
                    "Rules across tables, and references to them, were not tested: there is no "
                    "warehouse {path}. Name the one to load into: "
                    "partnerships check --warehouse PATH FILE"
                ),
                path=warehouse.path,
            ),
        )
    plan = loading.preview(warehouse, files)
    names = {file.name for file in files}
    return Across(
        tuple(_with(file, place, files, plan.problems) for place, file in enumerate(files)),
        held=tuple(found for found in plan.problems if found.file not in names),
        plan=plan,
    )


def _with(
    file: Checked, place: int, files: Sequence[Checked], planned: Sequence[Problem]
) -> Checked:
    """Add to a verdict what was found of its rows; of files of one name, to the first."""
    if any(before.name == file.name for before in files[:place]):
        return file
    found = [
        replace(each, cell=file.source.cell(each.line, each.columns) if file.source else "")
        for each in planned
        if each.file == file.name
    ]
    problems = in_file_order((*file.problems, *found))
    return replace(file, problems=problems, faulty=len({each.line for each in errors(found)}))
