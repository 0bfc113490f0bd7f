"""Work on what comes next while what came before is used."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

AHEAD: Final = 3
"""How many items are worked on before they are asked for; so many are held in memory."""

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")


def ahead(work: Callable[[_Item], _Done], items: Iterable[_Item]) -> Generator[tuple[_Item, _Done]]:
    """Yield each item with what work makes of it, in order, the next ones being worked on.

    However it ends, no work goes on after it: what has begun is waited for, the rest never begins.

    Args:
        work: what to do with an item; most of it outside Python's lock, else nothing is won.
        items: taken one by one.
    """
    started: deque[tuple[_Item, Future[_Done]]] = deque()
    pool = ThreadPoolExecutor(AHEAD)
    try:
        for item in items:
            started.append((item, pool.submit(work, item)))
            if len(started) > AHEAD:
                first, done = started.popleft()
                yield first, done.result()
        for first, done in started:
            yield first, done.result()
    finally:
        pool.shutdown(cancel_futures=True)
