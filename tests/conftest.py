"""What every test has in common: a home of its own, the command line, and unhurried properties."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.cli import main
from data.locking import FileLock
from data.simulate import SEED, Release, example
from data.workspaces import VARIABLE, demonstration
from metrics.catalogue import INDICATORS

Serving = Callable[..., AbstractContextManager[tuple[int, Path]]]

ROOT = Path(__file__).parents[1]
PATIENCE = 400.0
OPEN = re.compile(r"Open http://127\.0\.0\.1:(\d+) in a browser\. Ctrl\+C ends it\.\n")

# The machine is shared by several test processes: the time of one example says nothing.
settings.register_profile("unhurried", deadline=None, print_blob=True)
settings.load_profile("unhurried")


# What takes seconds to make, and is made once for all tests of a process that use it.
SHARED = ("shipped", "kept", "benchmarked", "served", "simulated", "worked", "twins")

LONG = (
    "test_released",
    "test_operations_released",
    "test_training_released",
    "test_properties",
    "test_staged",
    "test_killed",
    "test_eight_analysts",
    "test_full_disk",
    "test_fuzzing",
)
"""Modules with a test that takes many seconds and shares nothing that was made before."""


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Keep in one test process what shares a thing that takes long to make: it is made once.

    Those groups are begun first, the largest before all; of the tests that share nothing those
    that take long; the short ones then fill both processes to the end. What needs the demonstration
    comes first in its group: it is built while the other process does not need it yet.
    """
    for item in items:
        used: list[str] = getattr(item, "fixturenames", [])
        group = next((name for name in SHARED if name in used), "")
        if "chromium" in used:  # a journey: one server and one browser for those of a role
            group = item.path.stem
        if group:
            item.add_marker(pytest.mark.xdist_group(group))
    yield
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[bool, bool]:
    used: list[str] = getattr(item, "fixturenames", [])
    return "demonstrated" not in used, item.path.stem not in LONG


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home: no test reads or writes what the person who runs it keeps."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("PARTNERSHIPS_", "XDG_"))]:
            patch.delenv(name)
        patch.setenv("HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium or Chrome that browser tests drive, found as set-up finds it."""
    found = subprocess.run(
        [str(ROOT / "scripts" / "browser.sh")], check=True, capture_output=True, text=True
    )
    return found.stdout.strip()


@pytest.fixture
def partnerships(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command line in this process: `partnerships("check", path)`."""
    monkeypatch.delenv(VARIABLE, raising=False)

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = ["partnerships", *map(str, words)]
        monkeypatch.setattr(sys, "argv", command)
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(command, int(end.value.code or 0), out, err)

    return run


def _is_well(port: int) -> bool:
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/health")
            return json.loads(connection.getresponse().read()) == {"status": "ok"}
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


@pytest.fixture(scope="session")
def serving(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """Starts a command that serves, on a free port, and ends it as Ctrl+C does.

    Gives the port and the log, which holds all that the process writes; a traceback fails the test.
    """

    @contextmanager
    def serve(*words: object) -> Generator[tuple[int, Path]]:
        assert home.is_dir()
        log = tmp_path_factory.mktemp("served") / "log.txt"
        command = [Path(sys.executable).with_name("partnerships"), *map(str, words), "--port", "0"]
        with log.open("wb") as sink:
            process = subprocess.Popen(command, stdout=sink, stderr=sink)
        with process:
            yield _port_once_it_answers(process, log), log
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=PATIENCE) == 0
        assert "Traceback" not in log.read_text(encoding="utf-8")

    return serve


@pytest.fixture(scope="session")
def demonstrated(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `partnerships demo` fills in an empty home: once for all test processes.

    Not to be changed: copy what is published into.
    """
    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demonstrated"
    place.mkdir(exist_ok=True)
    built = place / "built"
    with FileLock(built).exclusive(PATIENCE), pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(place))
        folder = demonstration()[0].path.parent
        if not built.exists():
            assert not folder.exists()
            with serving("demo"):
                built.touch()
    return folder


@pytest.fixture(scope="session")
def releases() -> tuple[Release, ...]:
    """The releases of the demonstration's simulated example, in order of time."""
    return example(SEED, indicators=frozenset(INDICATORS)).releases
