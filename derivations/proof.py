"""Does one side follow from the other? Symbolic proof, with its scope, within a budget of steps; never a refutation.

A claim is brought into index form ([forms](forms/claims.py)): first for arrays of any size, then at a few explicit
sizes. The budget counts steps and no time, so that a verdict does not depend on the machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from derivations.algebra.points import Context, size_choices
from derivations.algebra.terms import Relation
from derivations.forms.claims import Budget, is_shown
from derivations.vocabulary import Size

STEPS = 10_000  # of a proof for a second, which a slow machine takes for them
LARGEST = 3  # explicit sizes
CHOICES = 3  # of them
EXPLICIT = 5_000  # steps for all of them


class Outcome(Enum):
    """What a proof attempt says."""

    EQUAL = "the two sides are equal, symbolically"
    UNDECIDED = "no symbolic proof was found"


ALL_SIZES = "all sizes"
ALL_VALUES = "all values"


@dataclass(frozen=True)
class Proof:
    """The outcome, the sizes for which it holds, and how it was shown."""

    outcome: Outcome
    scope: str
    method: str

    @property
    def is_general(self) -> bool:
        """Whether it holds without a choice of sizes."""
        return self.scope in (ALL_SIZES, ALL_VALUES)


UNDECIDED = Proof(Outcome.UNDECIDED, "", "")


def budget_of(time_limit: float) -> Budget:
    """The steps for a time limit in seconds: a count, so that verdicts do not depend on the machine."""
    return Budget(int(time_limit * STEPS))


def prove(context: Context, claim: Relation, time_limit: float = 5.0) -> Proof:
    """Try to prove a claim within the steps of a time limit in seconds; see `attempt`."""
    return attempt(context, claim, budget_of(time_limit))


def attempt(context: Context, claim: Relation, budget: Budget) -> Proof:
    """Try to prove an equation for all values: at all sizes, else at each of a few explicit ones, named by the scope.

    What it takes is gone from the budget. Inequalities are left undecided.
    """
    if is_shown(context, claim, budget):
        return Proof(Outcome.EQUAL, ALL_SIZES if context.sizes else ALL_VALUES, "index forms")
    if not context.sizes or claim.operator != "==":
        return UNDECIDED
    rest = Budget(min(EXPLICIT, budget.left))
    budget.left -= rest.left
    choices = size_choices(tuple(_small(size) for size in context.sizes), CHOICES)
    if not all(is_shown(context, claim, rest, sizes) for sizes in choices):
        return UNDECIDED
    tried = "; ".join(", ".join(f"{name} = {value}" for name, value in choice.items()) for choice in choices)
    return Proof(Outcome.EQUAL, f"sizes {tried}", "index forms at explicit sizes")


def _small(size: Size) -> Size:
    return replace(size, largest=max(size.smallest, min(size.largest, LARGEST)))
