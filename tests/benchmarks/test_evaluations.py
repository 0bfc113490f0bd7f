"""The page of evaluations says of published figures what the product says of them now."""

from pathlib import Path

from benchmarks.evaluations import PAGE, UNTIL
from benchmarks.evaluations_published import section
from data.simulation.scenario import EFFECTS, MILESTONES
from metrics.methods.before_after import FIRM

LINES = PAGE.read_text(encoding="utf-8").splitlines()


def test_what_it_says_of_published_figures_is_what_they_give(tmp_path: Path) -> None:
    told = "\n".join(section(tmp_path)).splitlines()
    assert len(told) > 40
    assert [line for line in told if line not in LINES] == [], "run make docs"


def test_its_planted_step_is_in_the_example_at_the_quarter_of_its_milestone() -> None:
    (stone,) = (each for each in MILESTONES if each.partnership_id == "northern-ports")
    (effect,) = (
        each
        for each in EFFECTS
        if (each.partnership_id, each.indicator) == (stone.partnership_id, stone.indicator)
    )
    assert effect.from_period.start <= stone.day <= effect.from_period.end
    assert UNTIL.order - effect.from_period.order > FIRM
    step = f"a step of {effect.size * 100:+.0f} points"
    assert any(step in line for line in LINES)
