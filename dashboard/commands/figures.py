"""Commands that answer questions: indicators, series, export chart."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import typer

from dashboard import story
from dashboard.commands import empty, opening, printing
from dashboard.commands.asking import period
from dashboard.commands.refusals import Refusal
from dashboard.exporting.export import Format
from dashboard.exporting.export import export as write
from dashboard.i18n import tr
from metrics.catalogue import INDICATORS
from metrics.series import Query, Series
from metrics.series import series as measure
from metrics.signalled import signalled
from metrics.source import Source
from validation.text import mark


def indicators(*, output: str) -> None:
    """List the catalogue."""
    records = [
        {
            "id": each.id,
            "name": tr(each.name),
            "pillar": each.pillar.value,
            "unit": each.unit,
            "direction": each.direction.value,
            "level": each.level.value,
            "interval": each.interval.value,
            "cuts": list(each.cuts),
            "question": tr(each.question),
            "definition": each.formula,
        }
        for each in INDICATORS.values()
    ]
    if output == "json":
        typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
    elif output == "csv":
        flat = [{**record, "cuts": ";".join(record["cuts"])} for record in records]
        typer.echo(pl.DataFrame(flat).write_csv(), nl=False)
    else:
        for record in records:
            typer.echo(f"{record['id']}  {record['name']} ({record['unit']})")


def series(named: Sequence[str], asked: Mapping[str, Any], *, output: str) -> None:
    """Print an indicator's values, beside their usual range where that was asked for."""
    source, answer = _answered(named, asked)
    if answer.frame.is_empty():
        typer.echo(empty.why(source, answer.query), err=True)
    frame = answer.frame
    if asked["signals"]:
        frame = signalled(source, answer.query, k=asked["limits"].multiple)
    printing.table(frame, output=output)


def export(named: Sequence[str], asked: Mapping[str, Any], *, out: Path) -> None:
    """Write a chart in the format that the file's name ends in."""
    ending = out.suffix.lower().removeprefix(".")
    formats = [each.value for each in Format]
    if ending not in formats:
        raise Refusal(
            tr(
                mark("“{name}” does not say the format. End it in one of: {formats}."),
                name=out.name,
                formats=", ".join(f".{each}" for each in formats),
            )
        )
    if not out.parent.is_dir():
        raise Refusal(tr(mark("There is no folder {folder}."), folder=out.parent))
    source, answer = _answered(named, asked)
    if answer.frame.is_empty():
        raise Refusal(
            tr(
                mark("There is no value for this question, so there is no chart. {why}"),
                why=empty.why(source, answer.query),
            )
        )
    out.write_bytes(write(story.series_figure(answer, source), Format(ending)))
    typer.echo(str(out))


def _answered(named: Sequence[str], asked: Mapping[str, Any]) -> tuple[Source, Series]:
    source = Source(opening.one(named), asked["as_of"])
    return source, measure(source, _query(asked))


def _query(asked: Mapping[str, Any]) -> Query:
    """Turn a command's options into a question.

    Args:
        asked: the options of `series` and `export chart`, by parameter name.
    """
    grain = asked["grain"]
    return Query(
        indicator=asked["indicator"],
        partnerships=tuple(asked["partnership"] or ()),
        grain=grain.value if grain else None,
        from_period=period(asked["start"]),
        to_period=period(asked["end"]),
        by=asked["by"] or "",
        crime_areas=tuple(asked["crime_area"] or ()),
        countries=tuple(asked["country"] or ()),
    )
