"""The command line: the engine without the browser. Imports late, so --help is instant."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli_choices import (
    AsOf,
    ByOption,
    Countries,
    CrimeAreas,
    Files,
    FromOption,
    GrainOption,
    HostOption,
    LimitsChoice,
    LimitsOption,
    LoadMode,
    NoteOption,
    Partnerships,
    PortOption,
    RecordFormat,
    ReportFormat,
    SimulatedChoice,
    TableFormat,
    TableOption,
    ToOption,
    WarehouseOption,
)
from dashboard.cli_index import index

app = typer.Typer(
    help="How international law-enforcement partnerships perform over time.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
export_app = typer.Typer(help="Write a chart to a file.", no_args_is_help=True)
app.add_typer(export_app, name="export")


@app.callback()
def select(context: typer.Context, warehouse: WarehouseOption = None) -> None:
    """Remember which warehouse the command works on."""
    context.obj = list(warehouse or [])


@app.command()
def demo(port: PortOption = 8501, host: HostOption = "127.0.0.1") -> None:
    """Build what is missing and serve the public record and a simulated example."""
    from dashboard.commands import serving

    serving.demo(host=host, port=port)


@app.command()
def serve(
    context: typer.Context,
    warehouse: WarehouseOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8501,
) -> None:
    """Serve one or several warehouses."""
    from dashboard.commands import serving

    serving.serve([*context.obj, *(warehouse or [])], host=host, port=port)


@app.command()
def template(table: str) -> None:
    """Print a table's blank CSV."""
    from dashboard.commands import intake

    intake.template(table)


@app.command()
def dictionary(
    table: str,
    full: Annotated[bool, typer.Option("--full", help="Print long lists in full.")] = False,
) -> None:
    """Describe a table's columns and rules."""
    from dashboard.commands import intake

    intake.dictionary(table, full=full)


@app.command()
def check(
    context: typer.Context,
    files: Files,
    warehouse: WarehouseOption = None,
    table: TableOption = None,
    output: Annotated[ReportFormat, typer.Option("--format")] = ReportFormat.TEXT,
    mend: Annotated[
        Path | None,
        typer.Option(metavar="OUT.csv", help="Write the table with all that is certain mended."),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option(metavar="OUT.xlsx", help="Write a copy with the faulty cells marked."),
    ] = None,
) -> None:
    """Check files without loading them; exit 0 valid, 1 invalid, 2 unusable.

    Rules across tables are tested against the warehouse; where there is none, that is said.
    """
    from dashboard.commands import intake

    options = intake.CheckOptions(table=table, output=output.value, mend=mend, annotate=annotate)
    raise typer.Exit(intake.check([*context.obj, *(warehouse or [])], files, options))


@app.command()
def load(
    context: typer.Context,
    files: Files,
    warehouse: WarehouseOption = None,
    table: TableOption = None,
    mode: Annotated[LoadMode, typer.Option(help="What the files mean.")] = LoadMode.MERGE,
    note: NoteOption = "",
    reason: Annotated[
        str, typer.Option("--reason", help="Why published figures change, where they change a lot.")
    ] = "",
    output: Annotated[RecordFormat, typer.Option("--format")] = RecordFormat.TEXT,
    yes: Annotated[bool, typer.Option("--yes", help="Confirm a large withdrawal.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do.")] = False,
) -> None:
    """Publish files as one version, all together or not at all."""
    from dashboard.commands import intake

    outcome = intake.load(
        [*context.obj, *(warehouse or [])],
        files,
        intake.LoadOptions(
            table=table,
            mode=mode.value,
            note=note,
            reason=reason,
            confirmed=yes,
            dry_run=dry_run,
            output=output.value,
        ),
    )
    raise typer.Exit(outcome)


@app.command()
def rebase(
    context: typer.Context,
    indicator: str,
    partnership: Annotated[str, typer.Argument(help="The partnership's id.")],
    period: Annotated[str, typer.Argument(help="First period of the new range: 2023-Q2.")],
    reason: Annotated[str, typer.Option(help="Why earlier periods no longer tell what is usual.")],
    milestone: Annotated[str, typer.Option(help="The milestone at which it begins anew.")] = "",
    output: Annotated[RecordFormat, typer.Option("--format")] = RecordFormat.TEXT,
) -> None:
    """Let the usual range of a series begin anew, for a reason.

    The reason stands beside the chart. A usual range needs eight whole periods: where fewer are
    left, the command says how many there are and when there can be enough, and the chart says so
    too. `rollback` to the version before also undoes what was published since; to take back this
    row alone, load it with `--mode withdraw`.
    """
    from dashboard.commands import rebasing

    anew = rebasing.Anew(
        indicator=indicator,
        partnership=partnership,
        period=period,
        reason=reason,
        milestone=milestone,
    )
    raise typer.Exit(rebasing.rebase(context.obj, anew, output=output.value))


