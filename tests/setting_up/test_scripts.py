"""Set-up on machines that lack something: one clear line, and nothing half-done."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("sh", "cat", "cksum", "dirname", "grep", "rm")


class Machine:
    """A fresh copy of the repository's set-up on a machine whose programs we choose."""

    def __init__(self, folder: Path) -> None:
        self.clone = folder / "clone"
        self.bin = folder / "bin"
        self.home = folder / "home"
        for part in (self.clone, self.bin, self.home):
            part.mkdir()
        shutil.copytree(ROOT / "scripts", self.clone / "scripts")
        for name in ("requirements.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, self.clone)
        for name in NEEDED:
            found = shutil.which(name)
            assert found is not None
            (self.bin / name).symlink_to(found)
        self.program("id", "echo 1000")

    def program(self, name: str, script: str) -> Path:
        """Put a program of our own on this machine."""
        path = self.bin / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.bin}/log"\n{script}\n')
        path.chmod(0o755)
        return path

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the set-up scripts from another folder, with an empty home."""
        environment = {
            "PATH": str(self.bin),
            "HOME": str(self.home),
            "APPLICATIONS": str(self.home / "nothing"),
        }
        return subprocess.run(
            [str(self.clone / "scripts" / script), *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.home,
            env=environment,
        )

    def log(self) -> list[str]:
        """The programs that ran, in order, with their arguments."""
        return (self.bin / "log").read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def ready(machine: Machine) -> Machine:
    """A machine with Python and an environment in which anything can be installed."""
    machine.program("python3", "true")
    environment = machine.clone / ".venv" / "bin"
    environment.mkdir(parents=True)
    (environment / "activate").write_text(f"VIRTUAL_ENV={environment.parent}\n")
    (environment / "python").symlink_to(machine.bin / "python3")
    return machine


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if not line.startswith("Setting up")]


def test_without_python_one_line_says_what_to_install(machine: Machine) -> None:
    done = machine.run("setup.sh")
    assert done.returncode != 0
    assert len(said(done)) == 1
    assert "Python 3.11 to 3.14 is needed" in said(done)[0]


def test_an_older_python_is_passed_over(machine: Machine) -> None:
    machine.program("python3", "exit 1")
    done = machine.run("setup.sh")
    assert "Python 3.11 to 3.14 is needed" in said(done)[0]


def test_without_venv_one_line_names_the_package_and_nothing_is_left(machine: Machine) -> None:
    machine.program("python3", 'case "$*" in *ensurepip*) exit 1 ;; esac')
    done = machine.run("setup.sh")
    assert done.returncode != 0
    assert len(said(done)) == 1
    assert "apt-get install python3-venv" in said(done)[0]
    assert not (machine.clone / ".venv").exists()


def test_root_on_debian_gets_the_package_through_apt(machine: Machine) -> None:
    machine.program("id", "echo 0")
    machine.program("apt-get", "true")
    machine.program("python3", 'case "$*" in *ensurepip*) exit 1 ;; *venv*) exit 7 ;; esac')
    done = machine.run("setup.sh")
    installed = [line for line in machine.log() if line.startswith("apt-get")]
    assert [line.split()[-1] for line in installed] == ["update", "python3-venv"]
    assert machine.log()[-1] == "python3 -m venv .venv"
    assert done.returncode == 7


def test_without_a_browser_one_line_says_what_to_install(ready: Machine) -> None:
    done = ready.run("setup.sh", "browser")
    assert done.returncode != 0
    assert len(said(done)) == 1
    assert "apt-get install chromium" in said(done)[0]


def test_a_browser_in_the_applications_folder_is_found(machine: Machine) -> None:
    folder = machine.home / "Applications" / "Google Chrome.app" / "Contents" / "MacOS"
    folder.mkdir(parents=True)
    program = folder / "Google Chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert machine.run("browser.sh").stdout == f"{program}\n"


def test_a_chromium_on_the_path_is_found(machine: Machine) -> None:
    program = machine.program("chromium", "true")
    assert machine.run("browser.sh").stdout == f"{program}\n"


def test_a_second_run_does_nothing(ready: Machine) -> None:
    first = ready.run("setup.sh")
    assert first.stderr.startswith("Setting up .venv")
    before = len(ready.log())
    second = ready.run("setup.sh")
    assert (second.returncode, second.stderr) == (0, "")
    assert ready.log()[before:] == ["python3 -c import dashboard"]


def test_a_new_lock_is_installed(ready: Machine) -> None:
    ready.run("setup.sh")
    with (ready.clone / "requirements.lock").open("a") as lock:
        lock.write("# another\n")
    before = len(ready.log())
    ready.run("setup.sh")
    assert any("--require-hashes -r requirements.lock" in line for line in ready.log()[before:])


def test_a_moved_environment_is_made_anew(ready: Machine) -> None:
    ready.run("setup.sh")
    ready.clone = ready.clone.rename(ready.clone.with_name("elsewhere"))
    before = len(ready.log())
    ready.run("setup.sh")
    assert "python3 -m venv .venv" in ready.log()[before:]


def test_uv_is_used_where_it_is_present(ready: Machine) -> None:
    ready.program("uv", "true")
    assert ready.run("setup.sh").returncode == 0
    assert not [line for line in ready.log() if " -m pip" in line]
    assert len([line for line in ready.log() if line.startswith("uv pip install")]) == 2
