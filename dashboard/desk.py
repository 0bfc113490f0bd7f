"""What a reader's own session remembers of a workspace: files in hand, versions of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.mending import Offer
from data.versions import Version
from validation.intake import Upload


@dataclass
class Desk:
    """One reader's desk in one workspace.

    Attributes:
        batch: how often this reader has published files here: nothing else empties the file box.
        name: the name this reader last published under.
        in_hand: a file that a page wrote for this reader and that is not published yet.
        mends: what this reader asked to have mended in files that are not published yet.
        draft: the word under which the server keeps this reader's files for a reload.
    """

    batch: int = 0
    name: str = ""
    in_hand: Upload | None = None
    mends: tuple[Offer, ...] = ()
    draft: str = ""
    _own: set[int] = field(default_factory=set[int])
    _since: dict[str, int] = field(default_factory=dict[str, int])

    def published(self, number: int, *, who: str, files: bool) -> None:
        """Note that a version is this reader's own.

        Args:
            number: the version's number.
            who: who published it.
            files: whether it published the files in hand, so that the file box may be emptied.
        """
        self._own.add(number)
        self.name = who
        self.in_hand = None
        if files:
            self.mends, self.draft = (), ""
        self.batch += files

    def owns(self, number: int) -> bool:
        """Tell whether this reader published a version in this session."""
        return number in self._own

    def overtaking(self, files: str, ledger: Sequence[Version]) -> list[Version]:
        """Return what others have published since the files in hand were first previewed.

        Args:
            files: tells the files in hand from all others.
            ledger: the workspace's versions, oldest first.
        """
        latest = ledger[-1].number if ledger else 0
        since = self._since.setdefault(f"{self.batch}:{files}", latest)
        return [each for each in ledger if each.number > since and each.number not in self._own]
