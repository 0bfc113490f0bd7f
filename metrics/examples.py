"""Worked examples: tiny tables as an analyst would type them."""

from typing import Final

from metrics.indicator import Example
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.partnerships import PARTNERSHIPS

_PARTNERS: Final = (
    "partnership_id,name,kind,lead_organisation,members,record\n"
    "tri,Three Countries,regional,EUROPOL,BEL;DEU;NLD,official\n"
)
_HEAD: Final = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages"
)


def exchange_example(columns: str, *rows: str, expected: float, working: str) -> Example:
    """Write an example of information exchange among three countries in one quarter.

    Args:
        columns: names of the columns beside the usual ones, each after a comma.
        rows: sender, receiver, channel, crime area, kind, urgent, messages and those columns.
        expected: the value.
        working: the calculation in words and figures.
    """
    lines = [f"{_HEAD}{columns},source", *(f"2024-Q1,tri,{row},own_return" for row in rows)]
    return Example(
        tables={PARTNERSHIPS.name: _PARTNERS, INFORMATION_EXCHANGE.name: "\n".join(lines) + "\n"},
        period="2024-Q1",
        expected=expected,
        working=working,
    )
