"""The rank of a term without evaluating it: number, vector or matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from derivations.algebra.points import Context
from derivations.algebra.terms import (
    Apply,
    Call,
    Cases,
    Derivative,
    Entry,
    Expectation,
    Function,
    Leaf,
    Let,
    Reduce,
    Stack,
    Term,
)

_NUMBERS = frozenset((
    "dot", "determinant", "trace", "norm2", "frobenius", "norm1", "norm_max", "norm_p", "spectral_norm", "largest",
    "smallest", "total", "logsumexp", "delta", "indicator", "binomial", "pi",
))  # fmt: skip

_FIXED: Mapping[str, int] = {"outer": 2, "identity": 2, "ones": 1, "vec": 1, "pair": 1, "rotate": 2}

_SYMMETRIC = frozenset(("symmetric", "positive definite", "diagonal", "identity"))


@dataclass(frozen=True)
class Ranks:
    """The ranks of the names in scope, and the names of symmetric matrices."""

    names: Mapping[str, int]
    definitions: Mapping[str, Term]
    symmetric: frozenset[str]

    @staticmethod
    def of(context: Context) -> Ranks:
        """The ranks of the quantities of a context; functions have the rank of their values."""
        names = {quantity.name: len(quantity.shape) for quantity in context.quantities}
        symmetric = {q.name for q in context.quantities if q.domain.structure in _SYMMETRIC}
        return Ranks(names, context.definitions, frozenset(symmetric))

    def bound(self, ranks: Mapping[str, int]) -> Ranks:
        """These ranks with more names."""
        return replace(self, names={**self.names, **ranks}, symmetric=self.symmetric - set(ranks))

    def is_symmetric(self, term: Term) -> bool:
        """Whether a term is plainly a symmetric matrix: one by its domain, its inverse, or a diagonal matrix."""
        match term:
            case Leaf(name):
                return name in self.symmetric
            case Apply("inverse" | "transpose", (inside,)):
                return self.is_symmetric(inside)
            case Apply(operation, _):
                return operation in ("identity", "diag")
            case _:
                return False

    def rank(self, term: Term) -> int:
        """The number of positional axes of a term's value."""
        match term:
            case Leaf(name):
                return self.names.get(name, 0)
            case Entry(base, indices):
                return max(self.rank(base) - sum(index is not None for index in indices), 0)
            case Apply(operation, arguments):
                return self._applied(operation, arguments)
            case Reduce(_, _, _, _, body, _) | Expectation(body, _):
                return self.rank(body)
            case Cases(rows):
                return max(self.rank(value) for value, _ in rows)
            case Call(Leaf(name), _):
                return self.names.get(name, 0)
            case Call(Function(parameters, body), arguments):
                ranks = {name: self.rank(argument) for name, argument in zip(parameters, arguments, strict=False)}
                return self.bound(ranks).rank(body)
            case Derivative(body, by, _, gradient):
                return self.rank(Leaf(by)) + (0 if gradient else self.rank(body))
            case Stack(rows):
                return 1 if len(rows[0]) == 1 else 2
            case Let(name, value, body):
                return self.bound({name: self.rank(value)}).rank(body)
            case _:
                return 0

    def _applied(self, operation: str, arguments: tuple[Term, ...]) -> int:
        if operation in _NUMBERS:
            return 0
        if operation in _FIXED:
            return _FIXED[operation]
        ranks = [self.rank(argument) for argument in arguments]
        if operation == "diag":
            return 3 - ranks[0]
        if operation == "times" and ranks == [1, 1]:
            return 0 if self._is_row(arguments[0]) else 2
        if operation == "times" and sorted(ranks) == [1, 2]:
            return 1
        return max(ranks, default=0)

    def _is_row(self, term: Term) -> bool:
        match term:
            case Apply("transpose", _):
                return True
            case Apply("times", (a, _)):
                return self._is_row(a)
            case _:
                return False
