"""How much memory an act takes, in a process of its own."""

import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

_STATUS: Final = Path("/proc/self/status")
_HIGHEST: Final = "VmHWM:"


def apart(act: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Run an act in a fresh process, which takes its memory with it when it ends."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(act, *args, **kwargs).result()


def peak(act: Callable[[Path, Path], object], source: Path, target: Path) -> float:
    """Return the most memory a fresh process held while it ran an act, in megabytes.

    Args:
        act: what to run; imported by its name in the other process.
        source: its first argument.
        target: its second argument.
    """
    return apart(_measured, act, source, target)


def _measured(act: Callable[[Path, Path], object], source: Path, target: Path) -> float:
    act(source, target)
    if _STATUS.exists():  # getrusage would count what the parent held when it forked
        lines = _STATUS.read_text(encoding="utf-8").splitlines()
        kilobytes = next(line.split()[1] for line in lines if line.startswith(_HIGHEST))
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
