"""Dry decisions, and whatever else needs nothing but policies."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from ._child import CHILDREN, Child
from ._find import find_command
from ._values import frozen_object
from .decisions import Evaluation, TestRun, Validation, evaluation_of, lost_evaluation, test_run_of
from .errors import PolicyError, ProxyError

Policy = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
Principal = Mapping[str, Any]
Self = TypeVar("Self", bound="Connected")


class Connected:
    """A child of the command that is started by whoever needs it first, and anew when it has gone."""

    def __init__(
        self,
        binary: str | os.PathLike[str] | None = None,
        *,
        timeout: float | None = 30.0,
        arguments: Sequence[str] = (),
        one_shot: bool = False,
    ) -> None:
        """
        :param binary: the file of the command; found by ``KVLAR_BIN``, on PATH or in ``kvlar[node]`` when absent
        :param timeout: how long an answer may take, in seconds
        :param one_shot: whether every question gets a child of its own, which is slow and leaves nothing running
        :raises ConfigError: where there is no command
        """
        self._command = find_command(binary)
        self._arguments = tuple(arguments)
        self._timeout = timeout
        self._is_one_shot = one_shot
        self._child: Child | None = None
        self._starting = threading.Lock()
        _ALL.add(self)

    def close(self) -> None:
        """Ends the child; the next question starts another one."""
        with self._starting:
            child, self._child = self._child, None
        if child is not None:
            child.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        child = self.__dict__.get("_child")
        if child is not None:
            child.let_go()

    @property
    def version(self) -> str:
        """The version of the command."""
        return self._connected().version

    def _connected(self) -> Child:
        child = self._child
        if child is not None and not child.is_lost:
            return child
        with self._starting:
            child = self._child
            if child is None or child.is_lost:
                if child is not None:
                    child.close()
                child = self._child = Child(self._command, self._arguments)
            return child

    def _ask(self, method: str, params: Mapping[str, Any], timeout: float | None = None) -> Mapping[str, Any]:
        seconds = self._timeout if timeout is None else timeout
        if not self._is_one_shot:
            return self._connected().request(method, params, seconds)
        child = Child(self._command, self._arguments)
        try:
            return child.request(method, params, seconds)
        finally:
            child.close()

    def _forked(self) -> None:
        """A fork asks a child of its own: two processes on one pipe would read each other's answers."""
        self._child = None
        self._starting = threading.Lock()


_ALL: weakref.WeakSet[Connected] = weakref.WeakSet()


def _forget() -> None:
    for child in list(CHILDREN):
        child.abandon()
    for one in list(_ALL):
        one._forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


class KvlarEngine(Connected):
    """The engine of the command, for decisions that leave nothing behind.

    >>> engine = KvlarEngine()
    >>> result = engine.evaluate(policy="policy.yaml", resource="query", parameters={"sql": "DROP TABLE users"})
    >>> if result.decision == Decision.DENY: ...
    """

    def evaluate(
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
        """Decides one action, dry: nothing is counted, recorded, asked or run.

        A command that goes while it decides, or that takes too long, is a denial with the code ``CHILD_LOST`` or
        ``CHILD_SLOW``.

        :param policy: files, or names of built-in policies; the user's own when absent
        :param parameters: any JSON; what is none is an error and never dropped
        :param now: RFC 3339 with a zone
        :param state: what rules may assume of earlier calls, as in a policy test
        :raises PolicyError: for a policy that cannot be used
        :raises EvaluationError: for what cannot be judged
        """
        params = evaluate_params(
            policy, resource, parameters, agent_id=agent_id, principal=principal, server=server, target=target,
            now=now, state=state, explain=explain, action_type=action_type,
        )
        try:
            return evaluation_of(self._ask("evaluate", params))
        except ProxyError as error:
            return lost_evaluation(error.code, error.message, resource)

    def validate(self, policy: Policy, *, strict: bool = False) -> Validation:
        """Checks a policy, or all below a folder.

        :param strict: whether a warning makes one unusable
        :raises PolicyError: for one that cannot be used, with every problem
        """
        return validation_of(self._ask("validate", {"policy": policy_names(policy), "strict": strict}))

    def test_policy(
        self, tests: Policy, *, policy: str | os.PathLike[str] | None = None, filter: str | None = None,
        coverage: bool = False,
    ) -> TestRun:
        """Runs the tests of policies: files, or folders that hold some. A test that fails is a result.

        :param policy: tested in place of the one that the file names
        :raises PolicyError: for a policy or a file of tests that cannot be used
        """
        params: dict[str, Any] = {"tests": policy_names(tests), "coverage": coverage}
        if policy is not None:
            [params["policy"]] = policy_names(policy)
        if filter is not None:
            params["filter"] = filter
        return test_run_of(self._ask("test", params))


def evaluate_params(
    policy: Policy | None, resource: str, parameters: Mapping[str, Any] | None, **given: Any
) -> dict[str, Any]:
    params: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    for name in ("state", "principal"):
        if name in params:
            params[name] = frozen_object(params[name])
    params["resource"] = resource
    params["parameters"] = frozen_object({} if parameters is None else parameters)
    if policy is not None:
        params["policy"] = policy_names(policy)
    return params


def policy_names(policy: Policy) -> list[str]:
    """A file by its whole path, since the child may stand in another folder by now; a name of a built-in one as it is."""
    if isinstance(policy, (str, os.PathLike)):
        policy = [policy]
    return [_name_of(one) for one in policy]


def _name_of(policy: str | os.PathLike[str]) -> str:
    text = os.fspath(policy)
    is_name = isinstance(policy, str) and "." not in text and os.sep not in text and not Path(text).exists()
    return text if is_name else os.path.abspath(text)


def validation_of(result: Mapping[str, Any]) -> Validation:
    findings = [finding for file in result["files"] for finding in file["diagnostics"]]
    if not result["valid"]:
        code = next((one["code"] for one in findings if one["severity"] == "error"), "POLICY_INVALID")
        bad = [file["file"] for file in result["files"] if not file["valid"]]
        raise PolicyError(code, f"{', '.join(bad)} cannot be used", data={"diagnostics": findings})
    return Validation(warnings=tuple(findings), files=tuple(result["files"]))
