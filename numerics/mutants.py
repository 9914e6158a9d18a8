"""Mutants of a statement: the slips that people make, each applied at one place of one side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import partial
from typing import Any

from derivations.algebra.terms import (
    Apply,
    Call,
    Cases,
    Compare,
    Entry,
    Function,
    Index,
    Leaf,
    Let,
    Number,
    Reduce,
    Relation,
    Size,
    Term,
    apply,
    number,
)
from derivations.vocabulary import Kind
from numerics.ranks import Ranks
from numerics.subject import Subject
from numerics.wording import words_of


@dataclass(frozen=True)
class Mutant:
    """A statement with one slip: its name says where and which; `side` is the side that it changes, or "relation"."""

    name: str
    relation: Relation
    side: str


@dataclass(frozen=True)
class Place:
    """Where a term stands: the indices in scope, the ranks of names, the sizes, and the text of the term around it.

    `even` says that a change of sign does not show there.
    """

    indices: tuple[str, ...]
    ranks: Ranks
    sizes: tuple[str, ...]
    around: str = ""
    even: bool = False


Slip = tuple[str, Term]

_NEIGHBOURS: Mapping[str, str] = {
    "sin": "cos", "cos": "sin", "tan": "sin", "tanh": "sigmoid", "sigmoid": "tanh", "exp": "log", "log": "exp",
    "sinh": "cosh", "cosh": "sinh", "maximum": "minimum", "minimum": "maximum", "largest": "smallest",
    "smallest": "largest", "floor": "ceil", "ceil": "floor", "relu": "softplus", "softplus": "relu",
    "heaviside": "sign", "sign": "heaviside", "norm2": "norm1", "norm1": "norm2", "norm_max": "norm1",
    "determinant": "trace", "trace": "determinant", "logsumexp": "largest", "and": "or", "or": "and",
    "total": "largest", "gamma": "factorial", "factorial": "gamma", "spectral_norm": "norm2", "erf": "tanh",
}  # fmt: skip

_EVEN = frozenset(("abs", "norm1", "norm2", "norm_max", "frobenius", "spectral_norm", "cos", "cosh"))

_REDUCTIONS: Mapping[str, str] = {"sum": "product", "product": "sum", "max": "min", "min": "max"}

_COMPARISONS: Mapping[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "!=", "!=": "=="}

_DIRECTIONS: Mapping[str, str] = {"<=": "at most", "<": "less than", ">=": "at least", ">": "greater than"}

_ONE_SIDED = frozenset((Kind.DEFINITION, Kind.GRADIENT, Kind.ALGORITHM))


def mutants_of(subject: Subject) -> list[Mutant]:
    """All mutants of a formula's statement, each once: of the right side, and of the left where that says something."""
    statement = subject.statement
    place = Place(
        subject.indices,
        Ranks.of(subject.context),
        tuple(size.name for size in subject.formula.sizes),
    )
    found: list[Mutant] = []
    seen = {statement}
    for side in _sides(subject):
        term = getattr(statement, side)
        for name, changed in [*_whole(term), *slips(term, place)]:
            left, right = (changed, statement.right) if side == "left" else (statement.left, changed)
            relation = Relation(statement.operator, left, right)
            if relation not in seen:
                seen.add(relation)
                found.append(Mutant(name, relation, side))
    if statement.operator in _DIRECTIONS:
        turned = _COMPARISONS[statement.operator]
        name = f"{_DIRECTIONS[statement.operator]} becomes {_DIRECTIONS[turned]}"
        found.append(Mutant(name, replace(statement, operator=turned), "relation"))
    return found


def _sides(subject: Subject) -> tuple[str, ...]:
    if subject.defined is not None or subject.formula.kind in _ONE_SIDED:
        return ("right",)
    bare = isinstance(subject.statement.left, (Leaf, Number))
    return ("right",) if bare else ("left", "right")


def _whole(term: Term) -> Iterator[Slip]:
    """A factor in front of a whole side."""
    if isinstance(term, Number):
        return
    text = words_of(term)
    yield f"a factor 2 in front of {text}", apply("times", number(2), term)
    yield f"a factor 1/2 in front of {text}", apply("times", number(Fraction(1, 2)), term)
    yield f"the sign of {text} flips", apply("negate", term)


def slips(term: Term, place: Place) -> Iterator[Slip]:
    """Every slip inside a term: those of the node itself, then those of its children in reading order."""
    yield from _own(term, place)
    for child, rebuilt in _children(term):
        if not _is_exponent(term, child):
            for name, changed in slips(child, _below(term, child, place)):
                yield name, rebuilt(changed)


