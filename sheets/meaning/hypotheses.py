"""What the names of a stranger's formula can be: ranked hypotheses from declarations, usage and the field's conventions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

from derivations.algebra.points import Context
from derivations.algebra.terms import Relation, Size, Term, free_indices
from derivations.algebra.values import ShapeError
from derivations.vocabulary import POSITIVE, REAL, Domain, Law, Quantity, position_in
from derivations.vocabulary import Size as SizeOf
from sheets.meaning.catalogued import Claim
from sheets.meaning.features import Use, uses
from sheets.meaning.names import Meaning, Names, Unread
from sheets.meaning.reading import FIXED, Reading, claims
from sheets.meaning.rules import start_reading
from sheets.meaning.typing import Type, Typing, settled
from sheets.notation.tree import Node

TRIED = 96  # hypotheses that are elaborated for one formula
JOINT = Law("w")
GREEK_SCALARS = frozenset("alpha beta gamma delta epsilon eta kappa lambda nu rho tau omega".split())
FUNCTION_LETTERS = frozenset("f g h F G H phi psi sigma u l L J R calL calR q p varphi Phi k".split())
INTEGER = Domain("an integer from 1 to 6", Fraction(1), Fraction(6), integer=True)


@dataclass(frozen=True)
class Declared:
    """What a sheet says of a name: its shape in the sheet's own sizes, its domain, or what it is defined as."""

    shape: tuple[str, ...] | None = None
    domain: Domain | None = None


@dataclass(frozen=True)
class Hypothesis:
    """One way to take the names of a formula, its cost (how far from convention), and what it assumes."""

    names: Names
    ranks: Mapping[str, int]
    functions: Mapping[str, tuple[int, int]]  # argument rank, value rank
    cost: int


@dataclass(frozen=True)
class Guess:
    """A typed claim with the hypothesis behind it and the random names in it."""

    claim: Claim
    cost: int
    random: tuple[str, ...]
    spread: bool


Option = tuple[str, int, int]  # kind ("quantity", "index", "size", "function", "sigmoid"), rank, cost


def guesses(chain: Node, declared: Mapping[str, Declared]) -> Iterator[tuple[int, list[Guess]]]:
    """Typed readings of a chain, cheapest first: each is the list of its steps' claims. Readings that do not type are left out."""
    found = uses(chain)
    ignored = {name for name, use in found.items() if use.bound and not use.limit and use.bare == 0}
    names = [name for name in found if name not in ignored and name not in FIXED]
    matrices = any(_is_matrix_mark(name, found[name]) for name in names)
    tables = [_options(name, found[name], declared.get(name), matrices) for name in names]
    combinations = sorted(islice(product(*tables), 4000), key=lambda options: sum(option[2] for option in options))
    for combination in combinations[:TRIED]:
        cost = sum(option[2] for option in combination)
        try:
            yield cost, _typed(chain, dict(zip(names, combination, strict=True)), found, declared, cost)
        except (Unread, ShapeError):
            continue


def first_obstacle(chain: Node, declared: Mapping[str, Declared]) -> str:
    """Why the most conventional reading of a chain fails, in one sentence."""
    found = uses(chain)
    names = [name for name in found if name not in FIXED]
    matrices = any(_is_matrix_mark(name, found[name]) for name in names)
    first = {name: _options(name, found[name], declared.get(name), matrices)[0] for name in names}
    try:
        _typed(chain, first, found, declared, 0)
    except Unread as error:
        return error.message
    except ShapeError as error:
        return str(error)
    return "no reading of its symbols fits"


def _is_capital(name: str) -> bool:
    stem = name.split("_")[0].split("^")[0]
    return (len(stem) == 1 and stem.isupper()) or stem in ("Sigma", "Lambda", "Theta", "Gamma", "Psi", "Phi", "Omega", "Xi", "Delta")


def _is_matrix_mark(name: str, use: Use) -> bool:
    return use.square or (_is_capital(name) and (use.transposed or use.inverted)) or name == "I"


