"""Files handed in and not yet published, kept on the server: a page that is reloaded finds them.

The address holds a word that nobody can guess, and no link that the product offers has it. What is
kept lives in the server's memory, never on its disk, and no longer than a day.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

from dashboard.mending import Offer
from data.ledger import Mode
from validation.intake import Upload

MOST_KEPT: Final = 20
MOST_BYTES: Final = 500_000_000
LONGEST_KEPT: Final = 24 * 60 * 60.0
"""Seconds after which files that nobody came back for are let go of."""
_WORD_BYTES: Final = 16


@dataclass(eq=False)
class Draft:
    """Files in hand.

    Attributes:
        workspace: what they are meant for.
        uploads: the files.
        since: when they were handed in, in seconds of the store's clock.
        mends: what was asked to be mended in them.
        mode: what they mean.
    """

    workspace: str
    uploads: tuple[Upload, ...]
    since: float
    mends: tuple[Offer, ...] = ()
    mode: Mode = Mode.MERGE

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(len(each.content) for each in self.uploads)


class Drafts:
    """What readers have in hand, by its word; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Start empty.

        Args:
            clock: tells the time in seconds.
        """
        self._clock = clock
        self._kept: dict[str, Draft] = {}
        self._turning = Lock()

    def keep(self, workspace: str, uploads: tuple[Upload, ...], word: str = "") -> str:
        """Keep files and return the word they are found by.

        Files too large to be kept for all are not kept, and nothing is found by their word.

        Args:
            workspace: what they are meant for.
            uploads: the files.
            word: under which files of the same reader were kept before; these take their place.
        """
        draft = Draft(workspace, uploads, self._clock())
        with self._turning:
            taken = self._kept.pop(word, None)
            if taken is None or taken.workspace != workspace:
                word = secrets.token_urlsafe(_WORD_BYTES)
            self._kept[word] = draft
            self._let_go()
            return word

    def find(self, workspace: str, word: str) -> Draft | None:
        """Return what is kept under a word, if anything still is."""
        with self._turning:
            self._let_go()
            found = self._kept.get(word)
            return found if found and found.workspace == workspace else None

    def drop(self, word: str) -> None:
        """Let go of what is kept under a word."""
        with self._turning:
            self._kept.pop(word, None)

    def _let_go(self) -> None:
        """Let go of what is too old, then of the oldest until the rest may stay."""
        now = self._clock()
        old = [word for word, each in self._kept.items() if now - each.since > LONGEST_KEPT]
        for word in old:
            del self._kept[word]
        while len(self._kept) > MOST_KEPT or self._size() > MOST_BYTES:
            del self._kept[next(iter(self._kept))]

    def _size(self) -> int:
        return sum(each.size for each in self._kept.values())
