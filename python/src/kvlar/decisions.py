"""What is said of a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NoReturn


class _NotTrueOrFalse:
    """Whoever writes ``if verdict:`` means something, and not always the same: they are told instead."""

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} is neither true nor false: compare it, as in `result.decision == Decision.ALLOW`"
        )


class Decision(str, Enum):
    """The three answers of a policy."""

    ALLOW = "allow"
    DENY = "deny"
    REQUIRE_APPROVAL = "require_approval"

    def __bool__(self) -> NoReturn:
        raise TypeError("a Decision is neither true nor false: compare it, as in `decision == Decision.ALLOW`")

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Evaluation(_NotTrueOrFalse):
    """A dry decision: nothing was counted, recorded, asked or run."""

    decision: Decision
    reason: str
    rule_id: str
    code: str
    resource: str
    policy: str | None = None
    risk_level: str | None = None
    #: What a rule needs and the call did not say (``state``): conditions on it could not be evaluated.
    missing: Sequence[str] = ()
    #: Every rule that was looked at, where ``explain`` asked for it.
    trace: Sequence[Mapping[str, Any]] | None = None
    #: The whole answer, as the command prints it with ``--json``.
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Validation(_NotTrueOrFalse):
    """A policy that can be used, and what is to be said of it all the same."""

    warnings: Sequence[Mapping[str, Any]]
    files: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class TestRun(_NotTrueOrFalse):
    """What came of the tests of policies."""

    __test__ = False

    passed: int
    total: int
    failed: int
    results: Sequence[Mapping[str, Any]]
    coverage: Mapping[str, Any] | None = None


class VerdictKind(str, Enum):
    """What became of an action that was judged whole."""

    PERMIT = "permit"
    REFUSE = "refuse"
    INVALIDATE = "invalidate"
    REQUIRE_APPROVAL = "require_approval"

    def __bool__(self) -> NoReturn:
        raise TypeError("a VerdictKind is neither true nor false: compare it")

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Verdict(_NotTrueOrFalse):
    """An action judged by everything that stands on the road of a call; it is on record."""

    kind: VerdictKind
    code: str
    evaluator: str
    rule_id: str
    reason: str
    evaluation_id: str
    #: Where permits are signed: the text to hand on.
    permit: str | None = None
    token_id: str | None = None
    hints: Mapping[str, Any] = field(default_factory=dict)
    approval: Mapping[str, Any] | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"[{self.code}] {self.evaluator}: {self.reason}"


def evaluation_of(result: Mapping[str, Any]) -> Evaluation:
    return Evaluation(
        decision=Decision(result["decision"]),
        reason=result["reason"],
        rule_id=result["rule_id"],
        code=result["code"],
        resource=result["resource"],
        policy=result.get("policy"),
        risk_level=result.get("risk_level"),
        missing=tuple(result.get("missing", ())),
        trace=result.get("trace"),
        raw=result,
    )


def lost_evaluation(code: str, reason: str, resource: str) -> Evaluation:
    """Without an answer the answer is no."""
    return Evaluation(Decision.DENY, reason, "_evaluation_error", code, resource)


def test_run_of(result: Mapping[str, Any]) -> TestRun:
    return TestRun(
        result["passed"], result["total"], result["failed"], tuple(result["results"]), result.get("coverage")
    )


def verdict_of(result: Mapping[str, Any]) -> Verdict:
    return Verdict(
        kind=VerdictKind(result["verdict"]),
        code=result["code"],
        evaluator=result["evaluator"],
        rule_id=result["rule_id"],
        reason=result["reason"],
        evaluation_id=result["evaluation_id"],
        permit=result.get("permit"),
        token_id=result.get("token_id"),
        hints=result.get("hints", {}),
        approval=result.get("approval"),
        raw=result,
    )
