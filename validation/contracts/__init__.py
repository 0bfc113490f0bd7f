"""Every table of the warehouse, one file each: a further table is a further file here."""

import importlib
import pkgutil
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Final

from validation.contract import Contract


def _declared() -> Iterator[Contract]:
    for module in pkgutil.iter_modules(__path__):
        members = vars(importlib.import_module(f"{__name__}.{module.name}"))
        yield from (member for member in members.values() if isinstance(member, Contract))


def _in_order_of_reference(contracts: dict[str, Contract]) -> dict[str, Contract]:
    """Put a table after those it refers to, so that files named together can be checked in turn."""
    graph = {
        name: sorted(
            {column.spec.references for column in contract.columns}.intersection(contracts)
        )
        for name, contract in sorted(contracts.items())
    }
    return {name: contracts[name] for name in TopologicalSorter(graph).static_order()}


CONTRACTS: Final = _in_order_of_reference({contract.name: contract for contract in _declared()})
