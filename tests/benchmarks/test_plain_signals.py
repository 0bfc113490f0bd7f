"""What arrays say of many series is what plain Python says of each."""

import numpy as np
import pytest

from benchmarks import plain_signals
from metrics.methods.recovery import simulated
from metrics.methods.signal import individuals
from metrics.methods.trend import trend

DRAWN = simulated(200, 40, 0.5, seed=3)
SERIES = {
    "smooth": DRAWN,
    "stepped": DRAWN + np.where(np.arange(40) >= 22, 3.0, 0.0),
    "rising": DRAWN + np.arange(40) / 10,
    "counted": np.round(20 + 4 * DRAWN),
}


@pytest.mark.parametrize("kind", SERIES)
def test_the_same_rules_name_the_same_points(kind: str) -> None:
    found = individuals(SERIES[kind]).signals.rule
    plain = [plain_signals.rules(each) for each in SERIES[kind].tolist()]
    assert found.tolist() == plain
    assert {1, 3, 4} <= {*found.ravel().tolist()}


@pytest.mark.parametrize("kind", SERIES)
def test_trends_are_as_steep_and_as_sure(kind: str) -> None:
    found = trend(SERIES[kind])
    plain = [plain_signals.trend(each) for each in SERIES[kind].tolist()]
    assert found.slope == pytest.approx([slope for slope, _ in plain])
    assert found.p == pytest.approx([p for _, p in plain])
