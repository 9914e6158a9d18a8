"""From SymPy to terms: what a statement of the catalogue means, component by component."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import sympy
from sympy.matrices.expressions.applyfunc import ElementwiseApplyFunction
from sympy.matrices.expressions.special import OneMatrix

from derivations import operators as heads
from derivations.algebra.points import Context
from derivations.algebra.terms import (
    Apply,
    Call,
    Cases,
    Compare,
    Derivative,
    Entry,
    Expectation,
    Function,
    Index,
    Leaf,
    Number,
    Reduce,
    Relation,
    Size,
    Stack,
    Tabulate,
    Term,
    apply,
    number,
)
from derivations.vocabulary import Formula

_RELATIONS = {
    sympy.Eq: "==",
    sympy.Ne: "!=",
    sympy.Le: "<=",
    sympy.Lt: "<",
    sympy.Ge: ">=",
    sympy.Gt: ">",
}

_FUNCTIONS: dict[Any, str] = {
    sympy.exp: "exp",
    sympy.log: "log",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.tan: "tan",
    sympy.tanh: "tanh",
    sympy.sinh: "sinh",
    sympy.cosh: "cosh",
    sympy.Abs: "abs",
    sympy.sign: "sign",
    sympy.floor: "floor",
    sympy.ceiling: "ceil",
    sympy.gamma: "gamma",
    sympy.erf: "erf",
    sympy.factorial: "factorial",
    sympy.binomial: "binomial",
    sympy.KroneckerDelta: "delta",
    sympy.Mod: "modulo",
    sympy.Heaviside: "heaviside",
    sympy.Determinant: "determinant",
    sympy.Trace: "trace",
    sympy.Transpose: "transpose",
    sympy.Inverse: "inverse",
    heads.dot: "dot",
    heads.norm: "norm2",
    heads.norm1: "norm1",
    heads.norm_max: "norm_max",
    heads.norm_p: "norm_p",
    heads.spectral_norm: "spectral_norm",
    heads.total: "total",
    heads.logsumexp: "logsumexp",
    heads.sigmoid: "sigmoid",
    heads.softplus: "softplus",
    heads.relu: "relu",
    heads.step: "heaviside",
    heads.softmax: "softmax",
    heads.diagonal_matrix: "diag",
    heads.rotated: "rotate",
    heads.convolve: "convolve",
}


class NotLowered(Exception):
    """A SymPy head that has no meaning here; the remedy is to add it to `derivations.lowering`."""


@dataclass(frozen=True)
class Scope:
    """Which names are sizes and which are indices; all others are quantities."""

    sizes: frozenset[str]
    indices: frozenset[str]

    def with_index(self, name: str) -> Scope:
        """The scope inside a sum over that index."""
        return Scope(self.sizes, self.indices | {name})


def scope_of(formula: Formula) -> Scope:
    """The scope of a formula's statement."""
    return Scope(frozenset(size.name for size in formula.sizes), frozenset(formula.indices))


def lower(expression: Any, scope: Scope) -> Term:
    """The term of a SymPy expression; raises `NotLowered` for a head without meaning."""
    rule = _rule(type(expression))
    if rule is not None:
        return rule(expression, scope)
    for head, name in _FUNCTIONS.items():
        if isinstance(expression, head):
            return Apply(name, tuple(lower(argument, scope) for argument in expression.args))
    if isinstance(expression, sympy.core.function.AppliedUndef):
        return Call(Leaf(expression.func.__name__), tuple(lower(argument, scope) for argument in expression.args))
    raise NotLowered(f"{type(expression).__name__} in {expression}")


def definitions(formula: Formula) -> dict[str, Term]:
    """The terms of the defined quantities of a formula, functions included."""
    scope = scope_of(formula)
    return {q.name: lower(q.value, scope) for q in formula.quantities if q.value is not None}


def _rule(head: type) -> Callable[[Any, Scope], Term] | None:
    for base in head.__mro__:
        if base in _RULES:
            return _RULES[base]
    return None


def _symbol(expression: Any, scope: Scope) -> Term:
    if expression.name in scope.indices:
        return Index(expression.name)
    return Size(expression.name) if expression.name in scope.sizes else Leaf(expression.name)


def _rational(expression: Any, scope: Scope) -> Term:
    return Number(Fraction(int(expression.p), int(expression.q)))


def _fold(operation: str) -> Callable[[Any, Scope], Term]:
    def rule(expression: Any, scope: Scope) -> Term:
        terms = [lower(argument, scope) for argument in expression.args]
        result = terms[0]
        for term in terms[1:]:
            result = apply(operation, result, term)
        return result

    return rule


