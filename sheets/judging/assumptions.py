"""What a formula takes for granted: the assumptions under which a claim that fails in general holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

from derivations.algebra.points import Context
from derivations.algebra.terms import Apply, Call, Leaf, Number, Relation, Size, Term, apply, leaves
from derivations.vocabulary import (
    BIT,
    CONVEX,
    DIAGONAL,
    ONE_HOT,
    ORTHOGONAL,
    POSITIVE,
    POSITIVE_DEFINITE,
    PROBABILITY,
    REAL,
    SIGN,
    SIMPLEX,
    SYMMETRIC,
    UNIT_VECTOR,
    Domain,
    Law,
    Quantity,
    integers,
)
from numerics.agreement import Outcome, agrees
from sheets.judging.outcomes import QUICK, Judgement, Undoable, confirmed
from sheets.judging.results import Settings, Verdict
from sheets.judging.statements import Statement
from sheets.judging.strokes import is_trivial
from sheets.meaning.names import key_of
from sheets.notation.tree import Node


@dataclass(frozen=True)
class Usual:
    """A property that a sheet may leave unsaid of a symbol: by convention of its letter, or where a word nearby speaks
    of such things; without letters and words, of any."""

    domain: Domain
    letters: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def may_hold(self, name: str, nearby: str) -> bool:
        """Whether the property may be meant of a name here."""
        if not self.letters and not self.words:
            return True
        return name.split("_")[0] in self.letters or (name[0].islower() and any(word in nearby for word in self.words))


LABELS = (("y", "t"), ("label", "target", "one-hot", "binary", "indicator", "class", "spin", "mask", "\\pm 1"))
SHARES = (("p", "q", "pi", "lambda"), ("probab", "rate", "fraction", "share", "weight", "mixing", "interpolat"))

USUAL: tuple[tuple[Usual, ...], ...] = (
    (
        Usual(POSITIVE),
        Usual(PROBABILITY, *SHARES),
        Usual(SIGN, *LABELS),
        Usual(BIT, *LABELS),
        Usual(integers(1, 6), ("n", "m", "k", "N"), ("integer", "floor", "round")),
    ),
    (Usual(SIMPLEX), Usual(ONE_HOT, *LABELS), Usual(UNIT_VECTOR), Usual(SIGN, *LABELS), Usual(BIT, *LABELS)),
    (Usual(SYMMETRIC), Usual(ORTHOGONAL), Usual(DIAGONAL), Usual(POSITIVE_DEFINITE)),
)
"""By number of axes: the properties that a sheet may leave unsaid of its symbols."""

MOST_SYMBOLS = 10  # of a formula whose unsaid assumptions can be looked for

ROOTED = frozenset({"sqrt", "log"})
TURNING = frozenset({"transpose", "inverse", "dot", "two_norm", "plain_norm", "frobenius", "determinant"})
"""Operations with which a claim is about the symmetry or orthogonality of a matrix."""

SPOKEN = (
    "symmetrisch", "symétrique",
    "gaussian", "rayleigh", "completing the square", "quadratic model", "degree", "diagonal", "covariance", "hessian",
    "gram matrix", "laplacian", "adjacency", "undirected",
)  # fmt: skip
"""Words of matrices that are symmetric."""

PRODUCTS = frozenset({"dot", "matmul", "times"})
SQUARE_ALONE = frozenset({"symmetric", "orthogonal", "diagonal", "positive definite"})


def named_assumption(
    statement: Statement, context: Context, claim: Relation, nearby: str, settings: Settings
) -> Judgement | None:
    """The verdict on a claim that holds only for independent random quantities, for a symmetric or orthogonal matrix,
    or for a convex function; `None` if it is none of these."""
    random = [quantity for quantity in context.quantities if quantity.law is not None]
    if len(random) > 1:
        apart = _with(context, {q.name: replace(q, law=Law(f"w{k}")) for k, q in enumerate(random)})
        names = " and ".join(quantity.name for quantity in random)
        words = ("independent", "iid", "i.i.d", "unabhängig", "indépendant")
        if not vanishes(apart, claim, settings) and (
            found := _conditional(apart, claim, f"{names} are independent", words, nearby, settings)
        ):
            return found
    turned = claim.operator == "==" and any(
        isinstance(node, Apply) and node.operation in TURNING
        for side in (claim.left, claim.right)
        for node in side.walk()
    )
    for quantity in context.quantities:
        if turned and _is_square(quantity) and quantity.domain == REAL and not quantity.name[0].islower():
            if is_trivial(_without_transposes(statement.pair, quantity.name)):
                continue  # it says that the matrix is normal or symmetric: a property, and no claim
            for domain in (SYMMETRIC, ORTHOGONAL):
                held = _with(context, {quantity.name: replace(quantity, domain=domain)})
                if vanishes(held, claim, settings):
                    continue
                assumption = f"{quantity.name} is {domain.name}"
                words = (domain.name, *(SPOKEN if domain is SYMMETRIC else ()))
                found = _conditional(held, claim, assumption, words, nearby, settings)
                if found is not None:
                    return found
    functions = [quantity for quantity in context.quantities if quantity.arguments is not None]
    applied = any(isinstance(node, Call) for node in claim.left.walk())
    if len(functions) == 1 and applied and claim.operator in ("<=", ">="):
        bent = _with(context, {functions[0].name: replace(functions[0], domain=CONVEX)})
        return _conditional(bent, claim, f"{functions[0].name} is convex", ("convex", "konvex"), nearby, settings)
    return None


@dataclass(frozen=True)
class Tacit:
    """A familiar property of its symbols under which a claim holds; `understood` where no sheet has to say it: that
    what stands under a root or logarithm is positive, that p and q are probabilities."""

    words: str
    context: Context
    understood: bool


def tacit_assumption(context: Context, claim: Relation, nearby: str, settings: Settings) -> Tacit | None:
    """A familiar property of its symbols, often left unsaid, under which a claim holds that fails in general; looked
    for where the symbols are few (see `MOST_SYMBOLS`)."""
    nodes = [*claim.left.walk(), *claim.right.walk()]
    rooted = any(isinstance(node, Apply) and node.operation in ROOTED for node in nodes)
    found: list[Tacit] = []
    for words, held in _held(context, claim, nearby):
        try:
            if agrees(held, claim, QUICK // 2, settings.seed) is Outcome.HOLDS:
                positive = rooted and words.endswith("positive")
                weights = words.endswith("a probability vector") and SHARED.may_hold(words.split()[0], nearby)
                found.append(Tacit(words, held, positive or weights))
        except Undoable:
            continue
    return next((tacit for tacit in found if tacit.understood), found[0] if found else None)


def vanishes(context: Context, claim: Relation, settings: Settings) -> bool:
    """Whether a claim only says that zero is zero."""
    return agrees(context, Relation("==", claim.left, Number(Fraction(0))), QUICK, settings.seed) is Outcome.HOLDS


SHARED = Usual(SIMPLEX, ("p", "q", "pi"), ("probab", "distribution", "densit", "entrop", "divergence"))


def size_assumption(context: Context, claim: Relation, settings: Settings) -> Tacit | None:
    """The reading of a number as the length of an axis, under which a claim holds: `√d ‖x‖` for x with d entries."""
    numbers = [q for q in context.quantities if not q.shape and q.domain == REAL and q.arguments is None]
    for quantity in numbers:
        for size in context.sizes:
            held = _defined(context, quantity, (), Size(size.name))
            try:
                if agrees(held, claim, QUICK // 2, settings.seed) is Outcome.HOLDS:
                    return Tacit(f"{quantity.name} is the number of entries along an axis", held, understood=True)
            except Undoable:
                continue
    return None


def _held(context: Context, claim: Relation, nearby: str) -> Iterator[tuple[str, Context]]:
    """The context under one familiar property after the other, with the words for it; for a bound, what makes any two
    sides equal is none, and words nearby are not enough."""
    is_equation = claim.operator == "=="
    plain = [q for q in context.quantities if q.domain == REAL and q.arguments is None and q.value is None]
    for quantity in plain:
        for usual in USUAL[min(len(quantity.shape), 2)]:
            domain = usual.domain
            if not usual.may_hold(quantity.name, nearby if is_equation else ""):
                continue
            if domain.structure not in SQUARE_ALONE or _is_square(quantity):
                words = f"{quantity.name} is {domain.name}"
                yield words, _with(context, {quantity.name: replace(quantity, domain=domain)})
    yield "all are positive", _with(context, {q.name: replace(q, domain=POSITIVE) for q in plain})
    matrices = [quantity for quantity in plain if _is_square(quantity)]
    if len(matrices) > 1:
        for domain in (DIAGONAL, SYMMETRIC, ORTHOGONAL):
            words = f"the matrices are {domain.name}"
            yield words, _with(context, {q.name: replace(q, domain=domain) for q in matrices})
    for first, second in permutations([q for q in plain if len(q.shape) == 1], 2):
        if is_equation and first.shape == second.shape and first.name < second.name:
            yield f"{first.name} and {second.name} are parallel", _parallel(context, first, second)
            if not _multiplied(claim, first, second):
                yield f"{first.name} and {second.name} are orthogonal", _orthogonal(context, first, second)
    for size in context.sizes:
        if size.smallest < 2 <= size.largest:
            fixed = replace(size, smallest=2, largest=2)
            sizes = tuple(fixed if other is size else other for other in context.sizes)
            yield f"the size {size.name} is 2", replace(context, sizes=sizes)


def _multiplied(claim: Relation, first: Quantity, second: Quantity) -> bool:
    """Whether a claim writes the inner product of two vectors: nobody does where that is zero."""
    return any(
        isinstance(node, Apply) and node.operation in PRODUCTS and leaves(node) == {first.name, second.name}
        for side in (claim.left, claim.right)
        for node in side.walk()
    )


def _parallel(context: Context, first: Quantity, second: Quantity) -> Context:
    scale = Quantity(f"{second.name}%scale", "a factor", domain=REAL)
    value = apply("times", Leaf(scale.name), Leaf(first.name))
    return _defined(context, second, (scale,), value)


def _orthogonal(context: Context, first: Quantity, second: Quantity) -> Context:
    raw = replace(second, name=f"{second.name}%raw")
    a, b = Leaf(first.name), Leaf(raw.name)
    share = apply("divide", apply("dot", a, b), apply("dot", a, a))
    return _defined(context, second, (raw,), apply("subtract", b, apply("times", share, a)))


def _defined(context: Context, quantity: Quantity, others: tuple[Quantity, ...], value: Term) -> Context:
    kept = tuple(other for other in context.quantities if other is not quantity)
    definitions = {**context.definitions, quantity.name: value}
    return replace(context, quantities=(*kept, *others), definitions=definitions)


def _is_square(quantity: Quantity) -> bool:
    return len(quantity.shape) == 2 and quantity.shape[0] == quantity.shape[1]


def _with(context: Context, changed: Mapping[str, Quantity]) -> Context:
    return replace(context, quantities=tuple(changed.get(quantity.name, quantity) for quantity in context.quantities))


def _without_transposes(pair: Node, name: str) -> Node:
    """The relation with the transposes of one matrix taken off."""

    def change(node: Node) -> Node:
        marked = node.kind == "script" and node.children[2].is_name("T", "top") and key_of(node.children[0]) == name
        return node.children[0] if marked else node

    return pair.transformed(change)


def _conditional(
    context: Context, claim: Relation, assumption: str, words: tuple[str, ...], nearby: str, settings: Settings
) -> Judgement | None:
    try:
        found = confirmed(context, claim, settings)
    except Undoable:
        return None
    if found is None:
        return None
    if any(word in nearby for word in words):
        return replace(found, assumption=assumption)
    message = f"This holds only if {assumption}, which the sheet does not say."
    return Judgement(Verdict.CONDITIONAL, "DOM101", message=message, assumption=assumption, evidence=found.evidence)
