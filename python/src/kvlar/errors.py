"""What goes wrong, by class: every error has a stable ``code``, a message without any argument's value, and data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class KvlarError(Exception):
    """Anything of Kvlar that is not a result.

    :param code: stable; ``docs/errors.md`` lists every one
    :param help: what to do, where there is something
    :param data: what the class has beside it, as it came
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        help: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help
        self.data: Mapping[str, Any] = {} if data is None else data

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}" + (f" ({self.help})" if self.help else "")

    def again(self) -> KvlarError:
        """The same for another thread: one that is raised twice would carry the tracebacks of both."""
        return type(self)(self.code, self.message, help=self.help, data=self.data)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_revive, (type(self), self.code, self.message, self.help, dict(self.data)))


def _revive(kind: type[KvlarError], code: str, message: str, help: str | None, data: Mapping[str, Any]) -> KvlarError:
    return kind(code, message, help=help, data=data)


class PolicyError(KvlarError):
    """A policy that cannot be used; ``diagnostics`` says every problem with file, line and column."""

    @property
    def diagnostics(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.data.get("diagnostics", ())
        return found


class EvaluationError(KvlarError):
    """What was asked cannot be judged."""


class ProxyError(KvlarError):
    """The command cannot be reached, or went: whatever was under way has no answer."""


class ConfigError(KvlarError):
    """Something is set up in a way that cannot work."""


class CallStopped(KvlarError):
    """A call that may not run, and has not run."""

    @property
    def rule_id(self) -> str | None:
        return _text(self.data.get("rule_id"))

    @property
    def reason(self) -> str | None:
        return _text(self.data.get("reason"))

    @property
    def hints(self) -> Mapping[str, Any]:
        """Whether and when it is worth another try: ``retry_allowed``, ``remaining``, ``resets_at``, ``suggestion``."""
        found: Mapping[str, Any] = self.data.get("hints", {})
        return found


class KvlarDenied(CallStopped):
    """The policy denies it, or it could not be judged, recorded or asked about."""


class _Asked(CallStopped):
    @property
    def approval_id(self) -> str | None:
        return _text(self.data.get("approval_id"))


class ApprovalPending(_Asked):
    """It waits for a reviewer: make the same call again once it is approved."""

    @property
    def expires_at(self) -> str | None:
        return _text(self.data.get("expires_at"))

    @property
    def url(self) -> str | None:
        return _text(self.data.get("url"))


class ApprovalDenied(_Asked):
    """A reviewer said no; the same call gets the same answer for a while."""


class ApprovalExpired(_Asked):
    """Nobody answered in time, which is a no."""


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


_BY_NAME: Mapping[str, type[KvlarError]] = {
    "KvlarDenied": KvlarDenied,
    "ApprovalPending": ApprovalPending,
    "ApprovalDenied": ApprovalDenied,
    "ApprovalExpired": ApprovalExpired,
}

_BY_KIND: Mapping[str, type[KvlarError]] = {
    "policy": PolicyError,
    "evaluation": EvaluationError,
    "proxy": ProxyError,
    "config": ConfigError,
    "stopped": KvlarDenied,
    "usage": EvaluationError,
}


def error_of(frame: Mapping[str, Any]) -> KvlarError:
    """The error that an answer carries."""
    kind = _BY_NAME.get(frame["name"]) or _BY_KIND.get(frame["kind"], KvlarError)
    return kind(frame["code"], frame["message"], help=frame.get("help"), data=frame.get("data"))
