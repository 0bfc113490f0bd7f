"""Every simulated table, one file each: a table without a file here is not simulated."""

from typing import Final

from data.simulation.generator import Generator
from validation.contracts import CONTRACTS
from validation.declared import declared

_FOUND: Final = {each.contract.name: each for each in declared(Generator, __name__)}

GENERATORS: Final = {name: _FOUND[name] for name in CONTRACTS if name in _FOUND}
