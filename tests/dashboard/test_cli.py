"""What holds for every command: quick help, and one clear line instead of a traceback."""

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from dashboard.commands.refusals import Refusal, refusal
from dashboard.docs import command_names
from data.errors import NothingToLoad
from metrics.errors import QueryError

Command = Callable[..., CompletedProcess[str]]

PARTNERSHIPS = Path(sys.executable).with_name("partnerships")
HEAVY = {"polars", "duckdb", "pandera", "streamlit", "altair", "numpy", "scipy", "vl_convert"}
HELP = """
import sys
from dashboard.cli import main
sys.argv = ["partnerships", *sys.argv[1:]]
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize("words", [("--help",), ("series", "--help"), ("export", "--help")])
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", HELP, *words]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    assert answer.stdout.startswith("Usage: partnerships")
    assert HEAVY & set(answer.stderr.split()) == set()


@pytest.mark.parametrize("command", [" ".join(words) for words in command_names()])
def test_every_command_explains_itself(command: str, partnerships: Command) -> None:
    answer = partnerships(*command.split(), "--help")
    assert answer.returncode == 0
    assert answer.stdout.startswith(f"Usage: partnerships {command}")
    assert answer.stderr == ""


@pytest.mark.parametrize(
    "words", [("nonsense",), ("--nonsense",), ("series",), ("rollback", "soon")]
)
def test_what_is_no_command_is_answered_in_one_line(
    words: tuple[str, ...], partnerships: Command
) -> None:
    answer = partnerships(*words)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.splitlines()[-1].startswith("Error: ")


def test_the_installed_command_ends_with_the_code_of_what_it_found(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("colour\nred\n", encoding="utf-8")
    command = [PARTNERSHIPS, "--warehouse", tmp_path / "none.duckdb", "check", path]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    assert answer.returncode == 2
    assert answer.stderr.startswith("Error: Table not recognised")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Refusal("No."), "No."),
        (NothingToLoad(), "Nothing to load: the warehouse already holds these rows."),
        (QueryError(), "This cannot be shown."),
        (FileNotFoundError(errno.ENOENT, "", "a.csv"), "There is no file or folder a.csv."),
        (PermissionError(errno.EACCES, "Permission denied", "a.csv"), "a.csv cannot be used: "),
    ],
)
def test_what_a_person_can_do_something_about_is_said_in_a_sentence(
    problem: Exception, said: str
) -> None:
    text = refusal(problem)
    assert text is not None
    assert text.startswith(said)
    assert "\n" not in text


def test_a_mistake_of_ours_is_not_dressed_up() -> None:
    assert refusal(KeyError("messages")) is None