def _product(expression: Any, scope: Scope) -> Term:
    """Scalars first, so that a number in front never separates the factors of a matrix product."""
    scalars = [a for a in expression.args if not getattr(a, "is_Matrix", False)]
    matrices = [a for a in expression.args if getattr(a, "is_Matrix", False)]
    terms = [lower(argument, scope) for argument in (*matrices, *scalars)]
    result = terms[0]
    for position, term in enumerate(terms[1:], start=1):
        result = apply("times", result, term) if position < len(matrices) else apply("times", term, result)
    return result


def _power(expression: Any, scope: Scope) -> Term:
    base, exponent = expression.args
    if exponent == -1:
        head = "inverse" if getattr(base, "is_Matrix", False) else None
        return apply("inverse", lower(base, scope)) if head else apply("divide", number(1), lower(base, scope))
    if exponent == sympy.Rational(1, 2):
        return apply("sqrt", lower(base, scope))
    return apply("power", lower(base, scope), lower(exponent, scope))


def _entrywise_power(expression: Any, scope: Scope) -> Term:
    """The product of a vector or matrix with itself, entry by entry: SymPy folds such products into a power."""
    base, exponent = expression.args
    if not exponent.is_Integer or exponent < 1:
        raise NotLowered(f"an entrywise power with the exponent {exponent}")
    term = lower(base, scope)
    return reduce(lambda product, _: apply("hadamard", product, term), range(int(exponent) - 1), term)


def _entry(expression: Any, scope: Scope) -> Term:
    base, *indices = expression.args
    return Entry(lower(base, scope), tuple(lower(index, scope) for index in indices))


def _row(expression: Any, scope: Scope) -> Term:
    base, position = expression.args
    return Entry(lower(base, scope), (lower(position, scope), None))


def _column(expression: Any, scope: Scope) -> Term:
    base, position = expression.args
    return Entry(lower(base, scope), (None, lower(position, scope)))


def _reduction(operation: str) -> Callable[[Any, Scope], Term]:
    def rule(expression: Any, scope: Scope) -> Term:
        body, *limits = expression.args
        inner = scope
        for limit in limits:
            inner = inner.with_index(limit[0].name)
        term = lower(body, inner)
        for limit in limits:
            index, low, high = limit
            inner = Scope(inner.sizes, inner.indices)
            term = Reduce(operation, index.name, lower(low, inner), lower(high, inner), term)
        return term

    return rule


def _range(operation: str) -> Callable[[Any, Scope], Term]:
    def rule(expression: Any, scope: Scope) -> Term:
        body, index, low, high = expression.args
        inner = scope.with_index(index.name)
        return Reduce(operation, index.name, lower(low, scope), lower(high, scope), lower(body, inner))

    return rule


def _tabulated(expression: Any, scope: Scope) -> Term:
    body, *ranges = expression.args
    indices, sizes = ranges[::2], ranges[1::2]
    inner = scope
    for index in indices:
        inner = inner.with_index(index.name)
    return Tabulate(lower(body, inner), tuple(i.name for i in indices), tuple(lower(size, scope) for size in sizes))


def _piecewise(expression: Any, scope: Scope) -> Term:
    rows = []
    for value, condition in expression.args:
        truth = None if condition == sympy.true else lower(condition, scope)
        rows.append((lower(value, scope), truth))
    return Cases(tuple(rows))


def _comparison(expression: Any, scope: Scope) -> Term:
    operator = _RELATIONS[type(expression)]
    return Compare(operator, lower(expression.lhs, scope), lower(expression.rhs, scope))


def _gradient(expression: Any, scope: Scope) -> Term:
    body, by = expression.args
    return Derivative(lower(body, scope), by.name, gradient=True)


def _derivative(expression: Any, scope: Scope) -> Term:
    body, by = expression.args
    return Derivative(lower(body, scope), by.name)


def _derivative_at(expression: Any, scope: Scope) -> Term:
    body, by, point = expression.args
    return Derivative(lower(body, scope), by.name, at=lower(point, scope))


def _hessian(expression: Any, scope: Scope) -> Term:
    body, by = expression.args
    return Derivative(Derivative(lower(body, scope), by.name), by.name)


def _expectation(expression: Any, scope: Scope) -> Term:
    return Expectation(lower(expression.args[0], scope), tuple(f"~{law.name}" for law in expression.args[1:]))


def _probability(expression: Any, scope: Scope) -> Term:
    return Expectation(apply("indicator", lower(expression.args[0], scope)))


def _indicator(expression: Any, scope: Scope) -> Term:
    return apply("indicator", lower(expression.args[0], scope))


