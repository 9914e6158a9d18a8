"""The third witness: each line of a derivation follows from the one before, from the statement's left to its right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np

from derivations.algebra.evaluate import Unbound
from derivations.algebra.points import Context, Points, size_choices
from derivations.algebra.terms import Relation, Term
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undecided, Undefined, Unsupported
from derivations.forms.claims import Budget
from derivations.lowering import NotLowered, lower
from derivations.proof import ALL_SIZES, ALL_VALUES, UNDECIDED, Outcome, Proof, Prover, budget_of
from derivations.vocabulary import Cited, Step
from numerics.agreement import Agreement, Batches, Counterexample, both_sides, draw_batches, sample_on
from numerics.agreement import Outcome as Sampled
from numerics.certificates import Environments, Verdict, certify
from numerics.comparison import float_environment, holds
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


@dataclass(frozen=True)
class CheckedDerivation:
    """The lines of a derivation with what is known of each, and the proof of the whole statement, if there is one."""

    steps: tuple[CheckedStep, ...] = ()
    proof: Proof = UNDECIDED

    @property
    def holds(self) -> bool:
        """Whether there are steps, and each follows from the one before."""
        return bool(self.steps) and all(step.status in (Status.PROVED, Status.CONFIRMED) for step in self.steps)


def check_derivation(
    subject: Subject, seed: int, time_limit: float, every: Sequence[Points] = ()
) -> CheckedDerivation:
    """Prove the statement, and check its derivation line by line, on `every` point of a finite domain if given.

    A cited proof has no lines. `time_limit` is in seconds, which are counted in steps of the proofs (0: no proofs).
    """
    judge = _Judge(subject.context, seed, budget_of(time_limit), every)
    proof = judge.prove(subject.statement) if subject.defined is None else UNDECIDED
    if isinstance(subject.formula.derivation, Cited):
        return CheckedDerivation(proof=proof)
    lines = [_lowered(subject, step) for step in subject.formula.derivation()]
    steps = _checked_steps(subject, lines, judge)
    arrives = bool(lines) and lines[-1].term == subject.statement.right
    if proof.outcome is not Outcome.EQUAL and arrives and all(step.status is Status.PROVED for step in steps):
        scopes = [step.scope for step in steps]
        special = [scope for scope in scopes if scope not in (ALL_SIZES, ALL_VALUES)]
        proof = Proof(Outcome.EQUAL, special[0] if special else scopes[0], "every step of the derivation")
    return CheckedDerivation(steps, proof)


def _checked_steps(subject: Subject, lines: Sequence[_Line], judge: _Judge) -> tuple[CheckedStep, ...]:
    formula, statement = subject.formula, subject.formula.statement
    start = None if subject.defined is not None else _Line(statement.lhs, "", "==", subject.statement.left)
    checked: list[CheckedStep] = []
    before = start
    for position, line in enumerate(lines, start=1):
        checked.append(_checked(subject, position, before, line, judge))
        before = line
    if not lines:
        return (CheckedStep("", "", Status.REFUTED, message=f"{formula.title}: the derivation has no steps."),)
    return (*checked[:-1], _with_end(subject, checked[-1], lines[-1], len(lines), judge))


def _lowered(subject: Subject, step: Step) -> _Line:
    operator = _OPERATORS.get(step.relation, "")
    if step.relation not in _ALLOWED[subject.statement.operator]:
        fault = f"a step with {step.relation!r} cannot lead to {subject.statement.operator!r}"
        return _Line(step.expression, step.because, operator, fault=fault)
    try:
        return _Line(step.expression, step.because, operator, lower(step.expression, subject.scope))
    except NotLowered as error:
        return _Line(step.expression, step.because, operator, fault=f"the step has no meaning here: {error}")


def _checked(subject: Subject, position: int, before: _Line | None, line: _Line, judge: _Judge) -> CheckedStep:
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
    ruling = judge.decide(relation)
    if ruling.status is not Status.CONFIRMED:
        message = _message(head, ruling.reason, before.expression, line.expression)
        return CheckedStep(text, line.because, ruling.status, ruling.exact, message=message)
    proof = judge.prove(relation)
    if proof.outcome is Outcome.EQUAL:
        return CheckedStep(text, line.because, Status.PROVED, ruling.exact, proof.scope)
    return CheckedStep(text, line.because, Status.CONFIRMED, ruling.exact)


def _with_end(subject: Subject, last: CheckedStep, line: _Line, position: int, judge: _Judge) -> CheckedStep:
    """The last step, which must also be the right side of the statement."""
    right = subject.formula.statement.rhs
    if last.status in (Status.REFUTED, Status.UNDECIDED) or line.term is None or line.term == subject.statement.right:
        return last
    ruling = judge.decide(Relation("==", line.term, subject.statement.right))
    if ruling.status is Status.CONFIRMED:
        return last
    head = f"{subject.formula.title}, step {position} ({line.because}), which should be the right side of the statement"
    return replace(last, status=ruling.status, message=_message(head, ruling.reason, line.expression, right))


@dataclass(frozen=True)
class _Ruling:
    """What is said of the relation between two lines: at how many points exact arithmetic shows it, or the reason."""

    status: Status
    exact: int = 0
    reason: str = ""


@dataclass(frozen=True)
class _Judge:
    """Decides relations between lines, on random points or on every point of a finite domain."""

    context: Context
    seed: int
    budget: Budget
    every: Sequence[Points]

    def decide(self, relation: Relation) -> _Ruling:
        """Sampling and exact arithmetic on a relation between two lines."""
        try:
            return self._exhausted(relation) if self.every else self._sampled(relation)
        except (ShapeError, Unbound, Unsupported, Undecided, Undefined) as error:
            return _Ruling(Status.REFUTED, reason=f"the line before and this one cannot be compared ({error})")

    def prove(self, relation: Relation) -> Proof:
        """A symbolic proof, if the budget has steps for one."""
        return self._prover.attempt(relation, self.budget) if self.budget.left > 0 else UNDECIDED

    def _sampled(self, relation: Relation) -> _Ruling:
        agreement = sample_on(self._batches, relation, strict_domain=True)
        if agreement.outcome is Sampled.FAILS and agreement.counterexample is not None:
            return _Ruling(Status.REFUTED, reason=failure_in_words(relation, agreement.counterexample))
        if agreement.outcome is not Sampled.HOLDS:
            return _Ruling(Status.UNDECIDED, reason=doubt_in_words(agreement))
        shown = 0
        for points, environments in self._exact:
            certificate = certify(points, relation, environments)
            if certificate.verdict is Verdict.VIOLATED:
                reason = failure_in_words(relation, Counterexample(points, certificate))
                return _Ruling(Status.REFUTED, shown, reason)
            shown += certificate.verdict is Verdict.HOLDS
        return _Ruling(Status.CONFIRMED, shown)

    @cached_property
    def _prover(self) -> Prover:
        """What proves the statement and every step: most lines stand in two claims."""
        return Prover(self.context)

    @cached_property
    def _batches(self) -> Batches:
        """The points on which every step is sampled: most lines stand in two of them."""
        return draw_batches(self.context, SAMPLES, self.seed, remembering=True)

    @cached_property
    def _exact(self) -> list[tuple[Points, Environments]]:
        """The points at which every step is decided exactly."""
        generator = np.random.default_rng(self.seed + 1)
        batches = [
            self.context.draw(sizes, EXACT, generator, simple=True) for sizes in size_choices(self.context.sizes, 2)
        ]
        return [(points.at(k), {}) for points in batches for k in range(points.batch)]

    def _exhausted(self, relation: Relation) -> _Ruling:
        shown = 0
        for points in self.every:
            with np.errstate(all="ignore"):
                left, right = np.broadcast_arrays(*both_sides(relation, float_environment(points)))
            both_defined = (np.isnan(left) == np.isnan(right)).reshape(len(left), -1).all(axis=1)
            held = holds(relation.operator, left, right) & both_defined
            failing = np.flatnonzero(~np.broadcast_to(held, (max(len(held), points.batch),)))
            if len(failing):
                worst = points.at(int(failing[0]))
                reason = failure_in_words(relation, Counterexample(worst, certify(worst, relation)))
                return _Ruling(Status.REFUTED, shown, reason)
            shown += points.batch
        return _Ruling(Status.CONFIRMED, shown)


def failure_in_words(relation: Relation, found: Counterexample) -> str:
    """What a counterexample shows: the two values (unless exact arithmetic has none) and the point."""
    left, right = found.certificate.sides
    entries = [f"{name} = {at}" for name, at in found.certificate.indices]
    where = ", ".join(filter(None, (point_in_words(found.points), *entries)))
    said = {"==": "are not equal", "!=": "are equal"}.get(relation.operator, f"do not satisfy {relation.operator}")
    values = f": {left} and {right}" if left else ""
    return f"the two sides {said}{values}" + (f" at {where}" if where else "")


def doubt_in_words(agreement: Agreement) -> str:
    """Why sampling settled nothing."""
    if agreement.outcome is Sampled.VACUOUS:
        return f"{agreement.outcome.value} ({agreement.points})"
    return f"{agreement.outcome.value} ({agreement.failing} of {agreement.points} points)"


def _message(head: str, reason: str, before: Any, after: Any) -> str:
    return f"{head}: {reason}.\n  before: {before}\n  after:  {after}"
