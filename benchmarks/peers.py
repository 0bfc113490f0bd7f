"""Check a file with the same rules in other libraries: pandera on pandas and two more.

They live in an environment of their own, made when first asked for; each runs in a process of its
own and times itself, imports excluded. Theirs check only; so does ours here.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import Comparison, Note, Size, seconds
from benchmarks.warehouses import checked, simulated, with_registers
from validation import cells
from validation.contract import Column
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import Kind, name

HERE: Final = Path(__file__).parent / "peer_checks"
ENVIRONMENT: Final = Path(".venv-peers")
GOALS: Final = {
    "with_pandera": ("Pandera on pandas", 1 / 2),
    "with_great_expectations": ("Great Expectations on pandas", 1 / 20),
    "with_frictionless": ("Frictionless", 1 / 100),
}
WITHIN: Final = {
    "hits_within_messages": ((T.hits,), T.messages),
    "translated_within_messages": ((T.translated,), T.messages),
    "automated_within_messages": ((T.automated,), T.messages),
    "sensitive_within_messages": ((T.sensitive,), T.messages),
    "within_8h_within_3d": ((T.within_8h,), T.within_3d),
    "within_3d_within_7d": ((T.within_3d,), T.within_7d),
    "within_8h_within_7d": ((T.within_8h,), T.within_7d),
    "replies_within_replies_due": ((T.replied_on_time, T.unanswered), T.replies_due),
    "timed_replies_within_replies": ((T.within_7d, T.unanswered), T.replies_due),
    "refusals_within_replies_due": (
        (T.refused_legal, T.refused_safeguard, T.refused_unwilling),
        T.replies_due,
    ),
    "replies_due_above_messages": ((T.replies_due,), T.messages),
}
"""Rules across columns that say of some columns that their sum is within another."""


def run(size: Size, folder: Path) -> Iterator[Comparison | Note]:
    """Compare the check of one file with that of each other library, which is measured once.

    The rule that looks across rows (ALL beside a split) none of them has; ours keeps it.
    """
    facts = simulated(size.rows, folder / "peers")
    store = with_registers(facts.with_name("empty.duckdb"), facts.parent)
    wanted = facts.with_name("rules.json")
    wanted.write_text(json.dumps(rules()), encoding="utf-8")
    for script, (title, goal) in GOALS.items():
        ours = [seconds(lambda: checked(store, [facts])) for _ in range(size.repeats)]
        found = _told(script, wanted, facts)
        yield Comparison(
            what=f"check of {size.rows:,} rows, every rule",
            against=f"{title}, the same rules",
            ours=ours,
            other=[found["seconds"]] * len(ours),
            goal=goal,
        )
        yield Note(f"{title} found {found['failures']:,} failures in the clean file")


def rules() -> dict[str, Any]:
    """Write the table's rules as plain data: its columns, key and sums within a column."""
    return {
        "columns": [_plain(column) for column in INFORMATION_EXCHANGE.columns],
        "key": list(INFORMATION_EXCHANGE.key),
        "rows": [
            {"name": rule, "sum": [name(part) for part in parts], "within": name(whole)}
            for rule, (parts, whole) in WITHIN.items()
        ],
    }


def _plain(column: Column) -> dict[str, Any]:
    spec = column.spec
    listed = column.kind in (Kind.PERIOD, Kind.CODE, Kind.YES_NO)
    return {
        "name": column.name,
        "required": column.required,
        "values": list(cells.closed_values(spec)) if listed else [],
        "pattern": "|".join((spec.pattern, *(f"^{each}$" for each in spec.extra)))
        if spec.pattern
        else "",
        "number": {Kind.COUNT: "whole", Kind.NUMBER: "decimal"}.get(column.kind, ""),
    }


def _told(script: str, wanted: Path, file: Path) -> dict[str, Any]:
    command = [str(_python()), str(HERE / f"{script}.py"), str(wanted), str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _python() -> Path:
    """Return the Python of the libraries' environment, made first where there is none."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        locked = str(HERE / "requirements.lock")
        install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", locked]
        subprocess.run(install, check=True)
    return python.absolute()
