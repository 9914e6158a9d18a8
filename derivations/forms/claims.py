"""Claims for all sizes: whether both sides of an equation have the same index form."""

from __future__ import annotations

from derivations.algebra.points import Context
from derivations.algebra.terms import Relation
from derivations.forms.calculus import Calculus
from derivations.forms.facts import Facts, Unprovable
from derivations.forms.forms import ONE, Form, name
from derivations.forms.grids import Grid, transposed
from derivations.forms.reading import Reading, Scope
from derivations.forms.vanishing import vanishes


def holds_for_all_sizes(context: Context, claim: Relation) -> bool:
    """Whether an equation is shown for all sizes and values: a yes is a proof, a no says nothing."""
    if claim.operator != "==":
        return False
    try:
        calculus = Calculus(facts_of(context))
        reading = Reading(calculus, calculus.facts.quantities, context.definitions)
        difference = _difference(calculus, reading, claim)
        return vanishes(calculus, difference)
    except (Unprovable, RecursionError, OverflowError):
        return False


def facts_of(context: Context) -> Facts:
    """What a context says of its names."""
    facts = Facts({quantity.name: quantity for quantity in context.quantities})
    facts.smallest = {size.name: size.smallest for size in context.sizes}
    facts.fixed = {size.name: size.smallest for size in context.sizes if size.smallest == size.largest}
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
