"""What a page and the command line say of files and of what publishing them would do."""

from datetime import date

import pytest

from dashboard import uploading
from data.ledger import Mode
from data.warehouse import Warehouse
from validation.intake import Checked, Upload

HEAD = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages,source"
)
ROW = "2024-Q3,northern-ports,NLD,BEL,siena,general,request,no,120,own_return"
TODAY = date(2024, 12, 1)


def _checked(store: Warehouse, text: str, name: str = "it.csv") -> tuple[Checked, ...]:
    uploads = [Upload(name, text.encode())]
    return uploading.check(store, uploads, table=None, mode=Mode.MERGE, today=TODAY)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((HEAD, ROW), "1 row, no errors; 2 notices."),
        ((HEAD, ROW.replace("120", "-")), "1 error in 1 of 1 row; nothing has been published."),
        ((HEAD, ROW, f"{ROW},"), "1 error in 1 of 2 rows; nothing has been published."),
        (
            (f"{HEAD},colour", f"{ROW},red", ROW),
            "2 errors in 1 of 2 rows; nothing has been published.",
        ),
        ((f"{HEAD},colour", f"{ROW},red"), "1 error; nothing has been published."),
        ((HEAD, ROW, f'{ROW[:-10]}"x'), "1 error in 1 of 2 rows; nothing has been published."),
    ],
)
def test_a_verdict_counts_no_more_rows_than_there_are(
    kept: Warehouse, lines: tuple[str, ...], told: str
) -> None:
    assert uploading.verdict(_checked(kept, "\n".join(lines))) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{HEAD}\n{ROW}\n{ROW}", "it.csv: Information exchange, 2 rows"),
        ("Name,Telephone\nA,1", "it.csv: no table"),
    ],
)
def test_it_is_said_which_table_a_file_was_taken_for(kept: Warehouse, text: str, told: str) -> None:
    (file,) = _checked(kept, text)
    assert uploading.recognised(file) == told


def test_every_indicator_of_the_catalogue_that_is_a_share_has_targets_of_shares(
    kept: Warehouse,
) -> None:
    head = "partnership_id,indicator,from_period,target,kind"
    rows = [
        "northern-ports,on_time_replies,2024-Q1,85,level",
        "northern-ports,hit_rate,2024-Q1,1.01,level",
        "northern-ports,reply_hours,2024-Q1,48,level",
    ]
    (file,) = _checked(kept, "\n".join((head, *rows)))
    told = [(found.line, found.mend) for found in file.problems if found.line and found.line > 1]
    assert told == [(2, "Write “0.85”."), (3, "Write “0.0101”.")]
