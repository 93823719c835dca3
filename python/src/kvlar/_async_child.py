"""One child of the command, for one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from ._find import child_environment
from ._frames import (
    FRAME_BYTES_MAX,
    HELLO,
    cancel_frame,
    check_hello,
    child_lost,
    read_answer,
    request_frame,
    result_of,
)
from ._lines import Lines
from .errors import ConfigError, KvlarError, ProxyError

_START_SECONDS = 30.0
_LAST_WORDS_MAX = 2000


class AsyncChild:
    """Asks one process of ``kvlar serve --stdio``; answers come in whatever order they are done."""

    def __init__(self, process: asyncio.subprocess.Process, command: str) -> None:
        self._process = process
        self._command = command
        self._waiting: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._lost: KvlarError | None = None
        self._last_id = 0
        self._last_words = b""
        self._ready: list[bytes] = []
        self._loop = asyncio.get_running_loop()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._read())]
        self.version = ""

    @classmethod
    async def start(cls, command: Sequence[str], arguments: Sequence[str]) -> AsyncChild:
        """:raises ConfigError: where it cannot be started, or is of another version"""
        pipe = asyncio.subprocess.PIPE
        words = (*command, "serve", "--stdio", *arguments)
        try:
            process = await asyncio.create_subprocess_exec(
                *words, stdin=pipe, stdout=pipe, stderr=pipe, env=child_environment(), limit=4 * FRAME_BYTES_MAX
            )
        except OSError as error:
            raise ConfigError("COMMAND_NOT_STARTED", f"`{words[0]}` cannot be started: {error.strerror}") from error
        child = cls(process, words[0])
        try:
            answer = await asyncio.wait_for(child._send(0, HELLO), _START_SECONDS)
            child.version = check_hello(answer, words[0])
        except (ProxyError, asyncio.TimeoutError) as error:
            await child.close()
            why = child._said()
            raise ConfigError("COMMAND_NOT_STARTED", f"`{words[0]}` did not begin: {why}") from error
        except BaseException:
            await child.close()
            raise
        return child

    @property
    def is_lost(self) -> bool:
        return self._lost is not None or self._loop is not asyncio.get_running_loop()

    @property
    def pid(self) -> int:
        return self._process.pid

    async def request(self, method: str, params: Mapping[str, Any], timeout: float | None) -> Mapping[str, Any]:
        """Asks, and waits for the answer; whoever is cancelled withdraws what it asked."""
        self._last_id += 1
        id = self._last_id
        frame = request_frame(id, method, params)
        answer = self._send(id, frame)
        try:
            return result_of(await (answer if timeout is None else asyncio.wait_for(answer, timeout)))
        except asyncio.TimeoutError:
            self._withdraw(id)
            raise ProxyError("CHILD_SLOW", "there was no answer in time, so nothing may run") from None
        except asyncio.CancelledError:
            self._withdraw(id)
            raise
        finally:
            self._waiting.pop(id, None)

    async def close(self) -> None:
        self._lose(child_lost("it was closed"))
        process = self._process
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _send(self, id: int, frame: bytes) -> asyncio.Future[Mapping[str, Any]]:
        if self._lost is not None:
            raise self._lost.again()
        answer: asyncio.Future[Mapping[str, Any]] = self._loop.create_future()
        self._waiting[id] = answer
        self._write(frame)
        return answer

    def _withdraw(self, id: int) -> None:
        if self._lost is None:
            self._write(cancel_frame(id))

    def _write(self, frame: bytes) -> None:
        # All that is asked in one turn of the loop goes out in one write.
        if not self._ready:
            self._loop.call_soon(self._flush)
        self._ready.append(frame)

    def _flush(self) -> None:
        ready, self._ready = self._ready, []
        if self._process.stdin is not None and not self._process.stdin.is_closing():
            self._process.stdin.write(b"".join(ready))

    async def _read(self) -> None:
        stream = self._process.stdout
        lines = Lines()
        try:
            while stream is not None and (chunk := await stream.read(1 << 16)):
                for line in lines.push(chunk):
                    id, answer = read_answer(line)
                    waiting = self._waiting.get(id)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(answer)
        except KvlarError as error:
            self._lose(error)
        except OSError:
            pass
        self._lose(child_lost(self._said()))

    async def _listen(self) -> None:
        stream = self._process.stderr
        while stream is not None and (chunk := await stream.read(1 << 16)):
            self._last_words = (self._last_words + chunk)[-_LAST_WORDS_MAX:]

    def _said(self) -> str:
        return self._last_words.decode(errors="replace").strip() or "it ended"

    def _lose(self, error: KvlarError) -> None:
        self._lost = self._lost or error
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(self._lost.again())
                # Whoever has gone by now has no use for it.
                waiting.exception()
