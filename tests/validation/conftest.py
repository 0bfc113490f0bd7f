"""A day to check on, ids that are known, and files made of a table's own examples."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from validation.contract import Contract
from validation.contracts import CONTRACTS
from validation.fields import INDICATORS, SHARES, name
from validation.intake import Checked, Upload, check
from validation.problems import Problem

TODAY = date(2026, 11, 24)
KNOWN = {
    "partnerships": frozenset({"ports-force", "europol"}),
    "sources": frozenset({"europol-review-14"}),
    INDICATORS: frozenset({"on_time_replies", "median_reply_hours"}),
    SHARES: frozenset({"on_time_replies"}),
}

Row = Mapping[str, str]
CsvOf = Callable[..., bytes]
CheckOne = Callable[..., Checked]


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def known() -> Mapping[str, frozenset[str]]:
    return KNOWN


@pytest.fixture(scope="session")
def csv_of() -> CsvOf:
    """Make a CSV of a table: each row the examples of its required columns, and given cells."""

    def made(contract: Contract, rows: Sequence[Mapping[str | int | float, str]]) -> bytes:
        needed = {
            column.name: column.spec.example for column in contract.columns if column.required
        }
        text = io.StringIO()
        writer = csv.DictWriter(text, contract.names, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({**needed, **{name(column): cell for column, cell in row.items()}})
        return text.getvalue().encode()

    return made


@pytest.fixture(scope="session")
def check_one() -> CheckOne:
    """Check one file against the ids that are known."""

    def checked(content: bytes, table: str | None = None, *, keys_alone: bool = False) -> Checked:
        upload = Upload("return.csv", content)
        (verdict,) = check([upload], today=TODAY, known=KNOWN, table=table, keys_alone=keys_alone)
        return verdict

    return checked


@pytest.fixture(scope="session")
def exchange() -> Contract:
    return CONTRACTS["information_exchange"]


@pytest.fixture(scope="session")
def reads_well() -> Callable[[Problem], bool]:
    """Tell whether a problem's two texts are whole sentences with nothing left to fill in."""
    columns = {column for contract in CONTRACTS.values() for column in contract.names}

    def is_sentence(text: str) -> bool:
        begins = text[0] == "“" or text[0].isupper() or text[0].isdigit()
        ends = text.endswith((".", "?"))
        return (
            (begins or text.split(maxsplit=1)[0] in columns)
            and ends
            and not {*"{}"}.intersection(text)
        )

    return lambda found: is_sentence(found.message) and is_sentence(found.mend)
