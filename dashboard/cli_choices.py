"""The options that commands share, and what one may be, where it is one of a few words."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ReportFormat(StrEnum):
    """How problems and plans are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class RecordFormat(StrEnum):
    """How what was done is printed."""

    TEXT = "text"
    JSON = "json"


class TableFormat(StrEnum):
    """How records are printed."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


class LoadMode(StrEnum):
    """What a file means for the rows already held."""

    MERGE = "merge"
    REPLACE = "replace"
    WITHDRAW = "withdraw"


class LimitsChoice(StrEnum):
    """How far from the centre limits stand."""

    SHORT_RUN = "short-run"
    CLASSIC = "classic"

    @property
    def multiple(self) -> float | None:
        """The multiple of the mean moving range; None for that of the baseline's length."""
        from metrics.methods.xmr import CLASSIC

        return CLASSIC if self is LimitsChoice.CLASSIC else None


class SimulatedChoice(StrEnum):
    """What is tried on simulated series."""

    SIGNALS = "signals"
    BEFORE_AFTER = "before-after"


class GrainChoice(StrEnum):
    """Quarters or years."""

    QUARTER = "quarter"
    YEAR = "year"


WarehouseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--warehouse",
        metavar="[NAME=]PATH",
        help="The warehouse file; repeat it with names to serve several.",
    ),
]
TableOption = Annotated[
    str | None, typer.Option("--table", help="The table, if the header does not tell.")
]
Files = Annotated[list[Path], typer.Argument(help="CSV files.")]
Partnerships = Annotated[
    list[str] | None, typer.Option("--partnership", help="A partnership's id; repeatable.")
]
GrainOption = Annotated[GrainChoice | None, typer.Option("--grain", help="Quarters or years.")]
FromOption = Annotated[str | None, typer.Option("--from", help="First period, such as 2023-Q1.")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last period.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Break down by this dimension.")]
CrimeAreas = Annotated[
    list[str] | None, typer.Option("--crime-area", help="Only this crime area; repeatable.")
]
Countries = Annotated[
    list[str] | None, typer.Option("--country", help="Only this country; repeatable.")
]
AsOf = Annotated[int | None, typer.Option("--as-of", help="The version to ask; default: latest.")]
HostOption = Annotated[str, typer.Option(help="Address to listen on.")]
PortOption = Annotated[int, typer.Option(help="Port to listen on.")]
NoteOption = Annotated[str, typer.Option("--note", help="Why; kept with the version.")]
LimitsOption = Annotated[
    LimitsChoice, typer.Option(help="Limits made for short series, or the textbooks' 2.66.")
]
