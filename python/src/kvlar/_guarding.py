"""What a guarded call is made of, whoever waits for it: a thread or a task."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._values import FrozenDict, frozen_object
from .context import current_context
from .errors import ConfigError, EvaluationError


@dataclass(frozen=True)
class GuardOptions:
    """How a function is guarded."""

    name: str
    server: str | None
    target: str | Callable[[Mapping[str, Any]], str | None] | None
    redact: Sequence[str]
    exclude: frozenset[str]
    on_pending: str
    hold: float | None
    signature: inspect.Signature


def guard_options(
    fn: Callable[..., Any],
    *,
    name: str | None = None,
    server: str | None = None,
    target: str | Callable[[Mapping[str, Any]], str | None] | None = None,
    redact: Sequence[str] = (),
    exclude: Sequence[str] = (),
    on_pending: str = "wait",
    hold: float | None = None,
) -> GuardOptions:
    """:raises ConfigError: ``GUARD_BAD_OPTION``"""
    signature = inspect.signature(fn)
    called = name if name is not None else getattr(fn, "__name__", "")
    if not called or called == "<lambda>":
        raise ConfigError("GUARD_BAD_OPTION", "a function without a name cannot be guarded: no rule could name it")
    if on_pending not in ("wait", "raise"):
        raise ConfigError("GUARD_BAD_OPTION", f"`on_pending` is `wait` or `raise`, not `{on_pending}`")
    if inspect.isgeneratorfunction(fn) or inspect.isasyncgenfunction(fn):
        raise ConfigError("GUARD_BAD_OPTION", f"`{called}` yields: it would run when its call has ended already")
    if isinstance(redact, str) or isinstance(exclude, str):
        raise ConfigError("GUARD_BAD_OPTION", "`redact` and `exclude` are lists of names")
    unknown = sorted(set(exclude) - set(signature.parameters))
    if unknown:
        raise ConfigError("GUARD_BAD_OPTION", f"`{unknown[0]}` is excluded, and is no parameter of `{called}`")
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL and parameter.name not in exclude:
            raise ConfigError(
                "GUARD_BAD_OPTION", f"`*{parameter.name}` of `{called}` has no names that a rule could read"
            )
    return GuardOptions(called, server, target, tuple(redact), frozenset(exclude), on_pending, hold, signature)


@dataclass(frozen=True)
class BoundCall:
    """The arguments of one call: what is judged, frozen, and what only the function gets."""

    options: GuardOptions
    judged: FrozenDict
    bound: inspect.BoundArguments

    def params(self) -> dict[str, Any]:
        options = self.options
        params: dict[str, Any] = {
            "name": options.name,
            "arguments": self.judged,
            "on_pending": "wait" if options.on_pending == "wait" else "throw",
        }
        target = options.target(self.judged) if callable(options.target) else options.target
        if target is not None:
            params["target"] = target
        if options.server is not None:
            params["server"] = options.server
        if options.redact:
            params["redact"] = list(options.redact)
        if options.hold is not None:
            params["hold_ms"] = options.hold * 1000
        context = current_context()
        if context is not None:
            params["context"] = context
        return params

    def arguments(self, answered: Mapping[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """What the function is called with: what was judged, in the places where it was given.

        :raises EvaluationError: where something else was judged than what was sent
        """
        if answered != self.judged:
            raise EvaluationError("KVLAR_ARGUMENTS_NOT_JSON", "what was judged is not what was sent; it has not run")
        return self.bound.args, self.bound.kwargs


def bind_call(options: GuardOptions, args: tuple[Any, ...], kwargs: dict[str, Any]) -> BoundCall:
    """:raises TypeError: where the function does not take these arguments; EvaluationError for what is no JSON"""
    bound = options.signature.bind(*args, **kwargs)
    bound.apply_defaults()
    judged: dict[str, Any] = {}
    for name, value in bound.arguments.items():
        if name in options.exclude or _is_self(options, name):
            continue
        if options.signature.parameters[name].kind is inspect.Parameter.VAR_KEYWORD:
            # A name that only the place tells apart would be judged as one and run as two.
            twice = sorted(set(value) & (set(judged) | options.exclude))
            if twice:
                raise EvaluationError("KVLAR_ARGUMENTS_NOT_JSON", f"`{twice[0]}` is given twice; nothing was decided")
            judged.update(value)
        else:
            judged[name] = value
    copy = frozen_object(judged)
    for name in list(bound.arguments):
        if name in options.exclude or _is_self(options, name):
            continue
        if options.signature.parameters[name].kind is inspect.Parameter.VAR_KEYWORD:
            bound.arguments[name] = {key: copy[key] for key in bound.arguments[name]}
        else:
            bound.arguments[name] = copy[name]
    return BoundCall(options, copy, bound)


def _is_self(options: GuardOptions, name: str) -> bool:
    """The object of a method is no argument; what it is done to is said by ``target``."""
    return name in ("self", "cls") and next(iter(options.signature.parameters)) == name
