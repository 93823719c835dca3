"""The engine for programs that wait for nothing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from ._async_child import AsyncChild
from ._find import find_command
from .decisions import Evaluation, TestRun, Validation, evaluation_of, lost_evaluation, test_run_of
from .engine import Policy, Principal, evaluate_params, policy_names, validation_of
from .errors import ProxyError


class AsyncKvlarEngine:
    """``KvlarEngine`` for one event loop; however many tasks ask, one child answers."""

    def __init__(
        self,
        binary: str | os.PathLike[str] | None = None,
        *,
        timeout: float | None = 30.0,
        arguments: Sequence[str] = (),
    ) -> None:
        """As ``KvlarEngine``. :raises ConfigError: where there is no command"""
        self._command = find_command(binary)
        self._arguments = tuple(arguments)
        self._timeout = timeout
        self._child: AsyncChild | None = None
        self._starting: asyncio.Task[AsyncChild] | None = None
        self._pid = os.getpid()

    async def evaluate(
        self,
        policy: Policy | None = None,
        resource: str = "",
        parameters: Mapping[str, Any] | None = None,
        *,
        action_type: str = "tool_call",
        agent_id: str | None = None,
        principal: Principal | None = None,
        server: str | None = None,
        target: str | None = None,
        now: str | None = None,
        state: Mapping[str, Any] | None = None,
        explain: bool = False,
    ) -> Evaluation:
        """As ``KvlarEngine.evaluate``."""
        params = evaluate_params(
            policy, resource, parameters, agent_id=agent_id, principal=principal, server=server, target=target,
            now=now, state=state, explain=explain, action_type=action_type,
        )
        try:
            return evaluation_of(await self._ask("evaluate", params))
        except ProxyError as error:
            return lost_evaluation(error.code, error.message, resource)

    async def validate(self, policy: Policy, *, strict: bool = False) -> Validation:
        """As ``KvlarEngine.validate``."""
        return validation_of(await self._ask("validate", {"policy": policy_names(policy), "strict": strict}))

    async def test_policy(self, tests: Policy, *, coverage: bool = False) -> TestRun:
        """As ``KvlarEngine.test_policy``."""
        return test_run_of(await self._ask("test", {"tests": policy_names(tests), "coverage": coverage}))

    async def close(self) -> None:
        """Ends the child; the next question starts another one."""
        child, self._child = self._child, None
        if child is not None:
            await child.close()

    async def __aenter__(self) -> AsyncKvlarEngine:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _ask(self, method: str, params: Mapping[str, Any], timeout: float | None = None) -> Mapping[str, Any]:
        child = self._child
        if child is None or child.is_lost or self._pid != os.getpid():
            child = await self._start()
        return await child.request(method, params, self._timeout if timeout is None else timeout)

    async def _start(self) -> AsyncChild:
        """One start for all who need it at once, which none of them can cancel for the others."""
        if self._pid != os.getpid():
            self._pid, self._child, self._starting = os.getpid(), None, None
        if self._starting is None:
            self._starting = asyncio.ensure_future(AsyncChild.start(self._command, self._arguments))
        starting = self._starting
        try:
            self._child = await asyncio.shield(starting)
        finally:
            if starting.done() and self._starting is starting:
                self._starting = None
        return self._child