def _own(term: Term, place: Place) -> Iterator[Slip]:
    match term:
        case Number():
            yield from _number(term, place)
        case Index(name):
            for other in place.indices:
                if other != name:
                    yield f"the index {name} becomes {other}{place.around}", Index(other)
        case Size(name):
            yield from _size(name, place)
        case Apply(operation, arguments):
            rule = _RULES.get(operation)
            if rule is not None:
                yield from rule(term, place)
            if operation in _NEIGHBOURS:
                other = _NEIGHBOURS[operation]
                yield f"{operation} becomes {other} in {words_of(term)}", Apply(other, arguments)
        case Entry(base, (Term() as i, Term() as j)) if i != j and not place.ranks.is_symmetric(base):
            yield f"the subscripts of {words_of(term)} swap", Entry(base, (j, i))
        case Reduce():
            yield from _reduce(term)
        case Compare(operator, left, right):
            other = _COMPARISONS[operator]
            yield f"{operator} becomes {other} in {words_of(term)}", Compare(other, left, right)
        case Cases(((first, condition), (second, other), *rest)):
            yield f"the first two cases of {words_of(term)} swap", Cases(((second, condition), (first, other), *rest))


def _number(term: Number, place: Place) -> Iterator[Slip]:
    value = term.value
    if value == -1:
        yield f"the factor -1 becomes 1{place.around}", number(1)
        return
    if value.denominator != 1:
        yield f"{value} becomes 1{place.around}", number(1)
        yield f"{value} becomes {-value}{place.around}", number(-value)
        return
    yield f"the number {value} becomes {value + 1}{place.around}", number(value + 1)
    yield f"the number {value} becomes {value - 1}{place.around}", number(value - 1)


def _size(name: str, place: Place) -> Iterator[Slip]:
    yield f"{name} becomes {name} + 1{place.around}", apply("add", Size(name), number(1))
    yield f"{name} becomes {name} - 1{place.around}", apply("subtract", Size(name), number(1))
    for other in place.sizes:
        if other != name:
            yield f"{name} becomes {other}{place.around}", Size(other)


def _add(term: Apply, place: Place) -> Iterator[Slip]:
    a, b = term.arguments
    yield f"the summand {words_of(b)} changes its sign", apply("subtract", a, b)
    if not place.even:
        yield f"the summand {words_of(a)} changes its sign", apply("subtract", b, a)
    yield from _dropped(a, b, "summand")
    yield from _scaled(term)


def _subtract(term: Apply, place: Place) -> Iterator[Slip]:
    a, b = term.arguments
    yield f"{words_of(b)} is added, not subtracted", apply("add", a, b)
    if not place.even:
        yield f"the difference {words_of(term)} is turned round", apply("subtract", b, a)
        yield f"the term {words_of(a)} is dropped", apply("negate", b)
    else:
        yield f"the term {words_of(a)} is dropped", b
    yield f"the term {words_of(b)} is dropped", a
    yield from _scaled(term)


def _scaled(term: Apply) -> Iterator[Slip]:
    """A factor 2 or one half in front of each summand that is neither a sum nor a number."""
    for summand, rebuilt in _children(term):
        if isinstance(summand, Number) or getattr(summand, "operation", "") in ("add", "subtract"):
            continue
        for factor in (number(2), number(Fraction(1, 2))):
            yield f"a factor {factor.value} in front of {words_of(summand)}", rebuilt(apply("times", factor, summand))


def _dropped(a: Term, b: Term, what: str) -> Iterator[Slip]:
    """One of two operands alone. Dropping a number says nothing that changing it does not say, except for a summand."""
    for gone, kept in ((a, b), (b, a)):
        if gone != number(-1) and gone != number(0):
            yield f"the {what} {words_of(gone)} is dropped", kept


def _times(term: Apply, place: Place) -> Iterator[Slip]:
    a, b = term.arguments
    yield from _dropped(a, b, "factor")
    if place.ranks.rank(a) and place.ranks.rank(b) and a != b:
        yield f"the factors of {words_of(term)} swap", apply("times", b, a)


def _hadamard(term: Apply, place: Place) -> Iterator[Slip]:
    a, b = term.arguments
    yield from _dropped(a, b, "factor")


def _divide(term: Apply, place: Place) -> Iterator[Slip]:
    a, b = term.arguments
    if a != number(1):
        yield f"the denominator {words_of(b)} is dropped", a
        yield f"numerator and denominator of {words_of(term)} swap", apply("divide", b, a)
        yield f"the numerator {words_of(a)} becomes 1", apply("divide", number(1), b)
    else:
        yield f"1/{words_of(b)} becomes {words_of(b)}", b


def _power(term: Apply, place: Place) -> Iterator[Slip]:
    base, exponent = term.arguments
    text = words_of(term)
    if isinstance(exponent, Number):
        for other in (exponent.value + 1, exponent.value - 1):
            changed = base if other == 1 else apply("power", base, number(other))
            yield f"the exponent {exponent.value} becomes {other} in {text}", changed
        if exponent.value != 2:
            yield f"the exponent {exponent.value} becomes {-exponent.value} in {text}", apply(
                "power", base, number(-exponent.value)
            )
    else:
        for step, sign in (("add", "+"), ("subtract", "-")):
            yield f"the exponent {words_of(exponent)} becomes {words_of(exponent)} {sign} 1", apply(
                "power", base, apply(step, exponent, number(1))
            )


