"""One child of the command, shared by all threads of this process."""

from __future__ import annotations

import os
import selectors
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ._find import child_environment
from ._frames import HELLO, cancel_frame, check_hello, child_lost, read_answer, request_frame, result_of
from .errors import ConfigError, KvlarError, ProxyError

_READ_BYTES = 1 << 16
#: What of standard error is kept, to say why a child went.
_LAST_WORDS_MAX = 2000
_START_SECONDS = 30.0
_FOREVER = float("inf")


class _Slot:
    """A request that waits."""

    __slots__ = ("answer", "error", "turn")

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


class Child:
    """Asks one process of ``kvlar serve --stdio``.

    No thread stands by: of the threads that wait, one reads for all, and hands that on when it has its own answer. A
    lone caller so pays for one write and one read.

    :raises ConfigError: where it cannot be started, or is of another version
    """

    def __init__(self, command: Sequence[str], arguments: Sequence[str]) -> None:
        words = (*command, "serve", "--stdio", *arguments)
        try:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=child_environment(),
                bufsize=0,
            )
        except OSError as error:
            raise ConfigError("COMMAND_NOT_STARTED", f"`{words[0]}` cannot be started: {error.strerror}") from error
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ConfigError("COMMAND_NOT_STARTED", f"`{words[0]}` has no pipes")
        self._in, self._out = stdin.fileno(), stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._waiting: dict[int, _Slot] = {}
        self._state = threading.Lock()
        self._writing = threading.Lock()
        self._is_reading = False
        self._lost: KvlarError | None = None
        self._rest = b""
        self._last_id = 0
        self._last_words = b""
        threading.Thread(target=self._listen, name="kvlar-stderr", daemon=True).start()
        try:
            answer = self._exchange(0, HELLO, time.monotonic() + _START_SECONDS)
            self.version = check_hello(answer, words[0])
        except BaseException as error:
            self.close()
            if isinstance(error, ProxyError):
                raise ConfigError("COMMAND_NOT_STARTED", f"`{words[0]}` ended at once: {self._why()}") from error
            raise

    @property
    def is_lost(self) -> bool:
        return self._lost is not None

    @property
    def pid(self) -> int:
        return self._process.pid

    def request(self, method: str, params: Mapping[str, Any], timeout: float | None) -> Mapping[str, Any]:
        """Asks, and waits for the answer.

        :param timeout: in seconds; for as long as it takes for None
        :raises KvlarError: the error of the answer; ``CHILD_LOST``; ``CHILD_SLOW`` when the time is over
        """
        deadline = None if timeout is None or timeout == _FOREVER else time.monotonic() + timeout
        with self._state:
            self._last_id += 1
            id = self._last_id
        return result_of(self._exchange(id, request_frame(id, method, params), deadline))

    def close(self) -> None:
        """Ends the child: what waits is answered, and what is open there ends in order."""
        self._lose(child_lost("it was closed"))
        process = self._process
        for stream in (process.stdin,):
            if stream is not None:
                stream.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()

    def abandon(self) -> None:
        """Lets go of a child that is another process's: this one was forked from it."""
        self._lost = child_lost("it is the child of another process")
        for fd in (self._in, self._out):
            os.close(fd)

    def _exchange(self, id: int, frame: bytes, deadline: float | None) -> Mapping[str, Any]:
        slot = _Slot()
        with self._state:
            if self._lost is not None:
                raise self._lost
            self._waiting[id] = slot
        try:
            self._write(frame)
            self._await(slot, deadline)
        except BaseException:
            # Whoever interrupts a call withdraws it.
            if not slot.is_done and self._lost is None:
                self._withdraw(id)
            raise
        finally:
            with self._state:
                self._waiting.pop(id, None)
            self._hand_on()
        if slot.error is not None:
            raise slot.error
        if slot.answer is None:
            self._withdraw(id)
            raise ProxyError("CHILD_SLOW", "there was no answer in time, so nothing may run")
        return slot.answer

    def _withdraw(self, id: int) -> None:
        try:
            self._write(cancel_frame(id))
        except KvlarError:
            pass

    def _write(self, frame: bytes) -> None:
        view = memoryview(frame)
        with self._writing:
            while view:
                try:
                    view = view[os.write(self._in, view) :]
                except BlockingIOError:
                    self._wait_to_write()
                except (OSError, ValueError):
                    raise self._lose(child_lost(self._why())) from None

    def _wait_to_write(self) -> None:
        """A child that waits for its answers to be read reads nothing: reading is what helps."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._in, selectors.EVENT_WRITE)
            if self._take_turn():
                try:
                    selector.register(self._out, selectors.EVENT_READ)
                    if any(key.fd == self._out for key, _ in selector.select(1)):
                        self._read()
                finally:
                    self._end_turn()
            else:
                selector.select(0.05)

    def _await(self, slot: _Slot, deadline: float | None) -> None:
        while not slot.is_done:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                return
            if self._take_turn():
                try:
                    self._read_until(slot, deadline)
                finally:
                    self._end_turn()
            else:
                slot.turn.acquire(timeout=-1 if left is None else left)

    def _take_turn(self) -> bool:
        with self._state:
            if self._is_reading:
                return False
            self._is_reading = True
            return True

    def _end_turn(self) -> None:
        with self._state:
            self._is_reading = False

    def _hand_on(self) -> None:
        """Wakes somebody who waits, to read on."""
        with self._state:
            if self._is_reading:
                return
            for slot in self._waiting.values():
                if not slot.is_done:
                    slot.wake()
                    return

    def _read_until(self, slot: _Slot, deadline: float | None) -> None:
        while not slot.is_done:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                return
            if _readable(self._out, left):
                self._read()

    def _read(self) -> None:
        """Takes what is there and gives every answer in it to whoever waits for it."""
        try:
            chunk = os.read(self._out, _READ_BYTES)
        except BlockingIOError:
            return
        except (OSError, ValueError):
            chunk = b""
        if not chunk:
            self._lose(child_lost(self._why()))
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n") if self._rest else chunk.split(b"\n")
        for line in lines:
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            id, answer = read_answer(line)
        except KvlarError as error:
            self._lose(error)
            return
        slot = self._waiting.get(id) if id is not None else None
        if slot is None:
            return
        slot.answer = answer
        slot.wake()

    def _lose(self, error: KvlarError) -> KvlarError:
        """Nothing is asked here any more, and whoever waits is told."""
        with self._state:
            lost = self._lost = self._lost or error
            for slot in self._waiting.values():
                if not slot.is_done:
                    slot.error = lost
                slot.wake()
        return lost

    def _why(self) -> str:
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return "it closed its output"
        words = self._last_words.decode(errors="replace").strip()
        return f"exit {code}" + (f", {words}" if words else "")

    def _listen(self) -> None:
        """Reads what the child says to people, which it must never wait for."""
        stream = self._process.stderr
        if stream is None:
            return
        try:
            while chunk := os.read(stream.fileno(), _READ_BYTES):
                self._last_words = (self._last_words + chunk)[-_LAST_WORDS_MAX:]
        except (OSError, ValueError):
            pass


_readable: Callable[[int, float | None], bool]
if hasattr(selectors, "PollSelector"):
    import select

    def _poll(fd: int, timeout: float | None) -> bool:
        poll = select.poll()
        poll.register(fd, select.POLLIN | select.POLLHUP | select.POLLERR)
        return bool(poll.poll(None if timeout is None else max(1.0, timeout * 1000)))

    _readable = _poll
else:

    def _wait(fd: int, timeout: float | None) -> bool:
        # Pipes of Windows cannot be waited for: they are looked at.
        time.sleep(0.0005)
        return True

    _readable = _wait
