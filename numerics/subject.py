"""A formula made ready for its checks: its statement as a relation of terms, the context of its points, its model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from derivations.algebra.points import Context
from derivations.algebra.terms import Call, Entry, Leaf, Relation, Term, leaves
from derivations.lowering import Scope, context_of, lower_statement, scope_of
from derivations.vocabulary import Formula
from numerics.models import Model


@dataclass(frozen=True, eq=False)
class Subject:
    """A formula with its id and its model, lowered once.

    `defined` is the name that the statement itself gives a value (`o = floor(...) + 1`): it is not drawn, and the left
    side then states nothing that could be checked.
    """

    id: str
    formula: Formula
    model: Model

    @cached_property
    def statement(self) -> Relation:
        """The statement as a relation between two terms."""
        return lower_statement(self.formula)

    @cached_property
    def scope(self) -> Scope:
        """Which names of the statement are sizes and which are indices."""
        return scope_of(self.formula)

    @cached_property
    def defined(self) -> str | None:
        """The name that the statement defines, if it is a definition of an undeclared value."""
        name = _root(self.statement.left)
        if name is None or self.statement.operator != "==":
            return None
        quantity = self.formula.quantity(name)
        free = quantity.value is None and quantity.arguments is None
        return name if free and name not in self._reached(self.statement.right) else None

    @cached_property
    def context(self) -> Context:
        """What the symbols are; a name that the statement defines has the right side as its value."""
        context = context_of(self.formula)
        if self.defined is None:
            return context
        quantities = tuple(quantity for quantity in context.quantities if quantity.name != self.defined)
        definitions = dict(context.definitions)
        if isinstance(self.statement.left, Leaf):
            definitions[self.defined] = self.statement.right
        return replace(context, quantities=quantities, definitions=definitions)

    @property
    def indices(self) -> tuple[str, ...]:
        """The free indices of the statement, in the order of the formula's quantities."""
        return self.formula.indices

    def _reached(self, term: Term) -> frozenset[str]:
        """The leaves of a term, those inside its defined quantities included."""
        definitions = context_of(self.formula).definitions
        found: set[str] = set()
        waiting = set(leaves(term))
        while waiting:
            name = waiting.pop()
            found.add(name)
            if name in definitions:
                waiting |= leaves(definitions[name]) - found
        return frozenset(found)


def _root(term: Term) -> str | None:
    """The name whose value (or entry) a term is."""
    match term:
        case Leaf(name):
            return name
        case Entry(base, _):
            return _root(base)
        case Call(Leaf(name), _):
            return name
        case _:
            return None