def _options(name: str, use: Use, declared: Declared | None, matrices: bool) -> list[Option]:
    """What a name can be, cheapest first."""
    if declared is not None and declared.shape is not None and not use.called:
        rank = len(declared.shape)
        return [("quantity", rank, 0)] if rank >= use.subscripts else [("quantity", use.subscripts, 1)]
    if name == "I" and not use.called and not use.index:
        return [("absent", 0, 0)]
    if use.index or (use.bound and use.bare == 0):
        return [("index", 0, 0)] if not use.limit else [("size", 0, 0), ("index", 0, 1)]
    if use.limit:
        return [("size", 0, 0), ("integer", 0, 0)] if not use.called else [("function", 0, 0)]
    if use.called and use.called >= use.bare and _looks_called(name, use):
        return _function_options(name, use)
    if use.primed or (use.nabla and not use.differentiated):
        return _function_options(name, use)
    options = _quantity_options(name, use, matrices)
    if use.called:
        options += [(kind, rank, cost + 2) for kind, rank, cost in _function_options(name, use)]
    return options


def _looks_called(name: str, use: Use) -> bool:
    """Whether brackets after a name look like arguments: a function's letter, several arguments, or one name in the bracket."""
    stem = name.split("_")[0].split("^")[0]
    if stem in FUNCTION_LETTERS:
        return True
    bodies = [group.children[0] for group in use.brackets if group.children]
    return any(body.kind == "list" or body.kind in ("name", "number") for body in bodies) and not use.transposed


def _function_options(name: str, use: Use) -> list[Option]:
    stem = name.split("_")[0].split("^")[0]
    if stem == "sigma":
        return [("sigmoid", 0, 0), ("function:0:0", 0, 1)]
    if use.nabla and not use.primed:
        return [("function:1:0", 0, 0), ("function:1:1", 0, 1), ("function:0:0", 0, 2)]
    return [("function:0:0", 0, 0), ("function:1:0", 0, 1), ("function:1:1", 0, 2)]


def _quantity_options(name: str, use: Use, matrices: bool) -> list[Option]:
    fewest = use.subscripts
    if use.square:
        return [("quantity", 2 + fewest, 0)]
    if _is_capital(name):
        if use.random:
            return [("quantity", 0, 0), ("quantity", 1, 1)]
        if fewest and use.plain:
            return [("quantity", max(fewest, 2), 0), ("quantity", fewest, 1)]
        if use.transposed or use.inverted or matrices:
            return [("quantity", 2 + fewest if fewest < 2 else fewest, 0), ("quantity", max(fewest, 1), 2)]
        if fewest:
            return [("quantity", fewest, 0), ("quantity", 2, 1)]
        return [("quantity", 0, 0), ("quantity", 2, 1), ("quantity", 1, 2)]
    if fewest and use.plain:
        return [("quantity", fewest, 0), ("quantity", fewest + 1, 1)]
    if use.transposed:
        return [("quantity", 1 + fewest, 0), ("quantity", 2 + fewest, 2)]
    if use.normed:
        return [("quantity", 1 + fewest, 0), ("quantity", fewest, 1)]
    if fewest:
        extra = [("quantity", fewest + 1, 0 if use.dotted else 1)]
        return sorted([("quantity", fewest, 0 if not use.dotted else 1), *extra], key=lambda option: option[2])
    stem = name.split("_")[0]
    if use.dotted and stem not in GREEK_SCALARS:
        return [("quantity", 1, 0), ("quantity", 0, 0)]
    if use.inverted:
        return [("quantity", 0, 0), ("quantity", 2, 2)]
    if matrices and stem not in GREEK_SCALARS:
        return [("quantity", 1, 0), ("quantity", 0, 1)]
    if use.differentiated or matrices:
        return [("quantity", 0, 0), ("quantity", 1, 1)]
    return [("quantity", 0, 0), ("quantity", 1, 2)]


