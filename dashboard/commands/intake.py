"""Commands about files: template, dictionary, check, load."""

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import polars as pl
import typer

from dashboard import attack_words, uploading
from dashboard.commands import across, opening, writing
from dashboard.commands.across import Across
from dashboard.commands.refusals import INVALID, UNUSABLE, VALID, Refusal
from dashboard.i18n import grouped, tr
from data import loading
from data.errors import NeedsConfirmation, NeedsReason, NothingToLoad, PlanRefused
from data.ledger import Mode
from data.planning import Plan
from data.table_plan import TablePlan
from data.warehouse import Warehouse, create
from metrics.source import Source
from validation import documents
from validation.contract import Contract, Severity
from validation.contracts import CONTRACTS
from validation.intake import Checked, Upload
from validation.problems import Problem, errors, report
from validation.problems import grouped as by_kind
from validation.rows import sweep
from validation.text import mark

SHOWN: Final = 10


@dataclass(frozen=True, kw_only=True)
class LoadOptions:
    """What was asked of a load."""

    table: str | None
    mode: str
    note: str
    reason: str
    confirmed: bool
    dry_run: bool
    output: str


def template(table: str) -> None:
    """Print a table's blank CSV."""
    typer.echo(documents.template(_contract(table)), nl=False)


def dictionary(table: str, *, full: bool) -> None:
    """Describe a table; long lists of codes are begun, or printed in full."""
    whole = "" if full else f"partnerships dictionary {table} --full"
    typer.echo(documents.dictionary(_contract(table), whole=whole), nl=False)


def _contract(table: str) -> Contract:
    if table not in CONTRACTS:
        known = ", ".join(CONTRACTS)
        raise Refusal(
            tr(
                mark("There is no table {table}. The tables are: {known}."),
                table=table,
                known=known,
            )
        )
    return CONTRACTS[table]


@dataclass(frozen=True, kw_only=True)
class CheckOptions:
    """What was asked of a check; `mend` and `annotate` are files to write."""

    table: str | None
    output: str
    mend: Path | None
    annotate: Path | None


def check(named: Sequence[str], files: Sequence[Path], options: CheckOptions) -> int:
    """Check files, mended where that was asked for; return the exit code."""
    warehouse = opening.one(named)
    for out in filter(None, (options.mend, options.annotate)):
        writing.not_over(out, files)
    table = options.table and _contract(options.table).name
    uploads = _uploads(files)
    if options.mend:
        verdicts = writing.mended(warehouse, uploads, table=table, out=options.mend)
    else:
        verdicts = _checked(warehouse, uploads, table=table, mode=Mode.MERGE)
    found = across.tested(warehouse, verdicts)
    if options.annotate:
        writing.annotated(uploads, found.files, out=options.annotate)
    _print_checked(found, options.output)
    return _code(found)


def load(named: Sequence[str], files: Sequence[Path], options: LoadOptions) -> int:
    """Publish files as one version; return the exit code."""
    return published(opening.one(named), _uploads(files), options)


def published(warehouse: Warehouse, uploads: Sequence[Upload], options: LoadOptions) -> int:
    """Publish what was read or written as one version; return the exit code."""
    mode = Mode(options.mode)
    table = options.table and _contract(options.table).name
    verdicts = _checked(warehouse, uploads, table=table, mode=mode)
    if not all(file.ok for file in verdicts):
        found = Across(verdicts)
        _print_checked(found, options.output)
        return _code(found)
    if not warehouse.exists():
        create(warehouse.path)
    plan = loading.preview(warehouse, verdicts, mode=mode)
    _print_problems(verdicts, plan.problems)
    if options.output == "text":
        typer.echo("\n".join(uploading.summary(plan)))
    for line in attack_words.given_away(warehouse, plan, when=opening.now()):
        typer.echo(line, err=True)
    if options.dry_run:
        return _rehearse(warehouse, plan, options)
    return _publish(warehouse, plan, options)


def _rehearse(warehouse: Warehouse, plan: Plan, options: LoadOptions) -> int:
    """Show the plan, whether or not it would be refused; return the code publishing would."""
    effects = uploading.effects(
        Source(warehouse, plan.base_version), warehouse, plan, when=opening.now()
    )
    filled = uploading.filled(
        Source(warehouse, plan.base_version), warehouse, plan, when=opening.now()
    )
    facts = {
        **_planned(plan),
        "effects": effects.to_dicts(),
        "schedule": [
            dict(zip(filled, row, strict=True)) for row in zip(*filled.values(), strict=True)
        ],
    }
    _report(options, facts, "\n".join((*_filled(filled), *_effects(effects))))
    refusals = [tr(PlanRefused.message)] if not plan.ok else []
    if not options.confirmed:
        refusals.extend(_to_confirm(table) for table in plan.to_confirm)
    if plan.revisions and not options.reason.strip():
        refusals.append(_to_explain(plan))
    for each in refusals:
        typer.echo(each, err=True)
    if options.output == "text":
        if plan.empty and plan.ok:
            typer.echo(tr(plan.nothing_to_do.message))
        typer.echo(tr(mark("Nothing was published (--dry-run).")))
    return INVALID if refusals else VALID


