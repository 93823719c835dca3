"""Functions that run only when they may."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ._guarding import GuardOptions, bind_call
from .calls import OpenCall


class Beginning(Protocol):
    """Lets calls go."""

    def _begin(self, params: Mapping[str, Any]) -> OpenCall: ...

    async def _begin_async(self, params: Mapping[str, Any]) -> OpenCall: ...


def guarded(kvlar: Callable[[], Beginning], fn: Callable[..., Any], options: GuardOptions) -> Callable[..., Any]:
    """
    :param kvlar: who is asked; looked for by the first call, and not where the function is written
    """
    if inspect.iscoroutinefunction(fn):

        @functools.wraps(fn)
        async def run_async(*args: Any, **kwargs: Any) -> Any:
            bound = bind_call(options, args, kwargs)
            call = await kvlar()._begin_async(bound.params())
            try:
                positional, named = bound.arguments(call.arguments)
                result = await fn(*positional, **named)
            except BaseException:
                await call.settle_async("failed")
                raise
            await call.settle_async("ok")
            return result

        return run_async

    @functools.wraps(fn)
    def run(*args: Any, **kwargs: Any) -> Any:
        bound = bind_call(options, args, kwargs)
        call = kvlar()._begin(bound.params())
        try:
            positional, named = bound.arguments(call.arguments)
            result = fn(*positional, **named)
        except BaseException:
            call.settle("failed")
            raise
        call.settle("ok")
        return result

    return run
