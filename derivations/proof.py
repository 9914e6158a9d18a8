"""Does one side follow from the other? Symbolic proof, with its scope, within a budget of steps; never a refutation.

A claim is brought into index form ([forms](forms/claims.py)): first for arrays of any size, then at a few explicit
sizes. The budget counts steps and no time, so that a verdict does not depend on the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from derivations.algebra.points import Context, size_choices
from derivations.algebra.terms import Relation
from derivations.forms.claims import Budget, Claims
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
    return Prover(context).attempt(claim, budget)


class Prover:
    """Proves claims about one context, such as the lines of a derivation; what they share is read once."""

    def __init__(self, context: Context) -> None:
        """A prover that knows of its names what the context says."""
        self.context = context

    def attempt(self, claim: Relation, budget: Budget) -> Proof:
        """Try to prove an equation; see the function of that name."""
        if self._general.shows(claim, budget):
            return Proof(Outcome.EQUAL, ALL_SIZES if self.context.sizes else ALL_VALUES, "index forms")
        if claim.operator != "==" or all(size.smallest == size.largest for size in self.context.sizes):
            return UNDECIDED
        rest = Budget(min(EXPLICIT, budget.left))
        budget.left -= rest.left
        if not all(claims.shows(claim, rest) for _, claims in self._explicit):
            return UNDECIDED
        tried = "; ".join(_named(choice) for choice, _ in self._explicit)
        return Proof(Outcome.EQUAL, f"sizes {tried}", "index forms at explicit sizes")

    @cached_property
    def _general(self) -> Claims:
        return Claims(self.context)

    @cached_property
    def _explicit(self) -> list[tuple[dict[str, int], Claims]]:
        choices = size_choices(tuple(_small(size) for size in self.context.sizes), CHOICES)
        return [(choice, Claims(self.context, choice)) for choice in choices]


def _named(sizes: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in sizes.items())


def _small(size: Size) -> Size:
    return replace(size, largest=max(size.smallest, min(size.largest, LARGEST)))
