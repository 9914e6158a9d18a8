"""The third witness: each line of a derivation follows from the one before, from the statement's left to its right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import numpy as np

from derivations.algebra.evaluate import Unbound
from derivations.algebra.points import Context, size_choices
from derivations.algebra.terms import Relation, Term
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undecided, Undefined, Unsupported
from derivations.lowering import NotLowered, lower
from derivations.vocabulary import Cited, Step
from numerics.agreement import Agreement, Counterexample, Outcome, sample
from numerics.certificates import Verdict, certify
from numerics.subject import Subject
from numerics.wording import point_in_words

SAMPLES = 512  # points on which a step is sampled
EXACT = 3  # points of each choice of sizes at which it is decided exactly

_OPERATORS = {"=": "==", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}
_ALLOWED = {"==": {"="}, "<=": {"=", "<=", "<"}, "<": {"=", "<=", "<"}, ">=": {"=", ">=", ">"}, ">": {"=", ">=", ">"}}


class Status(Enum):
    """What is known of one step; the values are the words of the command's contract."""

    PROVED = "proved"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class CheckedStep:
    """One line of a derivation, with what is known of it and, unless it holds, a message with both lines."""

    expression: str
    because: str
    status: Status
    exact: int = 0
    scope: str = ""
    message: str = ""


@dataclass(frozen=True)
class _Line:
    expression: Any
    because: str
    operator: str
    term: Term | None = None
    fault: str = ""


def check_steps(subject: Subject, seed: int, time_limit: float) -> tuple[CheckedStep, ...]:
    """Check a derivation line by line; a cited proof has no lines."""
    formula = subject.formula
    if isinstance(formula.derivation, Cited):
        return ()
    statement = formula.statement
    lines = [_lowered(subject, step) for step in formula.derivation()]
    start = None if subject.defined is not None else _Line(statement.lhs, "", "==", subject.statement.left)
    checked: list[CheckedStep] = []
    before = start
    for position, line in enumerate(lines, start=1):
        checked.append(_checked(subject, position, before, line, seed, time_limit))
        before = line
    if not lines:
        return (CheckedStep("", "", Status.REFUTED, message=f"{formula.title}: the derivation has no steps."),)
    return (*checked[:-1], _with_end(subject, checked[-1], lines[-1], len(lines), seed))


def _lowered(subject: Subject, step: Step) -> _Line:
    operator = _OPERATORS.get(step.relation, "")
    if step.relation not in _ALLOWED[subject.statement.operator]:
        fault = f"a step with {step.relation!r} cannot lead to {subject.statement.operator!r}"
        return _Line(step.expression, step.because, operator, fault=fault)
    try:
        return _Line(step.expression, step.because, operator, lower(step.expression, subject.scope))
    except NotLowered as error:
        return _Line(step.expression, step.because, operator, fault=f"the step has no meaning here: {error}")


def _checked(
    subject: Subject, position: int, before: _Line | None, line: _Line, seed: int, time_limit: float
) -> CheckedStep:
    """A line against the one before; a first line without one only has to have a value."""
    text = str(line.expression)
    head = f"{subject.formula.title}, step {position} ({line.because})"
    if line.term is None:
        return CheckedStep(text, line.because, Status.REFUTED, message=f"{head}: {line.fault}.")
    if before is None or before.term is None:
        return CheckedStep(text, line.because, Status.CONFIRMED)
    if line.term == before.term:
        reason = "it repeats the line before (SymPy may have simplified it: state it unevaluated, or leave it out)"
        return CheckedStep(text, line.because, Status.REFUTED, message=_message(head, reason, before.expression, text))
    relation = Relation(line.operator, before.term, line.term)
    status, exact, reason = _decide(subject.context, relation, seed)
    message = "" if status is Status.CONFIRMED else _message(head, reason, before.expression, line.expression)
    return CheckedStep(text, line.because, status, exact, message=message)


def _with_end(subject: Subject, last: CheckedStep, line: _Line, position: int, seed: int) -> CheckedStep:
    """The last step, which must also be the right side of the statement."""
    right = subject.formula.statement.rhs
    if last.status in (Status.REFUTED, Status.UNDECIDED) or line.term is None or line.term == subject.statement.right:
        return last
    status, _, reason = _decide(subject.context, Relation("==", line.term, subject.statement.right), seed)
    if status is Status.CONFIRMED:
        return last
    head = f"{subject.formula.title}, step {position} ({line.because}), which should be the right side of the statement"
    return replace(last, status=status, message=_message(head, reason, line.expression, right))


def _decide(context: Context, relation: Relation, seed: int) -> tuple[Status, int, str]:
    """What sampling and exact arithmetic say of a relation between two lines, with the reason unless it holds."""
    try:
        agreement = sample(context, relation, SAMPLES, seed, strict_domain=True)
        if agreement.outcome is Outcome.HOLDS:
            exact, fault = _exactly(context, relation, seed)
            return (Status.REFUTED, exact, fault) if fault else (Status.CONFIRMED, exact, "")
    except (ShapeError, Unbound, Unsupported, Undecided, Undefined) as error:
        return Status.REFUTED, 0, f"the line before and this one cannot be compared ({error})"
    if agreement.outcome is Outcome.FAILS and agreement.counterexample is not None:
        return Status.REFUTED, 0, failure_in_words(relation, agreement.counterexample)
    return Status.UNDECIDED, 0, doubt_in_words(agreement)


def _exactly(context: Context, relation: Relation, seed: int) -> tuple[int, str]:
    """At how many points exact rational arithmetic shows the relation, and the failure if it shows one."""
    generator = np.random.default_rng(seed + 1)
    shown = 0
    for sizes in size_choices(context.sizes, 2):
        points = context.draw(sizes, EXACT, generator, simple=True)
        for k in range(points.batch):
            certificate = certify(points.at(k), relation)
            if certificate.verdict is Verdict.VIOLATED:
                return shown, failure_in_words(relation, Counterexample(points.at(k), certificate))
            shown += certificate.verdict is Verdict.HOLDS
    return shown, ""


def failure_in_words(relation: Relation, found: Counterexample) -> str:
    """What a certified counterexample shows: the two values and the point."""
    left, right = found.certificate.sides
    entries = [f"{name} = {at}" for name, at in found.certificate.indices]
    where = ", ".join(filter(None, (point_in_words(found.points), *entries)))
    said = {"==": "are not equal", "!=": "are equal"}.get(relation.operator, f"do not satisfy {relation.operator}")
    return f"the two sides {said}: {left} and {right}" + (f" at {where}" if where else "")


def doubt_in_words(agreement: Agreement) -> str:
    """Why sampling settled nothing."""
    if agreement.outcome is Outcome.VACUOUS:
        return f"{agreement.outcome.value} ({agreement.points})"
    return f"{agreement.outcome.value} ({agreement.failing} of {agreement.points} points)"


def _message(head: str, reason: str, before: Any, after: Any) -> str:
    return f"{head}: {reason}.\n  before: {before}\n  after:  {after}"


def all_hold(steps: Sequence[CheckedStep]) -> bool:
    """Whether every step is proved or confirmed."""
    return all(step.status in (Status.PROVED, Status.CONFIRMED) for step in steps)