@app.command()
def versions(
    context: typer.Context,
    output: Annotated[RecordFormat, typer.Option("--format")] = RecordFormat.TEXT,
) -> None:
    """List the versions published, newest first."""
    from dashboard.commands import ledger

    ledger.versions(context.obj, output=output.value)


@app.command()
def rollback(context: typer.Context, number: int, note: NoteOption = "") -> None:
    """Publish a version whose rows equal those as of an earlier one."""
    from dashboard.commands import ledger

    ledger.rollback(context.obj, number, note=note)


@app.command()
def verify(
    context: typer.Context,
    head: Annotated[str | None, typer.Option(help="A head hash printed in an export.")] = None,
) -> None:
    """Test that neither rows nor ledger were changed; exit 1 if they were."""
    from dashboard.commands import ledger

    raise typer.Exit(ledger.verify(context.obj, head=head))


@app.command()
def attack(
    context: typer.Context,
    version: Annotated[
        int | None, typer.Argument(help="The version; the latest if not given.")
    ] = None,
) -> None:
    """Try to work out withheld counts from all that was released; exit 1 if one can be."""
    from dashboard.commands import attacking

    raise typer.Exit(attacking.attack(context.obj, version))


@app.command()
def backup(context: typer.Context, path: Path) -> None:
    """Copy the warehouse, verified, while others work on it."""
    from dashboard.commands import ledger

    ledger.backup(context.obj, path)


@app.command()
def restore(context: typer.Context, path: Path) -> None:
    """Make the warehouse anew from a backup; nothing is overwritten."""
    from dashboard.commands import ledger

    ledger.restore(context.obj, path)


@app.command()
def indicators(
    output: Annotated[ReportFormat, typer.Option("--format")] = ReportFormat.TEXT,
) -> None:
    """List the indicators of the catalogue."""
    from dashboard.commands import figures

    figures.indicators(output=output.value)


@app.command()
def series(
    context: typer.Context,
    indicator: str,
    partnership: Partnerships = None,
    grain: GrainOption = None,
    start: FromOption = None,
    end: ToOption = None,
    by: ByOption = None,
    crime_area: CrimeAreas = None,
    country: Countries = None,
    as_of: AsOf = None,
    signals: Annotated[
        bool, typer.Option("--signals", help="Beside each value its usual range and signal.")
    ] = False,
    limits: LimitsOption = LimitsChoice.SHORT_RUN,
    output: Annotated[TableFormat, typer.Option("--format")] = TableFormat.CSV,
) -> None:
    """Print an indicator's values over time with all that belongs to them."""
    from dashboard.commands import figures

    figures.series(context.obj, context.params, output=output.value)


app.command()(index)


@export_app.command("chart")
def export_chart(
    context: typer.Context,
    indicator: str,
    out: Annotated[Path, typer.Option(help="A .png, .svg, .pdf, .csv or .xlsx file.")],
    partnership: Partnerships = None,
    grain: GrainOption = None,
    start: FromOption = None,
    end: ToOption = None,
    by: ByOption = None,
    crime_area: CrimeAreas = None,
    country: Countries = None,
    as_of: AsOf = None,
) -> None:
    """Write a chart with title, unit, source and data version."""
    from dashboard.commands import figures

    figures.export(context.obj, context.params, out=out)


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="Folder to write into.")],
    rows: Annotated[
        int | None, typer.Option(min=1, help="Rows of information_exchange; other tables follow.")
    ] = None,
    example: Annotated[
        bool,
        typer.Option("--example", help="The files and the truth of the simulated example itself."),
    ] = False,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="The same seed gives the same files; usual: 1, or the example's."),
    ] = None,
) -> None:
    """Write invented data, with a record of what was planted in it (truth.json)."""
    from dashboard.commands import simulating

    simulating.simulate(rows=rows, seed=seed, out=out, example=example)


@app.command()
def recovery(
    draws: Annotated[int, typer.Option(min=1, help="Series simulated for each row.")] = 4_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same table.")] = 1,
    step: Annotated[float, typer.Option(help="The change planted, in standard deviations.")] = 3.0,
    limits: LimitsOption = LimitsChoice.SHORT_RUN,
    method: Annotated[
        SimulatedChoice, typer.Option(help="The signals, or the comparison before and after.")
    ] = SimulatedChoice.SIGNALS,
    output: Annotated[TableFormat, typer.Option("--format")] = TableFormat.CSV,
) -> None:
    """Simulate how many planted changes a method finds, and how often it is wrong."""
    from dashboard.commands import recovering
    from metrics.methods.recovery import Plan

    plan = Plan(draws=draws, seed=seed, step=step, k=limits.multiple)
    if method is SimulatedChoice.SIGNALS:
        recovering.show(plan, output=output.value)
    else:
        recovering.show_evaluations(plan, output=output.value)


def main() -> None:
    """Run the command line; every refusal is one clear line on stderr, never a traceback."""
    from dashboard.commands.refusals import UNUSABLE, refusal

    try:
        app()
    except Exception as problem:
        text = refusal(problem)
        if text is None:
            raise
        typer.echo(text, err=True)
        sys.exit(UNUSABLE)
