"""One child of the command, shared by all threads and event loops of this process."""

from __future__ import annotations

import asyncio
import os
import select
import selectors
import threading
import time
import weakref
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from ._frames import HELLO, cancel_frame, check_hello, child_lost, read_answer, request_frame, result_of
from ._process import CAN_POLL, WRITE_WHOLE_BYTES, Process
from ._slots import Slot, TaskSlot
from .errors import ConfigError, KvlarError, ProxyError

_START_SECONDS = 30.0
#: How long whoever is withdrawn may wait to say so.
_WITHDRAW_SECONDS = 1.0
#: How long one look at a pipe takes at most, so that whoever looks sees that the child was given up.
_LOOK_SECONDS = 1.0
_FOREVER = float("inf")


class Child:
    """Asks one process of ``kvlar serve --stdio``.

    Of the threads that wait, one reads for all, and hands that on when it has its own answer: a lone caller so pays for
    one write and one read. Once a task asks, which cannot wait, one thread stands by and reads for good.

    :raises ConfigError: where it cannot be started, or is of another version
    """

    def __init__(self, command: Sequence[str], arguments: Sequence[str]) -> None:
        words = (*command, "serve", "--stdio", *arguments)
        self._process = Process(words)
        self._waiting: dict[int, Slot] = {}
        self._state = threading.Lock()
        self._writing = threading.Lock()
        self._reader: int | None = None
        self._lost: KvlarError | None = None
        self._last_id = 0
        self._standing: threading.Thread | None = None
        self._is_closed = False
        #: Calls that were let go when nobody waited for that any more: the next message says that they did not run.
        self._unclaimed: deque[str] = deque()
        CHILDREN.add(self)
        try:
            if not CAN_POLL:
                self.stand_by()
            answer = self._exchange(0, HELLO, time.monotonic() + _START_SECONDS)
            self.version = check_hello(answer, words[0])
        except BaseException as error:
            self.close()
            if isinstance(error, ProxyError):
                why = self._process.why()
                raise ConfigError("COMMAND_NOT_STARTED", f"`{words[0]}` did not begin: {why}") from error
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
        id = self._next_id()
        return result_of(self._exchange(id, request_frame(id, method, params), deadline))

    async def request_async(self, method: str, params: Mapping[str, Any], timeout: float | None) -> Mapping[str, Any]:
        """The same for a task; one that is cancelled withdraws what it asked."""
        self.stand_by()
        id = self._next_id()
        frame = request_frame(id, method, params)
        slot = TaskSlot(asyncio.get_running_loop())
        self._open(id, slot)
        try:
            deadline = time.monotonic() + (_START_SECONDS if timeout is None else min(timeout, _START_SECONDS))
            self._write(self._unclaimed_frames() + frame, deadline)
            await asyncio.wait_for(slot.told, None if timeout == _FOREVER else timeout)
        except asyncio.TimeoutError:
            pass
        except BaseException:
            self._give_back(slot.answer)
            raise
        finally:
            with self._state:
                self._waiting.pop(id, None)
            if not slot.is_done:
                self._withdraw(id)
        return result_of(self._outcome(slot))

    def stand_by(self) -> None:
        """Has one thread read for good."""
        if self._standing is not None:
            return
        with self._state:
            if self._standing is not None or self._lost is not None:
                return
            slot = Slot()
            self._waiting[-1] = slot
            self._standing = threading.Thread(
                target=self._await, args=(slot, None), name="kvlar-answers", daemon=True
            )
        self._standing.start()

    def close(self) -> None:
        """Ends the child: what waits here is told, and what is open there ends in order."""
        has_failed = self._lost is not None
        self._lose(child_lost("it was closed"))
        with self._state:
            if self._is_closed:
                return
            self._is_closed = True
        # Whoever writes sees that it is lost, and stops.
        if CAN_POLL:
            with self._writing:
                self._process.hang_up()
        else:
            self._process.hang_up()
        self._process.end(at_once=has_failed)
        ends = time.monotonic() + 5 * _LOOK_SECONDS
        while not self._take_turn():
            if time.monotonic() > ends:
                return
            time.sleep(0.001)
        self._process.close_output()

    def abandon(self) -> None:
        """Lets go of a child that is another process's: this one was forked from it."""
        # INVARIANT: no lock is taken here: a thread that is no more may hold it.
        self._lost = child_lost("it is the child of another process")
        self._is_closed = True
        self._process.abandon()

    def hang_up(self) -> None:
        """Lets it end by itself. INVARIANT: nobody asks here any more; no lock is taken, since collectors call this."""
        self._lost = self._lost or child_lost("it was closed")
        self._process.hang_up()

    def let_go(self) -> None:
        """Ends it where nobody holds it any more, so that nobody can be reading."""
        self.hang_up()
        if self._standing is None:
            self._process.close_output()

    def _next_id(self) -> int:
        with self._state:
            self._last_id += 1
            return self._last_id

    def _open(self, id: int, slot: Slot) -> None:
        with self._state:
            if self._lost is not None:
                raise self._lost.again()
            self._waiting[id] = slot

    def _exchange(self, id: int, frame: bytes, deadline: float | None) -> Mapping[str, Any]:
        slot = Slot()
        self._open(id, slot)
        try:
            self._write(self._unclaimed_frames() + frame, deadline)
            self._await(slot, deadline)
        except BaseException:
            self._give_back(slot.answer)
            raise
        finally:
            # An interrupt may come between any two steps: what it left is put right here.
            self._end_turn()
            with self._state:
                self._waiting.pop(id, None)
            self._hand_on()
            if not slot.is_done:
                self._withdraw(id)
        return self._outcome(slot)

    def _give_back(self, answer: Mapping[str, Any] | None) -> None:
        call = None if answer is None else answer.get("result", {}).get("call")
        if isinstance(call, str):
            self._unclaimed.append(call)

    def _unclaimed_frames(self) -> bytes:
        frames = b""
        while self._unclaimed:
            ended = {"call": self._unclaimed.popleft(), "result": "failed"}
            frames += request_frame(self._next_id(), "guard.finish", ended)
        return frames

    def _outcome(self, slot: Slot) -> Mapping[str, Any]:
        if slot.error is not None:
            raise slot.error.again()
        if slot.answer is None:
            raise ProxyError("CHILD_SLOW", "there was no answer in time, so nothing may run")
        return slot.answer

    def _withdraw(self, id: int) -> None:
        try:
            self._write(cancel_frame(id), time.monotonic() + _WITHDRAW_SECONDS)
        except KvlarError:
            pass

    def _write(self, frame: bytes, deadline: float | None) -> None:
        """Writes one whole message.

        A child that has half of one understands nothing that comes after it, so whatever ends this halfway ends the child.

        :raises ProxyError: ``CHILD_LOST``; ``CHILD_SLOW`` where it reads nothing in time
        """
        if not self._writing.acquire(timeout=-1 if deadline is None else max(0.0, deadline - time.monotonic())):
            raise ProxyError("CHILD_SLOW", "the command did not read in time, so nothing may run")
        has_begun = False
        try:
            left = memoryview(frame)
            while left:
                if self._lost is not None:
                    raise self._lost.again()
                if deadline is not None and time.monotonic() >= deadline:
                    raise ProxyError("CHILD_SLOW", "the command did not read in time, so nothing may run")
                try:
                    has_begun = has_begun or len(frame) > WRITE_WHOLE_BYTES
                    left = left[os.write(self._process.stdin, left) :]
                except BlockingIOError:
                    has_begun = len(left) < len(frame)
                    self._wait_to_write(deadline)
                except (OSError, ValueError):
                    raise self._lose(child_lost(self._process.why())) from None
        except BaseException:
            if has_begun:
                self._lose(child_lost("a message to it was interrupted"))
            raise
        finally:
            self._writing.release()

    def _wait_to_write(self, deadline: float | None) -> None:
        """A child that waits for its answers to be read reads nothing: reading is what helps."""
        left = _LOOK_SECONDS if deadline is None else max(0.0, min(_LOOK_SECONDS, deadline - time.monotonic()))
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdin, selectors.EVENT_WRITE)
            if self._take_turn():
                try:
                    selector.register(self._process.stdout, selectors.EVENT_READ)
                    if any(key.fd == self._process.stdout for key, _ in selector.select(left)):
                        self._read()
                finally:
                    self._end_turn()
                    self._hand_on()
            else:
                selector.select(min(left, 0.05))

    def _await(self, slot: Slot, deadline: float | None) -> None:
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
            if self._reader is not None:
                return False
            self._reader = threading.get_ident()
            return True

    def _end_turn(self) -> None:
        with self._state:
            if self._reader == threading.get_ident():
                self._reader = None

    def _hand_on(self) -> None:
        """Wakes somebody who waits, to read on."""
        with self._state:
            if self._reader is not None:
                return
            for slot in self._waiting.values():
                if slot.can_read and not slot.is_done:
                    slot.wake()
                    return

    def _read_until(self, slot: Slot, deadline: float | None) -> None:
        while not slot.is_done:
            left = _LOOK_SECONDS if deadline is None else min(_LOOK_SECONDS, deadline - time.monotonic())
            if left <= 0:
                return
            if _is_readable(self._process.stdout, left):
                self._read()

    def _read(self) -> None:
        """Takes what is there and gives every answer in it to whoever waits for it."""
        try:
            lines = self._process.read_lines()
            if lines is None:
                self._lose(child_lost(self._process.why()))
                return
            for line in lines:
                self._take(line)
        except BaseException as error:
            # Answers of others may be gone with it: they must not wait for them.
            self._lose(error if isinstance(error, KvlarError) else child_lost("reading from it was interrupted"))
            if not isinstance(error, KvlarError):
                raise

    def _take(self, line: bytes) -> None:
        id, answer = read_answer(line)
        slot = self._waiting.get(id)
        if slot is None:
            self._give_back(answer)
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
        return lost.again()


#: Every child of this process, for a fork of it to let go.
CHILDREN: weakref.WeakSet[Child] = weakref.WeakSet()


def _is_readable(fd: int, timeout: float) -> bool:
    if not CAN_POLL:
        # Reading waits, for the one thread that does nothing else.
        return True
    poll = select.poll()
    poll.register(fd, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(max(1.0, timeout * 1000)))
