"""The power of the check: which mutants of a statement it refutes, and which survive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from derivations.algebra.evaluate import Unbound
from derivations.algebra.values import ShapeError
from derivations.algebra.worlds import Undecided, Undefined, Unsupported
from numerics.certificates import Verdict, certify
from numerics.comparison import deviation, holds
from numerics.mutants import Mutant, mutants_of
from numerics.subject import Subject
from numerics.witness import Trial, relation_between

FEW = 64  # points of each choice of sizes on which a mutant is tried first
BEYOND_ROUNDING = 1e-6  # a relative difference that float64 cannot make at a well-conditioned point
MARGIN = 1e3  # times the statement's own error, which measures the condition of the points
LEAST = 1e-9  # differences below are rounding
SHARE = 0.95  # of the mutants must be refuted, or each survivor explained


@dataclass(frozen=True)
class Power:
    """How many mutants were made and refuted; survivors by name, with the formula's reason for each (or "")."""

    made: int
    killed: int
    survivors: tuple[tuple[str, str], ...]

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The survivors that the formula does not explain."""
        return tuple(name for name, reason in self.survivors if not reason)

    @property
    def is_enough(self) -> bool:
        """Whether the check would see a slip: nearly all mutants refuted, or every survivor explained."""
        return not self.unexplained or self.killed >= SHARE * self.made


def measure_power(subject: Subject, trials: Sequence[Trial]) -> Power:
    """Try every mutant on the points of the trials: on a few of each first, and on all of them if it survives."""
    few = [trial.first(FEW) for trial in trials]
    if sum(trial.points.batch for trial in few) > 2048:
        few = few[:: -(-len(few) // 16)]
    killed = made = 0
    survivors: list[tuple[str, str]] = []
    for mutant in mutants_of(subject):
        fate = _fate(subject, mutant, few)
        if fate is False:
            fate = _fate(subject, mutant, trials)
        if fate is None:
            continue
        made += 1
        killed += fate
        if not fate:
            survivors.append((mutant.name, _explanation(subject, mutant)))
    return Power(made, killed, tuple(survivors))


def unused_explanations(subject: Subject, power: Power) -> tuple[str, ...]:
    """The prefixes in the formula's `survivors` that explain no survivor."""
    names = [name for name, _ in power.survivors]
    return tuple(
        prefix for prefix, _ in subject.formula.survivors if not any(name.startswith(prefix) for name in names)
    )


def _explanation(subject: Subject, mutant: Mutant) -> str:
    for prefix, reason in subject.formula.survivors:
        if mutant.name.startswith(prefix):
            return reason
    return ""


def _fate(subject: Subject, mutant: Mutant, trials: Sequence[Trial]) -> bool | None:
    """True if it is refuted, False if it survives, `None` if it says nothing that the evaluator can give a value."""
    for trial in trials:
        try:
            if _is_refuted(subject, mutant, trial):
                return True
        except (ShapeError, Undefined, ZeroDivisionError, ValueError):  # NumPy refuses shapes with a ValueError
            return True
        except (Unsupported, Unbound, Undecided, OverflowError):
            return None
    return False


def _is_refuted(subject: Subject, mutant: Mutant, trial: Trial) -> bool:
    if mutant.side == "relation":
        truth = holds(mutant.relation.operator, trial.model["left"], trial.model["right"])
        return not bool(truth.all())
    value = trial.value(getattr(mutant.relation, mutant.side), mutant.side)
    apart = np.nan_to_num(deviation(value, trial.model[mutant.side]), nan=0.0)
    own = np.nan_to_num(trial.errors, nan=0.0)
    if (apart > np.maximum(BEYOND_ROUNDING, MARGIN * own)).any():
        return True
    claim = relation_between(subject, mutant.side, mutant.relation)
    suspects = np.flatnonzero(apart > LEAST)[:2]
    return any(certify(trial.points.at(int(k)), claim).verdict is Verdict.VIOLATED for k in suspects)