def _unwrapped(what: str) -> Callable[[Apply, Place], Iterator[Slip]]:
    def rule(term: Apply, place: Place) -> Iterator[Slip]:
        yield f"the {what} of {words_of(term.arguments[0])} is dropped", term.arguments[0]

    return rule


def _negate(term: Apply, place: Place) -> Iterator[Slip]:
    if not place.even:
        yield f"the minus of {words_of(term)} is dropped", term.arguments[0]


def _transpose(term: Apply, place: Place) -> Iterator[Slip]:
    (inside,) = term.arguments
    if not place.ranks.is_symmetric(inside) and place.ranks.rank(inside) != 0:
        yield f"the transpose of {words_of(inside)} is dropped", inside


def _ordered(term: Apply, place: Place) -> Iterator[Slip]:
    a, b = term.arguments
    if a != b:
        yield f"the arguments of {words_of(term)} swap", Apply(term.operation, (b, a))


def _reduce(term: Reduce) -> Iterator[Slip]:
    text = words_of(term)
    if term.operation in _REDUCTIONS:
        yield f"{term.operation} becomes {_REDUCTIONS[term.operation]} in {text}", replace(
            term, operation=_REDUCTIONS[term.operation]
        )
    if term.upper is not None:
        for step, sign in (("add", "+"), ("subtract", "-")):
            upper = apply(step, term.upper, number(1))
            yield f"the upper bound {words_of(term.upper)} becomes {words_of(term.upper)} {sign} 1 in {text}", replace(
                term, upper=upper
            )
    if isinstance(term.lower, Number):
        other = 1 - term.lower.value if term.lower.value in (0, 1) else term.lower.value + 1
        yield f"the lower bound {term.lower.value} becomes {other} in {text}", replace(term, lower=number(other))
    elif term.lower is not None:
        yield f"the lower bound {words_of(term.lower)} becomes {words_of(term.lower)} + 1 in {text}", replace(
            term, lower=apply("add", term.lower, number(1))
        )
    if term.condition is not None:
        yield f"the condition of {text} is dropped", replace(term, condition=None)


_RULES: Mapping[str, Callable[[Apply, Place], Iterator[Slip]]] = {
    "add": _add,
    "subtract": _subtract,
    "negate": _negate,
    "times": _times,
    "hadamard": _hadamard,
    "divide": _divide,
    "power": _power,
    "sqrt": _unwrapped("root"),
    "abs": _unwrapped("absolute value"),
    "inverse": _unwrapped("inverse"),
    "transpose": _transpose,
    "outer": _ordered,
    "binomial": _ordered,
    "modulo": _ordered,
    "pair": _ordered,
}


def _is_exponent(term: Term, child: Term) -> bool:
    """Whether a child's own slips are made by its parent: numeric exponents and the bounds of a reduction."""
    match term:
        case Apply("power", (_, Number() as exponent)):
            return child is exponent
        case Reduce(_, _, lower, upper, _, _):
            return child is lower or child is upper
        case _:
            return False


def _below(term: Term, child: Term, place: Place) -> Place:
    even = False
    match term:
        case Apply("power", (_, Number(value))):
            even = value.denominator == 1 and value % 2 == 0
        case Apply(operation, _):
            even = operation in _EVEN
    indices, ranks = place.indices, place.ranks
    match term:
        case Reduce(_, index, _, _, _, _) if index not in indices:
            indices = (*indices, index)
        case Function(parameters, _):
            ranks = ranks.bound({name: 0 for name in parameters})
        case Let(name, bound, body) if child is body:
            ranks = ranks.bound({name: ranks.rank(bound)})
        case Call(Function(parameters, _), arguments):
            ranks = ranks.bound({name: ranks.rank(a) for name, a in zip(parameters, arguments, strict=False)})
    return replace(place, indices=indices, ranks=ranks, around=f" in {words_of(term)}", even=even)


def _children(term: Term) -> Iterator[tuple[Term, Callable[[Term], Term]]]:
    """Each child with the function that puts another term in its place."""
    for field in fields(term):
        value = getattr(term, field.name)
        for child, rebuilt in _held(value):
            yield child, partial(_replaced, term, field.name, rebuilt)


def _held(value: Any) -> Iterator[tuple[Term, Callable[[Term], Any]]]:
    """The terms in a field (a term, or nested tuples of terms), each with the function that replaces it there."""
    if isinstance(value, Term):
        yield value, _same
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            for child, rebuilt in _held(item):
                yield child, partial(_exchanged, value, position, rebuilt)


def _same(new: Term) -> Any:
    return new


def _replaced(term: Term, field: str, rebuilt: Callable[[Term], Any], new: Term) -> Term:
    return replace(term, **{field: rebuilt(new)})


def _exchanged(items: tuple[Any, ...], position: int, rebuilt: Callable[[Term], Any], new: Term) -> Any:
    return (*items[:position], rebuilt(new), *items[position + 1 :])
