"""Which milestones stand beside a figure: those of the partnerships that its values are of."""

from collections.abc import Callable

import pytest

from data.ledger import Version
from data.warehouse import Warehouse
from metrics.series import Query, series
from metrics.source import Source
from validation.contracts.milestones import Milestones
from validation.fields import name

PARTNERSHIPS = """partnership_id,name,kind,lead_organisation,record,operations_coverage
one,One,network,EUROPOL,published,selection
two,Two,network,INTERPOL,published,selection
"""
SOURCES = """source_id,publisher,title,tier,published
maker,Agency,Release,publisher,2024
"""
MILESTONES = """date,partnership_id,label,kind
2020,ALL,Everywhere,other
2021,one,Of one,other
2022,two,Of two,other
"""
TOTALS = """period,partnership_id,area,crime_area,measure,value,source
2020,,FRA,burglary,offences,100,maker
2021,,FRA,burglary,offences,90,maker
2020,one,,,messages,5,maker
"""


@pytest.fixture
def source(warehouse: Warehouse, publish: Callable[..., Version]) -> Source:
    publish(warehouse, sources=SOURCES, partnerships=PARTNERSHIPS)
    publish(warehouse, milestones=MILESTONES)
    publish(warehouse, published_totals=TOTALS)
    return Source(warehouse)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (Query(indicator="published_offences", countries=("FRA",)), []),
        (Query(indicator="published_messages"), ["Everywhere", "Of one"]),
    ],
)
def test_only_milestones_of_whose_the_values_are_stand_beside_them(
    query: Query, shown: list[str], source: Source
) -> None:
    answer = series(source, query)
    assert answer.frame.height
    assert answer.milestones[name(Milestones.label)].to_list() == shown
