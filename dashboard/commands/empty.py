"""Why a question has no value: which of its filters left nothing, and what there is without it."""

from dataclasses import replace
from typing import Final

import polars as pl

from dashboard.i18n import tr, trn
from metrics.series import Query, series
from metrics.source import Source
from metrics.values import PARTNERSHIP, PERIOD
from validation.periods import Period
from validation.text import mark

_FILTERS: Final = {
    "--partnership": "partnerships",
    "--from": "from_period",
    "--to": "to_period",
    "--grain": "grain",
    "--by": "by",
    "--crime-area": "crime_areas",
    "--country": "countries",
}
"""Options of the command line, and what each sets of a question."""


def why(source: Source, query: Query) -> str:
    """Say which filter left nothing of an indicator, and what there is without it.

    Args:
        source: the version.
        query: a question without a value.
    """
    plain = Query(indicator=query.indicator)
    given = {
        option: part
        for option, part in _FILTERS.items()
        if getattr(query, part) != getattr(plain, part)
    }
    for option, part in given.items():
        found = series(source, replace(query, **{part: getattr(plain, part)})).frame
        if found.height:
            return tr(
                mark("No value is left with {option} {asked}. Without it there are {what}."),
                option=option,
                asked=_asked(getattr(query, part)),
                what=_what(found),
            )
    found = series(source, plain).frame
    if found.height:
        return tr(
            mark("No value is left with {options} together. Without them there are {what}."),
            options=", ".join(given),
            what=_what(found),
        )
    return tr(
        mark("Version {version} holds nothing of which {indicator} could be made."),
        version=source.number,
        indicator=query.indicator,
    )


def _asked(value: str | Period | tuple[str, ...]) -> str:
    match value:
        case Period():
            return value.code
        case tuple():
            return " ".join(value)
        case _:
            return value


def _what(found: pl.DataFrame) -> str:
    """Say how many values there are, of when and of whom."""
    whose = [each for each in found[PARTNERSHIP].unique().sort() if each]
    told = tr(
        mark("{values}, {first} to {last}"),
        values=trn(mark("{n} value"), mark("{n} values"), found.height),
        first=found[PERIOD].min(),
        last=found[PERIOD].max(),
    )
    return tr(mark("{told}, of {whose}"), told=told, whose=", ".join(whose)) if whose else told
