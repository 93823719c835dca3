"""What cannot be said in JSON is an error, and never dropped or said otherwise."""

from __future__ import annotations

import copy
import enum
import pickle
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kvlar import EvaluationError, Kvlar, KvlarEngine
from kvlar._values import frozen_object


class Colour(enum.Enum):
    RED = "red"


class Text(str, enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


class Liar(int):
    """A number that says of itself that it is another one."""

    def __int__(self) -> int:
        return 1

    def __le__(self, _: object) -> bool:
        return True

    __ge__ = __le__


class Twice(Mapping[str, Any]):
    def __getitem__(self, _: str) -> Any:
        return 1

    def __iter__(self) -> Iterator[str]:
        return iter(("a", "a"))

    def __len__(self) -> int:
        return 2


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


BAD: list[Any] = [
    2**53, -(2**53), 10**40, Liar(2**60), float("nan"), float("inf"), {1, 2}, b"x", bytearray(b"x"), "\ud800", Colour.RED,
    Decimal("1"), object(), {1: 2}, {"\udfff": 1}, {None: 1}, deep(80), Twice(), range(3), (x for x in "ab"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("within", [lambda v: {"a": v}, lambda v: {"a": [{"b": (v,)}]}], ids=["plain", "nested"])
def test_what_is_no_json_is_an_error_that_names_where(engine: KvlarEngine, policy: Path, bad: Any, within: Any) -> None:
    with pytest.raises(EvaluationError) as raised:
        engine.evaluate(policy, "read_x", within(bad))
    assert raised.value.code == "KVLAR_ARGUMENTS_NOT_JSON"
    assert "`a" in raised.value.message


@pytest.mark.parametrize(
    "good",
    [2**53 - 1, -(2**53) + 1, 0.1, 1e300, -0.0, 5e-324, True, None, "", "ä\u2028\U0001f600\x00", Text.RED, Level.HIGH, [], {},
     {"": [1, (2, {"x": None})]}, deep(50)],
    ids=repr,
)  # fmt: skip
def test_what_is_json_is_judged_as_it_is(kvlar: Kvlar, good: Any) -> None:
    call = kvlar.begin("read_x", {"a": good})
    assert call.arguments == frozen_object({"a": good})
    assert type(call.arguments["a"]) is type(True) or not isinstance(good, bool)
    call.finish("ok")


def test_texts_that_no_message_can_hold_are_errors_of_the_package(engine: KvlarEngine, policy: Path) -> None:
    for given in ({"resource": "\ud800"}, {"resource": "a", "now": "\ud800"}, {"resource": b"a"}, {"resource": {1}}):
        with pytest.raises(EvaluationError):
            engine.evaluate(policy, **given)  # type: ignore[arg-type]
    assert engine.evaluate(policy, "read_x").rule_id == "reads"


def test_names_that_differ_by_case_are_refused_and_lose_no_child(engine: KvlarEngine, policy: Path) -> None:
    before = engine._connected().pid
    with pytest.raises(EvaluationError):
        engine.evaluate(policy, "read_x", {"path": 1, "Path": 2})
    assert engine._connected().pid == before


def test_what_is_frozen_stays_so_and_its_copies_do_not() -> None:
    frozen = frozen_object({"a": [1, {"b": 2}]})
    for change in (
        lambda: frozen.update(a=1), lambda: frozen.__setitem__("a", 1), lambda: frozen.pop("a"), lambda: frozen["a"].append(1),
        lambda: frozen["a"][1].clear(), lambda: frozen["a"].sort(), lambda: frozen["a"].__iadd__([1]),
        lambda: frozen.__ior__({"a": 1}),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            change()
    copied = copy.deepcopy(frozen)
    copied["a"][1]["b"] = 3
    assert frozen == {"a": [1, {"b": 2}]}
    assert pickle.loads(pickle.dumps(frozen)) == frozen
