"""A running Kvlar: what is judged here is recorded, counted, and asked about."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, overload

from ._guarding import BoundCall, bind_call, guard_options
from ._values import frozen_object
from .decisions import Verdict, verdict_of
from .engine import Connected, KvlarEngine, Policy, policy_names
from .errors import KvlarError

Fn = TypeVar("Fn", bound=Callable[..., Any])
Target = str | Callable[[Mapping[str, Any]], "str | None"]


class Kvlar(KvlarEngine):
    """Policies in force, a record, a queue with people behind it, limits and keys: the user's own, where nothing else is said.

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

    def guard(self, fn: Fn | None = None, **given: Any) -> Any:
        """Wraps a function, synchronous or not: it runs only when the policy or a reviewer says so, with frozen arguments.

        :param name: what rules call it; its own name when absent
        :param target: what it is done to, or what says so from the arguments
        :param redact: arguments to hide from the record and reviewers
        :param exclude: parameters that only the function gets, and nobody judges
        :param on_pending: ``wait`` for a reviewer, or ``raise`` ``ApprovalPending``
        :param hold: with ``raise``, the seconds to wait first
        :raises ConfigError: ``GUARD_BAD_OPTION``
        """
        return guarded(self, fn, given)


def guarded(kvlar: Connected, fn: Any, given: Mapping[str, Any]) -> Any:
    if fn is None:
        return lambda one: guarded(kvlar, one, given)
    options = guard_options(
        fn,
        name=given.get("name"),
        server=given.get("server"),
        target=given.get("target"),
        redact=given.get("redact", ()),
        exclude=given.get("exclude", ()),
        on_pending=given.get("on_pending", "wait"),
        hold=given.get("hold"),
    )
    if inspect.iscoroutinefunction(fn):

        @functools.wraps(fn)
        async def run_async(*args: Any, **kwargs: Any) -> Any:
            import asyncio

            call = bind_call(options, args, kwargs)
            begun = await asyncio.to_thread(_begin, kvlar, call)
            positional, named = call.arguments(begun["arguments"])
            try:
                result = await fn(*positional, **named)
            except BaseException:
                await asyncio.to_thread(_finish, kvlar, begun, "failed")
                raise
            await asyncio.to_thread(_finish, kvlar, begun, "ok")
            return result

        return run_async

    @functools.wraps(fn)
    def run(*args: Any, **kwargs: Any) -> Any:
        call = bind_call(options, args, kwargs)
        begun = _begin(kvlar, call)
        positional, named = call.arguments(begun["arguments"])
        try:
            result = fn(*positional, **named)
        except BaseException:
            _finish(kvlar, begun, "failed")
            raise
        _finish(kvlar, begun, "ok")
        return result

    return run


def _begin(kvlar: Connected, call: BoundCall) -> Mapping[str, Any]:
    # A person may take their time; the request's own clock ends it.
    return kvlar._ask("guard.begin", call.params(), float("inf"))


def _finish(kvlar: Connected, begun: Mapping[str, Any], result: str) -> None:
    """What has run has run: that its end cannot be recorded is not the caller's failure."""
    try:
        kvlar._ask("guard.finish", {"call": begun["call"], "result": result})
    except KvlarError:
        pass


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


def default_kvlar() -> Kvlar:
    """The user's own Kvlar, opened by the first call that needs it."""
    if not _OWN:
        _OWN.append(Kvlar())
    return _OWN[0]


