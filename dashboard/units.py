"""What a number counts, in words: one breach, two breaches."""

from typing import Final

from dashboard.i18n import tr
from validation.text import mark

ONE: Final = {
    "accesses": mark("access"),
    "activities": mark("activity"),
    "agreements": mark("agreement"),
    "alerts": mark("alert"),
    "authorities": mark("authority"),
    "breaches": mark("breach"),
    "cases": mark("case"),
    "centres": mark("centre"),
    "checks": mark("check"),
    "contributions": mark("contribution"),
    "countries": mark("country"),
    "days": mark("day"),
    "exchanges": mark("exchange"),
    "firearms": mark("firearm"),
    "full-time posts": mark("full-time post"),
    "groups": mark("group"),
    "hits": mark("hit"),
    "hours": mark("hour"),
    "investigations": mark("investigation"),
    "meetings": mark("meeting"),
    "messages": mark("message"),
    "networks": mark("network"),
    "notices": mark("notice"),
    "objectives": mark("objective"),
    "offences": mark("offence"),
    "operations": mark("operation"),
    "orders": mark("order"),
    "participants": mark("participant"),
    "parties": mark("party"),
    "persons": mark("person"),
    "pieces": mark("piece"),
    "points": mark("point"),
    "records": mark("record"),
    "replies": mark("reply"),
    "requests": mark("request"),
    "searches": mark("search"),
    "teams": mark("team"),
    "units": mark("unit"),
    "users": mark("user"),
    "warrants": mark("warrant"),
}
"""What one of a unit is called; a unit that is not here is called the same whatever the number."""


def named(unit: str, value: float | None) -> str:
    """Name a unit beside a value, in the reader's language.

    Args:
        unit: a unit as it is declared.
        value: how many; None where that is not told.
    """
    return tr(ONE.get(unit, unit) if value == 1 else unit)
