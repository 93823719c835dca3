"""On whose behalf calls are made: said once, carried along by threads of work and tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from ._values import FrozenDict, frozen_object

_CURRENT: ContextVar[FrozenDict | None] = ContextVar("kvlar_context", default=None)


@dataclass(frozen=True)
class Principal:
    """On whose authority a call is made: from your authentication, never from the model."""

    id: str
    kind: str = "user"
    roles: tuple[str, ...] = field(default=())


@contextmanager
def calling(
    principal: Principal | None = None,
    *,
    agent_id: str | None = None,
    session_id: str | None = None,
    session_started_at_ms: float | None = None,
    ip: str | None = None,
    geo: Mapping[str, Any] | None = None,
    device: str | None = None,
    origin: Mapping[str, Any] | None = None,
) -> Iterator[None]:
    """Makes the calls of what stands within on behalf of somebody; it takes the place of the context around it.

    :raises EvaluationError: for what is no JSON
    """
    given = {
        "principal": None
        if principal is None
        else {"id": principal.id, "kind": principal.kind, "roles": list(principal.roles)},
        "agent_id": agent_id,
        "session_id": session_id,
        "session_started_at_ms": session_started_at_ms,
        "ip": ip,
        "geo": geo,
        "device": device,
        "origin": origin,
    }
    token = _CURRENT.set(frozen_object({name: value for name, value in given.items() if value is not None}))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current_context() -> FrozenDict | None:
    """Who calls now; the program itself where nobody said."""
    return _CURRENT.get()
