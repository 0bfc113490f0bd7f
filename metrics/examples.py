"""Worked examples: tiny tables as an analyst would type them."""

from typing import Final

from metrics.indicator import Example
from validation.contracts.information_exchange import INFORMATION_EXCHANGE
from validation.contracts.joint_operations import JOINT_OPERATIONS
from validation.contracts.operation_results import OPERATION_RESULTS
from validation.contracts.partnerships import PARTNERSHIPS

_PARTNERS: Final = (
    "partnership_id,name,kind,lead_organisation,members,record\n"
    "tri,Three Countries,regional,EUROPOL,BEL;DEU;NLD,official\n"
)
_HEAD: Final = (
    "period,partnership_id,sender,receiver,channel,crime_area,message_kind,urgent,messages"
)
_OPERATION_HEAD: Final = "partnership_id,name,crime_area,kind,lead,source"
_OPERATION: Final = "tri,Harbour Net,drug_trafficking,action_day,NLD,own_return"


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


def tri_example(
    table: str, head: str, *rows: str, expected: float, working: str, period: str = "2024-Q1"
) -> Example:
    """Write an example of a table of three countries, from their own returns.

    Args:
        table: the table's name.
        head: names of the columns between the partnership and the source.
        rows: the cells of those columns.
        expected: the value.
        working: the calculation in words and figures.
        period: the period whose value is expected.
    """
    lines = [f"partnership_id,{head},source", *(f"tri,{row},own_return" for row in rows)]
    return Example(
        tables={PARTNERSHIPS.name: _PARTNERS, table: "\n".join(lines) + "\n"},
        period=period,
        expected=expected,
        working=working,
    )


def operations_example(
    columns: str,
    *rows: str,
    results: tuple[str, ...] = (),
    period: str = "2024-Q1",
    expected: float,
    working: str,
) -> Example:
    """Write an example of joint operations of three countries.

    Args:
        columns: columns of the register beside the usual ones, then `|` and those of results.
        rows: of the register: id, start, end, countries and those columns.
        results: id, period and those columns.
        period: the period whose value is expected.
        expected: the value.
        working: the calculation in words and figures.
    """
    beside, _, figures = columns.partition("|")
    head = f"operation_id,started,ended,countries{beside},{_OPERATION_HEAD}"
    told = [head, *(f"{row},{_OPERATION}" for row in rows)]
    tables = {PARTNERSHIPS.name: _PARTNERS, JOINT_OPERATIONS.name: "\n".join(told) + "\n"}
    if results:
        lines = [f"operation_id,period{figures},source"]
        lines += [f"{row},own_return" for row in results]
        tables[OPERATION_RESULTS.name] = "\n".join(lines) + "\n"
    return Example(tables=tables, period=period, expected=expected, working=working)
