"""What the names of a stranger's formula can be: ranked hypotheses from declarations, usage and the field's
conventions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice, product

from derivations.algebra.points import Context
from derivations.algebra.terms import Function, Leaf, Relation, Size, Tabulate, Term, free_indices
from derivations.algebra.values import ShapeError
from derivations.vocabulary import REAL, Domain, Law, Quantity, position_in
from derivations.vocabulary import Size as SizeOf
from sheets.meaning.catalogued import Claim
from sheets.meaning.conditions import claims
from sheets.meaning.features import Use, merged_use, uses
from sheets.meaning.joints import with_joints
from sheets.meaning.lets import Definitions, reachable
from sheets.meaning.names import Meaning, Names, Unread, key_of
from sheets.meaning.reading import FIXED
from sheets.meaning.rules import start_reading
from sheets.meaning.tables import with_tables
from sheets.meaning.typing import Type, Typing, settled
from sheets.notation.tree import Node

TRIED = 96  # hypotheses that are elaborated for one formula
JOINT = Law("w")
POINT = "point@"  # the argument of maps that stand without one
GREEK_SCALARS = frozenset(
    ["alpha", "beta", "gamma", "delta", "epsilon", "eta", "kappa", "lambda", "nu", "rho", "tau", "omega"]
)
FUNCTION_LETTERS = frozenset(
    [
        "f",
        "g",
        "h",
        "F",
        "G",
        "H",
        "phi",
        "psi",
        "sigma",
        "u",
        "l",
        "L",
        "J",
        "R",
        "calL",
        "calR",
        "q",
        "p",
        "varphi",
        "Phi",
        "k",
    ]
)
OF_VECTORS = frozenset({"unit", "simplex", "one hot"})
SQUARE = frozenset({"symmetric", "positive definite", "orthogonal"})
CONVENTIONAL = {"sigma": "sigmoid", "H": "heaviside"}
INTEGER = Domain("an integer from 1 to 6", Fraction(1), Fraction(6), integer=True)


@dataclass(frozen=True)
class Declared:
    """What a sheet says of a name: its shape in the sheet's own sizes, its domain, or what it is defined as."""

    shape: tuple[str, ...] | None = None
    domain: Domain | None = None


Option = tuple[str, int, int]  # kind ("quantity", "index", "size", "function:0:1", "operation:sigmoid", …), rank, cost


MAP: list[Option] = [("function:1:1", 0, 0)]


@dataclass(frozen=True)
class Guess:
    """A typed claim, what each name was taken for, and how far that is from convention."""

    claim: Claim
    cost: int
    chosen: Mapping[str, Option]
    spread: bool
    whole: bool = True  # whether everything that the sheet says of the names was understood


@dataclass(frozen=True)
class Known:
    """What a sheet has said so far: declarations and definitions; `whole` unless some of it is left out."""

    declared: Mapping[str, Declared] = field(default_factory=dict)
    definitions: Definitions = field(default_factory=dict)
    whole: bool = True


def _all_uses(chain: Node, known: Known) -> tuple[dict[str, Use], list[str]]:
    """The uses of the names of a formula and of the definitions that it reaches, and those definitions in order."""
    found = uses(chain)
    maps = point_free(chain)
    defined = [name for name in reachable(found, known.definitions) if name not in maps]
    for name in defined:
        for inner, use in uses(known.definitions[name].body).items():
            local = inner in known.definitions[name].indices or (use.bound and not use.limit)
            if local:
                continue
            found[inner] = use if inner not in found else merged_use(found[inner], use)
    return found, defined


