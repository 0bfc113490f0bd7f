"""Files that `check` writes beside its verdict: the table mended, a copy with its faults marked."""

from collections.abc import Sequence
from pathlib import Path

import typer

from dashboard import annotating, mending
from dashboard.commands import opening
from dashboard.commands.refusals import Refusal
from dashboard.i18n import tr
from data.warehouse import Warehouse
from validation.intake import Checked, Upload
from validation.mending import Doubt, written
from validation.text import mark


def not_over(out: Path, files: Sequence[Path]) -> None:
    """Refuse to write over a file that was handed in.

    Raises:
        Refusal: the file to write is one of them.
    """
    if out.exists() and any(file.exists() and out.samefile(file) for file in files):
        raise Refusal(
            tr(
                mark("{file} is one of the files to check. Give the copy another name."),
                file=out,
            )
        )


def mended(
    warehouse: Warehouse, uploads: Sequence[Upload], *, table: str | None, out: Path
) -> tuple[Checked, ...]:
    """Write the table with all that is certain mended, and tell what was.

    Args:
        warehouse: where references are looked up.
        uploads: the files, which must hold one table.
        table: the table they are of, or None to recognise it from the header.
        out: the file to write.

    Returns:
        The verdicts on the files as mended.

    Raises:
        Refusal: there are several tables, or something would be lost in writing.
    """
    today = opening.now().date()
    done = mending.mended_throughout(warehouse, uploads, table=table, today=today)
    tables = [file.source for file in done.files if file.source]
    if not tables:
        return done.files
    if len(tables) > 1:
        raise Refusal(
            tr(mark("There are several tables; --mend writes one. Hand them in one by one."))
        )
    content = written(tables[0])
    if content is None:
        raise Refusal(
            tr(
                mark(
                    "Nothing was written: rows or columns of the file cannot be told apart, and "
                    "would be lost. Check it without --mend and mend these first."
                )
            )
        )
    out.write_bytes(content)
    for line in _told(done):
        typer.echo(line, err=True)
    typer.echo(tr(mark("Written to {path}, as UTF-8."), path=out), err=True)
    return done.files


def annotated(uploads: Sequence[Upload], files: Sequence[Checked], *, out: Path) -> None:
    """Write the files with the faulty cells marked.

    Args:
        uploads: the files.
        files: the verdicts on them.
        out: the file to write.
    """
    out.write_bytes(annotating.xlsx(uploads, files))
    typer.echo(tr(mark("Written to {path}, the faulty cells marked."), path=out), err=True)


def _told(done: mending.Thorough) -> list[str]:
    lines = [
        tr(mark("Mended: {what}"), what=mending.told(each))
        for upload in done.uploads
        for each in upload.mends
    ]
    doubts = [each.mend for each in done.left if isinstance(each.mend, Doubt)]
    lines += [
        tr(mark("Not mended [{column}]: {why}"), column=each.column, why=mending.doubt(each))
        for each in doubts
    ]
    return lines or [tr(mark("Nothing could be mended without a doubt."))]
