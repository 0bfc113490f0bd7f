"""Crime areas: the sections of UNODC's classification (ICCS), and what partnerships add to them."""

from typing import Final

from validation.codes import Code, CodeList
from validation.text import mark

_ICCS: Final = "ICCS {}"

CRIME_AREAS: Final = CodeList(
    mark("crime area"),
    (
        Code(
            "intentional_homicide",
            mark("Intentional homicide"),
            mark("Unlawful death inflicted with intent to kill or seriously injure."),
            _ICCS.format("0101"),
        ),
        Code(
            "robbery",
            mark("Robbery"),
            mark("Taking property by force or threat of force."),
            _ICCS.format("0401"),
        ),
        Code(
            "burglary",
            mark("Burglary"),
            mark("Entering a building without right in order to take property."),
            _ICCS.format("0501"),
        ),
        Code(
            "terrorism",
            mark("Terrorism"),
            mark("Acts meant to spread fear or to coerce a government, and their support."),
            _ICCS.format("0906"),
        ),
        Code(
            "cybercrime",
            mark("Cybercrime"),
            mark("Unlawful access to, interference with or misuse of computer systems."),
            _ICCS.format("0903"),
        ),
        Code(
            "drug_trafficking",
            mark("Drug offences"),
            mark(
                "Every unlawful act with controlled drugs and their precursors: trafficking, and "
                "possession where it is counted too."
            ),
            _ICCS.format("0601"),
        ),
        Code(
            "human_trafficking",
            mark("Trafficking in persons"),
            mark("Recruiting, moving or holding people in order to exploit them."),
            _ICCS.format("0204"),
        ),
        Code(
            "migrant_smuggling",
            mark("Smuggling of migrants"),
            mark("Bringing people across a border unlawfully for gain."),
            _ICCS.format("0805"),
        ),
        Code(
            "firearms",
            mark("Firearms"),
            mark("Unlawful making, trade or possession of firearms and explosives."),
            _ICCS.format("0901"),
        ),
        Code(
            "financial_fraud",
            mark("Financial fraud"),
            mark("Obtaining money or advantage by deceit."),
            _ICCS.format("0701"),
        ),
        Code(
            "money_laundering",
            mark("Money laundering"),
            mark("Hiding or converting what was gained by crime."),
            _ICCS.format("07041"),
        ),
        Code(
            "corruption",
            mark("Corruption"),
            mark("Abuse of an office or trust for private gain."),
            _ICCS.format("0703"),
        ),
        Code(
            "environmental_crime",
            mark("Environmental crime"),
            mark("Unlawful harm to nature, wildlife trade and waste dumping."),
            _ICCS.format("10"),
        ),
        Code(
            "property_crime",
            mark("Property crime"),
            mark("Theft, burglary and damage without violence against a person."),
            _ICCS.format("05"),
        ),
        Code(
            "child_exploitation",
            mark("Child sexual exploitation"),
            mark("Sexual abuse of children and material that shows it."),
            _ICCS.format("0302"),
        ),
        Code(
            "counterfeit_goods",
            mark("Counterfeit goods"),
            mark("Making or selling forged products, medicines among them."),
            _ICCS.format("0702"),
        ),
        Code(
            "disaster_response",
            mark("Disaster response"),
            mark("Help after disasters, such as the identification of victims; not a crime."),
        ),
        Code(
            "general", mark("General or several"), mark("No single crime area, or several at once.")
        ),
    ),
)
