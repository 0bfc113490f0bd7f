"""Commands that serve: the demonstration, and warehouses of one's own."""

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import typer

from dashboard.commands import opening
from dashboard.commands.refusals import Refusal
from dashboard.i18n import tr
from dashboard.uploading import check, mend, message
from data import loading, workspaces
from data.samples import brought, public_record
from data.simulate import SEED, example
from data.versions import ledger
from data.warehouse import create
from data.workspaces import Workspace
from metrics.catalogue import INDICATORS
from validation.intake import Upload
from validation.periods import Period
from validation.problems import errors
from validation.rows import sweep
from validation.text import mark

RECORD_DAY: Final = datetime(2026, 11, 28, 9, tzinfo=UTC)
"""When the public record that ships was put together; its version carries this date."""


_US: Final = mark("Partnership Metrics")
_HEAD: Final = 12
"""Characters of a ledger's hash that tell two releases apart."""

_NOTHING: Final = "empty"


def demo(*, host: str, port: int) -> None:
    """Build the two workspaces of the demonstration where they are missing, and serve them.

    A public record built from other files than this release's is built anew.
    """
    public, simulated = workspaces.demonstration()
    if public.warehouse.exists():
        make_way(public)
    if not public.warehouse.exists():
        typer.echo(tr(mark("Building the public record …")))
        build_public_record(public)
    if not simulated.warehouse.exists():
        typer.echo(tr(mark("Building the simulated example (two minutes) …")))
        build_simulated_example(simulated)
    _serve((public, simulated), host=host, port=port)


def serve(named: Sequence[str], *, host: str, port: int) -> None:
    """Serve the warehouses named; one that does not exist yet starts empty."""
    found = opening.chosen(named)
    for workspace in found:
        if not workspace.warehouse.exists():
            create(workspace.path)
    _serve(found, host=host, port=port)


def _serve(found: Sequence[Workspace], *, host: str, port: int) -> None:
    _expect_early_caches()
    from dashboard import server

    sweep()
    for workspace in found:
        ledger(workspace.warehouse)  # one that cannot be read is refused before anything is served
        _decide(workspace)
    try:
        taken = server.listening(host, port)
    except OSError as problem:
        raise Refusal(
            tr(
                mark("Port {port} of {host} cannot be used: {reason}. Choose another with --port."),
                port=port,
                host=host,
                reason=problem.strerror or str(problem),
            )
        ) from None
    typer.echo(
        tr(
            mark("Open http://{host}:{port} in a browser. Ctrl+C ends it."),
            host=host,
            port=taken.getsockname()[1],
        )
    )
    server.serve(found, taken)


def _decide(workspace: Workspace) -> None:
    """Decide which counts of persons are withheld before the first page asks, once a version."""
    from metrics import released
    from metrics.source import Source

    source = Source(workspace.warehouse)
    if released.undecided(source):
        told = mark("Working out which counts of persons in {name} are withheld …")
        typer.echo(tr(told, name=workspace.name))
        released.decide(source)


def make_way(workspace: Workspace) -> None:
    """Set a public record of another release aside, to be built anew; never one with own versions.

    Raises:
        WarehouseError: it cannot be read.
    """
    held = ledger(workspace.warehouse)
    if held and brought(held[0]):
        return
    if held[1:] or any(each.who != tr(_US) for each in held):
        typer.echo(
            tr(
                mark(
                    "{path} was not built from the files of this release, and versions of your "
                    "own are in it: it is served as it is. To see this release's public record, "
                    "move that file elsewhere and start again."
                ),
                path=workspace.path,
            )
        )
        return
    head = held[0].hash[:_HEAD] if held else _NOTHING
    aside = workspace.path.with_stem(f"{workspace.path.stem}-{head}")
    for file in sorted(workspace.path.parent.glob(f"{workspace.path.name}*")):
        file.rename(aside.with_name(file.name.replace(workspace.path.name, aside.name, 1)))
    typer.echo(
        tr(
            mark("The public record here is of another release; it was moved to {path}."),
            path=aside,
        )
    )


def build_public_record(workspace: Workspace) -> None:
    """Publish the figures that ship with the product as the first version of a workspace."""
    with _whole(workspace) as building:
        _publish(
            building,
            public_record(),
            who=tr(_US),
            note=tr(mark("Published figures as shipped")),
            when=RECORD_DAY,
        )


def build_simulated_example(workspace: Workspace, *, until: Period | None = None) -> None:
    """Publish the simulated releases, each on its planned date.

    Args:
        workspace: where.
        until: the last quarter, if the example is to go on beyond its own.
    """
    with _whole(workspace) as building:
        drawn = example(SEED, indicators=frozenset(INDICATORS), until=until)
        for release in drawn.releases:
            _publish(
                building, release.uploads, who=release.who, note=release.note, when=release.when
            )
        _decide(building)


@contextmanager
def _whole(workspace: Workspace) -> Generator[Workspace]:
    """Build a new workspace in a folder beside its place; it is there whole, or not at all."""
    workspace.path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=workspace.path.parent, prefix=".building-") as folder:
        building = replace(workspace, path=Path(folder) / workspace.path.name)
        create(building.path)
        yield building
        for file in sorted(Path(folder).iterdir(), reverse=True):
            file.rename(workspace.path.with_name(file.name))


def _publish(
    workspace: Workspace, uploads: Sequence[Upload], *, who: str, note: str, when: datetime
) -> None:
    store = workspace.warehouse
    files = check(store, uploads, table=None, mode=loading.Mode.MERGE, today=when.date())
    for file in files:
        for found in errors(file.problems):
            raise Refusal(f"{found.file}:{found.line} {message(found)} {mend(found)}")
    plan = loading.preview(store, files)
    loading.publish(store, plan, who=who, note=note, reason=note, when=when, confirmed=True)


def _expect_early_caches() -> None:
    """Silence one notice: caches exist before Streamlit's runtime does, so that they are warm."""
    log = logging.getLogger("streamlit.runtime.caching.cache_data_api")
    log.addFilter(lambda record: "No runtime found" not in record.getMessage())
