"""Where the command is: ``KVLAR_BIN``, then PATH, then the package that ``kvlar[node]`` brings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from .errors import ConfigError

#: How Node and Kvlar would be told to do something else than what is asked of them here.
_SCRUBBED = ("NODE_OPTIONS", "NODE_PATH", "NODE_REPL_EXTERNAL_MODULE", "NODE_V8_COVERAGE", "NODE_DEBUG")


def find_command(given: str | os.PathLike[str] | None = None) -> Sequence[str]:
    """The words that start the command.

    :raises ConfigError: ``COMMAND_NOT_FOUND``
    """
    named = os.fspath(given) if given is not None else os.environ.get("KVLAR_BIN") or None
    if named is not None:
        path = Path(named)
        start = _start(path.resolve()) if path.is_file() else None
        if start is not None:
            return start
        raise ConfigError("COMMAND_NOT_FOUND", f"there is no command `{named}`", help="name the file of the command")
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        # INVARIANT: never from the current folder, whatever PATH says: it may be somebody else's repository.
        if folder and os.path.isabs(folder):
            for name in _NAMES:
                path = Path(folder, name)
                if path.is_file() and (sys.platform == "win32" or os.access(path, os.X_OK)):
                    start = _start(path)
                    if start is not None:
                        return start
    brought = _brought()
    if brought is not None:
        return brought
    raise ConfigError(
        "COMMAND_NOT_FOUND",
        "the command `kvlar` is neither on PATH nor named by KVLAR_BIN",
        help="install it with `npm install -g kvlar`, or `pip install 'kvlar[node]'`",
    )


_NAMES = ("kvlar.exe", "kvlar.cmd") if sys.platform == "win32" else ("kvlar",)
#: Where npm puts what its `kvlar.cmd` starts.
_INSTALLED = Path("node_modules", "kvlar", "dist", "main.js")


def _start(path: Path) -> Sequence[str] | None:
    if path.suffix in (".js", ".mjs", ".cjs"):
        return (_node(path.parent), str(path))
    if path.suffix == ".cmd":
        # INVARIANT: no shell reads what is given to the command, as the one of Windows would for a `.cmd`.
        script = path.parent / _INSTALLED
        return (_node(path.parent), str(script)) if script.is_file() else None
    return (str(path),)


def _node(beside: Path) -> str:
    name = "node.exe" if sys.platform == "win32" else "node"
    for folder in (str(beside), *os.environ.get("PATH", "").split(os.pathsep)):
        if folder and os.path.isabs(folder) and os.access(Path(folder, name), os.X_OK):
            return str(Path(folder, name))
    raise ConfigError("COMMAND_NOT_FOUND", "the command needs Node, and there is no `node` on PATH")


def _brought() -> Sequence[str] | None:
    try:
        found: Sequence[str] = import_module("kvlar_node").command()
    except ModuleNotFoundError:
        return None
    return found


def child_environment() -> dict[str, str]:
    """What the command is started with: all of ours, but for what would make another program of it."""
    return {name: value for name, value in os.environ.items() if name not in _SCRUBBED}
