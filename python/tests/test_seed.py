"""What was said of the package first works word for word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SEED = '''
from kvlar import KvlarEngine, Decision

engine = KvlarEngine()  # finds kvlar binary on PATH

result = engine.evaluate(
    policy="policy.yaml",
    resource="query",
    parameters={"sql": "DROP TABLE users"}
)

if result.decision == Decision.DENY:
    print(f"Blocked: {result.reason}")

engine.validate("policy.yaml")  # raises KvlarError on invalid

result = engine.test_policy("tests.yaml")
print(f"{result.passed}/{result.total} tests passed")
'''

POLICY = """\
name: p
rules:
  - id: no-drop
    match_on: { resources: [query], conditions: [{ field: sql, operator: contains, value: DROP }] }
    effect: { type: deny, reason: tables stay }
"""
TESTS = """\
policy: ./policy.yaml
tests:
  - { id: dropped, action: { resource: query, parameters: { sql: DROP TABLE a } }, expect: deny }
  - { id: other, action: { resource: other, parameters: {} }, expect: deny }
"""


def test_the_block_of_the_first_release_runs_as_it_is(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], on_path: None
) -> None:
    monkeypatch.chdir(home)
    (home / "policy.yaml").write_text(POLICY)
    (home / "tests.yaml").write_text(TESTS)
    names: dict[str, object] = {}
    exec(compile(SEED, "seed", "exec"), names)
    assert capsys.readouterr().out == "Blocked: tables stay\n2/2 tests passed\n"
    names["engine"].close()  # type: ignore[attr-defined]


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command on PATH and nowhere else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "kvlar"
    script.write_text(f'#!/bin/sh\nexec node "{os.environ["KVLAR_BIN"]}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.delenv("KVLAR_BIN")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
