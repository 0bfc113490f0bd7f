"""The least developed countries, as the United Nations list them."""

from typing import Final

from validation.text import mark

REFERENCE: Final = mark(
    "UN DESA, Committee for Development Policy: List of Least Developed Countries, as of December "
    "2024 (44 countries)."
)

# Bhutan left the list in December 2023, São Tomé and Príncipe in December 2024.
LEAST_DEVELOPED: Final = (
    "AFG",
    "AGO",
    "BDI",
    "BEN",
    "BFA",
    "BGD",
    "CAF",
    "COD",
    "COM",
    "DJI",
    "ERI",
    "ETH",
    "GIN",
    "GMB",
    "GNB",
    "HTI",
    "KHM",
    "KIR",
    "LAO",
    "LBR",
    "LSO",
    "MDG",
    "MLI",
    "MMR",
    "MOZ",
    "MRT",
    "MWI",
    "NER",
    "NPL",
    "RWA",
    "SDN",
    "SEN",
    "SLB",
    "SLE",
    "SOM",
    "SSD",
    "TCD",
    "TGO",
    "TLS",
    "TUV",
    "TZA",
    "UGA",
    "YEM",
    "ZMB",
)
