"""Warehouses and files for the benchmarks, made by the product's own simulator and loader."""

import gc
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from dashboard.uploading import check
from data import loading
from data.ledger import Mode, Version
from data.simulate import simulate
from data.warehouse import Warehouse, create
from validation.contracts.information_exchange import INFORMATION_EXCHANGE, InformationExchange
from validation.fields import name
from validation.intake import Checked, Upload

TODAY: Final = date(2026, 11, 24)
NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEED: Final = 1
FACTS: Final = f"{INFORMATION_EXCHANGE.name}.csv"
ONE_IN: Final = 100
"""One row in so many is changed, or spoilt."""


def simulated(rows: int, folder: Path) -> Path:
    """Simulate every table; return the file of information_exchange, `rows` rows long."""
    simulate(rows, SEED, folder)
    return folder / FACTS


def with_registers(path: Path, folder: Path) -> Warehouse:
    """Make a warehouse that holds the simulated tables but information_exchange."""
    store = create(path)
    publish(store, [file for file in sorted(folder.glob("*.csv")) if file.name != FACTS])
    return store


def checked(store: Warehouse, files: list[Path]) -> tuple[Checked, ...]:
    """Read files and check them as command line and page do."""
    gc.freeze()  # as commands and server do before they take files
    uploads = [Upload.of(file) for file in files]
    return check(store, uploads, table=None, mode=Mode.MERGE, today=TODAY)


def publish(store: Warehouse, files: list[Path]) -> Version:
    """Read, check, plan and publish files as one version."""
    plan = loading.preview(store, checked(store, files))
    return loading.publish(store, plan, who="benchmark", note="", reason="counted anew", when=NOW)


def filled(rows: int, folder: Path, registers: Path) -> Path:
    """Make a warehouse of simulated rows and return its path.

    Args:
        rows: rows of information_exchange.
        folder: where the files and the warehouse are made.
        registers: the folder with the files of all other tables.
    """
    facts = simulated(rows, folder)
    store = with_registers(folder / "warehouse.duckdb", registers)
    publish(store, [facts])
    facts.unlink()
    return store.path


def changed(facts: Path, target: Path) -> Path:
    """Write the file with one more message in one row of a hundred."""
    messages = pl.col(name(InformationExchange.messages))
    more = (messages.cast(pl.Int64) + 1).cast(pl.String)
    _rewritten(facts, pl.when(_one_in_a_hundred(0)).then(more).otherwise(messages)).write_csv(
        target
    )
    return target


def spoilt(facts: Path, target: Path) -> Path:
    """Write the file with faults in one row of a hundred, of four kinds in turns."""
    faults = {
        InformationExchange.messages: "many",
        InformationExchange.channel: "carrier_pigeon",
        InformationExchange.replied_on_time: "9999999",
        InformationExchange.period: "2024Q3",
    }
    kinds = len(faults)
    _rewritten(
        facts,
        *(
            pl.when(_one_in_a_hundred(kind, kinds))
            .then(pl.lit(fault))
            .otherwise(pl.col(name(column)))
            .alias(name(column))
            for kind, (column, fault) in enumerate(faults.items())
        ),
    ).write_csv(target)
    return target


def _rewritten(facts: Path, *columns: pl.Expr) -> pl.DataFrame:
    return pl.read_csv(facts, infer_schema=False).with_columns(columns)


def _one_in_a_hundred(kind: int, kinds: int = 1) -> pl.Expr:
    row = pl.int_range(pl.len())
    return (row % ONE_IN == ONE_IN // 2) & (row // ONE_IN % kinds == kind)
