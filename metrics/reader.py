"""A warehouse opened for each thing that is read, or once for several."""

from collections.abc import Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from threading import RLock, local
from typing import Protocol

from data.frames import Connection


class Readable(Protocol):
    """Anything that opens a connection for reading: a warehouse, or a preview of one."""

    def read(self) -> AbstractContextManager[Connection]:
        """Open for reading."""
        ...


class Reader(local):
    """Opens a warehouse for whoever reads; each thread has its own."""

    def __init__(self, warehouse: Readable, making: RLock) -> None:
        """Choose what to open.

        Args:
            warehouse: what is read.
            making: held while anything is made of what was read.
        """
        self._warehouse = warehouse
        self._making = making
        self._stack: ExitStack | None = None
        self._connection: Connection | None = None

    @contextmanager
    def together(self) -> Generator[None]:
        """Read what this thread reads within over one connection, opened when first needed.

        From then on publishers, and others who make something of the same source, wait: only for
        what takes moments. Never around a `write`.
        """
        if self._stack:
            yield
            return
        with ExitStack() as stack:
            self._stack = stack
            try:
                yield
            finally:
                self._stack = self._connection = None

    @contextmanager
    def open(self) -> Generator[Connection]:
        """Give a connection: that of `together`, or one for what is read now."""
        if self._stack is None:
            with self._warehouse.read() as connection:
                yield connection
            return
        if self._connection is None:
            # In this order everywhere: who waits for the warehouse may hold what is being made.
            self._stack.enter_context(self._making)
            self._connection = self._stack.enter_context(self._warehouse.read())
        yield self._connection


@dataclass(frozen=True)
class Through:
    """Reads over what a reader has opened already: never one reading inside another."""

    reader: Reader

    def read(self) -> AbstractContextManager[Connection]:
        """Open for reading."""
        return self.reader.open()
