"""Servers to measure: the product's own, and what they are measured against."""

import os
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic, sleep
from typing import Final

from dashboard.commands.serving import build_public_record, build_simulated_example
from data.workspaces import PUBLIC_RECORD, SIMULATED, Workspace, to_environment

ROOT: Final = Path(__file__).parents[1]
HOST: Final = "127.0.0.1"
PATIENCE: Final = 120.0
"""How long a server may take to listen, in seconds."""
SPEC: Final = "BENCHMARK_SPEC"
"""The variable that names the file with the chart that the bare page shows."""

_HEALTH: Final = "/_stcore/health"
_RETRY: Final = 0.1


def demonstration(folder: Path) -> tuple[Workspace, Workspace]:
    """Return the two workspaces of the demonstration, built in a folder unless they are there."""
    public, example = (
        Workspace(name, name, folder / f"{name}.duckdb") for name in (PUBLIC_RECORD, SIMULATED)
    )
    if not example.path.exists():
        build_public_record(public)
        build_simulated_example(example)
    return public, example


@contextmanager
def product(workspaces: Sequence[Workspace]) -> Generator[int]:
    """Serve the product as `partnerships serve` does; yield its port."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("partnerships")), "serve", "--port", str(port)]
    with _running(command, port, to_environment(workspaces)):
        yield port


@contextmanager
def altair_each_time(workspaces: Sequence[Workspace]) -> Generator[int]:
    """Serve the product, building its charts in Altair with each rerun; yield its port."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.pages.altair_each_time", str(port)]
    with _running(command, port, to_environment(workspaces)):
        yield port


@contextmanager
def bare(script: Path, chart: Path) -> Generator[int]:
    """Serve a script that shows one finished chart; yield its port."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.pages.bare", str(port), str(script)]
    with _running(command, port, {SPEC: str(chart)}):
        yield port


@contextmanager
def _running(command: Sequence[str], port: int, variables: Mapping[str, str]) -> Generator[None]:
    # A server that is measured is not also traced line by line, should a test have started it.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    with TemporaryFile("w+") as said:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**plain, **variables}, stdout=said, stderr=said
        )
        try:
            _wait(server, port)
            yield
        except RuntimeError as error:
            said.seek(0)
            error.add_note(f"{' '.join(command)} said:\n{said.read()}")
            raise
        finally:
            server.terminate()
            server.wait()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + PATIENCE
    while not _answers(port):
        if server.poll() is not None or monotonic() > until:
            raise RuntimeError("a server did not start")
        sleep(_RETRY)


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", _HEALTH)
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])
