"""Types: which axes of a term have the same size, by unification; and what the evaluator still needs to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

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
    Let,
    Number,
    Reduce,
    Size,
    Stack,
    Tabulate,
    Term,
    number,
)
from derivations.algebra.values import ShapeError


@dataclass(frozen=True)
class Type:
    """The names of the sizes of an array's axes; `row` marks a transposed vector."""

    axes: tuple[str, ...] = ()
    row: bool = False

    @property
    def rank(self) -> int:
        """The number of axes."""
        return len(self.axes)


SCALAR = Type()


@dataclass
class Typing:
    """The unification of the sizes of a claim.

    `leaves` gives the type of each quantity, `definitions` the terms of the defined ones, `functions` the types of the
    arguments and the value of arbitrary functions, `declared` the sizes that the sheet or the catalogue names: two of
    them are never made equal. The range of an index is a size as well; `scopes` names the range of each index in
    scope, `ranges` that of each reduction.
    """

    leaves: Mapping[str, Type]
    definitions: Mapping[str, Term] = field(default_factory=dict)
    functions: Mapping[str, tuple[tuple[Type, ...], Type]] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()
    parents: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)
    ranges: dict[int, str] = field(default_factory=dict)
    spread: bool = False

    def root(self, name: str) -> str:
        """The representative of a size."""
        while name in self.parents:
            name = self.parents[name]
        return name

    def unify(self, a: str, b: str) -> None:
        """Make two sizes one; raises `ShapeError` for two that are declared to be different things."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return
        fixed_a, fixed_b = a in self.declared or a.isdigit(), b in self.declared or b.isdigit()
        if fixed_a and fixed_b:
            raise ShapeError(f"the sizes {a} and {b} would have to be equal")
        if fixed_a or (b.startswith("#") and not fixed_b):
            a, b = b, a
        self.parents[a] = b

    def unify_all(self, a: Type, b: Type) -> None:
        """Make the axes of two arrays of one rank fit."""
        for left, right in zip(a.axes, b.axes, strict=True):
            self.unify(left, right)

    def of(self, term: Term) -> Type:
        """The type of a term; raises `ShapeError`."""
        match term:
            case Number() | Size() | Compare():
                for child in term.children:
                    self.of(child)
                return SCALAR
            case Index():
                return SCALAR
            case Leaf(name):
                if name in self.leaves:
                    return self.leaves[name]
                if name in self.definitions:
                    return self.of(self.definitions[name])
                raise ShapeError(f"{name} has no type")
            case Apply(operation, arguments):
                return self._apply(operation, [self.of(argument) for argument in arguments], arguments)
            case Entry(base, indices):
                return self._entry(self.of(base), indices)
            case Reduce():
                return self._reduce(term)
            case Cases(rows):
                return self._cases(rows)
            case Call(function, arguments):
                return self._call(function, [self.of(argument) for argument in arguments], arguments)
            case Derivative():
                return self._derivative(term)
            case Expectation(body, _):
                return self.of(body)
            case Stack(rows):
                for row in rows:
                    for entry in row:
                        if self.of(entry).rank:
                            raise ShapeError("a matrix of blocks")
                if len(rows) == 1 and len(rows[0]) > 1:
                    return Type((str(len(rows[0])),), row=True)
                return Type((str(len(rows)),)) if len(rows[0]) == 1 else Type((str(len(rows)), str(len(rows[0]))))
            case Tabulate(body, indices, sizes):
                axes = tuple(size.name for size in sizes if isinstance(size, Size))
                inner = replace(self, scopes={**self.scopes, **dict(zip(indices, axes, strict=True))})
                if inner.of(body).rank:
                    raise ShapeError("an array of arrays")
                return Type(axes)
            case Let(name, value, body):
                return self.with_leaves({name: self.of(value)}).of(body)
            case _:
                raise ShapeError(f"a {type(term).__name__} has no type")

    def with_leaves(self, leaves: Mapping[str, Type]) -> Typing:
        """The same unification with more names known."""
        kept = {name: term for name, term in self.definitions.items() if name not in leaves}
        return replace(self, leaves={**self.leaves, **leaves}, definitions=kept)

    def range_of(self, index: str) -> str:
        """The size that is the range of an index in scope."""
        return self.scopes.get(index, f"#{index}")

    def _apply(self, operation: str, types: list[Type], arguments: tuple[Term, ...]) -> Type:
        rule = _RULES.get(operation)
        if rule is not None:
            return rule(self, types, arguments)
        return self.entrywise(types)

    def entrywise(self, types: list[Type]) -> Type:
        """Entry by entry: scalars spread, arrays fit."""
        arrays = [type_ for type_ in types if type_.rank]
        if not arrays:
            return SCALAR
        first = arrays[0]
        for other in arrays[1:]:
            if other.rank != first.rank or other.row != first.row:
                raise ShapeError("arrays of different rank or orientation meet entry by entry")
            self.unify_all(first, other)
        return first

    def _entry(self, base: Type, indices: tuple[Term | None, ...]) -> Type:
        if len(indices) > base.rank:
            raise ShapeError("more subscripts than axes")
        kept: list[str] = []
        for axis, index in zip(base.axes, indices, strict=False):
            if index is None:
                kept.append(axis)
                continue
            if isinstance(index, Index):
                self.unify(axis, self.range_of(index.name))
            elif isinstance(index, Leaf) and self._runs(index.name):
                self.unify(axis, self.scopes[index.name])
            elif self.of(index).rank:
                raise ShapeError("a subscript that is an array")
        return Type((*kept, *base.axes[len(indices) :]))

    def _runs(self, parameter: str) -> bool:
        """Whether a function's parameter stands for a running index that nothing has given a range yet."""
        own = self.root(self.scopes.get(parameter, ""))
        return own.startswith("#") and "@" in own

    def _reduce(self, term: Reduce) -> Type:
        for bound in (term.lower, term.upper):
            if bound is not None and self.of(bound).rank:
                raise ShapeError("a bound that is an array")
        own = self.ranges.setdefault(id(term), f"#{term.index}@{len(self.ranges)}")
        match term.lower, term.upper:
            case Number(value, _), Size(name) if value == 1:
                self.unify(own, name)
            case Number(low, _), Number(high, _) if low == 1:
                self.unify(own, str(int(high)))
        inner = replace(self, scopes={**self.scopes, term.index: own})
        if term.condition is not None:
            inner.of(term.condition)
        body = inner.of(term.body)
        if term.operation in ("product", "product_down") and body.rank:
            if body.rank != 2:
                raise ShapeError("a product of vectors")
            self.unify(*body.axes)
        return body

    def _cases(self, rows: tuple[tuple[Term, Term | None], ...]) -> Type:
        for _, condition in rows:
            if condition is not None:
                self.of(condition)
        return self.entrywise([self.of(value) for value, _ in rows])

    def _call(self, function: Term, arguments: list[Type], terms: tuple[Term, ...]) -> Type:
        if isinstance(function, Leaf):
            if function.name in self.functions:
                wanted, value = self.functions[function.name]
                if len(wanted) != len(arguments):
                    raise ShapeError("a function with the wrong number of arguments")
                if all(type_.rank == 0 for type_ in (*wanted, value)):
                    return self.entrywise(arguments)
                for a, b in zip(wanted, arguments, strict=True):
                    if a.rank != b.rank:
                        raise ShapeError("a function of an argument of another rank")
                    self.unify_all(a, b)
                return value
            target = self.definitions.get(function.name)
            if target is None:
                raise ShapeError(f"{function.name} has no type")
            function = target
        if not isinstance(function, Function) or len(function.parameters) != len(arguments):
            raise ShapeError("a function with the wrong number of arguments")
        inner = self.with_leaves(dict(zip(function.parameters, arguments, strict=True)))
        pairs = zip(function.parameters, terms, strict=True)
        running = {name: self.range_of(term.name) for name, term in pairs if isinstance(term, Index)}
        return replace(inner, scopes={**inner.scopes, **running}).of(function.body)

    def _derivative(self, term: Derivative) -> Type:
        variable = self.of(term.at) if term.at is not None else self.of(Leaf(term.by))
        inner = self.with_leaves({term.by: replace(variable, row=False)}) if term.at is not None else self
        body = inner.of(term.body)
        if term.entrywise:
            return variable
        if body.rank == 0:
            return Type(variable.axes, row=variable.rank == 1 and not term.gradient)
        return Type((*body.axes, *variable.axes))


