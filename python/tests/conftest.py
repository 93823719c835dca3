"""A user of this machine with a home of their own, and the command as it was built."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kvlar import Kvlar, KvlarEngine

COMMAND = Path(__file__).parents[2] / "apps" / "cli" / "dist" / "main.js"
POLICY = """\
name: p
rules:
  - { id: reads, match_on: { resources: ['read_*'] }, effect: { type: allow } }
  - { id: pays, match_on: { resources: [pay] }, effect: { type: require_approval, reason: money } }
  - { id: drops, match_on: { resources: [drop] }, effect: { type: deny, reason: never } }
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if not COMMAND.is_file():
        pytest.fail("build the command first: node tools/build.mjs")
    folder = tmp_path / "home"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith(("KVLAR_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("KVLAR_BIN", str(COMMAND))
    return folder


@pytest.fixture
def policy(home: Path) -> Path:
    file = home / "policy.yaml"
    file.write_text(POLICY)
    return file


@pytest.fixture
def engine() -> Iterator[KvlarEngine]:
    with KvlarEngine(timeout=120) as one:
        yield one


@pytest.fixture
def kvlar(policy: Path) -> Iterator[Kvlar]:
    with Kvlar(policies=policy, timeout=120) as one:
        yield one


@pytest.fixture
def command() -> Callable[..., Any]:
    """Runs the command to its end, and reads the JSON of each line that it prints."""

    def run(*words: str) -> Any:
        done = subprocess.run(["node", str(COMMAND), *words], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    return run


@pytest.fixture
def stand_in(tmp_path: Path) -> Callable[[str], Path]:
    """A program in the place of the command that does what only a broken one would."""

    def write(body: str) -> Path:
        file = tmp_path / "stand-in"
        greeting = 'sys.stdin.readline(); say(\'{"id":0,"result":{"protocol":1,"version":"0","methods":[]}}\')'
        file.write_text(
            f"#!{sys.executable}\nimport sys, time, os\n"
            "def say(text):\n    sys.stdout.write(text + '\\n'); sys.stdout.flush()\n"
            f"{greeting}\n{body}\n"
        )
        file.chmod(0o755)
        return file

    return write
