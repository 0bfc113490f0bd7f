"""Mends of many cells at once, as page and command line offer and tell of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dashboard import uploading
from dashboard.i18n import tr, trn
from data.ledger import FileMend, Mode, Version, VersionFile
from data.warehouse import Warehouse
from validation import mending
from validation.contracts import CONTRACTS
from validation.forms import FORMS
from validation.intake import Checked, Upload
from validation.mending import Doubt, Known, Mending
from validation.problems import Group, errors, grouped
from validation.text import mark

# Mended names of columns bring cells to light, and these may hide others: then it is enough.
ROUNDS: Final = 4


@dataclass(frozen=True, eq=False)
class Offer:
    """What can be mended at once in a file, told by its hash; or why it cannot."""

    sha256: str
    mend: Mending | Doubt

    def answers(self, group: Group) -> bool:
        """Tell whether it is about the problems of a group."""
        return (self.mend.rule, self.mend.column) == (group.kind, group.column)


@dataclass(frozen=True, eq=False)
class Thorough:
    """Files in which all that is certain was mended, their verdicts, and what was left."""

    uploads: tuple[Upload, ...]
    files: tuple[Checked, ...]
    left: tuple[Offer, ...]


def offers(files: Sequence[Checked], known: Known) -> tuple[Offer, ...]:
    """Say for each group of errors in each file how they can be mended at once, or why not.

    Args:
        files: the verdicts.
        known: ids that exist, by table.
    """
    return tuple(
        Offer(file.sha256, found)
        for file in files
        if file.source
        for group in grouped(errors(file.problems))
        if (found := mending.offered(file.source, file.name, group, known))
    )


def certain(found: Sequence[Offer]) -> tuple[Mending, ...]:
    """Return what can be mended without a doubt."""
    return tuple(each.mend for each in found if isinstance(each.mend, Mending))


def mended(uploads: Sequence[Upload], chosen: Sequence[Offer]) -> tuple[Upload, ...]:
    """Return files with what was chosen mended in them, besides what was before.

    Args:
        uploads: the files.
        chosen: mends of these files.
    """
    return tuple(
        replace(
            upload,
            mends=(
                *upload.mends,
                *(
                    each.mend
                    for each in chosen
                    if each.sha256 == upload.sha256 and isinstance(each.mend, Mending)
                ),
            ),
        )
        for upload in uploads
    )


def mended_throughout(
    warehouse: Warehouse, uploads: Sequence[Upload], *, table: str | None, today: date
) -> Thorough:
    """Mend all that is certain, then what that brings to light.

    Args:
        warehouse: where references are looked up.
        uploads: the files.
        table: the table they are of, or None to recognise each from its header.
        today: the day against which "has not begun" is tested.
    """
    known = uploading.known_ids(warehouse)
    files, found = (), ()
    for _ in range(ROUNDS):
        files = uploading.check(warehouse, uploads, table=table, mode=Mode.MERGE, today=today)
        found = offers(files, known)
        if not certain(found):
            break
        uploads = mended(uploads, found)
    return Thorough(tuple(uploads), files, found)


def form(mend: Mending | FileMend) -> str:
    """Say how the cells were written."""
    known = FORMS.get(mend.form)
    return tr(known.says) if known else mend.form


def examples(mend: Mending | FileMend) -> str:
    """Write a few values before → after."""
    return "; ".join(
        tr(mark("“{before}” → “{after}”"), before=before, after=after)
        if after
        else tr(mark("“{before}” → an empty cell"), before=before)
        for before, after in mend.examples
    )


def told(mend: Mending | FileMend) -> str:
    """Say in one line what a mend does: where, what, how often, and a few before → after."""
    return tr(
        mark("{what}{column}: {cells}, such as {examples}")
        if mend.examples
        else mark("{what}{column}: {cells}"),
        what=form(mend),
        column=f" [{mend.column}]" if mend.column else "",
        cells=trn(mark("{n} cell"), mark("{n} cells"), mend.cells),
        examples=examples(mend),
    )


def doubt(found: Doubt) -> str:
    """Say why cells cannot be mended together."""
    return tr(found.says, **found.facts)


def of_version(version: Version) -> Iterator[tuple[str, FileMend]]:
    """Give name of file and mend for everything mended in a version's files."""
    for file in as_shown(version).files:
        for each in file.mends:
            yield file.name, each


def as_shown(version: Version) -> Version:
    """Return a version as everybody may see it: no example is told of counts of persons."""
    return replace(version, files=tuple(map(_without_persons, version.files)))


def _without_persons(file: VersionFile) -> VersionFile:
    persons = {each.name for each in CONTRACTS[file.table].columns if each.spec.persons}
    mends = (replace(each, examples=()) if each.column in persons else each for each in file.mends)
    return replace(file, mends=tuple(mends))
