"""Where figures were read."""

from typing import Final

import pandera.polars as pa

from validation import fields
from validation.codes import TIERS
from validation.contract import Contract
from validation.fields import KEY, OPTIONAL
from validation.text import mark


class Sources(pa.DataFrameModel):
    """Publications that figures were read in, one row each."""

    source_id: str = fields.slug(
        mark("Short name by which other tables cite this source."), KEY, example="europol-review-14"
    )
    publisher: str = fields.text(mark("Who published it."), example="Europol")
    title: str = fields.text(mark("Its title as printed."), example="Europol Review 2014")
    address: str = fields.address(
        mark("Web address at which it was read."), example="https://example.org/review-2014"
    )
    published: str = fields.day(mark("Day of publication, as far as known."), example="2015")
    accessed: str = fields.day(mark("Day on which it was read."), example="2026-10-30")
    tier: str = fields.code(
        mark("How close the page is to the publisher."), TIERS, example="publisher"
    )
    licence: str = fields.text(
        mark("Terms of re-use, where stated."), OPTIONAL, example="reuse with acknowledgement"
    )
    note: str = fields.text(
        mark("What a reader must know about it."), OPTIONAL, example="read in a Romanian text"
    )


SOURCES: Final = Contract(
    name="sources",
    title=mark("Sources"),
    model=Sources,
    context=(Sources.licence, Sources.accessed),
)
