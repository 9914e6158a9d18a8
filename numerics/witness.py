"""The second witness: the torch model of a formula, held against both sides of its statement on the same points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from derivations.algebra.evaluate import Environment, Memory
from derivations.algebra.points import Points, size_choices
from derivations.algebra.terms import Relation, Term
from derivations.algebra.values import ShapeError, Value
from numerics.comparison import Layout, deviation, float_environment, laid_out, layout_of, value_of
from numerics.exhaustive import grid
from numerics.inputs import call_model
from numerics.subject import Subject
from numerics.wording import point_in_words

TOLERANCE = 1e-7  # relative to the larger side and 1
ROUNDS = 8  # further draws where assumptions leave points out


class ModelError(Exception):
    """The model cannot be held against the statement; the message says what came and what was wanted."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A batch of points of one choice of sizes, with the values of both sides of the statement there.

    `whole` is the trial whose first points these are, if they are a part of one.
    """

    subject: Subject
    points: Points
    device: str
    whole: Trial | None = None

    @cached_property
    def environment(self) -> Environment:
        """The points in float64; a part of a trial, on which every mutant is tried, remembers what these share."""
        environment = float_environment(self.points)
        return environment if self.whole is None else environment.remembering()

    @cached_property
    def sides(self) -> dict[str, np.ndarray]:
        """The values [batch, indices…, shape…] of the sides that say something: of a definition the right one alone."""
        return {side: laid_out(value, self.layout, self.points.batch) for side, value in self._values.items()}

    @cached_property
    def layout(self) -> Layout:
        """How both sides and the model are laid out."""
        return layout_of(list(self._values.values()), self.subject.indices, self.points)

    @cached_property
    def rows(self) -> dict[str, bool]:
        """For each side, whether it is a transposed vector."""
        return {side: value.row for side, value in self._values.items()}

    @cached_property
    def _values(self) -> dict[str, Value]:
        return {side: value_of(term, self.environment) for side, term in self._terms.items()}

    @property
    def evaluated(self) -> Environment:
        """The environment in which the sides already have their values, for claims about them alone."""
        values = {id(term): (term, self._values[side]) for side, term in self._terms.items()}
        return replace(self.environment, memory=Memory(values))

    @property
    def _terms(self) -> dict[str, Term]:
        names = ("right",) if self.subject.defined is not None else ("left", "right")
        return {side: getattr(self.subject.statement, side) for side in names}

    @cached_property
    def model(self) -> dict[str, np.ndarray]:
        """The model's value for each side; raises `ModelError` for another number of sides or another shape."""
        if self.whole is not None:
            return {side: value[: self.points.batch] for side, value in self.whole.model.items()}
        values = call_model(self.subject.model, self.subject.formula, self.points, self.device)
        wanted = 1 if self.subject.statement.operator == "==" else 2
        if len(values) != wanted:
            raise ModelError(f"the model returns {len(values)} values where the statement asks for {wanted}")
        shape = (self.points.batch, *self.layout.lengths, *self.layout.shape)
        for value in values:
            if value.shape != shape:
                raise ModelError(f"the model returns the shape {value.shape} where the statement has {shape}")
        return {"left": values[0], "right": values[-1]}

    @cached_property
    def errors(self) -> np.ndarray:
        """How far the statement and the model lie apart at each point; NaN where neither is defined."""
        apart = [deviation(value, self.model[side]) for side, value in self.sides.items()]
        return np.max(apart, axis=0)

    def first(self, count: int) -> Trial:
        """The same trial on the first points of the batch."""
        if self.points.batch <= count:
            return self
        return Trial(self.subject, self.points.select(np.arange(self.points.batch) < count), self.device, self)

    def value(self, term: Term, side: str) -> np.ndarray:
        """The value of another term in the place of a side; raises `ShapeError` where it does not fit there."""
        value = value_of(term, self.environment)
        if value.rank and value.row != self.rows[side]:
            raise ShapeError("a row in the place of a column")
        return laid_out(value, self.layout, self.points.batch)


@dataclass(frozen=True)
class ModelAgreement:
    """What the second witness says: points, the largest relative error, and the first disagreement in words."""

    points: int
    error: float
    exhaustive: bool
    sizes: tuple[dict[str, int], ...]
    disagreement: str = ""


def trials_of(subject: Subject, samples: int, seed: int, device: str) -> tuple[list[Trial], bool]:
    """Batches of points at several distinct sizes, or (true) every integer point of a finite domain."""
    every = grid(subject.context)
    if every is not None and sum(points.batch for points in every) > 0:
        return [Trial(subject, points, device) for points in every], True
    generator = np.random.default_rng(seed)
    choices = size_choices(subject.context.sizes, 4)
    batch = max(-(-samples // len(choices)), 16)
    trials: list[Trial] = []
    for sizes in choices:
        found = 0
        for _ in range(ROUNDS):
            points = subject.context.draw(sizes, batch, generator)
            if points.batch:
                trials.append(Trial(subject, points, device))
                found += points.batch
            if found >= batch:
                break
    return trials, False


def check_model(trials: Sequence[Trial], exhaustive: bool) -> ModelAgreement:
    """Hold the model against the statement; raises `ModelError` where they cannot be compared at all."""
    inside, worst = 0, 0.0
    sizes: list[dict[str, int]] = []
    for trial in trials:
        errors = trial.errors
        defined = ~np.isnan(errors)
        inside += int(defined.sum())
        if dict(trial.points.sizes) not in sizes:
            sizes.append(dict(trial.points.sizes))
        if not defined.any():
            continue
        position = int(np.nanargmax(errors))
        worst = max(worst, float(errors[position]))
        if errors[position] > TOLERANCE:
            return ModelAgreement(inside, worst, exhaustive, tuple(sizes), _disagreement(trial, position))
    return ModelAgreement(inside, worst, exhaustive, tuple(sizes))


def _disagreement(trial: Trial, position: int) -> str:
    """Where the model differs: the point, the entry, and the two values."""
    for side, values in trial.sides.items():
        model = trial.model[side]
        if not deviation(values, model)[position] > TOLERANCE:
            continue
        with np.errstate(all="ignore"):
            apart = np.nan_to_num(np.abs(values[position] - model[position]), nan=np.inf)
        place = np.unravel_index(int(np.argmax(apart)), apart.shape) if apart.shape else ()
        axes = [f"{axis} = {int(at) + 1}" for axis, at in zip(trial.layout.axes, place, strict=False)]
        axes += [f"entry {int(at) + 1}" for at in place[len(trial.layout.axes) :]]
        where = ", ".join((point_in_words(trial.points.at(position)), *axes))
        return (
            f"the model gives {float(model[position][place]):.12g} and the {side} side "
            f"{float(values[position][place]):.12g} at {where}"
        )
    return ""


def relation_between(subject: Subject, side: str, changed: Relation) -> Relation:
    """The claim that a changed side still equals the one of the statement."""
    return Relation("==", getattr(subject.statement, side), getattr(changed, side))