def _typed(
    chain: Node, chosen: Mapping[str, Option], found: Mapping[str, Use], declared: Mapping[str, Declared], cost: int
) -> list[Guess]:
    names: Names = {}
    leaves: dict[str, Type] = {}
    functions: dict[str, tuple[tuple[Type, ...], Type]] = {}
    for name, (kind, rank, _) in chosen.items():
        if kind == "index":
            names[name] = Meaning("index", name)
        elif kind == "size":
            names[name] = Meaning("size", name)
        elif kind == "integer":
            names[name] = Meaning("quantity", name)
            leaves[name] = Type()
        elif kind == "sigmoid":
            names[name] = Meaning("function", name, operation="sigmoid")
        elif kind.startswith("function:"):
            _, argument, value = kind.split(":")
            names[name] = Meaning("function", name)
            arguments = (Type(tuple(f"{name}.in{k}" for k in range(int(argument)))),)
            functions[name] = (arguments, Type(tuple(f"{name}.out{k}" for k in range(int(value)))))
        elif kind != "absent":
            names[name] = Meaning("quantity", name, rank)
            known = declared.get(name)
            own = known.shape if known is not None and known.shape is not None and len(known.shape) == rank else None
            leaves[name] = Type(own if own is not None else tuple(f"{name}.{k}" for k in range(rank)))
    reading = start_reading(names)
    sizes = frozenset(size for name in chosen if name in declared for size in declared[name].shape or ())
    return [
        _guess(relation, reading, leaves, functions, sizes, chosen, found, declared, cost)
        for relation in claims(reading, chain)
    ]


def _guess(
    relation: Relation,
    reading: Reading,
    leaves: Mapping[str, Type],
    functions: Mapping[str, tuple[tuple[Type, ...], Type]],
    sizes: frozenset[str],
    chosen: Mapping[str, Option],
    found: Mapping[str, Use],
    declared: Mapping[str, Declared],
    cost: int,
) -> Guess:
    typing = Typing(leaves, functions=functions, declared=sizes)
    left, right = typing.of(relation.left), typing.of(relation.right)
    if left.rank != right.rank:
        raise ShapeError("the two sides have different shapes")
    typing.unify_all(left, right)
    relation = Relation(relation.operator, settled(relation.left, typing), settled(relation.right, typing))
    roots: dict[str, SizeOf] = {}

    def size(name: str) -> SizeOf:
        root = typing.root(name)
        if root not in roots:
            fixed = int(root) if root.isdigit() else None
            roots[root] = SizeOf(root, root, fixed or 1, fixed or 4)
        return roots[root]

    random = tuple(name for name, use in found.items() if use.random and chosen.get(name, ("",))[0] == "quantity")
    if any(_is_capital(name) for name in random):
        random = tuple(name for name in random if _is_capital(name))
    quantities: list[Quantity] = []
    for name, type_ in leaves.items():
        law = JOINT if name in random else None
        known = declared.get(name)
        domain = known.domain if known is not None and known.domain is not None else REAL
        if chosen[name][0] == "integer":
            domain = INTEGER
        quantities.append(Quantity(name, name, tuple(size(axis) for axis in type_.axes), domain, law=law))
    for name, (arguments, value) in functions.items():
        shapes = tuple(tuple(size(axis) for axis in argument.axes) for argument in arguments)
        quantities.append(Quantity(name, name, tuple(size(axis) for axis in value.axes), REAL, arguments=shapes))
    used_sizes = {node.name for node in _all(relation) if isinstance(node, Size)}
    free = _free_indices(relation)
    for name, (kind, _, _) in chosen.items():
        if kind == "index" and name in free:
            if typing.root(f"#{name}").startswith("#"):
                raise ShapeError(f"nothing says how far {name} runs")
            quantities.append(Quantity(name, name, domain=position_in(size(f"#{name}"))))
    for name in used_sizes:
        size(name)
    context = Context(tuple(quantities), tuple(sorted(roots.values(), key=lambda item: item.name)))
    return Guess(Claim(relation, context), cost, random, typing.spread)


def _all(relation: Relation) -> list[Term]:
    return [*relation.left.walk(), *relation.right.walk()]


def _free_indices(relation: Relation) -> frozenset[str]:
    return free_indices(relation.left) | free_indices(relation.right)


def with_positive(claim: Claim) -> Claim:
    """The claim with every real scalar positive: the natural domain of powers, roots and logarithms."""
    quantities = tuple(
        replace(quantity, domain=POSITIVE) if quantity.domain == REAL and quantity.arguments is None else quantity
        for quantity in claim.context.quantities
    )
    return Claim(claim.relation, replace(claim.context, quantities=quantities))
