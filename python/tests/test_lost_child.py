"""A child that goes, stalls or floods."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kvlar import Decision, Kvlar, KvlarEngine, KvlarError, OpenCall, ProxyError
from kvlar._values import frozen_object

CALLS = 1000


def test_evaluations_deny_and_everything_else_raises(stand_in: Callable[[str], Path], policy: Path) -> None:
    dying = stand_in("sys.stdin.readline(); sys.exit('out of memory')")
    with KvlarEngine(dying) as engine:
        result = engine.evaluate(policy, "read_x")
        assert (result.decision, result.code, result.rule_id) == (Decision.DENY, "CHILD_LOST", "_evaluation_error")
        assert "out of memory" in result.reason
        for ask in (lambda: engine.validate(policy), lambda: engine.test_policy(policy)):
            with pytest.raises(ProxyError, match="CHILD_LOST"):
                ask()
    with Kvlar(binary=dying) as kvlar:
        for ask in (
            lambda: kvlar.judge({"principal_id": "a", "action_name": "b"}),
            lambda: kvlar.begin("a", {}),
            lambda: kvlar.approvals.list(),
            lambda: kvlar.verify_audit(),
        ):
            with pytest.raises(ProxyError, match="CHILD_LOST"):
                ask()


def test_the_next_question_has_a_new_child_and_an_open_call_has_none(kvlar: Kvlar, policy: Path) -> None:
    call = kvlar.begin("read_x", {})
    first = kvlar._connected().pid
    os.kill(first, signal.SIGKILL)
    with pytest.raises(ProxyError, match="CHILD_LOST"):
        call.finish("ok")
    again = kvlar.begin("read_x", {})
    assert kvlar._connected().pid != first
    again.finish("ok")
    with pytest.raises(ProxyError, match="CHILD_LOST"):
        call.finish("ok")


def test_a_guarded_call_whose_child_goes_while_it_runs_has_run(kvlar: Kvlar) -> None:
    @kvlar.guard
    def read_x() -> str:
        os.kill(kvlar._connected().pid, signal.SIGKILL)
        return "done"

    assert read_x() == "done"
    assert kvlar.begin("read_x", {}).arguments == {}


def test_a_child_that_is_killed_amid_a_thousand_calls(kvlar: Kvlar, command: Callable[..., Any]) -> None:
    """Those that were let go are on record, and those in flight are errors: there is no third."""
    let_go: list[OpenCall] = []
    lost: list[KvlarError] = []
    first = kvlar._connected()
    half = threading.Event()

    def one(index: int) -> None:
        try:
            let_go.append(OpenCall(first, first.request("guard.begin", params(index), 120), 120))
        except KvlarError as error:
            lost.append(error)
        if len(let_go) > 100:
            half.set()

    with ThreadPoolExecutor(100) as pool:
        asked = [pool.submit(one, index) for index in range(CALLS)]
        assert half.wait(120)
        os.kill(first.pid, signal.SIGKILL)
        for each in asked:
            each.result(120)
    assert len(let_go) + len(lost) == CALLS and lost and len(let_go) > 100
    assert {error.code for error in lost} == {"CHILD_LOST"}
    kvlar.close()
    recorded = recorded_names(command)
    for call in let_go:
        assert f"read_{call.arguments['n']}" in recorded


def params(index: int) -> dict[str, Any]:
    return {"name": f"read_{index}", "arguments": frozen_object({"n": index}), "on_pending": "wait"}


def recorded_names(command: Callable[..., Any]) -> set[str]:
    names: set[str] = set()

    def gather(value: Any) -> None:
        if isinstance(value, dict):
            for one in value.values():
                gather(one)
        elif isinstance(value, list):
            for one in value:
                gather(one)
        elif isinstance(value, str):
            names.add(value)

    gather(command("audit", "tail", "--json", "-n", str(5 * CALLS)))
    return names


def test_a_child_that_does_not_answer_in_time(stand_in: Callable[[str], Path], policy: Path) -> None:
    with KvlarEngine(stand_in("time.sleep(600)"), timeout=0.2) as engine:
        assert engine.evaluate(policy, "read_x").code == "CHILD_SLOW"
        with pytest.raises(ProxyError, match="CHILD_SLOW"):
            engine.validate(policy)
        # More than the pipe holds: half of it is written, and nothing after it would be understood.
        assert engine.evaluate(policy, "read_x", {"a": "x" * (1 << 20)}).code == "CHILD_SLOW"
        assert engine._child is not None and engine._child.is_lost


def test_a_slow_answer_is_no_answer_to_the_next_question(stand_in: Callable[[str], Path]) -> None:
    body = (
        "import json\nfirst = json.loads(sys.stdin.readline())\nsys.stdin.readline()\n"
        "second = json.loads(sys.stdin.readline())\n"
        "for one in (first, second): say(json.dumps({'id': one['id'], 'result': {'requests': [one['id']]}}))\n"
        "sys.stdin.readline()"
    )
    with Kvlar(binary=stand_in(body), timeout=120) as kvlar:
        with pytest.raises(ProxyError, match="CHILD_SLOW"):
            kvlar._ask("approvals.list", {}, 0.2)
        assert kvlar.approvals.list() == [2]


def test_a_call_that_is_let_go_too_late_is_ended_as_one_that_has_not_run(stand_in: Callable[[str], Path]) -> None:
    body = (
        "import json\nfirst = json.loads(sys.stdin.readline())\nsys.stdin.readline()\n"
        "second = json.loads(sys.stdin.readline())\n"
        "say(json.dumps({'id': first['id'], 'result': {'call': 'call_1', 'arguments': {}}}))\n"
        "say(json.dumps({'id': second['id'], 'result': {'requests': []}}))\n"
        "ended = json.loads(sys.stdin.readline()); third = json.loads(sys.stdin.readline())\n"
        "say(json.dumps({'id': ended['id'], 'result': {}}))\n"
        "say(json.dumps({'id': third['id'], 'result': {'requests': [ended['method'], ended['params']]}}))\n"
        "sys.stdin.readline()"
    )
    with Kvlar(binary=stand_in(body), timeout=120) as kvlar:
        with pytest.raises(ProxyError, match="CHILD_SLOW"):
            kvlar._ask("guard.begin", {}, 0.2)
        assert kvlar.approvals.list() == []
        assert kvlar.approvals.list() == ["guard.finish", {"call": "call_1", "result": "failed"}]


def test_large_questions_both_ways_while_others_ask(engine: KvlarEngine, kvlar: Kvlar, policy: Path) -> None:
    large = "x" * (3 << 20)

    def one(index: int) -> None:
        if index % 4:
            assert kvlar.evaluate(policy, "read_x", {"n": index}).rule_id == "reads"
        else:
            call = kvlar.begin("read_x", {"text": large})
            assert call.arguments["text"] == large
            call.finish("ok")

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(one, range(64)))


def test_close_while_others_wait(kvlar: Kvlar) -> None:
    errors: list[KvlarError] = []

    def wait() -> None:
        try:
            kvlar.begin("pay", {})
        except KvlarError as error:
            errors.append(error)

    threads = [threading.Thread(target=wait) for _ in range(8)]
    for thread in threads:
        thread.start()
    child = kvlar._connected()
    while len(child._waiting) < 8:
        time.sleep(0.001)
    kvlar.close()
    for thread in threads:
        thread.join(120)
    assert [error.code for error in errors] == ["CHILD_LOST"] * 8
    # Nobody shares the error of another: each has a traceback of its own.
    assert len({id(error) for error in errors}) == 8
    kvlar.close()


def test_a_fork_has_a_child_of_its_own(kvlar: Kvlar, policy: Path) -> None:
    assert kvlar.evaluate(policy, "read_x").rule_id == "reads"
    call = kvlar.begin("read_x", {})
    parent = kvlar._connected().pid
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = "?"
        try:
            try:
                call.finish("ok")
            except ProxyError as error:
                said = error.code
            said += f" {kvlar.evaluate(policy, 'read_x').rule_id} {kvlar._connected().pid != parent}"
            kvlar.close()
        except BaseException as error:
            said += repr(error)
        finally:
            os.write(writing, said.encode())
            os._exit(0)
    os.waitpid(pid, 0)
    os.close(writing)
    with os.fdopen(reading) as said_by_the_fork:
        assert said_by_the_fork.read() == "CHILD_LOST reads True"
    call.finish("ok")
    assert kvlar._connected().pid == parent


def test_an_engine_that_nobody_holds_ends_its_child(policy: Path) -> None:
    engine = KvlarEngine(timeout=120)
    engine.evaluate(policy, "read_x")
    assert engine._child is not None
    process = engine._child._process._process
    del engine
    assert process.wait(120) == 0
