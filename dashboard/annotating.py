"""The annotated copy of files, in the reader's words."""

from collections.abc import Iterator, Sequence

from dashboard import uploading
from dashboard.exporting import annotated
from dashboard.exporting.annotated import Entry, Words
from dashboard.i18n import tr
from validation.contract import Severity
from validation.copies import Copy, copies
from validation.intake import Checked, Upload
from validation.problems import Problem, in_file_order
from validation.text import mark

SEVERITIES = {Severity.ERROR: mark("Error"), Severity.WARNING: mark("Notice")}


def xlsx(uploads: Sequence[Upload], files: Sequence[Checked]) -> bytes:
    """Write files as handed in, the faulty cells marked, and the list of all problems.

    Args:
        uploads: the files.
        files: the verdicts on them.
    """
    found = copies(uploads, files)
    entries = list(_entries(files, found))
    left_out = (
        ""
        if annotated.complete(found, entries)
        else tr(
            mark(
                "A workbook does not hold all of it: rows, cells, links or remarks were left out. "
                "The list as CSV is complete."
            )
        )
    )
    heads = (
        *(tr(mark("Error or notice")), tr(mark("File")), tr(mark("Line")), tr(mark("Cell"))),
        *(tr(mark("Column")), tr(mark("As typed")), tr(mark("What is wrong"))),
        *(tr(mark("What to do")), tr(mark("Rule"))),
    )
    words = Words(title=tr(mark("Problems")), heads=heads, left_out=left_out)
    return annotated.xlsx(found, entries, words)


def _entries(files: Sequence[Checked], found: Sequence[Copy]) -> Iterator[Entry]:
    """Give every problem, errors first, with the cells it means."""
    places = {copy.name: place for place, copy in enumerate(found)}
    problems = [each for file in files for each in in_file_order(file.problems)]
    for each in sorted(problems, key=lambda each: each.severity != Severity.ERROR):
        yield _entry(each, found, places.get(each.file, -1))


def _entry(found: Problem, copied: Sequence[Copy], place: int) -> Entry:
    return Entry(
        severity=tr(SEVERITIES[found.severity]),
        file=found.file,
        line="" if found.line is None else str(found.line),
        column=found.column,
        value=found.value,
        says=uploading.message(found),
        mend=uploading.mend(found),
        rule=found.kind,
        error=found.severity is Severity.ERROR,
        place=place,
        cells=copied[place].cells_of(found) if place >= 0 else (),
    )