Rule = Callable[[Typing, list[Type], tuple[Term, ...]], Type]


def _times(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    a, b = types
    if not a.rank or not b.rank:
        return a if a.rank else b
    if a.rank > 2 or b.rank > 2:
        raise ShapeError("a matrix product of an array with more than two axes")
    if a.rank == b.rank == 1:
        if a.row == b.row:
            raise ShapeError("the product of two vectors without a transpose")
        if a.row:
            typing.unify(a.axes[0], b.axes[0])
            return SCALAR
        return Type((a.axes[0], b.axes[0]))
    if (a.rank == 1 and not a.row) or (b.rank == 1 and b.row):
        raise ShapeError("a matrix meets a vector of the wrong orientation")
    typing.unify(a.axes[-1], b.axes[0])
    if a.rank == 1:
        return Type((b.axes[1],), row=True)
    return Type((a.axes[0],)) if b.rank == 1 else Type((a.axes[0], b.axes[1]))


def _dot(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    a, b = types
    if a.rank != b.rank:
        raise ShapeError("an inner product of arrays of different rank")
    typing.unify_all(a, b)
    return SCALAR


def _centred_dot(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    a, b = types
    if a.rank == b.rank == 1 and a.row == b.row:
        return _dot(typing, types, arguments)
    return _times(typing, types, arguments)


def _starred(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    a, b = types
    if a.rank == b.rank == 1 and a.row == b.row:
        return typing.entrywise(types)
    return _times(typing, types, arguments)


def _outer(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    a, b = types
    if a.rank != 1 or b.rank != 1:
        raise ShapeError("an outer product of arrays that are not vectors")
    return Type((a.axes[0], b.axes[0]))


def _outer_square(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    a, b = types
    return _outer(typing, types, arguments) if a.rank == b.rank == 1 else _times(typing, types, arguments)


def _transpose(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    (a,) = types
    if a.rank > 2:
        raise ShapeError("the transpose of an array with more than two axes")
    return Type(tuple(reversed(a.axes)), row=not a.row) if a.rank == 1 else Type(tuple(reversed(a.axes)))


def _square(typing: Typing, a: Type) -> None:
    if a.rank not in (0, 2):
        raise ShapeError("a square matrix is needed")
    if a.rank == 2:
        typing.unify(*a.axes)


def _inverse(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    _square(typing, types[0])
    return types[0]


def _of_square(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    _square(typing, types[0])
    return SCALAR


def _bars(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    if types[0].rank == 2:
        return _of_square(typing, types, arguments)
    return types[0]


def _diag(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    (a,) = types
    if a.rank == 1:
        return Type((a.axes[0], a.axes[0]))
    if a.rank == 2:
        typing.unify(*a.axes)
        return Type((a.axes[0],))
    raise ShapeError("diag of something that is neither a vector nor a matrix")


def _identity(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    (size,) = arguments
    if isinstance(size, Size):
        return Type((size.name, size.name))
    raise ShapeError("an identity matrix whose size is an expression")


def _ones(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    (size,) = arguments
    if isinstance(size, Size):
        return Type((size.name,))
    raise ShapeError("a vector of ones whose size is an expression")


def _scalar(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    return SCALAR


def _power(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    a, b = types
    if b.rank:
        raise ShapeError("an exponent that is an array")
    if a.rank == 2:
        typing.unify(*a.axes)
    return a


def _plain_norm(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    if types[0].rank > 1 and not typing.declared:
        raise ShapeError("a norm of a matrix that does not say which")
    return SCALAR


def _vector(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    (a,) = types
    if a.rank != 1:
        raise ShapeError("a vector is needed")
    return a


def _add(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    if {type_.rank for type_ in types} > {0}:
        typing.spread = True
    return typing.entrywise(types)


def _vec(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    raise ShapeError("a vector made of a whole array")


def _pair(typing: Typing, types: list[Type], arguments: tuple[Term, ...]) -> Type:
    raise ShapeError("a concatenation has no size of its own yet")


_RULES: dict[str, Rule] = {
    "add": _add,
    "subtract": _add,
    "times": _times,
    "dot": _dot,
    "centred_dot": _centred_dot,
    "starred": _starred,
    "outer": _outer,
    "outer_square": _outer_square,
    "transpose": _transpose,
    "inverse": _inverse,
    "determinant": _of_square,
    "trace": _of_square,
    "bars": _bars,
    "diag": _diag,
    "identity": _identity,
    "ones": _ones,
    "power": _power,
    "softmax": _vector,
    "plain_norm": _plain_norm,
    "vec": _vec,
    "pair": _pair,
    **dict.fromkeys(
        (
            "norm2",
            "frobenius",
            "two_norm",
            "norm1",
            "norm_max",
            "norm_p",
            "spectral_norm",
            "logsumexp",
            "total",
            "largest",
            "smallest",
            "delta",
            "indicator",
            "pi",
            "and",
            "or",
            "not",
        ),
        _scalar,
    ),
}


def settled(term: Term, typing: Typing) -> Term:
    """The term with every size by its representative, and every reduction with bounds."""
    match term:
        case Size(name):
            root = typing.root(name)
            return number(int(root)) if root.isdigit() else Size(root)
        case Reduce(operation, index, None, None, body, condition):
            root = typing.root(typing.ranges.get(id(term), f"#{index}"))
            if root.startswith("#"):
                raise ShapeError(f"nothing says how far {index} runs")
            upper: Term = number(int(root)) if root.isdigit() else Size(root)
            inner = settled(condition, typing) if condition is not None else None
            return Reduce(operation, index, number(1), upper, settled(body, typing), inner)
        case _:
            return _rebuilt(term, typing)


def _rebuilt(term: Term, typing: Typing) -> Term:
    def through(value: Any) -> Any:
        if isinstance(value, Term):
            return settled(value, typing)
        if isinstance(value, tuple):
            return tuple(through(item) for item in value)
        return value

    changes: dict[str, Any] = {item.name: through(getattr(term, item.name)) for item in fields(term)}
    return replace(term, **changes)