def _entrywise(expression: Any, scope: Scope) -> Term:
    function = expression.function
    (variable,) = function.variables
    body = _by_entries(lower(function.expr, scope))
    return Call(Function((variable.name,), body), (lower(expression.expr, scope),))


def _slopes(expression: Any, scope: Scope) -> Term:
    function, x = expression.args
    (variable,) = function.variables
    return Derivative(lower(function.expr, scope), variable.name, at=lower(x, scope), entrywise=True)


def _by_entries(term: Term) -> Term:
    """The body of an entrywise function: its products and powers are of entries, also where the argument is a square
    matrix."""
    match term:
        case Apply(operation, arguments):
            entries = {"times": "hadamard", "power": "entry_power", "inverse": "entry_inverse"}
            return Apply(entries.get(operation, operation), tuple(_by_entries(argument) for argument in arguments))
        case _:
            return term


def _lambda(expression: Any, scope: Scope) -> Term:
    names = tuple(variable.name for variable in expression.variables)
    return Function(names, lower(expression.expr, Scope(scope.sizes - set(names), scope.indices - set(names))))


def _identity(expression: Any, scope: Scope) -> Term:
    return apply("identity", lower(expression.shape[0], scope))


def _ones(expression: Any, scope: Scope) -> Term:
    rows, columns = expression.shape
    if columns == 1:
        return apply("ones", lower(rows, scope))
    across = apply("transpose", apply("ones", lower(columns, scope)))
    return across if rows == 1 else apply("times", apply("ones", lower(rows, scope)), across)


def _explicit(expression: Any, scope: Scope) -> Term:
    rows, columns = expression.shape
    return Stack(tuple(tuple(lower(expression[i, j], scope) for j in range(columns)) for i in range(rows)))


def _first(expression: Any, scope: Scope) -> Term:
    return lower(expression.args[0], scope)


def _pi(expression: Any, scope: Scope) -> Term:
    return apply("pi")


def _e(expression: Any, scope: Scope) -> Term:
    return apply("exp", number(1))


_RULES: dict[type, Callable[[Any, Scope], Term]] = {
    sympy.Symbol: _symbol,
    sympy.Dummy: _symbol,
    sympy.MatrixSymbol: _symbol,
    sympy.Rational: _rational,
    type(sympy.pi): _pi,
    type(sympy.E): _e,
    sympy.Add: _fold("add"),
    sympy.MatAdd: _fold("add"),
    sympy.Mul: _product,
    sympy.MatMul: _product,
    sympy.HadamardProduct: _fold("hadamard"),
    sympy.HadamardPower: _entrywise_power,
    sympy.Pow: _power,
    sympy.MatPow: _power,
    sympy.Inverse: lambda e, s: apply("inverse", lower(e.args[0], s)),
    sympy.Max: _fold("maximum"),
    sympy.Min: _fold("minimum"),
    sympy.Sum: _reduction("sum"),
    sympy.Product: _reduction("product"),
    sympy.Piecewise: _piecewise,
    sympy.Identity: _identity,
    OneMatrix: _ones,
    sympy.ImmutableDenseMatrix: _explicit,
    sympy.Lambda: _lambda,
    sympy.And: _fold("and"),
    sympy.Or: _fold("or"),
    sympy.Not: lambda e, s: apply("not", lower(e.args[0], s)),
    ElementwiseApplyFunction: _entrywise,
    heads.at: _entry,
    heads.row: _row,
    heads.column: _column,
    heads.vector_sum: _range("sum"),
    heads.largest_over: _range("max"),
    heads.smallest_over: _range("min"),
    heads.tabulated: _tabulated,
    heads.gradient: _gradient,
    heads.jacobian: _derivative,
    heads.partial: _derivative,
    heads.slope: _derivative_at,
    heads.jacobian_at: _derivative_at,
    heads.hessian: _hessian,
    heads.slopes: _slopes,
    heads.mean: _expectation,
    heads.vector_mean: _expectation,
    heads.probability: _probability,
    heads.indicator: _indicator,
    heads.evaluated: _first,
    **{relation: _comparison for relation in _RELATIONS},
}


def context_of(formula: Formula) -> Context:
    """What the symbols of a formula are, as the evaluator and the judge want it."""
    scope = scope_of(formula)
    assumptions = tuple(lower(assumption, scope) for assumption in formula.assumptions)
    return Context(formula.quantities, formula.sizes, definitions(formula), assumptions)


def lower_statement(formula: Formula) -> Relation:
    """The statement of a formula as a relation between two terms."""
    statement = formula.statement
    scope = scope_of(formula)
    return Relation(_RELATIONS[type(statement)], lower(statement.lhs, scope), lower(statement.rhs, scope))
