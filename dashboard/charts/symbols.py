"""The marks of charts as paths in a box from −1 to 1, and what each one says.

Shape alone tells them apart, so that they survive black and white. Triangle, diamond and square
are kept for signals (better, worse, different from usual).
"""

from typing import Final

CIRCLE: Final = "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z"
SQUARE: Final = "M-1,-1H1V1H-1Z"

TRIANGLE: Final = "M0,-1L1,0.8H-1Z"
DIAMOND: Final = "M0,-1L1,0L0,1L-1,0Z"

CHECK: Final = "M-0.9,0.05L-0.3,0.7L0.9,-0.7"
CROSS: Final = "M-0.75,-0.75L0.75,0.75M-0.75,0.75L0.75,-0.75"
WAVE: Final = "M-1,0.25C-0.6,-0.75 -0.3,-0.5 0,0S0.6,0.75 1,-0.25"

UP: Final = "M0,1V-1M-0.6,-0.35L0,-1L0.6,-0.35"
DOWN: Final = "M0,-1V1M-0.6,0.35L0,1L0.6,0.35"
RIGHT: Final = "M-1,0H1M0.35,-0.6L1,0L0.35,0.6"
LEFT: Final = "M1,0H-1M-0.35,-0.6L-1,0L-0.35,0.6"
DASH: Final = "M-1,0H1"
BROKEN: Final = "M-1,0H-0.4M0.4,0H1"
"""A dashed line."""
SLASHES: Final = "M-0.9,0.9L-0.1,-0.9M0.1,0.9L0.9,-0.9"
"""Where a line breaks, although no period is missing."""
WITHHELD: Final = "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0ZM-0.5,0H0.5"
WHISKER: Final = "M-1,0H1M-1,-0.5V0.5M1,-0.5V0.5"
