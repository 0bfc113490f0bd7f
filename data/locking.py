"""A reader–writer lock among processes and threads, held on files beside the warehouse.

`flock` belongs to the open file description, so threads of one process exclude each other just as
processes do, and a killed holder's lock is gone with it. A writer holds the gate while it waits,
and every reader passes the gate, so that readers cannot starve a writer.
"""

import fcntl
import json
import os
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data.errors import WarehouseBusy, WarehouseError, WarehouseHeld

WAIT_SECONDS: Final = 10.0

_FIRST_PAUSE: Final = 0.001
_LONGEST_PAUSE: Final = 0.02
_SLOTS: Final = 1024
_SLOT_BYTES: Final = 512
_LONGEST_COMMAND: Final = 60


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: process, command and since when (UTC)."""

    pid: int
    command: str
    since: str

    @classmethod
    def here(cls) -> "Holder":
        """Describe this process, from now on."""
        command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:_LONGEST_COMMAND]
        return cls(os.getpid(), command, f"{datetime.now(UTC):%H:%M:%S} UTC")


@dataclass(frozen=True)
class FileLock:
    """The lock of one warehouse: `PATH.lock` is held, `PATH.gate` is queued at."""

    path: Path

    def shared(self, wait: float = WAIT_SECONDS) -> AbstractContextManager[None]:
        """Hold the lock together with other readers.

        Raises:
            WarehouseBusy: a writer held it for `wait` seconds; the message names the holder.
        """
        return self._held(fcntl.LOCK_SH, wait)

    def exclusive(self, wait: float = WAIT_SECONDS) -> AbstractContextManager[None]:
        """Hold the lock alone.

        Raises:
            WarehouseBusy: others held it for `wait` seconds; the message names one of them.
        """
        return self._held(fcntl.LOCK_EX, wait)

    @contextmanager
    def _held(self, kind: int, wait: float) -> Generator[None]:
        deadline = time.monotonic() + wait
        with self._open(".gate") as gate, self._open(".lock") as lock:
            self._take(gate, kind, deadline)
            self._take(lock, kind, deadline)
            fcntl.flock(gate, fcntl.LOCK_UN)
            try:
                with _named(lock):
                    yield
            finally:
                fcntl.flock(lock, fcntl.LOCK_UN)

    def _take(self, descriptor: int, kind: int, deadline: float) -> None:
        pause = _FIRST_PAUSE
        while not _taken(descriptor, kind):
            if time.monotonic() >= deadline:
                raise self._busy()
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _busy(self) -> WarehouseBusy:
        with self._open(".lock") as lock:
            holder = min(_read_slots(lock), key=lambda found: found.since, default=None)
        return (
            WarehouseBusy(path=self.path, **asdict(holder))
            if holder
            else WarehouseHeld(path=self.path)
        )

    @contextmanager
    def _open(self, suffix: str) -> Generator[int]:
        name = f"{self.path}{suffix}"
        try:
            descriptor = os.open(name, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise WarehouseError(path=self.path, reason=f"{name}: {error.strerror}") from error
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _taken(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _named(lock: int) -> Generator[None]:
    """Write who holds the lock into a slot of the lock file while it is held.

    Two readers may meet in one slot, and a full disk may have no room for it: the text is for
    messages only, the lock does not need it.
    """
    text = json.dumps(asdict(Holder.here()), ensure_ascii=False).encode()
    offset = hash((os.getpid(), threading.get_ident())) % _SLOTS * _SLOT_BYTES
    with suppress(OSError):
        os.pwrite(lock, text.ljust(_SLOT_BYTES), offset)
    try:
        yield
    finally:
        with suppress(OSError):
            os.pwrite(lock, b" " * _SLOT_BYTES, offset)


def _read_slots(lock: int) -> Iterator[Holder]:
    content = os.pread(lock, _SLOTS * _SLOT_BYTES, 0)
    for start in range(0, len(content), _SLOT_BYTES):
        with suppress(ValueError):  # an empty slot, or one being written
            holder = Holder(**json.loads(content[start : start + _SLOT_BYTES]))
            if _alive(holder.pid):
                yield holder


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
