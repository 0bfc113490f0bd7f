"""The command that serves, as a process of its own; `demo` is started by the journeys."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from data import versions
from data.warehouse import Warehouse

PARTNERSHIPS = Path(sys.executable).with_name("partnerships")
PATIENCE = 60.0
OPEN = re.compile(r"Open http://127\.0\.0\.1:(\d+) in a browser\. Ctrl\+C ends it\.\n")


def _asked(port: int, path: str) -> tuple[dict[str, str], bytes]:
    """Return the headers, names in small letters, and the body of an answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def _is_well(port: int) -> bool:
    try:
        return json.loads(_asked(port, "/health")[1]) == {"status": "ok"}
    except OSError:
        return False


def _port_once_it_answers(process: subprocess.Popen[bytes], log: Path) -> int:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        said = OPEN.search(log.read_text(encoding="utf-8"))
        if said and _is_well(int(said[1])):
            return int(said[1])
        time.sleep(0.1)
    process.kill()
    pytest.fail(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the warehouse and the log of the served process stand."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """The port of a server of a warehouse that did not exist; ended as Ctrl+C ends it."""
    command = [PARTNERSHIPS, "serve", "--warehouse", f"fresh={folder / 'fresh.duckdb'}"]
    log = folder / "log.txt"
    with log.open("wb") as sink:
        process = subprocess.Popen([*command, "--port", "0"], stdout=sink, stderr=sink)
    with process:
        yield _port_once_it_answers(process, log)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0
    assert OPEN.fullmatch(log.read_text(encoding="utf-8"))


def test_a_server_says_that_it_is_well(port: int) -> None:
    assert _is_well(port)


def test_a_warehouse_that_is_served_before_its_first_file_is_empty(port: int, folder: Path) -> None:
    assert _is_well(port)
    assert versions.ledger(Warehouse(folder / "fresh.duckdb")) == ()


@pytest.mark.parametrize("path", ["/", "/upload", "/health", "/fonts/none.ttf", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(path: str, port: int) -> None:
    headers, _ = _asked(port, path)
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_a_port_that_is_taken_is_told_in_one_line(port: int, folder: Path) -> None:
    command = [PARTNERSHIPS, "serve", "--warehouse", folder / "fresh.duckdb", "--port", str(port)]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be used: ")
    assert answer.stderr.endswith(". Choose another with --port.\n")
    assert len(answer.stderr.splitlines()) == 1
