"""What every test has in common: a home of its own, and properties that are not hurried."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.cli import main
from dashboard.commands.serving import SEED
from data.simulate import Release, example

ROOT = Path(__file__).parents[1]

# The machine is shared by several test processes: the time of one example says nothing.
settings.register_profile("unhurried", deadline=None, print_blob=True)
settings.load_profile("unhurried")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep all browser tests in one test process: they share a server and a browser."""
    if item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.xdist_group("browser"))


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

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = ["partnerships", *map(str, words)]
        monkeypatch.setattr(sys, "argv", command)
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(command, int(end.value.code or 0), out, err)

    return run


@pytest.fixture(scope="session")
def releases() -> tuple[Release, ...]:
    """The releases of the demonstration's simulated example, in order of time."""
    return example(SEED).releases
