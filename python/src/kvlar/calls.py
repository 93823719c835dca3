"""A call that was let go, whose end is to be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ._child import Child
from .errors import KvlarError


class OpenCall:
    """A call that may run now, with ``arguments`` and nothing else. It belongs to the child that let it go.

    >>> call = kvlar.begin("issue_refund", {"order": "A-1"})
    >>> try: ...
    >>> finally: call.finish("ok")
    """

    def __init__(self, child: Child, result: Mapping[str, Any], timeout: float | None) -> None:
        self._child = child
        self._handle = result["call"]
        self._timeout = timeout
        #: What was judged: nothing else may run.
        self.arguments: Mapping[str, Any] = result["arguments"]
        #: The whole answer.
        self.raw = result

    def finish(self, result: str) -> None:
        """Says how it ended, once; it is on record when this returns.

        :param result: ``ok`` or ``failed``
        :raises ProxyError: ``CHILD_LOST`` where the child that let it go has gone: its end cannot be recorded
        """
        self._child.request("guard.finish", {"call": self._handle, "result": result}, self._timeout)

    async def finish_async(self, result: str) -> None:
        """The same for a task."""
        await self._child.request_async("guard.finish", {"call": self._handle, "result": result}, self._timeout)

    def settle(self, result: str) -> None:
        """What has run has run: that its end cannot be recorded is not the caller's failure."""
        try:
            self.finish(result)
        except KvlarError:
            pass

    async def settle_async(self, result: str) -> None:
        try:
            await self.finish_async(result)
        except KvlarError:
            pass
