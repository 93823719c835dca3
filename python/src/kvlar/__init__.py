"""Kvlar for Python: the engine, approvals and record of the command ``kvlar``, in a program of yours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

from .aio import AsyncKvlarEngine
from .calls import OpenCall
from .client import Approvals, Fn, Kvlar, Target, default_kvlar, guard_with
from .context import Principal, calling
from .decisions import Decision, Evaluation, TestRun, Validation, Verdict, VerdictKind
from .engine import KvlarEngine
from .errors import (
    ApprovalDenied,
    ApprovalExpired,
    ApprovalPending,
    CallStopped,
    ConfigError,
    EvaluationError,
    KvlarDenied,
    KvlarError,
    PolicyError,
    ProxyError,
)


@overload
def guard(fn: Fn, /) -> Fn: ...


@overload
def guard(
    *,
    name: str | None = None,
    server: str | None = None,
    target: Target | None = None,
    redact: Sequence[str] = (),
    exclude: Sequence[str] = (),
    on_pending: str = "wait",
    hold: float | None = None,
) -> Callable[[Fn], Fn]: ...


def guard(fn: Any = None, /, **options: Any) -> Any:
    """``Kvlar.guard`` of the user's own Kvlar, which is opened by the first call.

    >>> @guard
    ... def issue_refund(order: str, amount: float) -> str: ...
    """
    return guard_with(default_kvlar, fn, options)


__version__ = "0.4.0"

__all__ = [
    "Approvals",
    "AsyncKvlarEngine",
    "Kvlar",
    "OpenCall",
    "Principal",
    "calling",
    "default_kvlar",
    "guard",
    "ApprovalDenied",
    "ApprovalExpired",
    "ApprovalPending",
    "CallStopped",
    "ConfigError",
    "Decision",
    "Evaluation",
    "EvaluationError",
    "KvlarDenied",
    "KvlarEngine",
    "KvlarError",
    "PolicyError",
    "ProxyError",
    "TestRun",
    "Validation",
    "Verdict",
    "VerdictKind",
]
