"""Writes docs/evaluations.md: evaluations worked through, on invented and on published figures.

The pictures beside it are drawn as well. The simulated example is drawn on to the end of 2026: in
its own 28 quarters two of its milestones have twelve whole ones on both sides, the others not.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import evaluations_published
from benchmarks.published import ROOT, table
from dashboard import evaluation_story, evaluation_words
from dashboard.commands.serving import build_simulated_example
from dashboard.exporting.export import Format, export
from data.simulate import SEED
from data.simulation.scenario import declared
from data.simulation.shape import Effect, Shape
from data.workspaces import Workspace
from metrics.candidates import Candidate, Event, candidates, events
from metrics.catalogue import INDICATORS
from metrics.evaluations import Answer, Question, evaluate
from metrics.methods.before_after import ALPHA
from metrics.series import Query, names
from metrics.source import Source
from validation.codes import ALL
from validation.periods import QUARTER, Period

PAGE: Final = ROOT / "docs" / "evaluations.md"
IMAGES: Final = ROOT / "docs" / "images"
UNTIL: Final = Period(2026, 4)
PORTS: Final = "northern-ports"
RELIEF: Final = "pacific-relief"
PLANTED: Final = "on_time_replies"
QUIET: Final = "hit_rate"

INTRODUCTION: Final = """# Evaluations worked through

<!-- Made by `make docs` from the figures that ship; edits here are overwritten. -->

What the page *Before and after* says of milestones of which we know what happened, since it is
invented; of what is published; and of a published evaluation. The method and how often it is wrong
stand in [methods beside published figures](methods-validation.md).
"""
SIMULATED: Final = """
## On the simulated example

Everything here is invented. `truth.json` of the example lists every effect planted in it; an
evaluation is right where it finds these and no others. The demo's example ends with 2025: in its 28
quarters two milestones have twelve whole ones on each side, and the page evaluates them; of the
others it draws both lines and says that it is too short to test, or says why it draws none. Below,
the same example is drawn on for one more year by the same rules (its drifts then reach their size
at the end of 2026), so that a third can be evaluated. Whole quarters round each milestone, for what
it was expected to move:
"""
PORTS_TEXT: Final = """
### A step was planted

`truth.json` has a step of {size:+.0f} points in {indicator} of {whose} from {period} on, the
quarter in which the milestone “{label}” lies.
"""
QUIET_TEXT: Final = """
### Nothing was planted

The same milestone, and {indicator}, in which nothing is planted.
"""
MANY_TEXT: Final = """
### Who asks often finds something

The same milestone was set against every line of {whose} that is long enough. In {planted} of the
{tested} lines something is planted, at this date or another; of the {quiet} others the step is
called more than chance would give in {false}: {named}. At five in a hundred, {expected:.0f} would
be no surprise. Only {indicator} was on record as expected to move before there were figures on it.
"""
ODD_TEXT: Final = """
### An odd value beside the milestone