def guesses(chain: Node, known: Known) -> Iterator[tuple[int, list[Guess]]]:
    """Typed readings of a chain, cheapest first: each is the list of its steps' claims. Readings that do not type are
    left out."""
    chain = with_tables(with_joints(chain))
    found, defined = _all_uses(chain, known)
    declared = known.declared
    ignored = {name for name, use in found.items() if use.bound and not use.limit and use.bare == 0}
    names = [name for name in found if name not in ignored and name not in FIXED]
    matrices = any(is_matrix(name, found[name]) for name in names)
    composed = point_free(chain)
    tables = [
        MAP
        if name in composed
        else [("let", 0, 0)]
        if name in defined
        else _options(name, found[name], declared.get(name), matrices)
        for name in names
    ]
    combinations = sorted(islice(product(*tables), 4000), key=lambda options: sum(option[2] for option in options))
    typed = 0
    for combination in combinations[:TRIED]:
        cost = sum(option[2] for option in combination)
        try:
            claims_of = _typed(chain, dict(zip(names, combination, strict=True)), found, known, defined, cost)
        except (Unread, ShapeError):
            continue
        typed += 1
        yield cost, claims_of
    if not typed and defined:
        yield from guesses(chain, replace(known, definitions={}, whole=False))
    elif not typed and any(name in declared and declared[name].shape is not None for name in names):
        shapeless = {name: replace(said, shape=None) for name, said in declared.items()}
        yield from guesses(chain, replace(known, declared=shapeless))


def retyped(chain: Node, guess: Guess, known: Known) -> Guess | None:
    """Another chain of the same names, with the names taken as in a guess; `None` where that does not type."""
    chain = with_tables(with_joints(chain))
    found, defined = _all_uses(chain, known)
    if any(name not in guess.chosen for name in found if name not in FIXED and not found[name].bound):
        return None
    try:
        return _typed(chain, guess.chosen, found, known, defined, guess.cost)[0]
    except (Unread, ShapeError):
        return None


def first_obstacle(chain: Node, known: Known) -> tuple[str, str]:
    """Why the most conventional reading of a chain fails: the finding code, and one sentence."""
    chain = with_tables(with_joints(chain))
    found, defined = _all_uses(chain, known)
    declared = known.declared
    names = [name for name in found if name not in FIXED]
    matrices = any(is_matrix(name, found[name]) for name in names)
    first: dict[str, Option] = {
        name: MAP[0]
        if name in point_free(chain)
        else ("let", 0, 0)
        if name in defined
        else _options(name, found[name], declared.get(name), matrices)[0]
        for name in names
    }
    try:
        _typed(chain, first, found, known, defined, 0)
    except Unread as error:
        return error.code, error.message
    except ShapeError as error:
        return "UNK103", str(error)
    return "UNK103", "no reading of its symbols fits"


def point_free(chain: Node) -> frozenset[str]:
    """The maps that a formula composes or differentiates without an argument: `∂(G ∘ F) = (∂G ∘ F) · ∂F`."""
    found: set[str] = set()
    for node in chain.walk():
        if node.kind == "infix" and node.value == "∘":
            found.update(key for child in node.children if (key := key_of(child)) is not None)
        if (
            node.kind == "jacobian"
            and node.children[0].kind == "empty"
            and (key := key_of(node.children[1])) is not None
        ):
            found.add(key)
    composed = any(node.kind == "infix" and node.value == "∘" for node in chain.walk())
    return frozenset(found) if composed else frozenset()


def _is_capital(name: str) -> bool:
    stem = name.split("_")[0].split("^")[0]
    return (len(stem) == 1 and stem.isupper()) or stem in (
        "Sigma",
        "Lambda",
        "Theta",
        "Gamma",
        "Psi",
        "Phi",
        "Omega",
        "Xi",
        "Delta",
    )


def is_matrix(name: str, use: Use) -> bool:
    """Whether a name can only be a matrix: a capital letter that is transposed or inverted, or what a trace is of."""
    return use.square or (_is_capital(name) and (use.transposed or use.inverted or use.between)) or name == "I"


def _options(name: str, use: Use, declared: Declared | None, matrices: bool) -> list[Option]:
    """What a name can be, cheapest first."""
    if (
        declared is not None
        and declared.shape is not None
        and not use.called
        and not (use.limit and not declared.shape)
    ):
        rank = len(declared.shape)
        return [("quantity", rank, 0)] if rank >= use.subscripts else [("quantity", use.subscripts, 1)]
    if _structured(declared) and not use.called and use.subscripts in (0, 2):
        return [("quantity", 2, 0)]
    if name == "I" and not use.called and not use.index:
        return [("absent", 0, 0)]
    if use.index or (use.bound and use.bare == 0):
        return [("index", 0, 0)] if not use.limit else [("size", 0, 0), ("index", 0, 1)]
    if use.limit:
        return [("size", 0, 0), ("integer", 0, 0)]
    if use.function or (use.called and use.called >= use.bare and _looks_called(name, use)):
        return _function_options(name, use)
    if use.primed or (use.nabla and not use.differentiated):
        return _function_options(name, use)
    options = _quantity_options(name, use, matrices)
    if use.called:
        options += [(kind, rank, cost + 2) for kind, rank, cost in _function_options(name, use)]
    return options


