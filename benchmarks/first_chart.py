"""The first chart a new reader gets from a warm server, against a page that is only that chart.

Timed from opening the connection to the chart's arrival: what the web client does before it can
draw, without a browser, whose own work is the same for either page. Each measurement is a new
session at the product's first page, which has menus, filters and a title before its chart. The
bare page's script holds the same chart, finished; it is served with the product's settings, and
with Streamlit's own.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep
from typing import Final

import dashboard
from benchmarks import pages, served
from benchmarks.measure import Comparison, Found, Size, in_turns
from benchmarks.session import session

SETTINGS: Final = ".streamlit"
SCRIPT: Final = "bare_script.py"
PAUSE: Final = 0.05
"""Before each session, so that none waits for the last one to be cleared away, in seconds."""
SESSIONS: Final = 8
"""Pairs of sessions a repeat: each takes a few hundredths of a second."""


def run(size: Size, folder: Path) -> Iterator[Found]:
    """Compare the product's first page with a bare page of the same and of usual settings."""
    workspaces = served.demonstration(folder)
    usual, same = folder / "usual" / SCRIPT, folder / "same" / SCRIPT
    usual.parent.mkdir()
    shutil.copytree(Path(dashboard.__file__).with_name(SETTINGS), same.with_name(SETTINGS))
    for script in (usual, same):
        shutil.copy(Path(pages.__file__).with_name(SCRIPT), script)
    with served.product(workspaces) as product:
        yield _compared(size, product, usual, "Streamlit's own settings")
        yield _compared(size, product, same, "the product's settings")


def _compared(size: Size, product: int, script: Path, settings: str) -> Comparison:
    chart = script.with_name("chart.json")
    chart.write_text(_new_session(product)[1], encoding="utf-8")
    with served.bare(script, chart) as bare:
        ours, other = in_turns(
            size.repeats * SESSIONS,
            lambda _: _new_session(product)[0],
            lambda _: _new_session(bare)[0],
        )
    return Comparison(
        what="first chart of a new session on a warm server",
        against=f"a bare Streamlit page with that chart, served with {settings}",
        ours=ours,
        other=other,
        goal=1.5,
    )


def _new_session(port: int) -> tuple[float, str]:
    """Return how long a new reader waits for the first chart, in seconds, and the chart."""
    sleep(PAUSE)
    start = perf_counter()
    with session(port) as reader:
        answer = reader.rerun()
    if answer.chart_at is None:
        raise RuntimeError("the page has no chart")
    return answer.chart_at - start, answer.spec
