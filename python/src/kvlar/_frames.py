"""Messages of the protocol of ``kvlar serve`` (``docs/spec/serve.md``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .errors import ConfigError, EvaluationError, ProxyError, error_of

PROTOCOL = 1
FRAME_BYTES_MAX = 16 * 1024 * 1024
#: An answer may repeat a whole message, and say more.
ANSWER_BYTES_MAX = 4 * FRAME_BYTES_MAX

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode

HELLO = b'{"id":0,"method":"hello","params":{"protocol":1}}\n'


def request_frame(id: int, method: str, params: Mapping[str, Any]) -> bytes:
    """:raises EvaluationError: ``KVLAR_ARGUMENTS_NOT_JSON`` for what cannot be said"""
    try:
        frame = f'{{"id":{id},"method":"{method}","params":{_encode(params)}}}\n'.encode()
    except (TypeError, ValueError, RecursionError):
        raise EvaluationError("KVLAR_ARGUMENTS_NOT_JSON", f"what is given to `{method}` is no JSON") from None
    if len(frame) > FRAME_BYTES_MAX:
        raise EvaluationError("KVLAR_ARGUMENTS_NOT_JSON", "what is to be judged is longer than 16 MiB")
    return frame


def cancel_frame(id: int) -> bytes:
    return f'{{"cancel":{id}}}\n'.encode()


def read_answer(line: bytes) -> tuple[int, Mapping[str, Any]]:
    """The id and the answer of one line.

    :raises ProxyError: ``CHILD_UNREADABLE`` for what Kvlar does not say: another program answers
    """
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        answer = None
    # A message of ours without an id was understood by nobody: whose it was, nobody can tell.
    if isinstance(answer, dict) and type(answer.get("id")) is int and _has_outcome(answer):
        return answer["id"], answer
    raise ProxyError("CHILD_UNREADABLE", "the command does not speak the protocol of `kvlar serve`")


def _has_outcome(answer: Mapping[str, Any]) -> bool:
    error = answer.get("error")
    if error is None:
        return isinstance(answer.get("result"), dict)
    return isinstance(error, dict) and all(isinstance(error.get(name), str) for name in _ERROR_TEXTS)


_ERROR_TEXTS = ("code", "kind", "name", "message")


def result_of(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """:raises KvlarError: the error that it carries"""
    error = answer.get("error")
    if error is not None:
        raise error_of(error)
    result: Mapping[str, Any] = answer["result"]
    return result


def check_hello(answer: Mapping[str, Any], command: str) -> str:
    """The version of the command.

    :raises ConfigError: ``SERVE_PROTOCOL`` where it speaks another version of the protocol
    """
    result = answer.get("result")
    if isinstance(result, Mapping) and result.get("protocol") == PROTOCOL:
        return str(result.get("version"))
    raise ConfigError(
        "SERVE_PROTOCOL",
        f"`{command}` does not speak version {PROTOCOL} of the protocol",
        help="install the same version of the package and of the command",
    )


def child_lost(why: str) -> ProxyError:
    return ProxyError("CHILD_LOST", f"the command has gone before it answered: {why}")
