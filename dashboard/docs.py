"""Writes the pages of `docs/` that come from the code: `python -m dashboard.docs` (`make docs`)."""

import ast
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import typer
from typer.testing import CliRunner

from dashboard.charts.figure import Kind as ChartKind
from dashboard.cli import app
from data.consistency import PLAN_KINDS
from metrics.catalogue import INDICATORS
from metrics.indicator import Indicator
from validation.codes import PILLARS, CodeList
from validation.contract import Column, Contract, CrossRule, Rule, TableRule
from validation.contracts import CONTRACTS
from validation.file_problems import FILE_KINDS
from validation.problems import CELL_KINDS, TABLE_KINDS, ProblemKind

FOLDER: Final = Path(__file__).parents[1] / "docs"
VIEWS: Final = Path(__file__).parent / "views"
CHARTS: Final = Path(__file__).parent / "charts"
NOTICE: Final = "<!-- Made from the code by `make docs`; edits here are overwritten. -->"
LONGEST_LIST: Final = 60
TERMINAL: Final = {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}


def pages() -> dict[str, str]:
    """Return the text of every page by its file name."""
    return {
        "dictionary.md": _page("Data dictionary", _dictionary()),
        "problems.md": _page("What can be wrong with a file", _problems()),
        "indicators.md": _page("Indicators", _indicators()),
        "cli.md": _page("Command line", _commands()),
        "screens.md": _page("Pages and charts", _screens()),
    }


def main() -> None:
    """Write every page into `docs/`."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        typer.echo(f"docs/{name}")


def _page(title: str, lines: Iterable[str]) -> str:
    return "\n".join((f"# {title}", "", NOTICE, "", *lines)).rstrip("\n") + "\n"


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _row(header)
    yield _row(("---",) * len(header))
    yield from map(_row, rows)
    yield ""


def _row(cells: tuple[str, ...]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def _dictionary() -> Iterator[str]:
    lists: dict[str, CodeList] = {}
    for contract in CONTRACTS.values():
        yield from _contract(contract)
        lists.update(
            {part.title: part for column in contract.columns for part in column.spec.codes}
        )
    yield from ("## Code lists", "")
    for entries in lists.values():
        yield from (f"### {entries.title}", "")
        yield from _code_list(entries)


def _contract(contract: Contract) -> Iterator[str]:
    yield from (f"## {contract.name}", "", contract.description, "")
    yield f"Key: {', '.join(contract.key)}."
    if contract.replace_by:
        group = ", ".join(contract.replace_by)
        yield f"A file in mode `replace` is the whole record of each {group} in it."
    yield ""
    yield from _table(
        ("column", "required", "kind", "what it holds", "example"),
        (
            (
                f"`{column.name}`",
                _required(column),
                _kind(column),
                column.description,
                f"`{column.spec.example}`",
            )
            for column in contract.columns
        ),
    )
    if contract.every_rule:
        yield from _table(("rule", "severity", "says", "mend"), map(_rule, contract.every_rule))


def _rule(rule: Rule | TableRule | CrossRule) -> tuple[str, ...]:
    return (f"`{rule.name}`", rule.severity.value, rule.says, rule.mend)


def _required(column: Column) -> str:
    return "yes" if column.required else ""


def _kind(column: Column) -> str:
    if column.spec.references:
        return f"{column.kind.value} to {column.spec.references}"
    titles = ", ".join(part.title for part in column.spec.codes)
    return f"{column.kind.value} ({titles})" if titles else column.kind.value


def _code_list(entries: CodeList) -> Iterator[str]:
    if len(entries.codes) > LONGEST_LIST:
        shown = ", ".join(f"`{value}`" for value in entries.values[:3])
        yield from (f"{len(entries.codes)} codes: {shown} …", "")
        return
    yield from _table(
        ("code", "label", "definition", "reference"),
        (
            (f"`{entry.code}`", entry.label, entry.definition, entry.reference)
            for entry in entries.codes
        ),
    )


def _problems() -> Iterator[str]:
    yield "A broken rule of a table is a problem too: see the [dictionary](dictionary.md)."
    yield ""
    for title, kinds in (
        ("The file", FILE_KINDS),
        ("A cell", CELL_KINDS),
        ("Rows together", TABLE_KINDS),
        ("Rows and what is held", PLAN_KINDS),
    ):
        yield from (f"## {title}", "")
        yield from _table(("kind", "severity", "says", "mend"), map(_problem, kinds.values()))


def _problem(kind: ProblemKind) -> tuple[str, ...]:
    return (f"`{kind.name}`", kind.severity.value, kind.says, kind.mend)


def _indicators() -> Iterator[str]:
    for pillar, group in groupby(INDICATORS.values(), key=lambda indicator: indicator.pillar):
        yield from (f"## {PILLARS.label(pillar)}", "")
        for indicator in group:
            yield from _indicator(indicator)


def _indicator(indicator: Indicator) -> Iterator[str]:
    yield from (f"### `{indicator.id}` {indicator.name}", "", indicator.question, "")
    facts = {
        "Formula": f"`{indicator.formula}`",
        "Unit": indicator.unit,
        "Better": indicator.direction.value,
        "Level": indicator.level.value,
        "Interval": indicator.interval.value,
        "A year comes by": indicator.across_time.value,
        "Quarters until complete": str(indicator.matures_after or ""),
        "Goalposts in the index": _goalposts(indicator),
        "May be cut by": ", ".join(indicator.cuts),
        "How to read it": indicator.reading,
        "It cannot say": " ".join(indicator.caveats),
        "Reference": indicator.reference,
        "Worked example": indicator.example.working,
    }
    yield from (f"- {term}: {says}" for term, says in facts.items() if says)
    yield ""


def _goalposts(indicator: Indicator) -> str:
    posts = indicator.goalposts
    return f"worst {posts.worst:g}, best {posts.best:g} ({posts.why})" if posts else ""


def view_names() -> list[str]:
    """Give the names of the pages: one module each in `dashboard/views`."""
    return sorted(path.stem for path in VIEWS.glob("[!_]*.py"))


def _screens() -> Iterator[str]:
    yield from ("## Pages", "")
    yield from (f"- `{name}`: {_summary(VIEWS / name)}" for name in view_names())
    yield from ("", "## Charts", "")
    yield from (f"- `{kind}`: {_summary(CHARTS / kind)}" for kind in ChartKind)


def _summary(module: Path) -> str:
    """Read the first line of a module's docstring without importing the module."""
    tree = ast.parse(module.with_suffix(".py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def _commands() -> Iterator[str]:
    for words in (), *command_names():
        title = " ".join(("partnerships", *words))
        shown = CliRunner().invoke(app, [*words, "--help"], prog_name="partnerships", env=TERMINAL)
        yield from (f"## {title}", "", "```", shown.output.strip(), "```", "")


def command_names(group: typer.Typer = app) -> Iterator[tuple[str, ...]]:
    """Give the words of every command, those of a group after the group's own name."""
    for command in group.registered_commands:
        name = command.name or getattr(command.callback, "__name__", "")
        yield (name.replace("_", "-"),)
    for part in group.registered_groups:
        if part.typer_instance is not None and part.name is not None:
            yield from ((part.name, *rest) for rest in command_names(part.typer_instance))


if __name__ == "__main__":
    main()
