"""Who waits for an answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from typing import Any

from .errors import KvlarError


class Slot:
    """A request of a thread that waits."""

    can_read = True

    def __init__(self) -> None:
        self.answer: Mapping[str, Any] | None = None
        self.error: KvlarError | None = None
        #: Released when there is an answer, or when it is this one's turn to read.
        self.turn = threading.Lock()
        self.turn.acquire()

    @property
    def is_done(self) -> bool:
        return self.answer is not None or self.error is not None

    def wake(self) -> None:
        try:
            self.turn.release()
        except RuntimeError:
            pass  # It is awake already.


class TaskSlot(Slot):
    """A request of a task, which reads nothing itself."""

    can_read = False

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._loop = loop
        self.told: asyncio.Future[None] = loop.create_future()

    def wake(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._tell)
        except RuntimeError:
            pass  # Its loop has ended, and nobody waits there.

    def _tell(self) -> None:
        if not self.told.done():
            self.told.set_result(None)
