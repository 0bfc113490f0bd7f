"""Check a file with the same rules in other libraries: pandera on pandas and two more.

They live in an environment of their own, made when first asked for; each runs in a process of its
own and times itself, imports excluded. Theirs check only; so does ours here.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import Comparison, Note, Size, seconds
from benchmarks.planted import Answer, found_by_others, found_by_us, planted
from benchmarks.warehouses import FACTS, TODAY, checked, simulated, with_registers
from dashboard.uploading import known_ids
from validation import cells
from validation.codes import ALL
from validation.contract import Column
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.information_exchange import InformationExchange as T
from validation.fields import Kind, name

HERE: Final = Path(__file__).parent / "peer_checks"
ENVIRONMENT: Final = Path(".venv-peers")


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Another library, and how much less time than it we want to take.

    Attributes:
        script: the module that asks it.
        title: how the table names it.
        goal: the ratio aimed at, if any.
        arrow: whether pandas reads with Arrow, which its documentation recommends; by itself it
            installs, and reads, without.
        slow: it takes minutes and is measured once.
    """

    script: str
    title: str
    goal: float | None
    arrow: bool = True
    slow: bool = False


PEERS: Final = (
    Peer(script="with_pandera", title="Pandera on pandas with Arrow", goal=1 / 2),
    Peer(
        script="with_great_expectations",
        title="Great Expectations on pandas as it installs",
        goal=1 / 20,
        arrow=False,
    ),
    Peer(
        script="with_great_expectations",
        title="Great Expectations on pandas with Arrow",
        goal=None,
    ),
    Peer(script="with_frictionless", title="Frictionless", goal=1 / 100, slow=True),
)
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
ABOVE_ZERO: Final = {"median_reply_hours_above_zero": T.median_reply_hours}
"""Rules that say of a column that it is more than nothing."""


def run(size: Size, folder: Path) -> Iterator[Comparison | Note]:
    """Compare the check of one file with that of each other library, which is measured in turns.

    All must find the same faults in a small file that has one for every rule, which is checked
    before, so that nobody's first time is measured.
    """
    facts = simulated(size.rows, folder / "peers")
    store = with_registers(facts.with_name("empty.duckdb"), facts.parent)
    wanted = facts.with_name("rules.json")
    wanted.write_text(json.dumps(rules(known_ids(store))), encoding="utf-8")
    small = folder / "planted" / FACTS
    small.parent.mkdir()
    faults = planted(facts, small)
    _same("Our check", faults, found_by_us(checked(store, [small])))
    for peer in PEERS:
        ours: list[float] = []
        others: list[float] = []
        for _ in range(1 if peer.slow else size.repeats):
            ours.append(seconds(lambda: checked(store, [facts])))
            first, second = _told(peer, wanted, small, facts)
            _same(peer.title, faults, found_by_others(first["answers"]))
            _same(peer.title, set(), found_by_others(second["answers"]))
            others.append(second["seconds"])
        yield Comparison(
            what=f"check of {size.rows:,} rows, every rule",
            against=f"{peer.title}, the same rules",
            ours=ours,
            other=others,
            goal=peer.goal,
        )
    yield Note(f"All found the same {len(faults)} planted faults, and none in the clean file")


def _same(who: str, faults: set[Answer], found: set[Answer]) -> None:
    """Make sure that all faults and no others were found.

    Raises:
        RuntimeError: they were not.
    """
    if faults != found:
        message = f"{who} missed {sorted(faults - found)}, also found {sorted(found - faults)}"
        raise RuntimeError(message)


def rules(known: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Write the table's rules as plain data.

    Args:
        known: ids that exist, by table.
    """
    return {
        "columns": [_plain(column, known) for column in INFORMATION_EXCHANGE.columns],
        "key": list(INFORMATION_EXCHANGE.key),
        "rows": [
            {"name": rule, "sum": [name(part) for part in parts], "within": name(whole)}
            for rule, (parts, whole) in WITHIN.items()
        ],
        "above_zero": [{"name": rule, "column": name(part)} for rule, part in ABOVE_ZERO.items()],
        "ends": [name(end) for end in INFORMATION_EXCHANGE.ends],
        "breakdowns": list(INFORMATION_EXCHANGE.table_rules[0].columns),
        "all": ALL,
    }


def _plain(column: Column, known: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Write what is asked of a column: `within` are lists, in each of which a cell must stand."""
    spec = column.spec
    return {
        "name": column.name,
        "required": column.required,
        "within": [sorted(values) for values in _lists(column, known)],
        "pattern": _pattern(column),
        "number": {Kind.COUNT: "whole", Kind.NUMBER: "decimal"}.get(column.kind, ""),
        "minimum": spec.minimum,
    }


def _lists(column: Column, known: Mapping[str, frozenset[str]]) -> Iterator[Iterable[str]]:
    spec = column.spec
    match column.kind:
        case Kind.PERIOD:
            yield column.values
            yield [code for code in column.values if code <= cells.latest_begun(TODAY)]
        case Kind.CODE | Kind.YES_NO:
            yield column.values
        case Kind.REFERENCE:
            yield (*known[spec.references], *spec.extra)
        case _:
            return


def _pattern(column: Column) -> str:
    match column.kind:
        case Kind.COUNT:
            return cells.COUNT_PATTERN
        case Kind.NUMBER:
            return cells.NUMBER_PATTERN
        case Kind.PARTY:
            return f"^({'|'.join(map(re.escape, column.values))})$|{cells.OWN_CODE_PATTERN}"
        case Kind.REFERENCE:
            return "|".join((column.spec.pattern, *(f"^{each}$" for each in column.spec.extra)))
        case _:
            return ""


def _told(peer: Peer, wanted: Path, *files: Path) -> list[dict[str, Any]]:
    command = [str(_python()), str(HERE / f"{peer.script}.py"), str(wanted), *map(str, files)]
    environment = {**os.environ, "PANDAS_READS_WITH": "arrow" if peer.arrow else ""}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
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
