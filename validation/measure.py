"""What a published measure says of itself."""

from dataclasses import dataclass

from validation.codes import Code, Pillar


@dataclass(frozen=True, kw_only=True)
class Measure(Code):
    """A published measure.

    Attributes:
        unit: what is counted.
        pillar: the side of a partnership it is of.
        stock: whether it is read on a day; everything else is counted over a period.
    """

    unit: str
    pillar: Pillar
    stock: bool = False
