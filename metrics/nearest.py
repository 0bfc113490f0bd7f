"""What somebody may have meant who asked for something that is not there."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from metrics.errors import UnknownCountry, UnknownCrimeArea
from validation.codes import ALL
from validation.crime_areas import CRIME_AREAS
from validation.parties import COUNTRIES, ORGANISATIONS, OWN_CODE, country_named

MOST: Final = 3
ALIKE: Final = 0.3

_PARTIES: Final = {
    code: entries.label(code) for entries in (COUNTRIES, ORGANISATIONS) for code in entries.values
}
_AREAS: Final = {code: CRIME_AREAS.label(code) for code in CRIME_AREAS.values}


def nearest(asked: str, names: Mapping[str, str]) -> str:
    """Name up to three ids that are most alike what was asked for, by id or by name.

    Args:
        asked: what was asked for.
        names: every id with its name.

    Returns:
        The ids, joined by commas; the first three where none is alike, a dash where there is none.
    """
    ids = {word.casefold(): each for each, label in names.items() for word in (label, each)}
    alike = get_close_matches(asked.casefold(), ids, n=MOST, cutoff=ALIKE)
    found = [*dict.fromkeys(ids[word] for word in alike)] or [*names][:MOST]
    return ", ".join(found) or "–"


def must_be_code(*, crime_areas: tuple[str, ...], countries: tuple[str, ...]) -> None:
    """Ask of a filter's codes that they are in the lists, or an own code of a party.

    Raises:
        UnknownCrimeArea, UnknownCountry: one is not.
    """
    for code in crime_areas:
        if code not in _AREAS:
            raise UnknownCrimeArea(code=code, nearest=nearest(code, _AREAS))
    for code in countries:
        if code not in _PARTIES and code != ALL and not code.startswith(OWN_CODE):
            near = country_named(code) or nearest(code, _PARTIES)
            raise UnknownCountry(code=code, nearest=near)
