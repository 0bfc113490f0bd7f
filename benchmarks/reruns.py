"""Reruns a second of real pages, against the same pages building their charts in Altair each time.

A rerun is what Streamlit does whenever a reader touches anything: the whole script again. The
other side is the product itself, on a server of its own, but for one thing: the step from a figure
to finished Vega-Lite, which the product keeps, is done again with each rerun (see
`benchmarks.pages.altair_each_time`). Values and words are kept on both sides, and both serve with
the product's settings, which spare the garbage collection that Streamlit does after each rerun.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks import served
from benchmarks.measure import Comparison, Found, Size, in_turns
from benchmarks.session import Session, session
from data.workspaces import PUBLIC_RECORD, SIMULATED

READERS: Final = 4
"""How many readers ask at the same time, each as often a measurement as it is repeated."""
WORKSPACE: Final = "workspace"
EXCHANGE: Final = "information-exchange"
OVERVIEW: Final = ""
PAGES: Final = (
    ("Information exchange", EXCHANGE, PUBLIC_RECORD),
    ("Information exchange", EXCHANGE, SIMULATED),
    ("Overview", OVERVIEW, PUBLIC_RECORD),
    ("Overview", OVERVIEW, SIMULATED),
)
"""Each page's name, the last part of its address, and the workspace it is asked of."""


def run(size: Size, folder: Path) -> Iterator[Found]:
    """Compare reruns of the pages that draw charts first."""
    workspaces = served.demonstration(folder)
    with served.product(workspaces) as product, served.altair_each_time(workspaces) as altair:
        for title, page, workspace in PAGES:
            ours, other = _rates(size, (product, altair), f"{WORKSPACE}={workspace}", page)
            yield Comparison(
                what=f"reruns of *{title}* ({workspace})",
                against="the same page building its charts in Altair with each rerun",
                ours=ours,
                other=other,
                unit="a second",
                goal=4,
                at_least=True,
            )


def _rates(
    size: Size, ports: tuple[int, int], query: str, page: str
) -> tuple[list[float], list[float]]:
    with ExitStack() as held:
        ours, other = (
            [held.enter_context(session(port)) for _ in range(READERS)] for port in ports
        )
        return in_turns(
            size.repeats,
            lambda _: _a_second(ours, query, page, size.repeats),
            lambda _: _a_second(other, query, page, size.repeats),
        )


def _a_second(readers: Sequence[Session], query: str, page: str, reruns: int) -> float:
    """Return how many reruns a second readers get who ask at the same time."""

    def ask(reader: Session) -> None:
        for _ in range(reruns):
            reader.rerun(query=query, page=page)

    start = perf_counter()
    with ThreadPoolExecutor(len(readers)) as pool:
        list(pool.map(ask, readers))
    return reruns * len(readers) / (perf_counter() - start)
