"""The frozen values of the catalogue: sizes, quantities and their domains, formulas, steps, sources and topics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy


class Kind(Enum):
    """What sort of truth a formula is; the value says how it is held against its model."""

    IDENTITY = "both sides agree on the whole domain"
    GRADIENT = "the stated derivative agrees with automatic differentiation"
    DEFINITION = "the right side has the meaning that the model gives the left"
    COUNTING = "both sides agree on every integer point up to a bound"
    BOUND = "the inequality holds on the whole domain"
    ALGORITHM = "one step agrees with an independent implementation"
    STATISTICAL = "a simulation agrees within its confidence interval"


@dataclass(frozen=True)
class Domain:
    """The values that a quantity can take.

    `low` and `high` bound each entry (`None` is unbounded; `strict` leaves the bounds out); `integer` restricts to
    integers; `structure` names what the array as a whole satisfies: symmetric, positive definite, orthogonal,
    invertible, diagonal, lower triangular, upper triangular, simplex (non-negative, summing to 1), one hot, unit (of
    Euclidean length 1), identity, convex (of a function), index (a position of the axis whose size is named by
    `axis`).
    """

    name: str
    low: Fraction | None = None
    high: Fraction | None = None
    strict: bool = False
    integer: bool = False
    structure: str = ""
    values: tuple[int, ...] = ()
    axis: str = ""


REAL = Domain("real")
POSITIVE = Domain("positive", low=Fraction(0), strict=True)
NONNEGATIVE = Domain("non-negative", low=Fraction(0))
UNIT = Domain("strictly between 0 and 1", low=Fraction(0), high=Fraction(1), strict=True)
PROBABILITY = Domain("between 0 and 1", low=Fraction(0), high=Fraction(1))
SIGN = Domain("-1 or 1", values=(-1, 1), integer=True)
BIT = Domain("0 or 1", values=(0, 1), integer=True)
SYMMETRIC = Domain("symmetric", structure="symmetric")
POSITIVE_DEFINITE = Domain("symmetric positive definite", structure="positive definite")
ORTHOGONAL = Domain("orthogonal", structure="orthogonal")
INVERTIBLE = Domain("invertible", structure="invertible")
DIAGONAL = Domain("diagonal", structure="diagonal")
POSITIVE_DIAGONAL = Domain("diagonal with positive entries", low=Fraction(0), strict=True, structure="diagonal")
LOWER_TRIANGULAR = Domain("lower triangular", structure="lower triangular")
UPPER_TRIANGULAR = Domain("upper triangular", structure="upper triangular")
SIMPLEX = Domain("a probability vector", low=Fraction(0), strict=True, structure="simplex")
ONE_HOT = Domain("one-hot", structure="one hot")
UNIT_VECTOR = Domain("of length 1", structure="unit")
CONVEX = Domain("convex", structure="convex")


def integers(low: int, high: int) -> Domain:
    """The integers from `low` to `high`, both included."""
    return Domain(f"an integer from {low} to {high}", Fraction(low), Fraction(high), integer=True)


def interval(low: Fraction | int, high: Fraction | int) -> Domain:
    """The real numbers strictly between `low` and `high`."""
    return Domain(f"strictly between {low} and {high}", Fraction(low), Fraction(high), strict=True)


@dataclass(frozen=True)
class Size:
    """The number of positions of an axis (`classes`, `rows`, …), with the letter that formulas write for it."""

    name: str
    axis: str
    smallest: int = 1
    largest: int = 6

    @cached_property
    def symbol(self) -> sympy.Symbol:
        """The size as a positive integer symbol."""
        return sympy.Symbol(self.name, integer=True, positive=True)


@dataclass(frozen=True)
class Law:
    """A finite sample space. Random quantities of one law vary jointly; those of different laws are independent.

    A `uniform` law over a size gives each position of that axis the same weight (a sampled index); other laws have
    generic positive weights.
    """

    name: str
    uniform: Size | None = None


@dataclass(frozen=True)
class Quantity:
    """A symbol of a formula: its meaning, its shape (the sizes of its axes) and its domain, said once.

    A quantity with a `value` is defined by it, and not drawn; a `Lambda` as value defines a function. `origins` gives
    the first index of each axis (1 unless a sequence starts elsewhere). `law` makes it random. `arguments` (with
    `shape` as range) makes it an arbitrary differentiable function of arrays of those shapes.
    """

    name: str
    meaning: str
    shape: tuple[Size, ...] = ()
    domain: Domain = REAL
    value: Any = None
    origins: tuple[int, ...] = ()
    law: Law | None = None
    arguments: tuple[tuple[Size, ...], ...] | None = None

    @cached_property
    def is_index(self) -> bool:
        """Whether it is a free index, over whose whole axis the statement holds."""
        return self.domain.structure == "index" and self.law is None

    @cached_property
    def symbol(self) -> Any:
        """The SymPy symbol: a scalar symbol, an n×1 or n×m matrix symbol, a function, or (three axes and more) a
        plain symbol."""
        if self.arguments is not None or isinstance(self.value, sympy.Lambda):
            return sympy.Function(self.name)
        if len(self.shape) == 1:
            return sympy.MatrixSymbol(self.name, self.shape[0].symbol, 1)
        if len(self.shape) == 2:
            return sympy.MatrixSymbol(self.name, self.shape[0].symbol, self.shape[1].symbol)
        if self.shape:
            return sympy.Symbol(self.name)
        positive = True if self.domain.low is not None and self.domain.low >= 0 and self.domain.strict else None
        nonnegative = True if self.domain.low is not None and self.domain.low >= 0 else None
        integer = True if self.domain.integer or self.domain.structure == "index" else None
        return sympy.Symbol(self.name, real=True, positive=positive, nonnegative=nonnegative, integer=integer)


def position_in(size: Size) -> Domain:
    """The domain of a quantity that is a position of an axis: 1, 2, …, its size."""
    return Domain(f"a position among the {size.axis}", structure="index", axis=size.name)


def free_index(name: str, size: Size) -> Quantity:
    """A free index of a statement: it holds for each position of the axis."""
    return Quantity(name, f"position among the {size.axis}", domain=position_in(size))


def bound_index(names: str) -> Any:
    """Integer symbols for the bound indices of sums: `j, l = bound_index("j l")`."""
    return sympy.symbols(names, integer=True)


@dataclass(frozen=True)
class Step:
    """One line of a derivation: an expression, the reason why it follows, and its relation to the line before (=, <=,
    >=)."""

    expression: Any
    because: str
    relation: str = "="


@dataclass(frozen=True)
class Cited:
    """An honest gap: the proof lies beyond what is checked here, and stands in the literature."""

    where: str


@dataclass(frozen=True)
class Source:
    """Where the formula is stated: a work, and the place in it."""

    work: str
    place: str


@dataclass(frozen=True)
class Notation:
    """LaTeX as real sheets write a formula. `letters` maps what is written to the quantity or size it stands for.

    Keys are canonical names: `theta`, `x_hat`, `sigma^max` (a label in a superscript), `W_q` (a label in a subscript).
    """

    latex: str
    letters: tuple[tuple[str, str], ...] = ()


Derivation = Callable[[], Iterator[Step]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Formula:
    """A formula of the field: a statement in SymPy, what its symbols are, how sheets write it, why it is true, and
    who says so.

    `assumptions` are SymPy relations between the quantities that the statement needs. `words` are terms of the field
    that stand near the formula on a sheet. `survivors` explains the mutants that are equal to the statement or true as
    well. `other_sizes` are sizes that no quantity's shape mentions.
    """

    title: str
    kind: Kind
    statement: Any
    quantities: tuple[Quantity, ...]
    assumptions: tuple[Any, ...]
    notations: tuple[Notation, ...]
    words: tuple[str, ...]
    derivation: Derivation | Cited
    source: Source
    survivors: tuple[tuple[str, str], ...] = ()
    other_sizes: tuple[Size, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a statement with a symbol that no quantity or size declares."""
        declared = {quantity.name for quantity in self.quantities} | {size.name for size in self.sizes}
        unknown = sorted(_free_names(self.statement) - declared)
        if unknown:
            raise ValueError(f"{self.title}: the statement uses {', '.join(unknown)}, which no quantity declares")
        if not self.notations or not self.words:
            raise ValueError(f"{self.title}: a formula needs a notation and a word that names it")

    @cached_property
    def sizes(self) -> tuple[Size, ...]:
        """The sizes of the axes of its quantities, each once, in order of appearance."""
        found: dict[str, Size] = {}
        for quantity in self.quantities:
            shapes = (quantity.shape, *(quantity.arguments or ()), (quantity.law.uniform,) if quantity.law else ())
            for shape in shapes:
                for size in shape:
                    if size is not None:
                        found.setdefault(size.name, size)
        for size in self.other_sizes:
            found.setdefault(size.name, size)
        return tuple(found.values())

    @cached_property
    def indices(self) -> tuple[str, ...]:
        """The names of the free indices of the statement."""
        return tuple(quantity.name for quantity in self.quantities if quantity.is_index)

    def quantity(self, name: str) -> Quantity:
        """The quantity of that name."""
        for quantity in self.quantities:
            if quantity.name == name:
                return quantity
        raise KeyError(f"{self.title} has no quantity {name}; it has {', '.join(q.name for q in self.quantities)}")


def _free_names(expression: Any) -> set[str]:
    names = {symbol.name for symbol in expression.free_symbols}
    applied = {f.func.__name__ for f in expression.atoms(sympy.core.function.AppliedUndef)}
    return names | applied


@dataclass(frozen=True, eq=False)
class Topic:
    """One file of the catalogue: its title and its formulas in reading order."""

    title: str
    formulas: tuple[Formula, ...]
