"""A running Kvlar: what is judged here is recorded, counted, and asked about."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, overload

from ._guarded import guarded
from ._guarding import guard_options
from ._values import frozen_object
from .calls import OpenCall
from .context import current_context
from .decisions import Verdict, verdict_of
from .engine import Connected, KvlarEngine, Policy, policy_names

Fn = TypeVar("Fn", bound=Callable[..., Any])
Target = str | Callable[[Mapping[str, Any]], "str | None"]


class Kvlar(KvlarEngine):
    """Policies in force, a record, a queue with people behind it, limits and keys: the user's own, unless said otherwise.

    >>> kvlar = Kvlar(policies=["policy.yaml"])
    >>> @kvlar.guard
    ... def issue_refund(order: str, amount: float) -> str: ...
    """

    def __init__(
        self,
        policies: Policy | None = None,
        *,
        binary: str | os.PathLike[str] | None = None,
        timeout: float | None = 30.0,
        audit: str | os.PathLike[str] | None = None,
        queue: str | None = None,
        redis: str | None = None,
        agent_id: str | None = None,
        watch: bool = False,
        permits: str | None = None,
        invariants: str | os.PathLike[str] | None = None,
        arguments: Sequence[str] = (),
    ) -> None:
        """
        :param policies: files, or names of built-in ones, in the order in which they are asked
        :param audit: the home that records
        :param queue: the file or Redis in which calls wait
        :param redis: the Redis that machines share for limits, sessions and who is turned away
        :param watch: whether changed policies come into force
        :param permits: the audience of permits that are signed for calls that may run
        :param arguments: further ones of `kvlar serve`
        :raises ConfigError: where there is no command
        """
        words: list[str] = []
        for policy in [] if policies is None else policy_names(policies):
            words.append(f"--policy={policy}")
        for name, value in {
            "audit": audit, "db": queue, "redis": redis, "agent-id": agent_id, "permits": permits,
            "invariants": invariants,
        }.items():
            if value is not None:
                words.append(f"--{name}={os.fspath(value)}")
        if watch:
            words.append("--watch")
        super().__init__(binary, timeout=timeout, arguments=(*words, *arguments))
        self.approvals = Approvals(self)

    def judge(self, action: Mapping[str, Any], *, hold: float = 0.0) -> Verdict:
        """Judges an action whole and records it; nothing runs.

        :param action: ``principal_id``, ``action_name``, ``params`` …: ``docs/spec/serve.md`` lists all
        :param hold: seconds to wait for a reviewer before it says that approval is required
        """
        params = {"action": frozen_object(action), "hold_ms": hold * 1000}
        timeout = None if self._timeout is None else self._timeout + hold
        return verdict_of(self._ask("judge", params, timeout))

    def verify_audit(
        self, home: str | os.PathLike[str] | None = None, *, keys: Sequence[str | os.PathLike[str]] = ()
    ) -> Mapping[str, Any]:
        """Verifies a home of records; ``verdict`` is ``intact``, ``empty`` or ``broken``."""
        params: dict[str, Any] = {"keys": [os.path.abspath(key) for key in keys]}
        if home is not None:
            params["home"] = os.path.abspath(home)
        return self._ask("audit.verify", params, float("inf"))

    @overload
    def guard(self, fn: Fn) -> Fn: ...

    @overload
    def guard(
        self,
        *,
        name: str | None = None,
        server: str | None = None,
        target: Target | None = None,
        redact: Sequence[str] = (),
        exclude: Sequence[str] = (),
        on_pending: str = "wait",
        hold: float | None = None,
    ) -> Callable[[Fn], Fn]: ...

    def guard(self, fn: Any = None, **options: Any) -> Any:
        """Wraps a function, synchronous or not: it runs when the policy or a reviewer says so, with frozen arguments.

        :param name: what rules call it; its own name when absent
        :param target: what it is done to, or what says so from the arguments
        :param redact: arguments to hide from the record and reviewers
        :param exclude: parameters that only the function gets, and nobody judges
        :param on_pending: ``wait`` for a reviewer, or ``raise`` ``ApprovalPending``
        :param hold: with ``raise``, the seconds to wait first
        :raises ConfigError: ``GUARD_BAD_OPTION``
        """
        return guard_with(lambda: self, fn, options)

    def begin(self, name: str, arguments: Mapping[str, Any], *, server: str | None = None) -> OpenCall:
        """Lets a call go that you make yourself; ``guard`` is this around a function.

        :raises CallStopped: where it may not run
        """
        params: dict[str, Any] = {"name": name, "arguments": frozen_object(arguments), "on_pending": "wait"}
        if server is not None:
            params["server"] = server
        context = current_context()
        if context is not None:
            params["context"] = context
        return self._begin(params)

    def _begin(self, params: Mapping[str, Any]) -> OpenCall:
        child = self._connected()
        # A person may take their time; the request's own clock ends it.
        return OpenCall(child, child.request("guard.begin", params, None), self._timeout)

    async def _begin_async(self, params: Mapping[str, Any]) -> OpenCall:
        child = self._child
        if child is None or child.is_lost:
            child = await asyncio.to_thread(self._connected)
        return OpenCall(child, await child.request_async("guard.begin", params, None), self._timeout)


def guard_with(kvlar: Callable[[], Kvlar], fn: Any, options: Mapping[str, Any]) -> Any:
    """``guard`` with and without options."""
    if fn is None:
        return lambda one: guarded(kvlar, one, guard_options(one, **options))
    return guarded(kvlar, fn, guard_options(fn, **options))


class Approvals:
    """The queue of calls that wait for people."""

    def __init__(self, kvlar: Connected) -> None:
        self._kvlar = kvlar

    def list(self, status: str = "pending", *, limit: int | None = None) -> Sequence[Mapping[str, Any]]:
        """Requests, newest first.

        :param status: ``pending``, ``approved``, ``denied``, ``expired`` or ``all``
        """
        params: dict[str, Any] = {"status": status}
        if limit is not None:
            params["limit"] = limit
        found: Sequence[Mapping[str, Any]] = self._kvlar._ask("approvals.list", params)["requests"]
        return found

    def get(self, id: str) -> Mapping[str, Any]:
        return self._request("approvals.get", {"id": id})

    def wait(self, id: str, *, timeout: float) -> Mapping[str, Any]:
        """The request once it no longer waits, or as it is when the time is over; nothing is used up."""
        asked = {"id": id, "timeout_ms": timeout * 1000}
        return self._request("approvals.wait", asked, timeout + 30)

    def withdraw(self, id: str) -> Mapping[str, Any]:
        return self._request("approvals.withdraw", {"id": id})

    def decide(self, id: str, verdict: str, *, token: str, note: str | None = None) -> Mapping[str, Any]:
        """Decides a request as the reviewer whose token it is.

        :param verdict: ``approve`` or ``deny``
        """
        params: dict[str, Any] = {"id": id, "verdict": verdict, "token": token}
        if note is not None:
            params["note"] = note
        return self._kvlar._ask("approvals.decide", params)

    def _request(self, method: str, params: Mapping[str, Any], timeout: float | None = None) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._kvlar._ask(method, params, timeout)["request"]
        return found


_OWN: list[Kvlar] = []
_OPENING = threading.Lock()


def default_kvlar() -> Kvlar:
    """The user's own Kvlar, opened by the first call that needs it."""
    with _OPENING:
        if not _OWN:
            _OWN.append(Kvlar())
        return _OWN[0]