def _filled(found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Say line by line what of the schedule would be filled."""
    if found:
        yield tr(mark("What it fills of the reporting schedule:"))
    for row in zip(*found.values(), strict=True):
        yield f"  {', '.join(filter(None, row))}"


def _effects(found: pl.DataFrame) -> Iterator[str]:
    """Say line by line what would happen to the headline indicators."""
    if found.is_empty():
        yield tr(mark("No headline indicator moves."))
        return
    yield tr(mark("What it does to the headline indicators:"))
    for *what, before, after, status in found.iter_rows():
        moved = tr(mark("{before} → {after}"), before=before, after=after)
        yield f"  {', '.join(what)}: {moved}" + (f" ({status})" if status else "")


def _to_confirm(table: TablePlan) -> str:
    needed = NeedsConfirmation(
        table=table.contract.name, retired=table.retired.height, live=table.live
    )
    return "\n".join((tr(needed.message, **needed.facts), tr(mark("Add --yes to confirm it."))))


def _to_explain(plan: Plan) -> str:
    return "\n".join(
        (
            tr(NeedsReason.message),
            *(f"  {uploading.revision(each)}" for each in plan.revisions),
            tr(mark("Add --reason TEXT to say it.")),
        )
    )


def _publish(warehouse: Warehouse, plan: Plan, options: LoadOptions) -> int:
    try:
        version = loading.publish(
            warehouse,
            plan,
            who=opening.who(),
            note=options.note,
            reason=options.reason,
            when=opening.now(),
            confirmed=options.confirmed,
        )
    except NothingToLoad as nothing:
        _report(options, {"published": None}, tr(nothing.message))
        return VALID
    except PlanRefused as refused:
        _print_problems((), [found for found in refused.problems if found not in plan.problems])
        typer.echo(tr(refused.message), err=True)
        return INVALID
    except NeedsReason:
        typer.echo(_to_explain(plan), err=True)
        return INVALID
    except NeedsConfirmation:
        for table in plan.to_confirm:
            typer.echo(_to_confirm(table), err=True)
        return INVALID
    _report(
        options,
        {"published": version.number, "hash": version.hash, **_planned(plan)},
        tr(
            mark("Published as version {number}. To undo it: partnerships rollback {before}"),
            number=version.number,
            before=version.number - 1,
        ),
    )
    return VALID


def _planned(plan: Plan) -> dict[str, object]:
    return {
        "tables": {table.contract.name: uploading.counts(table) for table in plan.tables},
        "problems": [_record(found) for found in plan.problems],
    }


def _report(options: LoadOptions, facts: dict[str, object], text: str) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False) if options.output == "json" else text)


def _uploads(files: Sequence[Path]) -> list[Upload]:
    gc.freeze()  # what is imported stays, and is not gone through again for each thousand errors
    sweep()
    return [Upload.of(path) for path in files]


def _checked(
    warehouse: Warehouse, uploads: Sequence[Upload], *, table: str | None, mode: Mode
) -> tuple[Checked, ...]:
    today = opening.now().date()
    return uploading.check(warehouse, uploads, table=table, mode=mode, today=today)


def _code(found: Across) -> int:
    if any(file.contract is None for file in found.files):
        return UNUSABLE
    return VALID if found.ok else INVALID


def _print_checked(found: Across, output: str) -> None:
    if output == "csv":
        typer.echo(report(found.problems).decode("utf-8-sig"), nl=False)
    elif output == "json":
        files = [
            {
                "file": file.name,
                "table": file.contract.name if file.contract else None,
                "rows": file.count,
                "ok": file.ok,
                "problems": [_record(each) for each in file.problems],
            }
            for file in found.files
        ]
        if found.held:
            files.append(
                {
                    "file": "",
                    "table": None,
                    "rows": 0,
                    "ok": not errors(found.held),
                    "problems": [_record(each) for each in found.held],
                }
            )
        typer.echo(json.dumps(files, ensure_ascii=False, indent=1))
    else:
        _print_problems(found.files, found.held)
        typer.echo(uploading.verdict(found.files, found.held))
    if found.left:
        typer.echo(found.left, err=True)
    if found.plan and found.plan.revisions:
        typer.echo(tr(mark("To load it, a reason will be needed:")), err=True)
        typer.echo(_to_explain(found.plan), err=True)


def _record(found: Problem) -> dict[str, object]:
    return {
        **{key: value for key, value in asdict(found).items() if key not in {"says", "mends"}},
        "message": uploading.message(found),
        "mend": uploading.mend(found),
    }


def _print_problems(verdicts: Sequence[Checked], more: Sequence[Problem]) -> None:
    for line in _told([*(found for file in verdicts for found in file.problems), *more]):
        typer.echo(line, err=True)


def _told(problems: Sequence[Problem]) -> Iterator[str]:
    """Tell of problems group by group: the first few whole, the rest counted."""
    words = {Severity.ERROR: tr(mark("Error")), Severity.WARNING: tr(mark("Notice"))}
    for group in by_kind(problems):
        yield f"{words[group.severity]}: {uploading.heading(group)}"
        for found in group.problems[:SHOWN]:
            place = ":".join(filter(None, (found.file, found.cell or str(found.line or ""))))
            compared = len(found.columns) > 1 and found.value
            column = f"[{compared or found.column}]" if found.column else ""
            parts = (place, column, uploading.message(found), uploading.mend(found))
            yield "  " + " ".join(part for part in parts if part)
        if group.count > SHOWN:
            yield "  " + tr(
                mark("and {n} more of this kind; check --format csv lists them."),
                n=grouped(group.count - SHOWN),
            )
