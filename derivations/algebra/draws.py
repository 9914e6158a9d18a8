"""Points of a domain, the same in every world.

A draw is a lattice point: integers over a common denominator. Each world turns the same lattice point into its own
scalars, and derived structure (symmetric, positive definite, orthogonal, …) is computed there, so that any point of a
float64 batch can be replayed in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from derivations.algebra.operations import arithmetic, functions, matrices, orders
from derivations.algebra.terms import Call, Function, Leaf, Number, Term, apply
from derivations.algebra.values import Algebra, Value
from derivations.algebra.worlds import FloatWorld, World
from derivations.vocabulary import Domain

FINE = 1024  # the denominator of generic points; odd numerators keep them off the integers, and off zero
SIMPLE = 2  # the denominator of points for people to read


@dataclass(frozen=True)
class Lattice:
    """A batch of rational points of one quantity: numerators [batch, *shape] over one denominator."""

    numerators: np.ndarray
    denominator: int
    domain: Domain
    sample_axis: str = ""

    def select(self, keep: np.ndarray) -> Lattice:
        """The points where `keep` [batch] holds; a batch of one that stands for all is kept."""
        return self if len(self.numerators) == 1 else replace(self, numerators=self.numerators[keep])

    def value(self, world: World) -> Value:
        """The points as scalars of a world, with the structure of the domain."""
        axes = (self.sample_axis,) if self.sample_axis else ()
        rank = self.numerators.ndim - 1 - len(axes)
        if self.domain.integer or self.domain.structure == "index":
            return Value(self.numerators, axes, rank, kind="integer")
        raw = Value(_scalars(world, self.numerators, self.denominator), axes, rank)
        return structured(self.domain.structure, Algebra(world), raw)


def _scalars(world: World, numerators: np.ndarray, denominator: int) -> np.ndarray:
    if isinstance(world, FloatWorld):
        return numerators / float(denominator)
    flat = [world.number(Fraction(int(n), denominator))[0] for n in numerators.ravel()]
    array = np.empty(len(flat), dtype=object)
    array[:] = flat
    return array.reshape(numerators.shape)


def draw(
    domain: Domain,
    shape: Sequence[int],
    batch: int,
    generator: np.random.Generator,
    simple: bool = False,
    sample_axis: str = "",
) -> Lattice:
    """Random points of a domain: `shape` includes the sample axis if there is one."""
    full = (batch, *shape)
    if domain.structure == "index":
        high = int(domain.high or 1)
        return Lattice(generator.integers(1, high + 1, full), 1, domain, sample_axis)
    if domain.values:
        return Lattice(generator.choice(np.array(domain.values), full), 1, domain, sample_axis)
    if domain.integer:
        low = int(domain.low) if domain.low is not None else -6
        high = int(domain.high) if domain.high is not None else low + 12
        return Lattice(generator.integers(low, high + 1, full), 1, domain, sample_axis)
    if domain.structure == "one hot":
        hot = generator.integers(0, shape[-1], full[:-1])
        return Lattice((np.arange(shape[-1]) == hot[..., None]).astype(np.int64), 1, domain, sample_axis)
    denominator = SIMPLE if simple else FINE
    return Lattice(_numerators(domain, full, denominator, generator), denominator, domain, sample_axis)


def _numerators(domain: Domain, full: tuple[int, ...], denominator: int, generator: np.random.Generator) -> np.ndarray:
    """Numerators between the bounds: about three units wide where there is none; odd for generic points."""
    low = domain.low if domain.low is not None else (domain.high - 3 if domain.high is not None else Fraction(-3))
    high = domain.high if domain.high is not None else (low + 3 if domain.low is not None else Fraction(3))
    first, last = int(low * denominator), int(high * denominator)
    if domain.strict and domain.low is not None:
        first += 1
    if domain.strict and domain.high is not None:
        last -= 1
    if last - first > 64:
        return generator.integers(first // 2, (last + 1) // 2, full) * 2 + 1
    return generator.integers(first, max(last, first) + 1, full)


def _plain(algebra: Algebra, raw: Value) -> Value:
    return raw


def _symmetric(algebra: Algebra, raw: Value) -> Value:
    doubled = arithmetic.add(algebra, raw, algebra.transpose(raw))
    return arithmetic.divide(algebra, doubled, Value(algebra.world.number(Fraction(2))))


def _positive_definite(algebra: Algebra, raw: Value) -> Value:
    square = algebra.times(raw, algebra.transpose(raw))
    return arithmetic.add(algebra, square, _identity(algebra, raw))


def _orthogonal(algebra: Algebra, raw: Value) -> Value:
    """Cayley's transform of the skew part, (I - S)(I + S)^-1, its first row reflected at half of the points: both
    determinants."""
    skew = arithmetic.subtract(algebra, raw, algebra.transpose(raw))
    identity = _identity(algebra, raw)
    plus = matrices.inverse(algebra, arithmetic.add(algebra, identity, skew))
    rotation = algebra.times(arithmetic.subtract(algebra, identity, skew), plus)
    corner = algebra.reshaped(raw, 0, lambda array: array[..., 0, 0])
    reflected = orders.compare(algebra, "<", corner, Value(algebra.world.number(Fraction(0))))
    first = Value(
        (np.arange(algebra.shape(raw)[0]) == 0)[None, :, None] & np.ones((1, 1, algebra.shape(raw)[0]), dtype=bool),
        rank=2,
        kind="truth",
    )
    mirrored = algebra.choose(first, arithmetic.negate(algebra, rotation), rotation)
    spread = algebra.reshaped(reflected, 2, lambda array: array[..., None, None])
    return algebra.choose(spread, mirrored, rotation)


def _identity(algebra: Algebra, raw: Value) -> Value:
    size = Value(np.array([algebra.shape(raw)[0]]), kind="integer")
    return matrices.identity(algebra, size)


def _masked(keep: Callable[[int, int], bool]) -> Callable[[Algebra, Value], Value]:
    def structure(algebra: Algebra, raw: Value) -> Value:
        rows, columns = algebra.shape(raw)
        mask = np.array([[keep(i, j) for j in range(columns)] for i in range(rows)], dtype=np.int64)[None]
        kept = algebra.scalars(Value(mask, rank=2, kind="integer"))
        return arithmetic.hadamard(algebra, raw, kept)

    return structure


def _simplex(algebra: Algebra, raw: Value) -> Value:
    return arithmetic.divide(algebra, raw, algebra.total(raw))


def _unit(algebra: Algebra, raw: Value) -> Value:
    """A rational point of the unit sphere, by stereographic projection from the first axis."""
    (size,) = algebra.shape(raw)
    one = Value(algebra.world.number(Fraction(1)))
    if size == 1:
        return functions.sign(algebra, raw)
    first = Value((np.arange(size) == 0)[None], rank=1, kind="truth")
    tail = algebra.choose(first, Value(algebra.world.number(Fraction(0))), raw)
    rest = algebra.dot(tail, tail)
    pole = arithmetic.divide(algebra, arithmetic.subtract(algebra, rest, one), arithmetic.add(algebra, rest, one))
    scale = arithmetic.divide(algebra, Value(algebra.world.number(Fraction(2))), arithmetic.add(algebra, rest, one))
    return algebra.choose(first, pole, arithmetic.hadamard(algebra, scale, tail))


_STRUCTURES: dict[str, Callable[[Algebra, Value], Value]] = {
    "": _plain,
    "invertible": _plain,
    "one hot": _plain,
    "symmetric": _symmetric,
    "positive definite": _positive_definite,
    "orthogonal": _orthogonal,
    "diagonal": _masked(lambda i, j: i == j),
    "lower triangular": _masked(lambda i, j: i >= j),
    "upper triangular": _masked(lambda i, j: i <= j),
    "identity": lambda algebra, raw: _identity(algebra, raw),
    "simplex": _simplex,
    "unit": _unit,
}


def structured(structure: str, algebra: Algebra, raw: Value) -> Value:
    """Give free entries the structure of a domain: symmetric, orthogonal, on the simplex, …"""
    return _STRUCTURES[structure](algebra, raw)


def arbitrary_function(
    name: str, arguments: Sequence[int], out: int, convex: bool = False
) -> tuple[Function, dict[str, tuple[int, ...]]]:
    """A generic smooth function as a term: its parameters' ranks and its range's rank are given.

    Returns the function and the ranks of its coefficient leaves as tuples of axis numbers: `(out axes…, argument
    axes…)`, where axis 0 is the range's axis and axis 1 + k that of argument k; the caller draws them. The value is `c
    + s + s*s/2 + s**3/8` with `s` affine in all arguments (without the cube where it must be convex), so that values,
    slopes and curvatures are generic.
    """
    coefficients: dict[str, tuple[int, ...]] = {}
    parameters = tuple(f"{name}#{k}" for k in range(len(arguments)))
    pieces: list[Term] = []
    for k, rank in enumerate(arguments):
        coefficient = f"{name}%{k}"
        coefficients[coefficient] = ((0,) if out else ()) + ((k + 1,) if rank else ())
        operation = "dot" if (rank and not out) else "times"
        pieces.append(apply(operation, Leaf(coefficient), Leaf(parameters[k])))
    shift = f"{name}%c"
    coefficients[shift] = (0,) if out else ()
    total: Term = Leaf(shift)
    for piece in pieces:
        total = apply("add", total, piece)
    inner = f"{name}#s"
    s = Leaf(inner)
    square = apply("times", Number(Fraction(1, 2)), apply("hadamard", s, s))
    body: Term = apply("add", s, square)
    if not convex:
        cube = apply("hadamard", s, apply("hadamard", s, s))
        body = apply("add", body, apply("times", Number(Fraction(1, 8)), cube))
    function = Function((inner,), body)
    return Function(parameters, Call(function, (total,))), coefficients
