"""What the scripts share: the rules, the file, the clock, and the form of an answer."""

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, TypeAlias

LINE = "line"
KEY = "key"
MIXED = "no_total_beside_split"

Rules: TypeAlias = Mapping[str, Any]
Answer: TypeAlias = tuple[str, int, str]
"""A column or the name of a rule across columns, the line, and the cell as typed."""


def timed(check: Callable[[Path, Rules], Iterable[Answer]]) -> None:
    """Check the files named on the command line; print what each took and what was found.

    What a library only does the first time falls on the first file.
    """
    rules = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    told = []
    for file in sys.argv[2:]:
        start = perf_counter()
        answers = list(check(Path(file), rules))
        told.append({"seconds": perf_counter() - start, "answers": answers})
    print(json.dumps(told))


def typed(value: str | float | None) -> str:
    """Write a cell as it is typed: nothing where it is empty, whole numbers without a point."""
    if isinstance(value, str):
        return value
    return "" if value is None or math.isnan(value) else f"{value:g}"
