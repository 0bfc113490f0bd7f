"""The marks of charts as paths in a box from −1 to 1, and what each one says.

Shape alone tells them apart, so that they survive black and white. Triangle, diamond and square
are kept for signals (better, worse, different from usual).
"""

from typing import Final

CIRCLE: Final = "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z"
SQUARE: Final = "M-1,-1H1V1H-1Z"

CHECK: Final = "M-0.9,0.05L-0.3,0.7L0.9,-0.7"
CROSS: Final = "M-0.75,-0.75L0.75,0.75M-0.75,0.75L0.75,-0.75"
WAVE: Final = "M-1,0.25C-0.6,-0.75 -0.3,-0.5 0,0S0.6,0.75 1,-0.25"

UP: Final = "M0,1V-1M-0.6,-0.35L0,-1L0.6,-0.35"
DOWN: Final = "M0,-1V1M-0.6,0.35L0,1L0.6,0.35"
BROKEN: Final = "M-1,0H-0.4M0.4,0H1"
"""A dashed line."""
WHISKER: Final = "M-1,0H1M-1,-0.5V0.5M1,-0.5V0.5"
