"""Reading a formula with the meanings that a catalogue entry gives to its symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from derivations.algebra.points import Context
from derivations.algebra.terms import Leaf, Relation
from derivations.lowering import context_of, lower_statement
from derivations.vocabulary import REAL, Formula, Kind, Notation, Quantity, integers
from sheets.meaning.conditions import claims, links
from sheets.meaning.names import Meaning, Names, Unread
from sheets.meaning.reading import FIXED, Reading, is_function
from sheets.meaning.rules import start_reading
from sheets.meaning.typing import Type, Typing, settled
from sheets.notation.grammar import read_notation
from sheets.notation.joined import with_joined_names
from sheets.notation.layers import with_labels
from sheets.notation.operators import with_one_spelling
from sheets.notation.ranges import with_ranges
from sheets.notation.scopes import with_scopes
from sheets.notation.tree import Node


@dataclass(frozen=True)
class Claim:
    """A typed claim: the relation, and what its symbols are."""

    relation: Relation
    context: Context


@cache
def meanings(formula: Formula) -> Mapping[str, Meaning]:
    """What the quantities and sizes of a formula are to a reader, by their own names."""
    found: dict[str, Meaning] = {size.name: Meaning("size", size.name) for size in formula.sizes}
    for quantity in formula.quantities:
        if quantity.is_index:
            found[quantity.name] = Meaning("index", quantity.name)
        elif quantity.arguments is not None or type(quantity.value).__name__ == "Lambda":
            found[quantity.name] = Meaning("function", quantity.name, len(quantity.shape))
        else:
            found[quantity.name] = Meaning("quantity", quantity.name, len(quantity.shape))
    return found


def names_for(formula: Formula, letters: Mapping[str, str]) -> Names:
    """The meanings of written names, where `letters` maps some of them to the formula's own."""
    own = meanings(formula)
    hidden = set(letters.values())
    names = {name: meaning for name, meaning in own.items() if name not in hidden or name in letters}
    for written, name in letters.items():
        if name in own:
            names[written] = own[name]
        elif name in FIXED:
            names[written] = Meaning("function", name, operation=FIXED[name])
    names.setdefault("sigma", Meaning("function", "sigma", operation="sigmoid"))
    return names


@cache
def typing_of(formula: Formula) -> Typing:
    """The types of a formula's quantities."""
    context = context_of(formula)
    leaves: dict[str, Type] = {}
    functions: dict[str, tuple[tuple[Type, ...], Type]] = {}
    for quantity in formula.quantities:
        type_ = Type(tuple(size.name for size in quantity.shape))
        if quantity.arguments is not None:
            arguments = tuple(Type(tuple(size.name for size in argument)) for argument in quantity.arguments)
            functions[quantity.name] = (arguments, type_)
        elif type(quantity.value).__name__ != "Lambda":
            leaves[quantity.name] = type_
    declared = frozenset(size.name for size in formula.sizes)
    return Typing(leaves, context.definitions, functions, declared)


def read_claims(formula: Formula, chain: Node, names: Names, strangers: tuple[str, ...] = ()) -> list[Claim]:
    """The claims of a chain under a formula's meanings; raises `Unread` or `ShapeError`.

    `strangers` are names that the formula does not know; they are taken for numbers of their own.
    """
    names = {**names, **{name: Meaning("quantity", f"{name}@") for name in strangers}}
    defined = frozenset(quantity.name for quantity in formula.quantities if quantity.value is not None)
    reading = replace(start_reading(names), defined=defined, starred=True)
    argument = _implicit_argument(formula)
    if argument is not None:
        reading = replace(reading, implicit=Leaf(argument))
    base = typing_of(formula)
    base = replace(base, leaves={**base.leaves, **{f"{name}@": Type() for name in strangers}})
    context = context_of(formula)
    whole = all(
        quantity.domain.integer for quantity in formula.quantities if quantity.value is None and not quantity.is_index
    )
    others = tuple(Quantity(f"{name}@", name, domain=integers(1, 6) if whole else REAL) for name in strangers)
    context = replace(context, quantities=(*context.quantities, *others))
    found = []
    for relation in claims(reading, _with_known_left(reading, formula, chain)):
        typing = replace(base, parents={})
        left, right = typing.of(relation.left), typing.of(relation.right)
        if left.rank == right.rank:
            typing.unify_all(left, right)
        settled_relation = Relation(relation.operator, settled(relation.left, typing), settled(relation.right, typing))
        found.append(Claim(settled_relation, context))
    return found


def _with_known_left(reading: Reading, formula: Formula, chain: Node) -> Node:
    """A definition's left side may be written in a way that only names the thing, as `E[z | x]`: then it is the
    quantity defined."""
    left: Any = getattr(formula.statement, "lhs", None)
    entry = getattr(getattr(left, "func", None), "__name__", "") == "at" and getattr(left.args[0], "is_symbol", False)
    if formula.kind is not Kind.DEFINITION or not (getattr(left, "is_symbol", False) or entry):
        return chain
    first = links(chain)[0][1]
    if first.kind == "beside" and not is_function(reading, first.children[0]):
        first = first.children[0]  # a quantity that carries its arguments along: `l(x, y; θ)`
    stated = lower_statement(formula).left
    try:
        known = reading.term(first) == stated
    except Unread:
        known = False
    if known:
        return replace(chain, children=(first, *chain.children[1:]))
    if entry:
        return chain
    reading.names["defined@"] = meanings(formula)[str(left.name)]
    return replace(chain, children=(Node("name", "defined@", (), first.start, first.end), *chain.children[1:]))


def _implicit_argument(formula: Formula) -> str | None:
    """The quantity at which maps are taken that stand without an argument: the first that some map takes directly."""
    maps = [quantity for quantity in formula.quantities if quantity.arguments is not None]
    points = [
        quantity.name
        for quantity in formula.quantities
        if quantity.value is None
        and quantity.arguments is None
        and not quantity.is_index
        and any((quantity.shape,) == m.arguments for m in maps)
    ]
    return points[0] if points else None


def notation_tree(notation: Notation) -> Node:
    """The one chain of a notation."""
    tree = with_joined_names(with_scopes(with_ranges(with_one_spelling(with_labels(read_notation(notation.latex))))))
    chains = [node for node in tree.children if node.kind == "chain"]
    if len(chains) != 1:
        raise ValueError(f"a notation holds one relation: {notation.latex}")
    return chains[0]