`truth.json` has one odd value in {indicator} of {whose}: {period}, {size:.1f} times the usual. It
lies two quarters before the milestone “{label}” and bends the line before upwards; the
step found is none. No other date says so, since at none the odd value lies as close. The dots show
it, and the milestone was expected to move something else. Leaving periods out by hand is not
offered: whoever leaves out what does not fit finds what he likes.
"""


def page(folder: Path) -> str:
    """Write the whole page and its pictures; building the example takes most of a minute."""
    made = Workspace("longer", "Longer", folder / "longer.duckdb")
    build_simulated_example(made, until=UNTIL)
    short = Workspace("example", "Example", folder / "example.duckdb")
    build_simulated_example(short)
    source = Source(made.warehouse)
    return "\n".join(
        (
            INTRODUCTION,
            SIMULATED.strip(),
            "",
            *table(_lengths(Source(short.warehouse), source)),
            *_planted(source),
            *_quiet(source),
            *_many(source),
            *_odd(source),
            *evaluations_published.section(folder),
            "",
        )
    )


def _lengths(short: Source, longer: Source) -> Iterator[tuple[str, ...]]:
    """Tell how many whole quarters each named milestone has, to 2025 and to 2026."""
    yield ("partnership", "milestone", "expected to move", "to 2025", "to 2026")
    for whose, called in names(short).items():
        for event in events(short, whose):
            if event.indicator and event.partnership != ALL:
                sides = (_sides(each, whose, event) for each in (short, longer))
                label, moved = f"{event.day}: {event.label}", INDICATORS[event.indicator].name
                yield (called, label, moved, *sides)


def _sides(source: Source, whose: str, event: Event) -> str:
    query = Query(indicator="", partnerships=(whose,), grain=QUARTER)
    found = candidates(source, query, event)
    one = next(each for each in found if each.indicator == event.indicator)
    return f"{one.before} + {one.after}"


def _planted(source: Source) -> Iterator[str]:
    answer = _asked(source, PORTS, PLANTED)
    effect = next(each for each in _effects(PORTS) if each.indicator == PLANTED)
    yield PORTS_TEXT.format(
        size=effect.size * 100,
        indicator=INDICATORS[PLANTED].name,
        whose=names(source)[PORTS],
        period=effect.from_period.label(),
        label=answer.question.event.label,
    ).rstrip()
    yield from _told(answer, source)


def _quiet(source: Source) -> Iterator[str]:
    yield QUIET_TEXT.format(indicator=INDICATORS[QUIET].name).rstrip()
    yield from _told(_asked(source, PORTS, QUIET), source)


def _many(source: Source) -> Iterator[str]:
    event = _milestone(source, PORTS)
    query = Query(indicator="", partnerships=(PORTS,), grain=QUARTER)
    tested = [each for each in candidates(source, query, event) if each.tested]
    planted = {str(each.indicator) for each in _effects(PORTS)}
    quiet = [each for each in tested if each.indicator not in planted]
    found = [each for each in quiet if _called(source, event, each)]
    named = (evaluation_words.line_name(each.indicator, each.line) for each in found)
    yield MANY_TEXT.format(
        whose=names(source)[PORTS],
        tested=len(tested),
        planted=len(tested) - len(quiet),
        quiet=len(quiet),
        false=len(found),
        named=", ".join(named) or "none",
        expected=len(quiet) * ALPHA,
        indicator=INDICATORS[PLANTED].name,
    ).rstrip()


def _called(source: Source, event: Event, candidate: Candidate) -> bool:
    query = Query(indicator=candidate.indicator, partnerships=(PORTS,), grain=QUARTER)
    answer = evaluate(source, Question(query=query, event=event, line=candidate.line))
    found = answer.found
    return found is not None and (
        evaluation_words.verdict(answer, found) == evaluation_words.BEYOND
    )


def _odd(source: Source) -> Iterator[str]:
    effect = next(each for each in _effects(RELIEF) if each.kind is Shape.OUTLIER)
    answer = _asked(source, RELIEF, str(effect.indicator))
    yield ODD_TEXT.format(
        indicator=answer.series.indicator.name,
        whose=names(source)[RELIEF],
        period=effect.from_period.label(),
        size=1 + effect.size,
        label=answer.question.event.label,
    ).rstrip()
    yield from _told(answer, source)


def _effects(whose: str) -> list[Effect]:
    return [each for each in declared(SEED).effects if each.partnership_id == whose]


def _milestone(source: Source, whose: str) -> Event:
    """Return the one milestone of a partnership that was expected to move something."""
    return next(each for each in events(source, whose) if each.indicator)


def _asked(source: Source, whose: str, indicator: str) -> Answer:
    query = Query(indicator=indicator, partnerships=(whose,), grain=QUARTER)
    return evaluate(source, Question(query=query, event=_milestone(source, whose)))


def _told(answer: Answer, source: Source) -> Iterator[str]:
    """Yield what the page says of an evaluation, its picture and its figures."""
    line, found = answer.line, answer.found
    if line is None or found is None:
        return
    figure = evaluation_story.figure(answer, line, found, source)
    picture = IMAGES / f"{figure.id}.svg"
    picture.write_bytes(export(figure, Format.SVG))
    said = (
        *evaluation_words.sentences(answer, found),
        evaluation_words.placebo(found),
        evaluation_words.asked(answer),
        evaluation_words.left_out(answer),
    )
    yield from ("", *(f"> {each}" for each in said if each), "")
    yield from (f"![{figure.title}](images/{picture.name})", "")
    yield from table([("figure", "estimate"), *evaluation_words.estimates(answer, found)])


def main() -> None:
    """Write the page and its pictures."""
    with TemporaryDirectory() as folder:
        PAGE.write_text(page(Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
