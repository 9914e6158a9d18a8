"""Claims about arrays of any size: whether both sides of an equation have the same index form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from derivations.algebra.points import Context
from derivations.algebra.terms import Relation, Term
from derivations.forms.calculus import Calculus
from derivations.forms.facts import Facts, Unprovable
from derivations.forms.forms import ONE, Form, name
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
    return Claims(context, sizes).shows(claim, budget)


class Claims:
    """Claims about one context, at all sizes or at those given; a side that several of them share is read once."""

    def __init__(self, context: Context, sizes: Mapping[str, int] | None = None) -> None:
        """Claims whose names are what the context says."""
        self._calculus = Calculus(facts_of(context, 0, sizes))
        self._reading = Reading(self._calculus, self._calculus.facts.quantities, context.definitions)
        self._places: dict[tuple[Form, ...], tuple[Form, ...]] = {}
        self._sides: dict[Term, _Side] = {}
        self._in_vain: dict[Term | Relation, int] = {}
        self._shown: set[Relation] = set()

    def shows(self, claim: Relation, budget: Budget) -> bool:
        """See `is_shown`. What failed once is not tried again with as few steps."""
        if claim.operator != "==" or budget.left <= 0:
            return False
        steps = min(budget.left, MOST)
        facts = self._calculus.facts
        facts.left = steps
        if claim not in self._shown:
            with suppress(Unprovable, RecursionError, OverflowError):
                with self._once(claim):
                    if not vanishes(self._calculus, self._difference(claim)):
                        raise Unprovable("the two sides have different forms")
                self._shown.add(claim)
        budget.left -= steps - max(facts.left, 0)
        return claim in self._shown

    def _difference(self, claim: Relation) -> Form:
        """The entry of the difference of both sides at new indices."""
        left, right = self._side(claim.left), self._side(claim.right)
        if left.shape != right.shape or (left.row != right.row and len(left.shape) != 1):
            raise Unprovable("sides of different shape")
        return self._calculus.subtract(left.entry, right.entry)

    def _side(self, term: Term) -> _Side:
        if term not in self._sides:
            with self._once(term):
                grid = self._reading.value(term, Scope())
                self._sides[term] = _Side(grid.shape, grid.row, grid.entry(self._place(grid.shape)))
        return self._sides[term]

    def _place(self, shape: tuple[Form, ...]) -> tuple[Form, ...]:
        """Indices of which nothing is known but their ranges: the same for all arrays of one shape."""
        if shape not in self._places:
            self._places[shape] = tuple(name(self._calculus.facts.fresh(ONE, size)) for size in shape)
        return self._places[shape]

    @contextmanager
    def _once(self, what: Term | Relation) -> Iterator[None]:
        """Raises `Unprovable` for what has failed before with no fewer steps than are left."""
        left = self._calculus.facts.left
        if self._in_vain.get(what, -1) >= left:
            raise Unprovable("it was tried before")
        try:
            yield
        except (Unprovable, RecursionError, OverflowError):
            self._in_vain[what] = left
            raise


@dataclass(frozen=True)
class _Side:
    """One side of a claim: its shape, and its entry at the indices of that shape."""

    shape: tuple[Form, ...]
    row: bool
    entry: Form


def facts_of(context: Context, steps: int, sizes: Mapping[str, int] | None = None) -> Facts:
    """What a context says of its names."""
    facts = Facts({quantity.name: quantity for quantity in context.quantities}, left=steps)
    facts.smallest = {size.name: size.smallest for size in context.sizes}
    facts.fixed = dict(sizes or {size.name: size.smallest for size in context.sizes if size.smallest == size.largest})
    for quantity in context.quantities:
        if quantity.is_index:
            facts.ranges[quantity.name] = (ONE, facts.size(quantity.domain.axis))
    return facts

