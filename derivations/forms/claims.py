"""Claims about arrays of any size: whether both sides of an equation have the same index form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from derivations.algebra.points import Context
from derivations.algebra.terms import Relation
from derivations.forms.calculus import Calculus
from derivations.forms.facts import Facts, Unprovable
from derivations.forms.forms import ONE, Form, name
from derivations.forms.grids import Grid, transposed
from derivations.forms.reading import Reading, Scope
from derivations.forms.vanishing import vanishes

MOST = 12_000  # steps of one attempt


@dataclass
class Budget:
    """The steps that are left: products of two monomials, and what takes about as long."""

    left: int


def is_shown(context: Context, claim: Relation, budget: Budget, sizes: Mapping[str, int] | None = None) -> bool:
    """Whether an equation is shown for all values, at all sizes or at those given: a yes is a proof, a no says nothing.

    At most `MOST` steps are taken from the budget.
    """
    if claim.operator != "==" or budget.left <= 0:
        return False
    steps = min(budget.left, MOST)
    facts = facts_of(context, steps, sizes)
    calculus = Calculus(facts)
    try:
        difference = _difference(calculus, Reading(calculus, facts.quantities, context.definitions), claim)
        return vanishes(calculus, difference)
    except (Unprovable, RecursionError, OverflowError):
        return False
    finally:
        budget.left -= steps - max(facts.left, 0)


def facts_of(context: Context, steps: int, sizes: Mapping[str, int] | None = None) -> Facts:
    """What a context says of its names."""
    facts = Facts({quantity.name: quantity for quantity in context.quantities}, left=steps)
    facts.smallest = {size.name: size.smallest for size in context.sizes}
    facts.fixed = dict(sizes or {size.name: size.smallest for size in context.sizes if size.smallest == size.largest})
    for quantity in context.quantities:
        if quantity.is_index:
            facts.ranges[quantity.name] = (ONE, facts.size(quantity.domain.axis))
    return facts


def _difference(calculus: Calculus, reading: Reading, claim: Relation) -> Form:
    """The entry of the difference of both sides at new indices."""
    left, right = (reading.value(side, Scope()) for side in (claim.left, claim.right))
    if left.rank == right.rank == 1:
        left, right = _column(left), _column(right)
    if left.shape != right.shape or left.row != right.row:
        raise Unprovable("sides of different shape")
    place = tuple(name(calculus.facts.fresh(ONE, size)) for size in left.shape)
    return calculus.subtract(left.entry(place), right.entry(place))


def _column(grid: Grid) -> Grid:
    return transposed(grid) if grid.row else grid
