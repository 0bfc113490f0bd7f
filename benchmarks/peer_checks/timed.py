"""What the scripts share: the rules, the file and the clock."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, TypeAlias

Rules: TypeAlias = Mapping[str, Any]


def timed(check: Callable[[Path, Rules], int]) -> None:
    """Run a check on the file named on the command line and print what it took."""
    rules = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    start = perf_counter()
    failures = check(Path(sys.argv[2]), rules)
    print(json.dumps({"seconds": perf_counter() - start, "failures": failures}))