def _looks_called(name: str, use: Use) -> bool:
    """Whether brackets after a name look like arguments: a function's letter or an abbreviation, several arguments, or
    one name in the bracket."""
    stem = name.split("_")[0].split("^")[0]
    if stem in FUNCTION_LETTERS or (len(stem) > 1 and stem.isupper()):
        return True
    bodies = [group.children[0] for group in use.brackets if group.children]
    return any(body.kind == "list" or body.kind in ("name", "number") for body in bodies) and not use.transposed


def _function_options(name: str, use: Use) -> list[Option]:
    stem = name.split("_")[0].split("^")[0]
    if stem in CONVENTIONAL:
        return [(f"operation:{CONVENTIONAL[stem]}", 0, 0), ("function:0:0", 0, 1)]
    if use.subscripts:
        return [("function:1:1", 0, 0), ("function:0:1", 0, 1)]
    if use.nabla and not use.primed:
        return [("function:1:0", 0, 0), ("function:1:1", 0, 1), ("function:0:0", 0, 2)]
    return [("function:0:0", 0, 0), ("function:1:0", 0, 1), ("function:1:1", 0, 2)]


def _quantity_options(name: str, use: Use, matrices: bool) -> list[Option]:
    fewest = use.subscripts
    if use.square and _is_capital(name):
        return [("quantity", 2 if fewest == 2 else 2 + fewest, 0)]
    if _is_capital(name):
        if use.random and not is_matrix(name, use):
            return [("quantity", 0, 0), ("quantity", 1, 1)]
        if fewest and use.plain:
            return [("quantity", max(fewest, 2), 0), ("quantity", fewest, 1)]
        if use.transposed or use.inverted or use.between or matrices:
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
    chain: Node, chosen: Mapping[str, Option], found: Mapping[str, Use], known: Known, defined: list[str], cost: int
) -> list[Guess]:
    declared = known.declared
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
        elif kind.startswith("operation:"):
            names[name] = Meaning("function", name, operation=kind.partition(":")[2])
        elif kind.startswith("function:"):
            _, argument, value = kind.split(":")
            names[name] = Meaning("function", name, int(value))
            arguments = (Type(tuple(f"{name}.in{k}" for k in range(int(argument)))),)
            functions[name] = (arguments, Type(tuple(f"{name}.out{k}" for k in range(int(value)))))
        elif kind not in ("absent", "let"):
            names[name] = Meaning("quantity", name, rank)
            said = declared.get(name)
            own = said.shape if said is not None and said.shape is not None and len(said.shape) == rank else None
            leaves[name] = Type(own if own is not None else tuple(f"{name}.{k}" for k in range(rank)))
    sizes = frozenset(size for name in chosen if name in declared for size in declared[name].shape or ())
    typing = Typing(leaves, functions=functions, declared=sizes)
    terms = _definitions(names, typing, known, defined)
    reading = replace(start_reading(names), defined=frozenset(defined))
    if point_free(chain):
        leaves[POINT] = Type((f"{POINT}.0",))
        reading = replace(reading, implicit=Leaf(POINT))
    typed = _Typed(typing, terms, chosen, found, declared, cost, known.whole)
    return [_guess(relation, typed) for relation in claims(reading, chain)]


