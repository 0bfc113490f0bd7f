"""The command that serves, as a process of its own; `demo` is started by the journeys."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from data import versions
from data.warehouse import Warehouse

PARTNERSHIPS = Path(sys.executable).with_name("partnerships")

Serving = Callable[..., AbstractContextManager[tuple[int, Path]]]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse that does not exist before it is served."""
    return Warehouse(tmp_path_factory.mktemp("served") / "fresh.duckdb")


@pytest.fixture(scope="module")
def served(fresh: Warehouse, serving: Serving) -> Iterator[tuple[int, Path]]:
    """The port of a server of that warehouse, and its log."""
    with serving("serve", "--warehouse", f"fresh={fresh.path}") as found:
        yield found


def test_a_server_writes_one_line_and_nothing_else(served: tuple[int, Path]) -> None:
    port, log = served
    said = f"Open http://127.0.0.1:{port} in a browser. Ctrl+C ends it.\n"
    assert log.read_text(encoding="utf-8") == said


@pytest.mark.usefixtures("served")
def test_a_warehouse_that_is_served_before_its_first_file_is_empty(fresh: Warehouse) -> None:
    assert versions.ledger(fresh) == ()


@pytest.mark.parametrize("path", ["/", "/upload", "/health", "/fonts/none.ttf", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(path: str, served: tuple[int, Path]) -> None:
    with closing(HTTPConnection("127.0.0.1", served[0], timeout=5)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_an_address_below_that_of_operations_leads_to_the_page(served: tuple[int, Path]) -> None:
    with closing(HTTPConnection("127.0.0.1", served[0], timeout=5)) as connection:
        connection.request("GET", "/operations/no-such?workspace=simulated-example")
        answer = connection.getresponse()
        answer.read()
    kept = "../operations?workspace=simulated-example&operation=no-such"
    assert answer.getheader("location") == kept


def test_a_port_that_is_taken_is_told_in_one_line(
    served: tuple[int, Path], fresh: Warehouse
) -> None:
    port = served[0]
    command = [PARTNERSHIPS, "serve", "--warehouse", fresh.path, "--port", str(port)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be used: ")
    assert answer.stderr.endswith(". Choose another with --port.\n")
    assert len(answer.stderr.splitlines()) == 1


def test_a_warehouse_that_cannot_be_read_is_told_in_one_line_before_anything_is_served(
    tmp_path: Path,
) -> None:
    foreign = tmp_path / "foreign.duckdb"
    foreign.write_text("not a database", encoding="utf-8")
    command = [str(PARTNERSHIPS), "--warehouse", f"own={foreign}", "serve", "--port", "0"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert str(foreign) in done.stderr
    assert "Traceback" not in done.stderr
