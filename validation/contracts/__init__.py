"""Every table of the warehouse, one file each: a further table is a further file here."""

from graphlib import TopologicalSorter
from typing import Final

from validation.contract import Contract
from validation.declared import declared


def _in_order_of_reference(contracts: dict[str, Contract]) -> dict[str, Contract]:
    """Put a table after those it refers to, so that files named together can be checked in turn."""
    graph = {
        name: sorted(
            {column.spec.references for column in contract.columns}.intersection(contracts)
        )
        for name, contract in sorted(contracts.items())
    }
    return {name: contracts[name] for name in TopologicalSorter(graph).static_order()}


CONTRACTS: Final = _in_order_of_reference(
    {contract.name: contract for contract in declared(Contract, __name__)}
)
