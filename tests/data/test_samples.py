"""The public record comes with the product and goes into an empty warehouse."""

from datetime import datetime

from data import loading
from data.samples import public_record
from data.warehouse import Warehouse
from validation.contracts import CONTRACTS
from validation.intake import check


def test_the_public_record_loads_into_an_empty_warehouse(empty: Warehouse, when: datetime) -> None:
    uploads = public_record()
    known = {name: frozenset[str]() for name in CONTRACTS}
    files = check(uploads, today=when.date(), known=known)
    assert [problem.message for file in files for problem in file.problems] == []
    plan = loading.preview(empty, files)
    version = loading.publish(empty, plan, who="demo", note="", when=when)
    assert {file.table for file in version.files} >= {"sources", "partnerships", "published_totals"}
    assert [file.added for file in version.files] == [file.count for file in files]
