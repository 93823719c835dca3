"""The process behind a child, and its three pipes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from ._find import child_environment
from ._lines import Lines
from .errors import ConfigError

_READ_BYTES = 1 << 16
#: What of standard error is kept, to say why a child went.
_LAST_WORDS_MAX = 2000
_END_SECONDS = 5.0
#: Pipes of Windows can be neither waited for nor written to without waiting.
CAN_POLL = sys.platform != "win32"
#: What a pipe takes whole or not at all, on every system.
WRITE_WHOLE_BYTES = 512


class Process:
    """Bytes to and from one ``kvlar serve --stdio``. Who may read and who may write is for its owner to say."""

    def __init__(self, words: Sequence[str]) -> None:
        """:raises ConfigError: ``COMMAND_NOT_STARTED``"""
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(
                words, stdin=pipe, stdout=pipe, stderr=pipe, env=child_environment(), bufsize=0
            )
        except (OSError, ValueError) as error:
            raise ConfigError("COMMAND_NOT_STARTED", f"`{words[0]}` cannot be started: {error}") from error
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        self.stdin, self.stdout = stdin.fileno(), stdout.fileno()
        if CAN_POLL:
            os.set_blocking(self.stdin, False)
            os.set_blocking(self.stdout, False)
        self._last_words = b""
        self._lines = Lines()
        self._listening = threading.Thread(target=self._listen, name="kvlar-stderr", daemon=True)
        self._listening.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def read_lines(self) -> list[bytes] | None:
        """What lines there are now; None at the end.

        :raises ProxyError: ``CHILD_UNREADABLE`` for a line without an end
        """
        try:
            chunk = os.read(self.stdout, _READ_BYTES)
        except BlockingIOError:
            return []
        except (OSError, ValueError):
            return None
        if not chunk:
            return None
        return self._lines.push(chunk)

    def why(self) -> str:
        """Why it has gone, for people."""
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return "it closed its output"
        self._listening.join(1)
        words = self._last_words.decode(errors="replace").strip()
        return f"exit {code}" + (f", {words}" if words else "")

    def hang_up(self) -> None:
        """Closes its input, by which it ends."""
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                pass

    def end(self, *, at_once: bool) -> None:
        """Sees it end: in order within some seconds, unless it has failed us already."""
        try:
            self._process.wait(0.2 if at_once else _END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def close_output(self) -> None:
        """INVARIANT: nobody reads now, since the number of what is closed may be another file's at once."""
        if self._process.stdout is not None:
            self._process.stdout.close()

    def abandon(self) -> None:
        """Lets go of what another process has started, without a word to it."""
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()
        # It is not ours to wait for, and nobody shall be warned that it still runs.
        self._process.returncode = 0

    def _listen(self) -> None:
        """Reads what the child says to people, which it must never wait for."""
        stream = self._process.stderr
        if stream is None:
            return
        with stream:
            try:
                while chunk := os.read(stream.fileno(), _READ_BYTES):
                    self._last_words = (self._last_words + chunk)[-_LAST_WORDS_MAX:]
            except (OSError, ValueError):
                pass
