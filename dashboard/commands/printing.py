"""Tables on standard output, as CSV, JSON or Parquet."""

import io
import json
import sys

import polars as pl
import typer

from metrics import written


def table(frame: pl.DataFrame, *, output: str) -> None:
    """Print a table.

    Args:
        frame: the table.
        output: `csv`, `json` or `parquet`.
    """
    if output == "json":
        typer.echo(json.dumps(frame.to_dicts(), ensure_ascii=False))
    elif output == "parquet":
        content = io.BytesIO()
        frame.write_parquet(content)
        sys.stdout.buffer.write(content.getvalue())
    else:
        typer.echo(written.csv(frame), nl=False)
