"""The command line: the engine without the browser. Imports late, so --help is instant."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli_choices import (
    GrainChoice,
    LimitsChoice,
    LoadMode,
    RecordFormat,
    ReportFormat,
    SimulatedChoice,
    TableFormat,
)

app = typer.Typer(
    help="How international law-enforcement partnerships perform over time.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
export_app = typer.Typer(help="Write a chart to a file.", no_args_is_help=True)
app.add_typer(export_app, name="export")


WarehouseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--warehouse",
        metavar="[NAME=]PATH",
        help="The warehouse file; repeat it with names to serve several.",
    ),
]
TableOption = Annotated[
    str | None, typer.Option("--table", help="The table, if the header does not tell.")
]
Files = Annotated[list[Path], typer.Argument(help="CSV files.")]
Partnerships = Annotated[
    list[str] | None, typer.Option("--partnership", help="A partnership's id; repeatable.")
]
GrainOption = Annotated[GrainChoice | None, typer.Option("--grain", help="Quarters or years.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First period, such as 2023-Q1.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last period.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Break down by this dimension.")]
CrimeAreas = Annotated[
    list[str] | None, typer.Option("--crime-area", help="Only this crime area; repeatable.")
]
Countries = Annotated[
    list[str] | None, typer.Option("--country", help="Only this country; repeatable.")
]
AsOf = Annotated[int | None, typer.Option("--as-of", help="The version to ask; default: latest.")]
HostOption = Annotated[str, typer.Option(help="Address to listen on.")]
PortOption = Annotated[int, typer.Option(help="Port to listen on.")]
NoteOption = Annotated[str, typer.Option("--note", help="Why; kept with the version.")]


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
    output: Annotated[TableFormat, typer.Option("--format")] = TableFormat.CSV,
) -> None:
    """Print an indicator's values over time with all that belongs to them."""
    from dashboard.commands import figures

    figures.series(context.obj, context.params, output=output.value)


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
    limits: Annotated[
        LimitsChoice, typer.Option(help="Limits made for short series, or the textbooks' 2.66.")
    ] = LimitsChoice.SHORT_RUN,
    method: Annotated[
        SimulatedChoice, typer.Option(help="The signals, or the comparison before and after.")
    ] = SimulatedChoice.SIGNALS,
    output: Annotated[TableFormat, typer.Option("--format")] = TableFormat.CSV,
) -> None:
    """Simulate how many planted changes a method finds, and how often it is wrong."""
    from dashboard.commands import recovering
    from metrics.methods.recovery import Plan
    from metrics.methods.xmr import CLASSIC

    k = CLASSIC if limits is LimitsChoice.CLASSIC else None
    plan = Plan(draws=draws, seed=seed, step=step, k=k)
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
