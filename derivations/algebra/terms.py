"""The typed term tree: what a formula means, whoever wrote it.

A catalogue statement (SymPy) and a formula read from a sheet (LaTeX) are both lowered to terms, so that one evaluator
serves both. Every index is a named axis: free and bound indices, layers, time steps, samples and points of a sample
space alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True)
class Term:
    """A node of the tree; its fields that are terms (or tuples of terms) are its children."""

    @cached_property
    def children(self) -> tuple[Term, ...]:
        """The terms directly below this one, in reading order."""
        return tuple(_terms_in(getattr(self, field.name) for field in fields(self)))

    def walk(self) -> Iterator[Term]:
        """This term and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    @cached_property
    def size(self) -> int:
        """The number of nodes."""
        return 1 + sum(child.size for child in self.children)


def _terms_in(values: Iterator[object]) -> Iterator[Term]:
    for value in values:
        if isinstance(value, Term):
            yield value
        elif isinstance(value, tuple):
            yield from _terms_in(iter(value))


@dataclass(frozen=True)
class Number(Term):
    """An exact number. `decimals` is set for a decimal literal, which stands for every number that rounds to it;
    it is negative where tens or hundreds are meant."""

    value: Fraction
    decimals: int | None = None


@dataclass(frozen=True)
class Leaf(Term):
    """A named quantity of the environment: drawn, defined by a term, or supplied by the caller."""

    name: str


@dataclass(frozen=True)
class Index(Term):
    """The running value of a named axis (1, 2, … unless the axis starts elsewhere)."""

    name: str


@dataclass(frozen=True)
class Size(Term):
    """The number of positions of a named axis word, such as `classes`."""

    name: str


@dataclass(frozen=True)
class Apply(Term):
    """An operation of the fixed vocabulary (see `evaluate.OPERATIONS`) on its arguments."""

    operation: str
    arguments: tuple[Term, ...]


@dataclass(frozen=True)
class Entry(Term):
    """`base[i, j, …]`: entries of an array; `None` keeps a whole axis, as in the row `W_i`."""

    base: Term
    indices: tuple[Term | None, ...]


@dataclass(frozen=True)
class Reduce(Term):
    """A sum, product, maximum or minimum of `body` while `index` runs from `lower` to `upper`.

    Without bounds the index runs over the range that the environment gives it. `condition` masks positions (`j != i`).
    """

    operation: str
    index: str
    lower: Term | None
    upper: Term | None
    body: Term
    condition: Term | None = None


@dataclass(frozen=True)
class Compare(Term):
    """A truth value: `operator` is one of `< <= > >= == !=`."""

    operator: str
    left: Term
    right: Term


@dataclass(frozen=True)
class Cases(Term):
    """The value of the first row whose condition holds; a row without condition is the `otherwise`."""

    rows: tuple[tuple[Term, Term | None], ...]


@dataclass(frozen=True)
class Function(Term):
    """A function of named parameters, applied with `Call`. Free names of the body come from the environment."""

    parameters: tuple[str, ...]
    body: Term


@dataclass(frozen=True)
class Call(Term):
    """The value of a function at arguments; the function is a leaf bound to a function, or a `Function`."""

    function: Term
    arguments: tuple[Term, ...]


@dataclass(frozen=True)
class Derivative(Term):
    """The derivative of `body` by the leaf `by`, laid out as *body axes, then axes of `by`* (the Jacobian's layout).

    `at` binds the leaf while the body is evaluated: `f'(g(x))` is the derivative of `f(u)` by `u` at `u = g(x)`.
    `gradient` lays a scalar body's derivative out in the shape of `by`, as a column; without it the derivative of a
    number by a vector is a row. `entrywise` differentiates a function that acts entry by entry, each entry by its own
    argument.
    """

    body: Term
    by: str
    at: Term | None = None
    gradient: bool = False
    entrywise: bool = False


@dataclass(frozen=True)
class Expectation(Term):
    """The mean of `body` over the sample spaces of the random leaves in it (or over the `spaces` named)."""

    body: Term
    spaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stack(Term):
    """A matrix or column written out entry by entry: rows of terms."""

    rows: tuple[tuple[Term, ...], ...]


@dataclass(frozen=True)
class Tabulate(Term):
    """The array whose entry at the indices is `body`: `p` from `p_i = …`. Each index runs from 1 to its size."""

    body: Term
    indices: tuple[str, ...]
    sizes: tuple[Term, ...]


@dataclass(frozen=True)
class Let(Term):
    """`body` with `name` standing for `value`."""

    name: str
    value: Term
    body: Term


@dataclass(frozen=True)
class Relation(Term):
    """A claim that two terms stand in a relation: `== != <= < >= >` or `approx`."""

    operator: str
    left: Term
    right: Term


def apply(operation: str, *arguments: Term) -> Apply:
    """The operation applied to its arguments: `apply("add", a, b)`."""
    return Apply(operation, arguments)


def number(value: int | Fraction) -> Number:
    """An exact number as a term."""
    return Number(Fraction(value))


def leaves(term: Term) -> frozenset[str]:
    """The names of the leaves on which a term's value depends (bound parameters and lets left out)."""
    match term:
        case Leaf(name):
            return frozenset((name,))
        case Function(parameters, body):
            return leaves(body) - frozenset(parameters)
        case Let(name, value, body):
            return leaves(value) | (leaves(body) - {name})
        case Derivative(body, by, at):
            inner = leaves(body)
            return (inner | {by}) if at is None else (inner - {by}) | leaves(at)
        case _:
            return frozenset().union(*map(leaves, term.children))


def free_indices(term: Term) -> frozenset[str]:
    """The names of the indices that are not bound by a reduction inside the term."""
    match term:
        case Index(name):
            return frozenset((name,))
        case Tabulate(body, bound, _):
            return free_indices(body) - frozenset(bound)
        case Reduce(_, index, lower, upper, body, condition):
            bounds = frozenset().union(*(free_indices(bound) for bound in (lower, upper) if bound is not None))
            inner = free_indices(body) | (free_indices(condition) if condition is not None else frozenset())
            return bounds | (inner - {index})
        case _:
            return frozenset().union(*map(free_indices, term.children))
