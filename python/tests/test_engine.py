"""Dry decisions."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from kvlar import (
    ConfigError,
    Decision,
    Evaluation,
    EvaluationError,
    Kvlar,
    KvlarEngine,
    KvlarError,
    PolicyError,
    ProxyError,
    VerdictKind,
)


def test_the_three_answers_and_nothing_left_behind(engine: KvlarEngine, policy: Path, home: Path) -> None:
    allowed, denied = engine.evaluate(policy, "read_x"), engine.evaluate(policy, "drop")
    assert (allowed.decision, allowed.rule_id) == (Decision.ALLOW, "reads")
    assert (denied.decision, denied.reason) == (Decision.DENY, "never")
    assert engine.evaluate(policy, "pay").decision is Decision.REQUIRE_APPROVAL
    assert engine.evaluate(policy, "other").code == "POLICY_DEFAULT_DENY"
    assert engine.evaluate(policy, "read_x", explain=True).trace
    assert not (home / "state").exists()


def test_no_answer_is_true_or_false(engine: KvlarEngine, kvlar: Kvlar, policy: Path) -> None:
    verdict = kvlar.judge({"principal_id": "ana", "action_name": "read_x"})
    assert verdict.kind is VerdictKind.PERMIT
    for answer in (
        engine.evaluate(policy, "drop"), Decision.DENY, Decision.ALLOW, engine.validate(policy), verdict, verdict.kind,
    ):  # fmt: skip
        with pytest.raises(TypeError, match="neither true nor false"):
            bool(answer)
    assert Decision.DENY == "deny" and str(Decision.DENY) == "deny" and f"{Decision.DENY}" == "deny"


def test_a_policy_that_cannot_be_used(engine: KvlarEngine, home: Path) -> None:
    bad = home / "bad.yaml"
    bad.write_text("name: p\nrules:\n  - { id: a, effect: { type: maybe } }\n")
    for ask in (lambda: engine.validate(bad), lambda: engine.evaluate(bad, "a"), lambda: engine.test_policy(bad)):
        with pytest.raises(PolicyError) as raised:
            ask()
        assert isinstance(raised.value, KvlarError) and raised.value.code and raised.value.diagnostics
    assert raised.value.code in str(raised.value)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (type(again), again.code, again.data) == (PolicyError, raised.value.code, raised.value.data)


def test_a_question_that_cannot_be_judged(engine: KvlarEngine, policy: Path) -> None:
    for given in ({"now": "yesterday"}, {"action_type": "nothing"}, {"principal": {"name": "x"}}):
        with pytest.raises(EvaluationError) as raised:
            engine.evaluate(policy, "read_x", **given)  # type: ignore[arg-type]
        assert raised.value.code.startswith("SERVE_") or raised.value.code


def test_a_setup_that_cannot_work(home: Path, monkeypatch: pytest.MonkeyPatch, policy: Path) -> None:
    with pytest.raises(ConfigError, match="COMMAND_NOT_FOUND"):
        KvlarEngine(home / "nothing")
    with Kvlar(policies=home / "nothing.yaml") as kvlar, pytest.raises(KvlarError) as raised:
        kvlar.begin("read_x", {})
    assert not isinstance(raised.value, ProxyError)
    with Kvlar(policies=policy, arguments=["--no-such-flag"]) as kvlar, pytest.raises(ConfigError) as started:
        kvlar.begin("read_x", {})
    assert started.value.code == "COMMAND_NOT_STARTED" and "no-such-flag" in started.value.message
    monkeypatch.delenv("KVLAR_BIN")
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", str(home)]))
    (home / "kvlar").write_text("#!/bin/sh\n")
    (home / "kvlar").chmod(0o755)
    monkeypatch.chdir(home)
    monkeypatch.setenv("PATH", os.pathsep.join(["", "."]))
    with pytest.raises(ConfigError, match="COMMAND_NOT_FOUND"):
        KvlarEngine()


def test_names_of_built_in_policies_and_relative_files(
    engine: KvlarEngine, policy: Path, monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    assert engine.evaluate("default", "read_x").policy
    monkeypatch.chdir(home)
    assert engine.evaluate("policy.yaml", "read_x").rule_id == "reads"
    monkeypatch.chdir(tmp_path)
    assert engine.evaluate("home/policy.yaml", "read_x").rule_id == "reads"


def test_one_child_for_each_question(policy: Path) -> None:
    engine = KvlarEngine(one_shot=True, timeout=120)
    assert engine.evaluate(policy, "read_x").decision is Decision.ALLOW
    assert engine._child is None
    assert engine.evaluate(policy, "drop").decision is Decision.DENY


def test_a_program_that_is_not_the_command(stand_in: Callable[[str], Path], policy: Path) -> None:
    for body in (
        "sys.stdin.readline(); say('no json')",
        "sys.stdin.readline(); say('[' * 100000)",
        "sys.stdin.readline(); say('{\"id\": [], \"result\": {}}')",
        "sys.stdin.readline(); say('{\"id\": 1}'); time.sleep(60)",
        "sys.stdin.readline(); say('{\"id\": null, \"error\": {}}'); time.sleep(60)",
        "sys.stdin.readline(); say('x' * (65 << 20)); time.sleep(60)",
        "sys.stdin.readline(); sys.stderr.write('e' * (1 << 20)); sys.stderr.flush(); say('?')",
    ):
        with KvlarEngine(stand_in(body), timeout=120) as engine:
            result = engine.evaluate(policy, "read_x")
            assert (result.decision, result.code) == (Decision.DENY, "CHILD_UNREADABLE"), body
            assert isinstance(result, Evaluation)


def test_another_version_of_the_protocol(tmp_path: Path, policy: Path) -> None:
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\nread line\necho '{\"id\":0,\"result\":{\"protocol\":2}}'\nread line\n")
    other.chmod(0o755)
    with KvlarEngine(other) as engine, pytest.raises(ConfigError, match="SERVE_PROTOCOL"):
        engine.evaluate(policy, "read_x")
