"""Who takes part: countries and their parts, organisations, own codes; and currencies."""

from collections.abc import Iterable
from functools import cache
from typing import Final, cast

import pycountry
from babel import Locale, localedata
from pycountry.db import Data

from validation.codes import Code, CodeList
from validation.text import mark

OWN_CODE: Final = "x-"


def _upright(listed: str) -> str:
    """Turn a name that is listed under its second part: "Palestine, State of", the right way."""
    first, comma, before = listed.partition(", ")
    if not comma or " and " in before:  # an enumeration, not an inversion
        return listed
    return f"{before.removeprefix('The ')} {first}"


COUNTRIES: Final = CodeList(
    mark("country"),
    tuple(
        Code(
            country.alpha_3,
            getattr(country, "common_name", "") or _upright(country.name),
            reference="ISO 3166-1",
        )
        for country in sorted(pycountry.countries, key=lambda entry: entry.alpha_3)
    ),
)

# pycountry types its countries, and neither its currencies nor its parts of countries.
_LISTED: Final = cast("dict[str, Iterable[Data]]", vars(pycountry))

CURRENCIES: Final = CodeList(
    mark("currency"),
    tuple(
        Code(currency.alpha_3, f"{currency.name} ({currency.alpha_3})", reference="ISO 4217")
        for currency in sorted(_LISTED["currencies"], key=lambda entry: entry.alpha_3)
    ),
)


def country_named(text: str) -> str:
    """Return the code of a country by any of its codes or names, or the empty text.

    Args:
        text: a code, the name shown, or the name as ISO 3166-1 lists it, in capitals or not.
    """
    shown = {entry.label.casefold(): entry.code for entry in COUNTRIES.codes}
    if code := shown.get(text.strip().casefold()):
        return code
    try:
        return str(pycountry.countries.lookup(text).alpha_3)
    except LookupError:
        return ""


def country_in_any_language(text: str) -> str:
    """Return the code of the one country that a language calls so, or the empty text.

    Args:
        text: a name such as Deutschland or España, in capitals or not.
    """
    codes = _names_in_all_languages().get(text.strip().casefold(), frozenset[str]())
    return next(iter(codes)) if len(codes) == 1 else ""


@cache
def _names_in_all_languages() -> dict[str, set[str]]:
    """Return the countries by what languages call them: read once, which takes a second or two."""
    alpha_3 = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    found: dict[str, set[str]] = {}
    for language in localedata.locale_identifiers():
        if "_" not in language:  # as spoken in one country, which rarely changes names
            names = cast("dict[str, str]", Locale(language).territories)
            for code in alpha_3.keys() & names.keys():
                found.setdefault(names[code].casefold(), set()).add(alpha_3[code])
    return found


@cache
def subdivisions() -> dict[str, str]:
    """Return the parts of countries that ISO 3166-2 names: code to name."""
    return {part.code: part.name for part in _LISTED["subdivisions"]}


def country_of_area(area: str) -> str:
    """Return the country of an area: the area itself, or the country that it is a part of."""
    part_of = pycountry.countries.get(alpha_2=area.partition("-")[0]) if "-" in area else None
    return part_of.alpha_3 if part_of else area


_AS_PRINTED: Final = mark("Named by these letters alone in the pages read.")

ORGANISATIONS: Final = CodeList(
    mark("organisation"),
    (
        Code("AFRIPOL", mark("AFRIPOL"), mark("African Union mechanism for police cooperation.")),
        Code("AMERIPOL", mark("AMERIPOL"), mark("Police community of the Americas.")),
        Code("ASEANAPOL", mark("ASEANAPOL"), mark("Chiefs of police of the ASEAN countries.")),
        Code("CCLEC", mark("CCLEC"), _AS_PRINTED),
        Code("CEPOL", mark("CEPOL"), mark("European Union agency for law-enforcement training.")),
        Code("EBF", mark("EBF"), _AS_PRINTED),
        Code("EC", mark("European Commission"), mark("Executive body of the European Union.")),
        Code("EGMONT", mark("Egmont Group"), mark("Network of financial intelligence units.")),
        Code("EL_PACCTO", mark("EL PACCTO"), _AS_PRINTED),
        Code("ELA", mark("European Labour Authority"), mark("Named so in the pages read.")),
        Code("EUIPO", mark("EUIPO"), _AS_PRINTED),
        Code("EULISA", mark("eu-LISA"), mark("Agency that runs the EU's large IT systems.")),
        Code("EUMS", mark("EU Member States"), mark("Countries of the European Union, together.")),
        Code("EUROJUST", mark("Eurojust"), mark("EU agency for criminal justice cooperation.")),
        Code("EUROPOL", mark("Europol"), mark("EU agency for law-enforcement cooperation.")),
        Code("FRONTEX", mark("Frontex"), mark("European border and coast guard agency.")),
        Code(
            "GCTF",
            mark("Global Counterterrorism Forum"),
            mark("Forum of countries and the European Union, led by co-chairs."),
        ),
        Code("HMA_WGEO", mark("HMA WGEO"), _AS_PRINTED),
        Code("INTERPOL", mark("INTERPOL"), mark("International criminal police organisation.")),
        Code("OLAF", mark("OLAF"), _AS_PRINTED),
        Code("PFIPC", mark("PFIPC"), _AS_PRINTED),
        Code("PSI", mark("PSI"), _AS_PRINTED),
        Code("SELEC", mark("SELEC"), mark("Southeast European law-enforcement centre.")),
        Code("UNODC", mark("UNODC"), mark("United Nations office on drugs and crime.")),
        Code("WCO", mark("WCO"), mark("World Customs Organization.")),
    ),
)


def party_label(code: str) -> str:
    """Return the name of a country or organisation, an own code's slug made readable.

    An own code that spells one of the list, as x-olaf spells OLAF, has the list's name.
    """
    own = code.removeprefix(OWN_CODE)
    listed = own.upper().replace("-", "_") if own != code else code
    for entries in (COUNTRIES, ORGANISATIONS):
        if listed in entries.by_code:
            return entries.label(listed)
    return own if own == code else own[:1].upper() + own[1:].replace("-", " ")
