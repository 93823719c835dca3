"""Arguments as JSON that has one reading: nothing is dropped, and what cannot be said is an error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NoReturn

from .errors import EvaluationError

_INTEGER_MAX = 2**53 - 1
_DEPTH_MAX = 60


class FrozenDict(dict[str, Any]):
    """A ``dict`` that nobody changes after it was judged."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("these arguments were judged as they are, and cannot be changed")

    __setitem__ = __delitem__ = clear = pop = popitem = _refuse
    setdefault = update = __ior__ = _refuse

    def __copy__(self) -> dict[str, Any]:
        return dict(self)

    def __deepcopy__(self, _: object) -> dict[str, Any]:
        return {key: _thawed(value) for key, value in self.items()}

    def __reduce__(self) -> tuple[Any, ...]:
        return (FrozenDict, (dict(self),))


class FrozenList(list[Any]):
    """A ``list`` that nobody changes after it was judged."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("these arguments were judged as they are, and cannot be changed")

    __setitem__ = __delitem__ = append = clear = extend = insert = _refuse
    pop = remove = reverse = sort = __iadd__ = __imul__ = _refuse

    def __copy__(self) -> list[Any]:
        return list(self)

    def __deepcopy__(self, _: object) -> list[Any]:
        return [_thawed(value) for value in self]

    def __reduce__(self) -> tuple[Any, ...]:
        return (FrozenList, (list(self),))


def _thawed(value: Any) -> Any:
    if isinstance(value, FrozenDict):
        return {key: _thawed(one) for key, one in value.items()}
    return [_thawed(one) for one in value] if isinstance(value, FrozenList) else value


def frozen(value: object, place: str = "", depth: int = 0) -> Any:
    """A deep copy of JSON that cannot be changed; a type that JSON does not have is an error, naming where.

    :raises EvaluationError: ``KVLAR_ARGUMENTS_NOT_JSON``
    """
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is str or isinstance(value, str):
        return _text(str.__str__(value), place)
    if isinstance(value, int):
        value = int.__int__(value)
        if not -_INTEGER_MAX <= value <= _INTEGER_MAX:
            raise _not_json(place, "is a whole number beyond 2^53, which others read as another one: send a text")
        return value
    if isinstance(value, float):
        value = float.__float__(value)
        if not math.isfinite(value):
            raise _not_json(place, "is no number that JSON has")
        return value
    if depth >= _DEPTH_MAX:
        raise _not_json(place, "is nested deeper than can be judged")
    if isinstance(value, Mapping):
        return FrozenDict(_members(value, place, depth))
    if isinstance(value, (list, tuple)):
        return FrozenList(frozen(one, f"{place}[{index}]", depth + 1) for index, one in enumerate(value))
    raise _not_json(place, f"is a {kind.__name__}, which JSON does not have")


def _members(value: Mapping[Any, Any], place: str, depth: int) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, one in value.items():
        name = _key(key, place)
        if name in members:
            raise _not_json(place, "has a name twice")
        members[name] = frozen(one, f"{place}.{name}" if place else name, depth + 1)
    return members


def frozen_object(value: object) -> FrozenDict:
    """The same, for arguments by name."""
    copy = frozen(value)
    if isinstance(copy, FrozenDict):
        return copy
    raise _not_json("", "is no mapping of names and values")


def _text(text: str, place: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _not_json(place, "holds half of a surrogate pair") from None
    return text


def _key(key: object, place: str) -> str:
    if isinstance(key, str):
        return _text(str.__str__(key), place)
    raise _not_json(place, "has a name that is no text")


def _not_json(place: str, why: str) -> EvaluationError:
    where = f"`{place[:200]}`" if place else "what is to be judged"
    return EvaluationError("KVLAR_ARGUMENTS_NOT_JSON", f"{where} {why}; nothing was decided")
