"""Kvlar for Python: the engine, approvals and record of the command ``kvlar``, in a program of yours."""

from .aio import AsyncKvlarEngine
from .client import Approvals, Kvlar, default_kvlar
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


def guard(fn=None, /, **options):  # type: ignore[no-untyped-def]
    """``Kvlar.guard`` of the user's own Kvlar, which is opened by the first call.

    >>> @guard
    ... def issue_refund(order: str, amount: float) -> str: ...
    """
    return default_kvlar().guard(fn, **options) if fn is not None else default_kvlar().guard(**options)


__all__ = [
    "Approvals",
    "AsyncKvlarEngine",
    "Kvlar",
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
