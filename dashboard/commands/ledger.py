"""Commands about versions: list, roll back, verify; and copies of them: back up, restore."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from dashboard import mending
from dashboard.commands import opening
from dashboard.commands.refusals import INVALID, VALID
from dashboard.i18n import tr, trn
from data import backup as copies
from data import versions as history
from data.errors import NothingToRestore
from data.ledger import Act, Version
from validation.text import mark


def versions(named: Sequence[str], *, output: str) -> None:
    """List the versions, newest first."""
    found = tuple(reversed(history.ledger(opening.one(named))))
    if output == "json":
        typer.echo(json.dumps([_record(version) for version in found], ensure_ascii=False))
        return
    for version in found:
        typer.echo(line(version))
        if version.reason:
            why = tr(mark("Why figures changed: {reason}"), reason=version.reason)
            typer.echo(f"   {why}")
        for file, mend in mending.of_version(version):
            told = tr(mark("Mended in {file}: {what}"), file=file, what=mending.told(mend))
            typer.echo(f"   {told}")


def line(version: Version) -> str:
    """Write a version in one line."""
    what = (
        tr(mark("back to version {number}"), number=version.restores)
        if version.kind is Act.ROLLBACK
        else ", ".join(file.name for file in version.files)
    )
    moved = sum(change.added for change in version.tables)
    return tr(
        mark("{number}  {when:%Y-%m-%d %H:%M}  {who}  {what}  {rows}  {note}"),
        number=version.number,
        when=version.published_at,
        who=version.who,
        what=what,
        rows=trn(mark("{n} row"), mark("{n} rows"), moved),
        note=version.note,
    ).rstrip()


def _record(version: Version) -> dict[str, object]:
    return {**asdict(mending.as_shown(version)), "published_at": version.published_at.isoformat()}


def rollback(named: Sequence[str], number: int, *, note: str) -> None:
    """Publish a version whose rows equal those as of an earlier one."""
    try:
        version = history.rollback(
            opening.one(named), number, who=opening.who(), note=note, when=opening.now()
        )
    except NothingToRestore as nothing:
        typer.echo(tr(nothing.message, **nothing.facts))
        return
    typer.echo(
        tr(
            mark("Published version {number}: every table as of version {restored}."),
            number=version.number,
            restored=number,
        )
    )


def verify(named: Sequence[str], *, head: str | None) -> int:
    """Test rows and ledger; return the exit code."""
    findings = history.verify(opening.one(named), head=head)
    for finding in findings:
        typer.echo(tr(finding.says, **finding.facts), err=True)
    if findings:
        return INVALID
    typer.echo(tr(mark("Rows and ledger are as they were published.")))
    return VALID


def backup(named: Sequence[str], path: Path) -> None:
    """Copy the warehouse."""
    last = copies.backup(opening.one(named), path)
    typer.echo(tr(mark("Copied to {path}: {held}"), path=path, held=_held(last)))


def restore(named: Sequence[str], path: Path) -> None:
    """Make the warehouse from a backup."""
    warehouse = opening.one(named)
    last = copies.restore(path, warehouse)
    typer.echo(tr(mark("Restored to {path}: {held}"), path=warehouse.path, held=_held(last)))


def _held(last: Version | None) -> str:
    if last is None:
        return tr(mark("nothing was published yet."))
    return tr(mark("version {number}, hash {hash}."), number=last.number, hash=last.hash)