def _definitions(names: Names, typing: Typing, known: Known, defined: list[str]) -> dict[str, Term]:
    """The terms of the definitions, each read with the names known before it; their meanings are entered into
    `names`."""
    terms: dict[str, Term] = {}
    for name in defined:
        definition = known.definitions[name]
        own = {index: Meaning("index", f"{index}@{name}") for index in definition.indices}
        body = replace(start_reading({**names, **own}), defined=frozenset(terms)).term(definition.body)
        if definition.indices:
            inner = tuple(f"{index}@{name}" for index in definition.indices)
            body = Tabulate(body, inner, tuple(Size(f"#{index}") for index in inner))
        rank = replace(typing, definitions=dict(terms)).of(body).rank
        if definition.parameters:
            names[name] = Meaning("function", name, rank, parameters=definition.parameters)
            terms[name] = Function(definition.parameters, body)
        else:
            names[name] = Meaning("quantity", name, rank)
            terms[name] = body
    return terms


@dataclass(frozen=True)
class _Typed:
    """What the claims of one hypothesis share."""

    typing: Typing
    definitions: dict[str, Term]
    chosen: Mapping[str, Option]
    found: Mapping[str, Use]
    declared: Mapping[str, Declared]
    cost: int
    whole: bool


def _guess(relation: Relation, typed: _Typed) -> Guess:
    chosen, found, declared, cost = typed.chosen, typed.found, typed.declared, typed.cost
    leaves, functions = typed.typing.leaves, typed.typing.functions
    typing = replace(typed.typing, definitions=typed.definitions, parents={})
    left, right = typing.of(relation.left), typing.of(relation.right)
    if left.rank != right.rank:
        raise ShapeError("the two sides have different shapes")
    typing.unify_all(left, right)
    for name, type_ in leaves.items():
        if _structured(declared.get(name)) and len(type_.axes) == 2:
            typing.unify(*type_.axes)
    relation = Relation(relation.operator, settled(relation.left, typing), settled(relation.right, typing))
    roots: dict[str, SizeOf] = {}

    def size(name: str) -> SizeOf:
        root = typing.root(name)
        if root not in roots:
            fixed = int(root) if root.isdigit() else None
            roots[root] = SizeOf(root, root, fixed or 1, fixed or 4)
        return roots[root]

    random = tuple(
        name
        for name, use in found.items()
        if use.random and chosen.get(name, ("",))[0] == "quantity" and not is_matrix(name, use)
    )
    if any(_is_capital(name) for name in random):
        random = tuple(name for name in random if _is_capital(name))
    quantities: list[Quantity] = []
    for name, type_ in leaves.items():
        law = JOINT if name in random else None
        said = declared.get(name)
        domain = said.domain if said is not None and said.domain is not None else REAL
        if domain.structure and len(type_.axes) != (1 if domain.structure in OF_VECTORS else 2):
            domain = REAL
        if chosen.get(name, ("",))[0] == "integer":
            domain = INTEGER
        quantities.append(Quantity(name, name, tuple(size(axis) for axis in type_.axes), domain, law=law))
    for name, (arguments, value) in functions.items():
        shapes = tuple(tuple(size(axis) for axis in argument.axes) for argument in arguments)
        quantities.append(Quantity(name, name, tuple(size(axis) for axis in value.axes), REAL, arguments=shapes))
    definitions = {name: settled(term, typing) for name, term in typed.definitions.items()}
    nodes = [*_all(relation), *(node for term in definitions.values() for node in term.walk())]
    used_sizes = {node.name for node in nodes if isinstance(node, Size)}
    free = _free_indices(relation)
    for name, (kind, _, _) in chosen.items():
        if kind == "index" and name in free:
            if typing.root(f"#{name}").startswith("#") and "@" not in typing.root(f"#{name}"):
                raise ShapeError(f"nothing says how far {name} runs")
            quantities.append(Quantity(name, name, domain=position_in(size(f"#{name}"))))
    for name in used_sizes:
        size(name)
    context = Context(tuple(quantities), tuple(sorted(roots.values(), key=lambda item: item.name)), definitions)
    return Guess(Claim(relation, context), cost, chosen, typing.spread, typed.whole)


def _structured(said: Declared | None) -> bool:
    return said is not None and said.domain is not None and said.domain.structure in SQUARE


def _all(relation: Relation) -> list[Term]:
    return [*relation.left.walk(), *relation.right.walk()]


def _free_indices(relation: Relation) -> frozenset[str]:
    return free_indices(relation.left) | free_indices(relation.right)
