"""Published measures: what organisations print as a total, one code a figure worth carrying."""

from typing import Final

from validation.codes import CodeList
from validation.measures_communities import COMMUNITIES
from validation.measures_exchange import EXCHANGE
from validation.measures_operations import LAW, OPERATIONS, TRAINING
from validation.text import mark

MEASURES: Final = CodeList(mark("measure"), (*EXCHANGE, *OPERATIONS, *LAW, *TRAINING, *COMMUNITIES))
