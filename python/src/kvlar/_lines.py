"""Lines out of what comes through a pipe, piece by piece."""

from __future__ import annotations

from ._frames import ANSWER_BYTES_MAX
from .errors import ProxyError


class Lines:
    """Puts a long line together once, and not again with every piece of it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._bytes = 0

    def push(self, chunk: bytes) -> list[bytes]:
        """The lines that end in this piece.

        :raises ProxyError: ``CHILD_UNREADABLE`` for a line without an end
        """
        head, *rest = chunk.split(b"\n")
        self._parts.append(head)
        self._bytes += len(head)
        if self._bytes > ANSWER_BYTES_MAX:
            raise ProxyError("CHILD_UNREADABLE", "the command wrote a line that is longer than any answer")
        if not rest:
            return []
        first, last = b"".join(self._parts), rest.pop()
        self._parts, self._bytes = [last], len(last)
        return [first, *rest]
